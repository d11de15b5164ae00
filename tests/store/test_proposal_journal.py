"""The journal of proposals: written with what it tells or nothing is, and read by whoever may read what it is about."""

from __future__ import annotations

from typing import Any

import pytest

from domain.person import NotAllowed, Person
from domain.proposal import Act, Stage
from store import journal, messages, outbox
from store.database import Database
from store.proposals import NotFound, Proposals
from tests.store.proposers import (
    AGENT,
    CHIEF,
    OFFICER,
    RIVAL,
    STRANGERS,
    at_stage,
    count_rows,
    propose,
    publish,
    submit,
)


@pytest.fixture
def store(database: Database) -> Proposals:
    return Proposals(database)


def test_what_was_taken_back_to_a_draft_is_nobody_elses_any_more(store: Proposals) -> None:
    it = submit(store)
    it = store.act(AGENT, it.id, it.version, Act.TAKE_BACK)
    it = store.edit(AGENT, it.id, it.version, {"notes": "négociation secrète"})
    it = store.act(AGENT, it.id, it.version, Act.WITHDRAW)
    for person in (OFFICER, CHIEF):
        with pytest.raises(NotFound):
            store.get(person, it.id)
        assert store.queue(person) == ()
        assert not any(entry.proposal_id for entry in store.journal_page(person))


def test_what_was_written_before_it_was_submitted_is_not_in_what_others_read_of_its_history(store: Proposals) -> None:
    made = propose(store, notes="loyer négociable")
    store.edit(AGENT, made.id, 1, {"notes": None})
    store.act(AGENT, made.id, 2, Act.SUBMIT)
    assert [entry.action for entry in store.timeline(AGENT, made.id)] == ["create", "edit", "submit"]
    assert [entry.action for entry in store.timeline(CHIEF, made.id)] == ["submit"]
    assert "négociable" not in str((store.timeline(CHIEF, made.id), store.journal_page(CHIEF), store.journal_page(OFFICER)))


def test_the_journal_is_paged_and_tells_each_what_is_theirs(store: Proposals) -> None:
    mine, theirs, site = submit(store), submit(store, RIVAL), propose(store, OFFICER)
    draft = propose(store)

    def told_of(person: Person, **asked: Any) -> set[str | None]:
        return {entry.proposal_id for entry in store.journal_page(person, **asked)}

    assert told_of(AGENT) == {mine.id, draft.id}
    assert told_of(RIVAL) == {theirs.id}
    assert told_of(OFFICER) == {mine.id, theirs.id, site.id}
    assert told_of(CHIEF) == {mine.id, theirs.id}
    assert told_of(AGENT, proposal_id=theirs.id) == set()
    for person in STRANGERS[1:]:
        with pytest.raises(NotAllowed):
            store.journal_page(person)
    whole = store.journal_page(AGENT)
    assert [entry.id for entry in whole] == sorted((entry.id for entry in whole), reverse=True)
    assert store.journal_page(AGENT, limit=2) + store.journal_page(AGENT, before_id=whole[1].id) == whole
    assert store.journal_page(AGENT, author="Basile") == whole
    assert store.journal_page(AGENT, author="Chloé") == ()
    assert store.journal_page(AGENT, since=whole[0].at) == tuple(entry for entry in whole if entry.at >= whole[0].at)
    assert store.journal_page(AGENT, until=whole[-1].at) == ()


def _failing(*_: object, **__: object) -> None:
    raise ZeroDivisionError


@pytest.mark.parametrize("room", [(journal, "append_row"), (messages, "add"), (outbox, "put")], ids=lambda room: room[1])
def test_a_decision_that_cannot_be_told_is_not_made(
    room: tuple[Any, str], store: Proposals, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    it = submit(store)
    before = count_rows(database)
    monkeypatch.setattr(*room, _failing)
    with pytest.raises(ZeroDivisionError):
        store.act(CHIEF, it.id, it.version, Act.ACCEPT)
    assert store.get(AGENT, it.id) == it
    assert (store.published(), store.publication(), count_rows(database)) == ((), 0, before)


def test_a_write_whose_journal_row_fails_is_not_made(store: Proposals, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    it = propose(store)
    before = count_rows(database)
    for name in ("append_row", "append_many"):
        monkeypatch.setattr(journal, name, _failing)
    for write in (
        lambda: propose(store),
        lambda: store.edit(AGENT, it.id, 1, {"name": "x"}),
        lambda: store.act(AGENT, it.id, 1, Act.SUBMIT),
    ):
        with pytest.raises(ZeroDivisionError):
            write()
    assert store.list(AGENT) == (it,)
    assert count_rows(database) == before


def test_the_journal_told_again_gives_each_proposal_as_it_is(store: Proposals) -> None:
    for stage in Stage:
        at_stage(store, stage)
    it = publish(store)
    it = store.edit(AGENT, it.id, it.version, {"area_m2": 9.0, "notes": None})
    it = store.act(AGENT, it.id, it.version, Act.SUBMIT)
    store.act(CHIEF, it.id, it.version, Act.REFUSE, "non")
    for found in store.list(AGENT):
        content: dict[str, Any] = {}
        stage = "draft"
        entries = store.timeline(AGENT, found.id)
        for entry in entries:
            after = dict(entry.after or {})
            if entry.action in {"create", "edit"}:
                content |= after
            else:
                assert (entry.before or {})["stage"] == stage
                stage = after["stage"]
                content |= after.get("content", {})
        assert {key: value for key, value in content.items() if value is not None} == found.content
        assert (stage, len(entries)) == (found.stage, found.version)
