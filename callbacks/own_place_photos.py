"""Callbacks of the photographs of the place that is open: shown, described, taken away and brought back; `attachments` has those sent."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from access.identity import current_person
from callbacks.proposals import ProposalId
from callbacks.registry import Registry, Target, Value
from callbacks.values import REFUSALS, answer, step
from domain.person import Action
from i18n import gettext as _
from services.attachments import AttachmentLine, AttachmentService
from services.context import Context
from store.attachments import MAX_CAPTION
from views.components import ids
from views.components.parts import trouble
from views.proposals.place_photos import SHOWN, gallery

Key = Annotated[str, Field(pattern=r"^[\w-]{1,40}$")]
Count = Annotated[int, Field(ge=0)]


class Photographed(BaseModel):
    """The place whose photographs are shown; no id for one that is not stored yet. `n` counts what made them other than they were."""

    model_config = ConfigDict(strict=True, extra="forbid")

    id: ProposalId | None
    n: Count


class Pressed(BaseModel):
    """What the person does to an attachment of a place; `n` counts the presses of the page."""

    model_config = ConfigDict(strict=True, extra="forbid")

    id: ProposalId
    attachment: Key
    act: Literal["remove", "restore", "caption"]
    caption: Annotated[str, Field(max_length=MAX_CAPTION)] = ""
    n: Count


class Done(BaseModel):
    """What was done last: the version that the place has by it, the attachment that may be brought back, what the keyboard goes to."""

    model_config = ConfigDict(strict=True, extra="forbid")

    id: ProposalId
    version: Count
    gone: Annotated[str, Field(max_length=40)]
    kind: Annotated[str, Field(max_length=20)]
    focus: Annotated[str, Field(max_length=60)]
    at: Annotated[str, Field(max_length=60)]


def register(registry: Registry, context: Context) -> None:
    """Declare them."""
    service = context.attachments
    inputs = [Value(ids.PHOTOS_OF, "data", Photographed | None), Value(ids.PHOTOS_DONE, "data", Done | None)]

    @registry.server(SHOWN, inputs, action=Action.PROPOSE, initial=False)
    def show(of: dict[str, Any] | None, done: dict[str, Any] | None) -> Any:
        return answer(SHOWN, shown(service, of["id"] if of else None, done or {}))

    targets = ((ids.PHOTOS_NOTICE, "children"), (ids.PHOTOS_DONE, "data"))

    @registry.server(targets, [Value(ids.PHOTOS_PRESSED, "data", Pressed | None)], action=Action.PROPOSE, initial=False)
    def act(pressed: dict[str, Any] | None) -> Any:
        return answer(targets, acted(service, Pressed.model_validate(pressed)) if pressed else {})

    registry.client("photosDone", [], [Value(ids.PHOTOS_DONE, "data")])


def shown(service: AttachmentService, place_id: str | None, done: dict[str, Any]) -> dict[Target, Any]:
    """Return the photographs of a place, or why they cannot be read; of one that is not stored yet, that they come later."""
    whether: dict[Target, Any] = {(ids.PHOTOS_BOX, "hidden"): place_id is None, (ids.PHOTOS_WAIT, "hidden"): place_id is not None}
    if place_id is None:
        return {**whether, (ids.PHOTOS_GALLERY, "children"): []}
    try:
        found = service.of_proposal(current_person(), place_id)
    except REFUSALS as why:
        return {**whether, (ids.PHOTOS_GALLERY, "children"): trouble(str(why)), (ids.PHOTOS_IN, "hidden"): True}
    gone = (done["gone"], done["kind"]) if done.get("id") == place_id else ()
    return {**whether, (ids.PHOTOS_GALLERY, "children"): gallery(found, *gone), (ids.PHOTOS_IN, "hidden"): not found.can_edit}


def acted(service: AttachmentService, pressed: Pressed) -> dict[Target, Any]:
    """Do it, or say why it cannot be done."""
    try:
        each = _after(service, pressed)
    except REFUSALS as why:
        return {(ids.PHOTOS_NOTICE, "children"): str(why)}
    focus = {"remove": ids.PHOTOS_BACK, "restore": ids.photo(each.id)}.get(pressed.act, "")
    done = Done(id=pressed.id, version=each.version, gone=each.id if each.removed else "", kind=each.kind, focus=focus, at=step())
    notice = _("Légende enregistrée.") if pressed.act == "caption" else ""
    return {(ids.PHOTOS_NOTICE, "children"): notice, (ids.PHOTOS_DONE, "data"): done.model_dump()}


def _after(service: AttachmentService, pressed: Pressed) -> AttachmentLine:
    person, key = current_person(), pressed.attachment
    if pressed.act == "caption":
        return service.describe(person, key, pressed.caption)
    return service.remove(person, key) if pressed.act == "remove" else service.restore(person, key)
