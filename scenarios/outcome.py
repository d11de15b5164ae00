"""What a plan brings: who is reached, by whom, and what each actor gains, as plain data that recomputes to the last digit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from criteria.ranges import residents_within_reach, tonnes_range
from criteria.ranges import total as total_range
from domain.candidate import Role
from domain.scenario import STAKES
from domain.units import Range
from scenarios.assignment import Assignment, assignment_of
from scenarios.instance import Floats, Instance

Span = tuple[float | None, float | None, float | None]


@dataclass(frozen=True)
class Opened:
    """One place of a plan: what it adds when the others are open, and what it would yield (ranges low, central, high; None = unknown).

    `newly` counts the residents that it serves: reached by no existing place, and nearer to it than to the others, or those whom its
    floor area takes in where the capacity counts. `served` counts those within its reach, whoever serves them.
    """

    id: str
    row: int
    role: str
    newly: int
    newly_qpv: int
    served: int
    tonnes: Span
    jobs: Span
    area_m2: float | None
    cost_eur: float | None
    green: int
    imposed: bool
    excluded: bool


@dataclass(frozen=True)
class Stake:
    """One actor's stake: reached before (by existing places alone), reached after, and in all; own units."""

    before: float
    after: float
    total: float


@dataclass(frozen=True)
class Outcome:
    """Everything shown of a plan.

    Attributes
    ----------
    opened : the places, the one that adds most residents first.
    stakes : by actor.
    residents, residents_qpv, residents_rest : reached before, after and in all: equity sets the second beside the third.
    mean_min, mean_min_qpv : mean minutes to the nearest open place of the residents within an hour of one; None when there is none.
    beyond_hour, beyond_hour_qpv : residents whom these means leave out, every open place being more than an hour away.
    farthest_min : the longest of these times; None when nobody is within an hour.
    tonnes, jobs : of the whole plan; tonnes never pass what the residents around can give, or what those served do under capacity.
    area_unknown : ids of the places of unknown floor area, which tonnes and jobs leave out.
    cost_eur : sum of the known costs; `cost_unknown` places have none.
    cost_barred, area_barred : places that a budget, or the capacity, rules out since their cost, or their floor area, is unknown.
    """

    opened: tuple[Opened, ...]
    stakes: Mapping[str, Stake]
    residents: Stake
    residents_qpv: Stake
    residents_rest: Stake
    mean_min: float | None
    mean_min_qpv: float | None
    beyond_hour: float
    beyond_hour_qpv: float
    farthest_min: float | None
    tonnes: Span
    jobs: Span
    vacant_m2: float
    ground_floors: int
    cost_eur: float
    cost_unknown: int
    area_unknown: tuple[str, ...]
    cost_barred: int
    area_barred: int

    def to_json(self) -> dict[str, Any]:
        """Return plain data: what is stored, compared, and recomputed."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Outcome:
        """Read what `to_json` wrote, stored or not; KeyError, TypeError or ValueError for anything else."""
        stakes = {name: Stake(**data[name]) for name in ("residents", "residents_qpv", "residents_rest")}
        spans = {name: tuple(data[name]) for name in ("tonnes", "jobs")}
        opened = tuple(Opened(**{**place, **{name: tuple(place[name]) for name in ("tonnes", "jobs")}}) for place in data["opened"])
        lists = {"opened": opened, "area_unknown": tuple(data["area_unknown"])}
        actors = {actor: Stake(**data["stakes"][actor]) for actor in STAKES}
        return cls(**{**data, **stakes, **spans, **lists, "stakes": actors})


def ordered(instance: Instance, plan: Sequence[int]) -> list[int]:
    """Return the places of a plan in the order of the list of what to do: those first that reach most people whom nothing reaches."""
    return _ordered(instance, plan, newly_reached(instance, assignment_of(instance, plan)))


def _ordered(instance: Instance, plan: Sequence[int], newly: Floats) -> list[int]:
    newly_of = dict(zip(plan, newly, strict=True))
    return sorted(plan, key=lambda place: (-round(newly_of[place]), str(instance.ids[place])))


def newly_reached(instance: Instance, served: Assignment) -> Floats:
    """Return (k,) the residents whom each place of a plan serves and no existing place reaches."""
    people = instance.travel_times.territory.demand["population"].to_numpy(float)
    return np.asarray(np.round((people[:, None] * served.shares).sum(axis=0), 6), float)


def outcome_of(instance: Instance, plan: Sequence[int]) -> Outcome:
    """Work out what a plan (ids of new places) brings."""
    served = assignment_of(instance, plan)
    before, after = served.by_existing.astype(float), served.reached
    demand = instance.travel_times.territory.demand
    people = demand["population"].to_numpy(float)
    in_qpv = demand["qpv_code"].notna().to_numpy()
    mine = newly_reached(instance, served)
    mine_qpv = (people[in_qpv, None] * served.shares[in_qpv]).sum(axis=0)
    yields = [tonnes_of(instance, place, float(mine[i])) for i, place in enumerate(plan)]
    opened = {place: _opened(instance, place, (mine[i], mine_qpv[i]), people, yields[i]) for i, place in enumerate(plan)}
    open_now = [*plan, *instance.existing.tolist()]
    times = instance.minutes[:, open_now].min(axis=1) if open_now else np.full(len(people), np.inf)
    near = np.isfinite(times) & (people > 0)
    tonnes, jobs = _yield(instance, plan, yields)
    sites = instance.sites
    chosen = np.array(list(plan), dtype=np.int64)
    cost = sites.cost_eur[chosen]
    premises = instance.assessments.workspace.is_premises[sites.rows[chosen]]
    area = np.nan_to_num(instance.assessments.workspace.column("area_m2")[sites.rows[chosen]], nan=0.0)
    return Outcome(
        opened=tuple(opened[place] for place in _ordered(instance, plan, mine)),
        stakes={actor: _stake(instance.stakes[:, i], before, after) for i, actor in enumerate(STAKES)},
        residents=_stake(people, before, after),
        residents_qpv=_stake(np.where(in_qpv, people, 0.0), before, after),
        residents_rest=_stake(np.where(in_qpv, 0.0, people), before, after),
        mean_min=_mean(times, people, near),
        mean_min_qpv=_mean(times, people, near & in_qpv),
        beyond_hour=float(people[~near].sum()),
        beyond_hour_qpv=float(people[~near & in_qpv].sum()),
        farthest_min=round(float(times[near].max()), 3) if near.any() else None,
        tonnes=tonnes,
        jobs=jobs,
        vacant_m2=float(area[~premises].sum()),
        ground_floors=int(premises.sum()),
        cost_eur=float(np.nansum(cost)),
        cost_unknown=int(np.isnan(cost).sum()),
        area_unknown=tuple(str(instance.ids[place]) for place in plan if np.isnan(sites.area_m2[place])),
        cost_barred=instance.unknown_cost,
        area_barred=instance.unknown_area,
    )


def _stake(weights: Floats, before: Floats, after: Floats) -> Stake:
    return Stake(float((weights * before).sum()), round(float((weights * after).sum()), 6), float(weights.sum()))


def _mean(times: Floats, people: Floats, who: npt.NDArray[np.bool_]) -> float | None:
    if not who.any():
        return None
    return round(float(np.average(times[who], weights=people[who])), 3)


def span_or_none(value: Range) -> Span:
    """Return a range as plain data: three times None where it is unknown."""
    return (value.low, value.central, value.high) if value.is_known else (None, None, None)


def tonnes_of(instance: Instance, place: int, served: float) -> Range:
    """Return the tonnes a year of one place: what its floor can process, at most what the residents around can give.

    Where the capacity counts, only those whom it serves give (`served` residents).
    """
    workspace = instance.assessments.workspace
    area = float(instance.sites.area_m2[place])
    if np.isnan(area):
        return Range.unknown()
    around = float(residents_within_reach(workspace)[instance.sites.rows[place]])
    return tonnes_range(area, served if instance.question.capacity else around, workspace.hypotheses)


def _yield(instance: Instance, plan: Sequence[int], yields: Sequence[Range]) -> tuple[Span, Span]:
    """Return the tonnes and the jobs of the whole plan."""
    if not len(plan):
        return (0.0, 0.0, 0.0), (0.0, 0.0, 0.0)
    tonnes = total_range(np.array([tuple(one) for one in yields]))
    if tonnes.is_known and not instance.question.capacity:
        tonnes = tonnes.minimum(instance.hypotheses["collected_kg_per_inhabitant_yr"] * (_donors(instance, plan) / 1_000.0))
    jobs = tonnes * instance.hypotheses["jobs_per_1000_t"] * 1e-3
    return span_or_none(tonnes), span_or_none(jobs)


def _donors(instance: Instance, plan: Sequence[int]) -> float:
    """Return the residents within a donor's reach of at least one place of the plan: nobody gives twice."""
    workspace = instance.assessments.workspace
    reach_m = workspace.crow_m(workspace.hypotheses.central("donor_reach_m"))
    places = workspace.xy_l93[instance.sites.rows[list(plan)]]
    demand = instance.travel_times.demand_l93
    near = np.zeros(len(demand), bool)
    for place in places:
        near |= np.hypot(*(demand - place).T) <= reach_m
    return float(instance.travel_times.territory.demand["population"].to_numpy(float)[near].sum())


def _opened(instance: Instance, place: int, served: tuple[float, float], people: Floats, tonnes: Range) -> Opened:
    row = int(instance.sites.rows[place])
    role = Role.HUB if instance.sites.is_hub[place] else Role.SHOP
    within = instance.minutes[:, place] <= instance.limit_min
    assessment = instance.assessments.of(role)
    area, cost = float(instance.sites.area_m2[place]), float(instance.sites.cost_eur[place])
    return Opened(
        id=str(instance.ids[place]),
        row=row,
        role=role.value,
        newly=round(served[0]),
        newly_qpv=round(served[1]),
        served=int(people[within].sum()),
        tonnes=span_or_none(tonnes),
        jobs=span_or_none(tonnes * instance.hypotheses["jobs_per_1000_t"] * 1e-3),
        area_m2=None if np.isnan(area) else area,
        cost_eur=None if np.isnan(cost) else cost,
        green=int(assessment.green_count[row]),
        imposed=str(instance.ids[place]) in instance.question.required,
        excluded=not bool(assessment.eligible[row]),
    )
