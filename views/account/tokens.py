"""The part of « Mon compte » about tokens: what programs read by, made, shown once, revoked."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import html

from i18n import gettext as _
from services.own_account import ShownToken
from views.components import ids
from views.components.parts import button

REVOKE_PATH = "/compte/jeton"


def tokens_part(tokens: tuple[ShownToken, ...]) -> list[Any]:
    """Return the form that makes a token, and the list of those that there are."""
    words = _("Un programme (QGIS, un script) lit par un jeton ce que vous lisez ici, et ne change rien. Il vaut un an.")
    name = dmc.TextInput(id=ids.PROGRAM_NAME, label=_("À quoi il sert"), placeholder=_("Carte du service SIG"), value="")
    made = html.Div(id=ids.PROGRAM_MADE, role="status")
    form = html.Div(
        [name, html.Div([button(ids.PROGRAM_MAKE, _("Faire un jeton"))], className="account-acts"), made], className="account-form"
    )
    more = html.A(_("Ce que lisent les programmes"), href="/api")
    return [html.P([words, " ", more], className="note"), form, html.Div(tokens_table(tokens), id=ids.PROGRAM_LIST)]


def token_made(token: str) -> html.Div:
    """Return a new token, to copy now: it is not shown again."""
    words = _("Copiez-le maintenant : il ne sera plus montré.")
    field = dmc.TextInput(label=_("Jeton"), value=token, readOnly=True, description=words)
    return html.Div([field, html.P(html.Code("Authorization: Bearer …"), className="note")], className="sign-in-done")


def tokens_table(tokens: tuple[ShownToken, ...]) -> list[Any]:
    """Return the tokens that there are."""
    if not tokens:
        return [html.P(_("Aucun jeton."), className="note")]
    heads = [html.Th(words, scope="col") for words in (_("Jeton"), _("Dernier usage"))]
    head = html.Tr([*heads, html.Th(html.Span(_("Actions"), className="visually-hidden"), scope="col")])
    table = html.Table([html.Thead(head), html.Tbody([_line(token) for token in tokens])], className="plain")
    return [html.Div(table, className="table-scroll", tabIndex=0, role="region", **{"aria-label": _("Mes jetons")})]


def _line(token: ShownToken) -> html.Tr:
    label = _("Révoquer le jeton {name}").format(name=token.name)
    act = html.Button(_("Révoquer"), className="button", type="submit", name="token", value=token.handle, **{"aria-label": label})
    until = html.Div(html.Small([_("Valable jusqu'au"), " ", token.until]))
    return html.Tr(
        [html.Th([token.name, until], scope="row"), html.Td(token.used), html.Td(html.Form(act, action=REVOKE_PATH, method="post"))]
    )
