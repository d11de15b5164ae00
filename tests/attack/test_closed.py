"""A database that is gone: nothing opens, public pages go on, and all is as before once it is back."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete

from access.settings import Settings
from app import create_app, main
from geodata.territory import Territory
from store.database import Database, StoreUnavailable
from store.persons import Persons
from store.tables import journal, persons
from tests.access.accounts import OWN
from tests.own_places import ask, done_to, own_rows
from tests.saved_scenarios import save_body, sent
from tests.store.people import CHEAP, enrol
from views.components import ids

PUBLIC = ("/", "/convergence", "/scenarios", "/sources", "/_dash-layout", "/data/edition.json", "/export/lieux.csv")
OWN_PLACES = ("/journal/journal.csv", "/inbox.json")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "convergence.db"


def _settings(file: Path, demo: bool = True) -> Settings:
    return Settings(demo=demo, database_url=f"sqlite:///{file}")


def _become(client: FlaskClient, role: str = "facilitator") -> int:
    return client.post("/demonstration", data={"role": role}, headers=OWN).status_code


def _codes(client: FlaskClient, paths: tuple[str, ...]) -> dict[str, int]:
    return {path: client.get(path).status_code for path in paths}


def test_while_the_database_is_gone_public_pages_go_on_and_nobody_is_told_to_sign_in(file: Path, territory: Territory) -> None:
    server = create_app(_settings(file), territory).server
    chief, visitor = server.test_client(), server.test_client()
    assert _become(chief) == 303
    assert chief.get("/inbox.json").status_code == 200
    away = file.rename(file.with_name("away"))
    for client in (chief, visitor):
        assert _codes(client, PUBLIC) == dict.fromkeys(PUBLIC, 200)
    assert _codes(chief, OWN_PLACES) == dict.fromkeys(OWN_PLACES, 503)
    assert "introuvable" in chief.get("/journal/journal.csv").json["error"]
    page = chief.get("/connexion")
    assert (page.status_code, "convergence migrate" in page.text) == (503, False)
    assert "Se connecter" not in chief.get("/_dash-layout").text
    assert "connectez-vous" not in chief.get("/_dash-layout", headers={"Referer": "http://localhost/moderer"}).text
    assert (_become(visitor), visitor.post("/connexion", data={"login": "a", "password": "b"}, headers=OWN).status_code) == (503, 503)
    assert not file.exists()
    away.rename(file)
    assert chief.get("/inbox.json").status_code == 200


def test_a_service_started_without_its_database_does_not_start_and_makes_none(file: Path, territory: Territory) -> None:
    create_app(_settings(file), territory)
    file.unlink()
    for demo in (True, False):
        with pytest.raises(StoreUnavailable, match="introuvable"):
            create_app(_settings(file, demo), territory)
    assert not file.exists()


def test_a_service_is_never_a_demonstration_for_lack_of_accounts(file: Path, territory: Territory) -> None:
    Database.open(f"sqlite:///{file}").migrate()
    client = create_app(_settings(file), territory).server.test_client()
    assert _become(client) == 404
    assert sent(client, save_body("k=1"))[ids.SAVED]["data"]["error"].endswith("se connecter.")
    assert "example-person" not in client.get("/_dash-layout").text


def test_a_demonstration_is_one_only_where_it_is_asked_for(file: Path, territory: Territory) -> None:
    assert _become(create_app(_settings(file), territory).server.test_client()) == 303
    assert _become(create_app(_settings(file, demo=False), territory).server.test_client()) == 404


def test_the_first_account_ends_the_demonstration_for_good(file: Path, territory: Territory) -> None:
    client = create_app(_settings(file), territory).server.test_client()
    database = Database.open(f"sqlite:///{file}")
    enrol(Persons(database, CHEAP))
    assert _become(client) == 404
    with database.writing() as connection:
        connection.execute(delete(journal))
        connection.execute(delete(persons))
    assert _become(client) == 404


@pytest.mark.parametrize("lost", ["persons", "sessions", "proposals", "installation"])
def test_a_table_that_is_lost_is_no_error_of_ours_and_opens_nothing(lost: str, file: Path, territory: Territory) -> None:
    client = create_app(_settings(file), territory).server.test_client()
    assert _become(client, "economy") == 303
    with Database.open(f"sqlite:///{file}").writing() as connection:
        connection.exec_driver_sql(f"ALTER TABLE {lost} RENAME TO lost")
    assert _codes(client, PUBLIC) == dict.fromkeys(PUBLIC, 200)
    answers = _codes(client, ("/connexion", *OWN_PLACES))
    assert set(answers.values()) <= {200, 303, 503}, answers


def test_looking_at_a_place_of_ones_own_writes_nothing(file: Path, territory: Territory) -> None:
    server = create_app(_settings(file), territory).server
    landlord, economy = server.test_client(), server.test_client()
    assert (_become(landlord, "landlord"), _become(economy, "economy")) == (303, 303)
    place = landlord.post("/proposals", json={"fields": {"name": "Local", "lon": 5.37, "lat": 43.3}}, headers=OWN).json
    assert "Soumis" in done_to(landlord, place, "submit")
    stores = (ids.PLACE_OPEN, ids.PLACE_WORTH, ids.PLACE_UNREAD)
    opened: dict[str, Any] = {key: {"id": place["id"], "version": place["version"]} for key in stores}
    ask(economy, ids.PLACE_MESSAGE, ids.PLACE_SEND, **opened, **{ids.PLACE_MESSAGE: "Quelle hauteur ?"})
    database = Database.open(f"sqlite:///{file}")
    with database.writing():  # nobody else can write meanwhile
        assert landlord.get(f"/proposals/{place['id']}.json").status_code == 200
        assert "Local" in str(ask(landlord, ids.PLACE_TITLE, **opened))
        assert "Quelle hauteur ?" in str(ask(landlord, ids.PLACE_ROLES, **opened)[ids.PLACE_MESSAGES])
    assert "nouveau message" in own_rows(landlord)[0]["summary"]
    assert ask(landlord, ids.PLACE_READ, **opened)[ids.PLACE_READ]["data"]
    assert "nouveau message" not in own_rows(landlord)[0]["summary"]


def test_what_others_could_read_is_its_owners_alone_once_the_service_starts(
    file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(file.parent)
    cache = file.parent / "var" / "cache" / "editions"
    cache.mkdir(parents=True)
    Database.open(f"sqlite:///{file}").migrate()
    for path in (cache / "a.bin", Path(f"{file}.before-restore-x"), file):
        path.touch()
        path.chmod(0o644)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{file}")
    assert main(["backup", str(file.parent / "b.db")]) == 0
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in file.parent.rglob("*")}
    assert {path: mode for path, mode in modes.items() if mode & 0o077} == {}
    assert capsys.readouterr().err == ""
