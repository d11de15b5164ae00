"""GeoPackage export: places first, what is beside them, areas and facilities in Lambert-93, their styles, sources and fields."""

from __future__ import annotations

import sqlite3
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyogrio
import shapely

from geodata.crs import WGS84, local_crs
from i18n import N_
from i18n import gettext as _
from layers.facilities import KIND_LABELS
from reports.columns import columns_of, values_of
from reports.extract import Extract
from reports.filter_words import filter_sentence
from reports.gis_styles import styles_of, to_qml, to_sld
from reports.provenance import INDICATOR_SOURCES, MAP_SOURCES, SOURCE_HEADINGS, TITLE, facts, source_row, sources_of
from reports.side_table import SideField, SideTable

GEOMETRY = "geom"
GPKG_VERSION = "1.2"  # read without a warning by the GDAL and QGIS of older workstations
# GeoPackage 1.2, annex F.9 « Schema ».
SCHEMA_EXTENSION = "http://www.geopackage.org/spec121/#extension_schema"
SCHEMA_TABLES = {
    "gpkg_data_columns": "table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT,"
    " mime_type TEXT, constraint_name TEXT, CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),"
    " CONSTRAINT gdc_tn UNIQUE (table_name, name)",
    "gpkg_data_column_constraints": "constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT,"
    " min NUMERIC, min_is_inclusive BOOLEAN, max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,"
    " CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value)",
}
INSERT_EXTENSION = (
    "INSERT INTO gpkg_extensions (table_name, column_name, extension_name, definition, scope)"
    " VALUES (?, NULL, 'gpkg_schema', ?, 'read-write')"
)
# The table in which QGIS keeps styles; its first two columns name a catalogue and a schema, which a GeoPackage has not.
STYLE_FIELDS = (
    *("f_table_catalog", "f_table_schema", "f_table_name", "f_geometry_column", "styleName", "styleQML", "styleSLD"),
    *("useAsDefault", "description", "owner", "ui", "update_time"),
)
STYLES_TABLE = (
    "CREATE TABLE layer_styles (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256), f_table_schema TEXT(256),"
    " f_table_name TEXT(256), f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN,"
    " description TEXT, owner TEXT(30), ui TEXT(30), update_time DATETIME)"
)
LIST_STYLES = (
    "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change)"
    " VALUES ('layer_styles', 'attributes', 'layer_styles', '', ?)"
)
SOURCE_FIELDS = ("dataset", "producer", "vintage", "licence", "licence_url", "url", "nature", "note")
COMMON_LABELS = {
    "code": N_("Code INSEE"),
    "name": N_("Nom"),
    "municipality": N_("Code INSEE de la commune"),
    "area_ha": N_("Superficie (ha)"),
}
MUNICIPALITY_LABELS = COMMON_LABELS | {
    "level": N_("Niveau (commune ou arrondissement)"),
    "population": N_("Population municipale"),
    "social_housing_rate_pct": N_("Logements sociaux, loi SRU (%)"),
    "brownfields_n": N_("Friches recensées (nombre)"),
    "brownfields_m2": N_("Friches recensées (m²)"),
    "vacancy_rate_pct": N_("Logements vacants, recensement (%)"),
    "lovac_vacancy_rate_pct": N_("Logements vacants du parc privé (%)"),
    "lovac_long_vacancy_rate_pct": N_("Vacants du parc privé depuis plus de deux ans (%)"),
    "median_income_eur": N_("Niveau de vie médian (€/an)"),
    "dwellings": N_("Logements"),
    "main_residences": N_("Résidences principales"),
}
QPV_LABELS = COMMON_LABELS | {
    "code": N_("Code du QPV"),
    "municipalities": N_("Codes INSEE des communes"),
    "population": N_("Population"),
    "poverty_rate_pct": N_("Taux de pauvreté (%)"),
}
FACILITY_LABELS = COMMON_LABELS | {
    "id": N_("Identifiant"),
    "kind": N_("Nature (code)"),
    "kind_label": N_("Nature"),
    "area_code": N_("Code INSEE de la commune ou de l'arrondissement"),
    "tonnes_yr": N_("Tonnage annuel (t/an)"),
    "example": N_("Exemple"),
    "updated_on": N_("Mis à jour le"),
}


