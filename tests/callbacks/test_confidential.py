"""What is confidential of an accepted place leaves the service for those entitled alone, whatever the format."""

from __future__ import annotations

import csv
import re
import sqlite3
from contextlib import closing
from io import BytesIO, StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from python_calamine import CalamineWorkbook

from callbacks.application import Convergence
from geodata.territory import Territory
from reports.export import FORMATS
from store.database import StoreUnavailable
from store.proposals import Proposals
from tests.callbacks.peopled import accounts_of, browser_of, peopled_app
from tests.store.proposers import OFFICER, RIVAL, publish

CONTACTS = {"hpr": "06 00 00 00 01", "mlo": "06 00 00 00 02", "economy": "06 00 00 00 03"}
OWNER = "Indivision Untel"
SEES = {
    None: set(),
    "visitor": set(),
    "landlord": {"hpr"},
    "rival": {"mlo"},
    "planner": set(),
    "cohesion": set(),
    "waste": set(),
    "economy": {"hpr", "mlo", "economy"},
    "facilitator": {"hpr", "mlo", "economy"},
}


@pytest.fixture(scope="module")
def published(territory: Territory, tmp_path_factory: pytest.TempPathFactory) -> Convergence:
    """Three accepted places, each with its contact and a rent that is to be kept."""
    app = peopled_app(territory, tmp_path_factory.mktemp("confidential"))
    store = Proposals(accounts_of(app).persons._database)
    publish(store, contact=CONTACTS["hpr"])
    publish(store, RIVAL, contact=CONTACTS["mlo"], name="Ancienne droguerie")
    publish(store, OFFICER, contact=CONTACTS["economy"], owner=OWNER, name="Halle")
    return app


def words(fmt: str, data: bytes) -> str:
    """Return all that a file says, as text."""
    if fmt == "xlsx":
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        return "\n".join(str(row) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python())
    if fmt == "gpkg":
        with TemporaryDirectory() as folder:
            path = Path(folder) / "x.gpkg"
            path.write_bytes(data)
            with closing(sqlite3.connect(path)) as connection:
                tables = [
                    row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'rtree%'")
                ]
                return "\n".join(str((table, row)) for table in tables for row in connection.execute(f'SELECT * FROM "{table}"'))  # noqa: S608
    return data.decode()


EVERY_FORMAT = (None, "rival", "economy")


@pytest.mark.parametrize(("who", "fmt"), [(who, fmt) for who in SEES for fmt in (FORMATS if who in EVERY_FORMAT else ("csv",))])
def test_each_role_exports_the_contacts_it_is_entitled_to_and_no_other(published: Convergence, who: str | None, fmt: str) -> None:
    answer = browser_of(published, who).get(f"/export/lieux.{fmt}?places=LP-000001.LP-000002.SZ-000003.LP-000003.SZ-000001")
    assert answer.status_code == 200
    said = words(fmt, answer.data)
    assert "Ancienne laverie" in said
    assert {name for name, contact in CONTACTS.items() if contact in said} == SEES[who]
    assert (OWNER in said) is ("economy" in SEES[who])
    told = re.sub("gardés? confidentiels?", "", said)  # everybody learns that a rent is kept, not what it is
    assert ("confidentiel" in told) is bool(SEES[who])
    assert ("confidentiel" in answer.headers["Content-Disposition"]) is bool(SEES[who])
    assert "clé chez le gardien" not in said
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_rent_that_is_to_be_kept_is_in_its_own_column_of_those_entitled(published: Convergence) -> None:
    def read(who: str | None) -> dict[str, str]:
        text = browser_of(published, who).get("/export/lieux.csv?places=LP-000001").data.decode("utf-8-sig")
        return next(iter(csv.DictReader(StringIO(text, newline=""), delimiter=";")))

    assert read(None)["Loyer annuel (€/m²/an)"] == read("landlord")["Loyer annuel (€/m²/an)"] == ""
    for who, contacts in SEES.items():
        assert read(who).get("Loyer confidentiel (€/m²/an)") == ("85" if "hpr" in contacts else None)


def test_without_any_declared_place_on_screen_the_columns_are_those_of_everybody(published: Convergence) -> None:
    texts = {who: browser_of(published, who).get("/export/lieux.csv?places=RC-001").data for who in (None, "economy")}
    assert texts[None] == texts["economy"]


def test_while_the_store_cannot_be_read_an_export_holds_what_everybody_sees(
    published: Convergence, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = browser_of(published, "economy")

    def broken(*_: object) -> None:
        raise StoreUnavailable("no disk")

    monkeypatch.setattr(Proposals, "confidential", broken)
    answer = browser.get("/export/lieux.csv?places=LP-000001")
    assert answer.status_code == 200
    assert CONTACTS["hpr"] not in answer.get_data(as_text=True)


def test_nothing_confidential_is_in_what_every_page_is_given(published: Convergence) -> None:
    for who in (None, "economy"):
        browser = browser_of(published, who)
        layout = browser.get("/_dash-layout")
        stores = [item["props"] for item in layout.json["props"]["children"] if item["props"].get("id") == "config"]  # type: ignore[index]
        table = browser.get(stores[0]["data"]["data_url"]).data
        for contact in (*CONTACTS.values(), OWNER):
            assert contact not in layout.text
            assert contact.encode() not in table
