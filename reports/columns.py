"""The columns of an export: machine name, French heading, unit, and how each is read from the candidates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import shapely

from domain.candidate import KIND_OPTIONS, QPV_OPTIONS, STATUS_OPTIONS, Kind, Role
from domain.facet import Choices
from domain.facet_values import Option
from domain.place_fields import ATTRIBUTES, PLACE_FIELDS, Audience, PlaceField
from domain.suitability import suitability
from geodata.candidate_facets import NO_LANDLORD, RENT_CONFIDENTIAL, RENT_CONFIDENTIAL_LABEL, YES_NO, facet_columns
from geodata.catalogue import SOURCES
from geodata.crs import COORDINATE_DECIMALS, L93, local_crs, projection_name
from geodata.source import Source
from i18n import N_
from i18n import gettext as _
from reports.extract import Extract, PlaceFigure
from reports.filter_words import option_label
from reports.side_table import ColumnKind

CONTOUR_DECIMALS = 7


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    `id` names it in files read by programs; `label` (a message id) and `unit` make its heading; `reads` are the columns
    of the candidates that it carries; `values` gives its n values, unknown ones null. `in_sheet` says whether a person
    reads it in a pop-up; `only` is the one kind of place that it concerns, when there is one.
    """

    id: str
    label: str
    values: Callable[[Extract], pd.Series]
    unit: str = ""
    kind: ColumnKind = "text"
    decimals: int = 0
    reads: tuple[str, ...] = ()
    in_sheet: bool = True
    only: Kind | None = None

    @property
    def heading(self) -> str:
        """Heading in the current language, with the unit."""
        return f"{_(self.label)} ({self.unit_words})" if self.unit else _(self.label)

    @property
    def unit_words(self) -> str:
        """The unit in the current language; that of X and Y names the projection of the territory."""
        return _(self.unit).format(projection=projection_name(), code=local_crs()) if self.unit else ""


def _raw(name: str) -> Callable[[Extract], pd.Series]:
    return lambda extract: extract.rows[name]


def _text(name: str, label: str, *, in_sheet: bool = True) -> Column:
    return Column(name, label, _raw(name), reads=(name,), in_sheet=in_sheet)


def _number(name: str, label: str, unit: str, decimals: int = 0) -> Column:
    return Column(name, label, _raw(name), unit, "number", decimals, (name,))


def _day(name: str, label: str) -> Column:
    return Column(name, label, _raw(name), kind="day", reads=(name,))


def _coded(name: str, label: str, words: Mapping[str, str], *, in_sheet: bool = True) -> Column:
    """A code shown by its label; a code without a label stays as it is."""

    def values(extract: Extract) -> pd.Series:
        return _worded(extract.rows[name], {code: _(word) for code, word in words.items()})

    return Column(name, label, values, reads=(name,), in_sheet=in_sheet)


def _field(field: PlaceField) -> Column:
    """Return the column of a field of a place: a code is shown by its label, and the field of one kind of place is of that kind."""
    words = {choice.code: choice.label for choice in field.choices}
    values = _coded(field.id, field.label, words).values if words else _raw(field.id)
    only = field.kinds[0] if len(field.kinds) == 1 else None
    return Column(field.id, field.label, values, field.unit, _kind(field), field.decimals, (field.id,), only=only)


def _kind(field: PlaceField) -> ColumnKind:
    return "number" if field.type == "number" else "day" if field.type == "day" else "text"


def _worded(codes: pd.Series, words: Mapping[str, str]) -> pd.Series:
    return codes.map({code: words.get(code, code) for code in codes.dropna().unique()})


def _options(options: tuple[Option, ...]) -> dict[str, str]:
    return {option.code: option.label for option in options}


def _area_name(extract: Extract) -> pd.Series:
    return _town_name(extract, "area_code")


def _municipality_name(extract: Extract) -> pd.Series:
    return _town_name(extract, "municipality")


def _town_name(extract: Extract, name: str) -> pd.Series:
    towns = extract.territory.municipalities
    return _worded(extract.rows[name], dict(zip(towns["code"], towns["name"], strict=True)))


