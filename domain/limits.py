"""Limits that the server holds and the browser says beforehand."""

MAX_REASON = 1_000
"""Characters of the reason of a decision, or of a change."""
MAX_NAME = 120
"""Characters of a scenario's name."""
MOST_COMPARED = 4
"""Places, or scenarios, side by side."""
