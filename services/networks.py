"""Networks of an address: a hub with its shops, judged as one candidate, composed shop by shop, or taken from a plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from criteria.assess import Assessment
from criteria.joined import Member, assess_network, members_of
from criteria.sizing import Sizing, sizing
from criteria.viability import Viability, viability_at
from domain.candidate import EXAMPLE_SUFFIX, Role
from domain.neighbours import distance_m
from domain.network import MOST_NETWORKS, MOST_SHOPS, Network, network_of, networks_of
from geodata.crs import to_l93
from scenarios.plan_view import PlanView
from scenarios.sites import opening_cost_eur
from services.assessor import Assessor
from services.context import Context

MODE = "car"
"""How a hub supplies its shops."""
SHOWN_SHOPS = 8
LONGEST_MIN = 60.0


@dataclass(frozen=True, eq=False)
class JudgedNetwork:
    """A network of an address, its members that exist, and their assessment as one candidate (of one row)."""

    network: Network
    members: tuple[Member, ...]
    assessment: Assessment

    @property
    def name(self) -> str:
        """Its name, or what stands for it."""
        return str(self.assessment.workspace.candidates["name"].iloc[0])

    @property
    def is_example(self) -> bool:
        """Whether a member is invented."""
        return bool(self.assessment.workspace.candidates["is_example"].iloc[0])


@dataclass(frozen=True, eq=False)
class MemberLine:
    """A member as its network's profile shows it: minutes from the hub, cost over the budget's years (€), and its accounts alone."""

    member: Member
    id: str
    is_example: bool
    minutes: float
    cost_eur: float
    accounts: Viability | None


@dataclass(frozen=True, slots=True)
class NearShop:
    """A place that could be a shop of a hub; minutes from it (infinite beyond an hour), NaN where they are not known."""

    id: str
    name: str
    is_example: bool
    area_m2: float
    minutes: float
    green: int


@dataclass(frozen=True, eq=False)
class NetworkProfile:
    """All that the profile of a network says; `may_grow` while a shop may be added."""

    judged: JudgedNetwork
    lines: tuple[MemberLine, ...]
    near: tuple[NearShop, ...]
    sizing: Sizing
    is_on_roads: bool
    may_grow: bool


@dataclass(frozen=True, slots=True)
class NetworkChoice:
    """What a place may do with a network of the address: leave it where it is a member, else join it if it suits a shop."""

    network: Network
    name: str
    is_member: bool
    may_join: bool


@dataclass(frozen=True, slots=True)
class PlaceChoices:
    """Whether a place may be the hub of a new network, or a shop of one, and what it may do with those that there are."""

    place_id: str
    may_begin: bool
    may_serve: bool
    networks: tuple[NetworkChoice, ...]


def judged(assessor: Assessor, query: str, network: Network) -> JudgedNetwork | None:
    """Return a network as one candidate, with the weights, thresholds and hypotheses of an address; None when its hub does not exist."""
    members = members_of(network, *assessor.in_both_roles(query))
    return JudgedNetwork(network, members, assess_network(network, members)) if members else None


def judged_networks(assessor: Assessor, query: str) -> tuple[JudgedNetwork, ...]:
    """Return every network of an address as one candidate, in its order."""
    found = (judged(assessor, query, network) for network in networks_of(query))
    return tuple(one for one in found if one is not None)


def candidates_of(assessor: Assessor, query: str, ids: Sequence[str]) -> tuple[tuple[Assessment, int], ...]:
    """Return places and networks of an address by their ids, each with the assessment that has it and its row there."""
    places = assessor.assess(query)
    found = []
    for id_ in ids:
        network, row = network_of(query, id_), places.row_of(id_)
        one = judged(assessor, query, network) if network is not None else None
        if one is not None:
            found.append((one.assessment, 0))
        elif row is not None:
            found.append((places, row))
    return tuple(found)


def network_profile(context: Context, query: str, network_id: str | None) -> NetworkProfile | None:
    """Return what the profile of a network says; None when the address has none of this id, or its hub does not exist."""
    network = network_of(query, network_id)
    found = judged(context.assessor, query, network) if network is not None else None
    if found is None:
        return None
    hub = found.members[0]
    minutes = _minutes_from(context, hub)
    lines = tuple(_line(one, minutes[one.row]) for one in found.members)
    is_full = len(found.network.shops) >= MOST_SHOPS
    near = () if is_full else _near_shops(context.assessor, query, found, minutes)
    on_roads = context.service.planner.travel_times.on_roads(MODE)
    return NetworkProfile(found, lines, near, sizing(found.assessment, 0, hub.area_m2), on_roads, not is_full)


def choices_of(assessor: Assessor, query: str, place_id: str) -> PlaceChoices | None:
    """Return what may be done with a place and the networks of an address; None when no place has this id."""
    hub, shop = assessor.in_both_roles(query)
    row = hub.row_of(place_id)
    if row is None:
        return None
    networks = networks_of(query)
    choices = [
        NetworkChoice(
            one.network,
            one.name,
            any(place_id == id_ for id_, _role in one.network.members),
            bool(shop.eligible[row]) and len(one.network.shops) < MOST_SHOPS,
        )
        for one in judged_networks(assessor, query)
    ]
    may_begin = bool(hub.eligible[row]) and len(networks) < MOST_NETWORKS
    return PlaceChoices(place_id, may_begin, bool(shop.eligible[row]), tuple(choices))


def networks_of_plan(view: PlanView) -> tuple[Network, ...]:
    """Return the networks of a plan that opens hubs and shops: each shop is with the hub that is nearest as the crow flies."""
    placed = list(zip(view.outcome.opened, view.places, strict=True))
    hubs = [(opened, place) for opened, place in placed if opened.role == Role.HUB][:MOST_NETWORKS]
    shops: dict[str, list[tuple[float, str]]] = {place.id: [] for _opened, place in hubs}
    x, y = to_l93([place.lon_wgs84 for place in view.places], [place.lat_wgs84 for place in view.places])
    at = dict(zip((place.id for place in view.places), zip(x.tolist(), y.tolist(), strict=True), strict=True))
    for opened, place in placed:
        if opened.role == Role.SHOP and hubs:
            distance, nearest = min((distance_m(*at[place.id], *at[hub.id]), hub.id) for _one, hub in hubs)
            shops[nearest].append((distance, place.id))
    found = [(hub, sorted(mine)[:MOST_SHOPS]) for hub, mine in shops.items() if mine]
    return tuple(Network(number, hub, tuple(id_ for _away, id_ in mine)) for number, (hub, mine) in enumerate(found, 1))


def _minutes_from(context: Context, hub: Member) -> np.ndarray:
    """Return the minutes from a hub to every candidate, shape (n,), infinite beyond an hour; NaN where no travel time is known."""
    space, travel = hub.assessment.workspace, context.service.planner.travel_times
    if MODE not in travel.modes:
        return np.full(space.size, np.nan)
    reach = travel.reach(MODE, space.hypotheses.central("detour"))
    return np.asarray(reach.minutes(space.xy_l93[[hub.row]], space.xy_l93, MODE, LONGEST_MIN)[:, 0], float)


def _line(one: Member, minutes: float) -> MemberLine:
    space = one.assessment.workspace
    place = space.candidates.iloc[one.row]
    cost = float(opening_cost_eur(space.at(one.row), one.role)[0])
    return MemberLine(one, str(place["id"]), bool(place["is_example"]), float(minutes), cost, viability_at(space, one.role, one.row))


def _near_shops(assessor: Assessor, query: str, found: JudgedNetwork, minutes: np.ndarray) -> tuple[NearShop, ...]:
    """Return the nearest places that are not excluded as shops nor members already, nearest first."""
    _hub, shop = assessor.in_both_roles(query)
    xy, hub_row = shop.workspace.xy_l93, found.members[0].row
    away = np.hypot(*(xy - xy[hub_row]).T)
    mine = {one.row for one in found.members}
    order = np.lexsort((away, np.nan_to_num(minutes, nan=0.0)))
    rows = [row for row in order.tolist() if shop.eligible[row] and row not in mine][:SHOWN_SHOPS]
    places = shop.workspace.candidates
    return tuple(
        NearShop(
            str(places["id"].iloc[row]),
            str(places["name"].iloc[row]).removesuffix(EXAMPLE_SUFFIX),
            bool(places["is_example"].iloc[row]),
            float(places["area_m2"].iloc[row]),
            float(minutes[row]),
            int(shop.green_count[row]),
        )
        for row in rows
    )
