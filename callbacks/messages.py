"""The form of one more message of a place, on the screens of who proposes and of who decides: what is refused stays in its field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dash import no_update

from callbacks.registry import Registry, Target, Value, pressed_once
from callbacks.values import REFUSALS, Clicks, Words, answer, step
from domain.person import Action
from i18n import gettext as _


@dataclass(frozen=True, slots=True)
class MessageForm:
    """The ids of one form (see `views.components.talk.message_form`), and the store that tells that a message was sent."""

    field: str
    internal: str
    send: str
    status: str
    sent: str

    @property
    def targets(self) -> list[Target]:
        """What sending writes."""
        return [(self.field, "value"), (self.field, "error"), (self.status, "children"), (self.sent, "data")]


def declare(registry: Registry, form: MessageForm, opened: Value, action: Action, say: Callable[[str, str, bool], None]) -> None:
    """Declare the sending of a message.

    Parameters
    ----------
    opened : the component that tells which place is open, with its ``id``.
    say : sends a text to a place, by its id, as an internal note or not; raises `callbacks.values.REFUSALS`.
    """
    state = [opened, Value(form.field, "value", Words), Value(form.internal, "checked", bool | None)]
    inputs = [Value(form.send, "n_clicks", Clicks)]

    @registry.server(form.targets, inputs, state, action=action, initial=False, running=pressed_once(form.send))
    def send(clicks: int | None, place: dict[str, Any] | None, text: str | None, internal: bool | None) -> Any:
        if not clicks or not place or not place["id"]:
            return answer(form.targets, {})
        return _sent(say, place["id"], (text or "").strip(), bool(internal))


def _sent(say: Callable[[str, str, bool], None], place_id: str, text: str, is_internal: bool) -> tuple[Any, ...]:
    """Send a message; return what its form shows, in the order of `MessageForm.targets`."""
    if not text:
        return no_update, _("Écrivez d'abord le message."), "", no_update
    try:
        say(place_id, text, is_internal)
    except REFUSALS as why:
        return no_update, str(why), "", no_update
    return "", "", _("Note enregistrée.") if is_internal else _("Message envoyé."), step()
