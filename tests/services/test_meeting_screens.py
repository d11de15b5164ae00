"""A decision is projected on one screen, or on several that leave nothing of it out."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st

from domain.meeting import ACTORS, MAX_QUESTION, MOST_OPTIONS, Decision, Meeting, Option, OptionKind, Outcome, Position, Stance
from services.meeting_screens import EACH, MOST_FIGURES, Page, projected, screens_of

WORDS = st.text("abé ", min_size=1, max_size=MAX_QUESTION).map(lambda text: f"x{text}"[:MAX_QUESTION])
LONG = st.integers(1, 1_000).map(lambda n: "m" * n)


@st.composite
def decisions(draw: st.DrawFn) -> Decision:
    options = tuple(Option(OptionKind.TEXT, "", f"{n} {draw(WORDS)}") for n in range(draw(st.integers(0, MOST_OPTIONS))))
    positions = {actor: Position(Stance.RESERVE, draw(LONG), "") for actor in ACTORS if draw(st.booleans())}
    outcome = Outcome("", draw(WORDS), draw(LONG)) if draw(st.booleans()) else None
    return Decision("d1", draw(WORDS), options, "", 1, None, positions, outcome)


def meeting_of(*given: Decision) -> Meeting:
    return cast("Meeting", SimpleNamespace(decisions=given))


def short(**changes: Any) -> Decision:
    options = tuple(Option(OptionKind.TEXT, "", name) for name in ("Une", "Deux", "Trois"))
    return Decision(
        **{
            "id": "d1",
            "question": "Où ?",
            "options": options,
            "material": "",
            "rank": 1,
            "origin": None,
            "positions": {},
            "outcome": None,
            **changes,
        }
    )


def test_a_short_decision_is_one_screen_and_one_of_long_reserves_or_many_options_is_several_numbered_ones() -> None:
    assert [one.page for one in screens_of(meeting_of(short()))] == [Page.WHOLE]
    reserves = {actor: Position(Stance.RESERVE, "m" * 1_000, "") for actor in ACTORS}
    found = screens_of(meeting_of(short(positions=reserves)))
    assert [one.page for one in found] == [Page.WHOLE, Page.POSITIONS, Page.POSITIONS]
    assert [(one.n, one.of) for one in found] == [(1, 3), (2, 3), (3, 3)]
    many = tuple(Option(OptionKind.TEXT, "", f"Option {n}") for n in range(8))
    assert [list(one.options) for one in screens_of(meeting_of(short(options=many))) if one.page is Page.FIGURES] == [
        [0, 1, 2, 3],
        [4, 5, 6, 7],
    ]


@given(st.lists(decisions(), max_size=3))
def test_every_option_and_position_is_on_one_screen_of_its_kind(given_: list[Decision]) -> None:
    meeting = meeting_of(*given_)
    screens = screens_of(meeting)
    for rank, decision in enumerate(given_):
        own = [one for one in screens if one.rank == rank]
        assert 1 <= len(own) <= EACH
        assert [actor for one in own for actor in one.voices] == list(ACTORS)
        assert [one.has_outcome for one in own].count(True) == 1
        every = list(range(len(decision.options)))
        for kinds in ({Page.WHOLE, Page.OPTIONS}, {Page.WHOLE, Page.FIGURES}, {Page.WHOLE, Page.WORDS}):
            assert [at for one in own if one.page in kinds for at in one.options] == every
        assert all(len(one.options) <= MOST_FIGURES for one in own if one.page is Page.FIGURES)


@given(decisions(), decisions(), decisions())
def test_what_is_written_of_one_decision_moves_no_other_on_screen(before: Decision, after: Decision, other: Decision) -> None:
    for first in (before, after):
        meeting = meeting_of(first, other)
        assert (found := projected(meeting, EACH)) is not None and found.decision is other
        assert all(projected(meeting, one.at) == one for one in screens_of(meeting))
    last = projected(meeting_of(before), 10 * EACH)
    assert last is not None and last.n == last.of
    assert projected(meeting_of(), 3) is None
