"""Postcodes of the communes and arrondissements (State's API of the administrative division, from La Poste's base)."""

from __future__ import annotations

import pandas as pd

from geodata.perimeter import in_use
from geodata.readers import Reader
from geodata.sources.contours import field_of, listed
from geodata.sources.feed import Feed, FeedError, Frames, Reading, put
from i18n import N_

API = "https://geo.api.gouv.fr/communes"
FIELDS = "fields=nom,code,codesPostaux"
FILES = ("codes_postaux.json", "codes_postaux_arrondissements.json")


def read(reader: Reader, frames: Frames) -> Reading:
    """Return the postcodes of each commune and arrondissement, with points between them.

    Raises
    ------
    FeedError, DownloadError
        A field is renamed, a commune is absent, or the service does not answer.
    """
    towns = frames["municipalities"]
    names = dict(zip(towns["code"], towns["name"], strict=True))
    found: dict[str, str] = {}
    for department in sorted(in_use().departments):
        more = f"codeDepartement={department}&{FIELDS}"
        found |= _read(reader, FILES[0], f"{API}?{more}")
        if in_use().districts:
            found |= _read(reader, FILES[1], f"{API}?type=arrondissement-municipal&{more}")
    missing = sorted(str(code) for code in names if not found.get(str(code)))
    if missing:
        raise FeedError(N_("{name} : communes absentes de la réponse : {codes}"), name="codesPostaux", codes=", ".join(missing))
    codes = sorted(map(str, names))
    frame = pd.DataFrame({"code": codes, "name": [names[code] for code in codes], "postcodes": [found[code] for code in codes]})
    return Reading(frame, N_("codes postaux au jour de la lecture"))


def _read(reader: Reader, name: str, url: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for item in listed(reader.json(name, url)):
        code, postcodes = str(field_of(item, "code")), field_of(item, "codesPostaux")
        if not isinstance(postcodes, list):
            raise FeedError(N_("champ « {name} » : une liste était attendue ({code})"), name="codesPostaux", code=code)
        put(found, code, ".".join(map(str, postcodes)), "codesPostaux")
    return found


FEED = Feed("postcodes", 6, "postcodes", read, FILES)
