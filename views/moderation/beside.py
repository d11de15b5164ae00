"""A proposal beside the places nearest to it, and the best of its commune."""

from __future__ import annotations

from typing import Any

from dash import html

from domain.address import Key, write
from i18n import N_
from i18n import gettext as _
from services.feedback import ColourName
from services.moderation_places import ComparedActor, ComparedPlace, ComparedStanding, SideBySide
from views.components.parts import badge, note
from views.moderation.parts import block, known, scrolling

COLOURS: dict[ColourName, str] = {
    "green": N_("vert"),
    "amber": N_("orange"),
    "red": N_("rouge"),
    "unsure": N_("à compléter"),
    "unknown": N_("inconnu"),
}


def beside(compared: SideBySide) -> html.Section | None:
    """Return the comparison; None where there is nothing to compare with."""
    if len(compared.columns) < 2:
        return None
    title = _("À côté des autres")
    heads = [html.Td(), *(_head(place, n) for n, place in enumerate(compared.columns))]
    roles = [html.Tr([html.Th(one.label, scope="row"), *map(_standing, one.cells)]) for one in compared.roles]
    fields = [html.Tr([html.Th(one.label, scope="row"), *(html.Td(known(cell)) for cell in one.cells)]) for one in compared.rows]
    table = html.Table([html.Thead(html.Tr(heads)), html.Tbody([*roles, *fields])], className="mod-table mod-beside")
    legend = _("Acteur rempli : vert ; cerclé épais : orange ; barré : rouge ; en pointillé : inconnu.")
    return block(title, scrolling(title, table), note(legend))


def _head(place: ComparedPlace, n: int) -> html.Th:
    if n == 0:
        return html.Th([html.Small(place.why), place.name], scope="col", className="mod-own")
    same = [badge(_("à moins de 30 m"), "warn")] if place.is_same_place else []
    name = html.A(place.name, href=f"/?{write([(Key.PLACE, place.id)])}")
    distance = html.Small(_("à {distance}").format(distance=place.distance))
    return html.Th([html.Small(f"{n}. {place.why}"), name, distance, *same], scope="col")


def _standing(one: ComparedStanding | None) -> html.Td:
    if one is None:
        return html.Td(_("inconnu"))
    dots = html.Span([_dot(actor) for actor in one.actors], className="mod-dots")
    return html.Td([html.B(_("inconnu") if one.shown is None else one.shown), html.Small(one.suited), dots])


def _dot(actor: ComparedActor) -> html.Span:
    words = f"{actor.letter} {_(COLOURS[actor.colour])} "
    parts: list[Any] = [html.Span(actor.letter, **{"aria-hidden": "true"}), html.Span(words, className="visually-hidden")]
    return html.Span(parts, className=f"mod-dot actor-{actor.id}", title=words.strip(), **{"data-colour": actor.colour})
