"""Photographs and documents: seen by whoever may, everybody only once accepted, and never lost."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from domain.person import VISITOR, NotAllowed, Person
from domain.proposal import PHOTOS, Act, Proposal, Stage, acts
from store import journal
from store.attachments import CAPS, DOCUMENT, PHOTO, Attachment, Attachments
from store.database import Database
from store.proposals import Illegal, NotFound, Proposals
from store.tables import attachments as table
from store.verify import faults
from tests.store.proposers import AGENT, CHIEF, COLLEAGUE, OFFICER, RIVAL, STRANGERS, at_stage, propose, publish, submit

PIXELS = bytes(range(256))


@pytest.fixture
def store(database: Database) -> Proposals:
    return Proposals(database)


@pytest.fixture
def files(database: Database) -> Attachments:
    return Attachments(database)


def _photo(files: Attachments, it: Proposal, person: Person = AGENT, data: bytes = PIXELS) -> Attachment:
    return files.add(person, it.id, PHOTO, "façade.jpg", "image/jpeg", data, 640, 480, "La façade")


def _document(files: Attachments, it: Proposal) -> Attachment:
    return files.add(AGENT, it.id, DOCUMENT, "bail.pdf", "application/pdf", b"%PDF-1.7")


def _accepted(store: Proposals, it: Proposal) -> Proposal:
    it = store.act(AGENT, it.id, store.get(AGENT, it.id).version, Act.SUBMIT)
    return store.act(CHIEF, it.id, it.version, Act.ACCEPT)


def _count(database: Database) -> int:
    with database.reading() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar() or 0


def test_an_attachment_comes_back_byte_for_byte(store: Proposals, files: Attachments) -> None:
    it = propose(store)
    photo, document = _photo(files, it), _document(files, it)
    assert files.read(COLLEAGUE, photo.id) == (files.list(AGENT, it.id)[0], PIXELS)
    assert (photo.name, photo.caption, photo.media_type, photo.size) == ("façade.jpg", "La façade", "image/jpeg", 256)
    assert (photo.width, photo.height, photo.sha256) == (640, 480, hashlib.sha256(PIXELS).hexdigest())
    assert (photo.author, photo.is_public, photo.removed_at) == ("Basile", False, None)
    assert [one.id for one in files.list(AGENT, it.id)] == [photo.id, document.id]
    assert len(photo.id) >= 20


def test_each_one_counts_as_a_version_and_is_told(store: Proposals, files: Attachments) -> None:
    it = propose(store)
    photo, document = _photo(files, it), _document(files, it)
    assert (photo.version, document.version) == (2, 3)
    found = store.get(AGENT, it.id)
    assert (found.version, found.content[PHOTOS]) == (3, [photo.id])
    assert {key: value for key, value in found.content.items() if key != PHOTOS} == it.content
    _create, first, second = store.timeline(AGENT, it.id)
    assert (first.action, first.before, first.after) == (
        "attach",
        {PHOTOS: None},
        {PHOTOS: [photo.id], "attachment": photo.id, "name": "façade.jpg"},
    )
    assert (second.before, second.after) == ({}, {"attachment": document.id, "name": "bail.pdf"})
    assert store.edit(AGENT, it.id, 3, {"name": "autre"}).content[PHOTOS] == [photo.id]


def _is_seen(files: Attachments, person: Person, one: Attachment) -> bool:
    try:
        seen, data = files.read(person, one.id)
    except NotFound:
        return False
    assert (seen.id, data) == (one.id, PIXELS if one.kind == PHOTO else b"%PDF-1.7")
    return True


@pytest.mark.parametrize("stage", Stage)
def test_photographs_are_seen_by_everybody_exactly_while_their_place_is(stage: Stage, store: Proposals, files: Attachments) -> None:
    it = propose(store)
    photo, document = _photo(files, it), _document(files, it)
    if stage is not Stage.DRAFT:
        sent = store.act(AGENT, it.id, 3, Act.SUBMIT)
        way = {Stage.TO_COMPLETE: Act.ASK, Stage.ACCEPTED: Act.ACCEPT, Stage.REFUSED: Act.REFUSE}
        if stage in way:
            store.act(CHIEF, it.id, sent.version, way[stage], "motif")
        if stage is Stage.WITHDRAWN:
            store.act(AGENT, it.id, sent.version, Act.WITHDRAW)
    for person in (AGENT, COLLEAGUE, OFFICER, CHIEF, *STRANGERS):
        reads = person in (AGENT, COLLEAGUE) or (person in (OFFICER, CHIEF) and stage is not Stage.DRAFT)
        assert _is_seen(files, person, photo) is (reads or stage is Stage.ACCEPTED), person.id
        assert _is_seen(files, person, document) is reads, person.id
        if reads or stage is Stage.ACCEPTED:
            listed = files.list(person, it.id)
            assert [one.id for one in listed] == ([photo.id, document.id] if reads else [photo.id])
            assert all(one.author == ("Basile" if reads else "") for one in listed)
        else:
            with pytest.raises(NotFound):
                files.list(person, it.id)


def test_a_photograph_added_to_an_accepted_place_is_shown_once_it_is_accepted_too(store: Proposals, files: Attachments) -> None:
    it = publish(store)
    before, photo = store.published(), _photo(files, it)
    it = store.get(AGENT, it.id)
    assert it.has_changes
    assert Act.SUBMIT in acts(AGENT, it)
    assert not _is_seen(files, VISITOR, photo)
    assert files.list(VISITOR, it.id) == ()
    _accepted(store, it)
    assert _is_seen(files, VISITOR, photo)
    assert [place.content for place in store.published()] == [place.content for place in before]


def test_a_photograph_taken_away_is_gone_from_sight_at_once_and_can_come_back(store: Proposals, files: Attachments) -> None:
    it = propose(store)
    photo, kept = _photo(files, it), _photo(files, it, data=PIXELS)
    it = _accepted(store, it)
    gone = files.remove(COLLEAGUE, photo.id)
    assert gone.removed_at is not None
    assert not any(_is_seen(files, person, photo) for person in (OFFICER, CHIEF, *STRANGERS))
    assert [one.id for one in files.list(VISITOR, it.id)] == [kept.id]
    assert not store.get(AGENT, it.id).has_changes
    assert files.remove(AGENT, photo.id) == gone
    assert [one.id for one in files.list(AGENT, it.id)] == [kept.id]
    assert files.list(AGENT, it.id, removed=True)[0] == gone
    assert [one.id for one in files.list(CHIEF, it.id, removed=True)] == [kept.id]
    back = files.restore(AGENT, photo.id)
    assert (back.removed_at, back.is_public) == (None, False)
    assert files.restore(AGENT, photo.id) == back
    assert not _is_seen(files, VISITOR, photo)
    assert _is_seen(files, CHIEF, photo)
    _accepted(store, it)
    assert _is_seen(files, VISITOR, photo)
    assert [entry.action for entry in store.timeline(AGENT, it.id)][-4:] == ["remove", "restore", "submit", "accept"]


WRITES: dict[str, Callable[[Attachments, Person, Proposal, Attachment], object]] = {
    "add": lambda files, person, it, one: _photo(files, it, person),
    "remove": lambda files, person, it, one: files.remove(person, one.id),
    "restore": lambda files, person, it, one: files.restore(person, one.id),
}


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_only_its_organisation_changes_what_is_attached(
    write: Callable[[Attachments, Person, Proposal, Attachment], object], store: Proposals, files: Attachments, database: Database
) -> None:
    it = propose(store)
    photo = _photo(files, it)
    for person in (*STRANGERS, OFFICER, CHIEF):
        with pytest.raises(NotFound):
            write(files, person, it, photo)
    it = _accepted(store, it)
    for person in (*STRANGERS, OFFICER, CHIEF):
        with pytest.raises((NotAllowed, NotFound)):
            write(files, person, it, photo)
    store.act(AGENT, it.id, it.version, Act.WITHDRAW)
    with pytest.raises(Illegal):
        write(files, AGENT, it, photo)
    assert _count(database) == 1


def test_a_refused_proposal_is_shown_with_its_photographs_to_those_who_read_it(store: Proposals, files: Attachments) -> None:
    it = submit(store)
    photo = _photo(files, it)
    store.act(CHIEF, it.id, photo.version, Act.REFUSE, "motif")
    assert [_is_seen(files, person, photo) for person in (AGENT, OFFICER, RIVAL)] == [True, True, False]


@pytest.mark.parametrize("kind", CAPS)
def test_there_are_so_many_so_big_and_no_more(kind: str, store: Proposals, files: Attachments, database: Database) -> None:
    it, cap = propose(store), CAPS[kind]

    def add(data: bytes = b"x") -> Attachment:
        return files.add(AGENT, it.id, kind, "a", "x/y", data)

    for data in (b"", bytes(cap.size + 1)):
        with pytest.raises(ValueError, match="octets"):
            add(data)
    add(bytes(cap.size))
    made = [add() for _ in range(cap.shown - 1)]
    with pytest.raises(ValueError, match=str(cap.shown)):
        add()
    files.remove(AGENT, made[0].id)
    last = add()
    with pytest.raises(ValueError, match=str(cap.shown)):
        files.restore(AGENT, made[0].id)
    for _ in range(cap.stored - cap.shown - 1):
        files.remove(AGENT, last.id)
        last = add()
    files.remove(AGENT, last.id)
    with pytest.raises(ValueError, match=str(cap.shown)):
        add()
    assert _count(database) == cap.stored
    assert files.restore(AGENT, last.id).removed_at is None


@pytest.mark.parametrize("changes", [{"kind": "video"}, {"name": "x" * 121}, {"name": "a\0"}, {"caption": "x" * 301}])
def test_another_attachment_is_refused_with_a_sentence(changes: dict[str, str], store: Proposals, files: Attachments) -> None:
    it = propose(store)
    given = {"kind": PHOTO, "name": "a.jpg", "caption": ""} | changes
    with pytest.raises(ValueError, match=r"\.$"):
        files.add(AGENT, it.id, given["kind"], given["name"], "image/jpeg", PIXELS, 1, 1, given["caption"])
    assert files.list(AGENT, it.id) == ()


def test_nothing_is_attached_when_it_cannot_be_told(
    store: Proposals, files: Attachments, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    it = propose(store)
    photo = _photo(files, it)

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(journal, "append_row", fail)
    for write in WRITES.values():
        if write is WRITES["restore"]:
            continue
        with pytest.raises(ZeroDivisionError):
            write(files, AGENT, it, photo)
    assert (_count(database), files.list(AGENT, it.id), store.get(AGENT, it.id).version) == (1, (photo,), 2)


def test_unknown_ones_are_not_found(store: Proposals, files: Attachments) -> None:
    for person, name in itertools.product((AGENT, CHIEF, VISITOR), ("", "nothing", "x" * 200, "é")):
        with pytest.raises(NotFound):
            files.read(person, name)
        with pytest.raises(NotFound):
            files.list(person, name)
    assert files.list(AGENT, at_stage(store, Stage.REFUSED).id) == ()


def test_a_caption_is_changed_by_its_organisation_alone_and_told(store: Proposals, files: Attachments, database: Database) -> None:
    it = propose(store)
    photo = _photo(files, it)
    for person in (RIVAL, OFFICER, *STRANGERS, CHIEF):
        with pytest.raises((NotFound, NotAllowed)):
            files.describe(person, photo.id, "autre")
    changed = files.describe(COLLEAGUE, photo.id, "  Côté cour ")
    assert (changed.caption, changed.version) == ("Côté cour", photo.version + 1)
    assert files.describe(AGENT, photo.id, "Côté cour") == changed
    last = store.timeline(AGENT, it.id)[-1]
    about = {"attachment": photo.id, "name": "façade.jpg"}
    assert (last.action, last.before, last.after) == ("caption", {**about, "caption": "La façade"}, {**about, "caption": "Côté cour"})
    with pytest.raises(ValueError, match="trop long"):
        files.describe(AGENT, photo.id, "x" * 301)
    assert faults(database) == ()


def test_the_caption_that_everybody_reads_stays_as_it_was_accepted(store: Proposals, files: Attachments) -> None:
    it = propose(store)
    photo, document = _photo(files, it), _document(files, it)
    _accepted(store, it)
    with pytest.raises(Illegal, match="publiée"):
        files.describe(AGENT, photo.id, "autre")
    assert files.describe(AGENT, document.id, "autre").caption == "autre"


def test_whether_one_may_add_is_known_before_the_bytes_are_there(store: Proposals, files: Attachments) -> None:
    it = propose(store)
    files.check(AGENT, it.id, "photo")
    with pytest.raises(NotFound):
        files.check(RIVAL, it.id, "photo")
    for _each in range(12):
        _photo(files, it)
    with pytest.raises(ValueError, match="12 photos"):
        files.check(AGENT, it.id, "photo")
    files.check(AGENT, it.id, "document")
    files.check(AGENT, it.id)
    store.act(AGENT, it.id, store.get(AGENT, it.id).version, Act.WITHDRAW)
    with pytest.raises(Illegal):
        files.check(AGENT, it.id)
