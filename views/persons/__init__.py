"""Screen « Sources »."""
