"""A form of a meeting: its fields, its buttons, and what is said of a conflict."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import html

from domain.meeting import Meeting
from i18n import gettext as _
from services.form_fields import FormField, MeetingForm
from services.words.meetings import part_words
from views.components import ids
from views.components.parts import CANCEL, PRIMARY, SEND
from views.meetings.buttons import press


def form_panel(form: MeetingForm) -> html.Div:
    """Return a form, open."""
    fields = [_field(one) for one in form.fields]
    acts = [press(("save",), form.save, kind=PRIMARY, **SEND), press(("cancel",), _("Annuler"), kind="button", **CANCEL)]
    parts = [html.H2(form.title), *fields, html.Div(acts, className="account-acts")]
    return html.Div(parts, className="account-form account-card mod-form", role="group", **{"aria-label": form.title})


def first_field(form: MeetingForm) -> dict[str, str]:
    """Return the id of what the keyboard goes to once a form is open."""
    return ids.one_of(ids.MEETING_FIELD, form.fields[0].name)


def _field(field: FormField) -> Any:
    common: dict[str, Any] = {"id": ids.one_of(ids.MEETING_FIELD, field.name), "label": field.label, "description": field.help or None}
    data = [{"value": value, "label": label} for value, label in field.choices]
    inside = {"withinPortal": True}
    if field.kind == "select":
        return dmc.Select(**common, data=data, value=field.value, allowDeselect=False, comboboxProps=inside)
    found = {"searchable": True, "limit": 60, "nothingFoundMessage": _("Rien de ce nom"), "comboboxProps": inside}
    if field.kind == "find":
        return dmc.Select(**common, **found, data=data, value=field.value or None, clearable=True)
    if field.kind == "many":
        return dmc.MultiSelect(**common, data=data, value=list(field.value), **found)
    if field.kind == "area":
        limits = {"input": {"maxLength": field.most}}
        return dmc.Textarea(**common, value=field.value, autosize=True, minRows=1 if field.name.startswith("of_") else 2, attributes=limits)
    kind = {"type": "date"} if field.kind == "date" else {}
    return dmc.TextInput(**common, value=field.value, attributes={"input": {"autoComplete": "off", "maxLength": field.most, **kind}})


def conflict(meeting: Meeting, keys: Sequence[str]) -> list[Any]:
    """Say what somebody else stored meanwhile of the same parts; what was typed stays in the form."""
    sentence = _("Quelqu'un d'autre vient d'écrire la même chose. Voici ce qui est enregistré ; enregistrez de nouveau pour le remplacer.")
    lines = [html.Li([html.B(label), " ", words]) for label, words in (part_words(meeting, key) for key in sorted(keys))]
    return [html.P(sentence, className="sign-in-alert", role="alert"), html.Ul(lines, className="plain-list")]
