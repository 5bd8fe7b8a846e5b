"""What the county promised: params/ read once into frozen, validated values."""
