"""The ledger of a decided place: what it needs against what was committed, and what still keeps it from opening."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from domain.commitment import Commitment, CommitmentKind, CommitmentStatus
from domain.project import NEED_LABELS, Need, NeedKind
from domain.words import folded
from i18n import N_, ngettext
from i18n import gettext as _
from i18n.numbers import number, quantity

EURO = "€"
JOB, PERMIT = "emploi", "autorisation"
_SCALES: Mapping[str, tuple[str, float]] = MappingProxyType(
    {
        **dict.fromkeys(("€", "euro", "eur"), (EURO, 1.0)),
        **dict.fromkeys(("k€", "keuro", "keur"), (EURO, 1e3)),
        **dict.fromkeys(("m€", "meuro", "meur"), (EURO, 1e6)),
        **dict.fromkeys(("etp", "poste", "job", "fte"), (JOB, 1.0)),
    }
)
"""How units are written, by their folded singular: what each counts, and by how much."""
SERVES: Mapping[CommitmentKind, NeedKind] = MappingProxyType(
    {
        CommitmentKind.PREMISES: NeedKind.RENT,
        CommitmentKind.WORKS: NeedKind.WORKS,
        CommitmentKind.EQUIPMENT: NeedKind.EQUIPMENT,
        CommitmentKind.COMMUNICATION: NeedKind.OPERATING,
        CommitmentKind.JOBS: NeedKind.JOBS,
        CommitmentKind.STUDY: NeedKind.AUTHORISATIONS,
    }
)
"""Which need each kind of commitment serves; funding serves them all, and covers what those leave."""
_TINY = 1e-9


class Uncounted(StrEnum):
    """Why a commitment counts for nothing in a ledger."""

    AMOUNT = "amount"
    UNIT = "unit"
    NEED = "need"


UNCOUNTED_LABELS: Mapping[Uncounted, str] = MappingProxyType(
    {
        Uncounted.AMOUNT: N_("sans montant : il ne compte pour rien tant que personne ne l'a chiffré"),
        Uncounted.UNIT: N_("sans unité : on ne sait pas ce qu'il compte"),
        Uncounted.NEED: N_("aucun besoin n'est compté dans cette unité et de cette nature"),
    }
)


@dataclass(frozen=True, slots=True)
class Line:
    """A need, and how much of it is committed, in its own unit; `covered` is None where how much it takes is not known."""

    need: Need
    covered: float | None

    @property
    def missing(self) -> float | None:
        """What is still to be found, in its own unit."""
        return None if self.covered is None or self.need.amount is None else max(0.0, self.need.amount - self.covered)


@dataclass(frozen=True, slots=True)
class Pool:
    """All needs that are counted in one unit: what they take together, and what of it is committed."""

    unit: str
    needed: float
    covered: float

    @property
    def missing(self) -> float:
        """What is still to be found."""
        return max(0.0, self.needed - self.covered)

    @property
    def share(self) -> float:
        """The share that is committed, in [0, 1]; needs that take nothing are covered."""
        return min(1.0, self.covered / self.needed) if self.needed > 0 else 1.0

    @property
    def is_covered(self) -> bool:
        """Whether nothing is to be found any more."""
        return self.missing <= _TINY * max(1.0, self.needed)


@dataclass(frozen=True)
class Ledger:
    """Needs with what covers them; the pools, money first; the commitments that count for nothing, and why; those a condition blocks."""

    lines: tuple[Line, ...]
    pools: tuple[Pool, ...]
    uncounted: tuple[tuple[Commitment, Uncounted], ...]
    blocking: tuple[Commitment, ...]

    @property
    def unknown(self) -> tuple[Need, ...]:
        """The needs of which nobody has said how much they take."""
        return tuple(line.need for line in self.lines if line.covered is None)

    @property
    def is_ready(self) -> bool:
        """Whether nothing keeps the place from opening."""
        return not reasons(self)


def ledger(needs: Sequence[Need], commitments: Iterable[Commitment]) -> Ledger:
    """Count the commitments of a place against its needs.

    A commitment covers the needs that its kind serves, in the order of the needs, and never more than they take; funding covers what is
    left of any, in its unit. What was given up is not counted.

    Parameters
    ----------
    commitments : those of the place.
    """
    given = [one for one in commitments if one.status is not CommitmentStatus.GIVEN_UP]
    left = {need.id: measured(need.amount, need.unit)[1] for need in needs if need.amount is not None}
    units = {need.id: measured(need.amount, need.unit)[0] for need in needs if need.amount is not None}
    uncounted = []
    for one in sorted(given, key=lambda one: one.kind is CommitmentKind.FUNDING):
        why = _counted(one, needs, units, left)
        if why is not None:
            uncounted.append((one, why))
    lines = tuple(Line(need, _covered(need, left)) for need in needs)
    blocking = tuple(one for one in given if one.is_blocked)
    return Ledger(lines, _pools(needs, units, left), tuple(uncounted), blocking)


def _counted(one: Commitment, needs: Sequence[Need], units: Mapping[str, str], left: dict[str, float]) -> Uncounted | None:
    """Take from what is left of the needs what a commitment covers; return why it counts for nothing, where it does."""
    if one.amount is None:
        return Uncounted.AMOUNT
    unit, amount = measured(one.amount, one.unit or (JOB if one.kind is CommitmentKind.JOBS else ""))
    if not unit:
        return Uncounted.UNIT
    served = [need for need in needs if units.get(need.id) == unit and SERVES.get(one.kind, need.kind) is need.kind]
    if not served:
        return Uncounted.NEED
    for need in served:
        taken = min(left[need.id], amount)
        left[need.id] -= taken
        amount -= taken
    return None


def _covered(need: Need, left: Mapping[str, float]) -> float | None:
    if need.amount is None:
        return None
    scale = measured(1.0, need.unit)[1]
    return max(0.0, need.amount - left[need.id] / scale)


def _pools(needs: Sequence[Need], units: Mapping[str, str], left: Mapping[str, float]) -> tuple[Pool, ...]:
    pools = []
    for unit in sorted(set(units.values()), key=lambda unit: (unit != EURO, unit)):
        mine = [need for need in needs if units.get(need.id) == unit]
        needed = math.fsum(measured(need.amount, need.unit)[1] for need in mine)
        pools.append(Pool(unit, needed, needed - math.fsum(left[need.id] for need in mine)))
    return tuple(pools)


def measured(amount: float | None, unit: str) -> tuple[str, float]:
    """Return what a unit counts (« k€ » counts euros, « ETP » jobs, plurals what their singular does) and the amount in it."""
    single = folded(unit).replace(" ", "").removesuffix("s")
    counted, scale = _SCALES.get(single, (single, 1.0))
    return counted, (amount or 0.0) * scale


# In words


def amount_words(amount: float, unit: str, *, is_missing: bool = False) -> str:
    """Return an amount of a pool: « 41 k€ », « 3 emplois »; what is missing is never rounded down."""
    if unit != EURO:
        return quantity(amount, _unit_words(unit, amount), 2)
    thousands = amount / 1_000
    if is_missing:
        return quantity(math.ceil(round(thousands * 10, 6)) / 10, "k€", 1) if thousands >= 1 else quantity(math.ceil(amount), EURO)
    return quantity(thousands, "k€", 1) if thousands >= 1 else quantity(amount, EURO)


def _unit_words(unit: str, amount: float) -> str:
    if unit == JOB:
        return ngettext("emploi", "emplois", int(amount))
    return ngettext("autorisation", "autorisations", int(amount)) if unit == PERMIT else unit


def percent_words(share: float) -> str:
    """Return a share that is rounded down, so that only what is whole is « 100 % »."""
    return quantity(math.floor(share * 100 + _TINY), "%")


def summary(found: Ledger) -> str:
    """Say in one sentence how far the needs are covered: « financé à 82 %, il manque 41 k€ »."""
    if not found.lines:
        return _("Aucun besoin n'est saisi : rien ne dit encore ce qu'il faut pour ouvrir.")
    parts = [_pool_words(pool) for pool in found.pools]
    if found.unknown:
        n = len(found.unknown)
        parts.append(ngettext("{n} besoin sans montant", "{n} besoins sans montant", n).format(n=number(n)))
    return " ; ".join(parts)


def _pool_words(pool: Pool) -> str:
    covered, needed = number(pool.covered, 2), amount_words(pool.needed, pool.unit)
    words = _("financé à {share}") if pool.unit == EURO else _("{covered} sur {needed}")
    start = words.format(share=percent_words(pool.share), covered=covered, needed=needed)
    if pool.is_covered:
        return start
    return _("{start}, il manque {missing}").format(start=start, missing=amount_words(pool.missing, pool.unit, is_missing=True))


def reasons(found: Ledger) -> tuple[str, ...]:
    """Say, in one sentence each, what keeps a place from being ready to open; empty when nothing does."""
    if not found.lines:
        return (summary(found),)
    unknown = [
        _("« {what} » ({kind}) n'a pas de montant.").format(what=need.what, kind=_(NEED_LABELS[need.kind])) for need in found.unknown
    ]
    short = [
        _("« {what} » ({kind}) : il manque {missing}.").format(
            what=line.need.what, kind=_(NEED_LABELS[line.need.kind]), missing=_missing_words(line)
        )
        for line in found.lines
        if line.missing is not None and line.missing > _TINY * max(1.0, line.need.amount or 0.0)
    ]
    blocked = [_("Condition à lever : « {condition} » ({what}).").format(condition=one.condition, what=one.what) for one in found.blocking]
    return (*short, *unknown, *blocked)


def _missing_words(line: Line) -> str:
    unit, missing = measured(line.missing, line.need.unit)
    return amount_words(missing, unit, is_missing=True)


def refuse_unready(needs: Sequence[Need], commitments: Iterable[Commitment]) -> None:
    """Raise ValueError, with every reason in words, where a place is not ready to open."""
    why = reasons(ledger(needs, commitments))
    if why:
        raise ValueError(_("Ce lieu n'est pas prêt à ouvrir. {reasons}").format(reasons=" ".join(why)))
