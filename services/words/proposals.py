"""Words of the screens « Proposer » and « Identifier », filled in by the browser."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from i18n import N_, translated

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "saved": N_("Enregistré à {time}"),
        "saving": N_("Enregistrement…"),
        "offline": N_("Le service ne répond pas : vos saisies sont gardées ici et repartiront d'elles-mêmes."),
        "restored": N_("Des saisies qui n'avaient pas pu partir ont été retrouvées : elles s'enregistrent."),
        "failed": N_("L'action n'a pas abouti : {why}"),
        "away": N_("Le service ne répond pas : recommencez dans un instant."),
        "undone": N_("Saisie annulée."),
        "placing": N_("Cliquez sur la carte pour placer le lieu. Échap pour abandonner."),
        "here_wait": N_("Recherche de votre position…"),
        "here_put": N_("Le lieu est placé où vous êtes, à {n}\u202fm près : glissez le repère s'il le faut."),
        "here_refused": N_(
            "Votre navigateur ne donne pas votre position à cette page : autorisez-la dans ses réglages, ou placez le lieu sur la carte."
        ),
        "here_none": N_("Votre position n'a pas été trouvée : réessayez dehors, ou placez le lieu sur la carte."),
        "here_outside": N_("Vous êtes hors du territoire : le lieu n'a pas été placé. Cherchez son adresse, ou placez-le sur la carte."),
        "pin": N_("Repère du lieu : glissez-le, ou déplacez-le avec les flèches"),
        "vertex": N_("Sommet {n} sur {of} : flèches pour le déplacer, Suppr pour le supprimer"),
        "vertex_drop": N_("Supprimer ce sommet"),
        "address_none": N_("Rien de ce nom dans le territoire : placez le lieu sur la carte."),
        "amount_as": N_("soit {n}\u202f{unit}"),
        "amount_needs_area": N_("Indiquez la surface : ce montant est converti en {unit}."),
    }
)


def proposal_texts() -> dict[str, str]:
    """Return the words in the current language."""
    return translated(TEXTS)
