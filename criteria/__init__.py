"""Criteria by stakeholder: measured, scored, explained, ranged, and tested for robustness. No Dash, no I/O."""
