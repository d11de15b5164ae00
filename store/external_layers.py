"""Map layers of other services: added, changed, put in order and removed by the facilitator, each time with its journal row."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, func, insert, select, update

from domain.external_layer import MOST_LAYERS, OPACITIES, ExternalKind, ExternalLayer, ExternalSource, clean_address, clean_words
from domain.person import Action, Person, require
from i18n import gettext as _
from store import journal
from store.database import Database
from store.meetings import ID_BYTES
from store.tables import external_layers

COLUMNS = [column for column in external_layers.columns if column.name != "data"]


@dataclass(frozen=True)
class NewLayer:
    """A layer to add; `data` are its features, GeoJSON packed by gzip, and `features` their number (empty and 0 for images)."""

    name: str
    attribution: str
    address: str
    source: ExternalSource
    is_shown: bool = False
    opacity: int = OPACITIES[0]
    features: int = 0
    data: bytes = b""


class NoLayer(LookupError):  # noqa: N818 - an answer, not a fault of ours
    """There is no such layer any more."""

    def __init__(self) -> None:
        super().__init__(_("Ce calque a été retiré."))


class ExternalLayers:
    """The layers of a database; everybody reads them.

    What writes raises `NotAllowed` for whoever does not manage layers, and `NoLayer` for one that is gone. Every method raises
    `store.database.StoreUnavailable` when the database cannot do what is asked.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def list(self) -> tuple[ExternalLayer, ...]:
        """Return every layer, the one that is drawn above the others first."""
        with self._database.reading() as connection:
            return _all(connection)

    def data(self, layer_id: str) -> bytes:
        """Return the features of a layer, packed; raises NoLayer where it has none."""
        with self._database.reading() as connection:
            found = connection.execute(select(external_layers.c.data).where(external_layers.c.id == layer_id)).scalar_one_or_none()
        if not found:
            raise NoLayer
        return bytes(found)

    def add(self, person: Person, new: NewLayer) -> ExternalLayer:
        """Add a layer, above the others.

        Raises
        ------
        ValueError
            Its name, attribution or address is refused, or there are too many; a sentence.
        """
        require(person, Action.MANAGE_LAYERS)
        address, (name, attribution) = clean_address(new.address), clean_words(new.name, new.attribution)
        key, now = secrets.token_urlsafe(ID_BYTES), dt.datetime.now(dt.UTC)
        with self._database.writing() as connection:
            first = connection.execute(select(func.min(external_layers.c.rank))).scalar_one_or_none()
            if len(_all(connection)) >= MOST_LAYERS:
                raise ValueError(_("{most} calques sont ajoutés déjà : retirez-en un d'abord.").format(most=MOST_LAYERS))
            fields = {
                "name": name,
                "attribution": attribution,
                "address": address,
                "is_shown": new.is_shown,
                "opacity": _opacity(new.opacity),
            }
            read = {"features": new.features, "read_at": now, "data": new.data} if new.data else {"features": 0}
            row = {"id": key, "source": asdict(new.source), "rank": (first or 0) - 1, "added_at": now, **fields, **read}
            connection.execute(insert(external_layers).values(row))
            journal.append_by(connection, person, "layer_add", now, None, fields | ({"features": new.features} if new.data else {}))
            return _one(connection, key)

    def change(self, person: Person, layer_id: str, **changes: Any) -> bool:
        """Change whether the map opens with a layer (`is_shown`), or its `opacity`; return False for what it is already."""
        require(person, Action.MANAGE_LAYERS)
        if "opacity" in changes:
            _opacity(changes["opacity"])
        with self._database.writing() as connection:
            layer = _one(connection, layer_id)
            changed = {name: value for name, value in changes.items() if getattr(layer, name) != value}
            if changed:
                before = {"name": layer.name, **{name: getattr(layer, name) for name in changed}}
                self._write(connection, person, layer, "layer_change", changed, before)
            return bool(changed)

    def replace(self, person: Person, layer_id: str, data: bytes, features: int) -> None:
        """Put features that were read again in the place of those of a layer."""
        require(person, Action.MANAGE_LAYERS)
        with self._database.writing() as connection:
            layer = _one(connection, layer_id)
            connection.execute(
                update(external_layers).where(external_layers.c.id == layer_id).values(data=data, read_at=dt.datetime.now(dt.UTC))
            )
            self._write(connection, person, layer, "layer_read", {"features": features}, {"name": layer.name, "features": layer.features})

    def move_up(self, person: Person, layer_id: str) -> None:
        """Draw a layer above the one that is above it; nothing for the first."""
        require(person, Action.MANAGE_LAYERS)
        with self._database.writing() as connection:
            layers = _all(connection)
            at = next((i for i, one in enumerate(layers) if one.id == layer_id), -1)
            if at < 0:
                raise NoLayer
            order = [one.id for one in layers]
            order.insert(max(at - 1, 0), order.pop(at))
            for rank, key in enumerate(order):
                connection.execute(update(external_layers).where(external_layers.c.id == key).values(rank=rank))
            if at:
                after = {"name": layers[at].name}
                journal.append_by(connection, person, "layer_move", dt.datetime.now(dt.UTC), after, after)

    def remove(self, person: Person, layer_id: str) -> None:
        """Remove a layer for good; the journal keeps what it was."""
        require(person, Action.MANAGE_LAYERS)
        with self._database.writing() as connection:
            layer = _one(connection, layer_id)
            connection.execute(delete(external_layers).where(external_layers.c.id == layer_id))
            before = {"name": layer.name, "attribution": layer.attribution, "address": layer.address}
            journal.append_by(connection, person, "layer_remove", dt.datetime.now(dt.UTC), before, {})

    def _write(
        self,
        connection: Connection,
        person: Person,
        layer: ExternalLayer,
        action: str,
        values: Mapping[str, Any],
        before: Mapping[str, Any],
    ) -> None:
        connection.execute(update(external_layers).where(external_layers.c.id == layer.id).values(**values))
        journal.append_by(connection, person, action, dt.datetime.now(dt.UTC), before, {"name": layer.name, **values})


def _opacity(percent: Any) -> int:
    if percent not in OPACITIES:
        raise ValueError(_("Opacité : choisissez-en une dans la liste."))
    return int(percent)


def _all(connection: Connection) -> tuple[ExternalLayer, ...]:
    rows = connection.execute(select(*COLUMNS).order_by(external_layers.c.rank, external_layers.c.id)).mappings()
    return tuple(map(_layer, rows))


def _one(connection: Connection, layer_id: str) -> ExternalLayer:
    row = connection.execute(select(*COLUMNS).where(external_layers.c.id == layer_id)).mappings().one_or_none()
    if row is None:
        raise NoLayer
    return _layer(row)


def _layer(row: RowMapping) -> ExternalLayer:
    source = dict(row["source"])
    return ExternalLayer(**{**row, "source": ExternalSource(**{**source, "kind": ExternalKind(source["kind"])})})
