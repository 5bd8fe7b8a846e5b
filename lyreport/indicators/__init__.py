"""Facts to values: one small pure function for each indicator."""
