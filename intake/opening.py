"""What the process apart loads before its doors are closed: a driver of GDAL, encodings, the territory, a language, projections."""

from __future__ import annotations

import codecs
from collections.abc import Mapping
from typing import Any

from geodata import systems
from geodata.crs import to_l93, to_wgs84
from geodata.perimeter import perimeter_of, use
from i18n import gettext as _
from i18n import in_every_language, set_language
from i18n.numbers import number
from intake import geopackage, geopackage_reader

ENCODINGS = ("utf-8-sig", "cp1252", "cp850", "mac_roman", "cp437", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "ascii")
"""What texts and archives may be written in; Python looks for each when it first meets it."""


def prepare(request: Mapping[str, Any]) -> None:
    """Load what reads the format, projects and speaks, before the doors are closed."""
    if driver := geopackage.DRIVERS.get(request.get("form", "")):
        geopackage_reader.prepare(driver)
    for encoding in ENCODINGS:
        codecs.lookup(encoding)
    if "perimeter" in request:
        use(perimeter_of(request["perimeter"]))
    set_language(request["language"])
    in_every_language("")
    number(1.5, 1)
    _("Le fichier est vide.")
    to_wgs84(*to_l93([5.4], [43.3]))
    systems.prepare()
