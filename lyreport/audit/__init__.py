"""From a printed number back to what was sent."""
