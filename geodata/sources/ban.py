"""Streets and numbers of the territory (Base Adresse Nationale): the index for searches without network, kept in the snapshot."""

from __future__ import annotations

import pandas as pd

from geodata.comparison import some
from geodata.download import Limits
from geodata.perimeter import in_use, municipality_of
from geodata.readers import Reader
from geodata.sentences import sentence
from geodata.sources.feed import Feed, FeedError, Frames, Reading
from geodata.street_import import StreetsError, import_streets
from geodata.streets import Streets
from geodata.territory import STREETS
from i18n import N_

URL = "https://adresse.data.gouv.fr/data/ban/adresses/latest/csv/adresses-{department}.csv.gz"
FILE = "adresses-{department}.csv.gz"
LIMITS = Limits(total_s=1_800.0, received_bytes=200_000_000)


def read(reader: Reader, frames: Frames) -> Reading:
    """Return how many streets and addresses each commune and arrondissement has, and their index as a file.

    Raises
    ------
    FeedError, DownloadError
        A column is renamed, no address is of the territory, the file cannot be read.
    """
    towns = frames["municipalities"]
    departments = sorted(in_use().departments)
    paths = [reader.fetch(FILE.format(department=one), URL.format(department=one), LIMITS) for one in departments]
    index = (reader.downloads or paths[0].parent) / STREETS
    try:
        index.parent.mkdir(parents=True, exist_ok=True)
        import_streets(paths[0], index, *paths[1:], names=[FILE.format(department=one) for one in departments])
    except StreetsError as why:
        raise FeedError(why.sentence) from why
    streets = Streets.load(index)
    counts = pd.DataFrame({"area": streets.area_codes, "addresses": pd.Series(streets.starts).diff().dropna().to_numpy()})
    names = dict(zip(towns["code"], towns["name"], strict=True))
    by_area = counts.groupby("area")["addresses"].agg(["size", "sum"]).astype(float)
    frame = pd.DataFrame(
        {
            "code": by_area.index.astype(str),
            "name": [names[code] for code in by_area.index],
            "streets": by_area["size"].to_numpy(),
            "addresses": by_area["sum"].to_numpy(),
        }
    )
    empty = sorted(set(names) - set(by_area.index))
    lacking = [str(names[code]) for code in empty if not _has_parts(code, names)]
    passed_over = (sentence(N_("sans aucune adresse : {names}"), names=some(lacking, len(lacking))),) if lacking else ()
    return Reading(frame, N_("adresses publiées au jour de la lecture"), passed_over, files={STREETS: index})


def _has_parts(code: str, names: dict[str, str]) -> bool:
    """Return whether a city's addresses are told by its arrondissements."""
    return any(municipality_of(one) == code and one != code for one in names)


FEED = Feed("ban", 74, "streets", read, (FILE,))
