"""Déchèteries of the local authorities (ADEME, SINOE): the directory has a line a site and year, of which the latest counts."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from geodata.perimeter import in_use
from geodata.readers import Reader
from geodata.sources.facilities import Site, begins, degrees, records, replaced
from geodata.sources.feed import Feed, Frames, Reading

FIELDS = ("C_SERVICE", "N_SERVICE", "CP_SITE", "L_VILLE_SITE", "C_COMM", "GPS_LAT", "GPS_LONG", "GPS_QUALITY", "ANNEE")
URL = (
    "https://data.ademe.fr/data-fair/api/v1/datasets/sinoe-(r)-annuaire-des-decheteries-dma/lines"
    "?size=10000&q_mode=simple&sort=C_SERVICE&qs={query}&select=" + ",".join(FIELDS)
)
FILE = "decheteries.json"
KIND = "decheterie"
UNPLACED = "-1"


def read(reader: Reader, frames: Frames) -> Reading:
    """Return the facilities with the déchèteries of the directory in place of those in use.

    Raises
    ------
    FeedError, DownloadError
        A field is renamed, no site is of the territory, or the service does not answer.
    """
    latest: dict[str, dict[str, Any]] = {}
    for line in records(reader, FILE, URL.format(query=begins("CP_SITE", in_use().postcode_prefixes)), FIELDS):
        site, year = str(line["C_SERVICE"]), _year(line)
        if site not in latest or year > _year(latest[site]):
            latest[site] = line
    frame, lost = replaced(frames, KIND, "DE", [_site(code, line) for code, line in sorted(latest.items()) if _is_near(line)])
    newest = max((_year(line) for line in latest.values()), default=0)
    return Reading(frame, str(newest), lost)


def _year(line: dict[str, Any]) -> int:
    year = re.match(r"\d{4}", str(line["ANNEE"]))
    return int(year.group()) if year else 0


def _is_near(line: dict[str, Any]) -> bool:
    """Return whether a site is of the département: the others of France are not named among those without position."""
    perimeter = in_use()
    is_near = str(line["C_COMM"]).startswith(tuple(perimeter.departments))
    return is_near or str(line["CP_SITE"] or "").startswith(tuple(perimeter.postcode_prefixes))


def _site(code: str, line: dict[str, Any]) -> Site:
    is_placed = str(line["GPS_QUALITY"]).removesuffix(".0") != UNPLACED
    lon, lat = (degrees(line[name]) if is_placed else float("nan") for name in ("GPS_LONG", "GPS_LAT"))
    name = " ".join(str(line["N_SERVICE"] or "").split()) or f"Déchèterie de {line['L_VILLE_SITE'] or code}"
    return Site(re.sub(r"[^\w.-]", "", code), name, lon, lat, dt.date(min(max(_year(line), 1950), 2100), 12, 31))


FEED = Feed("decheteries", 40, "facilities", read, (FILE,), key="id", replaces="example_facilities", kind=KIND)
