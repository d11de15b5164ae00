"""Contours of the quartiers of a city with arrondissements (open data of the metropolis), known again by arrondissement and name."""

from __future__ import annotations

from typing import Any

import geopandas as gpd
import pandas as pd

from domain.words import words
from geodata.crs import local_crs
from geodata.readers import Reader
from geodata.sentences import Sentence, sentence
from geodata.sources.contours import field_of, polygon_l93
from geodata.sources.feed import Feed, FeedError, Frames, Reading, dataset_here
from geodata.sources.wfs import features_of
from i18n import N_

ID = "quartier_contours"
FILE = "quartiers.geojson"


def read(reader: Reader, frames: Frames) -> Reading:
    """Return the contours of the quartiers that are known (polygons): the service tells no code.

    One whose contour is wrong, or whose name is none of its arrondissement's, is passed over and named.

    Raises
    ------
    FeedError, DownloadError
        A field is renamed, a quartier is there twice, none is known, or the service does not answer.
    """
    known = frames["quartiers"]
    codes = {_key(area, name): code for area, name, code in zip(known["arrondissement"], known["name"], known["code"], strict=True)}
    rows: dict[str, Any] = {}
    passed_over: list[Sentence] = []
    for item in features_of(reader.json(FILE, dataset_here(ID, reader))):
        properties = item.get("properties") or {}
        area, name = (str(field_of(properties, one) or "") for one in ("depco", "nom_qua"))
        code = codes.get(_key(area, name))
        if code is None:
            passed_over.append(sentence(N_("{name} ({area}) : nom inconnu dans cet arrondissement"), name=name, area=area))
            continue
        if code in rows:
            raise FeedError(N_("{name} : code en double, {code}"), name=name, code=code)
        try:
            rows[code] = polygon_l93(item.get("geometry"), name)
        except FeedError as why:
            passed_over.append(why.sentence)
    if not rows:
        raise FeedError(passed_over[0]) if passed_over else FeedError(N_("aucune zone du territoire dans la réponse"))
    names = pd.Series(known["name"].to_numpy(), known["code"])
    areas = pd.Series(known["arrondissement"].to_numpy(), known["code"])
    ordered = sorted(rows)
    values = {"code": ordered, "name": names[ordered].to_list(), "area_code": areas[ordered].to_list()}
    frame = gpd.GeoDataFrame(values, geometry=[rows[code] for code in ordered], crs=local_crs())
    return Reading(frame, N_("contours publiés au jour de la lecture"), tuple(passed_over))


def _key(area: str, name: str) -> tuple[str, ...]:
    return area, *words(name)


FEED = Feed(ID, 17, ID, read, (FILE,), is_local=True)
