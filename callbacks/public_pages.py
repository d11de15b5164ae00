"""Pages that everybody may read, and the screen « Publications » on which the facilitator publishes and withdraws them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, Any

from dash import ctx
from flask import Flask, Response, request
from pydantic import Field

from access.identity import current_person
from callbacks.plain_pages import not_found, plain_answer, unavailable
from callbacks.registry import Registry, Target, Value, every
from callbacks.values import Clicks, Step, answer, is_pressed, step
from domain.person import Action, NotAllowed
from i18n import gettext as _
from reports.public_page import no_page, public_page
from services.context import Context
from services.meeting_archive import ArchiveChanged
from services.public_pages import PUBLIC_PATH, public_content, publications, publish
from store.database import StoreUnavailable
from store.public_pages import NoPage, Withdrawn
from views.components import ids
from views.components.parts import note, trouble
from views.publications.listing import listing

Code = Annotated[str, Field(max_length=60)] | None
PageId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,12}$")]
WRITTEN: Sequence[Target] = ((ids.PUBLIC_STEP, "data"), (ids.PUBLIC_NOTICE, "children"))
REFUSALS = (NotAllowed, StoreUnavailable, ValueError)


def register(registry: Registry, context: Context) -> None:
    """Declare the callbacks: what is public, and one more or one less."""

    @registry.server([(ids.PUBLIC_LIST, "children")], [Value(ids.PUBLIC_STEP, "data", Step)], action=Action.PUBLISH)
    def show_publications(_step: str | None) -> Any:
        try:
            return listing(publications(context, current_person()))
        except StoreUnavailable as why:
            return trouble(str(why))

    pressed = [every(ids.PUBLIC_ADD, PageId, "n_clicks", Clicks), every(ids.PUBLIC_WITHDRAW, PageId, "n_clicks", Clicks)]

    @registry.server(WRITTEN, pressed, [every(ids.PUBLIC_SUBJECT, PageId, "value", Code)], action=Action.PUBLISH, initial=False)
    def change_publications(*_values: Any) -> Any:
        return answer(WRITTEN, changed(context))


def changed(context: Context) -> dict[Target, Any]:
    """Return what changes once a button was pressed; those that are drawn press nothing by that."""
    name = ctx.triggered_id
    if not isinstance(name, dict) or not is_pressed():
        return {}
    try:
        if name["type"] == ids.PUBLIC_WITHDRAW:
            context.public_pages.withdraw(current_person(), name["index"])
            return {WRITTEN[0]: step(), WRITTEN[1]: note(_("Retirée : son adresse répond désormais qu'elle n'est plus publique."))}
        code = next((str(one["value"] or "") for one in ctx.states_list[-1]), "")
        made = publish(context, current_person(), code)
        return {
            WRITTEN[0]: step(),
            WRITTEN[1]: note(_("Publiée : {address}").format(address=f"{context.settings.address}{PUBLIC_PATH}/{made.id}")),
        }
    except REFUSALS as why:
        return {WRITTEN[1]: trouble(str(why))}


def serve(server: Flask, context: Context) -> None:
    """Serve the public pages."""

    @server.get(f"{PUBLIC_PATH}/<page_id>")
    def public(page_id: str) -> Response:
        return shown(context, page_id, is_embedded=request.args.get("embed") == "1")


def shown(context: Context, page_id: str, is_embedded: bool) -> Response:
    """Return a page, or why there is none; embedded, other sites of the setting may frame it."""
    try:
        content = public_content(context, page_id)
    except Withdrawn as why:
        return plain_answer(no_page(_("Page retirée"), str(why)), 410)
    except NoPage as why:
        return not_found(str(why))
    except (StoreUnavailable, ArchiveChanged):
        return plain_answer(unavailable(), 503)
    page = public_page(content, dt.datetime.now(dt.UTC).date(), is_embedded=is_embedded)
    return plain_answer(page, 200, context.settings.embed_ancestors if is_embedded else ())
