"""Screen « Sources »: the map layers of other services, and the form by which the facilitator adds one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

import dash_mantine_components as dmc
from dash import dcc, html

from domain.external_layer import OPACITIES, ExternalKind, ExternalLayer
from i18n import gettext as _
from i18n import ngettext
from i18n.moments import moment
from i18n.numbers import number
from intake.map_service import ServiceLayer, reason
from services.external_layers import MapService
from views.components import ids
from views.components.parts import PRIMARY, badge, note

NEW = "new"
MOST_LISTED = 2_000
WIDTH = 480


def external_frame() -> list[Any]:
    """Return the part of the screen that the callbacks fill."""
    return [
        html.H2(_("Calques d'autres services")),
        dcc.Store(id=ids.EXTERNAL_STEP),
        html.Div(id=ids.EXTERNAL_NOTICE, role="status"),
        html.P(_("Lecture de l'adresse…"), id=ids.EXTERNAL_WAIT, className="mod-note", role="status", hidden=True),
        html.Div(note(_("Chargement…")), id=ids.EXTERNAL_LIST),
    ]


def listing(layers: Sequence[ExternalLayer], *, can_manage: bool) -> list[Any]:
    """Return the layers, the upper one first; for whoever manages them, what changes each, and the form of a new one."""
    words = _("Aucun calque d'un autre service n'est ajouté.")
    rows = [_row(one, can_manage=can_manage, is_first=not at) for at, one in enumerate(layers)]
    parts: list[Any] = [html.Ul(rows, className="plain-list external-list") if rows else note(words)]
    return [*parts, *_new_form()] if can_manage else parts


def _row(one: ExternalLayer, *, can_manage: bool, is_first: bool) -> html.Li:
    kinds = {ExternalKind.WMS: "WMS", ExternalKind.TILES: _("tuiles"), ExternalKind.FEATURES: _("objets")}
    facts = [one.attribution, urlsplit(one.address).hostname or "", _("ajouté {moment}").format(moment=moment(one.added_at))]
    if one.read_at:
        count = ngettext("{n} objet", "{n} objets", one.features).format(n=number(one.features))
        facts.append(_("{count}, lus {moment}").format(count=count, moment=moment(one.read_at)))
    marks = [badge(kinds[one.source.kind]), *([" ", badge(_("affiché d'office"), "info")] if one.is_shown and not can_manage else [])]
    parts: list[Any] = [html.Div([html.B(one.name), " ", *marks]), html.Div(" · ".join(facts), className="note")]
    return html.Li([*parts, _controls(one, is_first=is_first)] if can_manage else parts)


def _controls(one: ExternalLayer, *, is_first: bool) -> html.Div:
    """Return what changes a layer."""
    buttons = [] if is_first else [_press(ids.EXTERNAL_UP, one, _("Monter"), _("Monter « {name} » au-dessus du précédent"))]
    if one.source.kind is ExternalKind.FEATURES:
        buttons.append(_press(ids.EXTERNAL_AGAIN, one, _("Relire"), _("Relire les objets de « {name} »")))
    buttons.append(_press(ids.EXTERNAL_REMOVE, one, _("Retirer"), _("Retirer « {name} » de la carte")))
    shown = dmc.Checkbox(id=ids.one_of(ids.EXTERNAL_SHOWN, one.id), label=_("Affiché d'office"), checked=one.is_shown, size="xs")
    label = _("Opacité de « {name} »").format(name=one.name)
    return html.Div(
        [shown, _opacity(one.id, one.opacity, **{"aria-label": label, "size": "xs", "w": 90}), *buttons], className="external-controls"
    )


def _press(kind: str, one: ExternalLayer, words: str, label: str) -> html.Button:
    text = label.format(name=one.name)
    mark = {"aria-label": text, "title": text}
    return html.Button(words, id=ids.one_of(kind, one.id), type="button", className="mini", **mark)


def _opacity(index: str, percent: int, **more: Any) -> dmc.Select:
    data = [{"value": str(one), "label": f"{one} %"} for one in OPACITIES]
    return dmc.Select(id=ids.one_of(ids.EXTERNAL_OPACITY, index), data=data, value=str(percent), allowDeselect=False, **more)


def _new_form() -> list[Any]:
    words = _(
        "Collez l'adresse d'un WMS ou d'un WMTS (GetCapabilities), de tuiles ({z}/{x}/{y}) ou d'une OGC API. Elle est lue par le serveur, "
        "en https seulement ; chaque visiteur qui affiche le calque en demande ensuite les images à ce service."
    )
    address = dmc.TextInput(
        id=ids.one_of(ids.EXTERNAL_ADDRESS, NEW), label=_("Adresse du service"), placeholder="https://…", w=WIDTH, maw="100%"
    )
    find = html.Button(_("Lire l'adresse"), id=ids.one_of(ids.EXTERNAL_FIND, NEW), type="button", className="button")
    form = html.Div([address, find], className="external-form")
    return [html.H3(_("Ajouter un calque")), note(words), form, html.Div(id=ids.EXTERNAL_FOUND)]


def found_form(service: MapService) -> list[Any]:
    """Return the list of the layers of a service; those that cannot be drawn say why once they are chosen."""
    layers = sorted(service.layers, key=lambda one: bool(one.refusal))[:MOST_LISTED]
    n, drawable = len(layers), sum(not one.refusal for one in layers)
    words = ngettext("{n} calque trouvé.", "{n} calques trouvés.", n).format(n=number(n))
    if drawable < n:
        words = ngettext("{n} calque trouvé, dont {k} à dessiner ici.", "{n} calques trouvés, dont {k} à dessiner ici.", n)
        words = words.format(n=number(n), k=number(drawable))
    data = [{"value": one.id, "label": _label(one)} for one in layers]
    first = layers[0].id if len(layers) == 1 else None
    choice = dmc.Select(
        id=ids.one_of(ids.EXTERNAL_LAYER, NEW),
        label=_("Calque"),
        data=data,
        value=first,
        searchable=True,
        limit=200,
        allowDeselect=False,
        nothingFoundMessage=_("Aucun calque de ce nom"),
        w=WIDTH,
        maw="100%",
    )
    return [note(words), choice, html.Div(chosen_form(layers[0]) if first else None, id=ids.EXTERNAL_CHOSEN)]


def _label(one: ServiceLayer) -> str:
    kinds = {"features": _("objets"), "tile_sets": _("tuiles")}
    parts = [one.title, *([f"({one.id})"] if one.title != one.id and one.kind in {"wms", "tiles"} and one.id != "xyz" else [])]
    parts += [f"– {kinds[one.kind]}"] if one.kind in kinds else []
    return " ".join([*parts, *([_("– ne se dessine pas ici")] if one.refusal else [])])


def chosen_form(layer: ServiceLayer) -> list[Any]:
    """Return the words of a layer, to be corrected, and how the map opens; or why it cannot be drawn."""
    if layer.refusal:
        return [html.P(reason(layer.refusal), className="verdict-text off", role="alert")]
    found = _("Trouvée dans la description du service : corrigez-la au besoin.")
    none = _("Le service ne dit pas à qui ce calque est dû : écrivez-le, il n'est pas ajouté sans.")
    name = dmc.TextInput(id=ids.one_of(ids.EXTERNAL_NAME, NEW), label=_("Nom du calque"), value=layer.title[:120], w=WIDTH, maw="100%")
    credit = dmc.TextInput(
        id=ids.one_of(ids.EXTERNAL_CREDIT, NEW),
        label=_("Attribution, écrite sur la carte"),
        description=found if layer.attribution else none,
        value=layer.attribution,
        w=WIDTH,
        maw="100%",
    )
    opacity = _opacity(NEW, OPACITIES[0], label=_("Opacité"), w=120)
    shown = dmc.Checkbox(id=ids.one_of(ids.EXTERNAL_SHOWN, NEW), label=_("Affiché d'office"), checked=False)
    add = html.Button(_("Ajouter ce calque"), id=ids.one_of(ids.EXTERNAL_ADD, NEW), type="button", className=PRIMARY)
    return [dmc.Stack([name, credit, opacity, shown, html.Div(add)], gap="xs", mt="xs")]


def added_notice(layer: ExternalLayer) -> html.P:
    """Return what is told once a layer is there: pages that were open take no image from a new site until they are loaded again."""
    words = _("« {name} » est ajouté. Les pages déjà ouvertes le montrent une fois rechargées : ").format(name=layer.name)
    return html.P([words, html.A(_("voir la carte"), href="/"), "."], className="mod-note")
