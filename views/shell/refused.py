"""What stands in place of a screen: who may open it and how, or that there is none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from domain.person import ROLE_LABELS, UNKNOWN, VISITOR, Person
from i18n import gettext as _
from views.shell.account import example_forms
from views.view import View


def not_found() -> html.Div:
    """Return the page of an address that leads nowhere."""
    return _notice(_("Page introuvable"), html.P([_("Cette adresse ne mène à aucun écran. "), _back()]))


def refused(view: View, person: Person, examples: Sequence[Person] = (), authority: str = "") -> html.Div:
    """Return what is said to a person who may not open a screen: whose it is, and each way to it.

    Parameters
    ----------
    examples : the persons that a demonstration lets one be, none elsewhere.
    authority : the name of the one whose service it is, empty where none was given.
    """
    if person is UNKNOWN:
        wait = _("La base ne répond pas : votre session ne peut pas être relue. Rechargez la page dans un instant. ")
        return _notice(_("Écran indisponible pour le moment"), html.P([wait, _back()]))
    title = _("L'écran « {name} » n'est pas ouvert à tous").format(name=_(view.label))
    return _notice(title, html.P(_whose(view, person)), *_ways(view, person, examples, authority), html.P(_back()))


def _whose(view: View, person: Person) -> str:
    whose = _(view.who) if view.who else ""
    if person is not VISITOR:
        return _("Votre rôle ({role}) n'ouvre pas cet écran. ").format(role=_(ROLE_LABELS[person.role])) + whose
    return whose or _("Il demande un compte : connectez-vous par le bouton en haut à droite, vous reviendrez ici. ")


def _ways(view: View, person: Person, examples: Sequence[Person], authority: str) -> list[Any]:
    request = html.A(_("Demander un compte"), href="/connexion/demande")
    who = _("Un compte s'ouvre sur invitation de qui anime la démarche dans votre métropole. ")
    if authority:
        who = _("Un compte s'ouvre sur invitation de qui anime la démarche : {authority}. ").format(authority=authority)
    ways: list[Any] = [html.P([who, request])]
    if person is VISITOR and not examples:
        ways.insert(0, html.P(html.A(_("Se connecter"), href="/connexion", className="button")))
    may = [example for example in examples if view.is_for(example)]
    if may:
        note = _("C'est ici une démonstration : soyez d'un clic l'une de ces personnes inventées, à qui cet écran est ouvert.")
        others = _("Le menu de la personne, en haut à droite, donne les autres.")
        ways = [html.P(note), *example_forms(person, may), html.P(others, className="note"), *ways]
    return ways


def _back() -> html.A:
    return html.A(_("Revenir à la carte"), href="/")


def _notice(title: str, *parts: Any) -> html.Div:
    return html.Div(html.Main([html.H1(title), *parts], className="page refused"), className="screen text-screen")
