"""Does a place suit a role? One rule and three answers: yes, no and why, or not known yet and what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from domain.candidate import Role, Status
from domain.facet_values import Columns
from i18n import N_
from i18n import gettext as _
from i18n.numbers import number

# [H] working hypotheses, shown in the product as « hypothèse ».
MIN_AREA_M2: Mapping[Role, float] = MappingProxyType({Role.HUB: 300.0, Role.SHOP: 80.0})
SHOP_MAX_AREA_M2 = 300.0
"""A shop puts at most this floor to use: a larger place still suits."""
MIN_TENURE_MONTHS = 12.0

Flags = npt.NDArray[np.bool_]
Texts = npt.NDArray[np.object_]


class Verdict(StrEnum):
    """The answer for one place in one role."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Knockout:
    """One thing that rules a place out of a role, when it is known.

    Attributes
    ----------
    id, label : str
        Code; short French label (gettext message id).
    reason : str
        French clause that follows « parce que », with ``{value}`` and ``{limit}``; it begins with a consonant.
    datum, column : str
        What is asked when it is unknown (gettext message id), and the column of the places that holds it.
    refused : str
        The value of a text column that rules out.
    least : mapping of Role to float
        The value under which a numeric column rules out, by role.
    roles : tuple of Role
    """

    id: str
    label: str
    reason: str
    datum: str
    column: str
    refused: str = ""
    least: Mapping[Role, float] = field(default_factory=dict)
    roles: tuple[Role, ...] = tuple(Role)

    def fails(self, places: Columns, role: Role) -> Flags:
        """Return which places it rules out, shape (n,); False where the value is unknown."""
        if self.least:
            return np.asarray(np.asarray(places[self.column], float) < self.least[role], bool)
        return np.asarray(np.asarray(places[self.column], object) == self.refused, bool)

    def is_unknown(self, places: Columns) -> Flags:
        """Return at which places its value is unknown, shape (n,)."""
        if self.least:
            return np.isnan(np.asarray(places[self.column], float))
        values = np.asarray(places[self.column], object)
        return np.fromiter((not isinstance(value, str) for value in values), bool, len(values))

    def sentence(self, value: object, role: Role) -> str:
        """Return the reason for one place of which `value` is known, in the reader's language."""
        text = number(float(value), 1) if isinstance(value, (int, float, np.number)) else str(value)
        return _(self.reason).format(value=text, limit=number(self.least.get(role, 0.0)))


KNOCKOUTS: tuple[Knockout, ...] = (
    Knockout(
        "area",
        N_("Surface insuffisante"),
        N_("la surface de {value} m² est inférieure au minimum du rôle ({limit} m²)"),
        N_("surface"),
        "area_m2",
        least=MIN_AREA_M2,
    ),
    Knockout(
        "van",
        N_("Sans accès camionnette"),
        N_("les camionnettes n'y accèdent pas"),
        N_("accès camionnette"),
        "van_access",
        refused="no",
        roles=(Role.HUB,),
    ),
    Knockout(
        "tenure",
        N_("Occupation trop courte"),
        N_("la durée proposée de {value} mois est inférieure à {limit} mois : pas de travaux ERP possibles"),
        N_("durée proposée"),
        "tenure_months",
        least=dict.fromkeys(Role, MIN_TENURE_MONTHS),
    ),
    Knockout(
        "basement",
        N_("Vente en sous-sol"),
        N_("la vente se ferait en sous-sol"),
        N_("vente en sous-sol ou non"),
        "basement_sale",
        refused="yes",
    ),
    Knockout(
        "plui",
        N_("PLUi défavorable"),
        N_("le PLUi n'autorise pas cet usage"),
        N_("compatibilité avec le PLUi"),
        "plui_allows",
        refused="no",
    ),
    Knockout(
        "flood",
        N_("Zone inondable rouge"),
        N_("le lieu est en zone rouge du plan de prévention des inondations"),
        N_("risque d'inondation"),
        "flood_zone",
        refused="red",
    ),
    Knockout(
        "unavailable",
        N_("Indisponible"),
        N_("le lieu est déclaré indisponible"),
        N_("avancement"),
        "status",
        refused=Status.UNAVAILABLE.value,
    ),
)


def knockouts_of(role: Role) -> tuple[Knockout, ...]:
    """Return what may rule a place out of a role."""
    return tuple(item for item in KNOCKOUTS if role in item.roles)


