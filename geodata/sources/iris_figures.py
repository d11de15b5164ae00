"""Figures by IRIS (INSEE): people and dwellings of the census, income and poverty of Filosofi where they are published."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd

from geodata.perimeter import in_use
from geodata.readers import LARGE, Reader
from geodata.sentences import Sentence, sentence
from geodata.sources.feed import Feed, FeedError, Frames, Reading
from geodata.sources.tables import header_of, numbers, table_of, whole_table
from i18n import N_

INSEE = "https://www.insee.fr/fr/statistiques/fichier"
PEOPLE, DWELLINGS = "base-ic-evol-struct-pop-2022_csv.zip", "base-ic-logement-2022_csv.zip"
INCOME = "BASE_TD_FILO_IRIS_2021_DISP_CSV.zip"
URLS = {PEOPLE: f"{INSEE}/8647014/{PEOPLE}", DWELLINGS: f"{INSEE}/8647012/{DWELLINGS}", INCOME: f"{INSEE}/8229323/{INCOME}"}
ENTRIES = {
    PEOPLE: "base-ic-evol-struct-pop-????.csv",
    DWELLINGS: "base-ic-logement-????.csv",
    INCOME: "BASE_TD_FILO_IRIS_????_DISP.csv",
}
FIELDS = {
    PEOPLE: {
        "P{yy}_POP": "population", "P{yy}_POP0019": "population_0_19", "P{yy}_POP2064": "population_20_64",
        "P{yy}_POP65P": "population_65_plus",
    },
    DWELLINGS: {
        "P{yy}_LOG": "dwellings", "P{yy}_RP": "main_residences", "P{yy}_RSECOCC": "second_homes", "P{yy}_LOGVAC": "vacant_dwellings",
        "P{yy}_MAISON": "houses", "P{yy}_APPART": "flats", "P{yy}_RPAPPART": "main_residences_in_flats",
    },
    INCOME: {"DISP_MED{yy}": "median_income_eur", "DISP_TP60{yy}": "poverty_rate_pct", "DISP_GI{yy}": "gini"},
}  # fmt: skip
"""Of each file, its columns, whose names bear the year, and those of the frame that they are."""
ABOUT = ("COM", "TYP_IRIS", "LAB_IRIS")
QUARTIER_LENGTH = 7
"""The first figures of an IRIS of a city with arrondissements are the code of its quartier."""


def read(reader: Reader, frames: Frames) -> Reading:
    """Return the figures of the IRIS of the territory; under secrecy, income is unknown. One without people or dwellings is passed over.

    Raises
    ------
    FeedError, DownloadError
        A column is renamed, a code is there twice, a commune has no IRIS, or a file cannot be read.
    """
    people, year = _table(reader, PEOPLE, ABOUT)
    dwellings, _year = _table(reader, DWELLINGS)
    income, income_year = _table(reader, INCOME)
    rows = people.join(dwellings).join(income.reindex(people.index)).sort_index()
    counts = [*FIELDS[PEOPLE].values(), *FIELDS[DWELLINGS].values()]
    is_known = rows[counts].notna().all(axis=1)
    missing = sorted(set(in_use().areas) - set(rows.loc[is_known, "COM"]))
    if missing:
        raise FeedError(N_("{name} : communes absentes de la réponse : {codes}"), name="IRIS", codes=", ".join(missing))
    passed_over: tuple[Sentence, ...] = ()
    if not is_known.all():
        passed_over = (sentence(N_("IRIS sans chiffres complets : {names}"), names=", ".join(rows.index[~is_known][:20])),)
    before, frame = frames["iris"], _frame(rows[is_known], counts, frames)
    lost = int(before["poverty_rate_pct"].notna().sum()) - int(frame["poverty_rate_pct"].notna().sum())
    doubts = (sentence(N_("taux de pauvreté qui seraient perdus : {n}"), n=lost),) if lost > len(before) / 20 else ()
    return Reading(frame, f"recensement 20{year} ; Filosofi 20{income_year}", passed_over, doubts)


def _frame(rows: pd.DataFrame, counts: list[str], frames: Frames) -> pd.DataFrame:
    known = set(frames["quartiers"]["code"])
    codes = pd.Series(rows.index, rows.index)
    quartiers = codes.str[:QUARTIER_LENGTH]
    whole = rows.assign(
        code=codes,
        area_code=rows["COM"],
        municipality=[in_use().commune_of(code) for code in rows["COM"]],
        iris_type=rows["TYP_IRIS"],
        label_quality=pd.to_numeric(rows["LAB_IRIS"], errors="coerce").fillna(5).astype(int),
        quartier=quartiers.where(quartiers.isin(known), None),
        **{name: rows[name].round().astype(int) for name in counts},
    )
    return whole[list(frames["iris"].columns)].reset_index(drop=True)


def _table(reader: Reader, name: str, about: tuple[str, ...] = ()) -> tuple[pd.DataFrame, str]:
    """Return the rows of a file that are of the territory, by code, under our names, and the two figures of their year."""
    path = reader.fetch(name, URLS[name], LARGE)
    columns, year = _columns(path, name)
    needed = ("IRIS", *about, *columns)
    areas = in_use().areas
    parts = (part[_is_of(part, areas)] for part in table_of(path, needed, name, LARGE, entry=ENTRIES[name]))
    rows = whole_table(parts, "IRIS", name)
    if rows.empty:
        raise FeedError(N_("aucun IRIS du territoire dans le fichier {name}"), name=name)
    figures = {ours: numbers(rows[theirs]) for theirs, ours in columns.items()}
    return rows[list(about)].assign(**figures), year


def _is_of(part: pd.DataFrame, areas: tuple[str, ...]) -> pd.Series:
    return (part["COM"] if "COM" in part else part["IRIS"].str[:5]).isin(areas)


def _columns(path: Path, name: str) -> tuple[dict[str, str], str]:
    """Return the columns of a file, as its year names them, with ours, and the two figures of the year."""
    names = header_of(path, name, entry=ENTRIES[name])
    first = next(iter(FIELDS[name]))
    pattern = re.compile(re.escape(first).replace(re.escape("{yy}"), r"(\d\d)") + "$")
    year = max((found.group(1) for one in names if (found := pattern.match(one))), default="AA")
    return {theirs.format(yy=year): ours for theirs, ours in FIELDS[name].items()}, year


FEED = Feed("iris", 16, "iris", read, (PEOPLE, DWELLINGS, INCOME), replaces="dwellings2021")
