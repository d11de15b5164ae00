"""A funding scheme: whom it helps, with how much, under which conditions; and what a place's facts say of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from domain.candidate import Kind
from i18n import N_


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a place and of who would run it; None where nobody knows.

    Attributes
    ----------
    kind : Kind
        A zone site or a ground floor.
    siren : str
        The authority of the perimeter.
    is_in_qpv : bool or None
        Whether it stands in a priority neighbourhood.
    qpv_distance_m : float or None
        Straight line to the nearest one, metres.
    is_vacant : bool or None
        Whether the place is empty.
    is_brownfield : bool or None
        Whether the national inventory of brownfields lists it.
    newly_reached : float or None
        Residents within reach that no existing reuse centre serves.
    is_social_economy, does_integration, has_study : bool or None
        Of who would run it: a body of the social economy; work integration under agreement; a feasibility study done.
    """

    kind: Kind
    siren: str = ""
    is_in_qpv: bool | None = None
    qpv_distance_m: float | None = None
    is_vacant: bool | None = None
    is_brownfield: bool | None = None
    newly_reached: float | None = None
    is_social_economy: bool | None = None
    does_integration: bool | None = None
    has_study: bool | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: in words, what is to be found out where it is unknown, and whether it holds (None: unknown)."""

    words: str
    missing: str
    holds: Callable[[Facts], bool | None]


@dataclass(frozen=True, slots=True)
class Ceiling:
    """At most a share of one figure of the file (by its id), and at most so many euros."""

    figure: str
    label: str
    share: float
    most_eur: float


@dataclass(frozen=True, slots=True)
class Scheme:
    """One funding scheme. Every text is a gettext message id.

    Attributes
    ----------
    id, label, funder : str
    pays : str
        What it pays for.
    amount : str
        Caps and rates, as the source says; that none was found is said too.
    source, as_of : str
        Where this comes from; the year it was valid.
    conditions : tuple of Condition
    items : tuple of str
        The papers that the file asks for.
    figures : tuple of str
        The figures that the file gives, by id (`services.funding_figures`).
    ceiling : Ceiling or None
        The most that the aid can be, where the source gives a rate of one of the figures.
    assets : tuple of Condition
        What is not asked for and speaks for a file where it holds.
    siren : str
        The authority whose own call it is; empty for a national scheme.
    """

    id: str
    label: str
    funder: str
    pays: str
    amount: str
    source: str
    as_of: str
    conditions: tuple[Condition, ...]
    items: tuple[str, ...]
    figures: tuple[str, ...]
    ceiling: Ceiling | None = None
    assets: tuple[Condition, ...] = ()
    siren: str = ""


class State(StrEnum):
    """What the facts say of a scheme."""

    OPEN = "open"
    MISSING = "missing"
    CLOSED = "closed"


STATES: Mapping[State, str] = MappingProxyType(
    {State.OPEN: N_("possible"), State.MISSING: N_("possible, à compléter"), State.CLOSED: N_("non")}
)


@dataclass(frozen=True, slots=True)
class Eligibility:
    """What the facts say of a scheme: which conditions hold, fail, or are unknown yet, and which assets the place has."""

    scheme: Scheme
    holds: tuple[Condition, ...]
    fails: tuple[Condition, ...]
    unknown: tuple[Condition, ...]
    assets: tuple[Condition, ...]

    @property
    def state(self) -> State:
        """Closed as soon as one condition fails; open when all hold."""
        if self.fails:
            return State.CLOSED
        return State.MISSING if self.unknown else State.OPEN


def eligibility(scheme: Scheme, facts: Facts) -> Eligibility:
    """Return what the facts say of each condition of a scheme."""
    answers = [(condition, condition.holds(facts)) for condition in scheme.conditions]
    by = {answer: tuple(condition for condition, found in answers if found is answer) for answer in (True, False, None)}
    assets = tuple(condition for condition in scheme.assets if condition.holds(facts))
    return Eligibility(scheme, by[True], by[False], by[None], assets)
