"""The header's corner of the person: who has signed in, signing in and out, and the example persons of a demonstration."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from domain.person import ROLE_LABELS, UNKNOWN, VISITOR, Person
from i18n import gettext as _
from views.components.parts import icon
from views.view import discover

LINK = "button account-button"


def account_menu(person: Person = VISITOR, examples: Sequence[Person] = ()) -> html.A | html.Details:
    """Return a link to sign in, or a menu, or what says that nobody can be recognised now.

    `examples` are the persons that a demonstration lets one be, none elsewhere.
    """
    if person is UNKNOWN:
        label = _("La base ne répond pas : rechargez la page dans un instant")
        return html.A([icon("person"), html.Span(_("Indisponible"), className="account-words")], href="", className=LINK, title=label)
    if person is VISITOR and not examples:
        label = _("Se connecter")
        words = [icon("person"), html.Span(label, className="account-words")]
        return html.A(words, href="/connexion", className=LINK, title=label)
    menu = [*_who(person), *_examples(person, examples)]
    return html.Details([_button(person, bool(examples)), html.Div(menu, className="menu")], className="account", **{"data-menu": "1"})


def _button(person: Person, is_demo: bool) -> html.Summary:
    name = html.Span(person.name or _("Démonstration"), className="account-words")
    role = html.Span(_(ROLE_LABELS[person.role]), className="account-role") if person is not VISITOR else None
    badge = html.Span(_("Démonstration"), className="account-demo") if is_demo and person is not VISITOR else None
    title = f"{person.name}, {_(ROLE_LABELS[person.role])}" if person is not VISITOR else _("Démonstration")
    return html.Summary([icon("person"), name, role, badge], className="button account-button", title=title)


def _who(person: Person) -> list[Any]:
    if person is VISITOR:
        return []
    screens = [
        html.A(_(view.label), href=view.path, className="menu-item") for view in discover() if view.is_in_menu and view.is_for(person)
    ]
    button = html.Button(_("Se déconnecter"), className="menu-item", type="submit")
    unsent = _("Du texte n'est pas encore enregistré : se déconnecter et l'effacer")
    return [
        html.P([html.B(person.name), html.Br(), _(ROLE_LABELS[person.role])], className="menu-note"),
        *screens,
        html.Form(button, action="/deconnexion", method="post", className="menu-form", **{"data-unsent": unsent}),
    ]


def _examples(person: Person, examples: Sequence[Person]) -> list[Any]:
    if not examples:
        return []
    note = _("Démonstration : essayez chaque rôle d'un clic, sans mot de passe. Ces personnes sont inventées.")
    return [html.P(note, className="menu-note"), *example_forms(person, examples)]


def example_forms(person: Person, examples: Sequence[Person]) -> list[html.Form]:
    """Return the form whose buttons make one an example person, on the page where one is."""
    buttons = [_example(example, example.id == person.id) for example in examples]
    return [html.Form(buttons, action="/demonstration", method="post", className="menu-form")]


def _example(person: Person, is_current: bool) -> html.Button:
    words = [html.B(_(ROLE_LABELS[person.role])), html.Span(person.name)]
    mark = {"aria-current": "true"} if is_current else {}
    return html.Button(words, className="menu-item example-person", type="submit", name="role", value=person.role.value, **mark)
