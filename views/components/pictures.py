"""What saves a chart as a picture: its buttons, and what is written in the picture."""

from __future__ import annotations

from typing import Any

from dash import html

from i18n import gettext as _
from services.context import Context
from services.picture_notes import picture_notes

KINDS = ("png", "svg")


def noted(context: Context, *, is_judged: bool = False) -> dict[str, Any]:
    """Return what the box of several charts declares: the notes of their pictures; `is_judged` where they show scores."""
    return {"data-notes": picture_notes(context, is_judged=is_judged)}


def pictured(title: str) -> dict[str, Any]:
    """Return what a chart's box declares: the title of its picture."""
    return {"data-picture": title}


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
