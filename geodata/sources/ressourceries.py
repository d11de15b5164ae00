"""Ressourceries among the actors of the circular economy (ADEME, « Longue vie aux objets »), whose contributors are named."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from geodata.perimeter import in_use
from geodata.readers import Reader
from geodata.sources.facilities import Site, begins, degrees, records, replaced
from geodata.sources.feed import Feed, Frames, Reading, put
from i18n import N_

FIELDS = ("identifiant", "paternite", "nom", "type_de_services", "code_commune", "latitude", "longitude")
URL = (
    "https://data.ademe.fr/data-fair/api/v1/datasets/longue-vie-aux-objets-acteurs-de-leconomie-circulaire/lines"
    "?size=10000&sort=identifiant&qs=type_de_services:*recyclerie*%20AND%20{query}&select=" + ",".join(FIELDS)
)
FILE = "ressourceries.json"
KIND = "ressourcerie"
SERVICE = "recyclerie"
MOST_CREDITS = 6


def read(reader: Reader, frames: Frames) -> Reading:
    """Return the facilities with the recycleries of the directory in place of those in use; their contributors are the credit.

    Raises
    ------
    FeedError, DownloadError
        A field is renamed, an identifier has two places, no place is of the territory, or the service does not answer.
    """
    today = dt.date.today()
    url = URL.format(query=begins("code_commune", in_use().departments))
    lines: dict[str, dict[str, Any]] = {}
    for line in filter(_is_recyclerie, records(reader, FILE, url, FIELDS)):
        put(lines, str(line["identifiant"]), line, str(line["nom"]))
    sites = [_site(code, line, today) for code, line in sorted(lines.items())]
    frame, lost = replaced(frames, KIND, "RE", sites)
    credits = sorted({part for line in lines.values() for part in _parts(line["paternite"])})
    more = [f"+ {len(credits) - MOST_CREDITS}"] if len(credits) > MOST_CREDITS else []
    return Reading(frame, N_("annuaire tenu au fil de l'eau"), lost, credit=", ".join([*credits[:MOST_CREDITS], *more]))


def _parts(value: Any) -> list[str]:
    """Return the values of a field that data-fair gives as a list, or as a text with bars."""
    parts = value if isinstance(value, list) else re.split(r"[|;]", str(value or ""))
    return [str(part).strip() for part in parts if str(part).strip()]


def _is_recyclerie(line: dict[str, Any]) -> bool:
    is_near = str(line["code_commune"] or "").startswith(tuple(in_use().departments))
    return is_near and any(SERVICE in part.lower() for part in _parts(line["type_de_services"]))


def _site(code: str, line: dict[str, Any], day: dt.date) -> Site:
    name = " ".join(str(line["nom"] or "").split()) or code
    lon, lat = degrees(line["longitude"]), degrees(line["latitude"])
    return Site(re.sub(r"[^\w.-]", "", code), name, lon, lat, day)


FEED = Feed("ressourceries", 50, "facilities", read, (FILE,), key="id", replaces="example_facilities", kind=KIND)
