"""Files of the data sets that only a refresh brings, in their true forms, and how their services answer them."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from dataclasses import replace
from typing import Any

import geopandas as gpd
import numpy as np
import shapely
from pyproj import Transformer

from geodata.territory import Territory
from tests.geodata.official_census import census_files
from tests.geodata.osm_extract import osm_extract

GRID_M = 200
WFS_FILES = {
    "BDTOPO_V3:zone_d_activite_ou_d_interet": "zones_activite.geojson",
    "wfs_du:zone_urba": "zones_plui.geojson",
    "ms:PPRN_ZONE_INOND": "zones_inondables.geojson",
    "ms:SSP_INSTR_GE_POLYGONE": "sols_pollues.geojson",
    "STATISTICALUNITS.IRIS:contours_iris": "iris.geojson",
}
DATASETS = {
    "perimetres-des-espaces": ("espaces.geojson", "zones_activite_paca.geojson"),
    "sites-references-dans-cartofriches": ("friches-standard.csv", "friches.csv"),
    "reseaux-de-transport": ("gtfs.zip", "gtfs.zip"),
    "repertoire-des-logements": ("rpls2023logement.zip", "rpls2023logement.zip"),
    "communes-et-inventaire-sru": ("donnees-sru-data-gouv-2026.csv", "sru_communes.csv"),
    "logements-vacants": ("lovac-opendata-communes.csv", "lovac_communes.csv"),
}


class More:
    """What these services answer, by the name of the file; tests write other bytes in `files`."""

    def __init__(self, territory: Territory) -> None:
        towns = territory.municipalities
        places = [name for name in towns["code"] if name != "13055"]
        inside = towns.set_index("code").geometry
        self.files: dict[str, bytes] = {
            "zones_activite.geojson": _collection(
                [_zone("ZAI1", "Les Arnavaux", 5.37, 43.335), _zone("ZAI2", "La Valentine", 5.47, 43.29),
                 _zone("ZAI3", "Timone", 5.40, 43.289, "Santé")]
            ),
            "zones_activite_paca.geojson": _collection(
                [_feature({"site_id": "13055_1", "site_nom": "Espace Nord", "site_type": "zone", "site_vocadomi": "mixte"}, 5.37, 43.34)]
            ),
            "zones_plui.geojson": _collection([_plui(1, 5.38), _plui(2, 5.40)]),
            "zones_inondables.geojson": _collection(
                [_feature({"gid": 7, "nom": "PPRi Huveaune", "typereg": "01", "urlreg": ""}, 5.42, 43.29)]
            ),
            "sols_pollues.geojson": _collection(
                [_feature({"identifiant_ssp": "SSP1", "nom_etablissement": "Usine", "statut": "", "fiche_risque": ""}, 5.36, 43.35)]
            ),
            "iris.geojson": _collection([_iris(code, inside[code], territory) for code in places]),
            "Filosofi2021_carreaux_200m_csv.zip": _zipped("carreaux_200m_met.csv", _grid(territory)),
            "friches.csv": _csv(
                ["site_id", "longitude", "latitude", "site_nom", "site_type", "site_statut", "site_adresse", "comm_nom", "comm_insee",
                 "unite_fonciere_surface", "unite_fonciere_refcad", "bati_surface"],
                [["13055_1", "5.365", "43.337", "Ancienne savonnerie", "friche industrielle", "friche sans projet", "NA", "Marseille",
                  "13215", "12000", "132159040B0012|132159040B0013", "NA"],
                 ["13055_2", "5.45", "43.29", "Dépôt de l'Huveaune", "friche d'habitat", "friche avec projet", "NA", "Marseille",
                  "13211", "800", "NA", "300"],
                 ["13055_3", "NA", "NA", "Friche sans lieu", "NA", "NA", "NA", "Marseille", "13211", "NA", "NA", "NA"],
                 ["75056_1", "2.35", "48.85", "Ailleurs", "NA", "NA", "NA", "Paris", "75101", "10", "NA", "NA"]],
                ";",
            ),
            "gtfs.zip": _gtfs(),
            "roads.osm.pbf": osm_extract(towns.to_crs(4326).total_bounds),
            "rpls2023logement.zip": _zipped(
                "rpls_13.csv",
                _csv(["DEPCOM", "LIBCOM", "PLG_IRIS", "SURFHAB", "CONSTRUCT"],
                     [["13215", "Marseille 15e", "0101", "60", "1970"]] * 30 + [["13028", "La Ciotat", "", "55", "1980"]] * 12
                     + [["75101", "Paris 1er", "0101", "30", "1960"]], ";"),
            ),
            "lovac_communes.csv": _csv(
                ["CODGEO_25", "LIBGEO_25", "pp_vacant_25", "pp_vacant_plus_2ans_25", "ff_pp_total_25"],
                [[code, "", "100", "s", "1 000"] for code in towns["code"]], ";",
            ),
            **census_files(territory),
            "quartiers.geojson": _quartiers(territory),
            "sru_communes.csv": _csv(
                ["Code_INSEE_commune", "Nom_commune", "Taux_cible_commune_2023_2025", "Taux_SRU_au_01_01_2025",
                 "Nombre_lls_ Inventaire_au_01_01_2025"],
                [[code, name.replace(";", ""), "25", f"{rate + 0.5:.1f}".replace(".", ","), "10"]
                 for code, name, rate in _sru_rates(towns)], ";",
            ),
            "codes_postaux.json": _postcodes(towns[towns["level"] == "municipality"]),
            "codes_postaux_arrondissements.json": _postcodes(towns[towns["level"] == "arrondissement"]),
            "adresses-13.csv.gz": gzip.compress(
                _csv(["id", "numero", "rep", "nom_voie", "code_postal", "code_insee", "nom_commune", "lon", "lat"],
                     [["13215_1", "12", "", "Boulevard National", "13015", "13215", "Marseille", "5.365", "43.337"],
                      ["13215_2", "14", "bis", "Boulevard National", "13015", "13215", "Marseille", "5.366", "43.337"],
                      ["75101_1", "1", "", "Rue de Rivoli", "75001", "75101", "Paris", "2.35", "48.85"]], ";")
            ),
        }  # fmt: skip

    def answer(self, path: str, query: dict[str, str]) -> bytes | None:
        """Return the body of an address; None where another service answers it."""
        if query.get("typenames") in WFS_FILES:
            return self.files[WFS_FILES[query["typenames"]]]
        if path.startswith("/api/1/datasets/") and not path.startswith("/api/1/datasets/r/"):
            title, name = next(value for slug, value in DATASETS.items() if slug in path)
            resource = {"title": title, "url": f"https://static.data.gouv.fr/resources/{title}?of={name}", "last_modified": "2026-11-01"}
            return json.dumps({"resources": [{"title": "notice.pdf", "url": "https://static.data.gouv.fr/notice.pdf"}, resource]}).encode()
        if path.startswith("/resources/"):
            return self.files[query["of"]]
        if path == "/communes":
            return self.files["codes_postaux_arrondissements.json" if "type" in query else "codes_postaux.json"]
        if "/datasets/a7104f3c" in path:
            return self.files["quartiers.geojson"]
        name = path.rpartition("/")[2]
        if name.endswith("-latest.osm.pbf"):
            return self.files["roads.osm.pbf"]
        return self.files.get(name) if path.startswith("/fr/statistiques/fichier/") or name == "adresses-13.csv.gz" else None


def with_official(territory: Territory) -> Territory:
    """Return a territory to which a refresh brought a zone, a brownfield and a stop."""
    point, crs = territory.town_halls.geometry.iloc[0], territory.municipalities.crs
    rows = {
        "activity_zones": {"code": "ZAI1", "name": "Les Arnavaux", "kind": "Zone industrielle", "detail": None},
        "brownfields": {"code": "F1", "name": "Savonnerie", "kind": None, "detail": None, "area_code": "13002", "land_m2": 10.0,
                        "built_m2": np.nan},
        "transit_stops": {"code": "S1", "name": "Bougainville", "is_accessible": "unknown"},
    }  # fmt: skip
    shapes = {"activity_zones": point.buffer(300)}
    came = {name: gpd.GeoDataFrame([row], geometry=[shapes.get(name, point)], crs=crs) for name, row in rows.items()}
    return replace(territory, came=came)


def _sru_rates(towns: gpd.GeoDataFrame) -> list[tuple[str, str, float]]:
    known = towns[towns["social_housing_rate_pct"].notna()]
    return list(zip(known["code"], known["name"], known["social_housing_rate_pct"], strict=True))


def _quartiers(territory: Territory) -> bytes:
    """Squares around the centres, named as the open data name them."""
    centres = territory.quartiers.to_crs(4326)
    return _collection(
        [_feature({"depco": row.arrondissement, "nom_co": f"Marseille {row.arrondissement[3:]}e", "nom_qua": row.name.upper()},
                  row.geometry.x, row.geometry.y, 0.002) for row in centres.itertuples()]
    )  # fmt: skip


def _zone(code: str, name: str, lon: float, lat: float, category: str = "Industriel et commercial") -> dict[str, Any]:
    properties = {"cleabs": code, "categorie": category, "nature": "Zone industrielle", "nature_detaillee": "", "fictif": False}
    return _feature({**properties, "toponyme": name}, lon, lat)


def _plui(number: int, lon: float) -> dict[str, Any]:
    return _feature({"gid": number, "libelle": f"UEb{number}", "libelong": "Activités", "typezone": "U"}, lon, 43.33)


def _postcodes(rows: Any) -> bytes:
    """Of each row, a code of which the last figures are the arrondissement's or 500."""
    listed = [{"nom": row.name, "code": row.code, "codesPostaux": [f"130{row.code[3:]}" if row.code[:3] == "132" else "13500"]}
              for row in rows.itertuples()]  # fmt: skip
    return json.dumps(listed).encode()


