"""Proposals in the database: kept as told, seen by whoever may, decided by whoever decides, and told by the journal in full."""

from __future__ import annotations

import datetime as dt
import itertools
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from domain.candidate import Kind
from domain.person import VISITOR, NotAllowed, Person
from domain.proposal import PHOTOS, PROPOSAL_ID, Act, Proposal, Stage, acts, may_read
from i18n import use_language
from store.database import Database
from store.proposal_writing import MOST_AT_ONCE
from store.proposals import Conflict, Illegal, NotFound, Proposals
from store.tables import proposals as table
from tests.store.proposers import (
    AGENT,
    CHIEF,
    COHESION,
    COLLEAGUE,
    GONE,
    GUEST,
    OFFICER,
    PLANNER,
    RIVAL,
    STRANGERS,
    WASTE,
    at_stage,
    count_rows,
    propose,
    publish,
    submit,
    told,
)


@pytest.fixture
def store(database: Database) -> Proposals:
    return Proposals(database)


def test_a_proposal_comes_back_as_it_was_told(store: Proposals, url: str) -> None:
    before = dt.datetime.now(dt.UTC)
    made = store.create(AGENT, Kind.PREMISES, told(footprint=[[5.3, 43.3], [5.4, 43.3], [5.4, 43.4]]), is_example=True)
    assert PROPOSAL_ID.fullmatch(made.id)
    assert made.id == "LP-000001"
    assert (made.kind, made.organisation, made.author, made.author_id) == (Kind.PREMISES, "hpr", "Basile", "agent")
    assert (made.stage, made.version, made.published, made.is_example) == (Stage.DRAFT, 1, None, True)
    assert made.content["area_m2"] == 140.0
    assert before <= made.created_at == made.updated_at <= dt.datetime.now(dt.UTC)
    assert (made.submitted_at, made.decided_at, made.confirmed_at, made.seen_at) == (None, None, None, None)
    assert Proposals(Database.open(url)).get(AGENT, made.id) == made
    assert propose(store, OFFICER).id == "SZ-000002"


def test_each_organisation_begins_its_own_kind_and_nobody_else_does(store: Proposals, database: Database) -> None:
    for person, kind in (
        (AGENT, Kind.ZONE_SITE),
        (OFFICER, Kind.PREMISES),
        *((one, kind) for one in STRANGERS if one not in {RIVAL, GUEST} for kind in Kind),
    ):
        with pytest.raises(NotAllowed):
            store.create(person, kind, told())
    for person, kind in itertools.product((CHIEF, replace(AGENT, active=False), replace(AGENT, landlord=None)), Kind):
        with pytest.raises(NotAllowed):
            store.create(person, kind, told())
    assert count_rows(database)["proposals"] == 0


def test_many_are_begun_at_once_or_none(store: Proposals, database: Database) -> None:
    made = store.create_many(AGENT, Kind.PREMISES, [{"name": f"n° {n}"} for n in range(60)])
    assert [one.id for one in made] == [f"LP-{n:06d}" for n in range(1, 61)]
    assert [one.content["name"] for one in made] == [f"n° {n}" for n in range(60)]
    assert store.list(AGENT) == made[::-1]
    assert [entry.action for entry in store.timeline(AGENT, made[59].id)] == ["create"]
    with pytest.raises(ValueError, match="Nombre"):
        store.create_many(AGENT, Kind.PREMISES, [{"name": "bon"}, {"area_m2": float("nan")}])
    with pytest.raises(ValueError, match="Trop"):
        store.create_many(AGENT, Kind.PREMISES, [{}] * (MOST_AT_ONCE + 1))
    assert store.create_many(AGENT, Kind.PREMISES, []) == ()
    assert len(store.list(AGENT)) == 60


def test_what_goes_with_many_is_kept_or_lost_with_them(store: Proposals, database: Database) -> None:
    seen: list[str] = []

    def fail(_connection: object, made: Any) -> None:
        seen.extend(one.id for one in made)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        store.create_many(AGENT, Kind.PREMISES, [told(), told()], within=fail)
    assert seen == ["LP-000001", "LP-000002"]
    assert set(count_rows(database).values()) == {0}


