"""The zone of a file: what the browser filters by, and what to say of how it was read."""

from __future__ import annotations

from i18n import gettext as _
from i18n import ngettext
from i18n.numbers import number
from intake.slots import Slots
from intake.zone_file import read_zone
from services.answer import Answer


class ZoneRead(Answer):
    """The ring of a zone, [longitude, latitude] in degrees (WGS 84), and a sentence that says how it was read."""

    ring: list[tuple[float, float]]
    note: str


def zone_read(slots: Slots, client: str, name: str, data: bytes) -> ZoneRead:
    """Return the zone that a file holds; one file at a time for each client.

    Raises
    ------
    FileError, Busy
        As `intake.zone_file.read_zone`; or another file of the client is being read.
    """
    with slots.taken(f"zone-{client}"):
        zone = read_zone(name, data)
    note = ngettext("Zone lue dans le fichier ({n} contour).", "Zone lue dans le fichier ({n} contours réunis).", zone.contours)
    parts = [note.format(n=number(zone.contours))]
    if zone.tolerance_m:
        parts.append(_("Simplifiée de {n} m au plus pour tenir dans l'adresse.").format(n=number(zone.tolerance_m, 1)))
    return ZoneRead(ring=list(zone.ring), note=" ".join(parts))
