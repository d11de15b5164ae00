"""Screen « Modérer »: the queue of proposals, each beside its neighbours and its criteria, and what is decided."""

from __future__ import annotations

import json
from collections.abc import Mapping

from dash import html

from domain.person import Action
from i18n import N_
from i18n import gettext as _
from services.context import Context
from views.view import View

TEXTS = {
    "loading": N_("Chargement…"),
    "failed": N_("Le service n'a pas répondu. Vérifiez votre connexion, puis recommencez."),
    "again": N_("Recommencer"),
    "queue": N_("File des propositions"),
    "stages": N_("Étapes"),
    "search": N_("Rechercher un nom, un lieu, un numéro"),
    "organisation": N_("Organisation"),
    "every_organisation": N_("Toutes les organisations"),
    "kind": N_("Nature"),
    "every_kind": N_("Tous les lieux"),
    "premises": N_("Rez-de-chaussée"),
    "zone_site": N_("Zone d'activité"),
    "order": N_("Ordre"),
    "oldest": N_("Plus anciennes d'abord"),
    "newest": N_("Plus récentes d'abord"),
    "tick_all": N_("Tout cocher ({n})"),
    "tick": N_("Cocher {name}"),
    "accept_ticked": N_("Accepter les {n} cochés"),
    "accept_one": N_("Accepter le lieu coché"),
    "accept_none": N_("Cochez pour accepter"),
    "accepting": N_("Acceptation : {n} sur {total}"),
    "accepted_many": N_("{n} lieux acceptés, visibles de tous."),
    "accepted_one": N_("1 lieu accepté, visible de tous."),
    "accepted_zero": N_("Aucun lieu accepté."),
    "undoing": N_("Annulation : {n} sur {total}"),
    "not_done": N_("{n} non traités :"),
    "undo_many": N_("Annuler ces acceptations"),
    "undone_many": N_("{n} acceptations annulées : ces lieux attendent de nouveau une décision."),
    "see_decided": N_("Voir la liste"),
    "close": N_("Fermer"),
    "more": N_("Afficher la suite ({n})"),
    "none_submitted": N_("Rien n'attend de décision."),
    "none_to_complete": N_("Aucun complément n'est attendu."),
    "none_accepted": N_("Aucun lieu accepté pour l'instant."),
    "none_refused": N_("Aucun lieu refusé."),
    "none_withdrawn": N_("Aucun lieu retiré."),
    "none_found": N_("Aucune proposition ne correspond à cette recherche."),
    "clear_filters": N_("Effacer la recherche et les filtres"),
    "choose": N_("Choisissez une proposition dans la liste."),
    "submitted_ago": N_("soumis {ago}"),
    "just_now": N_("à l'instant"),
    "example": N_("exemple"),
    "is_change": N_("modification"),
    "is_change_long": N_("modification d'un lieu accepté"),
    "is_double": N_("doublon probable"),
    "incomplete": N_("rempli à {n} %"),
    "shortcuts": N_("Raccourcis : J et K pour changer de proposition, A accepter, C demander un complément, R refuser"),
    "back": N_("Retour à la liste"),
    "place_on_map": N_("Voir sur la carte"),
    "changes": N_("Ce qui change par rapport à la version visible de tous"),
    "field": N_("Champ"),
    "before": N_("Avant"),
    "after": N_("Après"),
    "position": N_("Position et voisinage"),
    "map_alt": N_("Plan : le lieu, un cercle d'un kilomètre et les lieux voisins numérotés"),
    "no_position": N_("Aucune position n'est donnée : le lieu ne peut pas être accepté."),
    "outside": N_("La position tombe hors du territoire : accepté, le lieu ne paraîtrait pas sur la carte."),
    "double": N_("Moins de 30 m les séparent : c'est peut-être le même lieu."),
    "double_more": N_("D'autres lieux sont aussi près : {n}."),
    "priority": N_("QPV à moins de 800 m : {names}"),
    "no_priority": N_("Aucun QPV à moins de 800 m."),
    "residents": N_("{n} habitants à moins de 1 km"),
    "criteria": N_("Ce que le lieu vaut, tel qu'il est décrit"),
    "convergence": N_("Convergence"),
    "points": N_("{n} sur 100"),
    "completeness": N_("complétude {n} %"),
    "unknown": N_("non renseigné"),
    "unknown_score": N_("inconnu"),
    "green": N_("vert"),
    "amber": N_("orange"),
    "red": N_("rouge"),
    "unsure": N_("à compléter"),
    "missing": N_("Ce qui manque, et ce que cela changerait"),
    "gain": N_("Complétude"),
    "gain_points": N_("+ {n} points"),
    "range": N_("Convergence possible"),
    "may_exclude": N_("peut exclure le lieu"),
    "nothing_missing": N_("Rien de ce qui compte ne manque."),
    "facts": N_("Tout ce qui est déclaré"),
    "kept": N_("réservé"),
    "beside": N_("À côté des autres"),
    "distance": N_("à {distance}"),
    "same_place": N_("à moins de 30 m"),
    "dots": N_("Acteur rempli : vert ; cerclé épais : orange ; barré : rouge ; en pointillé : inconnu."),
    "photos": N_("Photos et documents"),
    "photo": N_("Photo {n}"),
    "no_photo": N_("Aucune photo."),
    "decision": N_("Décision"),
    "key": N_("{label} (touche {key})"),
    "accept": N_("Accepter"),
    "ask": N_("Demander un complément"),
    "refuse": N_("Refuser"),
    "reopen": N_("Annuler la décision"),
    "reopen_note": N_("La proposition attendra de nouveau une décision."),
    "reopen_accepted": N_("La proposition attendra de nouveau une décision, et tous verront ce qu'ils voyaient avant celle-ci."),
    "no_act": N_("Rien à décider à cette étape."),
    "reason_ask": N_("Ce que vous demandez (le proposant le lira)"),
    "reason_refuse": N_("Motif du refus (le proposant le lira)"),
    "reason_needed": N_("Écrivez une phrase : le proposant doit savoir pourquoi."),
    "ready": N_("Phrases prêtes, à compléter :"),
    "send_ask": N_("Envoyer la demande"),
    "send_refuse": N_("Refuser le lieu"),
    "cancel": N_("Abandonner"),
    "next": N_("Proposition suivante"),
    "all_done": N_("Plus rien à décider dans cette liste."),
    "undo": N_("Annuler"),
    "did_accept": N_("Accepté, visible de tous : {name}."),
    "did_ask": N_("Complément demandé : {name}."),
    "did_refuse": N_("Refusé : {name}."),
    "did_reopen": N_("Décision annulée : {name} attend de nouveau une décision."),
    "conflict": N_("{name} vient d'être modifié par quelqu'un d'autre : rien n'a été enregistré."),
    "conflict_seen": N_("Ce que vous regardiez"),
    "conflict_now": N_("Maintenant"),
    "conflict_same": N_("Aucun champ ne diffère : seule l'étape ou une pièce jointe a changé."),
    "stage": N_("Étape"),
    "see_latest": N_("Voir la dernière version"),
    "messages": N_("Échanges avec le proposant"),
    "no_message": N_("Aucun message."),
    "write": N_("Votre message"),
    "internal": N_("Note interne, que le proposant ne voit pas"),
    "internal_mark": N_("note interne"),
    "decision_mark": N_("décision"),
    "send": N_("Envoyer"),
    "sent": N_("Message envoyé."),
    "noted": N_("Note enregistrée."),
    "empty_message": N_("Écrivez d'abord le message."),
    "timeline": N_("Histoire de la proposition"),
    "somebody": N_("quelqu'un"),
    "nothing": N_("rien"),
    "version": N_("version {n}"),
}


def layout(context: Context) -> html.Main:
    """Return the screen, which the browser fills: nothing of a proposal is in the page's own text."""
    return screen("moderate-root", _("Modérer les propositions"), TEXTS)


def screen(root: str, title: str, texts: Mapping[str, str]) -> html.Main:
    """Return a screen that the browser draws under an element, with its words in the current language."""
    words = json.dumps({key: _(text) for key, text in texts.items()}, ensure_ascii=False)
    return html.Main(
        [
            html.H1(title, className="visually-hidden"),
            html.Div(id=f"{root}-live", className="visually-hidden", role="status"),
            html.Div(id=root, className="mod-root", **{"data-words": words}),
        ],
        className="screen mod-screen",
    )


VIEW = View("moderate", "/moderer", N_("Modérer"), 60, layout, Action.MODERATE)