def test_a_change_tells_what_changed_and_what_it_was(store: Proposals) -> None:
    made = propose(store)
    changed = store.edit(AGENT, made.id, 1, {"area_m2": 95, "contact": None, "owner": "  Ville "})
    assert changed.version == 2
    assert changed.content == {key: value for key, value in told(area_m2=95.0, owner="Ville").items() if key != "contact"}
    assert changed.updated_at >= made.updated_at
    assert store.get(COLLEAGUE, made.id) == changed
    entry = store.timeline(AGENT, made.id)[-1]
    assert (entry.action, entry.author, entry.author_id, entry.proposal_id) == ("edit", "Basile", "agent", made.id)
    assert entry.before == {"area_m2": 140.0, "contact": "06 00 00 00 01", "owner": None}
    assert entry.after == {"area_m2": 95.0, "contact": None, "owner": "Ville"}
    assert store.edit(COLLEAGUE, made.id, 2, {"area_m2": 95.0, "contact": None, "unheard": None}) == changed
    assert len(store.timeline(AGENT, made.id)) == 2


@pytest.mark.parametrize("changes", [{"area_m2": float("inf")}, {"Bad": 1}, {"name": "x" * 2_001}, {PHOTOS: ["a"]}, {"lon": "x"}])
def test_a_refused_value_leaves_the_proposal_as_it_was(changes: dict[str, Any], store: Proposals) -> None:
    made = propose(store)
    with pytest.raises(ValueError, match=r"\w"):
        store.edit(AGENT, made.id, 1, {"name": "autre", **changes})
    with pytest.raises(ValueError, match=r"\w"):
        store.create(AGENT, Kind.PREMISES, changes)
    assert store.list(AGENT) == (made,)


def test_a_conflict_shows_what_the_other_wrote(store: Proposals) -> None:
    made = propose(store)
    theirs = store.edit(COLLEAGUE, made.id, 1, {"name": "Le leur"})
    for write in (lambda: store.edit(AGENT, made.id, 1, {"name": "Le mien"}), lambda: store.act(AGENT, made.id, 1, Act.SUBMIT)):
        with pytest.raises(Conflict, match="Le leur") as conflict:
            write()
        assert conflict.value.current == theirs == store.get(AGENT, made.id)
    with use_language("en"), pytest.raises(Conflict):
        store.edit(AGENT, made.id, 3, {})


def test_a_decision_on_what_has_changed_since_is_refused(store: Proposals) -> None:
    seen = submit(store)
    changed = store.edit(AGENT, seen.id, seen.version, {"area_m2": 9.0})
    with pytest.raises(Conflict):
        store.act(CHIEF, seen.id, seen.version, Act.ACCEPT)
    assert store.published() == ()
    assert store.get(CHIEF, seen.id) == changed


WRITES: dict[str, Callable[[Proposals, Person, Proposal], object]] = {
    "edit": lambda store, person, it: store.edit(person, it.id, it.version, {"name": "x"}),
    "edit nothing": lambda store, person, it: store.edit(person, it.id, it.version, {}),
    "edit blindly": lambda store, person, it: store.edit(person, it.id, 77, {"name": "x"}),
    **{act.value: lambda store, person, it, act=act: store.act(person, it.id, it.version, act, "motif") for act in Act},
    "say": lambda store, person, it: store.say(person, it.id, "bonjour"),
    "note": lambda store, person, it: store.say(person, it.id, "bonjour", internal=True),
    "seen": lambda store, person, it: store.mark_seen(person, it.id),
    "get": lambda store, person, it: store.get(person, it.id),
    "messages": lambda store, person, it: store.messages(person, it.id),
    "timeline": lambda store, person, it: store.timeline(person, it.id),
}


@pytest.mark.parametrize("stage", Stage)
def test_strangers_never_learn_whether_a_proposal_exists(stage: Stage, store: Proposals, database: Database) -> None:
    it = at_stage(store, stage)
    ghost = replace(it, id="LP-999999")
    strangers = [*STRANGERS, *([OFFICER, CHIEF] if stage is Stage.DRAFT else [])]
    before = count_rows(database)
    for person, (name, write) in itertools.product(strangers, WRITES.items()):
        said = []
        for target in (it, ghost):
            with pytest.raises(NotFound) as refusal:
                write(store, person, target)
            said.append(str(refusal.value))
        assert said[0] == said[1], name
    assert count_rows(database) == before
    assert store.get(AGENT, it.id) == it


@pytest.mark.parametrize("person", [AGENT, OFFICER, CHIEF], ids=lambda person: person.id)
@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.DRAFT])
def test_each_act_is_done_refused_by_right_or_refused_by_stage_as_the_rules_say(stage: Stage, person: Person, store: Proposals) -> None:
    first = at_stage(store, stage)
    for act in Act:
        it = at_stage(store, stage)
        if act in acts(person, it):
            done = store.act(person, it.id, it.version, act, "motif")
            assert done.version == it.version + 1
            assert store.get(AGENT, it.id) == done
            assert store.timeline(AGENT, it.id)[-1].action == act.value
            continue
        with pytest.raises((NotAllowed, Illegal), match=r"^[A-ZÀ-Ý].{10,}\.$"):
            store.act(person, it.id, it.version, act, "motif")
        assert store.get(AGENT, it.id) == it
    assert store.get(AGENT, first.id) == first


