"""A hub and its satellite shops judged as one candidate, by the criteria of places: each says how the members combine (`Together`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import geopandas as gpd
import numpy as np

from criteria.assess import Assessment, Measured, judged
from criteria.criterion import Criterion
from criteria.registry import criteria
from criteria.scale import Floats
from criteria.together import WORDS, Together
from criteria.workspace import Around, Workspace
from domain.candidate import EXAMPLE_SUFFIX, Role
from domain.network import Network
from domain.suitability import Suitability
from i18n import gettext as _
from i18n import quoted


@dataclass(frozen=True, eq=False)
class Member:
    """A place of a network: where it is judged alone, and its row there."""

    assessment: Assessment
    row: int

    @property
    def role(self) -> Role:
        """The role that it has in the network."""
        return self.assessment.role

    @property
    def id(self) -> str:
        """The id of the place."""
        return str(self.assessment.ids[self.row])

    @property
    def name(self) -> str:
        """Its name, without the mark of an invented place."""
        return str(self.assessment.workspace.candidates["name"].iloc[self.row]).removesuffix(EXAMPLE_SUFFIX)

    @property
    def area_m2(self) -> float:
        """Its floor area; NaN where unknown."""
        return float(self.assessment.workspace.candidates["area_m2"].iloc[self.row])


@dataclass(frozen=True, eq=False)
class JoinedWorkspace(Workspace):
    """One candidate made of several: what is around any member is counted once, floor areas are added.

    Parameters
    ----------
    members : tuple of Member
        The hub first.
    unions : dict
        What was summed already, by the reach of each member.
    """

    members: tuple[Member, ...] = field(default=(), kw_only=True)
    unions: dict[tuple[float, ...], Around] = field(default_factory=dict, repr=False)

    def at(self, row: int) -> Workspace:
        """Return itself: it has one candidate."""
        return self

    def usable_area_m2(self, role: Role) -> Floats:
        """Return what the members put to use, each in its role (m², shape (1,))."""
        alone = [one.assessment.workspace.usable_area_m2(one.role)[one.row] for one in self.members]
        return np.array([sum(alone)], float)

    def inventories(self, row: int) -> tuple[str, ...]:
        """Return the sources that tell of the members."""
        return tuple(dict.fromkeys(key for one in self.members for key in one.assessment.workspace.inventories(one.row)))

    def around(self, reach_m: float) -> Around:
        """Return the sums over the demand points within `reach_m` (straight line) of at least one member, each of shape (1,)."""
        return self._union([reach_m] * len(self.members))

    def around_trip(self, role: Role) -> Around:
        """Return the sums within the catchment of at least one member, by car for the hub, on foot for the shops."""
        return self._union([self.crow_m(self.travel_m(one.role)) for one in self.members])

    def around_jobs(self, role: Role) -> Around:
        """Return the sums within reach of the jobs of at least one member."""
        return self._union([self.crow_m(self.job_travel_m(one.role)) for one in self.members])

    def _union(self, reaches_m: Sequence[float]) -> Around:
        key = tuple(reaches_m)
        if key not in self.unions:
            self.unions[key] = self._summed(np.array(key))
        return self.unions[key]

    def _summed(self, reaches_m: Floats) -> Around:
        base, rows = self.members[0].assessment.workspace, [one.row for one in self.members]
        limits = (reaches_m * base.scale[rows]) ** 2
        offsets = base.demand_l93[None, :, :] - base.xy_l93[rows][:, None, :]
        reached = ((offsets**2).sum(axis=2) <= limits[:, None]).any(axis=0)
        return Around(*(reached[None, :].astype(float) @ base.demand_columns).T)


@dataclass(frozen=True, eq=False)
class JoinedSuitability(Suitability):
    """Whether each member suits its role: the whole is excluded as soon as one is, and undecided while one is."""

    members: tuple[Member, ...] = field(default=(), kw_only=True)

    def reasons(self, row: int) -> tuple[str, ...]:
        """Say, member by member, why the whole is excluded."""
        return tuple(
            _("pour {name}, {reason}").format(name=quoted(one.name), reason=reason)
            for one in self.members
            for reason in one.assessment.suitability.reasons(one.row)
        )

    def missing(self, row: int) -> tuple[str, ...]:
        """Name what is unknown of a member and could exclude it."""
        return tuple(
            _("{what} de {name}").format(what=what, name=quoted(one.name))
            for one in self.members
            for what in one.assessment.suitability.missing(one.row)
        )


def members_of(network: Network, hub: Assessment, shop: Assessment) -> tuple[Member, ...]:
    """Return the members of a network that exist, the hub first; none when the hub does not. `hub` and `shop` share a workspace."""
    judges = {Role.HUB: hub, Role.SHOP: shop}
    found = [(judges[role], judges[role].row_of(place)) for place, role in network.members]
    return tuple(Member(judge, row) for judge, row in found if row is not None) if found[0][1] is not None else ()


def assess_network(network: Network, members: Sequence[Member]) -> Assessment:
    """Judge a network as one candidate, with the weights and thresholds of its members' assessments.

    Parameters
    ----------
    network : Network
    members : sequence of Member, at least one
        As `members_of` gives them.

    Returns
    -------
    Assessment
        Of one row, without rank: the ranks of places are theirs. Its thresholds are those of a hub, and of a shop for what only counts
        for a shop. A network of one member has the scores of that place.
    """
    first = members[0].assessment
    space = JoinedWorkspace(first.workspace.territory, _row(network, members), first.workspace.hypotheses, members=tuple(members))
    items, measures = [], []
    for item in criteria():
        counted = [one for one in members if one.role in item.roles]
        if counted:
            joined, measure = _joined(item, counted, space)
            items.append(joined)
            measures.append(measure)
    measured = Measured(space, Role.HUB, tuple(items), np.array([measures], float), _suitability(members))
    found = judged(measured, first.weights, first.thresholds)
    return replace(found, rank=np.zeros(1, np.int64))


def _joined(item: Criterion, members: Sequence[Member], space: JoinedWorkspace) -> tuple[Criterion, float]:
    """Return a criterion as it judges the network by the members that it counts for, and its measure; what it reads stays in `space`."""
    chosen, read = members[0], [_variables(item, one) for one in members]
    if item.together in (Together.SUM, Together.MEAN):
        areas = [one.area_m2 for one in members] if item.together is Together.MEAN else []
        whole = {symbol: weighed([by[symbol] for by in read], areas) for symbol in read[0]}
        space.variables[item.id, Role.HUB] = {symbol: np.array([value]) for symbol, value in whole.items()}
    elif item.together is not Together.WHOLE:
        at = _chosen(item, members)
        chosen = members[at]
        space.variables[item.id, Role.HUB] = {symbol: np.array([value]) for symbol, value in read[at].items()}
    if len(space.members) > 1:
        space.notes[item.id] = _note(item, members, chosen)
    # With other shops it would be otherwise: what a place cannot change, a network can.
    joined = replace(item, scales={Role.HUB: item.scales[chosen.role]}, is_lever=item.is_lever or len(space.members) > 1)
    return joined, float(joined.measure(space, Role.HUB)[0])


def weighed(values: Sequence[float], areas_m2: Sequence[float] = ()) -> float:
    """Return the sum of some values, or their mean by floor area where areas are given; NaN when one of them is unknown."""
    if not areas_m2:
        return float(sum(values))
    whole = float(sum(areas_m2))
    if len(values) == 1 or not whole > 0:
        return values[0] if len(values) == 1 else float("nan")
    return float(np.dot(values, areas_m2)) / whole


def _variables(item: Criterion, member: Member) -> Mapping[str, float]:
    read = item.read(member.assessment.workspace, member.role)
    return {symbol: float(values[member.row]) for symbol, values in read.items()}


def _chosen(item: Criterion, members: Sequence[Member]) -> int:
    """Return which member speaks for the network: the first that is unknown, else the worst or the best."""
    values = np.array([one.assessment.values[one.row, one.assessment.items.index(item)] for one in members])
    if np.isnan(values).any():
        return int(np.isnan(values).argmax())
    return int(values.argmax() if item.together is Together.BEST else values.argmin())


def _note(item: Criterion, members: Sequence[Member], chosen: Member) -> str:
    if len(members) == 1:
        return _("pour un réseau : {name} seul compte").format(name=quoted(chosen.name))
    words = _("pour un réseau : {how}").format(how=_(WORDS[item.together]))
    return f"{words}, {quoted(chosen.name)}" if item.together in (Together.WORST, Together.BEST) else words


def _row(network: Network, members: Sequence[Member]) -> gpd.GeoDataFrame:
    """Return the network as a frame of one candidate: that of its hub, with what the members have together."""
    rows = [one.assessment.workspace.candidates.iloc[one.row] for one in members]
    areas = [one.area_m2 for one in members]
    frame: gpd.GeoDataFrame = members[0].assessment.workspace.candidates.iloc[[members[0].row]]
    return frame.assign(
        id=network.id,
        name=network.name or _("Réseau : {hub}").format(hub=members[0].name),
        is_example=any(bool(row["is_example"]) for row in rows),
        area_m2=weighed(areas),
        rent_eur_m2_yr=weighed([float(row["rent_eur_m2_yr"]) for row in rows], areas),
        rent_is_confidential=any(bool(row["rent_is_confidential"]) for row in rows),
    )


def _suitability(members: Sequence[Member]) -> JoinedSuitability:
    parts = [(one.assessment.suitability, one.row) for one in members]
    failed = np.array([[bool(part.excluded[row]) for part, row in parts]])
    unknown = np.array([[bool(part.undecided[row]) for part, row in parts]])
    return JoinedSuitability(Role.HUB, failed, unknown, {}, members=tuple(members))
