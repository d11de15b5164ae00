"""Screen « Journal »: who did what and when, before and after; and the letters, sent or waiting."""

from __future__ import annotations

from dash import html

from domain.person import Action
from i18n import N_
from i18n import gettext as _
from services.context import Context
from views.moderation.screen import screen
from views.view import View

TEXTS = {
    "loading": N_("Chargement…"),
    "failed": N_("Le service n'a pas répondu. Vérifiez votre connexion, puis recommencez."),
    "again": N_("Recommencer"),
    "title": N_("Journal"),
    "intro": N_("Tout ce qui a été écrit, par qui et quand. Rien ne s'efface."),
    "entries": N_("Écritures"),
    "mail": N_("Courriels"),
    "place": N_("Numéro du lieu"),
    "place_hint": N_("LP-000012"),
    "person": N_("Personne"),
    "every_person": N_("Toutes les personnes"),
    "day": N_("Jour"),
    "filter": N_("Filtrer"),
    "clear": N_("Tout voir"),
    "export": N_("Exporter en CSV"),
    "when": N_("Quand"),
    "who": N_("Qui"),
    "what": N_("Quoi"),
    "about": N_("Sur"),
    "changed": N_("Avant → après"),
    "nothing": N_("rien"),
    "somebody": N_("quelqu'un"),
    "more": N_("Afficher les 100 suivantes"),
    "shown": N_("{n} écritures affichées"),
    "shown_one": N_("{n} écriture affichée"),
    "none": N_("Aucune écriture."),
    "none_found": N_("Aucune écriture ne correspond à ces filtres."),
    "only_place": N_("Ne voir que les écritures sur {name}"),
    "changes": N_("{n} champs"),
    "changes_one": N_("{n} champ"),
    "no_mail": N_("Aucun courriel : les personnes concernées n'ont pas d'adresse, ou rien n'a été décidé."),
    "not_sent": N_("Aucun serveur de courriel n'est configuré (SMTP_URL) : les messages se lisent ici, rien n'est envoyé."),
    "sends": N_("Les courriels en attente partent d'eux-mêmes ; un envoi qui échoue est recommencé."),
    "to": N_("À"),
    "subject": N_("Objet"),
    "state": N_("État"),
    "tries": N_("{n} essais"),
    "tries_one": N_("{n} essai"),
    "read": N_("Lire"),
}


def layout(context: Context) -> html.Main:
    """Return the screen, which the browser fills."""
    return screen("journal-root", _("Journal"), TEXTS)


VIEW = View("journal", "/journal", N_("Journal"), 70, layout, Action.READ_JOURNAL)
