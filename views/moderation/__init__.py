"""Screen « Modérer »."""
