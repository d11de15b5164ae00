"""Screen « Convergence »."""
