"""Who is missing at a place, and the smallest change of one criterion that would turn the actor green."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from criteria.criterion import Criterion
from criteria.scale import Floats
from criteria.score import EDGE
from domain.candidate import Role
from domain.stakeholder import Stakeholder
from domain.words import lowered
from i18n import N_
from i18n import gettext as _

TO_ACTOR: Mapping[str, str] = MappingProxyType(
    {
        "waste": N_("à la Direction Déchets"),
        "cohesion": N_("à la Direction Habitat–Cohésion sociale"),
        "landlord": N_("aux bailleurs sociaux"),
        "economy": N_("à la Direction de l'Économie"),
    }
)


@dataclass(frozen=True, slots=True)
class Fix:
    """One change that is enough: the criterion, its measure now, and the measure that turns the actor green."""

    criterion: Criterion
    current: float
    target: float

    def phrase(self) -> str:
        """Say it: « un loyer ≤ 103 €/m²/an : actuellement 128 €/m²/an »; what nobody changes there is told as a fact."""
        wanted = _(self.criterion.lack).format(target=self.criterion.show(self.target))
        words = (
            _("{wanted} : actuellement {current}")
            if self.criterion.is_lever
            else _("{wanted} (ici {current}) : cela tient au lieu et ne se change pas")
        )
        return words.format(wanted=wanted, current=self.criterion.show(self.current))


@dataclass(frozen=True, slots=True)
class Lack:
    """What one actor lacks at one place.

    Attributes
    ----------
    stakeholder : Stakeholder
    fix : Fix or None
        The smallest single change that is enough, levers first; None when no single one is.
    to_request : tuple of Criterion
        Unknown criteria whose answer could turn the actor green.
    weakest : tuple of Criterion
        The criteria that weigh most against the actor (at most two), when nothing single is enough.
    """

    stakeholder: Stakeholder
    fix: Fix | None
    to_request: tuple[Criterion, ...]
    weakest: tuple[Criterion, ...]

    def sentence(self) -> str:
        """Say what is missing, in one sentence, in the reader's language."""
        actor = _(TO_ACTOR[self.stakeholder.id])
        request = _("information à demander : {names}").format(names=_requested(self.to_request))
        if self.fix:
            words = _("Il manque {actor} {change}") if self.fix.criterion.is_lever else _("Ce lieu n'offre pas {actor} {change}")
            text = words.format(actor=actor, change=self.fix.phrase())
            return f"{text} ; {request}" if self.to_request and not self.fix.criterion.is_lever else text
        if self.to_request:
            return _("Il manque {actor} des données pour conclure ; {asked}").format(actor=actor, asked=request)
        names = _(" et ").join(lowered(_(item.label)) for item in self.weakest)
        return _("Aucun changement seul ne suffit {actor} ; le plus faible ici : {names}").format(actor=actor, names=names)


@dataclass(frozen=True, slots=True)
class ActorRow:
    """One actor's criteria at one place: declarations, measures, values and shares, all in the same order."""

    stakeholder: Stakeholder
    items: Sequence[Criterion]
    measures: Floats
    values: Floats
    shares: Floats


