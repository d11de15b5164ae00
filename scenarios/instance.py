"""A question on the territory's data: times, weights and rules, as the solvers want them."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from criteria.hypotheses import Hypotheses
from criteria.registry import criteria_version
from domain.scenario import Goal, Question
from i18n import gettext as _
from i18n.numbers import number
from scenarios.capacity import Floors, floors_of
from scenarios.sites import RoleAssessments, Sites, basins_of, sites_of
from scenarios.stakes import demand_stakes, in_points, mix_of
from scenarios.travel import TravelTimes
from siting.evaluate import reached
from siting.problem import CoverageProblem, build_problem
from siting.rules import Constraints, Frame, Places, frame_of

Floats = npt.NDArray[np.float64]
MOST_SITES = 3_000


class Unanswerable(ValueError):  # noqa: N818 - an answer, not a fault of ours
    """A question that cannot be put to the solvers; the message says what to change, in the current language."""


@dataclass(frozen=True, eq=False)
class Instance:
    """A question, n places to choose from, e existing ressourceries, m demand points.

    Attributes
    ----------
    minutes : (m, n + e) travel times, places first, then the existing ones (none when the question leaves them out).
    stakes : (m, 4) weights in their own units; `points` the same, each stake summing to 100.
    frame : the rules on the n + e places.
    """

    question: Question
    assessments: RoleAssessments
    travel_times: TravelTimes
    sites: Sites
    columns: npt.NDArray[np.int64]
    minutes: Floats
    stakes: Floats
    points: Floats
    frame: Frame

    @property
    def nbytes(self) -> int:
        """Memory that the instance takes once its models are built, of which each may take about as much as the times."""
        models = 2 if self.question.capacity else 1
        return (1 + models) * self.minutes.nbytes + self.stakes.nbytes + self.points.nbytes

    @property
    def n(self) -> int:
        """Number of places to choose from."""
        return len(self.sites.rows)

    @property
    def existing(self) -> npt.NDArray[np.int64]:
        """Ids of the existing places, after the candidates."""
        return np.arange(self.n, self.minutes.shape[1])

    @property
    def mix(self) -> Floats:
        """Shares of the four stakes, see `scenarios.stakes.mix_of`."""
        return mix_of(np.array(self.question.shares), self.points)

    @property
    def limit_min(self) -> float:
        """A demand point is reached within this time."""
        return float(self.question.minutes)

    @property
    def hypotheses(self) -> Hypotheses:
        """Values in force."""
        return self.assessments.workspace.hypotheses

    @cached_property
    def problem(self) -> CoverageProblem:
        """The coverage model, the four stakes together, in points."""
        return build_problem(self.minutes, self.limit_min, self.points)

    @cached_property
    def floors(self) -> Floors:
        """The capacity of the floors, and the residents that they may serve."""
        return floors_of(self)

    @property
    def unknown_cost(self) -> int:
        """Number of places that a budget rules out, since nobody knows what they cost; 0 without a budget."""
        return self._unknown(self.sites.cost_eur) if self.question.budget_keur is not None else 0

    @property
    def unknown_area(self) -> int:
        """Number of places that the capacity rules out, since nobody knows their floor area; 0 where it does not count."""
        return self._unknown(self.sites.area_m2) if self.capacity_decides else 0

    @property
    def capacity_decides(self) -> bool:
        """Whether the capacity of the floors weighs in the choice of the places: only where the goal is to reach people."""
        return self.question.capacity and self.question.goal is Goal.COVER

    def _unknown(self, values: Floats) -> int:
        named = np.isin(self.ids.astype(str), [*self.question.required, *self.question.forbidden])
        return int((np.isnan(values) & ~named).sum())

    @property
    def versions(self) -> dict[str, str]:
        """Versions of the data, the criteria and the travel times that an answer depends on."""
        return versions_of(self.travel_times, self.question, self.hypotheses)

    @cached_property
    def ids(self) -> npt.NDArray[np.object_]:
        """Ids of the places to choose from."""
        return self.assessments.shop.ids[self.sites.rows]

    @cached_property
    def names(self) -> npt.NDArray[np.str_]:
        """Names of the places, existing ones included."""
        territory = self.travel_times.territory
        existing = territory.facilities["name"].to_numpy(object)[self.travel_times.facilities][: len(self.existing)]
        return np.array([*territory.candidates["name"].to_numpy(object)[self.sites.rows], *existing], dtype=np.str_)

    def frame_for(self, k: int) -> Frame:
        """Return the same rules for another number of places."""
        return frame_of(
            _places(self.sites, self.travel_times, self.columns), _constraints(self.question, self.sites, self.travel_times, self.ids, k)
        )


def versions_of(travel_times: TravelTimes, question: Question, hypotheses: Hypotheses) -> dict[str, str]:
    """Return the versions of the data, the criteria and the travel times that an answer to a question depends on."""
    reach = travel_times.version(question.mode, hypotheses.central("detour"))
    return {
        "data": travel_times.territory.version,
        "criteria": criteria_version(),
        "reach": hashlib.sha256(reach.encode()).hexdigest()[:12],
    }


def build_instance(question: Question, assessments: RoleAssessments, travel_times: TravelTimes, mask: npt.NDArray[np.bool_]) -> Instance:
    """Put a question to the data; `mask` (all candidates,) is what the filters let through.

    Raises
    ------
    Unanswerable
        When no place, or too many, are left to choose from, existing places are all that a rule allows, or the mode's times are unknown.
    """
    if question.mode not in travel_times.modes:
        raise Unanswerable(travel_times.timetables.sentence(dt.date.today()))
    sites = sites_of(assessments, question, mask)
    if not len(sites.rows):
        raise Unanswerable(_("Aucun lieu ne peut être choisi : levez un filtre, ou changez le rôle ou les conditions."))
    if len(sites.rows) > MOST_SITES:
        sentence = _("{n} lieux à la fois, c'est trop pour un scénario : filtrez-les d'abord (au plus {most}).")
        raise Unanswerable(sentence.format(n=number(len(sites.rows)), most=number(MOST_SITES)))
    detour = assessments.workspace.hypotheses.central("detour")
    total = len(assessments.shop.ids)
    existing = np.arange(total, total + len(travel_times.facilities)) if question.existing else np.zeros(0, np.int64)
    columns = np.concatenate((sites.rows, existing))
    minutes = travel_times.minutes_to(columns, question.mode, detour)
    served = reached(minutes, float(question.minutes), list(range(len(sites.rows), len(columns))))
    stakes = demand_stakes(travel_times.territory, served)
    ids = assessments.shop.ids[sites.rows]
    k = len(sites.rows) if question.goal is Goal.ALL else question.k
    frame = frame_of(_places(sites, travel_times, columns), _constraints(question, sites, travel_times, ids, k))
    return Instance(question, assessments, travel_times, sites, columns, minutes, stakes, in_points(stakes), frame)


def _places(sites: Sites, travel_times: TravelTimes, columns: npt.NDArray[np.int64]) -> Places:
    territory, existing = travel_times.territory, len(columns) - len(sites.rows)
    facilities = territory.facilities.iloc[travel_times.facilities[:existing]]
    codes = [*territory.candidates["area_code"].iloc[sites.rows], *facilities["area_code"]]
    name_of = territory.areas["name"].to_dict()
    hubs = np.concatenate((sites.is_hub, np.ones(existing, bool)))
    return Places(
        n=len(columns),
        xy_l93=travel_times.places_l93[columns],
        commune=np.array([name_of.get(code, "") for code in codes], dtype=np.str_),
        basin=basins_of(codes),
        cost_eur=np.concatenate((sites.cost_eur, np.zeros(existing))),
        is_shop=~hubs,
        is_hub=hubs,
    )


def _constraints(question: Question, sites: Sites, travel_times: TravelTimes, ids: npt.NDArray[np.object_], k: int) -> Constraints:
    at = {place: column for column, place in enumerate(ids)}
    n, total = len(sites.rows), len(sites.rows) + (len(travel_times.facilities) if question.existing else 0)

    def columns(names: tuple[str, ...]) -> tuple[int, ...]:
        return tuple(at[name] for name in names if name in at)

    return Constraints(
        k=k,
        required=columns(question.required),
        forbidden=columns(question.forbidden),
        existing=tuple(range(n, total)),
        min_spacing_m=question.spacing_m,
        max_per_commune=question.per_commune,
        one_per_basin=question.basins,
        budget_eur=None if question.budget_keur is None else 1_000.0 * question.budget_keur,
        supply=_supply(question, sites, travel_times, total) if question.supply_km else (),
        max_shops_per_hub=question.per_hub,
    )


def _supply(question: Question, sites: Sites, travel_times: TravelTimes, total: int) -> tuple[tuple[int, tuple[int, ...]], ...]:
    """Return, for each satellite shop, the hubs (existing ressourceries among them) near enough to supply it."""
    n, most_m = len(sites.rows), 1_000.0 * (question.supply_km or 0)
    all_candidates = len(travel_times.places_l93) - len(travel_times.facilities)
    columns = np.concatenate((sites.rows, all_candidates + np.arange(total - n)))
    xy = travel_times.places_l93[columns]
    hubs = np.concatenate((np.flatnonzero(sites.is_hub), np.arange(n, total)))
    pairs = []
    for shop in np.flatnonzero(~sites.is_hub):
        near = np.hypot(*(xy[hubs] - xy[shop]).T) <= most_m
        pairs.append((int(shop), tuple(int(hub) for hub in hubs[near])))
    return tuple(pairs)
