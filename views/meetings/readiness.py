"""What a decision lacks before it is taken: which unknown could overturn it, whose it is, and the way to request it."""

from __future__ import annotations

from typing import Any

from dash import html

from i18n import gettext as _
from i18n.numbers import day
from services.readiness import Missing, Readiness
from views.meetings.buttons import act_id, press

MOST_DATA = 6


def readiness_list(decision_id: str, question: str, found: Readiness) -> html.Section:
    """Return what is lacking, each with what to do about it; that nothing is, where nothing is."""
    rows: list[Any] = [html.Li(_missing(decision_id, one)) for one in found.missing]
    if found.lacks_options:
        rows.append(html.Li(_("Moins de deux options : rien à comparer. Ajoutez un scénario, un lieu ou vos mots.")))
    rows += [html.Li(_("{option} : son plan n'est pas enregistré en entier ; rouvrez-le.").format(option=one)) for one in found.unsaved]
    if found.examples:
        names = ", ".join(found.examples)
        rows.append(html.Li(_("Lieux inventés, la séance ne pourra être close que comme un exercice : {names}").format(names=names)))
    if found.lacks_material:
        label = _("Ajouter un document ou un lien : {question}").format(question=question)
        words = _("Aucun document ni lien : ce que chacun doit avoir lu.")
        rows.append(html.Li([words, " ", press(("open", "decision", decision_id, "material"), _("Ajouter"), label=label)]))
    heading = html.H4(_("Prêt à décider ?"))
    if not rows:
        return html.Section(
            [heading, html.P(_("Oui : rien d'inconnu ne peut renverser seul l'avis sur ces lieux."))], className="meeting-ready"
        )
    return html.Section([heading, html.Ul(rows)], className="meeting-ready")


def _missing(decision_id: str, one: Missing) -> list[Any]:
    data = ", ".join(one.data[:MOST_DATA]) + (", …" if len(one.data) > MOST_DATA else "")
    words = _("{place} : inconnu, et pourrait renverser l'avis : {data}. À savoir de : {owner}.")
    parts: list[Any] = [words.format(place=one.name, data=data, owner=one.owner_name), " "]
    if one.requested_on:
        words = _("Demandé le {day}, sans réponse.").format(day=day(one.requested_on))
        # Where the button was: the keyboard, which was on it, stays there.
        return [*parts, html.B(words, id=act_id("request", decision_id, one.place), tabIndex=-1)]
    if not one.may_request:
        return [*parts, html.Small(_("Ce lieu n'a pas de dossier dans l'outil : demandez-le-leur directement."), className="note")]
    label = _("Leur demander : {owner}, {place}").format(owner=one.owner_name, place=one.name)
    return [*parts, press(("request", decision_id, one.place), _("Leur demander"), label=label)]
