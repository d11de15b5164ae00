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


class Grounds:
    """Makes editions on the snapshot in use. Any thread may call.

    Parameters
    ----------
    snapshots : the folder of the dated snapshots.
    maker_of : makes the maker of a territory, read from a directory (None: the embedded one).
    fixed : the only territory to serve; None to follow what is put in use.

    Raises
    ------
    SnapshotError
        The snapshot in use at the start cannot be read.
    """

    def __init__(self, snapshots: Snapshots, maker_of: MakerOf, fixed: Territory | None = None) -> None:
        self.snapshots, self.is_fixed = snapshots, fixed is not None
        self._maker_of, self._lock = maker_of, threading.Lock()
        self._name = self.wanted
        self._maker = maker_of(fixed, None) if fixed is not None else self._made(self._name)

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

    def _made(self, name: str) -> EditionMaker:
        path = self.snapshots.path_of(name)
        return self._maker_of(load_territory(path), path)

    def _latest(self) -> EditionMaker:
        """Return the maker on the snapshot in use; one that cannot be read leaves the last one in place."""
        with self._lock:
            name = self.wanted
            if name != self._name:
                try:
                    self._maker = self._made(name)
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