def write(extract: Extract) -> bytes:
    """Return the GeoPackage of an extract, written by GDAL in a temporary directory that is removed."""
    with tempfile.TemporaryDirectory(prefix="convergence-") as directory:
        path = Path(directory) / "lieux.gpkg"
        labels = _write_layers(path, extract)
        _write_tables(path, extract, labels)
        write_aliases(path, labels)
        _write_styles(path, extract, labels)
        return path.read_bytes()


def _write_layers(path: Path, extract: Extract) -> dict[str, Mapping[str, str]]:
    """Write the layers, the places first, and return the fields' headings by layer."""
    territory = extract.territory
    facilities = territory.facilities.assign(
        kind_label=[_(KIND_LABELS.get(kind, kind)) for kind in territory.facilities["kind"]],
        example=[_("exemple") if invented else None for invented in territory.facilities["is_example"]],
    ).drop(columns="is_example")
    places = gpd.GeoDataFrame(values_of(extract), geometry=extract.rows.geometry, crs=local_crs())
    sentence = f"{filter_sentence(extract.selection)} · {extract.address}"
    _write_layer(path, "lieux", places, "Point", _(TITLE), sentence)
    _write_layer(path, "communes", territory.municipalities, "MultiPolygon", _("Communes et arrondissements"))
    _write_layer(path, "qpv", territory.priority_neighbourhoods, "MultiPolygon", _("Quartiers prioritaires (QPV)"))
    _write_layer(path, "equipements", facilities, "Point", _("Équipements existants"))
    side = {table.id: _write_side(path, table) for table in _side_tables(extract)}
    return {
        "lieux": {column.id: column.heading for column in columns_of(extract)},
        "communes": {name: _(label) for name, label in MUNICIPALITY_LABELS.items() if name in territory.municipalities},
        "qpv": {name: _(label) for name, label in QPV_LABELS.items() if name in territory.priority_neighbourhoods},
        "equipements": {name: _(label) for name, label in FACILITY_LABELS.items() if name in facilities},
        **side,
    }


def _side_tables(extract: Extract) -> tuple[SideTable, ...]:
    """Return the contours of the places, where there are any, and what the screen says beside the places."""
    shown = extract.rows[["id", "name", "is_example"]].itertuples(index=False)
    rows = [(row, extract.contours[row.id]) for row in shown if row.id in extract.contours]
    if not rows:
        return extract.screen.tables
    fields = (SideField("id", _("Identifiant")), SideField("name", _("Nom")), SideField("example", _("Exemple")))
    cells = tuple((str(row.id), str(row.name), _("exemple") if row.is_example else None) for row, _contour in rows)
    contours = [shapely.MultiPolygon([contour]) for _row, contour in rows]
    return (SideTable("contours", _("Contours des lieux"), fields, cells, contours, "MultiPolygon"), *extract.screen.tables)


def _write_side(path: Path, table: SideTable) -> Mapping[str, str]:
    """Write a table or a layer that stands beside the places; return its fields' headings."""
    types = {"number": pa.float64(), "text": pa.string()}
    values = zip(*table.rows, strict=True) if table.rows else [()] * len(table.fields)
    cells = {field.id: pa.array(list(column), types[field.kind]) for field, column in zip(table.fields, values, strict=True)}
    if table.geometry_type:
        shapes = gpd.GeoSeries(list(table.shapes), crs=WGS84).to_crs(local_crs())
        cells[GEOMETRY] = pa.array(shapes.to_wkb(), pa.binary())
        geometry = {"geometry_name": GEOMETRY, "geometry_type": table.geometry_type, "crs": local_crs()}
        append_layer(path, table.id, pa.table(cells), table.title, "", **geometry)
    else:
        append_layer(path, table.id, pa.table(cells), table.title, "")
    return {field.id: field.heading for field in table.fields}


def _write_layer(path: Path, layer: str, frame: gpd.GeoDataFrame, geometry_type: str, title: str, description: str = "") -> None:
    table = _arrow({str(name): frame[name] for name in frame.columns if name != "geometry"})
    table = table.append_column(GEOMETRY, pa.array(frame.geometry.to_wkb(), pa.binary()))
    append_layer(path, layer, table, title, description, geometry_name=GEOMETRY, geometry_type=geometry_type, crs=local_crs())


