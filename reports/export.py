"""Export « ce que je vois »: the formats, and one function that writes any of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import shapely

from domain.selection import FacetSet, Selection
from geodata.territory import Territory
from i18n import N_
from reports.columns import is_confidential
from reports.csv_file import write as write_csv
from reports.data_package import write as write_data_package
from reports.extract import NOTHING_MORE, Confidential, Extract, ScreenFacts
from reports.folium_map import write as write_map
from reports.geojson_file import write as write_geojson
from reports.geopackage import write as write_geopackage
from reports.xlsx_file import write as write_xlsx


class UnknownFormat(KeyError):  # noqa: N818 - names what is unknown, as its callers say it
    """The format asked for does not exist."""


@dataclass(frozen=True, slots=True)
class Format:
    """A file format. `label` and `hint` are message ids: its name, and what it is good for.

    `ending` is that of its files, the id where it is empty; `stem` what they are called before their day.
    """

    id: str
    label: str
    hint: str
    mimetype: str
    write: Callable[[Extract], bytes]
    ending: str = ""
    stem: str = "convergence-lieux"


@dataclass(frozen=True, slots=True)
class Export:
    """A file to hand over."""

    filename: str
    mimetype: str
    data: bytes


_ALL = (
    Format("csv", N_("CSV"), N_("tableur ou programme"), "text/csv; charset=utf-8", write_csv),
    Format(
        "xlsx",
        N_("Excel (XLSX)"),
        N_("tableur, avec les sources"),
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        write_xlsx,
    ),
    Format("geojson", N_("GeoJSON"), N_("carte en ligne, WGS 84"), "application/geo+json", write_geojson),
    Format("gpkg", N_("GeoPackage"), N_("QGIS, en mètres"), "application/geopackage+sqlite3", write_geopackage),
    Format("html", N_("Carte autonome (HTML)"), N_("s'ouvre sans réseau"), "text/html; charset=utf-8", write_map),
)
NOTHING: Confidential = MappingProxyType({})
NO_CONTOUR: Mapping[str, shapely.Polygon] = MappingProxyType({})
FORMATS: Mapping[str, Format] = MappingProxyType({known.id: known for known in _ALL})
"""The formats that hold every place on screen, with all that is told of it."""
_CNIG = Format(
    "cnig",
    N_("Sites économiques (CNIG)"),
    N_("standard national, sites en zone"),
    "application/zip",
    write_data_package,
    "zip",
    "convergence-sites-economiques-cnig",
)
EXCHANGES: Mapping[str, Format] = MappingProxyType({_CNIG.id: _CNIG})
"""The formats of a standard: the places that it is about, with what it has room for, and nothing confidential."""
EVERY_FORMAT: Mapping[str, Format] = MappingProxyType({**FORMATS, **EXCHANGES})
MIMETYPES: Mapping[str, str] = MappingProxyType({known.ending or known.id: known.mimetype for known in EVERY_FORMAT.values()})
"""By the ending of a file."""


def export(
    territory: Territory,
    facets: FacetSet,
    selection: Selection,
    fmt: str,
    address: str,
    on: dt.date | None = None,
    confidential: Confidential = NOTHING,
    question: str = "",
    screen: ScreenFacts = NOTHING_MORE,
    contours: Mapping[str, shapely.Polygon] = NO_CONTOUR,
    left_out: str = "",
) -> Export:
    """Write the candidates that pass `selection`, the same rows in the same order whatever the format.

    Parameters
    ----------
    territory : Territory
        Gives the candidates and what is drawn around them.
    facets : FacetSet
        The facets in force; they name landlords and communes.
    selection : Selection
        What is on screen.
    fmt : str
        A key of `EVERY_FORMAT`.
    address : str
        The address that shows the same view; written in the file.
    on : date, optional
        Day written in the file and in its name; today by default.
    confidential : mapping, optional
        What whoever asks may read besides, by the id of a place then of a field: columns that others' exports do not have.
    question : str, optional
        Address query of the scenario whose plan it is, which the file then says in words.
    screen : ScreenFacts, optional
        What the screen says besides, and its address, which the file then gives as that of the view.
    contours : mapping, optional
        The contours of places, by id (degrees, WGS 84).
    left_out : str, optional
        Names the layers of the screen's map that a file cannot hold; the standalone map says it.

    Raises
    ------
    UnknownFormat
        When `fmt` is not a key of `EVERY_FORMAT`.
    """
    if fmt not in EVERY_FORMAT:
        raise UnknownFormat(fmt)
    wanted = EVERY_FORMAT[fmt]
    day = on or dt.date.today()
    shown = _printable(screen.address or address)
    extract = Extract(territory, facets, selection, shown, day, confidential, question, screen, contours, left_out)
    name = f"{wanted.stem}-confidentiel" if fmt in FORMATS and is_confidential(extract) else wanted.stem
    return Export(f"{name}-{day.isoformat()}.{wanted.ending or wanted.id}", wanted.mimetype, wanted.write(extract))


def _printable(address: str) -> str:
    return "".join(char for char in address if char.isprintable())
