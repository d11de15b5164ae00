"""What stands around the form of the place that is open: what it would be worth, its messages, its history."""

from __future__ import annotations

from dash import dcc, html

from domain.candidate import Kind
from i18n import gettext as _
from services.proposals import PlaceAround
from views.components import ids
from views.components.parts import trouble
from views.components.talk import message_form, messages, timeline
from views.proposals.assessment import reasons, roles
from views.proposals.place_around import nowhere, position

Target = tuple[str, str]
PLACE_SHOWN: tuple[Target, ...] = (
    (ids.PLACE_ROLES, "children"),
    (ids.PLACE_WHY, "children"),
    (ids.PLACE_MESSAGES, "children"),
    (ids.PLACE_MESSAGE, "persistence"),
    (ids.PLACE_TIMELINE, "children"),
    (ids.PLACE_WHERE, "children"),
    (ids.PLACE_ASSESSED, "data"),
)
"""What `place_shown` fills."""


def stores() -> list[dcc.Store]:
    """Return what the browser and the callbacks tell each other of the place that is open."""
    names = (ids.PLACE_OPEN, ids.PLACE_WORTH, ids.PLACE_HEAD, ids.PLACE_ASSESSED, ids.PLACE_STEP, ids.PLACE_PRESSED, ids.PLACE_DONE)
    return [dcc.Store(id=name) for name in (*names, ids.PLACE_TYPED, ids.PLACE_UNREAD, ids.PLACE_READ, ids.PLACE_VIEWPOINT)]


def assessment() -> html.Div:
    """Return where a place is assessed, empty; the browser shows it once it is that of the place that is open."""
    why = html.Details(
        [html.Summary(_("Pourquoi, et ce que changerait chaque donnée manquante")), html.Div(id=ids.PLACE_WHY)],
        className="plain-details",
    )
    return html.Div([html.Div(id=ids.PLACE_ROLES), why], id="propose-feedback", className="propose-feedback", hidden=True)


def talk(kind: Kind) -> html.Section:
    """Return the messages of a place and the form of one more."""
    internal = (ids.PLACE_INTERNAL, _("Note interne : seulement pour ceux qui décident"))
    form = message_form(ids.PLACE_MESSAGE, internal, ids.PLACE_SEND, ids.PLACE_STATUS, may_be_internal=kind is Kind.ZONE_SITE)
    parts = [html.H3(_("Échanges")), html.Div(id=ids.PLACE_MESSAGES), *form]
    return html.Section(parts, id="propose-messages", className="propose-section propose-talk", hidden=True)


def history() -> html.Section:
    """Return what was done of a place, folded."""
    folded = html.Details([html.Summary(_("Historique")), html.Div(id=ids.PLACE_TIMELINE)], className="plain-details")
    return html.Section(folded, id="propose-timeline", className="propose-section", hidden=True)


def place_shown(found: PlaceAround, place_id: str) -> dict[Target, object]:
    """Return what stands around the form of a place; what was typed of another gives way to what was typed of this one."""
    assessed = found.feedback
    nothing = _("Aucun message.") if found.kind is Kind.ZONE_SITE else _("Aucun message. Écrivez à ceux qui décident ; ils répondent ici.")
    return {
        (ids.PLACE_ROLES, "children"): roles(assessed),
        (ids.PLACE_WHY, "children"): reasons(assessed),
        (ids.PLACE_MESSAGES, "children"): messages(found.messages, nothing),
        (ids.PLACE_MESSAGE, "persistence"): place_id,
        (ids.PLACE_TIMELINE, "children"): timeline(found.timeline),
        (ids.PLACE_WHERE, "children"): position(assessed),
        (ids.PLACE_ASSESSED, "data"): {"id": place_id, "version": found.version},
    }


def place_new() -> dict[Target, object]:
    """Return what stands around the form of a place that is not stored yet."""
    return {(ids.PLACE_WHERE, "children"): nowhere()}


def place_unread(sentence: str) -> dict[Target, object]:
    """Return why nothing can be said of a place."""
    return {(ids.PLACE_ROLES, "children"): trouble(sentence), (ids.PLACE_WHY, "children"): []}