@dataclass(frozen=True, eq=False)
class Suitability:
    """The answers for n places in one role.

    Attributes
    ----------
    role : Role
    failed, unknown : ndarray of bool, shape (n, k)
        In the order of ``knockouts_of(role)``: what rules a place out, and what cannot be checked.
    """

    role: Role
    failed: Flags
    unknown: Flags
    _values: Mapping[str, Texts] = field(repr=False)

    @property
    def excluded(self) -> Flags:
        """Which places are ruled out, shape (n,)."""
        return np.asarray(self.failed.any(axis=1), bool)

    @property
    def undecided(self) -> Flags:
        """Which places are not ruled out by what is known, while something that could is unknown, shape (n,)."""
        return np.asarray(~self.excluded & self.unknown.any(axis=1), bool)

    def verdicts(self) -> npt.NDArray[np.str_]:
        """Return the `Verdict` of each place, shape (n,)."""
        known = np.where(self.undecided, Verdict.UNKNOWN.value, Verdict.YES.value)
        return np.asarray(np.where(self.excluded, Verdict.NO.value, known), np.str_)

    def verdict(self, row: int) -> Verdict:
        """Return the answer for one place."""
        if self.failed[row].any():
            return Verdict.NO
        return Verdict.UNKNOWN if self.unknown[row].any() else Verdict.YES

    def reason_codes(self) -> Texts:
        """Return the id of what rules each place out (« several » for more than one), or its `Verdict` when nothing does, shape (n,)."""
        ids = np.array([item.id for item in knockouts_of(self.role)], object)
        only = np.where(self.failed.sum(axis=1) > 1, "several", ids[self.failed.argmax(axis=1)])
        return np.asarray(np.where(self.excluded, only, self.verdicts()), object)

    def reasons(self, row: int) -> tuple[str, ...]:
        """Say, in clauses that follow « parce que », why one place is ruled out; empty when it is not."""
        failing = [item for item, fails in zip(knockouts_of(self.role), self.failed[row], strict=True) if fails]
        return tuple(item.sentence(self._values[item.column][row], self.role) for item in failing)

    def missing(self, row: int) -> tuple[str, ...]:
        """Name what is unknown of one place and could rule it out, in the reader's language."""
        items = zip(knockouts_of(self.role), self.unknown[row], strict=True)
        return tuple(_(item.datum) for item, is_unknown in items if is_unknown)

    def sentence(self, row: int) -> str:
        """Say the answer for one place: « convient », « à préciser : … » or « exclu, parce que … »."""
        verdict = self.verdict(row)
        if verdict is Verdict.NO:
            return _("exclu, parce que {why}").format(why=listed(self.reasons(row)))
        if verdict is Verdict.UNKNOWN:
            return _("à préciser : {names}").format(names=", ".join(self.missing(row)))
        return _("convient")

    def sentences(self) -> Texts:
        """Say the answer for each place, shape (n,)."""
        return np.array([self.sentence(row) for row in range(len(self.failed))], object)


def suitability(places: Columns, role: Role) -> Suitability:
    """Judge whether places suit a role: the one rule, whatever the screen or the file.

    Parameters
    ----------
    places : mapping of str to array-like, shape (n,)
        The columns of the candidates: m², months, codes; NaN or None where unknown.
    role : Role

    Notes
    -----
    No as soon as one knock-out is known to fail; else unknown while one of them cannot be checked; else yes.
    An unknown is asked from the owner and never held against the place.

    Examples
    --------
    >>> places = {"area_m2": [60.0, 150.0, 150.0], "tenure_months": [36.0, 36.0, float("nan")], "basement_sale": ["no"] * 3,
    ...           "plui_allows": ["yes"] * 3, "flood_zone": ["none"] * 3, "status": ["visited"] * 3}
    >>> suitability(places, Role.SHOP).verdicts().tolist()
    ['no', 'yes', 'unknown']
    """
    items = knockouts_of(role)
    failed = np.column_stack([item.fails(places, role) for item in items])
    unknown = np.column_stack([item.is_unknown(places) for item in items])
    return Suitability(role, failed, unknown, {item.column: np.asarray(places[item.column], object) for item in items})


def listed(parts: Sequence[str]) -> str:
    """Join words as a sentence does: « a, b et c »."""
    return _(" et ").join(part for part in (", ".join(parts[:-1]), parts[-1] if parts else "") if part)