def append_layer(path: Path, layer: str, table: pa.Table, title: str, description: str, **geometry: Any) -> None:
    """Add a layer (or a table, without `geometry`) to the file, which the first one creates."""
    is_first = not path.exists()
    options = {"IDENTIFIER": title, "DESCRIPTION": description or title}
    version = {"dataset_options": {"VERSION": GPKG_VERSION}} if is_first else {}
    spatial = {"geometry_type": None, "crs": None} | geometry
    pyogrio.write_arrow(table, path, layer=layer, driver="GPKG", layer_options=options, append=not is_first, **spatial, **version)


def _write_tables(path: Path, extract: Extract, labels: Mapping[str, Mapping[str, str]]) -> None:
    """Write the tables without geometry: sources, what the export says of itself, the dictionary of fields."""
    sources = [source_row(source) for source in sources_of(extract, (*MAP_SOURCES, *INDICATOR_SOURCES))]
    fields = [(layer, name, label) for layer, named in labels.items() for name, label in named.items()]
    _write_table(path, "sources", SOURCE_FIELDS, sources, " · ".join(_(heading) for heading in SOURCE_HEADINGS))
    _write_table(path, "export", ("label", "value"), facts(extract), _("Filtre, adresse, date et version de l'export"))
    _write_table(path, "champs", ("layer", "field", "label"), fields, _("Dictionnaire des champs"))


def _write_table(path: Path, name: str, fields: tuple[str, ...], rows: Iterable[tuple[str, ...]], description: str) -> None:
    frame = pd.DataFrame(list(rows), columns=list(fields), dtype=object)
    append_layer(path, name, _arrow({field: frame[field] for field in fields}), name, description)


def _arrow(columns: Mapping[str, pd.Series]) -> pa.Table:
    """Return the columns as days, numbers or text, unknown values null (an all-null column keeps its type)."""
    return pa.table({name: _array(values) for name, values in columns.items()})


def _array(values: pd.Series) -> pa.Array:
    if values.dtype.kind == "M":
        return pa.array(values.to_numpy().astype("datetime64[D]"), pa.date32())
    if values.dtype.kind in "iuf":
        return pa.array(values.to_numpy(), from_pandas=True)
    pairs = zip(values.tolist(), values.isna().to_numpy(), strict=True)
    return pa.array([None if missing else str(value) for value, missing in pairs], pa.string())


def _write_styles(path: Path, extract: Extract, layers: Iterable[str]) -> None:
    """Write how each layer is drawn in the table of that name, where QGIS and GeoServer find it: it opens as on the screen."""
    names, at = set(layers), f"{extract.on.isoformat()}T00:00:00.000Z"
    rows = [
        ("", "", layer, GEOMETRY, layer, to_qml(rules), to_sld(layer, rules), True, _("Comme à l'écran"), "", None, at)
        for layer, rules in styles_of(extract).items()
        if layer in names
    ]
    places = ", ".join("?" * len(STYLE_FIELDS))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(STYLES_TABLE)
        connection.executemany(f"INSERT INTO layer_styles ({', '.join(STYLE_FIELDS)}) VALUES ({places})", rows)  # noqa: S608 - our own names
        connection.execute(LIST_STYLES, (at,))


def write_aliases(path: Path, labels: Mapping[str, Mapping[str, str]]) -> None:
    """Declare each field's heading by the GeoPackage « schema » extension: QGIS and GDAL show it as the field's alias."""
    rows = [(layer, name, label, label) for layer, named in labels.items() for name, label in named.items()]
    with closing(sqlite3.connect(path)) as connection, connection:
        for table, definition in SCHEMA_TABLES.items():
            connection.execute(f"CREATE TABLE IF NOT EXISTS {table} ({definition})")
            connection.execute(INSERT_EXTENSION, (table, SCHEMA_EXTENSION))
        connection.executemany("INSERT INTO gpkg_data_columns (table_name, column_name, name, title) VALUES (?, ?, ?, ?)", rows)
