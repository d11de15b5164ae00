"""The form of a place, laid out once from the fields that `domain.place_fields` declares.

The browser puts values in it when a place opens and stores what is typed (``assets/proposals/form.mjs``), by three attributes of a control:
`data-field`, the field; `data-kind`, how it is read; the id of what is wrong with it. No callback draws a field again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dash_mantine_components as dmc
from dash import html

from domain.candidate import Kind
from domain.place_fields import GROUP_LABELS, Group, PlaceField, grouped
from i18n import gettext as _
from intake.units import whole_units
from services.context import Context
from services.proposal_form import activity_zones, typed_label
from views.components import ids
from views.components.parts import act
from views.proposals.place_around import nowhere, outline
from views.proposals.place_rows import history, reminders

MOST_WORDS, MOST_LINES = 200, 2_000
WIDE = frozenset({"name", "address", "zone_name"})
TYPES: Mapping[str, Mapping[str, str]] = {"number": {"inputMode": "decimal"}, "day": {"type": "date"}, "text": {}}
COMBOBOX = {"role": "combobox", "aria-autocomplete": "list", "aria-controls": "propose-answers", "aria-expanded": "false"}


def place_form(context: Context, kind: Kind) -> html.Fieldset:
    """Return the form, empty."""
    sections = [_section(group, fields) for group, fields in grouped(kind).items()]
    zones = html.Datalist([html.Option(value=zone.name) for zone in activity_zones(context.territory)], id="propose-zones")
    more = zones if kind is Kind.ZONE_SITE else html.P(id=ids.PLACE_ZONE, hidden=True)  # premises are in no activity zone
    return html.Fieldset([*sections, more], id="propose-fields", className="propose-fields")


def _section(group: Group, fields: tuple[PlaceField, ...]) -> html.Section:
    controls = [_control(field) for field in fields]
    return html.Section([html.H3(_(GROUP_LABELS[group])), *controls], className="propose-section")


def _control(field: PlaceField) -> Any:
    """Return a field with its label, its control and what is wrong with it."""
    structures = {
        "position": _position, "footprint": _footprint, "rent_is_confidential": _switch, "tags": _tags, "history": history,
        "reminders": reminders,
    }  # fmt: skip
    if not field.is_plain:
        return structures[field.id]()
    is_wide = field.many_lines or field.id in WIDE
    return _labelled(field.id, _label(field), [_typed(field), *_beside(field)], wide=is_wide)


def _labelled(name: str, label: Any, controls: list[Any], *, wide: bool = False) -> html.Div:
    parts = [html.Label(label, htmlFor=_id(name), className="propose-label"), *controls, _mistake(name)]
    return html.Div(parts, className="propose-field wide" if wide else "propose-field")


def _id(name: str) -> str:
    return f"propose-f-{name}"


def _mistake(name: str) -> html.P:
    """Return where it is said what is wrong with a field, empty."""
    return html.P(id=f"propose-e-{name}", className="propose-error", role="alert", hidden=True)


def _label(field: PlaceField) -> list[Any]:
    required, confidential = _("obligatoire pour soumettre"), _("Montré seulement aux personnes habilitées")
    marks = [
        f" ({_(field.unit)})" if field.unit and not whole_units(field) else "",
        f" ({required})" if field.is_required else "",
        f" · {confidential}" if field.is_confidential else "",
    ]
    return [typed_label(field), *(html.Span(mark, className="note") for mark in marks if mark)]


# Controls


def _typed(field: PlaceField) -> Any:
    """Return the control of a field that is typed or chosen."""
    if field.type == "choice":
        return _choice(field)
    if whole_units(field):
        return _amount(field)
    most = int(field.high) if field.type == "text" and field.high else MOST_LINES if field.many_lines else MOST_WORDS
    more: dict[str, Any] = dict(TYPES[field.type]) | ({"maxLength": most} if field.type == "text" else {})
    more |= COMBOBOX if field.id == "address" else {"list": "propose-zones"} if field.id == "zone_name" else {}
    return _lines(field.id, more) if field.many_lines else _input(field.id, "text", **more)


def _attributes(name: str, kind: str, more: Mapping[str, Any]) -> dict[str, Any]:
    marks = {"data-field": name, "data-kind": kind, "aria-describedby": f"propose-e-{name}", "autoComplete": "off"}
    return {"input": {**marks, **more}}


def _input(name: str, kind: str, **more: Any) -> dmc.TextInput:
    attributes = _attributes(name, kind, more)
    return dmc.TextInput(id=_id(name), value="", debounce=True, unstyled=True, classNames={"input": "text-field"}, attributes=attributes)


def _lines(name: str, more: Mapping[str, Any]) -> dmc.Textarea:
    attributes = _attributes(name, "text", {**more, "rows": 3})
    return dmc.Textarea(id=_id(name), value="", debounce=True, unstyled=True, classNames={"input": "text-field"}, attributes=attributes)


def _choice(field: PlaceField) -> html.Select:
    options = [html.Option(_("non renseigné"), value=""), *(html.Option(_(one.label), value=one.code) for one in field.choices)]
    marks: dict[str, Any] = {"data-field": field.id, "data-kind": "choice", "aria-describedby": f"propose-e-{field.id}"}
    return html.Select(options, id=_id(field.id), className="text-field", **marks)


def _amount(field: PlaceField) -> html.Div:
    """Return an amount beside the unit in which it is typed, over the same in another."""
    own: dict[str, Any] = {"data-unit-of": field.id, "aria-label": ", ".join((typed_label(field), _("Unité")))}
    units = [html.Option(_(field.unit), value=_(field.unit))]
    units += [html.Option(_(unit.written), value=_(unit.written), **_per_year(unit.factor)) for unit in whole_units(field)]
    pair = html.Div([_input(field.id, "amount", inputMode="decimal"), html.Select(units, className="text-field", **own)])
    pair.className = "propose-amount"
    return html.Div([pair, html.P(id=f"propose-as-{field.id}", className="note")])


def _per_year(factor: float) -> dict[str, Any]:
    return {"data-per-year": f"{factor:g}"}


def _beside(field: PlaceField) -> list[Any]:
    """Return what helps to tell a field: the answers of the search of an address, the zone that is near."""
    if field.id == "zone_name":
        return [html.P(id=ids.PLACE_ZONE, className="note")]
    if field.id != "address":
        return []
    named: dict[str, Any] = {"aria-label": _("Chercher une adresse, un quartier…")}
    return [html.Ul(id="propose-answers", role="listbox", className="propose-answers", hidden=True, **named)]


# Structures


def _position() -> html.Div:
    words = {"lon": _("Longitude"), "lat": _("Latitude")}
    pair = [_labelled(name, label, [_input(name, "coordinate", inputMode="decimal")]) for name, label in words.items()]
    acts = [act("propose-pin", _("Placer sur la carte")), act("propose-here", _("Ma position"))]
    parts = [
        html.Span(_("Position"), className="propose-label"),
        html.Div(nowhere(), className="note", id=ids.PLACE_WHERE),
        html.Div(pair, className="propose-pair"),
        html.Div(acts, className="propose-acts"),
        html.Div(id=ids.PLACE_NEAR),
    ]
    return html.Div(parts, className="propose-field wide propose-position")


def _footprint() -> html.Div:
    acts = html.Div(outline(None), id=ids.PLACE_OUTLINE, className="propose-acts")
    return html.Div([acts, _mistake("footprint")], id=_id("footprint"), className="propose-field wide")


def _switch() -> dmc.Checkbox:
    name = "rent_is_confidential"
    words = _("Ne montrer le loyer et les charges qu'aux personnes habilitées (le loyer ne compte plus dans les critères)")
    attributes = {"input": {"data-field": name, "data-kind": "flag"}}
    return dmc.Checkbox(id=_id(name), label=words, checked=False, size="xs", attributes=attributes, className="propose-field wide")


def _tags() -> html.Div:
    return _labelled("tags", _("Étiquettes, séparées par des virgules"), [_input("tags", "tags")], wide=True)
