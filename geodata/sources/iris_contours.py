"""Contours of the IRIS (IGN and INSEE): the parts of the communes in which the census is told."""

from __future__ import annotations

import geopandas as gpd
import shapely

from geodata.crs import local_crs
from geodata.perimeter import in_use
from geodata.readers import Reader
from geodata.sentences import Sentence
from geodata.sources.contours import field_of, polygon_l93
from geodata.sources.feed import Feed, FeedError, Frames, Reading
from geodata.sources.wfs import among, features, wfs_url
from i18n import N_

LAYER = "STATISTICALUNITS.IRIS:contours_iris"
FILE = "iris.geojson"


def read(reader: Reader, frames: Frames) -> Reading:
    """Return the contours of the IRIS of the communes and arrondissements; one that is wrong is passed over and named.

    Raises
    ------
    FeedError, DownloadError
        A field is renamed, a code is there twice, a commune has no IRIS, or the service does not answer.
    """
    wanted = in_use().areas
    cql = among("code_insee", wanted)
    rows: dict[str, tuple[str, str, shapely.Geometry]] = {}
    wrong: list[Sentence] = []
    for item in features(reader, FILE, lambda start: wfs_url(LAYER, start, sort="code_iris", cql=cql)):
        properties = item.get("properties") or {}
        code, area, name = (str(field_of(properties, one) or "") for one in ("code_iris", "code_insee", "nom_iris"))
        if area not in wanted:
            continue
        if code in rows:
            raise FeedError(N_("{name} : code en double, {code}"), name=LAYER, code=code)
        try:
            rows[code] = name or code, area, polygon_l93(item.get("geometry"), name or code)
        except FeedError as why:
            wrong.append(why.sentence)
    missing = sorted(set(wanted) - {area for _name, area, _shape in rows.values()})
    if missing:
        raise FeedError(N_("{name} : communes absentes de la réponse : {codes}"), name=LAYER, codes=", ".join(missing))
    ordered = sorted(rows)
    values = {"code": ordered, "name": [rows[code][0] for code in ordered], "area_code": [rows[code][1] for code in ordered]}
    frame = gpd.GeoDataFrame(values, geometry=[rows[code][2] for code in ordered], crs=local_crs())
    return Reading(frame, N_("dernière édition des contours d'IRIS (IGN, INSEE)"), tuple(wrong))


FEED = Feed("iris_contours", 15, "iris_contours", read, (FILE,))
