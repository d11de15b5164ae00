"""What the screens « Proposer » and « Identifier » are told: the form, the list, one place with what may be done to it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from domain.candidate import Kind
from domain.person import Person
from domain.place_fields import GROUP_LABELS, PlaceField, fields_of, grouped
from domain.proposal import (
    ACT_LABELS,
    REASONED,
    STAGE_LABELS,
    Act,
    Proposal,
    acts,
    has_position,
    kind_of,
    may_edit,
    missing_to_submit,
)
from geodata.neighbours import Neighbours
from geodata.territory import Territory
from i18n import N_
from i18n import gettext as _
from i18n.numbers import day
from services.words.attachments import photos_texts
from services.words.places import HISTORY, changes, label_of, share_told, value_of

TEXTS = {
    "choose": N_("Choisissez un lieu dans la liste ou sur la carte, ou commencez-en un autre."),
    "empty_title": N_("Rien encore."),
    "empty_premises": N_(
        "Ajoutez un premier local : son adresse suffit pour commencer, le reste s'enregistre à mesure que vous l'écrivez."
    ),
    "empty_zone_site": N_("Ajoutez un premier site : cliquez sur la carte, ou importez une couche que vous avez déjà."),
    "new_premises": N_("Nouveau local"),
    "new_zone_site": N_("Nouveau site"),
    "unnamed": N_("Sans nom"),
    "no_position": N_("à placer"),
    "all_stages": N_("Tous"),
    "filter": N_("Chercher dans la liste"),
    "count": N_("{n} lieux"),
    "count_one": N_("{n} lieu"),
    "nothing_found": N_("Rien ne correspond ; effacez la recherche pour tout revoir."),
    "unread": N_("nouveau message"),
    "due": N_("à confirmer : six mois sans nouvelle"),
    "changed": N_("modifié depuis l'acceptation"),
    "example": N_("exemple"),
    "saved": N_("Enregistré à {time}"),
    "saving": N_("Enregistrement…"),
    "offline": N_("Le service ne répond pas : vos saisies sont gardées ici et repartiront d'elles-mêmes."),
    "restored": N_("Des saisies qui n'avaient pas pu partir ont été retrouvées : elles s'enregistrent."),
    "failed": N_("L'action n'a pas abouti : {why}"),
    "conflict": N_("Quelqu'un d'autre vient de modifier ce lieu. Pour chaque champ, gardez une des deux valeurs."),
    "mine": N_("Votre saisie"),
    "theirs": N_("Sa saisie ({version})"),
    "keep_mine": N_("Garder la mienne"),
    "take_theirs": N_("Prendre la sienne"),
    "unknown": N_("non renseigné"),
    "undone": N_("Saisie annulée."),
    "position": N_("Position"),
    "position_none": N_("Cherchez l'adresse, ou cliquez « Placer » puis la carte."),
    "place": N_("Placer sur la carte"),
    "placing": N_("Cliquez sur la carte pour placer le lieu. Échap pour abandonner."),
    "pin": N_("Repère du lieu : glissez-le, ou déplacez-le avec les flèches"),
    "lon": N_("Longitude"),
    "lat": N_("Latitude"),
    "outline": N_("Dessiner le contour"),
    "outline_again": N_("Redessiner le contour"),
    "outline_drop": N_("Effacer le contour"),
    "outline_kept": N_("Contour de {n} sommets."),
    "outline_kept_one": N_("Contour de {n} sommet."),
    "address_search": N_("Chercher une adresse, un quartier…"),
    "address_none": N_("Rien de ce nom dans le territoire : placez le lieu sur la carte."),
    "near": N_("Déjà connu à {distance} m : « {name} ». Est-ce le même lieu ?"),
    "near_open": N_("Ouvrir"),
    "near_more": N_("et {n} autres lieux à moins de 30 m"),
    "near_more_one": N_("et {n} autre lieu à moins de 30 m"),
    "outside": N_("Cette position est hors des 18 communes : le lieu ne paraîtra pas."),
    "assess": N_("Ce qu'il vaudrait, tel qu'il est décrit"),
    "assess_wait": N_("Placez le lieu : les critères se calculent aussitôt."),
    "assessing": N_("Calcul des critères…"),
    "convergent": N_("Les quatre acteurs y gagnent."),
    "convergence": N_("Convergence {n}/100"),
    "completeness": N_("complétude {n} %"),
    "missing_title": N_("Pourquoi, et ce que changerait chaque donnée manquante"),
    "missing_list": N_("Données manquantes"),
    "missing_gain": N_("complétude +{n} %"),
    "missing_range": N_("convergence entre {low} et {high}"),
    "missing_exclude": N_("peut exclure le lieu"),
    "missing_none": N_("Rien d'important ne manque."),
    "required": N_("obligatoire pour soumettre"),
    "confidential": N_("Montré seulement aux personnes habilitées"),
    "rent_confidential": N_("Ne montrer le loyer qu'aux personnes habilitées (il ne compte plus dans les critères)"),
    "before_submit": N_("Pour soumettre, il manque : {names}."),
    "reason": N_("Réponse de la Direction de l'Économie ou de l'animation"),
    "published": N_("Visible de tous sur la carte, dans les critères et les scénarios."),
    "open_on_map": N_("Voir dans Explorer"),
    "changes": N_("Modifications pas encore acceptées"),
    "submitted_said": N_("Soumis : la décision vous sera dite ici."),
    "said": N_("{act} : fait."),
    "take_back_said": N_("Annuler"),
    "messages": N_("Échanges"),
    "no_message": N_("Aucun message. Écrivez à ceux qui décident ; ils répondent ici."),
    "no_message_economy": N_("Aucun message."),
    "message": N_("Votre message"),
    "send": N_("Envoyer"),
    "internal": N_("Note interne : seulement pour ceux qui décident"),
    "timeline": N_("Historique"),
    "photos": N_("Photos et documents"),
    "photos_wait": N_("Donnez d'abord un nom ou une position au lieu : les photos s'ajoutent ensuite."),
    "tags": N_("Étiquettes, séparées par des virgules"),
    "history": N_("Histoire du lieu : vacance, propriétaires"),
    "history_add": N_("Ajouter un fait"),
    "reminders": N_("Rappels"),
    "reminder_add": N_("Ajouter un rappel"),
    "reminder_text": N_("à rappeler"),
    "reminder_done": N_("Fait"),
    "reminders_due": N_("{n} rappels à traiter"),
    "reminders_due_one": N_("{n} rappel à traiter"),
    "on": N_("Date"),
    "what": N_("Quoi"),
    "words": N_("Précisions"),
    "remove": N_("Supprimer"),
    "table": N_("Tableau : une ligne par lieu, modifiable sur place"),
    "table_more": N_("Les {n} premiers sont montrés : cherchez dans la liste pour réduire."),
    "submit_many": N_("Soumettre les {n} brouillons complets"),
    "submit_many_one": N_("Soumettre le brouillon complet"),
    "publish_many": N_("Publier les {n} brouillons complets"),
    "publish_many_one": N_("Publier le brouillon complet"),
    "submit_many_done": N_("{n} soumis"),
    "zone_near": N_("Zone la plus proche : {name}"),
    "use_zone": N_("Reprendre ce nom"),
    "close": N_("Fermer la fiche"),
    "confirm_withdraw": N_("Retiré. Il n'est plus montré à personne d'autre ; rien n'est effacé."),
}
MOST_ZONES = 400


def form_json(territory: Territory, person: Person) -> dict[str, Any]:
    """Return the form of what a person proposes, and every sentence of the screen, in the current language."""
    kind = kind_of(person) or Kind.PREMISES
    sections = [
        {"title": _(GROUP_LABELS[group]), "fields": [_field_json(field) for field in fields]} for group, fields in grouped(kind).items()
    ]
    return {
        "kind": kind.value,
        "sections": sections,
        "table": [field.id for field in fields_of(kind) if kind in field.listed],
        "texts": {key: _(text) for key, text in TEXTS.items()},
        "stages": {stage.value: _(label) for stage, label in STAGE_LABELS.items()},
        "history": [{"code": code, "label": _(label)} for code, label in HISTORY.items()],
        "zones": _zones(territory),
        "photos": photos_texts(),
    }


def _field_json(field: PlaceField) -> dict[str, Any]:
    if not field.is_plain:
        return {"id": field.id, "label": _(field.label)}
    return {
        "id": field.id,
        "label": _(field.label),
        "type": field.type,
        "unit": _(field.unit) if field.unit else "",
        "choices": [{"code": choice.code, "label": _(choice.label)} for choice in field.choices],
        "help": _(field.help) if field.help else "",
        "required": field.is_required,
        "confidential": field.is_confidential,
        "many_lines": field.many_lines,
        "most": int(field.high) if field.type == "text" else 0,
    }


def _zones(territory: Territory) -> list[dict[str, Any]]:
    """Return the activity zones that are known, with the middle of their sites (degrees): to be named as they already are."""
    sites = territory.candidates[territory.candidates["zone_name"].notna()]
    means = sites.groupby("zone_name")[["lon", "lat"]].mean().head(MOST_ZONES)
    return [{"name": str(name), "lon": round(float(row.lon), 5), "lat": round(float(row.lat), 5)} for name, row in means.iterrows()]


def item_json(proposal: Proposal, person: Person, today: dt.date) -> dict[str, Any]:
    """Return a line of the list, with what the table shows and changes."""
    told = proposal.content
    return {
        "id": proposal.id,
        "version": proposal.version,
        "stage": proposal.stage.value,
        "name": told.get("name"),
        "lon": told.get("lon"),
        "lat": told.get("lat"),
        "content": {key: value for key, value in told.items() if key not in {"footprint", "history", "reminders", "notes"}},
        "area": value_of(proposal.kind, "area_m2", told),
        "where": told.get("town") or told.get("address") or "",
        "share": round(100 * share_told(proposal.kind, told)),
        "ready": not missing_to_submit(told),
        "due": proposal.is_due(today),
        "changed": proposal.has_changes,
        "published": proposal.published is not None,
        "is_example": proposal.is_example,
        "can_edit": may_edit(person, proposal),
        "acts": [act.value for act in acts(person, proposal)],
        "updated": proposal.updated_at.isoformat(),
        "reminders": sum(1 for one in told.get("reminders") or [] if not one.get("done") and str(one.get("on", "")) <= today.isoformat()),
    }


def proposal_json(proposal: Proposal, person: Person, today: dt.date) -> dict[str, Any]:
    """Return one place: all that is told of it, what the person may do, and what is missing to submit it."""
    lacking = missing_to_submit(proposal.content)
    names = {"name": label_of(proposal.kind, "name"), "position": _("Position")}
    before = proposal.published
    return {
        **item_json(proposal, person, today),
        "content": dict(proposal.content),
        "stage_label": _(STAGE_LABELS[proposal.stage]),
        "acts": [_act_json(act, proposal) for act in acts(person, proposal)],
        "lacking": [names[key] for key in lacking],
        "placed": has_position(proposal.content),
        "changes": changes(proposal.kind, before, proposal.content) if before is not None else [],
        "confirmed": day(proposal.confirmed_at.date()) if proposal.confirmed_at else None,
    }


def _act_json(act: Act, proposal: Proposal) -> dict[str, Any]:
    label = ACT_LABELS[act]
    if act is Act.ACCEPT:
        label = N_("Publier")
    elif act is Act.SUBMIT and proposal.published is not None:
        label = N_("Soumettre les modifications")
    is_ready = act not in {Act.SUBMIT, Act.ACCEPT} or not missing_to_submit(proposal.content)
    return {"act": act.value, "label": _(label), "reasoned": act in REASONED, "ready": is_ready}


def near_json(near: Neighbours) -> dict[str, Any]:
    """Return the places that may be the same one: those that are named, the nearest first, and how many others there are."""
    named = [{"id": one.id, "name": one.name, "distance": round(one.distance_m)} for one in near.nearest]
    return {"nearest": named, "more": near.more}
