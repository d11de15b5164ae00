"""Saved scenarios: what is saved comes back the same, no edit is lost, and the journal tells all of it."""

from __future__ import annotations

import datetime as dt
import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import update

from domain.person import VISITOR, NotAllowed, Person, PersonRole
from domain.saved import Order, ReasonNeeded, SavedScenario, Status, Wanted
from i18n import use_language
from store import journal
from store.database import Database
from store.installation import begin_demonstration
from store.persons import Persons
from store.scenarios import Conflict, NotFound, Scenarios
from store.tables import scenarios as scenarios_table
from tests.store.drafts import RESULT, draft
from tests.store.people import ADA, CHEAP, CHIEF, PLANNER, enrol


def test_a_scenario_comes_back_as_it_was_saved(scenarios: Scenarios, url: str) -> None:
    before = dt.datetime.now(dt.UTC)
    made = scenarios.create(PLANNER, draft())
    assert re.fullmatch(r"[A-Za-z0-9_-]{12}", made.id)
    assert (made.name, made.note, made.author) == ("Pôle nord", "Deux lignes\npour la réunion.", PLANNER.name)
    assert (made.question, made.result) == ("kinds=premises&area=80-300", RESULT)
    assert (made.data_version, made.criteria_version) == ("d1", "c7")
    assert (made.status, made.starred, made.archived, made.version) == (Status.DRAFT, False, False, 1)
    assert before <= made.created_at == made.updated_at <= dt.datetime.now(dt.UTC)
    assert made.created_at.utcoffset() == dt.timedelta(0)
    assert Scenarios(Database.open(url)).get(made.id) == made


def test_what_does_not_exist_is_none_or_not_found(scenarios: Scenarios) -> None:
    assert scenarios.get("nothing") is None
    assert scenarios.page().items == scenarios.page(Wanted(archived=True)).items == scenarios.history("nothing") == ()
    for act in (lambda: scenarios.update(PLANNER, "nothing", 1, name="x"), lambda: scenarios.copy(PLANNER, "nothing", "x")):
        with pytest.raises(NotFound, match="n'existe pas"):
            act()


def test_starred_scenarios_come_first_then_the_newest_and_archived_ones_apart(scenarios: Scenarios) -> None:
    made = [scenarios.create(PLANNER, draft(name=name)) for name in "abcde"]
    scenarios.update(PLANNER, made[1].id, 1, starred=True)
    scenarios.update(PLANNER, made[3].id, 1, starred=True)
    gone = scenarios.update(PLANNER, made[2].id, 1, archived=True)
    assert [scenario.name for scenario in scenarios.page().items] == ["d", "b", "e", "a"]
    assert scenarios.page(Wanted(archived=True)).items == (gone,)
    assert scenarios.get(gone.id) == gone
    scenarios.update(PLANNER, gone.id, 2, archived=False)
    assert [scenario.name for scenario in scenarios.page().items] == ["d", "b", "e", "c", "a"]


def test_an_update_changes_what_is_given_and_nothing_else(scenarios: Scenarios) -> None:
    made = scenarios.create(PLANNER, draft())
    changed = scenarios.update(PLANNER, made.id, 1, name="  Pôle sud ", status=Status.PROPOSED)
    assert (changed.name, changed.status, changed.version) == ("Pôle sud", Status.PROPOSED, 2)
    assert changed.updated_at >= made.updated_at
    same = ("id", "note", "author", "question", "result", "data_version", "criteria_version", "starred", "archived", "created_at")
    assert all(getattr(changed, field) == getattr(made, field) for field in same)
    assert scenarios.get(made.id) == changed
    assert scenarios.update(PLANNER, made.id, 2, note="").note == ""


def test_an_update_that_changes_nothing_writes_nothing(scenarios: Scenarios) -> None:
    made = scenarios.create(PLANNER, draft())
    assert scenarios.update(PLANNER, made.id, 1) == made
    assert scenarios.update(PLANNER, made.id, 1, name=made.name, starred=False) == made
    assert len(scenarios.history(made.id)) == 1


@pytest.mark.parametrize("changes", [{"name": ""}, {"note": "x" * 4_001}, {"status": "abandoned"}])
def test_a_refused_value_leaves_the_scenario_as_it_was(changes: dict[str, str], scenarios: Scenarios) -> None:
    made = scenarios.create(PLANNER, draft())
    with pytest.raises(ValueError, match=r"\w"):
        scenarios.update(PLANNER, made.id, 1, **({"name": "other"} | changes))
    assert scenarios.get(made.id) == made