def _landlord_name(extract: Extract) -> pd.Series:
    """A zone site has no landlord, which is known; a premises whose landlord is missing is unknown."""
    facet = extract.facets["landlord"]
    codes = facet_columns(extract.rows)["landlord"]
    known = [code for code in codes.dropna().unique() if isinstance(facet, Choices) and code in facet.index]
    return _worded(codes, {code: option_label(facet, code) for code in known} if isinstance(facet, Choices) else {})


def _landlord_code(extract: Extract) -> pd.Series:
    codes = facet_columns(extract.rows)["landlord"]
    return codes.mask(codes == NO_LANDLORD)


def _x(extract: Extract) -> pd.Series:
    return pd.Series(np.round(shapely.get_x(extract.rows.geometry.to_numpy()), COORDINATE_DECIMALS), dtype=float)


def _y(extract: Extract) -> pd.Series:
    return pd.Series(np.round(shapely.get_y(extract.rows.geometry.to_numpy()), COORDINATE_DECIMALS), dtype=float)


def _suited(role: Role) -> Callable[[Extract], pd.Series]:
    """Whether each place suits a role, in the words of the screens."""
    return lambda extract: pd.Series(suitability(extract.rows, role).sentences(), dtype=object)


def _example(extract: Extract) -> pd.Series:
    words = _("exemple")
    return extract.rows["is_example"].map({True: words, False: None})


def _rent_confidential(extract: Extract) -> pd.Series:
    return _worded(facet_columns(extract.rows)[RENT_CONFIDENTIAL], {option.code: _(option.label) for option in YES_NO})


def _source(part: Callable[[Source], str]) -> Callable[[Extract], pd.Series]:
    """A fact of each row's own source; a source that is not in the catalogue is named by its id, its facts unknown."""

    def values(extract: Extract) -> pd.Series:
        ids = extract.rows["source_id"]
        return ids.map({id_: part(SOURCES[id_]) if id_ in SOURCES else None for id_ in ids.dropna().unique()})

    return values


COLUMNS: tuple[Column, ...] = (
    _text("id", N_("Identifiant")),
    Column("example", N_("Exemple"), _example, reads=("is_example",), in_sheet=False),
    _text("name", N_("Nom"), in_sheet=False),
    Column("kind_label", N_("Nature du lieu"), _coded("kind", "", _options(KIND_OPTIONS)).values, reads=("kind",)),
    _text("kind", N_("Nature du lieu (code)"), in_sheet=False),
    _text("address", N_("Adresse")),
    Column("area_name", N_("Commune ou arrondissement"), _area_name, reads=("area_code",)),
    _text("area_code", N_("Code INSEE"), in_sheet=False),
    Column("municipality_name", N_("Commune"), _municipality_name, reads=("municipality",), in_sheet=False),
    _text("municipality", N_("Code INSEE de la commune"), in_sheet=False),
    _text("quartier", N_("Quartier")),
    Column("zone_name", N_("Zone d'activité"), _raw("zone_name"), reads=("zone_name",), only=Kind.ZONE_SITE),
    Column("landlord_name", N_("Bailleur"), _landlord_name, reads=("landlord",), only=Kind.PREMISES),
    Column("landlord", N_("Bailleur (code)"), _landlord_code, reads=("landlord",), in_sheet=False),
    Column("status_label", N_("Avancement"), _coded("status", "", _options(STATUS_OPTIONS)).values, reads=("status",)),
    _text("status", N_("Avancement (code)"), in_sheet=False),
    Column("fits_hub", N_("Convient comme pôle"), _suited(Role.HUB), reads=("fits_hub",)),
    Column("fits_shop", N_("Convient comme boutique-relais"), _suited(Role.SHOP), reads=("fits_shop",)),
    *map(_field, ATTRIBUTES),
    Column(RENT_CONFIDENTIAL, RENT_CONFIDENTIAL_LABEL, _rent_confidential, reads=("rent_is_confidential",)),
    _text("qpv_name", N_("QPV le plus proche")),
    _text("qpv_code", N_("QPV le plus proche (code)"), in_sheet=False),
    _number("qpv_distance_m", N_("Distance au QPV le plus proche"), "m"),
    _coded("qpv_band", N_("Situation par rapport au QPV"), _options(QPV_OPTIONS), in_sheet=False),
    Column("lon", N_("Longitude"), _raw("lon"), N_("degrés, WGS 84, EPSG:4326"), "number", 6, ("lon",), False),
    Column("lat", N_("Latitude"), _raw("lat"), N_("degrés, WGS 84, EPSG:4326"), "number", 6, ("lat",), False),
    Column("x_l93", "X", _x, N_("m, {projection}, {code}"), "number", COORDINATE_DECIMALS, ("geometry",), False),
    Column("y_l93", "Y", _y, N_("m, {projection}, {code}"), "number", COORDINATE_DECIMALS, ("geometry",), False),
    _day("updated_on", N_("Fiche mise à jour le")),
    Column("source", N_("Source"), _source(lambda source: _(source.label)), reads=("source_id",)),
    Column("producer", N_("Producteur"), _source(lambda source: source.producer), in_sheet=False),
    Column("vintage", N_("Millésime"), _source(lambda source: _(source.vintage)), in_sheet=False),
    Column("licence", N_("Licence"), _source(lambda source: _(source.licence)), in_sheet=False),
)


