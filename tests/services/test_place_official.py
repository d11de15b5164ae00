"""What the sheet of a place says from the open data that a refresh brought."""

from __future__ import annotations

from geodata.territory import Territory
from services.place_sheet import official_rows
from tests.geodata.official_more import with_official


def test_each_data_set_that_came_is_told_with_its_producer_and_to_be_confirmed(territory: Territory) -> None:
    point = territory.town_halls.geometry.iloc[0]
    rows = {row.label: row for row in official_rows(with_official(territory), (point.x, point.y))}
    assert list(rows) == ["Zone d'activité", "Friche", "Arrêt de transport le plus proche"]
    assert rows["Zone d'activité"].value == "Les Arnavaux · Zone industrielle"
    assert all(row.note.startswith("à confirmer · ") for row in rows.values())
    far = {row.label: row.value for row in official_rows(with_official(territory), (point.x + 5_000, point.y))}
    assert far["Zone d'activité"] == "aucune à moins de 300 m" and "5" in far["Arrêt de transport le plus proche"]


def test_nothing_is_told_of_a_place_from_data_that_never_came(territory: Territory) -> None:
    point = territory.town_halls.geometry.iloc[0]
    assert official_rows(territory, (point.x, point.y)) == []
