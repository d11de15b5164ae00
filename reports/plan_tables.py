"""The tables and layers of a plan in an export: its places in order, what each actor gains, hypotheses, who is reached, catchments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import shapely

from criteria.hypotheses import HYPOTHESES
from domain.candidate import Role, role_label
from domain.stakeholder import STAKEHOLDERS
from domain.units import Range
from i18n import N_
from i18n import gettext as _
from reports.side_table import SideCell, SideField, SideTable
from scenarios.outcome import Span
from scenarios.plan_view import DEGREES, EXISTING_CODE, FIRST_CODE, PlanView, Rings
from scenarios.saving import SavedPlan
from scenarios.stakes import DEMAND_STAKES
from services.words.scenarios import action, full_lines

REACHED, CATCHMENTS = "habitants_atteints", "zones_desservies"
ENDS = (("low", N_("bas")), ("central", N_("central")), ("high", N_("haut")))
NO_SPAN: Span = (None, None, None)


def span_of() -> tuple[tuple[str, str], ...]:
    """Return the ends of a range: the ending of a field's name, and its word in the current language."""
    return tuple((end, _(word)) for end, word in ENDS)


def plan_tables(plan: SavedPlan) -> tuple[SideTable, ...]:
    """Return every table and layer of a plan, in reading order."""
    ranges = {name: Range(*ends) for name, ends in plan.view.grounds.hypotheses.items()}
    return (_conditions(plan.view), _places(plan.view), _actors(plan.view), hypotheses_table(ranges), _reached(plan), _catchments(plan))


def hypotheses_table(ranges: Mapping[str, Range]) -> SideTable:
    """Return the hypotheses in force, by id: range, what each rests on, and whether the group changed it."""
    fields = (
        SideField("id", _("Identifiant")),
        SideField("label", _("Hypothèse ou facteur")),
        SideField("unit", _("Unité")),
        *(SideField(end, word, "number", 4) for end, word in span_of()),
        SideField("nature", _("Nature")),
        SideField("changed", _("Modifiée par le groupe")),
        SideField("source", _("Source")),
    )
    rows = []
    for name, value in ranges.items():
        item = HYPOTHESES.get(name)
        if item is not None:
            nature = _("hypothèse") if item.is_hypothesis else _("chiffre sourcé")
            changed = _("oui") if value.central != item.default.central else _("non")
            rows.append((name, _(item.label), _(item.unit), value.low, value.central, value.high, nature, changed, _(item.source)))
    return SideTable("hypotheses", _("Hypothèses"), fields, tuple(rows))


def _conditions(view: PlanView) -> SideTable:
    """Return the question in words, a line each: what is sought, then every condition."""
    names = {place.id: place.name for place in view.places}
    lines = full_lines(view.question, lambda place: names.get(place, place))
    fields = (SideField("rank", _("Ordre"), "number"), SideField("words", _("Question et conditions")))
    return SideTable("question", _("Question"), fields, tuple((float(i), line) for i, line in enumerate(lines, start=1)))


def _spans(name: str, label: str, decimals: int) -> tuple[SideField, ...]:
    return tuple(SideField(f"{name}_{end}", f"{label}, {word}", "number", decimals) for end, word in span_of())


def _places(view: PlanView) -> SideTable:
    """Return the places of the plan in order, those that are there no more too."""
    fields = (
        SideField("rank", _("Ordre"), "number"),
        SideField("id", _("Identifiant")),
        SideField("example", _("Exemple")),
        SideField("action", _("Ce qu'il faut faire")),
        SideField("role", _("Rôle")),
        SideField("newly_reached", _("Habitants atteints en plus"), "number"),
        SideField("newly_reached_qpv", _("Dont habitants de QPV"), "number"),
        SideField("within_reach", _("Habitants à portée"), "number"),
        *_spans("tonnes_yr", _("Réemploi, hypothèse (t/an)"), 1),
        *_spans("jobs", _("Emplois, hypothèse"), 1),
        SideField("area_m2", _("Surface (m²)"), "number"),
        SideField("cost_eur", _("Coût connu sur trois ans, hypothèse (€)"), "number"),
        SideField("actors_green", _("Acteurs qui y gagnent, sur 4"), "number"),
        SideField("imposed", _("Imposé par la question")),
        SideField("suits", _("Convient")),
    )
    some = view.outcome.residents_qpv.total > 0
    rows = tuple(
        (
            *(float(i), place.id, _("exemple") if shown.is_example else None, action(place, shown.name, shown.commune)),
            *(role_label(Role(place.role)), float(place.newly), float(place.newly_qpv) if some else None, float(place.served)),
            *(*place.tonnes, *place.jobs, place.area_m2, place.cost_eur, float(place.green)),
            *(_("imposé") if place.imposed else None, shown.suitability(Role(place.role)).sentence(0)),
        )
        for i, (place, shown) in enumerate(zip(view.outcome.opened, view.places, strict=True), start=1)
    )
    return SideTable("plan", _("Plan"), fields, rows)


