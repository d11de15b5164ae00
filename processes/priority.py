"""What computes apart lets pages and files go first."""

from __future__ import annotations

NICENESS = 10
"""How much lower than the service's is the priority of processes that compute or read files, as `os.nice` counts."""
