"""Public transport as it is known here: the timetable of a GTFS, or the sentence that says why there is none."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass
from pathlib import Path

from i18n import N_
from i18n import gettext as _
from siting.gtfs import FeedError
from siting.timetable import Timetable, timetable_from_gtfs

LOG = logging.getLogger(__name__)
ABSENT = N_(
    "« En transports » apparaît quand le service a les horaires du réseau (GTFS) : « Sources » les reçoit, "
    "ou son exploitant indique un fichier par CONVERGENCE_GTFS."
)


@dataclass(frozen=True, eq=False)
class Timetables:
    """A timetable, or the refusal of the feed that was given; neither where none was."""

    timetable: Timetable | None = None
    refusal: FeedError | None = None

    def sentence(self, today: dt.date) -> str:
        """Say what is lacking, or that the feed no longer runs; empty when all is well."""
        if self.timetable is None:
            return str(self.refusal) if self.refusal else _(ABSENT)
        return expired(self.timetable.last_day, today)


def timetables_of(path: Path | None, cache: Path) -> Timetables:
    """Read a GTFS, or say why it cannot be used."""
    if path is None:
        return Timetables()
    try:
        return Timetables(timetable_from_gtfs(path, cache))
    except FeedError as refusal:
        LOG.warning("%s", refusal)
        return Timetables(refusal=refusal)


def expired(last_day: dt.date, today: dt.date) -> str:
    """Say that timetables no longer run; empty while they do."""
    if last_day >= today:
        return ""
    return _("Les horaires du fichier GTFS ne sont plus en vigueur : ils s'arrêtent au {last}.").format(last=f"{last_day:%d/%m/%Y}")