def test_a_conflict_shows_what_the_other_wrote(scenarios: Scenarios) -> None:
    made = scenarios.create(PLANNER, draft())
    theirs = scenarios.update(PLANNER, made.id, 1, name="Le leur")
    with pytest.raises(Conflict, match="Le leur") as conflict:
        scenarios.update(PLANNER, made.id, 1, name="Le mien")
    assert conflict.value.current == theirs == scenarios.get(made.id)
    with use_language("en"), pytest.raises(Conflict, match="Somebody"):
        scenarios.update(PLANNER, made.id, 3, name="Le mien")


def test_a_copy_is_a_new_draft_of_the_same_question_and_result(scenarios: Scenarios) -> None:
    made = scenarios.create(PLANNER, draft())
    chosen = scenarios.update(PLANNER, made.id, 1, status=Status.CHOSEN, starred=True, archived=True)
    copied = scenarios.copy(ADA, made.id, "Variante")
    assert copied.id != made.id
    assert (copied.name, copied.author, copied.note, copied.question) == ("Variante", ADA.name, made.note, made.question)
    assert (copied.result, copied.data_version, copied.criteria_version) == (made.result, "d1", "c7")
    assert (copied.status, copied.starred, copied.archived, copied.version) == (Status.DRAFT, False, False, 1)
    assert scenarios.get(made.id) == chosen
    with pytest.raises(ValueError, match="Nom"):
        scenarios.copy(PLANNER, made.id, "")


def test_the_journal_tells_who_changed_what_from_what(scenarios: Scenarios) -> None:
    made = scenarios.create(PLANNER, draft())
    changed = scenarios.update(CHIEF, made.id, 1, name="Pôle sud", starred=True)
    scenarios.update(PLANNER, made.id, 2, status=Status.CHOSEN)
    copied = scenarios.copy(PLANNER, made.id, "Variante")
    first, second, third = scenarios.history(made.id)
    assert (first.action, first.author, first.before, first.at) == ("create", PLANNER.name, None, made.created_at)
    assert first.after is not None
    assert (first.after["name"], first.after["question"], first.after["status"]) == (made.name, made.question, "draft")
    assert (second.action, second.author, second.at) == ("update", CHIEF.name, changed.updated_at)
    assert (second.before, second.after) == ({"name": "Pôle nord", "starred": False}, {"name": "Pôle sud", "starred": True})
    assert (third.author_id, third.before, third.after) == (PLANNER.id, {"status": "draft"}, {"status": "chosen"})
    assert first.id < second.id < third.id
    (origin,) = scenarios.history(copied.id)
    assert origin.action == "copy"
    assert origin.after is not None
    assert origin.after["copied_from"] == made.id


def test_only_its_author_the_facilitator_or_a_planner_changes_a_scenario(scenarios: Scenarios, database: Database) -> None:
    enrol(Persons(database, CHEAP))
    made = scenarios.create(ADA, draft())
    stranger = Person("eve", "eve", "Ève", PersonRole.COHESION)
    for person in (stranger, VISITOR, Person(ADA.id, ADA.login, ADA.name, ADA.role, active=False)):
        with pytest.raises(NotAllowed):
            scenarios.update(person, made.id, 1, name="x")
        with pytest.raises(NotAllowed):
            scenarios.update(person, made.id, 7, name="x")
    assert scenarios.get(made.id) == made
    for rank, person in enumerate((ADA, CHIEF, PLANNER), 1):
        assert scenarios.update(person, made.id, rank, name=person.name).author == ADA.name
    assert scenarios.copy(stranger, made.id, "x").author == stranger.name


def test_a_visitor_writes_only_in_a_demonstration_that_no_account_has_ended(scenarios: Scenarios, database: Database) -> None:
    with pytest.raises(NotAllowed):
        scenarios.create(VISITOR, draft())
    with database.writing() as connection:
        begin_demonstration(connection)
    made = scenarios.create(VISITOR, draft())
    assert made.author is None
    assert scenarios.update(VISITOR, made.id, 1, name="x").version == 2
    Persons(database, CHEAP).disable(CHIEF, enrol(Persons(database, CHEAP)).login)
    for act in (
        lambda: scenarios.create(VISITOR, draft()),
        lambda: scenarios.copy(VISITOR, made.id, "y"),
        lambda: scenarios.update(VISITOR, made.id, 2, name="y"),
    ):
        with pytest.raises(NotAllowed, match="se connecter"):
            act()
    assert len(scenarios.page().items) == 1