def test_whoever_reads_and_may_not_is_told_so(store: Proposals) -> None:
    it = submit(store)
    with pytest.raises(NotAllowed, match="organisation"):
        store.edit(OFFICER, it.id, it.version, {"name": "x"})
    with pytest.raises(NotAllowed, match="décident"):
        store.act(AGENT, it.id, it.version, Act.ACCEPT)
    with pytest.raises(Illegal, match="Impossible"):
        store.act(AGENT, it.id, it.version, Act.RENEW)
    refused = store.act(OFFICER, it.id, it.version, Act.REFUSE, "hors zone")
    with pytest.raises(Illegal, match="brouillon"):
        store.edit(AGENT, it.id, refused.version, {"name": "x"})


def test_a_reason_is_needed_to_ask_or_refuse_and_a_name_and_a_position_to_go_on(store: Proposals) -> None:
    it = submit(store)
    for act, reason in ((Act.ASK, ""), (Act.REFUSE, "  "), (Act.REFUSE, "x" * 1_001), (Act.ASK, "a\0b")):
        with pytest.raises(ValueError, match=r"\w"):
            store.act(CHIEF, it.id, it.version, act, reason)
    bare = store.create(AGENT, Kind.PREMISES, {"name": "Sans position"})
    with pytest.raises(ValueError, match="position"):
        store.act(AGENT, bare.id, 1, Act.SUBMIT)
    emptied = store.edit(AGENT, it.id, it.version, {"lat": None})
    with pytest.raises(ValueError, match="position"):
        store.act(CHIEF, it.id, emptied.version, Act.ACCEPT)
    assert store.get(AGENT, it.id) == emptied
    assert store.publication() == 0


def test_the_moments_of_a_proposal_are_those_of_what_was_done(store: Proposals) -> None:
    draft = propose(store)
    sent = store.act(AGENT, draft.id, 1, Act.SUBMIT)
    assert sent.submitted_at == sent.confirmed_at == sent.updated_at
    asked = store.act(CHIEF, draft.id, 2, Act.ASK, "la hauteur ?")
    assert (asked.submitted_at, asked.decided_at) == (sent.submitted_at, asked.updated_at)
    back = store.act(OFFICER, draft.id, 3, Act.REOPEN)
    assert (back.stage, back.decided_at) == (Stage.SUBMITTED, None)
    draft = store.act(AGENT, draft.id, 4, Act.TAKE_BACK)
    assert (draft.stage, draft.submitted_at) == (Stage.DRAFT, None)
    own = propose(store, OFFICER)
    own = store.act(OFFICER, own.id, 1, Act.ACCEPT)
    assert own.submitted_at == own.decided_at == own.confirmed_at == own.updated_at
    renewed = store.act(OFFICER, own.id, 2, Act.RENEW)
    assert renewed.confirmed_at == renewed.updated_at
    assert renewed.decided_at == own.decided_at


def test_each_one_lists_its_own_organisations_alone_newest_change_first(store: Proposals) -> None:
    first, second, third = propose(store), propose(store, COLLEAGUE), propose(store, RIVAL)
    site = propose(store, OFFICER)
    first = store.edit(COLLEAGUE, first.id, 1, {"name": "neuf"})
    assert store.list(AGENT) == store.list(COLLEAGUE) == (first, second)
    assert store.list(RIVAL) == (third,)
    assert store.list(OFFICER) == (site,)
    assert all(store.list(person) == () for person in (CHIEF, PLANNER, COHESION, WASTE, VISITOR, GONE))
    sent = store.act(AGENT, second.id, 1, Act.SUBMIT)
    assert store.list(AGENT, stages=[Stage.SUBMITTED]) == (sent,)
    assert store.list(AGENT, stages=[]) == store.list(AGENT, kind=Kind.ZONE_SITE) == ()
    assert store.list(AGENT, kind=Kind.PREMISES, limit=1) == (sent,)


