"""What saves a chart as a picture: its buttons, and what is written in the picture."""

from __future__ import annotations

from typing import Any

from dash import html

from i18n import gettext as _
from services.context import Context
from services.picture_notes import picture_notes

KINDS = ("png", "svg")


def pictured(context: Context, title: str, *, is_judged: bool = False) -> dict[str, Any]:
    """Return what a chart's box declares: the title and the notes of its picture; `is_judged` where it shows scores."""
    return {"data-picture": title, "data-notes": picture_notes(context, is_judged=is_judged)}


def picture_buttons(title: str) -> html.Span:
    """Return the buttons that save the chart of the box around them."""
    words = _("Enregistrer le graphique « {title} » en {kind}")
    buttons = [
        html.Button(
            kind.upper(),
            type="button",
            title=words.format(title=title, kind=kind.upper()),
            className="mini",
            **{"data-save-picture": kind, "aria-label": words.format(title=title, kind=kind.upper())},
        )
        for kind in KINDS
    ]
    return html.Span(buttons, className="picture-buttons")
