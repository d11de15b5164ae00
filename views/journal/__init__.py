"""Screen « Journal »."""
