"""The export by the CNIG standard « sites économiques »: valid, marked, described, and taken in again."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
import math
import zipfile
from typing import Any

import pandas as pd
import pytest
import shapely

from bulk.choices import Choices
from bulk.review import rows_checked
from domain.candidate import Kind
from domain.place_fields import ATTRIBUTES
from domain.selection import Selection
from geodata.candidate_facets import candidate_facets
from geodata.published import with_places
from intake.check import Checked
from intake.formats import read_here
from intake.reading import Wanted
from reports.cnig import sites_of
from reports.data_package import CSV_NAME, DESCRIPTOR, table_schema, write
from reports.export import EXCHANGES, export
from reports.extract import Extract
from standards.site_eco import SITE_ECO
from tests.published import LAUNDRY
from tests.reference import CNIG, needs_cnig
from tests.reports.conftest import ADDRESS, DAY, Make
from tests.reports.table_schema import faults

ZONES = "kinds=zone_site"


def opened(data: bytes) -> tuple[bytes, dict[str, Any]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(CSV_NAME), json.loads(archive.read(DESCRIPTOR))


def taken_in(data: bytes) -> Checked:
    table = read_here("sites.zip", data, Wanted(Kind.ZONE_SITE))
    return rows_checked(table, Choices.guessed(table, Kind.ZONE_SITE), Kind.ZONE_SITE)


@pytest.mark.parametrize("query", [ZONES, "", "kinds=premises", "zones=unheard"])
def test_what_is_exported_is_valid_by_the_schema_beside_it(make: Make, query: str) -> None:
    data, package = opened(write(make(query)))
    (resource,) = package["resources"]
    assert faults(data, resource["schema"], resource["dialect"]["delimiter"]) == []
    assert (resource["bytes"], resource["hash"]) == (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}")


@needs_cnig
def test_what_is_exported_is_valid_by_the_schema_of_the_standard(make: Make, hostile: Extract) -> None:
    schema = json.loads((CNIG / "site-eco_schema.json").read_text("utf-8"))
    for extract in (make(""), hostile):
        data, package = opened(write(extract))
        assert data.count(b"SITE-ECO") > 10
        assert faults(data, schema, package["resources"][0]["dialect"]["delimiter"]) == []


def test_the_validator_finds_what_is_wrong(make: Make) -> None:
    data, schema = opened(write(make(ZONES)))[0], table_schema(SITE_ECO)
    assert faults(data.replace(b"sans objet", b"", 1), schema, ";")[0].endswith("pole_id: required")
    assert "is not allowed" in faults(data.replace(b";autre;", b";invented;", 1), schema, ";")[0]
    assert "is no number" in faults(data.replace(b";0.344;", b";0,344;", 1), schema, ";")[0]
    assert faults(data + data.partition(b"\r\n")[2], schema, ";")[0].startswith("twice")


def test_the_sites_of_zones_alone_are_there_and_one_without_area_is_named(make: Make) -> None:
    extract = make("")
    zones = extract.rows[extract.rows["kind"] == Kind.ZONE_SITE]
    sites, package = sites_of(extract), opened(write(extract))[1]
    assert len(sites.rows) == zones["area_m2"].notna().sum() > 30
    assert list(sites.left_out) == zones.loc[zones["area_m2"].isna(), "name"].tolist() != []
    assert all(name in package["description"] for name in sites.left_out)


def test_a_site_of_which_only_the_contour_is_known_has_its_area(make: Make) -> None:
    extract = make(ZONES)
    row = extract.rows[extract.rows["area_m2"].isna()].iloc[0]
    east, north = 100 / (111_195 * math.cos(math.radians(row["lat"]))), 100 / 111_195
    square = shapely.box(row["lon"], row["lat"], row["lon"] + east, row["lat"] + north)
    sites = sites_of(dataclasses.replace(extract, contours={row["id"]: square}))
    (found,) = [site for site in sites.rows if str(row["id"]) in site["site_id"]]
    assert float(found["site_surf_brute"]) == float(found["site_surf_utile"]) == pytest.approx(1, rel=0.01)
    assert row["name"] not in sites.left_out


def test_an_invented_site_is_marked_wherever_it_is_read(make: Make) -> None:
    extract = make(ZONES)
    rows = extract.rows.assign(name=[name.removesuffix(" (exemple)") for name in extract.rows["name"]])
    unmarked = dataclasses.replace(extract)
    unmarked.__dict__["rows"] = rows
    _data, package = opened(write(unmarked))
    for site in sites_of(unmarked).rows:
        assert site["site_nom"].endswith("(exemple)") and site["site_description"].startswith("exemple : ")
    assert "exemple" in package["title"] and f"exemple : {len(sites_of(unmarked).rows)} de ces sites" in package["description"]
    assert {"name": "MIT", "title": "MIT", "path": "https://opensource.org/license/mit"} in package["licenses"]


def test_a_true_site_keeps_its_identifier_and_its_hectares(territory: Any) -> None:
    told = {"name": "Halle", "area_m2": 1_234.5, "cnig_id": "13055_SITE-ECO_00007", "parcels": "13215904AB0012, 13215904AB0013"}
    places = [
        dataclasses.replace(LAUNDRY, id=f"SZ-{rank:06d}", kind=Kind.ZONE_SITE, landlord=None, content=told, is_example=False)
        for rank in (1, 2)
    ]
    settled = with_places(territory, places).territory
    facets = candidate_facets(settled)
    selection = Selection.from_query("places=" + ".".join(place.id for place in places), facets)
    made = export(settled, facets, selection, "cnig", ADDRESS, DAY)
    data, package = opened(made.data)
    assert faults(data, package["resources"][0]["schema"], ";") == []
    assert "exemple" not in package["title"] + package["description"] + data.decode()
    assert {"name": "other-closed", "title": "réutilisation à demander au producteur"} in package["licenses"]
    rows = sites_of(Extract(settled, facets, selection, ADDRESS, DAY)).rows
    assert [row["site_id"] for row in rows] == ["13055_SITE-ECO_00007", "13055_SITE-ECO_SZ-000002"]  # an identifier names one site
    assert rows[0]["site_surf_brute"] == "0.12345"


def test_the_file_is_named_after_the_standard_and_holds_nothing_confidential(territory: Any, facets: Any) -> None:
    site = territory.candidates[territory.candidates["kind"] == Kind.ZONE_SITE].iloc[0]
    secret = {site["id"]: {"contact": "Mme Discrète", "siret": "34749951900010", "owner": "SCI Secrète"}}
    made = export(territory, facets, Selection.from_query(ZONES, facets), "cnig", ADDRESS, DAY, secret)
    assert (made.filename, made.mimetype) == ("convergence-sites-economiques-cnig-2026-11-23.zip", "application/zip")
    data, package = opened(made.data)
    assert not any(word in data.decode() + json.dumps(package) for told in secret.values() for word in told.values())
    assert made.data == export(territory, facets, Selection.from_query(ZONES, facets), "cnig", ADDRESS, DAY).data
    assert set(EXCHANGES) == {"cnig"}


def test_no_text_of_a_site_is_run_by_a_spreadsheet(hostile: Extract) -> None:
    data, _package = opened(write(hostile))
    cells = data.decode().replace("\r\n", ";").split(";")
    assert "=HYPERLINK" in data.decode() and not any(cell.startswith(("=", '"=')) for cell in cells)


def test_what_was_exported_is_taken_in_again_with_every_value(make: Make) -> None:
    extract = make(ZONES)
    sites = extract.rows[extract.rows["area_m2"].notna()]
    checked = taken_in(write(extract))
    assert checked.errors == checked.misplacements == ()
    assert len(checked.rows) == len(sites)
    for name in ("name", "address", "zone_name", "status", *(field.id for field in ATTRIBUTES if field.id != "cnig_id")):
        told = pd.Series([row.values[name] for row in checked.rows])
        kept = sites[name].reset_index(drop=True)
        kept = kept.dt.date.where(kept.notna(), None) if kept.dtype.kind == "M" else kept
        assert told.isna().tolist() == kept.isna().tolist(), name
        assert told.dropna().tolist() == kept.dropna().tolist(), name
    assert all(
        math.isclose(row.x_l93, place.x, abs_tol=0.2) and math.isclose(row.y_l93, place.y, abs_tol=0.2)
        for row, place in zip(checked.rows, sites.geometry, strict=True)
    )