def _figure(figure: PlaceFigure) -> Column:
    """Return the column that a screen adds, unknown where it says nothing of a place."""
    dtype = float if figure.kind == "number" else object

    def values(extract: Extract) -> pd.Series:
        return pd.Series([figure.values.get(id_) for id_ in extract.rows["id"]], dtype=dtype)

    return Column(figure.id, figure.label, values, figure.unit, figure.kind, figure.decimals, in_sheet=figure.in_sheet)


def _contours(extract: Extract) -> pd.Series:
    return pd.Series([extract.contours.get(id_) for id_ in extract.rows["id"]], dtype=object).map(_wkt, na_action="ignore")


def _wkt(contour: shapely.Polygon) -> str:
    return str(shapely.to_wkt(contour, rounding_precision=CONTOUR_DECIMALS))


CONTOUR = Column("contour", N_("Contour"), _contours, in_sheet=False)
"""The contour of a place, WKT in degrees (WGS 84): only in files of cells, and only where some place has one."""


def _confidential(field: PlaceField) -> Column:
    """Return the column of a confidential field, unknown where whoever asks may not read it."""
    kind = _kind(field)
    fits: type | tuple[type, ...] = (int, float) if kind == "number" else str

    def values(extract: Extract) -> pd.Series:
        values = [extract.confidential.get(id_, {}).get(field.id) for id_ in extract.rows["id"]]
        return pd.Series([value if isinstance(value, fits) else None for value in values], dtype=float if kind == "number" else object)

    return Column(f"confidential_{field.id}", field.confidential_label or field.label, values, field.unit, kind, field.decimals)


CONFIDENTIAL: tuple[Column, ...] = tuple(
    _confidential(field) for field in PLACE_FIELDS if field.audience in (Audience.ENTITLED, Audience.RENT)
)
"""Columns of those entitled alone: each is there only when it tells something of a row on screen."""


def columns_of(extract: Extract) -> tuple[Column, ...]:
    """Return the columns of an export: `COLUMNS`, what its screen says of each place, and what whoever asks may read besides."""
    shown = tuple(_local(column) for column in (*COLUMNS, *map(_figure, extract.screen.figures)))
    if not any(id_ in extract.confidential for id_ in extract.rows["id"]):
        return shown
    return (*shown, *(column for column in CONFIDENTIAL if column.values(extract).notna().any()))


def cell_columns_of(extract: Extract) -> tuple[Column, ...]:
    """Return the columns of an export that has no shapes: contours are one more of them, where there are any."""
    columns = columns_of(extract)
    return (*columns, CONTOUR) if any(id_ in extract.contours for id_ in extract.rows["id"]) else columns


def is_confidential(extract: Extract) -> bool:
    """Whether a column of an export is of those entitled alone."""
    return any(column in CONFIDENTIAL for column in columns_of(extract))


def _local(column: Column) -> Column:
    """Return a column under the name it has here: X and Y are not those of Lambert-93 overseas."""
    return column if local_crs() == L93 else replace(column, id=column.id.replace("_l93", "_m"))


def values_of(extract: Extract, columns: Iterable[Column] = ()) -> dict[str, pd.Series]:
    """Return the values of columns (all those of the export by default) by id, each of shape (n,), unknown ones null."""
    return {column.id: column.values(extract) for column in columns or columns_of(extract)}
