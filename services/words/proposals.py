"""Words of the screens « Proposer » and « Identifier », filled in by the browser."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from i18n import N_, translated

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "choose": N_("Choisissez un lieu dans la liste ou sur la carte, ou commencez-en un autre."),
        "new_premises": N_("Nouveau local"),
        "new_zone_site": N_("Nouveau site"),
        "unnamed": N_("Sans nom"),
        "due": N_("à confirmer : six mois sans nouvelle"),
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
        "here": N_("Ma position"),
        "here_wait": N_("Recherche de votre position…"),
        "here_put": N_("Le lieu est placé où vous êtes, à {n}\u202fm près : glissez le repère s'il le faut."),
        "here_refused": N_(
            "Votre navigateur ne donne pas votre position à cette page : autorisez-la dans ses réglages, ou placez le lieu sur la carte."
        ),
        "here_none": N_("Votre position n'a pas été trouvée : réessayez dehors, ou placez le lieu sur la carte."),
        "here_outside": N_("Vous êtes hors du territoire : le lieu n'a pas été placé. Cherchez son adresse, ou placez-le sur la carte."),
        "pin": N_("Repère du lieu : glissez-le, ou déplacez-le avec les flèches"),
        "lon": N_("Longitude"),
        "lat": N_("Latitude"),
        "outline": N_("Dessiner le contour"),
        "outline_again": N_("Redessiner le contour"),
        "outline_drop": N_("Effacer le contour"),
        "outline_kept": N_("Contour de {n} sommets, {area} : glissez un sommet, ou touchez-le pour le supprimer."),
        "vertex": N_("Sommet {n} sur {of} : flèches pour le déplacer, Suppr pour le supprimer"),
        "vertex_drop": N_("Supprimer ce sommet"),
        "address_search": N_("Chercher une adresse, un quartier…"),
        "address_none": N_("Rien de ce nom dans le territoire : placez le lieu sur la carte."),
        "near": N_("Déjà connu à {distance} m : « {name} ». Est-ce le même lieu ?"),
        "near_open": N_("Ouvrir"),
        "near_more": N_("et {n} autres lieux à moins de 30 m"),
        "near_more_one": N_("et {n} autre lieu à moins de 30 m"),
        "outside": N_("Cette position est hors des 18 communes : le lieu ne paraîtra pas."),
        "amount_unit": N_("Unité"),
        "amount_as": N_("soit {n}\u202f{unit}"),
        "amount_needs_area": N_("Indiquez la surface : ce montant est converti en {unit}."),
        "required": N_("obligatoire pour soumettre"),
        "confidential": N_("Montré seulement aux personnes habilitées"),
        "rent_confidential": N_(
            "Ne montrer le loyer et les charges qu'aux personnes habilitées (le loyer ne compte plus dans les critères)"
        ),
        "before_submit": N_("Pour soumettre, il manque : {names}."),
        "reason": N_("Réponse de la Direction de l'Économie ou de l'animation"),
        "published": N_("Visible de tous sur la carte, dans les critères et les scénarios."),
        "open_on_map": N_("Voir dans Explorer"),
        "changes": N_("Modifications pas encore acceptées"),
        "submitted_said": N_("Soumis : la décision vous sera dite ici."),
        "said": N_("{act} : fait."),
        "take_back_said": N_("Annuler"),
        "photos": N_("Photos et documents"),
        "photos_wait": N_("Donnez d'abord un nom ou une position au lieu : les photos s'ajoutent ensuite."),
        "tags": N_("Étiquettes, séparées par des virgules"),
        "history": N_("Histoire du lieu : vacance, propriétaires"),
        "history_add": N_("Ajouter un fait"),
        "reminders": N_("Rappels"),
        "reminder_add": N_("Ajouter un rappel"),
        "reminder_text": N_("à rappeler"),
        "reminder_done": N_("Fait"),
        "on": N_("Date"),
        "what": N_("Quoi"),
        "words": N_("Précisions"),
        "remove": N_("Supprimer"),
        "zone_near": N_("Zone la plus proche : {name}"),
        "use_zone": N_("Reprendre ce nom"),
        "close": N_("Fermer la fiche"),
        "confirm_withdraw": N_("Retiré. Il n'est plus montré à personne d'autre ; rien n'est effacé."),
    }
)


def proposal_texts() -> dict[str, str]:
    """Return the words in the current language."""
    return translated(TEXTS)