def _feature(properties: dict[str, Any], lon: float, lat: float, half: float = 0.004) -> dict[str, Any]:
    box = shapely.box(lon - half, lat - half, lon + half, lat + half)
    return {"type": "Feature", "properties": properties, "geometry": shapely.geometry.mapping(box)}


def _collection(features: list[dict[str, Any]]) -> bytes:
    return json.dumps({"type": "FeatureCollection", "numberMatched": len(features), "features": features}, ensure_ascii=False).encode()


def _iris(area: str, shape: Any, territory: Territory) -> dict[str, Any]:
    """The whole of an area as its first IRIS."""
    known = territory.iris.loc[territory.iris["area_code"] == area, "code"]
    code = known.iloc[0] if len(known) else f"{area}0000"
    (geometry,) = territory.municipalities.loc[territory.municipalities["code"] == area].to_crs(4326).geometry
    properties = {"cleabs": f"IRIS{code}", "code_insee": area, "nom_commune": area, "iris": code[5:], "code_iris": code, "type_iris": "H"}
    properties["nom_iris"] = f"Îlot {code}"
    return {"type": "Feature", "properties": properties, "geometry": shapely.geometry.mapping(geometry)}


def _grid(territory: Territory) -> bytes:
    """One cell of 200 m at each town hall and in the middle of each quartier, 100 people each; one imputed, one elsewhere."""
    xy = np.vstack([shapely.get_coordinates(frame.geometry.to_numpy()) for frame in (territory.town_halls, territory.quartiers)])
    codes = [*territory.town_halls["code"], *territory.quartiers["arrondissement"]]
    x, y = Transformer.from_crs(2154, 3035, always_xy=True).transform(xy[:, 0], xy[:, 1])
    names = ["idcar_200m", "idcar_1km", "i_est_200", "lcog_geo", "ind", "men", "men_pauv", "log_soc", "ind_snv"]
    cells = {(int(north // GRID_M) * GRID_M, int(east // GRID_M) * GRID_M): code for north, east, code in zip(y, x, codes, strict=True)}
    rows = [[f"CRS3035RES200mN{north}E{east}", "", str(int(at == 0)), code, "100.5", "40", "10", str(at % 5), "2000000"]
            for at, ((north, east), code) in enumerate(cells.items())]  # fmt: skip
    return _csv(names, [*rows, ["CRS3035RES200mN2889000E3760000", "", "0", "75101", "50", "20", "2", "1", "1"]], ",")


def _gtfs() -> bytes:
    stops = [["S1", "Bougainville", "43.3168", "5.3698", "1", "1"], ["S2", "Les Arnavaux", "43.3331", "5.3722", "0", "2"],
             ["S2e", "Entrée", "43.3331", "5.3722", "2", ""], ["S3", "Gare de Lyon", "48.8443", "2.3735", "0", ""]]  # fmt: skip
    tables = {
        "stops.txt": _csv(["stop_id", "stop_name", "stop_lat", "stop_lon", "location_type", "wheelchair_boarding"], stops, ","),
        "routes.txt": _csv(["route_id", "route_type"], [["R1", "3"]], ","),
        "trips.txt": _csv(["route_id", "service_id", "trip_id"], [["R1", "W", "T1"]], ","),
        "stop_times.txt": _csv(["trip_id", "arrival_time", "departure_time", "stop_id", "stop_sequence"],
                               [["T1", "08:00:00", "08:00:00", "S1", "1"], ["T1", "08:06:00", "08:06:00", "S2", "2"]], ","),
        "calendar.txt": _csv(["service_id", "monday", "start_date", "end_date"], [["W", "1", "20260101", "20271231"]], ","),
    }  # fmt: skip
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in tables.items():
            archive.writestr(name, data)
    return sink.getvalue()


def _csv(names: list[str], rows: list[list[str]], separator: str) -> bytes:
    return "".join(f"{separator.join(row)}\n" for row in [names, *rows]).encode()


def _zipped(entry: str, data: bytes) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(entry, data)
    return sink.getvalue()
