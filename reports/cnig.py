"""The sites of activity zones as rows of the CNIG standard « sites économiques », class SITE-ECO (see `standards.site_eco`)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import shapely

from domain.candidate import Kind
from domain.formula import neutralised
from domain.place_fields import ATTRIBUTES
from geodata.crs import ring_area_m2
from geodata.perimeter import in_use
from i18n import gettext as _
from i18n import use_language
from i18n.numbers import number
from intake.comment_fields import BETWEEN, ID_LABEL
from reports.columns import COLUMNS, Column
from reports.extract import Extract
from standards.site_eco import NONE, SITE_ECO, UNKNOWN

SEPARATOR = ";"
M2_PER_HA = 10_000
DEGREE_DECIMALS = 7
PRECISE = 6
"""Decimals of a figure that is told in words: it comes back as it was."""
OWN_COLUMNS = frozenset({"cnig_id", "area_m2"})
"""The attributes of a place that have a column of the standard."""
DESCRIBED = ("address", "zone_name", "status_label", *(field.id for field in ATTRIBUTES if field.id not in OWN_COLUMNS))
"""The columns that the standard has not: the free comment tells them."""
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sites:
    """The sites of an extract by the columns of the standard, how many of them are invented, and the names of those that it cannot take."""

    rows: tuple[dict[str, str], ...]
    examples_n: int
    left_out: tuple[str, ...]


def sites_of(extract: Extract) -> Sites:
    """Return the sites of activity zones of an extract; one without area nor contour is left out, since the standard asks for an area.

    Where only the contour is known, the area is the contour's. An unknown value is empty, or « inconnu » where the standard has a list.
    """
    with use_language("fr"):  # the language of the standard
        frame = extract.rows[extract.rows["kind"] == Kind.ZONE_SITE]
        shown = {column.id: column.values(extract) for column in COLUMNS if column.id in {*DESCRIBED, "municipality_name", "producer"}}
        written, left_out, taken, examples_n = list[dict[str, str]](), list[str](), set[str](), 0
        for at, row in zip(frame.index, frame.to_dict("records"), strict=True):
            words = {name: values.loc[at] for name, values in shown.items() if pd.notna(values.loc[at])}
            contour = extract.contours.get(row["id"])
            area_m2 = ring_area_m2(list(contour.exterior.coords)) if pd.isna(row["area_m2"]) and contour is not None else row["area_m2"]
            if pd.isna(area_m2):
                left_out.append(str(row["name"]))
            else:
                written.append(_site({**row, "area_m2": area_m2}, words, taken, contour))
                examples_n += bool(row["is_example"])
    return Sites(tuple(written), examples_n, tuple(left_out))


def site_csv(rows: Iterable[Mapping[str, str]]) -> bytes:
    """Return the CSV of some sites: UTF-8, « ; » between cells as in the example of the standard, decimal point, ISO dates."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, [column.name for column in SITE_ECO.columns], restval="", delimiter=SEPARATOR, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode("utf-8", "replace")


def _site(row: Row, words: Mapping[str, Any], taken: set[str], contour: shapely.Polygon | None) -> dict[str, str]:
    insee, hectares, day = str(row["municipality"]), f"{row['area_m2'] / M2_PER_HA:.10g}", f"{row['updated_on']:%Y-%m-%d}"
    id_ = row["cnig_id"] if isinstance(row["cnig_id"], str) and row["cnig_id"] not in taken else f"{insee}_SITE-ECO_{row['id']}"
    taken.add(id_)
    lon, lat = (round(float(row[axis]), DEGREE_DECIMALS) for axis in ("lon", "lat"))
    texts = {
        "site_id": id_,
        "site_nom": _name(row),
        "source_producteur": str(words.get("producer", "")),
        "site_description": BETWEEN.join(_description(row, words)),
        "site_comm_nom": str(words.get("municipality_name", UNKNOWN)),
    }
    return {name: neutralised(text) for name, text in texts.items()} | {
        "pole_id": NONE,
        "site_type": "autre",
        "site_vocadomi": UNKNOWN,
        "site_etat": UNKNOWN,
        "site_surf_brute": hectares,
        "site_surf_utile": hectares,
        "site_identif_date": day,
        "site_actu_date": day,
        "site_epci_nom": in_use().name or UNKNOWN,
        "site_epci_siren": in_use().siren or UNKNOWN,
        "site_comm_insee": insee,
        "site_moa_type": UNKNOWN,
        "site_geomsurf": json.dumps(_geometry(lon, lat, contour)),
        "site_geompoint": f"{lon}, {lat}",
    }


def _geometry(lon: float, lat: float, contour: shapely.Polygon | None) -> dict[str, Any]:
    """The contour of a site where it is known, else its position: GeoJSON, degrees (WGS 84)."""
    if contour is None:
        return {"type": "Point", "coordinates": [lon, lat]}
    ring = [[round(axis, DEGREE_DECIMALS) for axis in corner] for corner in contour.exterior.coords]
    return {"type": "Polygon", "coordinates": [ring]}


def _name(row: Row) -> str:
    name, mark = str(row["name"]), _("exemple")
    return f"{name} ({mark})" if row["is_example"] and mark not in name.lower() else name


def _description(row: Row, words: Mapping[str, Any]) -> list[str]:
    """What is told of a site besides: its mark first where it is invented, then label and value."""
    mark = [_("exemple : site inventé, il ne décrit pas un lieu réel")] if row["is_example"] else []
    words_of = [
        f"{_(column.label)} : {_word(column, words[column.id])}" for column in COLUMNS if column.id in DESCRIBED and column.id in words
    ]
    own = [f"{ID_LABEL}{row['id']}"] if isinstance(row["cnig_id"], str) else []
    return [*mark, *own, *words_of]


def _word(column: Column, value: Any) -> str:
    if column.kind == "day":
        return f"{value:%Y-%m-%d}"
    text = number(float(value), PRECISE) if column.kind == "number" else str(value)
    return f"{text} {column.unit_words}" if column.unit else text
