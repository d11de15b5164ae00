"""Layers of other services in the store: whose right it is to write them, what the journal tells, in which order they are drawn."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from domain.external_layer import MOST_LAYERS, ExternalKind, ExternalSource
from domain.person import VISITOR, NotAllowed, Person, PersonRole
from services.words.journal import changes_of, text_of
from store.database import Database
from store.external_layers import ExternalLayers, NewLayer, NoLayer
from store.journal import select_entries
from store.tables import journal
from store.verify import faults
from tests.store.people import CHIEF

TILES = ExternalSource(ExternalKind.TILES, "https://tiles.example.org/{z}/{x}/{y}.png", max_zoom=17)
KEPT = ExternalSource(ExternalKind.FEATURES, "https://api.example.org/items")


def new(name: str = "Plan", source: ExternalSource = TILES, data: bytes = b"", **more: bool) -> NewLayer:
    return NewLayer(name, "© Un service", source.url, source, features=3 if data else 0, data=data, **more)


def test_a_layer_is_read_by_all_as_it_was_added_and_the_last_one_is_above(database: Database) -> None:
    layers = ExternalLayers(database)
    first, second = layers.add(CHIEF, new(is_shown=True)), layers.add(CHIEF, new("Arrêts", KEPT, b"packed"))
    assert layers.list() == (second, first)
    assert (first.source, first.is_shown, first.opacity, first.read_at) == (TILES, True, 100, None)
    assert (second.features, second.read_at is not None, layers.data(second.id)) == (3, True, b"packed")
    with pytest.raises(NoLayer):
        layers.data(first.id)
    assert not faults(database)


@pytest.mark.parametrize("role", [role for role in PersonRole if role is not PersonRole.FACILITATOR])
def test_nobody_but_the_facilitator_writes_them(role: PersonRole, database: Database) -> None:
    layers = ExternalLayers(database)
    it = layers.add(CHIEF, new())
    person = VISITOR if role is PersonRole.VISITOR else Person("x", "x", "X", role, "hpr" if role is PersonRole.LANDLORD else None)
    acts = (
        lambda: layers.add(person, new()), lambda: layers.change(person, it.id, opacity=50), lambda: layers.move_up(person, it.id),
        lambda: layers.replace(person, it.id, b"x", 1), lambda: layers.remove(person, it.id),
    )  # fmt: skip
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    assert layers.list() == (it,)


def test_each_writing_is_told_in_words_and_what_changes_nothing_is_not(database: Database) -> None:
    layers = ExternalLayers(database)
    below, it = layers.add(CHIEF, new("Fond")), layers.add(CHIEF, new("Arrêts", KEPT, b"packed"))
    assert layers.change(CHIEF, it.id, opacity=50) and not layers.change(CHIEF, it.id, opacity=50, is_shown=False)
    layers.replace(CHIEF, it.id, b"again", 7)
    layers.move_up(CHIEF, below.id)
    layers.move_up(CHIEF, below.id)
    assert [one.name for one in layers.list()] == ["Fond", "Arrêts"] and layers.data(it.id) == b"again"
    layers.remove(CHIEF, it.id)
    with database.reading() as connection:
        entries = select_entries(connection, journal.c.action.like("layer%"))
    assert [entry.action.removeprefix("layer_") for entry in entries] == ["add", "add", "change", "read", "move", "remove"]
    assert {entry.author for entry in entries} == {CHIEF.name} and all("Autre" not in text_of(entry) for entry in entries)
    told = {line.label: (line.before, line.after) for line in changes_of(entries[2])}
    assert told == {"Opacité (%)": ("100", "50")}
    removed = {line.label: line.before for line in changes_of(entries[-1])}
    assert removed == {"Nom": "Arrêts", "Attribution": "© Un service", "Adresse": KEPT.url}


def test_what_is_gone_cannot_be_changed_and_what_is_refused_is_not_written(database: Database) -> None:
    layers = ExternalLayers(database)
    for act in (lambda: layers.remove(CHIEF, "nothing"), lambda: layers.move_up(CHIEF, "nothing"), lambda: layers.change(CHIEF, "nothing")):
        with pytest.raises(NoLayer):
            act()
    with pytest.raises(ValueError, match="attribution"):
        layers.add(CHIEF, NewLayer("Plan", "", TILES.url, TILES))
    with pytest.raises(ValueError, match="clé"):
        layers.add(CHIEF, NewLayer("Plan", "©", f"{TILES.url}?apikey=1", TILES))
    with pytest.raises(ValueError, match="Opacité"):
        layers.add(CHIEF, NewLayer("Plan", "©", TILES.url, TILES, opacity=3))
    for i in range(MOST_LAYERS):
        layers.add(CHIEF, new(f"Plan {i}"))
    with pytest.raises(ValueError, match="retirez"):
        layers.add(CHIEF, new())
    with database.reading() as connection:
        assert len(connection.execute(select(journal.c.id)).all()) == MOST_LAYERS
