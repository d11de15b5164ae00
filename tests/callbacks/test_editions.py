"""Promises of the service as places are accepted: the next request has them, an open page goes on with its own until it is told."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from access.gate import CALLBACK_PATH, Contract
from access.settings import Settings
from app import create_app
from callbacks.application import Convergence
from domain.proposal import Act
from geodata.territory import Territory
from reports.export import EVERY_FORMAT
from services.editions import HEADER
from store.database import Database, StoreUnavailable
from store.proposals import Proposals
from tests.bodies import POST, fitting_body
from tests.published import LAUNDRY, YARD, Giver
from tests.saved_scenarios import save_body
from tests.store.proposers import AGENT, OFFICER, submit

LOOK = "/data/edition.json"
PLAN = "/scenario/plan.json?mode=straight&open=both&k=1"


@pytest.fixture(scope="module")
def giver() -> Giver:
    return Giver()


@pytest.fixture(scope="module")
def app(territory: Territory, giver: Giver, tmp_path_factory: pytest.TempPathFactory) -> Convergence:
    """An application of its own, whose places are the tests'."""
    return create_app(Settings(demo=True, database_url=f"sqlite:///{tmp_path_factory.mktemp('live')}/c.db"), territory, giver)


@pytest.fixture(autouse=True)
def _nothing_published(giver: Giver) -> None:
    giver.error = None
    giver.publish()


def page(client: FlaskClient) -> tuple[str, dict[str, Any]]:
    """Return the edition that a page now opened would hold, and its configuration."""
    response = client.get("/_dash-layout")
    stores = [item["props"] for item in response.json["props"]["children"] if item["props"].get("id") == "config"]  # type: ignore[index]
    return response.headers[HEADER], stores[0]["data"]


