"""Addresses of an import become positions, all at once, and are positions like others afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from bulk import service as service_module
from bulk.import_view import ImportView
from bulk.placements import Placement, Spot
from domain.proposal import Stage
from domain.written_address import Written
from geodata.finder import NoAddresses
from geodata.gazetteer import Answer
from geodata.written_address import Doubt, Located
from services.import_placing import ImportPlacingService, PlacingGesture
from tests.bulk.rooms import ADA, Room, commit
from tests.intake.making import csv_of

HEAD = "Nom;Adresse;Code postal;Surface (m²)"


class Placed(Room):
    """A service that knows two areas: the west, and nothing east of 5.5°."""

    def __init__(self, file: Path) -> None:
        super().__init__(file)
        self.proposals.areas_at = lambda lon, _lat: ["13214" if each < 5.5 else "" for each in lon]
        self.bulk = service_module.Bulk(self.imports, self.proposals, self.slots)

    def begin_addresses(self, *lines: str) -> str:
        return self.bulk.begin(ADA, "a.csv", csv_of(*lines, head=HEAD))

    def place(self, key: str) -> ImportView:
        while not self.bulk.place(ADA, key, found).is_over:
            pass
        return self.bulk.view(ADA, key)


@pytest.fixture
def room(tmp_path: Path, new_file: bytes) -> Iterator[Placed]:
    (tmp_path / "a.db").write_bytes(new_file)
    yield Placed(tmp_path / "a.db")


def answer(lon: float, precision: str = "number", label: str = "Rue A") -> Answer:
    return Answer(label, "address", lon, 43.33, "13214", precision, 0.9, "13014")


def found(addresses: Sequence[Written]) -> list[Located]:
    """« doute » is doubtful, « rien » is not found, « dehors » is outside; the others are at their number."""
    told = []
    for at, one in enumerate(addresses):
        lon = 5.30 + 0.002 * at + len(one.address) * 1e-4
        if "rien" in one.address:
            told.append(Located())
        elif "doute" in one.address:
            told.append(Located((answer(lon, "street"), answer(lon + 0.01, label="Rue B")), (Doubt.STREET,)))
        else:
            told.append(Located((answer(5.6 if "dehors" in one.address else lon),), ()))
    return told


LINES = ("A;1 rue A;13014;10", "B;2 rue doute;13014;20", "C;3 rue rien;13014;30", "D;4 rue A;13002;40", "E;5 rue dehors;13014;50")


def about(view: ImportView) -> dict[str, Any]:
    return {
        "to place": len(view.to_place),
        "placed": len(view.placed),
        "doubtful": [row.number for row, _found in view.doubtful],
        "warnings": {(one.row, one.field) for one in view.review.warnings},
        "errors": {(one.row, one.field) for one in view.review.errors},
    }


def test_every_address_is_looked_for_in_one_step_and_the_doubtful_ones_wait(room: Placed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service_module, "PLACE_CHUNK", 2)
    key = room.begin_addresses(*LINES)
    assert about(room.bulk.view(ADA, key))["to place"] == 5
    assert about(room.place(key)) == {
        "to place": 0,
        "placed": 2,
        "doubtful": [3, 4],
        "warnings": {(3, "x"), (4, "x"), (5, "postcode")},
        "errors": {(6, "x")},
    }


def test_what_is_found_row_by_row_is_what_a_whole_reading_finds(room: Placed) -> None:
    key = room.begin_addresses(*LINES)
    by_rows = room.place(key)
    whole = room.bulk.choose(ADA, key, mapping=by_rows.choices.mapping)
    assert (whole.review.checked, whole.review.table) == (by_rows.review.checked, by_rows.review.table)


def test_placed_rows_become_drafts_with_their_position_and_its_precision(room: Placed) -> None:
    key = room.begin_addresses(*LINES)
    room.place(key)
    (told,) = commit(room, key)
    assert (told.to_submit, told.to_place) == (2, 2)
    contents = {it.content["name"]: it.content for it in room.proposals.list(ADA, stages=[Stage.DRAFT])}
    assert {name: one.get("position_precision") for name, one in contents.items()} == {"A": "number", "B": None, "C": None, "D": "number"}
    assert contents["A"]["lat"] == 43.33


def test_an_address_that_is_corrected_is_looked_for_again(room: Placed) -> None:
    key = room.begin_addresses(*LINES)
    room.place(key)
    view = room.bulk.choose(ADA, key, corrections={2: {"address": "8 rue du Port"}, 4: {"address": "9 rue du Port"}})
    assert [row.number for row in view.to_place] == [2, 4]
    assert about(room.place(key))["placed"] == 3


def test_the_file_to_correct_keeps_the_positions(room: Placed) -> None:
    key = room.begin_addresses(*LINES)
    room.place(key)
    again = room.bulk.begin(ADA, "b.csv", room.bulk.corrected_file(ADA, key, "csv", only_wrong=False))
    rows = {row.values["name"]: row for row in room.bulk.view(ADA, again).ready}
    assert rows["A"].lat_wgs84 == pytest.approx(43.33, abs=1e-6)
    assert rows["A"].values["position_precision"] == "number"
    assert rows["B"].x_l93 != rows["B"].x_l93


class NoSearch:
    def missing(self) -> str:
        return "Rien ici."


@pytest.fixture
def service(room: Placed) -> ImportPlacingService:
    return ImportPlacingService(room.bulk, NoSearch())  # type: ignore[arg-type]


def test_a_doubtful_one_shows_what_was_written_and_found_and_is_confirmed_then_the_next_one_comes(
    room: Placed, service: ImportPlacingService
) -> None:
    key = room.begin_addresses(*LINES)
    assert service.after(ADA, PlacingGesture("look", key)).missing == "Rien ici."
    room.place(key)
    told = service.after(ADA, PlacingGesture("look", key))
    assert told.placed == (("au numéro", 2),)
    assert told.doubt is not None
    assert (told.doubt.row, told.doubt.written, told.doubt.rank, told.doubt.total) == (3, "2 rue doute 13014", 1, 2)
    assert [(one.spot.label, one.words) for one in told.doubt.spots] == [("Rue A", "à la rue"), ("Rue B", "au numéro")]
    assert told.doubt.reasons == ("La rue est trouvée, sans numéro.",)
    told = service.after(ADA, PlacingGesture("confirm", key, 3))
    assert told.placed == (("au numéro", 2), ("à la rue", 1))
    assert told.doubt is not None
    assert (told.doubt.row, told.doubt.reasons) == (4, ("Rien n'a été trouvé.",))


@pytest.mark.parametrize(
    ("name", "spot", "placed"),
    [
        ("confirm", None, ()),
        ("choose", Spot(5.4, 43.3, "hand", ""), (("au numéro", 2), ("posée à la main", 1))),
        ("leave", None, (("au numéro", 2),)),
    ],
)
def test_where_nothing_is_found_a_person_chooses_or_leaves_it(
    name: Any, spot: Spot | None, placed: Any, room: Placed, service: ImportPlacingService
) -> None:
    key = room.begin_addresses(*LINES)
    room.place(key)
    told = service.after(ADA, PlacingGesture(name, key, 4, spot))
    assert told.left == (1 if name == "leave" else 0)
    assert not placed or told.placed == placed
    assert (told.doubt is not None and told.doubt.total) == (2 if name == "confirm" else 1)


def test_positions_are_taken_back_and_looked_for_again(room: Placed, service: ImportPlacingService) -> None:
    key = room.begin_addresses(*LINES)
    before = room.bulk.view(ADA, key)
    room.place(key)
    assert service.after(ADA, PlacingGesture("undo", key)).to_place == 5
    assert room.bulk.view(ADA, key).review == before.review


def test_without_anything_that_knows_addresses_nothing_is_changed(room: Placed) -> None:
    key = room.begin_addresses(*LINES)

    def nothing(_addresses: Sequence[Written]) -> list[Located]:
        raise NoAddresses("rien")

    with pytest.raises(NoAddresses):
        room.bulk.place(ADA, key, nothing)
    assert len(room.bulk.view(ADA, key).to_place) == 5


def test_a_placement_is_kept_as_plain_lists() -> None:
    one = Placement("1 rue A", "doubtful", (Spot(5.3, 43.3, "street", "Rue A"),), ("street",))
    assert Placement.from_json(one.to_json()) == one


def test_what_is_decided_of_a_doubtful_address_holds_for_all_rows_of_it(room: Placed, service: ImportPlacingService) -> None:
    key = room.begin_addresses("A;2 rue doute;13014;80", "B;5 rue rien;13014;80", "C;2 rue doute;13014;90", "D;3 rue doute;13014;90")
    room.place(key)
    told = service.after(ADA, PlacingGesture("look", key))
    assert told.doubt is not None
    assert (told.doubt.total, told.doubt.alike) == (4, 1)
    told = service.after(ADA, PlacingGesture("choose", key, 2, Spot(5.4, 43.3, "hand", "")))
    assert (told.placed, told.doubt and told.doubt.total) == ((("posée à la main", 2),), 2)
    placements = room.bulk.view(ADA, key).choices.placements
    assert [number for number, one in placements.items() if one.state == "placed"] == [2, 4]
