"""Weights between actors and inside each actor, and the thresholds of green: immutable, read from an address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import isfinite
from types import MappingProxyType
from typing import ClassVar

import numpy as np

from criteria.criterion import Criterion
from criteria.registry import criteria, criteria_of
from criteria.scale import Floats
from domain.address import Address, Key, write, write_numbers
from domain.candidate import Role
from domain.stakeholder import STAKEHOLDERS
from i18n import N_

ACTORS: tuple[str, ...] = tuple(stakeholder.id for stakeholder in STAKEHOLDERS)
MAX_WEIGHT = 1_000.0
OWN_VIEW = 3.0


def default_criterion_weights() -> dict[str, float]:
    """Return the declared weight of every criterion."""
    return {criterion.id: criterion.weight for criterion in criteria()}


@dataclass(frozen=True)
class Weights:
    """How much each actor counts, and each criterion inside its actor. Only ratios matter.

    Attributes
    ----------
    stakeholders, criteria : mapping of str to float
        Raw weights, ≥ 0; what is not given keeps its default. When an actor's criteria are all at zero, or all the
        actors are, they count equally: there is always an answer.
    locked : frozenset of str
        Ids of the actors and criteria whose share does not move in the robustness study.
    """

    stakeholders: Mapping[str, float] = field(default_factory=dict)
    criteria: Mapping[str, float] = field(default_factory=dict)
    locked: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        own = default_criterion_weights()
        object.__setattr__(self, "stakeholders", _completed(self.stakeholders, dict.fromkeys(ACTORS, 1.0)))
        object.__setattr__(self, "criteria", _completed(self.criteria, own))
        object.__setattr__(self, "locked", frozenset(key for key in self.locked if key in own or key in ACTORS))

    def with_(self, key: str, value: float) -> Weights:
        """Set the raw weight of an actor or a criterion (an unknown id changes nothing)."""
        if key in self.stakeholders:
            return replace(self, stakeholders={**self.stakeholders, key: value})
        return replace(self, criteria={**self.criteria, key: value})

    def with_share(self, key: str, share: float) -> Weights:
        """Give an actor a share in [0, 1] of the whole: the unlocked others share the rest in their present proportions.

        A locked actor keeps its share; the share asked for is cut to what the locked ones leave.
        """
        shares = dict(zip(ACTORS, self.actor_shares().tolist(), strict=True))
        free = [actor for actor in ACTORS if actor != key and actor not in self.locked]
        if key not in shares or not free:
            return self
        locked = sum(shares[actor] for actor in ACTORS if actor != key and actor in self.locked)
        shares[key] = min(max(share, 0.0), 1.0 - locked)
        rest, now = 1.0 - locked - shares[key], sum(shares[actor] for actor in free)
        for actor in free:
            shares[actor] = rest * (shares[actor] / now if now > 0 else 1 / len(free))
        return replace(self, stakeholders={actor: 100 * value for actor, value in shares.items()})

    def actor_shares(self) -> Floats:
        """Return the actors' shares in their order, shape (4,), summing to one."""
        return _shares([self.stakeholders[actor] for actor in ACTORS])

    def criterion_shares(self, role: Role) -> Floats:
        """Return each criterion's share inside its actor, in the order of ``criteria_of(role)``, summing to one by actor."""
        return self.shares_of(criteria_of(role))

    def shares_of(self, items: Sequence[Criterion]) -> Floats:
        """Return the share of each of some criteria inside its actor, shape (m,), summing to one by actor."""
        result = np.zeros(len(items))
        for rows in actor_columns(items):
            result[rows] = _shares([self.criteria[items[row].id] for row in rows])
        return result

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Weights) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[object, ...]:
        return tuple(self.stakeholders.items()), tuple(self.criteria.items()), self.locked

    def to_query(self) -> str:
        """Write ``w=waste-2,…&wc=rent-3,…&lock=waste,…``: only what differs from the default; empty when nothing does."""
        own = default_criterion_weights()
        parts = {
            Key.ACTOR_WEIGHTS: write_numbers({key: value for key, value in self.stakeholders.items() if value != 1.0}),
            Key.CRITERION_WEIGHTS: write_numbers({key: value for key, value in self.criteria.items() if value != own[key]}),
            Key.LOCKED: ",".join(sorted(self.locked)),
        }
        return write(parts.items())

    @classmethod
    def from_query(cls, query: str) -> Weights:
        """Read what `to_query` writes, amid other parameters. Total: what is not valid is dropped."""
        address = Address.parse(query)
        locked = frozenset(address.text(Key.LOCKED).split(","))
        return cls(address.numbers(Key.ACTOR_WEIGHTS), address.numbers(Key.CRITERION_WEIGHTS), locked)


