"""What each actor wants a plan to reach: one weight a demand point, an actor each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from domain.scenario import STAKES
from geodata.territory import Territory
from i18n import N_

Floats = npt.NDArray[np.float64]
POINTS = 100.0


@dataclass(frozen=True, slots=True)
class DemandStake:
    """The stake of one actor in who is reached. `sources` are catalogue ids."""

    actor: str
    label: str
    unit: str
    sources: tuple[str, ...]


DEMAND_STAKES = (
    DemandStake("waste", N_("Habitants sans ressourcerie à portée"), N_("habitants"), ("demand_estimate", "example_facilities")),
    DemandStake("cohesion", N_("Habitants des quartiers prioritaires"), N_("habitants"), ("demand_estimate",)),
    DemandStake("landlord", N_("Logements sociaux"), N_("logements"), ("demand_estimate",)),
    DemandStake("economy", N_("Habitants, clientèle possible"), N_("habitants"), ("demand_estimate",)),
)


def demand_stakes(territory: Territory, served: npt.NDArray[np.bool_]) -> Floats:
    """Return (m, 4) the weight of each demand point for each actor, in the order of ``domain.scenario.STAKES``.

    Parameters
    ----------
    served : (m,) whether an existing ressourcerie reaches the point: it then leaves no gap.

    Notes
    -----
    Social dwellings of unknown tenure carry no weight here; `unknown_dwellings` says how many they may be.
    """
    demand = territory.demand
    people = demand["population"].to_numpy(float)
    columns = {
        "waste": np.where(served, 0.0, people),
        "cohesion": np.where(demand["qpv_code"].notna().to_numpy(), people, 0.0),
        "landlord": np.nan_to_num(demand["social_dwellings"].to_numpy(float), nan=0.0),
        "economy": people,
    }
    return np.column_stack([columns[actor] for actor in STAKES])


def unknown_stakes(territory: Territory) -> frozenset[str]:
    """Return the actors of whose stake nothing is known to be anywhere on the territory."""
    totals = demand_stakes(territory, np.zeros(len(territory.demand), dtype=np.bool_)).sum(axis=0)
    return frozenset(actor for actor, total in zip(STAKES, totals, strict=True) if not total)


def mix_of(shares: Floats, weights: Floats) -> Floats:
    """Return the (4,) shares of the stakes in what a plan is worth: one that is nowhere leaves its share to the others.

    Parameters
    ----------
    shares : (4,) those of the question, that sum to 1.
    weights : (m, 4) see `demand_stakes`.
    """
    there = np.where(weights.sum(axis=0) > 0, shares, 0.0)
    return np.asarray(there / there.sum() if there.any() else shares, float)


def unknown_dwellings(territory: Territory) -> int:
    """Return how many dwellings stand where the number of social ones is unknown."""
    demand = territory.demand
    return int(demand.loc[demand["social_dwellings"].isna(), "dwellings"].sum())


def in_points(weights: Floats) -> Floats:
    """Return the weights as points: each stake sums to 100, so that a mix of them is a mean percentage."""
    totals = weights.sum(axis=0)
    return np.asarray(POINTS * weights / np.where(totals > 0, totals, 1.0))
