"""The invitation links that there are, the form that makes one, and the link once it is made."""

from __future__ import annotations

import datetime as dt
from typing import Any

import dash_mantine_components as dmc
from dash import html

from domain.invitation import DEFAULT_DAYS, LASTS_DAYS, Invitation
from i18n import gettext as _
from i18n import ngettext
from i18n.numbers import day, number
from services.invitations import ManagedInvitations
from views.components import ids
from views.components.parts import PRIMARY, act, badge, note

NEW = "new"


def listing(found: ManagedInvitations) -> list[Any]:
    """Return the form, the links that open something, and those that do no more."""
    shown = [one for one in found.invitations if one.is_open(found.now)]
    over = [one for one in found.invitations if not one.is_open(found.now)]
    parts: list[Any] = [_form(found), html.H2(_("Liens ouverts"))]
    parts.append(html.Ul([_open(one, found) for one in shown]) if shown else note(_("Aucun lien n'est ouvert.")))
    if over:
        parts += [html.H2(_("Liens fermés")), html.Ul([_over(one, found) for one in over])]
    return parts


def made_link(address: str) -> html.Div:
    """Return a link that was just made: it is shown once."""
    copy = act("copy", html.Span(_("Copier le lien"), **{"data-label": "1"}), value="invitation-link")
    words = _("Voici le lien : il n'est montré qu'une fois. Quiconque le tient propose au nom de ce bailleur.")
    return html.Div([html.P(words), html.P(html.Code(address, id="invitation-link")), copy])


def _form(found: ManagedInvitations) -> Any:
    landlords = [{"value": code, "label": name} for code, name in sorted(found.landlords.items(), key=lambda item: item[1])]
    days = [{"value": str(n), "label": ngettext("{n} jour", "{n} jours", n).format(n=number(n))} for n in LASTS_DAYS]
    of_days: dict[str, Any] = {"data": days, "value": str(DEFAULT_DAYS), "allowDeselect": False, "w": 130}
    return dmc.Group(
        [
            dmc.Select(id=ids.one_of(ids.INVITATION_LANDLORD, NEW), label=_("Bailleur"), data=landlords, searchable=True, w=260),
            dmc.TextInput(id=ids.one_of(ids.INVITATION_NAME, NEW), label=_("À l'intention de"), w=240),
            dmc.Select(id=ids.one_of(ids.INVITATION_DAYS, NEW), label=_("Bon pendant"), **of_days),
            html.Button(_("Créer un lien"), id=ids.one_of(ids.INVITATION_ADD, NEW), type="button", className=PRIMARY),
        ],
        align="flex-end",
    )


def _open(one: Invitation, found: ManagedInvitations) -> html.Li:
    label = _("Retirer le lien de {name}").format(name=one.name)
    mark = {"aria-label": label, "title": label}
    out = html.Button(_("Retirer"), id=ids.one_of(ids.INVITATION_REVOKE, one.handle), type="button", className="mini", **mark)
    return html.Li([*_words(one, found), " ", out])


def _over(one: Invitation, found: ManagedInvitations) -> html.Li:
    return html.Li([*_words(one, found), " ", badge(_("retiré") if one.revoked_at is not None else _("trop ancien"))])


def _words(one: Invitation, found: ManagedInvitations) -> list[Any]:
    words = _("{landlord} · créé par {author}, bon jusqu'au {day}")
    until = day(dt.datetime.fromtimestamp(one.ends_at, dt.UTC).date())
    landlord = found.landlords.get(one.organisation, one.organisation)
    return [html.B(one.name), " · ", html.Span(words.format(landlord=landlord, author=one.author, day=until), className="note")]
