"""Two writings of a place, field by field: whoever typed later keeps one of each."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import html

from i18n import gettext as _
from i18n import labelled
from services.place_versions import PlaceVersions, TwoValues
from views.components import ids
from views.components.parts import PRIMARY, act, trouble


def conflict() -> html.Div:
    """Return where they are shown, empty."""
    return html.Div(id=ids.PLACE_VERSIONS, className="propose-conflicts", role="alert")


def versions(found: PlaceVersions) -> list[Any]:
    """Return both values of each field; one's own is chosen first."""
    sentence = _("Quelqu'un d'autre vient de modifier ce lieu. Pour chaque champ, gardez une des deux valeurs.")
    acts = [act("propose-keep", _("Garder la mienne"), class_name=PRIMARY), act("propose-take", _("Prendre la sienne"))]
    acts[0].id = "place-keep"
    rows = [_pair(one, found.version) for one in found.fields]
    return [html.P(sentence), *rows, html.Div(acts, className="propose-acts")]


def unread(sentence: str) -> list[Any]:
    """Return why the other writing cannot be read."""
    return [trouble(sentence)]


def _pair(one: TwoValues, version: int) -> dmc.RadioGroup:
    unknown, own, other = _("non renseigné"), _("Votre saisie"), _("Sa saisie ({version})").format(version=f"v{version}")
    mine, theirs = labelled(own, one.mine or unknown), labelled(other, one.theirs or unknown)
    choices = dmc.Stack([dmc.Radio(value="mine", label=mine), dmc.Radio(value="theirs", label=theirs)], gap=4)
    return dmc.RadioGroup(choices, label=one.label, value="mine", name=f"keep-{one.key}", size="sm", className="propose-conflict")
