"""Screen « Scénarios »."""
