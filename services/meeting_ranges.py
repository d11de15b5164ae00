"""What a saved plan brings to landlords and to trade as ranges: between the two ends of the detour on which its times rest."""

from __future__ import annotations

from dataclasses import replace

from domain.scenario import STAKES
from i18n import gettext as _
from scenarios.plan_reach import is_as_saved, plan_reach
from scenarios.plan_view import PlanView
from scenarios.travel import TravelTimes
from services.meeting_gains import RANGED, ActorGain, OptionGains, more

DETOUR = "detour"
"""The only hypothesis on which what a plan reaches rests, where its times are worked out in a straight line."""


def ranged_gains(travel_times: TravelTimes, view: PlanView, found: OptionGains) -> OptionGains:
    """Return the gains with those ranges; as they were saved where the plan cannot be worked out again, or the data changed since."""
    reached = [plan_reach(travel_times, view, detour) for detour in view.grounds.hypotheses[DETOUR]]
    low, central, high = reached
    if low is None or central is None or high is None or not is_as_saved(view, central):
        return found
    ends = {actor: sorted(float(one.after[at] - one.before[at]) for one in (low, central, high)) for at, actor in enumerate(STAKES)}
    return replace(found, gains=tuple(_ranged(one, ends[one.actor]) if one.actor in RANGED else one for one in found.gains))


def _ranged(gain: ActorGain, ends: list[float]) -> ActorGain:
    low, high = more(ends[0]), more(ends[-1])
    return gain if low == high else replace(gain, figure=_("{low} à {high}").format(low=low, high=high), is_hypothesis=True)
