"""Vacant dwellings of the private stock by commune (Cerema and DGALN, LOVAC): the latest year that the file tells."""

from __future__ import annotations

import re

from geodata.readers import LARGE, Reader
from geodata.sentences import sentence
from geodata.sources.feed import Feed, FeedError, Frames, Reading
from geodata.sources.tables import header_of, numbers, resource_url, table_of, whole_table
from i18n import N_

DATASET = "logements-vacants-du-parc-prive-par-commune-departement-region-france"
FILE = "lovac_communes.csv"
VACANT = re.compile(r"pp_vacant_(\d\d)$")


def read(reader: Reader, frames: Frames) -> Reading:
    """Return the municipalities with their rates of vacancy, and of vacancy of more than two years; under secrecy, unknown.

    Raises
    ------
    FeedError, DownloadError
        A column is renamed, a commune is there twice, no commune is of the territory, or the service does not answer.
    """
    path = reader.fetch(FILE, resource_url(reader, "lovac.json", DATASET, "communes*.csv"), LARGE)
    names = header_of(path, FILE, encoding="latin-1")
    code, year, stock = _columns(names)
    vacant, long = f"pp_vacant_{year}", f"pp_vacant_plus_2ans_{year}"
    parts = table_of(path, (code, vacant, long, stock), FILE, LARGE, encoding="latin-1")
    frame = frames["municipalities"].copy()
    rows = whole_table((part[part[code].isin(frame["code"])] for part in parts), code, FILE)
    wanted = rows.reindex(frame["code"])
    counts = {name: numbers(wanted[name]) for name in (vacant, long, stock)}
    if counts[stock].isna().all():
        raise FeedError(N_("aucune commune du territoire dans le fichier"))
    whole = counts[stock].where(counts[stock] > 0)
    before = int(frame["lovac_vacancy_rate_pct"].notna().sum())
    frame["lovac_vacancy_rate_pct"] = (100 * counts[vacant] / whole).round(1).to_numpy()
    frame["lovac_long_vacancy_rate_pct"] = (100 * counts[long] / whole).round(1).to_numpy()
    lost = before - int(frame["lovac_vacancy_rate_pct"].notna().sum())
    doubts = (sentence(N_("taux de vacance qui seraient perdus : {n}"), n=lost),) if lost > 0 else ()
    return Reading(frame, f"20{year}", doubts=doubts)


def _columns(names: list[str]) -> tuple[str, str, str]:
    """Return the column of the codes, the latest year whose stock is told, and the column of that stock."""
    code = next((name for name in names if name.startswith("CODGEO")), "")
    years = sorted((found.group(1) for name in names if (found := VACANT.match(name))), reverse=True)
    for year in years:
        stock = next((name for name in (f"ff_pp_total_{year}", f"pp_total_{year}") if name in names), "")
        if code and stock:
            return code, year, stock
    words = N_("colonnes absentes : {missing} ; colonnes reçues : {names}")
    raise FeedError(words, missing="CODGEO_AA, pp_vacant_AA, ff_pp_total_AA", names=", ".join(names[:30]))


FEED = Feed("lovac2025", 12, "municipalities", read, (FILE,))
