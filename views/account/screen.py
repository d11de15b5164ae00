"""Screen « Mon compte »: who one is here, where one has signed in, another password."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from domain.password import password_hint
from domain.person import Action
from i18n import N_
from i18n import gettext as _
from services.context import Context
from services.own_account import OwnAccount, ShownSession
from views.account.tokens import tokens_part
from views.components import ids
from views.components.parts import PRIMARY, button, example_badge
from views.view import View

SESSION_PATH = "/compte/session"


def layout(context: Context) -> html.Div:
    """Return the screen, which a callback fills."""
    box = html.Div(id=ids.ACCOUNT, className="account-box")
    return html.Div(
        html.Main([html.H1(_("Mon compte")), dcc.Store(id=ids.ACCOUNT_ASK), box], className="page"), className="screen text-screen"
    )


def account_panel(shown: OwnAccount) -> list[Any]:
    """Return what the screen shows of an account; of an example person, nothing that may change."""
    if shown.is_example:
        note = _("Cette personne est un exemple de la démonstration : elle n'a ni mot de passe ni session, et rien ne se change ici.")
        return [_card(_("Qui je suis ici"), [_facts(shown), html.P(note, className="note")])]
    tokens = _card(_("Jetons pour des programmes"), tokens_part(shown.tokens))
    return [_card(_("Qui je suis ici"), [_facts(shown)]), _password(shown), _card(_("Mes sessions"), [_sessions(shown.sessions)]), tokens]


def _card(title: str, content: list[Any]) -> html.Section:
    return html.Section([html.H2(title), *content], className="account-card")


def _facts(shown: OwnAccount) -> html.Dl:
    name: list[Any] = [shown.name.removesuffix(" (exemple)"), " ", example_badge(_("exemple"))] if shown.is_example else [shown.name]
    lines: list[tuple[str, Any]] = [(_("Nom"), name), (_("Rôle"), shown.role)]
    if shown.organisation:
        lines.append((_("Organisation"), shown.organisation))
    if not shown.is_example:
        lines += [(_("Adresse électronique"), shown.email or _("aucune")), (_("Identifiant de connexion"), shown.login)]
    return html.Dl([html.Div([html.Dt(label), html.Dd(value)]) for label, value in lines], className="account-facts")


def _password(shown: OwnAccount) -> html.Section:
    title = _("Mot de passe")
    if shown.is_single:
        return _card(title, [html.P(_("Vous vous connectez par la connexion unique : votre mot de passe se change chez elle."))])
    hint = password_hint()
    fields = [
        dmc.PasswordInput(id=ids.OWN_PRESENT, label=_("Mot de passe actuel"), autoComplete="current-password", value=""),
        dmc.PasswordInput(id=ids.OWN_NEW, label=_("Nouveau mot de passe"), description=hint, autoComplete="new-password", value=""),
        dmc.PasswordInput(id=ids.OWN_AGAIN, label=_("Le même, encore une fois"), autoComplete="new-password", value=""),
    ]
    change = button(ids.OWN_CHANGE, _("Changer le mot de passe"), kind=PRIMARY)
    notice = html.Div(id=ids.OWN_NOTICE, className="account-notice", role="status")
    return _card(title, [html.Div([*fields, html.Div([change], className="account-acts"), notice], className="account-form")])


def password_notice(sentence: str, is_refused: bool = False) -> html.P:
    """Return what became of a new password."""
    if is_refused:
        return html.P(sentence, className="sign-in-alert", role="alert")
    return html.P(sentence, className="sign-in-done")


def _sessions(sessions: tuple[ShownSession, ...]) -> html.Div:
    heads = [html.Th(words, scope="col") for words in (_("Navigateur"), _("Ouverte"), _("Dernière activité"))]
    head = html.Tr([*heads, html.Th(html.Span(_("Actions"), className="visually-hidden"), scope="col")])
    table = html.Table([html.Thead(head), html.Tbody([_session(one) for one in sessions])], className="plain")
    scroll = html.Div(table, className="table-scroll", tabIndex=0, role="region", **{"aria-label": _("Mes sessions")})
    if len(sessions) < 2:
        return html.Div([scroll])
    others = html.Button(_("Fermer les autres"), className="button", type="submit", name="session", value="")
    return html.Div([scroll, html.Form(others, action=SESSION_PATH, method="post", className="account-acts")])


def _session(session: ShownSession) -> html.Tr:
    label = _("Fermer la session {agent}, ouverte {since}").format(agent=session.agent, since=session.since)
    button = html.Button(
        _("Fermer cette session"), className="button", type="submit", name="session", value=session.handle, **{"aria-label": label}
    )
    act: Any = _("celle-ci") if session.is_current else html.Form(button, action=SESSION_PATH, method="post")
    cells = [html.Th(session.agent, scope="row"), html.Td(session.since), html.Td(session.last), html.Td(act)]
    return html.Tr(cells, className="current" if session.is_current else None)


VIEW = View("account", "/compte", N_("Mon compte"), 95, layout, Action.OWN_ACCOUNT, is_in_menu=True)
