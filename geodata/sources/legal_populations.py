"""Legal populations of the communes (INSEE, by the State's API of the administrative division)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import geopandas as gpd

from geodata.perimeter import in_use
from geodata.readers import Reader
from geodata.sources.communes import with_populations
from geodata.sources.contours import field_of, listed
from geodata.sources.feed import Feed, FeedError, Frames, Reading, put
from i18n import N_

URL = "https://geo.api.gouv.fr/epcis/{siren}/communes?fields=nom,code,population"
OF_DEPARTMENT = "https://geo.api.gouv.fr/departements/{department}/communes?fields=nom,code,population"
FILE = "populations.json"


def read(reader: Reader, frames: Frames) -> Reading:
    """Return the municipalities with the populations in force; the arrondissements keep their shares of their city's.

    Raises
    ------
    FeedError, DownloadError
        A commune or its population is absent, or told twice otherwise, or the service does not answer.
    """
    perimeter = in_use()
    found: dict[str, Any] = {}
    for item in _communes(reader):
        put(found, str(field_of(item, "code")), field_of(item, "population"), FILE)
    missing = sorted(code for code in perimeter.communes if not isinstance(found.get(code), int) or found[code] <= 0)
    if missing:
        raise FeedError(N_("population absente de la réponse : {codes}"), codes=", ".join(missing))
    frame = gpd.GeoDataFrame(frames["municipalities"])
    return Reading(with_populations(frame, {code: int(found[code]) for code in perimeter.communes}), N_("populations légales en vigueur"))


def _communes(reader: Reader) -> Iterator[Mapping[str, Any]]:
    """Yield the communes of the authority, or of the départements of a territory that is none."""
    perimeter = in_use()
    urls = [OF_DEPARTMENT.format(department=code) for code in sorted(perimeter.departments)]
    if perimeter.siren or reader.has_whole_files:
        urls = [URL.format(siren=perimeter.siren)]
    for url in urls:
        yield from listed(reader.json(FILE, url))


FEED = Feed("legal_populations", 5, "municipalities", read, (FILE,))
