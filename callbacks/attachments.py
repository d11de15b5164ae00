"""Routes of photographs and documents: sent, shown, described, taken away and brought back; the store says by whom."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Annotated, Any, TypeVar
from urllib.parse import quote, unquote

from flask import Flask, Response, make_response, request
from pydantic import Field
from werkzeug.wrappers import Response as AnyResponse

from access.identity import current_person
from callbacks.forms import Body, body, private, raw_body, refusable
from domain.person import NotAllowed
from i18n import gettext as _
from intake import document, photo
from intake.file_name import clean_name
from intake.slots import Slots
from store.attachments import DOCUMENT, MAX_CAPTION, PHOTO, Attachment, Attachments
from store.proposal_rows import Illegal, NotFound

NAME_HEADER = "X-File-Name"
MAX_HEADER = 1_000
MEDIA_TYPES = {PHOTO: photo.MEDIA_TYPE, DOCUMENT: document.MEDIA_TYPE}
POLICY = "default-src 'none'; sandbox"
Answer = Response | tuple[Response, int]
Route = TypeVar("Route", bound=Callable[..., Any])


class Caption(Body):
    """What a photograph shows."""

    caption: Annotated[str, Field(max_length=MAX_CAPTION)]


def serve(server: Flask, store: Attachments, slots: Slots) -> None:
    """Serve them; what is not a person's to see is answered as if it did not exist."""
    _serve_adding(server, store, slots)
    _serve_showing(server, store)
    _serve_changing(server, store)


def _serve_adding(server: Flask, store: Attachments, slots: Slots) -> None:
    @server.post("/proposals/<name>/photo")
    @refusable
    def photo_add(name: str) -> Answer:
        person = current_person()
        store.check(person, name, PHOTO)
        sent = raw_body(photo.MAX_UPLOAD_BYTES, _("Photo trop lourde : 20 Mo au plus."))
        with slots.taken(person.id):
            made = photo.read(sent)
        file = clean_name(_name(), ".jpg", _("photo"))
        added = store.add(person, name, PHOTO, file, photo.MEDIA_TYPE, made.data, made.width, made.height)
        return private(attachment_json(added)), 201

    @server.post("/proposals/<name>/document")
    @refusable
    def document_add(name: str) -> Answer:
        person = current_person()
        store.check(person, name, DOCUMENT)
        data = document.read(raw_body(document.MAX_BYTES, _("Document trop lourd : 5 Mo au plus.")))
        file = clean_name(_name(), ".pdf", _("document"))
        return private(attachment_json(store.add(person, name, DOCUMENT, file, document.MEDIA_TYPE, data))), 201


def _name() -> str:
    return unquote(request.headers.get(NAME_HEADER, "")[:MAX_HEADER], errors="replace")


def _serve_showing(server: Flask, store: Attachments) -> None:
    @server.get("/proposals/<name>/attachments.json")
    @refusable
    def attachments(name: str) -> Answer:
        person = current_person()
        items = [attachment_json(each) for each in store.list(person, name)]
        return private({"items": items, "can_edit": _can_edit(store, name)})

    @server.get("/attachment/<key>")
    @refusable
    def attachment(key: str) -> AnyResponse:
        found, data = store.read(current_person(), key)
        response = make_response(data)
        is_photo = found.kind == PHOTO
        name = found.name or (_("photo") + ".jpg" if is_photo else _("document") + ".pdf")
        response.headers["Content-Type"] = MEDIA_TYPES[found.kind]
        response.headers["Content-Disposition"] = disposition("inline" if is_photo else "attachment", name)
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        # Kept by the browser, but asked about each time: rights change, and whoever signs out leaves nothing to see.
        response.headers["Cache-Control"] = "private, no-cache"
        response.set_etag(found.sha256)
        return response.make_conditional(request)


def _can_edit(store: Attachments, proposal_id: str) -> bool:
    try:
        store.check(current_person(), proposal_id)
    except (NotFound, NotAllowed, Illegal):
        return False
    return True


def _serve_changing(server: Flask, store: Attachments) -> None:
    @server.post("/attachment/<key>/remove")
    @refusable
    def attachment_remove(key: str) -> Answer:
        body(Body)
        return private(attachment_json(store.remove(current_person(), key)))

    @server.post("/attachment/<key>/restore")
    @refusable
    def attachment_restore(key: str) -> Answer:
        body(Body)
        return private(attachment_json(store.restore(current_person(), key)))

    @server.post("/attachment/<key>/caption")
    @refusable
    def attachment_caption(key: str) -> Answer:
        return private(attachment_json(store.describe(current_person(), key, body(Caption).caption)))


def disposition(kind: str, name: str) -> str:
    """Return the header that names a file: plain letters for old programs, all of them for others (RFC 6266)."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().replace('"', "").replace("\\", "")
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def attachment_json(each: Attachment) -> dict[str, Any]:
    """Return an attachment as the browser shows it; `version` is that of its proposal now."""
    return {
        "id": each.id,
        "kind": each.kind,
        "name": each.name,
        "size": each.size,
        "width": each.width,
        "height": each.height,
        "caption": each.caption,
        "removed": each.removed_at is not None,
        "public": each.is_public,
        "url": f"/attachment/{each.id}",
        "version": each.version,
    }
