"""The photographs and documents of one's own place: what is there, and where files come in; the browser sends them (``photos.mjs``)."""

from __future__ import annotations

import json
from typing import Any

from dash import dcc, html

from i18n import gettext as _
from i18n.numbers import number
from intake import document
from services.attachments import MAX_CAPTION, PHOTO, AttachmentLine, AttachmentList
from services.words.attachments import removed, sending_texts
from views.components import ids
from views.components.parts import act, icon
from views.proposals.place_rows import native

SHOWN = ((ids.PHOTOS_GALLERY, "children"), (ids.PHOTOS_IN, "hidden"), (ids.PHOTOS_BOX, "hidden"), (ids.PHOTOS_WAIT, "hidden"))


def place_photos() -> html.Section:
    """Return the frame, in which the photographs of the place that is open are shown."""
    wait = _("Donnez d'abord un nom ou une position au lieu : les photos s'ajoutent ensuite.")
    own: dict[str, Any] = {"data-texts": json.dumps(sending_texts())}
    inside = html.Div([html.Div(id=ids.PHOTOS_GALLERY), *_progress(), _entrance()], id=ids.PHOTOS_BOX, className="photos", hidden=True)
    stores = [dcc.Store(id=name) for name in (ids.PHOTOS_OF, ids.PHOTOS_PRESSED, ids.PHOTOS_DONE)]
    parts = [html.H3(_("Photos et documents")), html.P(wait, id=ids.PHOTOS_WAIT, className="note"), inside, _enlarged(), *stores]
    return html.Section(parts, id="propose-photos", className="propose-section", **own)


def _named(label: str) -> dict[str, Any]:
    return {"aria-label": label}


def _progress() -> list[Any]:
    stop, understood = act("photos-stop", _("Arrêter"), class_name="mini"), act("photos-understood", _("Compris"), class_name="mini")
    return [
        html.Div([html.Span(), html.Progress(max="1"), stop], className="photos-going", hidden=True),
        html.Div([html.Div(role="alert"), understood], className="photos-errors", hidden=True),
        html.P(id=ids.PHOTOS_NOTICE, className="photos-notice", role="status"),
    ]


def _entrance() -> html.Div:
    """Return where files come in: a button, the camera of a telephone, or dropped anywhere on the section."""
    hint = _("Ou déposez les fichiers ici. JPEG, PNG ou WebP ; le lieu et la date de prise de vue sont effacés. PDF : {pdf} Mo au plus.")
    add = act("photos-files", _("Ajouter des photos ou des PDF"))
    camera = act("photos-camera", _("Prendre une photo"), class_name="button photos-camera")
    limits = html.P(hint.format(pdf=document.MAX_BYTES // 1_000_000), className="note")
    return html.Div([html.Div([add, camera], className="photos-buttons"), limits], id=ids.PHOTOS_IN, className="photos-in")


def gallery(found: AttachmentList, gone: str = "", kind: str = "") -> list[Any]:
    """Return the photographs and documents of a place, and how to bring back the one that was just taken away."""
    photos = [each for each in found.items if each.kind == PHOTO]
    papers = [each for each in found.items if each.kind != PHOTO]
    parts: list[Any] = [] if found.items or gone else [html.P(_("Aucune photo, aucun document."), className="note")]
    if photos:
        shown = [_photo(each, n, found.can_edit) for n, each in enumerate(photos, 1)]
        parts.append(html.Ul(shown, className="photos-list", **_named(_("Photos"))))
    if papers:
        parts.append(html.Ul([_paper(each, found.can_edit) for each in papers], className="photos-papers", **_named(_("Documents"))))
    if gone:
        back = html.Button(_("Annuler"), id=ids.PHOTOS_BACK, className="mini", type="button", **_pressed("restore", gone))
        parts.append(html.P([html.Span(removed(kind)), " ", back], className="photos-undo", role="status"))
    return parts


def _pressed(what: str, attachment: str) -> dict[str, Any]:
    """Return what marks a button, or a field, that does something to an attachment."""
    return {"data-act": f"photos-{what}", "data-attachment": attachment}


def _photo(each: AttachmentLine, n: int, can_edit: bool) -> html.Li:
    rank = _("Photo {n}").format(n=number(n))
    picture = html.Img(src=each.url, alt=each.caption or rank, width=each.width, height=each.height)
    larger: dict[str, Any] = {"id": ids.photo(each.id), "title": _("Agrandir"), "data-act": "photos-open"}
    parts: list[Any] = [html.Button(picture, type="button", className="photos-open", **larger)]
    if can_edit and not each.public:
        about = {**_pressed("caption", each.id), **_named(_("Légende : {name}").format(name=rank))}
        parts.append(native("caption", each.caption, maxLength=MAX_CAPTION, placeholder=_("Ce que montre la photo"), **about))
    elif each.caption:
        parts.append(html.P(each.caption, className="photos-caption"))
    return html.Li([*parts, *_away(each.id, each.caption or rank, can_edit)], key=each.id)


def _paper(each: AttachmentLine, can_edit: bool) -> html.Li:
    size = _("PDF, {mb} Mo").format(mb=number(max(each.size / 1e6, 0.1), 1 if each.size < 1e6 else 0))
    link = html.A(each.name, href=each.url, download=each.name, id=ids.photo(each.id))
    return html.Li([link, html.Span(size, className="note"), *_away(each.id, each.name, can_edit)], key=each.id)


def _away(attachment: str, name: str, can_edit: bool) -> list[html.Button]:
    if not can_edit:
        return []
    words = {"title": _("Enlever"), **_named(_("Enlever : {name}").format(name=name))}
    return [html.Button(icon("clear"), type="button", className="icon-button photos-away", **_pressed("remove", attachment), **words)]


def _enlarged() -> html.Dialog:
    """Return one photograph as large as the window; arrows go to the others, Escape closes."""
    before, after = (
        act(f"photos-{name}", sign, class_name="icon-button photos-turn", label=label)
        for name, sign, label in (("previous", "‹", _("Photo précédente")), ("next", "›", _("Photo suivante")))
    )
    bar = html.Div([before, after, act("photos-close", _("Fermer"))], className="photos-bar")
    return html.Dialog([html.Img(), html.P(className="photos-caption"), bar], className="photos-dialog", **_named(_("Photo agrandie")))
