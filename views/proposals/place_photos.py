"""The frame of the photographs and documents of a place, laid out once; the browser fills it, and sends files (``photos.mjs``)."""

from __future__ import annotations

import json
from typing import Any

from dash import html

from i18n import gettext as _
from intake import document
from services.words.attachments import photos_texts
from views.components.parts import act, icon
from views.proposals.place_rows import native

MOST_CAPTION = 300


def place_photos() -> html.Section:
    """Return the frame, empty, with the model of a photograph and that of a document."""
    wait = _("Donnez d'abord un nom ou une position au lieu : les photos s'ajoutent ensuite.")
    own: dict[str, Any] = {"data-texts": json.dumps(photos_texts())}
    inside = html.Div([*_lists(), *_progress(), _entrance()], className="photos", hidden=True)
    parts = [html.H3(_("Photos et documents")), html.P(wait, className="note photos-wait"), inside, _models(), _enlarged()]
    return html.Section(parts, id="propose-photos", className="propose-section", **own)


def _named(label: str) -> dict[str, Any]:
    return {"aria-label": label}


def _lists() -> list[Any]:
    return [
        html.P(_("Aucune photo, aucun document."), className="note photos-none"),
        html.Ul(className="photos-list", **_named(_("Photos"))),
        html.Ul(className="photos-papers", **_named(_("Documents"))),
        html.P(
            [html.Span(), " ", act("photos-restore", _("Annuler"), class_name="mini")], className="photos-undo", role="status", hidden=True
        ),
    ]


def _progress() -> list[Any]:
    stop, understood = act("photos-stop", _("Arrêter"), class_name="mini"), act("photos-understood", _("Compris"), class_name="mini")
    return [
        html.Div([html.Span(), html.Progress(max="1"), stop], className="photos-going", hidden=True),
        html.Div([html.Div(role="alert"), understood], className="photos-errors", hidden=True),
        html.P(className="photos-said", role="status"),
    ]


def _entrance() -> html.Div:
    """Return where files come in: a button, the camera of a telephone, or dropped anywhere on the section."""
    hint = _("Ou déposez les fichiers ici. JPEG, PNG ou WebP ; le lieu et la date de prise de vue sont effacés. PDF : {pdf} Mo au plus.")
    add = act("photos-files", _("Ajouter des photos ou des PDF"))
    camera = act("photos-camera", _("Prendre une photo"), class_name="button photos-camera")
    limits = html.P(hint.format(pdf=document.MAX_BYTES // 1_000_000), className="note")
    return html.Div([html.Div([add, camera], className="photos-buttons"), limits], className="photos-in")


def _models() -> html.Template:
    away = act("photos-away", icon("clear"), class_name="icon-button photos-away", label=_("Enlever : {name}"))
    away.title = _("Enlever")
    larger = act("photos-open", html.Img(), class_name="photos-open")
    larger.title = _("Agrandir")
    caption = native("caption", maxLength=MOST_CAPTION, placeholder=_("Ce que montre la photo"))
    photo = html.Li([larger, caption, html.P(className="photos-caption"), away], **{"data-model": "photo"})
    paper = html.Li([html.A(), html.Span(className="note"), away], **{"data-model": "document"})
    return html.Template([photo, paper])


def _enlarged() -> html.Dialog:
    """Return one photograph as large as the window; arrows go to the others, Escape closes."""
    before, after = (
        act(f"photos-{name}", sign, class_name="icon-button photos-turn", label=label)
        for name, sign, label in (("previous", "‹", _("Photo précédente")), ("next", "›", _("Photo suivante")))
    )
    bar = html.Div([before, after, act("photos-close", _("Fermer"))], className="photos-bar")
    return html.Dialog([html.Img(), html.P(className="photos-caption"), bar], className="photos-dialog", **_named(_("Photo agrandie")))