def _actors(view: PlanView) -> SideTable:
    """Return what each actor gains: reached before, after, in all; and what the plan brings it besides, as a range where it is one."""
    fields = (
        SideField("actor", _("Acteur")),
        SideField("gain", _("Gain")),
        SideField("unit", _("Unité")),
        SideField("before", _("Avant"), "number"),
        SideField("after", _("Après"), "number"),
        SideField("total", _("En tout"), "number"),
        SideField("share_pct", _("Part atteinte (%)"), "number", 1),
        *(SideField(end, word, "number", 1) for end, word in span_of()),
        SideField("nature", _("Nature")),
    )
    return SideTable("acteurs", _("Gains par acteur"), fields, tuple(_actor_rows(view)))


def _actor_rows(view: PlanView) -> Iterator[tuple[SideCell, ...]]:
    outcome, hypothesis, known = view.outcome, _("hypothèse"), _("calculé")
    floors, area = float(outcome.ground_floors), outcome.vacant_m2
    more: Mapping[str, tuple[str, str, Span, str]] = {
        "waste": (_("Réemploi"), _("t/an"), outcome.tonnes, hypothesis),
        "cohesion": (_("Emplois"), _("emplois"), outcome.jobs, hypothesis),
        "landlord": (_("Rez-de-chaussée animés"), "", (floors, floors, floors), known),
        "economy": (_("Zone d'activité reprise"), "m²", (area, area, area), known),
    }
    for actor, stake in zip(STAKEHOLDERS, DEMAND_STAKES, strict=True):
        reached = outcome.stakes[actor.id]
        share = 100 * reached.after / reached.total if reached.total else None
        counts = (reached.before, reached.after, reached.total, share)
        yield _(actor.label), _(stake.label), _(stake.unit), *counts, *NO_SPAN, _("estimation")
        label, unit, span, nature = more[actor.id]
        yield _(actor.label), label, unit, None, None, None, None, *span, nature


def map_layer(name: str) -> tuple[str, tuple[SideField, ...]]:
    """Return the title and the fields of a layer of a plan, `REACHED` or `CATCHMENTS`, whichever the plan is."""
    if name == REACHED:
        return _("Habitants atteints"), (
            SideField("residents", _("Habitants"), "number"),
            SideField("reached_pct", _("Part atteinte (%)"), "number", 1),
            SideField("reached_by", _("Desservi par")),
            SideField("place_id", _("Identifiant du lieu")),
        )
    return _("Zones desservies"), (
        SideField("rank", _("Ordre"), "number"),
        SideField("id", _("Identifiant")),
        SideField("name", _("Nom")),
        SideField("role", _("Rôle")),
    )


def _reached(plan: SavedPlan) -> SideTable:
    """Return the inhabited cells, each with how many are reached and by which place; `in_sheets` is false: it is for maps."""
    title, fields = map_layer(REACHED)
    existing, places = _("ressourcerie existante"), plan.view.places
    cells, served, reached = plan.cells, plan.map.served.tolist(), plan.map.reached.astype(float)
    rows, at = list[tuple[SideCell, ...]](), np.flatnonzero(cells.population > 0)
    for cell in at.tolist():
        code = served[cell]
        place = places[code - FIRST_CODE] if FIRST_CODE <= code < FIRST_CODE + len(places) else None
        by = place.name if place else existing if code == EXISTING_CODE else None
        rows.append((float(cells.population[cell]), 100.0 * reached[cell], by, place.id if place else None))
    points = shapely.points(cells.lon[at] / DEGREES, cells.lat[at] / DEGREES)
    return SideTable(REACHED, title, fields, tuple(rows), points, "Point", in_sheets=False)


def _catchments(plan: SavedPlan) -> SideTable:
    """Return the catchment of each place of the plan."""
    title, fields = map_layer(CATCHMENTS)
    opened, places = plan.view.outcome.opened, plan.view.places
    pairs = enumerate(zip(opened, places, strict=True), start=1)
    rows = tuple((float(i), shown.id, shown.name, role_label(Role(place.role))) for i, (place, shown) in pairs)
    shapes = [_multipolygon(rings) for rings in plan.map.outlines]
    return SideTable(CATCHMENTS, title, fields, rows, shapes, "MultiPolygon", in_sheets=False)


def _multipolygon(rings: Rings) -> shapely.MultiPolygon:
    """Return the area of rings among which are those of its holes: a point within an odd number of them is inside."""
    area: shapely.Geometry = shapely.MultiPolygon()
    for ring in rings:
        if len(ring) >= 4:
            area = area.symmetric_difference(shapely.make_valid(shapely.Polygon(ring)))
    parts: Sequence[shapely.Geometry] = [part for part in shapely.get_parts(area) if part.geom_type == "Polygon"]
    return shapely.MultiPolygon(parts)