def test_a_write_whose_journal_row_fails_is_not_made(scenarios: Scenarios, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    made = scenarios.create(PLANNER, draft())

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(journal, "append", fail)
    for act in (
        lambda: scenarios.create(PLANNER, draft()),
        lambda: scenarios.update(PLANNER, made.id, 1, name="x"),
        lambda: scenarios.copy(PLANNER, made.id, "x"),
    ):
        with pytest.raises(ZeroDivisionError):
            act()
    assert scenarios.page().items == (made,)
    assert len(scenarios.history(made.id)) == 1


def test_a_version_is_never_older_than_the_one_before_even_when_the_clock_goes_back(scenarios: Scenarios, database: Database) -> None:
    made, future = scenarios.create(PLANNER, draft()), dt.datetime(2999, 1, 1, tzinfo=dt.UTC)
    with database.writing() as connection:
        connection.execute(update(scenarios_table).values(updated_at=future))
    assert scenarios.update(PLANNER, made.id, 1, name="x").updated_at == future


EDITORS, EDITS = 4, 40


def test_of_several_editors_at_once_not_one_edit_is_lost(scenarios: Scenarios) -> None:
    made = scenarios.create(PLANNER, draft(note="0"))
    together = threading.Barrier(EDITORS)

    def add_one() -> None:
        current: SavedScenario = made
        while True:
            try:
                scenarios.update(PLANNER, current.id, current.version, note=str(int(current.note) + 1))
            except Conflict as conflict:
                current = conflict.current
            else:
                return

    def edit() -> None:
        together.wait()
        for _ in range(EDITS):
            add_one()

    with ThreadPoolExecutor(EDITORS) as pool:
        for done in [pool.submit(edit) for _ in range(EDITORS)]:
            done.result()
    final = scenarios.get(made.id)
    assert final is not None
    assert (final.note, final.version) == (str(EDITORS * EDITS), EDITORS * EDITS + 1)
    told = [entry.after["note"] for entry in scenarios.history(made.id) if entry.after is not None]
    assert told == [str(count) for count in range(EDITORS * EDITS + 1)]


def test_a_page_reads_its_own_scenarios_alone_whatever_their_number(scenarios: Scenarios) -> None:
    made = [scenarios.create(PLANNER, draft(name=f"n{i:03d}")) for i in range(125)]
    pages = [scenarios.page(Wanted(order=Order.NAME), number) for number in (1, 2, 3, 4)]
    assert [len(page.items) for page in pages] == [50, 50, 25, 25]
    assert [(page.number, page.pages, page.total, page.first) for page in pages[1:]] == [
        (2, 3, 125, 51),
        (3, 3, 125, 101),
        (3, 3, 125, 101),
    ]
    assert [item for page in pages[:3] for item in page.items] == made
    assert scenarios.page(Wanted(order=Order.OLDEST)).items[0] == made[0]
    assert scenarios.page().items[0] == made[-1]


def test_a_scenario_is_found_by_its_name_or_its_author_whatever_the_case(scenarios: Scenarios) -> None:
    scenarios.create(PLANNER, draft(name="Étude du port"))
    scenarios.create(CHIEF, draft(name="100 % à pied_"))

    def found(text: str) -> list[str]:
        return [item.name for item in scenarios.page(Wanted(text)).items]

    assert found("étude DU") == ["Étude du port"]
    assert found(CHIEF.name.upper()) == ["100 % à pied_"]
    assert found("100 %") == found("pied_") == ["100 % à pied_"]
    assert found("ETUDE") == ["Étude du port"]
    assert found("z%") == found("z_") == []
    assert found("nulle part") == []
    assert (scenarios.page(Wanted("nulle part")).first, scenarios.page(Wanted("nulle part")).pages) == (0, 1)


def test_what_is_chosen_is_undone_by_a_planner_with_a_reason_alone_and_the_journal_keeps_it(scenarios: Scenarios) -> None:
    made = scenarios.create(ADA, draft())
    chosen = scenarios.update(CHIEF, made.id, 1, status=Status.CHOSEN)
    for changes in ({"status": Status.DRAFT}, {"status": Status.PROPOSED}, {"archived": True}):
        for reason in ("", "  "):
            with pytest.raises(ReasonNeeded, match="dites pourquoi"):
                scenarios.update(PLANNER, made.id, 2, reason=reason, **changes)
    assert scenarios.get(made.id) == chosen
    undone = scenarios.update(PLANNER, made.id, 2, status=Status.DRAFT, reason=" Le loyer a doublé. ")
    assert undone.status is Status.DRAFT
    last = scenarios.history(made.id)[-1]
    assert (last.before, last.after) == ({"status": "chosen"}, {"status": "draft", "reason": "Le loyer a doublé."})


def test_the_facilitator_undoes_a_choice_and_others_change_what_does_not_undo_it_without_a_reason(scenarios: Scenarios) -> None:
    made = scenarios.create(PLANNER, draft())
    scenarios.update(CHIEF, made.id, 1, status=Status.CHOSEN)
    assert scenarios.update(PLANNER, made.id, 2, starred=True, name="Pôle sud").status is Status.CHOSEN
    assert scenarios.update(CHIEF, made.id, 3, status=Status.PROPOSED).status is Status.PROPOSED
