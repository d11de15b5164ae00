"""Words of the photographs and documents of a proposal, filled in by the browser."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from i18n import N_, translated
from intake import document, photo

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "photo_n": N_("Photo {n}"),
        "caption": N_("Légende : {name}"),
        "caption_kept": N_("Légende enregistrée."),
        "size": N_("PDF, {mb} Mo"),
        "remove_name": N_("Enlever : {name}"),
        "removed_photo": N_("Photo retirée."),
        "removed_document": N_("Document retiré."),
        "sending": N_("Envoi de {name}…"),
        "preparing": N_("Préparation de {name}…"),
        "queued": N_("{name} est en attente : le serveur lit d'autres fichiers. Il repart de lui-même."),
        "waiting": N_("{n} en attente."),
        "stopped": N_("Envoi arrêté : {name}."),
        "added_many_one": N_("Ajouté."),
        "added_many": N_("{n} fichiers ajoutés."),
        "failed": N_("Le service ne répond pas : recommencez dans un instant."),
    }
)


def photos_texts() -> dict[str, str]:
    """Return the words in the current language."""
    return translated(TEXTS) | {"photo_too_big": photo.too_big(), "document_too_big": document.too_big()}
