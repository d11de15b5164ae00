"""Imports from the file to the drafts, through the store."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bulk import made as made_module
from bulk import progress as progress_module
from bulk import service as service_module
from bulk.progress import Progress
from domain.candidate import Kind
from domain.person import NotAllowed, Person, PersonRole
from domain.proposal import Act, Stage
from intake.errors import FileError
from store.proposals import NotFound
from tests.bulk.rooms import ADA, OFFICER, RIVAL, WRONG, Room, commit, lines, to_the_end
from tests.intake.making import LAT, LON, circle, csv_of, feature, geojson, polygon, read, through


def test_a_file_that_cannot_be_read_begins_nothing(room: Room) -> None:
    with pytest.raises(FileError):
        room.bulk.begin(ADA, "a.pdf", b"%PDF")
    assert room.bulk.list(ADA) == ()


def test_the_name_of_a_file_hides_nothing(room: Room) -> None:
    room.bulk.begin(ADA, "\u202e" + "x" * 300 + "\x00fdp.csv", csv_of(*lines(1)))
    (line,) = room.bulk.list(ADA)
    assert line.name.isprintable()
    assert line.name.endswith("[U+0000]fdp.csv")


def test_whoever_proposes_nothing_imports_nothing(room: Room) -> None:
    for role in set(PersonRole) - {PersonRole.LANDLORD, PersonRole.ECONOMY}:
        with pytest.raises(NotAllowed):
            room.begin(*lines(1), person=Person("x", "x", "X", role))


def test_valid_rows_become_drafts_and_the_rest_once_it_is_corrected(room: Room) -> None:
    key = room.begin(*lines(3), WRONG)
    (told,) = commit(room, key)
    assert (told.done, told.total, told.acted, told.to_submit) == (3, 3, 3, 3)
    assert room.names(stage=Stage.DRAFT) == ["Local 0", "Local 1", "Local 2"]
    room.bulk.choose(ADA, key, corrections={5: {"x": "5,37"}})
    (told,) = commit(room, key)
    assert (told.done, told.acted, told.to_submit) == (4, 1, 4)
    assert room.names() == ["B", "Local 0", "Local 1", "Local 2"]


def test_all_or_nothing_makes_nothing_while_a_row_is_wrong(room: Room) -> None:
    key = room.begin(*lines(2), WRONG)
    with pytest.raises(ValueError, match="Tout ou rien"):
        room.bulk.commit(ADA, key, only_valid=False)
    assert room.names() == []
    room.bulk.choose(ADA, key, leave=[4])
    commit(room, key, only_valid=False)
    assert room.names() == ["Local 0", "Local 1"]


def test_all_or_nothing_is_one_transaction(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service_module, "CHUNK", 2)
    key = room.begin(*lines(5))
    assert [told.done for told in commit(room, key, only_valid=False)] == [5]


def test_chunks_interrupted_anywhere_and_repeated_make_each_row_once(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service_module, "CHUNK", 3)
    key = room.begin(*lines(8))
    assert (room.bulk.commit(ADA, key, True).done, len(room.names())) == (3, 3)
    again = Room(Path(str(room.database.file)))  # another process, or the same after it was killed
    assert [told.done for told in commit(again, key)] == [6, 8]
    assert commit(room, key)[0] == Progress(8, 8, 0, to_submit=8)
    assert room.names() == [f"Local {i}" for i in range(8)]


def test_one_request_writes_as_many_chunks_as_its_time_allows(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress_module, "PART_S", 3_600.0)
    for module, name, value in ((service_module, "CHUNK", 2), (made_module, "ACT_CHUNK", 2)):
        monkeypatch.setattr(module, name, value)
    key = room.begin(*lines(5))
    assert [(told.done, told.acted) for told in commit(room, key)] == [(5, 5)]
    assert [(told.done, told.acted) for told in to_the_end(lambda last: room.bulk.cancel(ADA, key, last))] == [(5, 5)]
    assert room.names(stage=Stage.DRAFT) == []


def test_a_chunk_that_somebody_else_made_meanwhile_is_counted_not_made_again(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    key = room.begin(*lines(4))
    create = room.imports.write

    def late(*chunk: Any) -> bool:
        create(*chunk)
        return create(*chunk)

    monkeypatch.setattr(room.imports, "write", late)
    told = room.bulk.commit(ADA, key, True)
    assert (told.done, told.is_over, len(room.names())) == (4, True, 4)


def test_once_rows_are_imported_the_columns_stay(room: Room) -> None:
    key = room.begin(*lines(1), WRONG)
    commit(room, key)
    for change in ({"mapping": {"Nom": "name"}}, {"crs": "EPSG:2154"}, {"accept": ["metres"]}):
        with pytest.raises(ValueError, match="déjà importées"):
            room.bulk.choose(ADA, key, **change)  # type: ignore[arg-type]
    assert room.bulk.view(ADA, key).is_locked


def test_cancelling_withdraws_all_that_was_made_but_what_is_accepted(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made_module, "ACT_CHUNK", 2)
    key = room.begin(*lines(5))
    commit(room, key)
    first = room.proposals.list(ADA)[-1]
    submitted = room.proposals.act(ADA, first.id, first.version, Act.SUBMIT)
    room.proposals.act(OFFICER, first.id, submitted.version, Act.ACCEPT)
    told = to_the_end(lambda last: room.bulk.cancel(ADA, key, last))
    assert [one.done for one in told] == [2, 4, 5]
    assert sum(one.acted for one in told) == 4
    assert room.names(stage=Stage.WITHDRAWN) == ["Local 1", "Local 2", "Local 3", "Local 4"]
    assert room.names(stage=Stage.ACCEPTED) == ["Local 0"]
    with pytest.raises(NotFound):
        room.bulk.view(ADA, key)


def test_an_import_being_undone_makes_nothing_more(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service_module, "CHUNK", 2)
    monkeypatch.setattr(made_module, "ACT_CHUNK", 1)
    key = room.begin(*lines(4))
    room.bulk.commit(ADA, key, True)
    room.bulk.cancel(ADA, key)
    with pytest.raises(NotFound):
        room.bulk.commit(ADA, key, True)
    to_the_end(lambda last: room.bulk.cancel(ADA, key, last))
    assert room.names(stage=Stage.DRAFT) == []


def test_submitting_all_leaves_those_without_a_position_and_goes_past_refusals(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made_module, "ACT_CHUNK", 2)
    key = room.begin(*lines(4), "Sans place;9, rue;;;70")
    assert commit(room, key)[-1].to_submit == 4
    withdrawn = next(it for it in room.proposals.list(ADA) if it.content["name"] == "Local 1")
    room.proposals.act(ADA, withdrawn.id, withdrawn.version, Act.WITHDRAW)
    told = to_the_end(lambda last: room.bulk.submit(ADA, key, last))
    assert sum(one.acted for one in told) == 3
    assert room.names(stage=Stage.SUBMITTED) == ["Local 0", "Local 2", "Local 3"]
    assert room.names(stage=Stage.DRAFT) == ["Sans place"]


def test_one_refusal_stops_no_other(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    key = room.begin(*lines(3))
    commit(room, key)
    own = room.proposals.own

    def stale(person: Person, ids: Any) -> Any:
        found = own(person, ids)
        second = next(it for it in found if it.content["name"] == "Local 1")
        room.proposals.edit(person, second.id, second.version, {"notes": "entre-temps"})
        return found

    monkeypatch.setattr(room.proposals, "own", stale)
    (told,) = to_the_end(lambda last: room.bulk.submit(ADA, key, last))
    assert told.acted == 2
    ((refused, sentence),) = told.refused
    assert room.proposals.get(ADA, refused).content["name"] == "Local 1"
    assert sentence


def test_places_already_known_near_a_row_are_told_never_those_that_one_may_not_know(room: Room) -> None:
    room.proposals.create(ADA, Kind.PREMISES, {"name": "Voisin", "lon": 5.30, "lat": 43.30})
    room.proposals.create(RIVAL, Kind.PREMISES, {"name": "Secret", "lon": 5.3025, "lat": 43.30})
    key = room.begin("Neuf;1, rue;5,3003;43,30;80", "Loin;2, rue;5,3010;43,30;80", "Autre;3, rue;5,3025;43,30;80", "Nulle part;4, rue;;;80")
    found = room.bulk.view(ADA, key)
    assert {row: [near.name for near in twins.nearest] for row, twins in found.duplicates.items()} == {2: ["Voisin"]}
    assert 24 < found.duplicates[2].nearest[0].distance_m < 25
    left = room.bulk.choose(ADA, key, leave_duplicates=True)
    assert (left.left_out, dict(left.duplicates)) == ((2,), {})
    back = room.bulk.choose(ADA, key, take_back=[2])
    assert (back.left_out, list(back.duplicates)) == ((), [2])


def test_a_place_that_was_withdrawn_is_no_twin(room: Room) -> None:
    old = room.proposals.create(ADA, Kind.PREMISES, {"name": "Voisin", "lon": 5.30, "lat": 43.30})
    key = room.begin("Neuf;1, rue;5,3003;43,30;80")
    assert list(room.bulk.view(ADA, key).duplicates) == [2]
    room.proposals.act(ADA, old.id, old.version, Act.WITHDRAW)
    assert not room.bulk.view(ADA, key).duplicates


def test_what_the_import_itself_made_is_no_twin(room: Room) -> None:
    key = room.begin("A;1, rue;5,3000;43,30;80", "B;2, rue;2,3001;43,30;120")
    commit(room, key)
    assert not room.bulk.choose(ADA, key, corrections={3: {"x": "5,3001"}}).duplicates


def test_the_file_to_correct_holds_the_wrong_rows_as_corrected_so_far_and_comes_back(room: Room) -> None:
    key = room.begin(*lines(2), "B;2, rue;2,37;43,35;120", ";3, rue;2,38;43,35;3")
    room.bulk.choose(ADA, key, corrections={5: {"name": "=C"}})
    for fmt in ("csv", "xlsx"):
        table = read(f"a.{fmt}", room.bulk.corrected_file(ADA, key, fmt, only_wrong=True))
        at = {column: position for position, column in enumerate(table.columns)}
        assert [str(row[at["Nom"]]) for row in table.rows] == ["B", "=C"]
        assert all("Position hors du territoire" in str(row[at["Erreurs"]]) for row in table.rows)
        assert len(read(f"a.{fmt}", room.bulk.corrected_file(ADA, key, fmt, only_wrong=False)).rows) == 4
    commit(room, key)
    left = room.bulk.corrected_file(ADA, key, "csv", only_wrong=False)
    assert len(read("a.csv", left).rows) == 2
    assert len(through("a.csv", left.replace(b";2,3", b";5,3")).rows) == 2


def test_a_monthly_rent_is_kept_a_square_metre_and_year_and_the_file_to_correct_says_its_unit(room: Room) -> None:
    data = csv_of("A;1, rue;5,30;43,30;140;850", "B;2, rue;2,35;48,85;90;640", head="Nom;Adresse;Longitude;Latitude;Surface;Loyer")
    key = room.bulk.begin(ADA, "a.csv", data)
    left = read("a.csv", room.bulk.corrected_file(ADA, key, "csv", only_wrong=True))
    assert "Loyer (€/mois)" in left.columns
    room.bulk.choose(ADA, key, units={"rent_eur_m2_yr": "yr"})
    assert room.bulk.view(ADA, key).ready[0].values["rent_eur_m2_yr"] == pytest.approx(850 / 140, abs=1e-4)
    room.bulk.choose(ADA, key, units={"rent_eur_m2_yr": "month"})
    commit(room, key)
    (made,) = room.proposals.list(ADA)
    assert made.content["rent_eur_m2_yr"] == pytest.approx(850 * 12 / 140, abs=1e-4)


def test_contours_are_kept_and_a_point_inside(room: Room) -> None:
    key = room.bulk.begin(OFFICER, "zone.geojson", geojson(feature(polygon(circle(9)), proprietaire="SEM")))
    commit(room, key, OFFICER)
    (made,) = room.proposals.list(OFFICER)
    assert (made.kind, made.content["owner"]) == (Kind.ZONE_SITE, "SEM")
    assert len(made.content["footprint"]) == 10
    assert abs(made.content["lon"] - LON) < 1e-3 and abs(made.content["lat"] - LAT) < 1e-3


def test_the_imports_of_others_are_not_found(room: Room) -> None:
    key = room.begin(*lines(1))
    steps: list[Callable[[], Any]] = [
        lambda: room.bulk.view(RIVAL, key),
        lambda: room.bulk.choose(RIVAL, key, leave=[2]),
        lambda: room.bulk.corrected_file(RIVAL, key, "csv", True),
        lambda: room.bulk.commit(RIVAL, key, True),
        lambda: room.bulk.cancel(RIVAL, key),
        lambda: room.bulk.forget(RIVAL, key),
    ]
    for step in steps:
        with pytest.raises(NotFound):
            step()
    assert room.bulk.submit(RIVAL, key).total == 0
    assert room.names() == room.names(RIVAL) == []
