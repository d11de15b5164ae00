"""The published places as a view for desktop GIS programs, on a server that knows PostGIS; only what everybody may see."""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection, text

from domain.place_fields import PLACE_FIELDS, RENTS, PlaceField
from domain.proposal import RENT_SWITCH

VIEW = "published_places_geo"
PUBLIC = tuple(field for field in PLACE_FIELDS if field.is_public and field.is_plain)
EXTENSION = text(
    "SELECT namespace.nspname FROM pg_extension extension "
    "JOIN pg_namespace namespace ON namespace.oid = extension.extnamespace WHERE extension.extname = 'postgis'"
)


READERS = text(
    "SELECT DISTINCT grantee FROM information_schema.role_table_grants "
    "WHERE table_name = :view AND table_schema = current_schema() AND privilege_type = 'SELECT' AND grantee <> grantor"
)


def drop_view(connection: Connection) -> tuple[str, ...]:
    """Take the view away, so that the tables under it may change; return who may read it."""
    if connection.dialect.name != "postgresql":
        return ()
    readers = tuple(connection.execute(READERS, {"view": VIEW}).scalars())
    connection.execute(text(f"DROP VIEW IF EXISTS {VIEW}"))
    return readers


def make_view(connection: Connection, readers: tuple[str, ...] = ()) -> None:
    """Make the view anew, for whoever might read it and for `readers`; nothing where the server has no PostGIS."""
    schema = _schema(connection)
    if schema is None:
        return
    quote = connection.dialect.identifier_preparer.quote
    allowed = {*readers, *drop_view(connection)}
    definition = _definition(schema)
    connection.exec_driver_sql(f"CREATE VIEW {VIEW} AS {definition}")
    connection.exec_driver_sql(f"COMMENT ON VIEW {VIEW} IS '{_mark(definition)}'")
    for reader in sorted(allowed):
        connection.exec_driver_sql(f"GRANT SELECT ON {VIEW} TO {reader if reader == 'PUBLIC' else quote(reader)}")


def is_stale(connection: Connection) -> bool:
    """Say whether a server that knows PostGIS lacks the view as this code defines it."""
    schema = _schema(connection)
    if schema is None:
        return False
    found = connection.execute(text(f"SELECT obj_description(to_regclass('{VIEW}'), 'pg_class')")).scalar()
    return bool(found != _mark(_definition(schema)))


def _schema(connection: Connection) -> str | None:
    """Return where PostGIS's functions are."""
    if connection.dialect.name != "postgresql":
        return None
    found = connection.execute(EXTENSION).scalar()
    return None if found is None else connection.dialect.identifier_preparer.quote(found)


def _definition(schema: str) -> str:
    """Return the view's query: every field that is declared as everybody's, a rent only where it is not kept."""
    columns = [
        "id",
        "kind",
        "organisation",
        "is_example",
        "published_at",
        *(f"{_value(field)} AS {field.id}" for field in PUBLIC),
        f"{schema}.ST_SetSRID({schema}.ST_MakePoint(public_lon, public_lat), 4326)::{schema}.geometry(Point, 4326) AS geom",
    ]
    return f"SELECT {', '.join(columns)} FROM proposals WHERE public_lat IS NOT NULL"  # noqa: S608 - our own names


def _value(field: PlaceField) -> str:
    text = f"published ->> '{field.id}'"
    value = f"({text})::double precision" if field.type == "number" else text
    is_confidential = f"coalesce(published ->> '{RENT_SWITCH}', 'false') <> 'false'"
    return f"CASE WHEN {is_confidential} THEN NULL ELSE {value} END" if field.id in RENTS else value


def _mark(definition: str) -> str:
    return f"Convergence {hashlib.sha256(definition.encode()).hexdigest()[:16]}"
