"""The map of what was decided: places, catchments and who is reached, from frozen plans and places alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from domain.meeting import OptionKind
from i18n import gettext as _
from i18n import ngettext
from i18n.numbers import number
from reports.plan_svg import BY_EXISTING, BY_NEW, CATCHMENT, NOT_REACHED, MapContent, MapPlace, Ring
from scenarios.plan_view import DEGREES
from scenarios.saving import SavedPlan, plan_of_result

MOST_NAMED = 40
"""How many places a map names to whoever does not see it: the table beside it has them all."""
Saved = Mapping[str, Mapping[str, Any]]


def decided_map(options: Iterable[str], scenarios: Saved, places: Saved, communes: Sequence[Ring]) -> MapContent:
    """Return what the map of some options shows, their places numbered from 1 in the order of the options, each place once.

    Parameters
    ----------
    options : ids of options (`domain.meeting.Option.id`).
    scenarios, places : what was saved of each, by id.
    communes : rings of [longitude, latitude], degrees (WGS 84).
    """
    named = [option.partition(".")[::2] for option in dict.fromkeys(options)]
    found = {ref: plan_of_result(scenarios[ref]["result"]) for kind, ref in named if kind == OptionKind.SCENARIO and ref in scenarios}
    plans = [plan for plan in found.values() if plan is not None]
    places_of = {ref: plan.view.places for ref, plan in found.items() if plan is not None}
    points: dict[str, tuple[str, float, float, bool]] = {}
    for kind, ref in named:
        if kind == OptionKind.PLACE and ref in places:
            one = places[ref]
            points.setdefault(ref, (str(one["name"]), float(one["lon"]), float(one["lat"]), bool(one["is_example"])))
        for place in places_of.get(ref, ()):
            points.setdefault(place.id, (place.name, place.lon_wgs84, place.lat_wgs84, place.is_example))
    shown = tuple(MapPlace(n, *point) for n, point in enumerate(points.values(), 1))
    return with_plans(shown, plans, communes)


def with_plans(shown: tuple[MapPlace, ...], plans: Sequence[SavedPlan], communes: Sequence[Ring]) -> MapContent:
    """Return a map of places with who is reached by some plans, and the catchments of these."""
    if not plans:
        return MapContent(shown, communes)
    rings = [ring for plan in plans for outline in plan.map.outlines for ring in outline]
    lon, lat, served = (
        np.concatenate([getter(plan) for plan in plans])
        for getter in (lambda p: p.cells.lon / DEGREES, lambda p: p.cells.lat / DEGREES, lambda p: p.map.served)
    )
    return MapContent(shown, communes, rings, lon, lat, served)


def map_words(content: MapContent) -> str:
    """Return what a map shows, for whoever does not see it."""
    n = len(content.places)
    names = ", ".join(f"{place.number} {place.name}" for place in content.places[:MOST_NAMED]) + ("…" if n > MOST_NAMED else "")
    start = ngettext("Carte de {n} lieu : {names}.", "Carte de {n} lieux : {names}.", n).format(n=number(n), names=names)
    cells = _("Les zones habitées y sont teintées selon qu'un lieu les atteint ou non.") if len(content.lon) else ""
    return f"{start} {cells}".strip()


def map_legend(content: MapContent) -> list[dict[str, Any]]:
    """Return what the colours stand for: colour, words, whether it is a line."""
    if not len(content.lon):
        return []
    items = [(BY_NEW, _("atteint par un lieu retenu"), False), (BY_EXISTING, _("atteint par l'existant"), False)]
    items += [(NOT_REACHED, _("habité, hors de portée"), False), (CATCHMENT, _("limite de ce qu'un lieu atteint"), True)]
    return [{"colour": colour, "words": words, "is_line": is_line} for colour, words, is_line in items]