def lack_of(row: ActorRow, role: Role, green: float) -> Lack | None:
    """Return what an actor lacks to reach its green threshold at a place; None when it has it.

    Notes
    -----
    With N = Σ w v and K = Σ w over the known criteria, a known criterion must gain (green × K − N) / w on its value;
    an unknown one must turn out to be worth (green × (K + w) − N) / w. Other criteria stay as they are, including those
    that rest on the same figure.
    """
    known = ~np.isnan(row.values)
    weight, points = float(row.shares[known].sum()), float((row.shares[known] * row.values[known]).sum())
    if weight > 0 and points / weight >= green - EDGE:
        return None
    fixes = _fixes(row, role, green * weight - points)
    to_request = tuple(
        item
        for item, share, is_known in zip(row.items, row.shares, known, strict=True)
        if not is_known and share > 0 and (green * (weight + share) - points) / share <= 1 + EDGE
    )
    if not fixes and not to_request and (points + row.shares[~known].sum()) >= green * row.shares.sum() - EDGE:
        to_request = tuple(item for item, share, is_known in zip(row.items, row.shares, known, strict=True) if not is_known and share > 0)
    return Lack(row.stakeholder, fixes[0] if fixes else None, to_request, _weakest(row, known))


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is unknown of an actor that is green, and could turn it otherwise once known; `alone` when a single one is enough."""

    stakeholder: Stakeholder
    to_request: tuple[Criterion, ...]
    alone: bool

    def sentence(self) -> str:
        """Say it, in the reader's language."""
        names = _requested(self.to_request)
        words = (
            _("Pourrait basculer pour « {actor} » selon : {names}.")
            if self.alone
            else _("Pourrait basculer pour « {actor} » si tout ceci était mauvais : {names}.")
        )
        return words.format(actor=_(self.stakeholder.label), names=names)


def doubt_of(row: ActorRow, green: float) -> Doubt | None:
    """Return which unknown criteria could take its green from an actor that has it; None when none could, even all at once.

    Notes
    -----
    At worst an unknown criterion of weight w is worth nothing: the score N / K becomes N / (K + w), with N = Σ w v and K = Σ w over the
    known criteria.
    """
    known = ~np.isnan(row.values)
    weight, points = float(row.shares[known].sum()), float((row.shares[known] * row.values[known]).sum())
    unknown = [
        (item, float(share)) for item, share, is_known in zip(row.items, row.shares, known, strict=True) if not is_known and share > 0
    ]
    alone = tuple(item for item, share in unknown if points / (weight + share) < green - EDGE)
    if alone:
        return Doubt(row.stakeholder, alone, alone=True)
    if unknown and points / (weight + sum(share for _item, share in unknown)) < green - EDGE:
        return Doubt(row.stakeholder, tuple(item for item, _share in unknown), alone=False)
    return None


def data_lack(row: ActorRow) -> Lack:
    """Return what is to be asked for an actor of whom too little is known to say."""
    to_request = tuple(item for item, share, value in zip(row.items, row.shares, row.values, strict=True) if share > 0 and np.isnan(value))
    return Lack(row.stakeholder, None, to_request, ())


def _fixes(row: ActorRow, role: Role, needed: float) -> list[Fix]:
    """Return the single changes that are enough: levers first, then by how little they move on the value scale."""
    found = []
    for order, (item, measure, value, share) in enumerate(zip(row.items, row.measures, row.values, row.shares, strict=True)):
        wanted = value + needed / share if share > 0 else np.inf
        if np.isnan(value) or wanted > 1 + EDGE:
            continue
        target = item.scales[role].reach(min(float(wanted), 1.0), float(measure), item.decimals)
        if (
            target is not None
            and not _shrinks(item, role, float(measure), target)
            and item.value(np.array([target]), role)[0] >= wanted - EDGE
        ):
            found.append(((not item.is_lever, float(wanted - value), order), Fix(item, float(measure), target)))
    return [fix for _key, fix in sorted(found, key=lambda pair: pair[0])]


def _shrinks(item: Criterion, role: Role, measure: float, target: float) -> bool:
    """Whether a change would make smaller what has a best size: nobody takes walls down to please a criterion."""
    return item.scales[role].direction == "fit" and target < measure


def _weakest(row: ActorRow, known: np.ndarray) -> tuple[Criterion, ...]:
    loss = np.where(known, row.shares * (1 - np.nan_to_num(row.values)), 0.0)
    return tuple(row.items[int(position)] for position in np.argsort(-loss, kind="stable")[:2] if loss[position] > 0)


def _requested(items: Sequence[Criterion]) -> str:
    """Name what is to be asked for some criteria, each thing once."""
    return ", ".join(dict.fromkeys(lowered(_(label)) for item in items for label in item.to_request))
