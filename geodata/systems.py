"""The coordinate systems that files of places are written in: recognised by code or name, and converted to WGS 84 degrees."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
from pyproj import Transformer

from geodata.crs import L93, WGS84, Floats, local_crs
from i18n import N_

_PARIS = "+lon_0=0 +pm=paris +a=6378249.2 +b=6356515"
_TO_WGS84 = "+step +proj=cart +a=6378249.2 +b=6356515 +step +proj=helmert +x=-168 +y=-60 +z=320 +step +inv +proj=cart +ellps=WGS84"
"""From the old French datum (NTF) by three parameters: right within 5 m, which is said."""


@dataclass(frozen=True, slots=True)
class System:
    """A projected system, in metres: its code, its name (a message id), how it is projected, other codes of the same."""

    code: str
    name: str
    projection: str
    codes: tuple[int, ...] = ()
    is_ntf: bool = False


def _conical(zone: int) -> System:
    """A zone of nine, conformal conical: two parallels at 0.75° around its own (IGN, « Projections coniques conformes 9 zones »)."""
    north_m = (zone - 41) * 1_000_000 + 200_000
    projection = f"+proj=lcc +lat_0={zone} +lon_0=3 +lat_1={zone - 0.75} +lat_2={zone + 0.75} +x_0=1700000 +y_0={north_m} +ellps=GRS80"
    return System(f"EPSG:{3900 + zone}", f"RGF93 / CC{zone}", projection, (9780 + zone, 9800 + zone))


def _lambert(zone: int, *, is_local: bool = False) -> System:
    """A Lambert zone of the old French datum (IGN): with its number before the northing, « II étendu » for the second, or without it."""
    parallel, scale, north_m = _LAMBERT[zone]
    x_m, local_m = (234.358, 185_861.369) if zone == 4 else (600_000, 200_000)
    y_m = local_m if is_local else north_m
    code = (27560 if is_local else 27570) + zone
    name = f"{('Lambert', 'Lambert local')[is_local]} {'I' * zone if zone < 4 else 'IV'}"
    projection = f"+proj=lcc +lat_1={parallel} +lat_0={parallel} +k_0={scale} +x_0={x_m} +y_0={y_m} {_PARIS}"
    others = () if is_local else (27580 + zone,)
    return System(f"EPSG:{code}", N_("Lambert II étendu") if (zone, is_local) == (2, False) else name, projection, others, is_ntf=True)


_LAMBERT = {
    1: (49.5, 0.999877341, 1_200_000),
    2: (46.8, 0.99987742, 2_200_000),
    3: (44.1, 0.999877499, 3_200_000),
    4: (42.165, 0.99994471, 4_185_861.369),
}
"""By zone: its parallel, its scale, the northing of its origin."""
_SYSTEMS = (
    *(_conical(zone) for zone in range(42, 51)),
    *(System(f"EPSG:{32600 + zone}", f"UTM {zone}N", f"+proj=utm +zone={zone} +ellps=WGS84", (25800 + zone,)) for zone in (30, 31, 32)),
    System("EPSG:3857", "Web Mercator", "+proj=webmerc +ellps=WGS84", (900913, 3785, 102100)),
    System("EPSG:3035", "LAEA Europe", "+proj=laea +lat_0=52 +lon_0=10 +x_0=4321000 +y_0=3210000 +ellps=GRS80"),
    *(_lambert(zone) for zone in (2, 1, 3, 4)),
    *(_lambert(zone, is_local=True) for zone in (1, 2, 3, 4)),
)  # fmt: skip
SYSTEMS: Mapping[str, System] = MappingProxyType({system.code: system for system in _SYSTEMS})
"""Those that are converted, by code, besides WGS 84 and the projection of the territory."""
_ANYWHERE = ("EPSG:3857",)
_LEGAL = {5490: (4559, 32620), 2972: (32622,), 2975: (32740,), 4471: (32738,)}
"""Other codes of the legal projections overseas, the same within a metre."""
_CODES: Mapping[int, str] = MappingProxyType(
    {code: system.code for system in _SYSTEMS for code in (int(system.code.removeprefix("EPSG:")), *system.codes)}
    | dict.fromkeys((2154, 9793, 9794, 5698), L93)
    | {code: f"EPSG:{legal}" for legal, others in _LEGAL.items() for code in (legal, *others)}
    | dict.fromkeys((4326, 4171, 4258, 4979, 4964, 4937, 9777, 9782, 9776, 9781), WGS84)
)
_CODE = re.compile(r"(?:^|[:/\s])EPSG[:/]+(?:[\d.]*[:/]+)?(\d{4,6})$", re.ASCII | re.IGNORECASE)
_WKT_CODE = re.compile(r'(?:AUTHORITY|ID)\["EPSG",\s*"?(\d{4,6})"?\]\s*\]\s*$', re.ASCII)
_WKT_NAME = re.compile(r'^\s*(?:PROJCS|PROJCRS|GEOGCS|GEOGCRS|GEODCRS|BOUNDCRS)\["([^"]{1,120})"')
_ZONES = {"1": "EPSG:27571", "i": "EPSG:27571", "3": "EPSG:27573", "iii": "EPSG:27573", "4": "EPSG:27574", "iv": "EPSG:27574"}
_LOCAL_ZONES = {"nord": "EPSG:27561", "centre": "EPSG:27562", "sud": "EPSG:27563", "corse": "EPSG:27564"}
_NAMES = (
    (re.compile(r"cc(4[2-9]|50)$"), lambda found: f"EPSG:39{found[1]}"),
    (re.compile(r"lambe?r?t?93|^lamb93$"), lambda _found: L93),
    (re.compile(r"lamb2e|lambert(?:2|ii)(?:etendu|e$)|lambert(?:zone)?(?:2|ii)$"), lambda _found: "EPSG:27572"),
    (re.compile(r"lamb([134])$|lambert(?:zone)?([134]|i|iii|iv)(?:carto)?$"), lambda found: _ZONES[found[1] or found[2]]),
    (
        re.compile(r"lambert(?:(nord|centre|sud)(?:france)?|(?:3|iii)(sud)|(?:4|iv)?(corse))$"),
        lambda found: _LOCAL_ZONES[found[1] or found[2] or found[3]],
    ),
    (re.compile(r"laeaeurope|etrs(?:89|1989)?(?:extended)?laea"), lambda _found: "EPSG:3035"),
    (re.compile(r"utm(?:zone)?(3[012])(?:n|w84|nord|$)|utm(3[012])"), lambda found: f"EPSG:326{found[1] or found[2]}"),
    (re.compile(r"pseudomercator|webmercator|auxiliarysphere|googlemaps|sphericalmercator"), lambda _found: "EPSG:3857"),
    (
        re.compile(r"^(?:gcs)?(?:crs84|wgs84g?|wgs1984|rgf(?:93|1993)?(?:v\db?)?g?|rgfg93|etrs(?:89|1989))(?:geo|2d)?$"),
        lambda _found: WGS84,
    ),
)  # fmt: skip


def offered() -> tuple[str, ...]:
    """Return the codes of the systems that a file of the territory may be in: those of its part of the world."""
    return tuple(SYSTEMS) if local_crs() == L93 else _ANYWHERE


def declared_name(declared: str) -> str:
    """Return the name that a declaration gives its system, as that of a long WKT; the declaration itself when it gives none."""
    named = _WKT_NAME.match(declared)
    return named[1] if named else declared


def code_of(declared: str) -> str | None:
    """Return the code of the system that a file declares: one offered, WGS 84 or the territory's projection; None for another.

    Parameters
    ----------
    declared : str
        An EPSG code, a URN or an address of one, a name of IGN (« IGNF:RGF93CC44 »), or WKT.
    """
    found = _code_of(declared)
    return found if found in (WGS84, local_crs(), *offered()) else None


def _code_of(declared: str) -> str | None:
    if code := _CODE.search(declared.strip()) or _WKT_CODE.search(declared):
        return _CODES.get(int(code[1]))
    name = declared_name(declared).rpartition(":")[2]
    if len(name) > 120:
        return None
    bare = re.sub(r"[^a-z0-9]", "", name.lower().replace("é", "e"))
    return next((code(match) for pattern, code in _NAMES if (match := pattern.search(bare))), None)


@lru_cache(maxsize=len(SYSTEMS))
def _inverse(code: str) -> Transformer:
    """From metres to degrees; made of its parameters, so that no file is opened."""
    system = SYSTEMS[code]
    datum = _TO_WGS84 if system.is_ntf else ""
    return Transformer.from_pipeline(
        f"+proj=pipeline +step +inv {system.projection} {datum} +step +proj=unitconvert +xy_in=rad +xy_out=deg"
    )


def prepare() -> None:
    """Make every conversion ready, where nothing can be opened later."""
    for code in SYSTEMS:
        degrees_of(code, [0.0], [0.0])


def degrees_of(code: str, x: npt.ArrayLike, y: npt.ArrayLike) -> tuple[Floats, Floats]:
    """Return longitudes and latitudes (degrees, WGS 84) of metres in a system of `SYSTEMS`; not finite where they make no sense."""
    lon, lat = _inverse(code).transform(np.asarray(x, float), np.asarray(y, float))
    return np.asarray(lon, float), np.asarray(lat, float)
