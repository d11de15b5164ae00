"""The page of an invitation link, for whoever holds one, and the screen on which links are made and taken back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Annotated, Any

from dash import ctx
from flask import Flask, Response, request
from pydantic import Field
from werkzeug.exceptions import RequestEntityTooLarge

from access.identity import asking_address, current_person, example_persons
from callbacks.plain_pages import plain_answer, unavailable
from callbacks.registry import Registry, Target, Value, every
from callbacks.values import Clicks, Step, answer, is_pressed, step
from domain.account import wait_words
from domain.person import Action, NotAllowed
from i18n import gettext as _
from intake.photo import MAX_UPLOAD_BYTES, too_big
from reports.invitation_page import NOTHING_SENT, PLACE_KEY, Sent, invitation_page
from reports.public_page import no_page
from services.attachments import PHOTO
from services.context import Context
from services.invitations import FIELDS, GUEST_PATH, GuestWriting
from store.database import StoreUnavailable
from store.invitations import InvitationOver
from store.proposals import Conflict, NotFound
from views.components import ids
from views.components.parts import note, trouble
from views.invitations.listing import listing, made_link

MOST_BYTES = MAX_UPLOAD_BYTES + 100_000
MAX_VALUE = 400
Handle = Annotated[str, Field(pattern=r"^[0-9a-f]{1,12}$|^new$")]
Text = Annotated[str, Field(max_length=200)] | None
Days = Annotated[str, Field(pattern=r"^\d{1,2}$")] | None
WRITTEN: Sequence[Target] = ((ids.INVITATION_STEP, "data"), (ids.INVITATION_NOTICE, "children"))
REFUSALS = (NotAllowed, StoreUnavailable, ValueError)


def register(registry: Registry, context: Context) -> None:
    """Declare the callbacks: the links that there are, and one more or one less."""

    @registry.server([(ids.INVITATION_LIST, "children")], [Value(ids.INVITATION_STEP, "data", Step)], action=Action.INVITE)
    def show_invitations(_step: str | None) -> Any:
        try:
            return listing(context.invitations.managed(current_person()))
        except StoreUnavailable as why:
            return trouble(str(why))

    pressed = [every(ids.INVITATION_ADD, Handle, "n_clicks", Clicks), every(ids.INVITATION_REVOKE, Handle, "n_clicks", Clicks)]
    typed = [
        every(ids.INVITATION_LANDLORD, Handle, "value", Text),
        every(ids.INVITATION_NAME, Handle, "value", Text),
        every(ids.INVITATION_DAYS, Handle, "value", Days),
    ]

    @registry.server(WRITTEN, pressed, typed, action=Action.INVITE, initial=False)
    def change_invitations(*_values: Any) -> Any:
        return answer(WRITTEN, _changed(context))


def _changed(context: Context) -> dict[Target, Any]:
    """Return what changes once a button was pressed; those that are drawn press nothing by that."""
    name = ctx.triggered_id
    if not isinstance(name, dict) or not is_pressed():
        return {}
    try:
        if name["type"] == ids.INVITATION_REVOKE:
            context.invitations.revoke(current_person(), name["index"])
            return {WRITTEN[0]: step(), WRITTEN[1]: note(_("Retiré : ce lien n'ouvre plus rien. Ce qu'il a proposé reste."))}
        landlord, who, days = (next((str(one["value"] or "") for one in group), "") for group in ctx.states_list)
        path = context.invitations.invite(current_person(), landlord, who, int(days or 0))
        return {WRITTEN[0]: step(), WRITTEN[1]: made_link(f"{context.settings.address}{path}")}
    except REFUSALS as why:
        return {WRITTEN[1]: trouble(str(why))}


def serve(server: Flask, context: Context) -> None:
    """Serve the page of a link."""

    @server.get(f"{GUEST_PATH}/<token>")
    def invitation(token: str) -> Response:
        return _limited(context) or _shown(context, token, request.args.get(PLACE_KEY, "")[:20])

    @server.post(f"{GUEST_PATH}/<token>")
    def invitation_send(token: str) -> Response:
        return _limited(context) or _sent(context, token)


def _limited(context: Context) -> Response | None:
    """Refuse an address that asks too much."""
    try:
        seconds = context.invitations.wait_s(asking_address())
    except StoreUnavailable as why:
        return _page(no_page(_("Page indisponible"), str(why)), 503)
    return _page(no_page(_("Trop de demandes"), wait_words(seconds)), 429) if seconds else None


def _shown(context: Context, token: str, place: str, sent: Sent = NOTHING_SENT, status: int = 200) -> Response:
    try:
        return _page(invitation_page(context.invitations.page(token, place), token, sent), status)
    except InvitationOver as why:
        return _page(no_page(_("Lien sans effet"), str(why)), 404)
    except NotFound:
        return _page(no_page(_("Lieu introuvable"), _("Ce lien n'a pas proposé ce lieu.")), 404)
    except StoreUnavailable:
        return _page(unavailable(), 503)


def _sent(context: Context, token: str) -> Response:
    request.max_content_length = MOST_BYTES
    try:
        given = _writing()
    except RequestEntityTooLarge:
        return _shown(context, token, "", Sent(too_big()), 413)
    try:
        saved = context.invitations.save(token, given, is_example=bool(example_persons()))
    except (InvitationOver, NotFound):
        return _shown(context, token, given.place)  # which says so
    except Conflict as why:
        return _shown(context, token, given.place, Sent(str(why), typed=given.fields), 409)
    except (ValueError, NotAllowed, StoreUnavailable) as why:
        return _shown(context, token, given.place, Sent(str(why), typed=given.fields), 422)
    if saved.errors:
        typed = {name: text for name, text in given.fields.items() if name in saved.errors}
        return _shown(context, token, saved.place, Sent(_("Enregistré, sauf ce qui est signalé plus bas."), saved.errors, typed), 422)
    return _shown(context, token, saved.place, Sent(saved.sentence))


def _writing() -> GuestWriting:
    """Return what the form sent."""
    form, file = request.form, request.files.get(PHOTO)
    version = form.get("version", "0")
    return GuestWriting(
        place=form.get("place", "")[:20],
        version=int(version) if version.isdecimal() and len(version) < 10 else 0,
        fields={name: form.get(name, "")[:MAX_VALUE] for name in FIELDS},
        photo_name=(file.filename or "") if file else "",
        photo=partial(file.read, MAX_UPLOAD_BYTES + 1) if file and file.filename else None,
        submits=form.get("act") == "submit",
    )


def _page(page: str, status: int) -> Response:
    response = plain_answer(page, status, has_form=True, has_script=True)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
