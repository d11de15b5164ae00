"""The screens on which a meeting is projected: one a decision, or several numbered ones where it is too long to be read whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from domain.meeting import STANCE_LABELS, Decision, Meeting
from domain.stakeholder import STAKEHOLDERS
from i18n import gettext as _

OUTCOME = "outcome"
EACH = 20
"""How far apart the numbers of the screens of two decisions are: what is written of one never moves another."""
MOST_FIGURES = 6
"""Options in one table of figures, each of 40 px."""
LINE, NAME_LINE, QUESTION_LINE, VOICE_LINE, HEADS_LINE = 125, 75, 92, 36, 81
"""Characters that surely hold, at 24 px on 1920 px: on a whole line, beside the map, in a question, in one of four columns, in the heads
of a table."""
ROOM, SPARE, MOST_WHOLE = 27.0, 7, 4
"""Lines under a question of one line; those that the whole screen leaves to names, positions and what is decided; options that it holds."""


class Page(StrEnum):
    """What a screen shows of a decision: all of it, or its options, their figures, what is said of them, what each actor thinks."""

    WHOLE = "whole"
    OPTIONS = "options"
    FIGURES = "figures"
    WORDS = "words"
    POSITIONS = "positions"


@dataclass(frozen=True)
class Screen:
    """One screen.

    Attributes
    ----------
    rank : of its decision on the agenda, from 0.
    options : ranks of the options that it shows.
    voices : the actors whose position it shows.
    n, of : which one it is of those of its decision, from 1.
    """

    decision: Decision
    rank: int
    page: Page
    options: Sequence[int] = ()
    voices: Sequence[str] = ()
    has_outcome: bool = False
    n: int = 1
    of: int = 1

    @property
    def at(self) -> int:
        """The number by which the browser names it."""
        return EACH * self.rank + self.n - 1


def screens_of(meeting: Meeting) -> list[Screen]:
    """Return the screens of a meeting, in order."""
    return [screen for rank, one in enumerate(meeting.decisions) for screen in _numbered([*_screens(one, rank)])]


def projected(meeting: Meeting, at: int) -> Screen | None:
    """Return the screen of a number, or the last one before it; None where there is none."""
    screens = screens_of(meeting)
    return next((one for one in reversed(screens) if one.at <= at), screens[0] if screens else None)


def _numbered(screens: list[Screen]) -> list[Screen]:
    return [replace(one, n=n, of=len(screens)) for n, one in enumerate(screens, 1)]


def _screens(decision: Decision, rank: int) -> Iterator[Screen]:
    n = len(decision.options)
    if _is_short(decision):
        yield Screen(decision, rank, Page.WHOLE, range(n), _actors(), has_outcome=True)
        return
    yield from _of_options(decision, rank)
    blocks = {actor: 0.4 + _lines(_voice(decision, actor), LINE) for actor in _actors()}
    blocks[OUTCOME] = 0.6 + _lines(_outcome(decision), LINE)
    for part in _packed(blocks, _room(decision)):
        voices = [one for one in part if one != OUTCOME]
        yield Screen(decision, rank, Page.POSITIONS, (), voices, has_outcome=OUTCOME in part)


def _of_options(decision: Decision, rank: int) -> Iterator[Screen]:
    """Return the screens of the options of a decision whose positions have their own."""
    n = len(decision.options)
    if n and _is_narrow(decision):
        yield Screen(decision, rank, Page.WHOLE, range(n))
    elif n:
        names = {str(at): 1.4 + _lines(one.words, NAME_LINE) for at, one in enumerate(decision.options)}
        yield from (Screen(decision, rank, Page.OPTIONS, [int(at) for at in part]) for part in _packed(names, _room(decision)))
        each = -(-n // -(-n // MOST_FIGURES))
        yield from (Screen(decision, rank, Page.FIGURES, range(n)[at : at + each]) for at in range(0, n, each))
        yield Screen(decision, rank, Page.WORDS, range(n))


def _room(decision: Decision) -> float:
    return ROOM - 1.5 * (_lines(decision.question, QUESTION_LINE) - 1)


def _is_narrow(decision: Decision, beside: int = 0) -> bool:
    """Whether the options, their figures and what is said of them hold on one screen with some more lines."""
    n = len(decision.options)
    names = max((_lines(one.words, HEADS_LINE // n) for one in decision.options), default=0)
    return n <= MOST_WHOLE and len(decision.question) <= QUESTION_LINE and names + beside <= SPARE


def _is_short(decision: Decision) -> bool:
    """Whether a decision is read whole on one screen."""
    voices = [_voice(decision, actor) for actor in _actors()]
    if decision.options:
        return _is_narrow(decision, max(_lines(one, VOICE_LINE) for one in voices) + _lines(_outcome(decision), VOICE_LINE))
    return max(_lines(one, VOICE_LINE) for one in voices) + _lines(_outcome(decision), VOICE_LINE) < _room(decision)


def _actors() -> tuple[str, ...]:
    return tuple(actor.id for actor in STAKEHOLDERS)


def _voice(decision: Decision, actor: str) -> str:
    """Return about what is written of a position."""
    given = decision.positions.get(actor)
    label = next(_(one.label) for one in STAKEHOLDERS if one.id == actor)
    return f"    {label} : {_(STANCE_LABELS[given.stance])} : « {given.words} »" if given else f"    {label} : {_('pas encore donnée')}"


def _outcome(decision: Decision) -> str:
    return f"          {decision.outcome.words} {decision.outcome.why}" if decision.outcome else ""


def _lines(text: str, wide: int) -> int:
    return max(1, -(-len(text) // wide))


def _packed(blocks: Mapping[str, float], room: float) -> list[list[str]]:
    """Return blocks in order on as few screens as hold them, given the lines of each."""
    parts: list[list[str]] = [[]]
    used = 0.0
    for name, high in blocks.items():
        if parts[-1] and used + high > room:
            parts.append([])
            used = 0.0
        parts[-1].append(name)
        used += high
    return parts
