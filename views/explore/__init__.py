"""Screen « Explorer »."""
