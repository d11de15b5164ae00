"""The territory under the places: when another snapshot is put in use, the next edition is made on it, without a restart."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.published import Publication, PublishedPlace
from geodata.snapshots import EMBEDDED, Snapshots
from geodata.territory import SnapshotError, Territory, load_territory
from services.edition_maker import EditionMaker
from services.editions import Edition

LOG = logging.getLogger(__name__)
MakerOf = Callable[[Territory, Path | None], EditionMaker]


@dataclass(frozen=True)
class Ground:
    """A snapshot as it was read: its name, its directory (None: the embedded one)."""

    name: str
    path: Path | None
    territory: Territory


def ground_of(snapshots: Snapshots, name: str) -> Ground:
    """Read a snapshot; SnapshotError when it cannot be."""
    path = snapshots.path_of(name)
    return Ground(name, path, load_territory(path))


class Grounds:
    """Makes editions on the snapshot in use. Any thread may call.

    Parameters
    ----------
    snapshots : the folder of the dated snapshots.
    maker_of : makes the maker of a territory, read from a directory (None: the embedded one).
    first : the ground at the start; the snapshot in use is read where it is not given.
    is_fixed : whether `first` alone is served, whatever is put in use.

    Raises
    ------
    SnapshotError
        The snapshot in use at the start cannot be read.
    """

    def __init__(self, snapshots: Snapshots, maker_of: MakerOf, first: Ground | None = None, *, is_fixed: bool = False) -> None:
        self.snapshots, self.is_fixed = snapshots, is_fixed
        self._maker_of, self._lock = maker_of, threading.Lock()
        first = first or ground_of(snapshots, self.wanted)
        self._name, self._maker = first.name, maker_of(first.territory, first.path)

    def __call__(self, places: Sequence[PublishedPlace]) -> Edition:
        """Make the edition of a set of published places, on the snapshot in use."""
        return self._latest()(places)

    @property
    def wanted(self) -> str:
        """The name of the snapshot that is to be served; the same for ever where one alone is."""
        return EMBEDDED if self.is_fixed else self.snapshots.in_use

    @property
    def territory(self) -> Territory:
        """The territory in use, without any published place."""
        return self._maker.ground

    def _latest(self) -> EditionMaker:
        """Return the maker on the snapshot in use; one that cannot be read leaves the last one in place."""
        with self._lock:
            name = self.wanted
            if name != self._name:
                try:
                    ground = ground_of(self.snapshots, name)
                    self._maker = self._maker_of(ground.territory, ground.path)
                except SnapshotError:
                    LOG.exception("snapshot %s cannot be read: the last one goes on", name)
                self._name = name
            return self._maker


@dataclass(frozen=True)
class GroundedPublication:
    """What is published, counted anew also when another snapshot is put in use."""

    places: Publication
    grounds: Grounds

    def publication(self) -> Hashable:
        """Return what changes with the places and with the snapshot in use; raises as the store does."""
        return self.places.publication(), self.grounds.wanted

    def published(self) -> Sequence[PublishedPlace]:
        """Return the published places."""
        return self.places.published()
