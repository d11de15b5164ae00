"""A scenario's question: what is sought and under which conditions; read from an address, written back to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from domain.address import MAX_ID_LENGTH, Address, Key, write
from domain.stakeholder import STAKEHOLDERS
from i18n import N_

MAX_PLACES = 30
MAX_NAMED = 200


class Goal(StrEnum):
    """What a plan is good at."""

    COVER = "cover"
    NEAR = "near"
    WORST = "worst"
    ALL = "all"


GOAL_LABELS: Mapping[Goal, str] = MappingProxyType(
    {
        Goal.COVER: N_("Atteindre le plus de monde"),
        Goal.NEAR: N_("Rapprocher tout le monde"),
        Goal.WORST: N_("Ne laisser personne trop loin"),
        Goal.ALL: N_("Atteindre tout le monde avec le moins de lieux"),
    }
)
GOAL_TERMS: Mapping[Goal, str] = MappingProxyType(
    {
        Goal.COVER: N_("couverture maximale"),
        Goal.NEAR: N_("p-médiane"),
        Goal.WORST: N_("p-centre"),
        Goal.ALL: N_("couverture totale"),
    }
)
MODES = ("foot", "bike", "car", "transit", "straight")
MODE_LABELS: Mapping[str, str] = MappingProxyType(
    {
        "foot": N_("à pied"),
        "bike": N_("à vélo"),
        "car": N_("en voiture"),
        "transit": N_("en transports"),
        "straight": N_("à vol d'oiseau"),
    }
)
OPENED = ("both", "shop", "hub")
STAKES = tuple(actor.id for actor in STAKEHOLDERS)


@dataclass(frozen=True)
class Question:
    """Everything a plan depends on, beside the selection of places and the data.

    Attributes
    ----------
    goal : Goal
    k : how many new places at most (1 to 30); ignored when everyone is to be reached.
    opens : which roles the new places may hold: ``both``, ``shop`` or ``hub``.
    mix : weight of each actor's stake (see ``scenarios.stakes``), by actor, whole, 0 to 100; only ratios matter.
    mode, minutes : who counts as reached.
    required, forbidden : ids of places, imposed or ruled out; a place is never both.
    existing : whether the existing ressourceries count as open.
    spacing_m, per_commune, basins, budget_keur, supply_km, per_hub, capacity : conditions; None or False when not set.
    convergent : whether only places where the four actors are green may be chosen.
    """

    goal: Goal = Goal.COVER
    k: int = 5
    opens: str = "both"
    mix: Mapping[str, float] = field(default_factory=dict)
    mode: str = "car"
    minutes: int = 10
    required: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    existing: bool = True
    spacing_m: int | None = None
    per_commune: int | None = None
    basins: bool = False
    budget_keur: int | None = None
    supply_km: int | None = None
    per_hub: int | None = None
    capacity: bool = False
    convergent: bool = False

    def __post_init__(self) -> None:
        mix = {actor: float(min(max(round(self.mix.get(actor, 1.0)), 0), 100)) for actor in STAKES}
        object.__setattr__(self, "mix", MappingProxyType(mix if any(mix.values()) else dict.fromkeys(STAKES, 1.0)))
        required = tuple(dict.fromkeys(self.required))[:MAX_NAMED]
        object.__setattr__(self, "required", required)
        object.__setattr__(self, "forbidden", tuple(i for i in dict.fromkeys(self.forbidden) if i not in required)[:MAX_NAMED])

    @property
    def shares(self) -> tuple[float, ...]:
        """The mix as shares that sum to one, in the order of :data:`STAKES`."""
        total = sum(self.mix.values())
        return tuple(self.mix[actor] / total for actor in STAKES)

    def impose(self, place: str) -> Question:
        """Impose a place, or set it free again when it is imposed already."""
        is_imposed = place in self.required
        required = tuple(p for p in self.required if p != place) + (() if is_imposed else (place,))
        return replace(self, required=required, forbidden=tuple(p for p in self.forbidden if p != place))

    def forbid(self, place: str) -> Question:
        """Rule a place out, or set it free again when it is ruled out already."""
        is_forbidden = place in self.forbidden
        forbidden = tuple(p for p in self.forbidden if p != place) + (() if is_forbidden else (place,))
        return replace(self, forbidden=forbidden, required=tuple(p for p in self.required if p != place))

    def to_query(self) -> str:
        """Write only what differs from the default, in the order of :data:`KEYS`; empty when nothing does."""
        default = Question()
        changed = [(name, key, text_of) for name, (key, _read, text_of) in KEYS.items() if getattr(self, name) != getattr(default, name)]
        return write((key, text_of(getattr(self, name))) for name, key, text_of in changed)

    @classmethod
    def from_query(cls, query: str) -> Question:
        """Read what `to_query` writes, amid other parameters. Total: what is not valid is dropped."""
        address = Address.parse(query)
        given = {name: read(address.text(key)) for name, (key, read, _write) in KEYS.items() if key in address.parameters}
        return cls(**{name: value for name, value in given.items() if value is not None})

    def __hash__(self) -> int:
        return hash(self.to_query())

    def changed(self, other: Question) -> tuple[str, ...]:
        """Return the names of the attributes in which two questions differ."""
        return tuple(item.name for item in fields(self) if getattr(self, item.name) != getattr(other, item.name))


def _whole(low: int, high: int) -> Callable[[str], int | None]:
    def read(text: str) -> int | None:
        if not (text.isascii() and text.isdigit()) or len(text) > 9:
            return None
        return min(max(int(text), low), high)

    return read


def _one_of(options: tuple[str, ...]) -> Callable[[str], str | None]:
    return lambda text: text if text in options else None


def _flag(text: str) -> bool | None:
    return {"1": True, "0": False}.get(text)


def _ids(text: str) -> tuple[str, ...] | None:
    return tuple(item for item in text.split(".") if item and len(item) <= MAX_ID_LENGTH) or None


def _goal(text: str) -> Goal | None:
    return Goal(text) if text in set(Goal) else None


def _mix(text: str) -> Mapping[str, float] | None:
    given = {}
    for part in text.split(","):
        actor, _dash, number = part.partition("-")
        if actor in STAKES and number.isascii() and number.isdigit() and len(number) <= 4:
            given[actor] = float(min(int(number), 100))
    return given or None


def _write_mix(mix: Mapping[str, float]) -> str:
    return ",".join(f"{actor}-{mix[actor]:.0f}" for actor in STAKES if mix[actor] != 1.0)


def _write_flag(value: bool) -> str:
    return str(int(value))


Read = Callable[[str], Any]
Write = Callable[[Any], str]
KEYS: Mapping[str, tuple[Key, Read, Write]] = MappingProxyType(
    {
        "goal": (Key.GOAL, _goal, str),
        "k": (Key.K, _whole(1, MAX_PLACES), str),
        "opens": (Key.OPENS, _one_of(OPENED), str),
        "mix": (Key.MIX, _mix, _write_mix),
        "mode": (Key.MODE, _one_of(MODES), str),
        "minutes": (Key.MINUTES, _whole(2, 60), str),
        "required": (Key.REQUIRED, _ids, ".".join),
        "forbidden": (Key.FORBIDDEN, _ids, ".".join),
        "existing": (Key.EXISTING, _flag, _write_flag),
        "spacing_m": (Key.SPACING_M, _whole(100, 20_000), str),
        "per_commune": (Key.PER_COMMUNE, _whole(1, MAX_PLACES), str),
        "basins": (Key.BASINS, _flag, _write_flag),
        "budget_keur": (Key.BUDGET_KEUR, _whole(10, 100_000), str),
        "supply_km": (Key.SUPPLY_KM, _whole(1, 50), str),
        "per_hub": (Key.PER_HUB, _whole(1, 20), str),
        "capacity": (Key.CAPACITY, _flag, _write_flag),
        "convergent": (Key.CONVERGENT, _flag, _write_flag),
    }
)
