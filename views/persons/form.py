"""The form of one person: what the account is, and what may be done to it."""

from __future__ import annotations

from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from domain.person import ROLE_LABELS, PersonRole
from i18n import gettext as _
from services.persons import EXAMPLE, NEW, PERSON, REQUEST, Outcome, PersonFields, PersonForm, Target
from views.components import ids
from views.components.parts import PRIMARY, button


def person_panel(form: PersonForm | None) -> list[Any]:
    """Return the form, always of the same fields and buttons: what does not apply is hidden or closed.

    Without a form, only what to do first is shown.
    """
    if form is None:
        idle = PersonForm(Target(), PersonFields(), {}, "")
        return [
            html.P(_("Choisissez une personne ou une demande dans la liste, ou créez une personne."), className="note"),
            html.Div(_parts(idle), hidden=True),
        ]
    notes = [html.P(words, className="note") for words in (form.note, _(EXAMPLE) if form.is_example else "") if words]
    return [html.H2(form.title), *notes, html.Div(_parts(form), className="account-form")]


def _parts(form: PersonForm) -> list[Any]:
    target = {"kind": form.target.kind, "id": form.target.id}
    return [dcc.Store(id=ids.PERSON_TARGET, data=target), *_fields(form), _acts(form)]


def _fields(form: PersonForm) -> list[Any]:
    given, is_known = form.fields, form.target.kind == PERSON
    roles = [{"value": role.value, "label": _(ROLE_LABELS[role])} for role in PersonRole]
    landlords = [{"value": code, "label": name} for code, name in form.landlords.items()]
    inside = {"withinPortal": True}
    optional = _("Facultatif : tiré de l'adresse.")
    return [
        dmc.TextInput(id=ids.PERSON_NAME, label=_("Prénom et nom"), value=given.name, disabled=is_known),
        dmc.TextInput(id=ids.PERSON_EMAIL, label=_("Adresse électronique"), value=given.email),
        dmc.TextInput(
            id=ids.PERSON_LOGIN,
            label=_("Identifiant de connexion"),
            description=None if is_known else optional,
            value=given.login,
            disabled=is_known,
        ),
        dmc.Select(id=ids.PERSON_ROLE, label=_("Rôle"), data=roles, value=given.role or None, allowDeselect=False, comboboxProps=inside),
        html.Div(
            [
                dmc.Select(
                    id=ids.PERSON_LANDLORD,
                    label=_("Bailleur"),
                    data=landlords,
                    value=given.landlord or None,
                    clearable=True,
                    comboboxProps=inside,
                ),
                dmc.TextInput(id=ids.PERSON_ORGANISATION, label=_("ou nouveau bailleur"), value=given.organisation),
            ],
            id=ids.PERSON_LANDLORD_BOX,
            hidden=given.role != PersonRole.LANDLORD,
            className="account-form",
        ),
    ]


def _acts(form: PersonForm) -> html.Div:
    kind, is_open = form.target.kind, form.is_active and not form.is_single
    save = {NEW: _("Créer et inviter"), PERSON: _("Enregistrer"), REQUEST: _("Accepter et inviter")}[kind]
    shown = {
        ids.PERSON_INVITE: (_("Envoyer un lien de mot de passe"), kind == PERSON and is_open),
        ids.PERSON_SWITCH: (_("Désactiver") if form.is_active else _("Rouvrir le compte"), kind == PERSON),
        ids.PERSON_REFUSE: (_("Refuser la demande"), kind == REQUEST),
    }
    others = [button(name, words, hidden=not is_shown, n_clicks=0) for name, (words, is_shown) in shown.items()]
    buttons = [button(ids.PERSON_SAVE, save, kind=PRIMARY, n_clicks=0, disabled=form.is_example), *others]
    return html.Div(buttons, className="account-acts")


def outcome_notice(outcome: Outcome) -> list[Any]:
    """Return what was done or refused, and the link to hand over if there is one."""
    if outcome.is_refused:
        return [html.P(outcome.sentence, className="sign-in-alert", role="alert")]
    sentence = html.P(outcome.sentence, className="sign-in-done")
    if not outcome.link:
        return [sentence]
    copy = dcc.Clipboard(content=outcome.link, title=_("Copier le lien"), className="link-copy")
    return [sentence, html.Div([html.Code(outcome.link, id=ids.PERSON_LINK), copy], className="link-box")]
