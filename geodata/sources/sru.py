"""Rates of social dwellings by commune (Ministry of Housing, inventory of the SRU act): the latest year that the file tells."""

from __future__ import annotations

import re

from geodata.readers import LARGE, Reader
from geodata.sentences import sentence
from geodata.sources.feed import Feed, FeedError, Frames, Reading
from geodata.sources.tables import header_of, numbers, resource_url, table_of, whole_table
from i18n import N_

DATASET = "communes-et-inventaire-sru"
FILE = "sru_communes.csv"
CODE = "Code_INSEE_commune"
RATE = re.compile(r"Taux_SRU_au_\d\d_\d\d_(20\d\d)$")
ENCODING = "cp1252"


def read(reader: Reader, frames: Frames) -> Reading:
    """Return the municipalities with their rates; a commune that the act does not bind, or an arrondissement, is not in it: unknown.

    Raises
    ------
    FeedError, DownloadError
        A column is renamed, a code is there twice, no commune is of the territory, or the service does not answer.
    """
    path = reader.fetch(FILE, resource_url(reader, "sru.json", DATASET, "sru*.csv"), LARGE)
    names = header_of(path, FILE, encoding=ENCODING)
    years = {found.group(1): name for name in names if (found := RATE.match(name))}
    if CODE not in names or not years:
        words = N_("colonnes absentes : {missing} ; colonnes reçues : {names}")
        raise FeedError(words, missing=f"{CODE}, Taux_SRU_au_01_01_AAAA", names=", ".join(names[:30]))
    year = max(years)
    rows = whole_table(table_of(path, (CODE, years[year]), FILE, LARGE, encoding=ENCODING), CODE, FILE)
    frame = frames["municipalities"].copy()
    rates = numbers(rows[years[year]]).reindex(frame["code"]).to_numpy(float)
    if not (rates >= 0).any():
        raise FeedError(N_("aucune commune du territoire dans le fichier"))
    lost = int(frame["social_housing_rate_pct"].notna().sum()) - int((rates >= 0).sum())
    frame["social_housing_rate_pct"] = rates
    doubts = (sentence(N_("taux de logements sociaux qui seraient perdus : {n}"), n=lost),) if lost > 0 else ()
    return Reading(frame, year, doubts=doubts)


FEED = Feed("sru2024", 11, "municipalities", read, (FILE,))
