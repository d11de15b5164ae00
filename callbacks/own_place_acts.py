"""Callbacks of what is done to the place that is open, once the browser has stored what was typed: an act; two writings side by side."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from access.identity import current_person
from callbacks.proposals import Changes, ProposalId
from callbacks.registry import Registry, Value
from callbacks.values import REFUSALS, answer, step
from domain.person import Action
from domain.proposal import Act
from i18n import gettext as _
from services.context import Context
from services.proposals import ProposalService
from store.proposals import Conflict
from views.components import ids
from views.proposals.place_head import act_done
from views.proposals.place_versions import unread, versions

Target = tuple[str, str]


class Pressed(BaseModel):
    """What the person does to a place, at the version that they see."""

    model_config = ConfigDict(strict=True, extra="forbid")

    id: ProposalId
    version: Annotated[int, Field(ge=1)]
    act: Annotated[str, Field(max_length=20)]
    n: Annotated[int, Field(ge=0)]
    """Counts the presses of the page: the same may be done again."""


class Typed(Changes):
    """What the person typed of a place that somebody else stored meanwhile."""

    id: ProposalId


def register(registry: Registry, context: Context) -> None:
    """Declare them."""
    service = ProposalService(context.proposals, context.editions)
    done = [(ids.PLACE_NOTICE, "children"), (ids.PLACE_DONE, "data")]

    @registry.server(done, [Value(ids.PLACE_PRESSED, "data", Pressed | None)], action=Action.PROPOSE, initial=False)
    def act(pressed: dict[str, Any] | None) -> Any:
        return answer(done, acted(service, pressed) if pressed else {})

    both = [(ids.PLACE_VERSIONS, "children")]

    @registry.server(both, [Value(ids.PLACE_TYPED, "data", Typed | None)], action=Action.PROPOSE, initial=False)
    def compare(typed: dict[str, Any] | None) -> Any:
        return compared(service, Typed.model_validate(typed)) if typed else []

    registry.client("ownDone", [], [Value(ids.PLACE_DONE, "data")])
    registry.client("ownCompared", [], [Value(ids.PLACE_VERSIONS, "children")])


def acted(service: ProposalService, pressed: dict[str, Any]) -> dict[Target, Any]:
    """Take a place to its next stage; what is refused is said, and the place read again."""
    shown: dict[Target, Any] = {(ids.PLACE_DONE, "data"): {"id": pressed["id"], "at": step()}}
    try:
        sheet = service.act(current_person(), pressed["id"], pressed["version"], pressed["act"])
    except Conflict:
        return {**shown, (ids.PLACE_NOTICE, "children"): _("Ce lieu vient d'être modifié par quelqu'un d'autre.")}
    except REFUSALS as why:
        return {**shown, (ids.PLACE_NOTICE, "children"): _("L'action n'a pas abouti : {why}").format(why=why)}
    return {**shown, (ids.PLACE_NOTICE, "children"): act_done(Act(pressed["act"]), sheet)}


def compared(service: ProposalService, typed: Typed) -> list[Any]:
    """Return both writings of a place, or why the other cannot be read."""
    try:
        return versions(service.versions(current_person(), typed.id, {**typed.fields, **typed.lists()}))
    except REFUSALS as why:
        return unread(str(why))
