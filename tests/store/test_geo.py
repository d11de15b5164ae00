"""The view for GIS programs: there once PostGIS is, with the published places and nothing that is not everybody's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from domain.candidate import Kind
from domain.place_fields import PRIVATE, RENTS
from domain.proposal import Act, public_part
from store.database import Database
from store.geo import PUBLIC, VIEW, is_stale, make_view
from store.proposals import Proposals
from tests.postgres import Server
from tests.store.contents import AGENT
from tests.store.people import CHIEF

TOLD = {"name": "Laverie", "lon": 5.37, "lat": 43.3, "area_m2": 80.5, "rent_eur_m2_yr": 77.125, "contact": "Mme Discrète", "owner": "SCI"}


@pytest.fixture
def database(postgres: Server) -> Iterator[Database]:
    """A database with PostGIS, made before the tables."""
    url = postgres.empty()
    opened = Database.open(url)
    _extend(opened)
    opened.migrate()
    yield opened
    opened.engine.dispose()


def _extend(database: Database) -> None:
    try:
        with database.writing() as connection:
            connection.execute(text("CREATE EXTENSION postgis"))
    except DBAPIError as error:
        pytest.skip(f"PostGIS is not installed here (Debian: apt-get install postgresql-15-postgis-3): {error.orig}")


def _publish(database: Database, **changes: Any) -> str:
    proposals = Proposals(database)
    made = proposals.create(AGENT, Kind.PREMISES, TOLD | changes)
    sent = proposals.act(AGENT, made.id, 1, Act.SUBMIT)
    return proposals.act(CHIEF, made.id, sent.version, Act.ACCEPT).id


def _rows(database: Database) -> list[dict[str, Any]]:
    query = text(f"SELECT *, ST_AsText(geom) AS point, ST_SRID(geom) AS srid FROM {VIEW} ORDER BY id")  # noqa: S608
    with database.reading() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def test_a_place_is_there_once_it_is_accepted_where_it_was_accepted(database: Database) -> None:
    proposals = Proposals(database)
    proposals.create(AGENT, Kind.PREMISES, TOLD)
    assert _rows(database) == []
    place = _publish(database)
    (row,) = _rows(database)
    assert (row["id"], row["name"], row["area_m2"], row["rent_eur_m2_yr"]) == (place, "Laverie", 80.5, 77.125)
    assert (row["point"], row["srid"]) == ("POINT(5.37 43.3)", 4326)
    proposals.act(AGENT, place, 3, Act.WITHDRAW)
    assert _rows(database) == []


def test_what_is_confidential_is_not_in_it(database: Database) -> None:
    _publish(database, rent_is_confidential=True, charges_eur_m2_yr=5.0, notes="Clef chez la gardienne", tags=["urgent"])
    (row,) = _rows(database)
    assert row["rent_eur_m2_yr"] is row["charges_eur_m2_yr"] is None
    assert not any(secret in repr(row) for secret in ("Discrète", "SCI", "Clef", "urgent", "77.125", "agent"))
    everything = dict.fromkeys((field.id for field in PUBLIC), "x")
    assert not PRIVATE & set(everything)
    assert set(everything) == {*public_part(everything), *RENTS} <= set(row)


def test_an_account_that_reads_the_view_reads_nothing_else(database: Database, postgres: Server) -> None:
    _publish(database)
    postgres.order("DROP ROLE IF EXISTS gis")
    postgres.order("CREATE ROLE gis LOGIN")
    with database.writing() as connection:
        connection.execute(text(f"GRANT SELECT ON {VIEW} TO gis"))
        make_view(connection)  # as the next version would
    guest = Database.open(str(database.engine.url).replace("convergence@", "gis@"))
    with guest.reading() as connection:
        assert connection.execute(text(f"SELECT count(*) FROM {VIEW}")).scalar() == 1  # noqa: S608
    with pytest.raises(Exception, match="droits"), guest.reading() as connection:
        connection.execute(text("SELECT content FROM proposals"))
    with database.writing() as connection:
        connection.execute(text(f"REVOKE ALL ON {VIEW} FROM gis"))
    guest.engine.dispose()
    postgres.order("DROP ROLE gis")


def test_when_postgis_comes_later_the_next_start_makes_it(postgres: Server) -> None:
    opened = Database.open(postgres.migrated())
    with opened.reading() as connection:
        assert not is_stale(connection)
    _extend(opened)
    opened.migrate()
    assert _rows(opened) == []
    with opened.reading() as connection:
        assert not is_stale(connection)
    opened.engine.dispose()


def test_a_view_of_another_version_is_made_anew(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(text(f"DROP VIEW {VIEW}"))
        connection.execute(text(f"CREATE VIEW {VIEW} AS SELECT content FROM proposals"))  # noqa: S608
        assert is_stale(connection)
    database.migrate()
    assert _rows(database) == []


def test_without_postgis_nothing_is_made(postgres: Server) -> None:
    opened = Database.open(postgres.migrated())
    with opened.writing() as connection:
        make_view(connection)
        assert connection.execute(text(f"SELECT to_regclass('{VIEW}')")).scalar() is None
    opened.engine.dispose()
