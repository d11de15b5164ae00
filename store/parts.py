"""Records that are written part by part: which parts somebody else wrote meanwhile, and how a record stands at its next version."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from typing import Any, Generic, Protocol, TypeVar

from i18n import gettext as _


class InParts(Protocol):
    """A record as stored: `content` by part, `seen` the version at which each part was last written."""

    @property
    def content(self) -> Mapping[str, Any]: ...  # noqa: D102 - told by the class
    @property
    def seen(self) -> Mapping[str, int]: ...  # noqa: D102
    @property
    def version(self) -> int: ...  # noqa: D102
    @property
    def updated_at(self) -> dt.datetime | None: ...  # noqa: D102


Record = TypeVar("Record", bound=InParts)


class PartsChanged(RuntimeError, Generic[Record]):  # noqa: N818 - an answer, not a fault of ours
    """Somebody else wrote one of the same parts first: `current` is the record now, `keys` the parts that differ."""

    def __init__(self, current: Record, keys: Collection[str]) -> None:
        super().__init__(_("Quelqu'un d'autre vient d'écrire la même chose : relisez ce qui est enregistré, puis recommencez."))
        self.current = current
        self.keys = frozenset(keys)


def changed_parts(
    current: Record, given: Mapping[str, Any], version: int, conflict: Callable[[Record, Collection[str]], PartsChanged[Record]]
) -> dict[str, Any]:
    """Return those of the given parts that differ from what is stored; raise `conflict` where one was written since `version`."""
    changed = {key: value for key, value in given.items() if current.content.get(key) != value}
    passed = [key for key in changed if current.seen.get(key, 0) > version]
    if passed:
        raise conflict(current, passed)
    return changed


def next_values(current: InParts, changed: Mapping[str, Any], now: dt.datetime) -> dict[str, Any]:
    """Return the columns of a record once some parts changed, at its next version; time never goes back."""
    version = current.version + 1
    return {
        "content": {**current.content, **changed},
        "seen": {**current.seen, **dict.fromkeys(changed, version)},
        "version": version,
        "updated_at": max(current.updated_at or now, now),
    }
