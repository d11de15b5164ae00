"""The territory's reference data: read-only frames with their provenance."""
