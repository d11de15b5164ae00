"""How far a long action on an import is, and how much of it one request does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from time import monotonic

PART_S = 1.0
"""Seconds for which one request goes on."""


@dataclass(frozen=True)
class Progress:
    """How far a long action is.

    Attributes
    ----------
    done, total : how many were looked at so far, of how many.
    acted : how many this step changed.
    refused : ids of those that could not be changed by this step, and why.
    last : id of the last one that was tried.
    to_submit, to_place : how many drafts the import has made with a position, and without, once it is over.
    updated : how many places that were there before this step changed, or told as they were before; `same` those of which nothing changes.
    left : how many rows are recognised and left as they are, once it is over.
    """

    done: int
    total: int
    acted: int = 0
    refused: tuple[tuple[str, str], ...] = ()
    last: str = ""
    to_submit: int = 0
    to_place: int = 0
    updated: int = 0
    same: int = 0
    left: int = 0

    @property
    def is_over(self) -> bool:
        """Whether nothing is left to do."""
        return self.done >= self.total

    def further(self, part: Progress) -> Progress:
        """Return how far it is once a part more was done; what to do of all of it is not known yet."""
        return replace(
            self,
            done=self.done + part.done,
            acted=self.acted + part.acted,
            refused=(*self.refused, *part.refused),
            last=part.last or self.last,
            updated=self.updated + part.updated,
            same=self.same + part.same,
        )


def for_a_while(begun: Progress, parts: Iterable[Progress], since: float | None = None) -> Progress:
    """Do parts, each as it is asked for, until it has taken some time; return how far it then is.

    `since` is when the request came: where it first read a large file, it goes on for twice as long, so that little is read again.
    """
    now = monotonic()
    progress, until = begun, now + PART_S * max(1.0, 2 * (now - (now if since is None else since)))
    for part in parts:
        progress = progress.further(part)
        if monotonic() >= until:
            break
    return progress