def test_the_queue_has_what_waits_first_the_longest_first_and_no_draft(store: Proposals) -> None:
    made = [submit(store, name=name) for name in "abc"]
    propose(store)
    propose(store, OFFICER)
    store.act(CHIEF, made[0].id, 2, Act.ACCEPT)
    again = store.act(OFFICER, made[1].id, 2, Act.ASK, "la surface ?")
    store.act(AGENT, again.id, again.version, Act.SUBMIT)
    for person in (OFFICER, CHIEF):
        assert [it.content["name"] for it in store.queue(person)] == ["c", "b", "a"]
        assert store.unread(person) == 2
    for person in (AGENT, *STRANGERS):
        with pytest.raises(NotAllowed):
            store.queue(person)


def test_forty_are_accepted_by_one_press_and_a_refused_one_stops_no_other(store: Proposals) -> None:
    made = [submit(store, name=f"n° {n}") for n in range(40)]
    changed = store.edit(AGENT, made[7].id, 2, {"name": "changé"})
    asked = [(it.id, 2) for it in made] + [("LP-999999", 1), (propose(store).id, 1), (made[0].id, 3)]
    done = store.act_many(CHIEF, asked, Act.ACCEPT)
    assert [outcome.id for outcome in done] == [name for name, _version in asked]
    accepted = [outcome.proposal for outcome in done if outcome.proposal]
    assert len(accepted) == 39
    assert {it.stage for it in accepted} == {Stage.ACCEPTED}
    refused = [outcome for outcome in done if outcome.sentence]
    assert [outcome.id for outcome in refused] == [changed.id, "LP-999999", asked[41][0], made[0].id]
    assert "changé" in (refused[0].sentence or "")
    assert refused[1].sentence == refused[2].sentence
    assert len(store.published()) == 39


EDITORS, EDITS = 4, 15


def test_of_several_editors_at_once_not_one_edit_is_lost(store: Proposals) -> None:
    made = propose(store, area_m2=0.0)
    together = threading.Barrier(EDITORS)

    def add_one() -> None:
        current = made
        while True:
            try:
                store.edit(AGENT, current.id, current.version, {"area_m2": current.content["area_m2"] + 1})
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
    found = store.get(AGENT, made.id)
    assert (found.content["area_m2"], found.version) == (EDITORS * EDITS, EDITORS * EDITS + 1)
    assert [entry.after["area_m2"] for entry in store.timeline(AGENT, made.id) if entry.after] == [float(n) for n in range(61)]


def test_several_begin_at_once_and_none_takes_anothers_number(store: Proposals) -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: propose(store).id, range(20)))
    assert sorted(made) == [f"LP-{n:06d}" for n in range(1, 21)]


def test_a_version_is_never_older_than_the_one_before_even_when_the_clock_goes_back(store: Proposals, database: Database) -> None:
    made, future = submit(store), dt.datetime(2999, 1, 1, tzinfo=dt.UTC)
    with database.writing() as connection:
        connection.execute(update(table).values(updated_at=future))
    decided = store.act(CHIEF, made.id, made.version, Act.ACCEPT)
    assert decided.updated_at == decided.decided_at == future
    assert store.messages(AGENT, made.id)[-1].at == future
    store.mark_seen(AGENT, made.id)
    assert store.unread(AGENT) == 0


def test_reading_in_sql_is_reading_by_the_rules(store: Proposals, database: Database) -> None:
    """Every stage, submitted or not, of every organisation: the database and `domain.proposal` say the same."""
    now = dt.datetime.now(dt.UTC)
    model = propose(store)
    columns = {column.name: getattr(model, column.name) for column in table.c if hasattr(model, column.name)}
    with database.writing() as connection:
        cases = itertools.product(Stage, ("hpr", "mlo", "economy"), (None, now))
        for number, (stage, organisation, submitted_at) in enumerate(cases, 2):
            row = {**columns, "number": number, "id": f"LP-{number:06d}", "stage": stage, "organisation": organisation}
            connection.execute(insert(table).values({**row, "submitted_at": submitted_at}))
        every = [Proposal(**row) for row in connection.execute(select(*(table.c[name] for name in columns))).mappings()]
    assert len(every) == 37
    for person in (AGENT, OFFICER, CHIEF, *STRANGERS):
        for proposal in every:
            try:
                store.get(person, proposal.id)
            except NotFound:
                assert not may_read(person, proposal)
            else:
                assert may_read(person, proposal)


def test_a_contour_is_everybodys_once_its_place_is_accepted(store: Proposals) -> None:
    ring = [[5.369, 43.348], [5.370, 43.348], [5.370, 43.349], [5.369, 43.348]]
    propose(store, footprint=ring)
    accepted = publish(store, footprint=ring)
    publish(store)
    assert store.contours() == {accepted.id: ring}
    store.act(AGENT, accepted.id, accepted.version, Act.WITHDRAW)
    assert store.contours() == {}
