"""The same file sent again: what is there already is recognised, told anew or left as one chooses, and taken back when one undoes it."""

from __future__ import annotations

from typing import Any

import pytest

from bulk.known import By
from domain.candidate import Kind
from domain.proposal import Act, Proposal, Stage
from intake.table import MAX_ROWS
from tests.bulk.rooms import ADA, OFFICER, RIVAL, Room, commit, lines, to_the_end
from tests.intake.making import csv_of

HEAD = "Identifiant;Référence;Nom;Adresse;Longitude;Latitude;Surface (m²);Remarques"
PLACE: dict[str, Any] = {"name": "Laverie", "address": "1, rue", "lon": 5.3, "lat": 43.3, "area_m2": 80.0, "reference": "LOT-1"}


def place(room: Room, **more: Any) -> Proposal:
    return room.proposals.create(ADA, Kind.PREMISES, {**PLACE, **more})


def begin(room: Room, *rows: str, head: str = HEAD) -> str:
    return room.bulk.begin(ADA, "a.csv", csv_of(*rows, head=head))


def now(room: Room, made: Proposal) -> Proposal:
    return room.proposals.get(ADA, made.id)


def many(room: Room) -> int:
    return len(room.proposals.list(ADA, limit=MAX_ROWS))


def test_a_file_that_was_imported_is_recognised_whole_and_doubles_nothing(room: Room) -> None:
    rows = [*lines(3), "Sans place;9, rue;;;70"]
    commit(room, room.begin(*rows))
    again = room.begin(*rows)
    view = room.bulk.view(ADA, again)
    assert {match.by for match in view.matches.values()} == {By.NAME}
    assert len(view.ready_to("leave")) == 4
    (told,) = commit(room, again)
    assert (told.acted, told.updated, told.left, many(room)) == (0, 0, 4, 4)
    room.bulk.choose(ADA, again, known={"likely": "add"})
    assert commit(room, again)[-1].acted == 4
    assert many(room) == 8


@pytest.mark.parametrize(
    ("row", "by", "fate"),
    [
        ("{id};;Autre nom;;5,4;43,35;90;", By.ID, "update"),
        (";lot 1;Autre nom;;5,4;43,35;90;", By.REFERENCE, "update"),
        (";;laverie;;5,3001;43,3;90;", By.NAME, "leave"),
        (";;Laverie;1 RUE;;;90;", By.NAME, "leave"),
        (";;Laverie;1, rue;5,4;43,35;90;", None, "add"),
        (";LOT-2;Laverie;1, rue;5,3;43,3;90;", None, "add"),
        ("LP-999999;;Neuf;;5,4;43,35;90;", None, "add"),
    ],
)
def test_a_row_is_recognised_by_identifier_then_reference_then_name_and_position(room: Room, row: str, by: By | None, fate: str) -> None:
    made = place(room)
    view = room.bulk.view(ADA, begin(room, row.format(id=made.id)))
    assert [match.by for match in view.matches.values()] == ([by] if by else [])
    assert view.fate(2) == fate


def test_a_reference_that_several_bear_recognises_none(room: Room) -> None:
    place(room)
    place(room, name="Épicerie", lon=5.31)
    view = room.bulk.view(ADA, begin(room, ";LOT-1;Cave;;5,32;43,3;90;", ";LOT-9;Bar;;5,33;43,3;90;"))
    assert view.matches == {}


def test_an_update_writes_the_filled_cells_alone_with_a_version_and_the_journal(room: Room) -> None:
    made = place(room, notes="Voir le gardien", van_access="yes")
    (told,) = commit(room, begin(room, f"{made.id};;;;;;95;"))
    assert (told.acted, told.updated, told.same) == (0, 1, 0)
    after = now(room, made)
    assert after.content == {**made.content, "area_m2": 95.0}
    assert after.version == 2
    last = room.proposals.timeline(ADA, made.id)[-1]
    assert (last.action, last.before, last.after) == ("edit", {"area_m2": 80.0}, {"area_m2": 95.0})


def test_a_file_that_says_what_is_known_writes_nothing(room: Room) -> None:
    made = place(room, name="Laverie  du\nport", lon=5.3000004, lat=43.2999996)
    (told,) = commit(room, begin(room, f"{made.id};LOT-1;Laverie du port;1, rue;5,3;43,3;80;"))
    assert (told.updated, told.same, now(room, made).version) == (0, 1, 1)


def test_a_cell_that_cannot_be_read_goes_behind_the_remarks_that_are_known(room: Room) -> None:
    made = place(room, notes="Voir le gardien")
    for _time in range(2):
        commit(room, begin(room, f"{made.id};;;;;;grand;"))
    assert now(room, made).content["notes"] == "Voir le gardien\nSurface : grand"
    assert now(room, made).content["area_m2"] == 80.0


