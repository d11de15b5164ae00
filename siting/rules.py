"""What a plan must respect, rule by rule: each rule keeps its name so that a conflict can be said in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from i18n import N_
from i18n import gettext as _
from siting.incidence import Ints
from siting.problem import Core, CoverageProblem, core_of, restrict
from siting.sides import SideRow, Sides, compile_sides

Column = TypeVar("Column", bound=NDArray[Any])

SENTENCES = {
    "count": N_("nombre de nouveaux lieux : {number} au plus"),
    "required": N_("ouvrir le lieu {place}"),
    "forbidden": N_("ne pas ouvrir le lieu {place}"),
    "spacing": N_("laisser au moins {number} m entre deux lieux"),
    "spacing_existing": N_("laisser au moins {number} m entre chaque lieu et les ressourceries existantes, qui comptent"),
    "commune": N_("dans la commune {label} : {number} au plus"),
    "basin": N_("ouvrir au moins un lieu dans le bassin {label}"),
    "budget": N_("ne pas dépasser un budget de {number} €"),
    "unknown_cost": N_("écarter, tant qu'il y a un budget, les lieux dont le coût n'est pas renseigné"),
    "unknown_area": N_("écarter, tant que la capacité compte, les lieux dont la surface n'est pas renseignée"),
    "supply": N_("n'ouvrir la boutique {place} qu'avec un pôle qui la fournit"),
    "shops_per_hub": N_("boutiques par pôle : {number} au plus"),
    "reach_hour": N_("mettre chacun à moins d'une heure d'un lieu, avec ce mode de déplacement"),
    "reach_all": N_("atteindre chaque point de demande"),
    "capacity": N_("ne pas dépasser la capacité des lieux"),
}


@dataclass(frozen=True)
class Rule:
    """One rule of the question: its kind, and what its sentence names (place id, number, label)."""

    kind: str
    place: int | None = None
    number: float | None = None
    label: str = ""

    def sentence(self, place_names: NDArray[np.str_] | None = None) -> str:
        """Say the rule in the current language, with the names of the places when given."""
        name = "" if self.place is None else str(self.place) if place_names is None else str(place_names[self.place])
        number = "" if self.number is None else f"{self.number:,.0f}".replace(",", " ")
        return _(SENTENCES[self.kind]).format(place=name, number=number, label=self.label)


@dataclass(frozen=True)
class Places:
    """What the rules need to know about the n candidate places; None = not known for any of them.

    Attributes
    ----------
    xy_l93 : (n, 2) metres, EPSG:2154.
    commune, basin : (n,) labels, "" = unknown.
    cost_eur : (n,) rent and works over the period considered, NaN = unknown.
    capacity_t : (n,) tonnes a year that the floor area can handle, NaN = unknown.
    is_shop, is_hub : (n,) the roles a place can hold.
    """

    n: int
    xy_l93: NDArray[np.float64] | None = None
    commune: NDArray[np.str_] | None = None
    basin: NDArray[np.str_] | None = None
    cost_eur: NDArray[np.float64] | None = None
    capacity_t: NDArray[np.float64] | None = None
    is_shop: NDArray[np.bool_] | None = None
    is_hub: NDArray[np.bool_] | None = None


@dataclass(frozen=True)
class Constraints:
    """What is imposed on the choice of at most `k` new places.

    ``existing`` places are open already: they reach people, cost nothing and do not count in `k` or per commune; spacing
    is kept from them, they satisfy a basin, and no rule closes them. ``supply`` maps each shop to the hubs near enough to supply it.
    """

    k: int
    required: tuple[int, ...] = ()
    forbidden: tuple[int, ...] = ()
    existing: tuple[int, ...] = ()
    min_spacing_m: float | None = None
    max_per_commune: int | None = None
    one_per_basin: bool = False
    budget_eur: float | None = None
    supply: tuple[tuple[int, tuple[int, ...]], ...] = ()
    max_shops_per_hub: int | None = None


@dataclass(frozen=True)
class RuleRows:
    """A rule and the linear constraints that say it."""

    rule: Rule
    rows: tuple[SideRow, ...]


@dataclass(frozen=True)
class Frame:
    """The rules as the solvers want them: who is open from the start, who is ruled out, side constraints on the rest."""

    n: int
    k: int
    existing: Ints
    required: Ints
    forbidden: Ints
    sides: Sides
    rules: tuple[RuleRows, ...] = field(repr=False)

    @property
    def opened(self) -> Ints:
        """Places open whatever is chosen: the existing and the required ones."""
        return np.union1d(self.existing, self.required).astype(np.int32)

    @property
    def free(self) -> Ints:
        """Places that may be opened or not."""
        return np.setdiff1d(np.arange(self.n), np.union1d(self.opened, self.forbidden)).astype(np.int32)


def _ids(values: Iterable[int]) -> Ints:
    return np.array(sorted(set(values)), dtype=np.int32)


def frame_of(places: Places, constraints: Constraints) -> Frame:
    """Compile `constraints` for `places`.

    Raises
    ------
    ValueError
        When a rule needs a figure that `places` lacks, or names a place that does not exist.
    """
    _check_ids(places.n, constraints)
    rules = (*_direct_rules(constraints, places.n), *_linear_rules(places, constraints))
    linear = [row for item in rules if item.rule.kind not in {"count", "required", "forbidden"} for row in item.rows]
    barred = [row.places[0] for row in linear if len(row.places) == 1 and row.coefficients[0] > row.upper]
    sides = compile_sides([row for row in linear if not (len(row.places) == 1 and row.coefficients[0] > row.upper)], places.n)
    forbidden = _ids((*constraints.forbidden, *barred))
    required = np.setdiff1d(_ids(constraints.required), _ids(constraints.existing)).astype(np.int32)
    return Frame(places.n, constraints.k, _ids(constraints.existing), required, forbidden, sides, rules)


def _check_ids(n: int, constraints: Constraints) -> None:
    named = {*constraints.required, *constraints.forbidden, *constraints.existing}
    named |= {p for shop, hubs in constraints.supply for p in (shop, *hubs)}
    if any(not 0 <= p < n for p in named):
        raise ValueError("a rule names a place that does not exist")


def _direct_rules(constraints: Constraints, n: int) -> Iterator[RuleRows]:
    existing = set(constraints.existing)
    new = tuple(p for p in range(n) if p not in existing)
    yield RuleRows(Rule("count", number=constraints.k), (SideRow(new, (1.0,) * len(new), upper=float(constraints.k)),))
    for place in sorted(set(constraints.required) - existing):
        yield RuleRows(Rule("required", place=place), (SideRow((place,), (1.0,), lower=1.0),))
    for place in sorted(set(constraints.forbidden) - existing):
        yield RuleRows(Rule("forbidden", place=place), (SideRow((place,), (1.0,), upper=0.0),))


def _linear_rules(places: Places, constraints: Constraints) -> Iterator[RuleRows]:
    existing = np.zeros(places.n, dtype=np.bool_)
    existing[list(constraints.existing)] = True
    if constraints.min_spacing_m:
        xy = _needed(places.xy_l93, "coordinates", "spacing")
        near, apart = _spacing_rows(xy, existing, constraints.min_spacing_m)
        if near:
            yield RuleRows(Rule("spacing_existing", number=constraints.min_spacing_m), near)
        yield RuleRows(Rule("spacing", number=constraints.min_spacing_m), apart)
    if constraints.max_per_commune is not None:
        yield from _commune_rules(_needed(places.commune, "communes", "commune"), existing, constraints.max_per_commune)
    if constraints.one_per_basin:
        yield from _basin_rules(_needed(places.basin, "basins", "basin"), existing)
    if constraints.budget_eur is not None:
        yield from _budget_rules(_needed(places.cost_eur, "costs", "budget"), existing, constraints.budget_eur)
    yield from _supply_rules(places, constraints)


def _needed(value: Column | None, what: str, rule: str) -> Column:
    if value is None:
        raise ValueError(f"the rule « {rule} » needs the {what} of the places")
    return value


def _at_most(members: NDArray[np.integer[Any]], upper: float, coefficient: float = 1.0) -> SideRow:
    return SideRow(tuple(int(p) for p in members), (coefficient,) * len(members), upper=upper)


def _spacing_rows(
    xy_l93: NDArray[np.float64], existing: NDArray[np.bool_], spacing_m: float
) -> tuple[tuple[SideRow, ...], tuple[SideRow, ...]]:
    """Places too close to an existing one are ruled out; the others exclude each other by cliques, tighter than by pairs."""
    tree = cKDTree(xy_l93)
    pairs = tree.query_pairs(np.nextafter(spacing_m, 0.0), output_type="ndarray")
    touches = existing[pairs]
    too_close = [int(place) for place in np.unique(pairs[touches.any(axis=1)]) if not existing[place]]
    near = tuple(SideRow((place,), (1.0,), upper=0.0) for place in too_close)
    barred = np.zeros(len(xy_l93), dtype=np.bool_)
    barred[pairs[touches.any(axis=1)].ravel()] = True
    free = pairs[~barred[pairs].any(axis=1)]
    return near, tuple(_at_most(clique, 1.0) for clique in cliques(len(xy_l93), free))


def cliques(n: int, pairs: NDArray[np.integer]) -> Iterator[Ints]:
    """Cover every pair by sets of places that all exclude each other (greedy: each set grows by the most uncovered pairs)."""
    near: list[set[int]] = [set() for _ in range(n)]
    for a, b in pairs.tolist():
        near[a].add(b)
        near[b].add(a)
    left = [set(s) for s in near]
    for a in range(n):
        while left[a]:
            clique, common = [a], set(near[a])
            while common:
                best = max(common, key=lambda c: (sum(c in left[q] for q in clique), -c))
                clique.append(best)
                common &= near[best]
            for q in clique:
                left[q].difference_update(clique)
            yield np.array(sorted(clique), dtype=np.int32)


def _commune_rules(commune: NDArray[np.str_], existing: NDArray[np.bool_], most: int) -> Iterator[RuleRows]:
    for label in np.unique(commune[~existing]):
        members = np.flatnonzero((commune == label) & ~existing)
        if label and len(members) > most:
            yield RuleRows(Rule("commune", number=most, label=str(label)), (_at_most(members, float(most)),))


def _basin_rules(basin: NDArray[np.str_], existing: NDArray[np.bool_]) -> Iterator[RuleRows]:
    for label in np.unique(basin):
        members = np.flatnonzero(basin == label)
        if label and not existing[members].any():
            row = SideRow(tuple(int(p) for p in members), (1.0,) * len(members), lower=1.0)
            yield RuleRows(Rule("basin", label=str(label)), (row,))


def _budget_rules(cost_eur: NDArray[np.float64], existing: NDArray[np.bool_], budget_eur: float) -> Iterator[RuleRows]:
    """A place of unknown cost cannot be promised within a budget: it is ruled out under a rule of its own, never counted as free."""
    known = np.flatnonzero(~existing & np.isfinite(cost_eur))
    row = SideRow(tuple(int(p) for p in known), tuple(float(c) for c in cost_eur[known]), upper=budget_eur)
    yield RuleRows(Rule("budget", number=budget_eur), (row,))
    unknown = np.flatnonzero(~existing & ~np.isfinite(cost_eur))
    if len(unknown):
        yield RuleRows(Rule("unknown_cost"), tuple(_at_most(unknown[[i]], 0.0) for i in range(len(unknown))))


def _supply_rules(places: Places, constraints: Constraints) -> Iterator[RuleRows]:
    for shop, hubs in constraints.supply:
        if shop in constraints.existing:
            continue
        near = sorted(set(hubs) - {shop})
        row = SideRow((shop, *near), (1.0, *(-1.0,) * len(near)), upper=0.0)
        yield RuleRows(Rule("supply", place=shop), (row,))
    if constraints.max_shops_per_hub is not None:
        most = float(constraints.max_shops_per_hub)
        is_hub, is_shop = _needed(places.is_hub, "roles", "shops per hub"), _needed(places.is_shop, "roles", "shops per hub")
        shops, hubs_all = np.flatnonzero(is_shop & ~is_hub), np.flatnonzero(is_hub)
        coefs = (1.0,) * len(shops) + (-most,) * len(hubs_all)
        row = SideRow((*shops.tolist(), *hubs_all.tolist()), coefs, upper=0.0)
        yield RuleRows(Rule("shops_per_hub", number=most), (row,))


def core_in(problem: CoverageProblem, mix: NDArray[np.float64] | None, frame: Frame) -> Core:
    """Return `problem` for one mix of the stakeholders, with the places of `frame` opened and ruled out.

    Raises
    ------
    ValueError
        When the frame was made for another number of places.
    """
    if frame.n != problem.n_places:
        raise ValueError(f"rules for {frame.n} places, problem with {problem.n_places}")
    core = core_of(problem, mix, frame.k + len(frame.existing), frame.sides)
    return restrict(core, frame.opened, np.setdiff1d(frame.forbidden, frame.opened))


def contradicts_itself(frame: Frame) -> bool:
    """Tell whether the required places alone already break a rule: more than k, or forbidden too."""
    return len(frame.required) > frame.k or bool(np.isin(frame.required, frame.forbidden).any())
