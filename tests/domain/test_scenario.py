"""A question survives its address, whatever the address holds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from domain.scenario import MODES, OPENED, STAKES, Goal, Question

NAMES = st.lists(st.from_regex(r"[A-Z]{2,3}-\d{2,3}", fullmatch=True), max_size=4, unique=True)
OPTIONAL = {
    "spacing_m": st.none() | st.integers(100, 20_000),
    "per_commune": st.none() | st.integers(1, 30),
    "budget_keur": st.none() | st.integers(10, 100_000),
    "supply_km": st.none() | st.integers(1, 50),
    "per_hub": st.none() | st.integers(1, 20),
}
QUESTIONS = st.builds(
    Question,
    goal=st.sampled_from(Goal),
    k=st.integers(1, 30),
    opens=st.sampled_from(OPENED),
    mix=st.dictionaries(st.sampled_from(STAKES), st.integers(0, 100)),
    mode=st.sampled_from(MODES),
    minutes=st.integers(2, 60),
    required=NAMES.map(tuple),
    forbidden=NAMES.map(tuple),
    existing=st.booleans(),
    basins=st.booleans(),
    capacity=st.booleans(),
    convergent=st.booleans(),
    **OPTIONAL,
)


@given(QUESTIONS)
def test_a_question_is_read_back_from_its_address(question: Question) -> None:
    again = Question.from_query(question.to_query())
    assert again == question
    assert hash(again) == hash(question)


@given(st.text(max_size=300))
def test_any_address_gives_a_question(text: str) -> None:
    question = Question.from_query(text)
    assert Question.from_query(question.to_query()) == question


def test_the_default_question_has_an_empty_address() -> None:
    assert Question().to_query() == ""


def test_what_is_not_valid_is_dropped_and_the_rest_kept() -> None:
    question = Question.from_query("k=-3&goal=moon&mode=rocket&min=12&imp=RDC-001..&space=9999999&mix=waste-3,moon-9,cohesion-x")
    assert question == Question(minutes=12, required=("RDC-001",), spacing_m=20_000, mix={"waste": 3})


@given(QUESTIONS, st.sampled_from(["RDC-001", "ZAE-02"]))
def test_a_place_is_never_both_imposed_and_ruled_out(question: Question, place: str) -> None:
    for changed in (
        question.impose(place),
        question.forbid(place),
        question.impose(place).forbid(place),
        question.forbid(place).impose(place),
    ):
        assert not set(changed.required) & set(changed.forbidden)


@given(QUESTIONS)
def test_imposing_twice_sets_a_place_free_again(question: Question) -> None:
    free = question.impose("XX-99").impose("XX-99")
    assert "XX-99" not in free.required
    assert free.required == question.required


@given(QUESTIONS)
def test_shares_sum_to_one_and_follow_the_weights(question: Question) -> None:
    assert abs(sum(question.shares) - 1) < 1e-9
    order = sorted(range(4), key=lambda i: question.mix[STAKES[i]])
    assert [question.shares[i] for i in order] == sorted(question.shares)


def test_weights_all_at_zero_count_equally() -> None:
    assert Question(mix=dict.fromkeys(STAKES, 0)).shares == (0.25, 0.25, 0.25, 0.25)


def test_what_changed_is_named() -> None:
    assert Question().changed(Question(k=7, basins=True)) == ("k", "basins")
