"""A map file whose contours are the zone by which one filters: read in the process apart."""

from __future__ import annotations

from dataclasses import dataclass

from domain.keyhole import Ring, joined
from geodata.perimeter import content_of, in_use
from i18n import current_language
from i18n import gettext as _
from intake.errors import FileError
from intake.geopackage import environment, form_of
from intake.read import MAX_SENTENCE
from intake.sandbox import UNREADABLE, parse

MAX_BYTES = 5 * 1024 * 1024
CPU_S = 6
ACCEPTED = ".geojson,.json,.kml,.kmz,.gpkg,.zip"


@dataclass(frozen=True)
class Zone:
    """A zone of a file.

    Attributes
    ----------
    ring : the vertices (longitude, latitude), degrees WGS 84, of one ring by the even–odd rule (`domain.keyhole`).
    contours : how many contours the file had.
    tolerance_m : how far the ring may be from the contours; 0 when nothing was simplified.
    """

    ring: Ring
    contours: int
    tolerance_m: float


def too_big() -> str:
    """Say how heavy a file of a zone may be."""
    return _("Le fichier dépasse {limit} Mo : une zone tient dans un fichier plus léger.").format(limit=MAX_BYTES // 1024 // 1024)


def read_zone(filename: str, data: bytes) -> Zone:
    """Return the zone that a file holds.

    Raises
    ------
    FileError
        The file cannot be read, has no contour, or none in the territory: a sentence in the current language.
    Busy
        The machine has no time for it now.
    """
    if len(data) > MAX_BYTES:
        raise FileError(too_big())
    form = form_of(data)
    order = {"name": filename, "form": form, "language": current_language(), "perimeter": content_of(in_use())}
    answer = parse("zone", data, order, environment(form), CPU_S)
    if "sentence" in answer:
        raise FileError(str(answer["sentence"])[:MAX_SENTENCE])
    try:
        rings = [tuple((float(lon), float(lat)) for lon, lat in ring) for ring in answer["rings"]]
        return Zone(joined(rings), int(answer["contours"]), float(answer["tolerance_m"]))
    except (KeyError, TypeError, ValueError):
        raise FileError(_(UNREADABLE)) from None
