"""Proposals: every stage, act and role; who reads what; what is private is never published; and what a content may hold."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.candidate import Kind
from domain.person import VISITOR, Person, PersonRole
from domain.place_fields import PRIVATE
from domain.proposal import (
    ACT_LABELS,
    DECISIONS,
    ECONOMY,
    EDITABLE,
    MAX_CONTENT_BYTES,
    PHOTOS,
    PROPOSAL_ID,
    REASONED,
    STAGE_LABELS,
    TRANSITIONS,
    Act,
    Decided,
    Proposal,
    Stage,
    acts,
    clean_content,
    clean_text,
    confidential_part,
    content_after,
    content_reopened,
    decides,
    has_position,
    kind_of,
    may_edit,
    may_read,
    missing_to_submit,
    months_after,
    organisation_of,
    public_part,
    stage_after,
)

NOW = dt.datetime(2026, 3, 31, 12, tzinfo=dt.UTC)
OWN = Person("own", "own", "Basile", PersonRole.LANDLORD, "hpr")
OTHER = Person("other", "other", "Nour", PersonRole.LANDLORD, "mlo")
OFFICER = Person("officer", "officer", "Chloé", PersonRole.ECONOMY)
CHIEF = Person("chief", "chief", "Gaëlle", PersonRole.FACILITATOR)
READERS = [Person(role.value, role.value, "X", role) for role in PersonRole if role not in {PersonRole.LANDLORD, *{PersonRole.ECONOMY}}]
STRANGERS = [OTHER, VISITOR, *(person for person in READERS if person.role is not PersonRole.FACILITATOR)]
EVERYBODY = [OWN, OFFICER, CHIEF, *STRANGERS]
TOLD: dict[str, Any] = {"name": "Laverie", "lon": 5.37, "lat": 43.3, "area_m2": 80.0}
CHANGED = {**TOLD, "area_m2": 95.0}


def _proposal(stage: Stage, **changes: Any) -> Proposal:
    """Return what a landlord proposes: first-time when nothing is published."""
    made = Proposal(
        "LP-000001", Kind.PREMISES, "hpr", "Basile", "own", stage, TOLD, None, 1, NOW, NOW, None, None, None, None, False
    )  # fmt: skip
    if stage not in {Stage.DRAFT, Stage.WITHDRAWN}:
        made = replace(made, submitted_at=NOW)
    if stage is Stage.ACCEPTED:
        made = replace(made, published=TOLD, decided_at=NOW, confirmed_at=NOW)
    return replace(made, **changes)


# For each stage: what its proposer may do, and what those who decide may.
NEW: dict[Stage, tuple[dict[Act, Stage], dict[Act, Stage]]] = {
    Stage.DRAFT: ({Act.SUBMIT: Stage.SUBMITTED, Act.WITHDRAW: Stage.WITHDRAWN}, {}),
    Stage.SUBMITTED: (
        {Act.TAKE_BACK: Stage.DRAFT, Act.WITHDRAW: Stage.WITHDRAWN},
        {Act.ACCEPT: Stage.ACCEPTED, Act.ASK: Stage.TO_COMPLETE, Act.REFUSE: Stage.REFUSED},
    ),
    Stage.TO_COMPLETE: ({Act.SUBMIT: Stage.SUBMITTED, Act.WITHDRAW: Stage.WITHDRAWN}, {Act.REOPEN: Stage.SUBMITTED}),
    Stage.ACCEPTED: ({Act.WITHDRAW: Stage.WITHDRAWN, Act.RENEW: Stage.ACCEPTED}, {Act.REOPEN: Stage.SUBMITTED}),
    Stage.REFUSED: ({Act.RESUME: Stage.DRAFT}, {Act.REOPEN: Stage.SUBMITTED}),
    Stage.WITHDRAWN: ({Act.RESUME: Stage.DRAFT}, {}),
}
# The same for changes of a place that everybody sees already.
AGAIN: dict[Stage, tuple[dict[Act, Stage], dict[Act, Stage]]] = {
    Stage.ACCEPTED: (
        {Act.SUBMIT: Stage.SUBMITTED, Act.WITHDRAW: Stage.WITHDRAWN, Act.RENEW: Stage.ACCEPTED},
        {Act.REOPEN: Stage.SUBMITTED},
    ),
    Stage.SUBMITTED: (
        {Act.TAKE_BACK: Stage.ACCEPTED, Act.WITHDRAW: Stage.WITHDRAWN},
        {Act.ACCEPT: Stage.ACCEPTED, Act.ASK: Stage.TO_COMPLETE, Act.REFUSE: Stage.ACCEPTED},
    ),
    Stage.TO_COMPLETE: NEW[Stage.TO_COMPLETE],
}
CASES = [(stage, {}, legal) for stage, legal in NEW.items()]
CASES += [(stage, {"content": CHANGED, "published": TOLD}, legal) for stage, legal in AGAIN.items()]


def test_every_stage_and_act_has_a_name_and_is_in_the_table() -> None:
    assert set(STAGE_LABELS) == set(Stage) == set(NEW)
    assert set(ACT_LABELS) == set(Act) == {act for _stage, act in TRANSITIONS}
    assert REASONED < DECISIONS


@pytest.mark.parametrize("person", EVERYBODY, ids=lambda person: person.id)
@pytest.mark.parametrize(("stage", "changes", "legal"), CASES)
def test_each_person_does_exactly_what_the_table_says(
    stage: Stage, changes: dict[str, Any], legal: tuple[dict[Act, Stage], dict[Act, Stage]], person: Person
) -> None:
    proposal = _proposal(stage, **changes)
    expected = legal[0] if person is OWN else legal[1] if person in (OFFICER, CHIEF) else {}
    assert {act: after for act in Act if (after := stage_after(proposal, act, person)) is not None} == expected
    assert set(acts(person, proposal)) == set(expected)
    assert acts(replace(person, active=False), proposal) == ()


@pytest.mark.parametrize("stage", Stage)
def test_those_who_decide_accept_what_their_own_organisation_tells_without_submitting_it(stage: Stage) -> None:
    own = _proposal(stage, organisation=ECONOMY, kind=Kind.ZONE_SITE)
    assert (stage_after(own, Act.ACCEPT, OFFICER) is Stage.ACCEPTED) is (stage in {Stage.DRAFT, Stage.SUBMITTED})
    assert (stage_after(own, Act.ACCEPT, CHIEF) is Stage.ACCEPTED) is (stage is Stage.SUBMITTED)
    assert stage_after(own, Act.ACCEPT, OWN) is None
    changed = _proposal(Stage.ACCEPTED, organisation=ECONOMY, content=CHANGED)
    assert stage_after(changed, Act.ACCEPT, OFFICER) is Stage.ACCEPTED
    assert stage_after(changed, Act.ACCEPT, CHIEF) is None


def test_nothing_becomes_accepted_without_somebody_who_decides() -> None:
    """Only a decision publishes; its proposer brings back to that stage what already is, and changes nothing of what is seen."""
    contents = itertools.product((TOLD, CHANGED), (None, TOLD))
    for stage, (content, published), act, person in itertools.product(Stage, contents, Act, EVERYBODY):
        for organisation in ("hpr", ECONOMY):
            proposal = _proposal(stage, content=content, published=published, organisation=organisation)
            after = stage_after(proposal, act, person)
            if after is None:
                continue
            _content, seen = content_after(proposal, act)
            if not decides(person):
                assert seen in (None, published)
                assert after is not Stage.ACCEPTED or published is not None or stage is Stage.ACCEPTED
            assert (after is Stage.ACCEPTED) <= (seen is not None or act is Act.RENEW)


def test_what_everybody_sees_changes_by_acceptance_and_goes_by_withdrawal_alone() -> None:
    changes = _proposal(Stage.SUBMITTED, content=CHANGED, published=TOLD)
    assert content_after(changes, Act.ACCEPT) == (CHANGED, CHANGED)
    assert content_after(changes, Act.REFUSE) == (TOLD, TOLD)
    assert content_after(changes, Act.ASK) == content_after(changes, Act.TAKE_BACK) == (CHANGED, TOLD)
    assert content_after(changes, Act.WITHDRAW) == (CHANGED, None)
    assert content_after(_proposal(Stage.ACCEPTED), Act.REOPEN) == (TOLD, None)
    assert content_after(_proposal(Stage.REFUSED), Act.REOPEN) == (TOLD, None)
    assert content_after(_proposal(Stage.ACCEPTED), Act.RENEW) == (TOLD, TOLD)
    assert changes.has_changes
    assert not _proposal(Stage.ACCEPTED).has_changes
    assert not _proposal(Stage.DRAFT).has_changes


@pytest.mark.parametrize("submitted", [None, NOW])
@pytest.mark.parametrize("stage", Stage)
def test_a_proposal_is_read_by_its_organisation_and_once_submitted_by_those_who_decide(stage: Stage, submitted: dt.datetime | None) -> None:
    proposal = _proposal(stage, submitted_at=submitted)
    assert may_read(OWN, proposal)
    for person in (OFFICER, CHIEF):
        assert may_read(person, proposal) is (submitted is not None and stage is not Stage.DRAFT)
    assert not any(may_read(person, proposal) for person in STRANGERS)
    assert not any(may_read(replace(person, active=False), proposal) for person in EVERYBODY)


@pytest.mark.parametrize("stage", Stage)
def test_only_its_organisation_changes_what_is_told_and_not_once_refused_or_withdrawn(stage: Stage) -> None:
    proposal = _proposal(stage)
    assert [person for person in EVERYBODY if may_edit(person, proposal)] == ([OWN] if stage in EDITABLE else [])
    assert (stage in EDITABLE) is (stage not in {Stage.REFUSED, Stage.WITHDRAWN})


def test_landlords_propose_premises_and_the_economy_directorate_zone_sites() -> None:
    assert (organisation_of(OWN), kind_of(OWN)) == ("hpr", Kind.PREMISES)
    assert (organisation_of(OFFICER), kind_of(OFFICER)) == (ECONOMY, Kind.ZONE_SITE)
    for person in (VISITOR, *READERS, replace(OWN, active=False)):
        assert organisation_of(person) is None
        assert kind_of(person) is None
    assert [person.id for person in EVERYBODY if decides(person)] == ["officer", "chief"]


@pytest.mark.parametrize(
    ("confirmed", "due"),
    [("2026-03-31", "2026-09-30"), ("2026-08-31", "2027-02-28"), ("2027-08-31", "2028-02-29"), ("2026-07-15", "2027-01-15")],
)
def test_a_place_is_to_be_confirmed_six_months_later_to_the_day(confirmed: str, due: str) -> None:
    day = dt.date.fromisoformat(due)
    proposal = _proposal(Stage.ACCEPTED, confirmed_at=dt.datetime.fromisoformat(f"{confirmed}T10:00:00+00:00"))
    assert months_after(dt.date.fromisoformat(confirmed), 6) == day
    assert proposal.is_due(day)
    assert not proposal.is_due(day - dt.timedelta(days=1))
    assert not any(replace(proposal, stage=stage).is_due(day) for stage in Stage if stage is not Stage.ACCEPTED)
    assert not replace(proposal, confirmed_at=None).is_due(day)


@given(st.dates(dt.date(1950, 1, 1), dt.date(2090, 1, 1)), st.integers(0, 120))
def test_months_later_is_the_same_day_or_the_last_one_of_its_month(day: dt.date, months: int) -> None:
    later = months_after(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (later.day < day.day and (later + dt.timedelta(days=1)).day == 1)


KEYS = st.sampled_from([*sorted(PRIVATE), "name", "lon", "lat", "area_m2", "rent_eur_m2_yr", "charges_eur_m2_yr", "footprint", "photos"])
VALUES = st.none() | st.text(max_size=20) | st.booleans() | st.floats(allow_nan=False, allow_infinity=False, width=32)
CONTENTS = st.dictionaries(KEYS, VALUES)


@given(CONTENTS)
def test_what_is_private_is_never_published(content: dict[str, Any]) -> None:
    public, kept = public_part(content), confidential_part(content)
    assert not set(public) & PRIVATE
    assert not set(public) & set(kept)
    rents = {"rent_eur_m2_yr", "charges_eur_m2_yr"} & set(content)
    if content.get("rent_is_confidential"):
        assert not rents & set(public)
        assert {key for key in rents if content[key] is not None} <= set(kept)
    else:
        assert rents <= set(public)
        assert not rents & set(kept)
    assert set(kept) <= {"contact", "owner", "siret", "rent_eur_m2_yr", "charges_eur_m2_yr"}
    assert all(content[key] == value for key, value in (public | kept).items())


def test_a_name_and_a_position_are_needed_to_submit() -> None:
    assert missing_to_submit({}) == ("name", "position")
    assert missing_to_submit({"name": "", "lon": 5.0}) == ("name", "position")
    assert missing_to_submit({"name": "x"}) == missing_to_submit({"name": "x", "lon": 5.0, "lat": "43"}) == ("position",)
    assert missing_to_submit(TOLD) == ()
    assert has_position(TOLD)


def test_a_content_is_kept_in_known_forms_alone() -> None:
    raw = {"name": "  Cafe\u0301 ", "area_m2": 80, "open": True, "lon": 5, "none": None, "empty": " ", "tags": ["a ", "b"], "no": []}
    raw |= {"footprint": [[5, 43], [5.1, 43]], "history": [{"on": "2026-01-02", "what": "vide", "by": None}], "notes": "a\r\nb"}
    assert clean_content(raw) == {
        "name": "Café", "area_m2": 80.0, "open": True, "lon": 5.0, "tags": ["a", "b"], "footprint": [[5.0, 43.0], [5.1, 43.0]],
        "history": [{"on": "2026-01-02", "what": "vide"}], "notes": "a\nb",
    }  # fmt: skip


REFUSED: dict[str, dict[str, Any]] = {
    "an unknown form": {"name": object()},
    "bytes": {"name": b"x"},
    "not a number": {"area_m2": float("nan")},
    "infinity": {"area_m2": float("-inf")},
    "an integer that no number holds": {"area_m2": 10**400},
    "a text too long": {"name": "x" * 2_001},
    "a null": {"name": "a\0b"},
    "an escape": {"name": "a\x1b[2J"},
    "half a character": {"name": "\ud800"},
    "too deep": {"tags": [[[["x"]]]]},
    "nothing in a list": {"tags": [None]},
    "a key in capitals": {"Name": "x"},
    "a key with a dot": {"a.b": "x"},
    "an empty key": {"": "x"},
    "a key too long": {"a" * 41: "x"},
    "an odd key inside": {"history": [{"__proto__": "x"}]},
    "far too much": {f"k{n}": "x" * 2_000 for n in range(20)},
    "a longitude in words": {"lon": "5.3"},
    "a longitude that is true": {"lon": True},
    "a longitude beyond": {"lon": 181},
    "a latitude beyond": {"lat": -90.5},
    "metres for degrees": {"lon": 893_000.0, "lat": 6_247_000.0},
}


@pytest.mark.parametrize("raw", REFUSED.values(), ids=REFUSED)
def test_another_content_is_refused_with_a_sentence(raw: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"^[A-ZÀ-Ý].*\.$"):
        clean_content(raw)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab_é", max_size=4), inner, max_size=3),
)


@given(st.dictionaries(st.text("abz_9é", max_size=5) | st.sampled_from(["lon", "lat", "name"]), JSON, max_size=6))
def test_whatever_is_sent_is_refused_in_words_or_kept_and_stable(raw: dict[str, Any]) -> None:
    try:
        kept = clean_content(raw)
    except ValueError as error:
        assert str(error)
        return
    assert clean_content(kept) == kept
    text = json.dumps(kept, ensure_ascii=False, allow_nan=False)
    assert json.loads(text) == kept
    assert len(text.encode()) <= MAX_CONTENT_BYTES
    assert has_position(kept) is ({"lon", "lat"} <= set(kept))


@given(st.text(max_size=50))
def test_a_clean_text_is_stable_and_short(text: str) -> None:
    try:
        clean = clean_text(text, 40)
    except ValueError:
        return
    assert clean_text(clean, 40) == clean == clean.strip()
    assert len(clean) <= 40
    clean.encode()


@pytest.mark.parametrize("text", ["LP-000001", "SZ-123456789"])
def test_the_name_of_a_proposal_is_recognised(text: str) -> None:
    assert PROPOSAL_ID.fullmatch(text)
    assert not any(PROPOSAL_ID.fullmatch(wrong) for wrong in (text.lower(), text + "\n", text[:-3] + "é", "XX" + text[2:], "LP-1"))


def test_going_back_on_a_decision_gives_back_what_it_took() -> None:
    first = _proposal(Stage.ACCEPTED)
    assert content_reopened(first, Decided(Act.ACCEPT)) == (TOLD, None)
    changed = _proposal(Stage.ACCEPTED, content=CHANGED, published=CHANGED)
    accepted = Decided(Act.ACCEPT, published=({"area_m2": 80.0}, {"area_m2": 95.0}))
    assert content_reopened(changed, accepted) == (CHANGED, TOLD)
    assert content_reopened(first, Decided(Act.REFUSE, content=({"area_m2": 95.0}, {"area_m2": 80.0}))) == (CHANGED, TOLD)
    assert content_reopened(first, Decided(Act.REFUSE)) == (TOLD, TOLD)
    assert content_reopened(first, Decided(Act.REOPEN)) == (TOLD, None)


def test_what_was_told_since_a_refusal_is_not_told_over() -> None:
    since = _proposal(Stage.ACCEPTED, content={**TOLD, "area_m2": 100.0, "contact": "06"})
    refused = Decided(Act.REFUSE, content=({"area_m2": 95.0, "van_access": "yes"}, {"area_m2": 80.0, "van_access": None}))
    assert content_reopened(since, refused) == ({**since.content, "van_access": "yes"}, TOLD)


def test_a_photograph_that_was_taken_away_does_not_come_back_with_what_was_seen_before() -> None:
    changed = _proposal(Stage.ACCEPTED, content={**TOLD, PHOTOS: ["b"]}, published={**TOLD, PHOTOS: ["b"]})
    accepted = Decided(Act.ACCEPT, published=({PHOTOS: ["a"]}, {PHOTOS: ["a", "b"]}))
    assert content_reopened(changed, accepted) == (changed.content, TOLD)


@given(st.dictionaries(st.sampled_from("abcd"), st.integers(0, 3)), st.dictionaries(st.sampled_from("abcd"), st.integers(0, 3)))
def test_going_back_at_once_leaves_no_trace_in_what_everybody_sees(before: dict[str, Any], after: dict[str, Any]) -> None:
    keys = before.keys() | after.keys()
    parts = ({key: before.get(key) for key in keys}, {key: after.get(key) for key in keys})
    accepted = _proposal(Stage.ACCEPTED, content=after, published=after)
    assert content_reopened(accepted, Decided(Act.ACCEPT, published=parts)) == (after, before)
    refused = _proposal(Stage.ACCEPTED, content=before, published=before)
    assert content_reopened(refused, Decided(Act.REFUSE, content=parts[::-1])) == (after, before)
