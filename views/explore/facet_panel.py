"""The facets' controls: every filter by keyboard, with the count beside each choice."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import html

from domain.facet import Choices, Facet, RangeFacet
from i18n import gettext as _
from services.context import Context
from views.components import ids
from views.components.parts import act, icon
from views.explore.facet_help import facet_help

OPEN = ("kinds", "role", "qpv", "area", "rent")
SEARCHED = ("near",)


def facet_panel(context: Context) -> html.Div:
    """Return one section a facet that has a control."""
    facets = [facet for facet in context.facets if isinstance(facet, (Choices, RangeFacet))]
    return html.Div([_section(facet) for facet in facets], className="facet-list", **{"data-roving": "sections"})


def _section(facet: Facet) -> html.Details:
    unit = f" ({_(facet.unit)})" if isinstance(facet, RangeFacet) and facet.unit else ""
    lift = act(
        "lift", icon("clear"), class_name="icon-button lift", label=_("Lever le filtre {what}").format(what=_(facet.label)), facet=facet.id
    )
    body = _range(facet) if isinstance(facet, RangeFacet) else _search(facet) if facet.id in SEARCHED else _choices(facet)  # type: ignore[arg-type]
    return html.Details(
        [
            html.Summary([html.Span(_(facet.label) + unit, className="facet-title")]),
            html.Div([lift, facet_help(facet), body], className="facet-body"),
        ],
        open=facet.id in OPEN,
        className="facet",
        **{"data-facet-section": facet.id},
    )


def _label(facet: Choices, code: str) -> str:
    option = facet.all_options[facet.index[code]]
    return option.label if option.is_proper_noun else _(option.label)


def _count(facet: Choices | RangeFacet, *bars: int) -> html.Span:
    return html.Span(className="count", **{"data-count": facet.id, "data-bars": ",".join(str(bar) for bar in bars)})


def _choices(facet: Choices) -> Any:
    grouped = {code for members in facet.groups.values() for code in members}
    boxes = [_box(facet, code) for code in facet.index if code not in grouped]
    heads = [_group(facet, group, members) for group, members in facet.groups.items()]
    return dmc.CheckboxGroup([*heads, *boxes], value=[], className="choices", **{"aria-label": _(facet.label)})


def _box(facet: Choices, code: str) -> dmc.Checkbox:
    row = html.Span([html.Span(_label(facet, code), className="choice-name"), _count(facet, facet.index[code])], className="choice")
    return dmc.Checkbox(label=row, value=code, size="xs")


def _group(facet: Choices, group: str, members: tuple[str, ...]) -> html.Details:
    """A group is one button for all of it, and its members under it."""
    name = facet.group_labels[group]
    bars = [facet.index[code] for code in members]
    head = act(
        "toggle",
        [html.Span(_("Tout {name}").format(name=name), className="choice-name"), _count(facet, *bars)],
        class_name="group-all",
        facet=facet.id,
        code=group,
    )
    return html.Details(
        [html.Summary(_("{name} par arrondissement").format(name=name)), head, *[_box(facet, code) for code in members]],
        open=True,
        className="group",
    )


def _search(facet: Choices) -> html.Div:
    """Return a list in which one searches; the browser hears of it by Dash, of the other controls by itself (``controls.mjs``)."""
    data = [{"value": code, "label": _label(facet, code)} for code in facet.index]
    chosen = dmc.MultiSelect(
        id=ids.searched(facet.id),
        data=data,
        value=[],
        searchable=True,
        clearable=True,
        placeholder=_("Choisir…"),
        size="xs",
        nothingFoundMessage=_("Aucun résultat"),
        clearButtonProps={"aria-label": _("Effacer")},
        comboboxProps={"withinPortal": True},
        **{"aria-label": _(facet.label)},
    )
    return html.Div(chosen, **{"data-searched": ids.searched(facet.id)})


def _range(facet: RangeFacet) -> html.Div:
    unknown = html.Span(
        [html.Span(_(facet.unknown_label), className="choice-name"), _count(facet, len(facet.edges) + 1)], className="choice"
    )
    box = html.Div(dmc.Checkbox(label=unknown, checked=False, size="xs"), **{"data-unknown": "1"})
    return html.Div([html.Div([_end(facet, _("de")), _end(facet, _("à"))], className="range"), box])


def _end(facet: RangeFacet, word: str) -> dmc.TextInput:
    kind = {"type": "date"} if facet.is_date else {"inputMode": "decimal", "autoComplete": "off"}
    before = {} if facet.is_date else {"leftSection": html.Span(word, className="range-word")}
    return dmc.TextInput(value="", attributes={"input": kind}, size="xs", **before, **{"aria-label": f"{_(facet.label)} {word}"})
