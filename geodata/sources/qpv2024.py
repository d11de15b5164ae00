"""Priority neighbourhoods of the city policy, 2024 generation (ANCT, data.gouv.fr)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.crs import local_crs
from geodata.download import parse_json, unzip_entry
from geodata.perimeter import in_use, municipality_of
from geodata.readers import Reader
from geodata.sentences import Sentence, sentence
from geodata.sources.contours import field_of, polygon_l93
from geodata.sources.feed import Feed, FeedError, Frames, Reading
from i18n import N_

URL = "https://www.data.gouv.fr/api/1/datasets/r/942d4ee8-8142-4556-8ea1-335537ce1119"
ENTRY = "GEOJSON/QP2024_France_Hexagonale_Outre_Mer_WGS84.geojson"
FILE = "qpv2024.zip"


def read(reader: Reader, frames: Frames) -> Reading:
    """Return the priority neighbourhoods that touch the perimeter, by their ``insee_com`` codes; none where there never was any.

    One contour that is wrong is passed over and named. What a figure told of a neighbourhood stays with its code.

    Raises
    ------
    FeedError, DownloadError
        None is of the territory any more, a field is renamed, the archive cannot be read.
    """
    collection = parse_json(unzip_entry(reader.read(FILE, URL), ENTRY, FILE, reader.limits), ENTRY)
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list):
        raise FeedError(N_("réponse d'une forme inattendue : une collection d'entités était attendue"))
    before = frames["priority_neighbourhoods"]
    rows, passed_over, recoded = _rows(features)
    if not rows and passed_over:
        raise FeedError(passed_over[0])
    if not rows and (len(before) or not features):
        words = N_("aucun quartier prioritaire du territoire dans la réponse ({n} dans les données en service)")
        raise FeedError(words, n=len(before))
    frame = _frame(rows, before)
    doubts = [sentence(N_("communes codées par arrondissement : {names}"), names=", ".join(recoded))] if recoded else []
    gone = sorted(set(before["municipality"]) - set(frame["municipality"]))
    doubts += [sentence(N_("la commune {code} n'aurait plus aucun quartier prioritaire"), code=code) for code in gone]
    return Reading(frame, N_("périmètres publiés par l'ANCT sur data.gouv.fr"), tuple(passed_over), tuple(doubts))


def _rows(features: Sequence[Any]) -> tuple[list[tuple[str, str, list[str], shapely.Geometry]], list[Sentence], list[str]]:
    """Return code, name, communes and shape of each; those passed over; the codes of arrondissements met in the place of their city's."""
    rows, passed_over, recoded = [], [], set()
    for feature in features:
        properties: Mapping[str, Any] = feature.get("properties") or {}
        codes = str(field_of(properties, "insee_com") or "").replace(" ", "").split(",")
        towns = list(dict.fromkeys(municipality_of(code) for code in codes))
        if not set(towns) & set(in_use().communes):
            continue
        recoded |= {code for code in codes if municipality_of(code) != code}
        code, name = str(field_of(properties, "code_qp") or ""), str(field_of(properties, "lib_qp") or "")
        try:
            rows.append((code, name.strip(), towns, polygon_l93(feature.get("geometry"), name or code)))
        except FeedError as why:
            passed_over.append(why.sentence)
    return rows, passed_over, sorted(recoded)


def _frame(rows: Sequence[tuple[str, str, list[str], shapely.Geometry]], before: pd.DataFrame) -> gpd.GeoDataFrame:
    frame = gpd.GeoDataFrame(
        {
            "code": [code for code, _name, _towns, _shape in rows],
            "name": [name for _code, name, _towns, _shape in rows],
            "municipality": [next(town for town in towns if town in in_use().communes) for _code, _name, towns, _shape in rows],
            "municipalities": [".".join(towns) for _code, _name, towns, _shape in rows],
            "area_ha": [round(float(shape.area) / 10_000, 2) for *_others, shape in rows],
        },
        geometry=[shape for *_others, shape in rows],
        crs=local_crs(),
    )
    known = before.set_index("code")
    for position, column in enumerate(("population", "poverty_rate_pct"), start=5):
        frame.insert(position, column, frame["code"].map(known[column]).astype(float).fillna(np.nan))
    return frame.sort_values("code", ignore_index=True)


FEED = Feed("qpv2024", 30, "priority_neighbourhoods", read, (FILE,))