def header(data: bytes) -> dict[str, Any]:
    """Return the header of the table that the browser fetches."""
    length = int.from_bytes(data[4:8], "little")
    return dict(json.loads(data[8 : 8 + length]), start=-(-(8 + length) // 8) * 8)


def rows(data: bytes) -> int:
    """Return its number of rows."""
    return int(header(data)["rows"])


def column(data: bytes, name: str) -> list[int]:
    """Return one of its columns of bytes."""
    told = header(data)
    at = told["start"] + next(item["offset"] for item in told["columns"] if item["name"] == name)
    return list(data[at : at + told["rows"]])


def values(client: FlaskClient, held: str | None) -> Any:
    return client.get("/data/values.json?as=shop", headers={HEADER: held} if held else {})


def test_the_request_after_an_acceptance_has_one_more_row(client: FlaskClient, giver: Giver, territory: Territory) -> None:
    n = len(territory.candidates)
    held, config = page(client)
    assert rows(client.get(config["data_url"]).data) == len(values(client, held).json["values"]) == n
    giver.publish(LAUNDRY)
    held, config = page(client)
    assert rows(client.get(config["data_url"]).data) == len(values(client, held).json["values"]) == n + 1


def test_an_open_page_goes_on_with_its_places_and_is_told_of_the_others(client: FlaskClient, giver: Giver, territory: Territory) -> None:
    held, config = page(client)
    giver.publish(LAUNDRY)
    answer = values(client, held)
    assert len(answer.json["values"]) == len(territory.candidates)
    assert client.get(config["data_url"]).status_code == 200
    latest = page(client)[0]
    assert answer.headers[HEADER] == latest != held
    assert client.get(LOOK).json == {"edition": latest}
    assert client.get(LOOK).headers["Cache-Control"] == "no-store"


def test_a_page_of_too_long_ago_is_refused_with_a_sentence(client: FlaskClient, giver: Giver) -> None:
    held, _config = page(client)
    for area in (140.0, 150.0, 160.0):
        giver.publish(replace(LAUNDRY, content={**LAUNDRY.content, "area_m2": area}))
        latest = page(client)[0]
    for path in ("/data/values.json", PLAN):
        gone = client.get(path, headers={HEADER: held})
        assert (gone.status_code, gone.headers[HEADER]) == (409, latest)
        assert "actualisez" in gone.json["error"]
    saved = client.post(CALLBACK_PATH, json=save_body("k=1"), headers={HEADER: held, "Sec-Fetch-Site": "same-origin"})
    assert saved.status_code in {200, 403, 409}


def test_every_callback_answers_a_page_of_too_long_ago_without_a_fault(
    client: FlaskClient, giver: Giver, contracts: Mapping[str, Contract]
) -> None:
    giver.publish(LAUNDRY)
    for contract in contracts.values():
        body = fitting_body(contract, "LP-000001")
        headers = {**POST["headers"], HEADER: "000000000000"}
        answer = client.open(json=body, **{**POST, "headers": headers})
        assert answer.status_code in {200, 204, 403, 409}, (contract.output, answer.status_code)


def test_the_sheet_is_that_of_the_asking_page(client: FlaskClient, giver: Giver, contracts: Mapping[str, Contract]) -> None:
    before = page(client)[0]
    giver.publish(LAUNDRY)
    after = page(client)[0]
    body = fitting_body(contracts["sheet.children"], "LP-000001")
    told = {held: client.open(json=body, **{**POST, "headers": {**POST["headers"], HEADER: held}}).text for held in (before, after)}
    assert "Lieu introuvable" in told[before]
    assert "Ancienne laverie" in told[after]
    assert "12, rue du Figuier" in told[after]
    assert "Mistral Logement" in told[after]
    assert "exemple-badge" not in told[after]


def test_scenarios_choose_among_the_places_of_the_asking_page(client: FlaskClient, giver: Giver, territory: Territory) -> None:
    before = page(client)[0]
    giver.publish(LAUNDRY)
    after = page(client)[0]
    plans = {held: client.get(f"{PLAN}&imp=LP-000001", headers={HEADER: held}).json for held in (before, after)}
    assert len(territory.candidates) in plans[after]["rows"]
    assert len(territory.candidates) not in plans[before]["rows"]
    assert plans[before]["key"] != plans[after]["key"]


@pytest.mark.parametrize("fmt", EVERY_FORMAT)
def test_an_export_holds_the_accepted_places(fmt: str, client: FlaskClient, giver: Giver) -> None:
    giver.publish(LAUNDRY)
    answer = client.get(f"/export/lieux.{fmt}?places=LP-000001")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, EVERY_FORMAT[fmt].mimetype)
    if fmt in {"csv", "geojson"}:
        assert "Ancienne laverie" in answer.get_data(as_text=True)
        assert "Lieux déclarés" in answer.get_data(as_text=True)


def test_files_that_never_change_name_no_edition(client: FlaskClient) -> None:
    _held, config = page(client)
    assert HEADER not in client.get(config["data_url"]).headers
    assert HEADER not in client.get("/assets/sign_in.js").headers


def test_a_browser_never_takes_the_values_of_another_edition_from_its_cache(client: FlaskClient) -> None:
    assert HEADER in values(client, None).headers["Vary"]


def test_while_the_store_cannot_be_read_the_last_places_are_served(client: FlaskClient, giver: Giver) -> None:
    giver.publish(LAUNDRY)
    held = page(client)[0]
    giver.error = StoreUnavailable("no disk")
    assert page(client)[0] == held
    assert values(client, held).status_code == 200


def test_the_page_itself_prefetches_the_latest_places(client: FlaskClient, giver: Giver) -> None:
    giver.publish(LAUNDRY)
    config = page(client)[1]
    assert config["data_url"] in client.get("/").text


def test_the_page_of_sources_counts_the_declared_places(client: FlaskClient, giver: Giver, contracts: Mapping[str, Contract]) -> None:
    body = fitting_body(contracts["..page.children...drawn.data.."], "/sources")
    body["state"][0]["value"] = "/"
    assert "Aucun pour l'instant." in str(client.open(json=body, **POST).get_json())
    giver.publish(LAUNDRY, YARD)
    assert "2 lieux." in str(client.open(json=body, **POST).get_json())


def test_what_is_declared_bears_no_mark_of_an_example_and_an_example_does(client: FlaskClient, giver: Giver) -> None:
    giver.publish(LAUNDRY, replace(YARD, is_example=True))
    data = client.get(page(client)[1]["data_url"]).data
    assert column(data, "example")[-2:] == [0, 1]


def test_a_proposal_is_seen_by_the_request_after_its_acceptance_and_until_it_is_withdrawn(territory: Territory, tmp_path: Path) -> None:
    """The whole way, through the store: the rent that is to be kept counts for nobody."""
    database = Database.open(f"sqlite:///{tmp_path}/c.db")
    client = create_app(Settings(demo=True, database_url=f"sqlite:///{tmp_path}/c.db"), territory).server.test_client()
    store, n = Proposals(database), len(territory.candidates)

    def seen() -> int:
        return rows(client.get(page(client)[1]["data_url"]).data)

    waiting = submit(store)
    assert seen() == n
    accepted = store.act(OFFICER, waiting.id, waiting.version, Act.ACCEPT)
    assert seen() == n + 1
    exported = client.get(f"/export/lieux.geojson?places={accepted.id}").get_json()["features"][0]["properties"]
    assert (exported["area_m2"], exported["rent_eur_m2_yr"], exported["source"]) == (140.0, None, "Lieux déclarés")
    held, config = page(client)
    store.act(AGENT, accepted.id, accepted.version, Act.WITHDRAW)
    assert seen() == n
    assert client.get(config["data_url"]).status_code == 404
    gone = values(client, held)
    assert gone.status_code == 409
    assert "actualisez" in gone.json["error"]