def test_a_part_that_would_be_larger_than_the_place_is_said_and_not_written(room: Room) -> None:
    made = place(room)
    head = f"{HEAD};Surface de vente (m²)"
    (told,) = commit(room, begin(room, f"{made.id};;Buanderie;;;;;;200", head=head))
    assert told.refused == ((made.id, "Surface de vente plus grande que la surface du lieu"),)
    assert now(room, made).content == {**made.content, "name": "Buanderie"}


def test_what_may_not_be_told_anew_by_hand_is_left_and_said(room: Room) -> None:
    closed, shown = place(room), place(room, name="Épicerie", lon=5.31, reference="LOT-2")
    room.proposals.act(ADA, closed.id, 1, Act.WITHDRAW)
    room.proposals.act(ADA, shown.id, 1, Act.SUBMIT)
    accepted = room.proposals.act(OFFICER, shown.id, 2, Act.ACCEPT)
    (told,) = commit(room, begin(room, f"{closed.id};;;;;;95;", f"{shown.id};;;;;;95;"))
    assert (told.updated, told.left) == (1, 1)
    ((refused, sentence),) = told.refused
    assert (refused, "brouillon" in sentence) == (closed.id, True)
    after = now(room, shown)
    assert (after.stage, after.content["area_m2"], after.published) == (Stage.ACCEPTED, 95.0, accepted.published)


def test_a_place_of_others_is_never_written_and_not_doubled_in_silence(room: Room) -> None:
    theirs = room.proposals.create(RIVAL, Kind.PREMISES, PLACE)
    secret = room.proposals.create(RIVAL, Kind.PREMISES, {**PLACE, "lon": 5.31})
    room.proposals.act(RIVAL, theirs.id, 1, Act.SUBMIT)
    room.proposals.act(OFFICER, theirs.id, 2, Act.ACCEPT)
    key = begin(room, f"{theirs.id};;Laverie;;5,3;43,3;95;", f"{secret.id};;Cave;;5,31;43,3;95;")
    view = room.bulk.view(ADA, key)
    assert (view.fate(2), view.fate(3)) == ("leave", "add")
    assert set(view.matches) == {2}, "an identifier that one may not know is that of nothing"
    commit(room, key)
    assert (room.names(), room.proposals.get(RIVAL, theirs.id).content["area_m2"]) == (["Cave"], 80.0)


def test_a_row_that_names_no_place_of_ours_needs_what_a_new_place_needs(room: Room) -> None:
    view = room.bulk.view(ADA, begin(room, "LP-999999;;;;;;95;"))
    assert (view.ready, [error.field for error in view.review.errors]) == ((), ["name", "address"])


def test_two_rows_of_one_identifier_are_not_both_written(room: Room) -> None:
    made = place(room)
    view = room.bulk.view(ADA, begin(room, f"{made.id};;;;;;95;", f"{made.id};;;;;;96;"))
    assert [(error.row, error.message) for error in view.review.errors] == [(3, "Même identifiant que la ligne 2")]


def test_premises_of_one_name_in_one_building_come_back_each_to_its_own(room: Room) -> None:
    made = [place(room, reference=f"LOT-{rank}") for rank in range(3)]
    view = room.bulk.view(ADA, begin(room, *(f"{one.id};{one.content['reference']};Laverie;1, rue;5,3;43,3;80;" for one in made)))
    assert [view.matches[row].id for row in (2, 3, 4)] == [one.id for one in made]
    assert view.wrong_n == 0


def test_undoing_takes_back_the_updates_but_what_was_told_since(room: Room) -> None:
    made, touched = place(room), place(room, name="Épicerie", lon=5.31, reference="LOT-2")
    key = begin(room, f"{made.id};;Buanderie;;;;95;", f"{touched.id};;Bazar;;;;95;", ";;Neuf;;5,32;43,3;70;")
    assert (commit(room, key)[-1].updated, many(room)) == (2, 3)
    room.proposals.edit(ADA, touched.id, 2, {"area_m2": 99.0})
    told = to_the_end(lambda last: room.bulk.cancel(ADA, key, last))[-1]
    assert (told.acted, told.updated) == (1, 1)
    assert told.refused == ((touched.id, "Changé depuis l'import, laissé tel quel : Surface."),)
    assert now(room, made).content == made.content
    assert now(room, touched).content == {**touched.content, "area_m2": 99.0}
    assert room.names(stage=Stage.WITHDRAWN) == ["Neuf"]


def test_what_an_import_updated_is_not_submitted_with_what_it_made(room: Room) -> None:
    made = place(room)
    key = begin(room, f"{made.id};;;;;;95;", ";;Neuf;;5,32;43,3;70;")
    assert commit(room, key)[-1].to_submit == 1
    to_the_end(lambda last: room.bulk.submit(ADA, key, last))
    assert now(room, made).stage is Stage.DRAFT
