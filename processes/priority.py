"""What computes apart lets pages and files go first."""

from __future__ import annotations

import os

NICENESS = 10


def let_pages_go_first() -> None:
    """Lower the priority of this process, for good."""
    os.nice(NICENESS)
