"""A PostgreSQL server: one writer at a time, sentences for what it cannot do, and nothing lost when it goes away."""

from __future__ import annotations

import gc
import os
import weakref
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from i18n import use_language
from store import database as room
from store import server as rules
from store.database import Database, StoreUnavailable
from store.scenarios import Scenarios
from store.searches import Searches
from tests.postgres import Server, programs, running
from tests.store.contents import every_scenario
from tests.store.drafts import draft
from tests.store.people import PLANNER
from tests.store.processes import run


@pytest.fixture
def database(postgres: Server) -> Iterator[Database]:
    opened = Database.open(postgres.migrated())
    yield opened
    opened.engine.dispose()


def test_a_block_reads_one_state_of_the_database_and_writes_nothing(database: Database) -> None:
    scenarios = Scenarios(database)
    with database.reading() as connection:
        count = text("SELECT count(*) FROM scenarios")
        assert connection.execute(count).scalar() == 0
        scenarios.create(PLANNER, draft())
        assert connection.execute(count).scalar() == 0
        with pytest.raises(Exception, match="read-only"):
            connection.execute(text("DELETE FROM scenarios"))
    assert len(scenarios.page().items) == 1


def test_while_somebody_else_writes_too_long_reads_go_on(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    scenarios = Scenarios(database)
    kept = scenarios.create(PLANNER, draft())
    monkeypatch.setattr(room, "BUSY_TIMEOUT_S", 0.05)
    with Database.open(str(database.engine.url)).writing():
        with pytest.raises(StoreUnavailable, match="occupée"):
            scenarios.update(PLANNER, kept.id, 1, name="other")
        assert scenarios.page().items == (kept,)
    assert scenarios.update(PLANNER, kept.id, 1, name="other").version == 2


def test_a_read_only_server_is_read_and_says_so_when_written(database: Database, postgres: Server) -> None:
    kept = Scenarios(database).create(PLANNER, draft())
    name = database.engine.url.database
    postgres.order(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
    again = Scenarios(Database.open(str(database.engine.url)))
    Database.open(str(database.engine.url)).migrate()
    with pytest.raises(StoreUnavailable, match="lecture seule"):
        again.create(PLANNER, draft())
    assert every_scenario(again) == (kept,)


def test_an_account_without_rights_is_told_so(database: Database, postgres: Server) -> None:
    postgres.order("DROP ROLE IF EXISTS guest")
    postgres.order("CREATE ROLE guest LOGIN")
    stranger = Database.open(str(database.engine.url).replace("convergence@", "guest@"))
    with pytest.raises(StoreUnavailable, match="droits"):
        every_scenario(Scenarios(stranger))


@pytest.mark.parametrize(
    ("state", "sentence"),
    [("53100", "plein"), ("53300", "trop demandée"), ("XX001", "endommagée"), ("40P01", "occupée"), ("25006", "lecture seule")],
)
def test_what_a_server_cannot_do_is_a_sentence(state: str, sentence: str, database: Database) -> None:
    raising = text(f"DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{state}'; END $$")
    with pytest.raises(StoreUnavailable, match=sentence) as refusal, database.writing() as connection:
        connection.execute(raising)
    assert refusal.value.__cause__
    assert every_scenario(Scenarios(database)) == ()


def test_a_fault_of_the_code_is_not_called_an_unavailable_server(database: Database) -> None:
    for state in ("22012", "42P01", "23505"):
        raising = text(f"DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{state}'; END $$")
        with pytest.raises(Exception, match="no") as error, database.writing() as connection:
            connection.execute(raising)
        assert not isinstance(error.value, StoreUnavailable)


@pytest.mark.parametrize("port", ["1", "65535"])
def test_a_server_that_is_not_there_is_named_without_its_password(port: str) -> None:
    absent = Database.open(f"postgresql+psycopg://me:secret@127.0.0.1:{port}/convergence")
    with pytest.raises(StoreUnavailable, match=rf"127\.0\.0\.1:{port}/convergence.*ne répond pas") as refusal:
        absent.migrate()
    assert "secret" not in str(refusal.value)
    with use_language("en"), pytest.raises(StoreUnavailable, match="not answer"):
        every_scenario(Scenarios(absent))


def test_a_text_that_the_server_cannot_keep_is_refused_with_a_sentence(database: Database) -> None:
    searches = Searches(database)
    for act in (lambda: searches.get("a\0"), lambda: searches.start("k", "kind", "a\0b", b"\0", {}, False)):
        with pytest.raises(ValueError, match="NUL"):
            act()


def test_an_engine_that_nobody_uses_is_forgotten_though_forks_are_watched() -> None:
    engine = Database.open("postgresql+psycopg://me@nowhere/convergence").engine
    watched = weakref.ref(engine)
    del engine
    gc.collect()
    assert watched() is None
    assert run(_fork, "") == 0


def _fork(pipe: object, _nothing: str) -> None:
    rules.engine_of(room.make_url("postgresql+psycopg://me@nowhere/x"), str)
    gc.collect()
    child = os.fork()
    if not child:
        os._exit(0)
    pipe.send(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))  # type: ignore[attr-defined]


def test_a_server_that_falls_loses_nothing_acknowledged_and_is_used_again_without_a_restart() -> None:
    found = programs()
    if found is None:
        pytest.skip("PostgreSQL is not installed here (Debian: apt-get install postgresql)")
    with running(found, fsync="on") as server:
        database = Database.open(server.migrated())
        scenarios = Scenarios(database)
        kept = [scenarios.create(PLANNER, draft(name=f"Numéro {n}")) for n in range(5)]
        server.stop("immediate")
        with pytest.raises(StoreUnavailable, match="ne répond pas"):
            scenarios.page()
        server.start()
        assert {scenario.id for scenario in scenarios.page().items} == {scenario.id for scenario in kept}
        assert scenarios.update(PLANNER, kept[0].id, 1, name="Après").version == 2