@dataclass(frozen=True)
class Thresholds:
    """From which score an actor is green, and amber, and from which completeness it has a colour at all: by actor.

    0 ≤ amber ≤ green ≤ 1; `known` is a share of the actor's weight, in [0, 1].
    """

    green: Mapping[str, float] = field(default_factory=dict)
    amber: Mapping[str, float] = field(default_factory=dict)
    known: Mapping[str, float] = field(default_factory=dict)

    DEFAULT_GREEN: ClassVar[float] = 0.6
    DEFAULT_AMBER: ClassVar[float] = 0.4
    DEFAULT_KNOWN: ClassVar[float] = 0.6

    def __post_init__(self) -> None:
        green = _completed(self.green, dict.fromkeys(ACTORS, self.DEFAULT_GREEN), 1.0)
        amber = _completed(self.amber, dict.fromkeys(ACTORS, self.DEFAULT_AMBER), 1.0)
        object.__setattr__(self, "green", green)
        object.__setattr__(self, "known", _completed(self.known, dict.fromkeys(ACTORS, self.DEFAULT_KNOWN), 1.0))
        object.__setattr__(self, "amber", MappingProxyType({key: min(amber[key], green[key]) for key in ACTORS}))

    @classmethod
    def same(cls, green: float, amber: float) -> Thresholds:
        """Return the same thresholds for every actor."""
        return cls(dict.fromkeys(ACTORS, green), dict.fromkeys(ACTORS, amber))

    def __hash__(self) -> int:
        return hash(tuple(tuple(limits.items()) for limits in (self.green, self.amber, self.known)))

    def to_query(self) -> str:
        """Write ``green=waste-0.6,…&amber=…&known=…``: only what differs from the default."""
        limits = (
            (Key.GREEN, self.green, self.DEFAULT_GREEN),
            (Key.AMBER, self.amber, self.DEFAULT_AMBER),
            (Key.KNOWN, self.known, self.DEFAULT_KNOWN),
        )
        parts = {name: write_numbers({key: value for key, value in given.items() if value != own}) for name, given, own in limits}
        return write(parts.items())

    @classmethod
    def from_query(cls, query: str) -> Thresholds:
        """Read what `to_query` writes, amid other parameters. Total."""
        address = Address.parse(query)
        return cls(*(address.numbers(key) for key in (Key.GREEN, Key.AMBER, Key.KNOWN)))


@dataclass(frozen=True, slots=True)
class Preset:
    """A ready-made view: its code, French label and weights."""

    id: str
    label: str
    weights: Weights


def presets() -> tuple[Preset, ...]:
    """Return the ready-made views: all equal, then each actor's own (it counts three times as much as another)."""
    own = tuple(Preset(actor.id, actor.label, Weights({actor.id: OWN_VIEW})) for actor in STAKEHOLDERS)
    return (Preset("equal", N_("Tous à égalité"), Weights()), *own)


def preset_of(weights: Weights) -> str:
    """Return the id of the view with the same shares, or ``"custom"``."""
    for preset in presets():
        same_actors = np.allclose(preset.weights.actor_shares(), weights.actor_shares())
        if same_actors and all(np.allclose(preset.weights.criterion_shares(role), weights.criterion_shares(role)) for role in Role):
            return preset.id
    return "custom"


def actor_columns(items: Iterable[Criterion]) -> list[list[int]]:
    """Return, for each actor in order, the positions of its criteria among `items`."""
    owners = [criterion.stakeholder.id for criterion in items]
    return [[position for position, owner in enumerate(owners) if owner == actor] for actor in ACTORS]


def _completed(given: Mapping[str, float], default: Mapping[str, float], most: float = MAX_WEIGHT) -> Mapping[str, float]:
    """Keep the known ids, in order, with valid values rounded to the six figures that the address keeps."""
    valid = {key: value for key, value in given.items() if isfinite(value) and value >= 0}
    return MappingProxyType({key: float(f"{min(valid.get(key, value), most):.6g}") for key, value in default.items()})


def _shares(raw: list[float]) -> Floats:
    values = np.asarray(raw, float)
    total = values.sum()
    return values / total if total > 0 else np.full(len(values), 1 / max(1, len(values)))
