"""Words of the photographs and documents of a proposal, filled in by the browser."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from i18n import N_, translated
from intake import document, photo

TEXTS: Mapping[str, str] = MappingProxyType(
    {
        "photos": N_("Photos"),
        "documents": N_("Documents"),
        "nothing": N_("Aucune photo, aucun document."),
        "photo_n": N_("Photo {n}"),
        "enlarge": N_("Agrandir"),
        "enlarged": N_("Photo agrandie"),
        "previous": N_("Photo précédente"),
        "next": N_("Photo suivante"),
        "close": N_("Fermer"),
        "caption": N_("Légende : {name}"),
        "caption_hint": N_("Ce que montre la photo"),
        "caption_kept": N_("Légende enregistrée."),
        "size": N_("PDF, {mb} Mo"),
        "remove": N_("Enlever"),
        "remove_name": N_("Enlever : {name}"),
        "removed_photo": N_("Photo retirée."),
        "removed_document": N_("Document retiré."),
        "undo": N_("Annuler"),
        "add": N_("Ajouter des photos ou des PDF"),
        "camera": N_("Prendre une photo"),
        "hint": N_(
            "Ou déposez les fichiers ici. JPEG, PNG ou WebP ; le lieu et la date de prise de vue sont effacés. PDF : {pdf} Mo au plus."
        ),
        "sending": N_("Envoi de {name}…"),
        "preparing": N_("Préparation de {name}…"),
        "queued": N_("{name} est en attente : le serveur lit d'autres fichiers. Il repart de lui-même."),
        "waiting": N_("{n} en attente."),
        "stop": N_("Arrêter"),
        "stopped": N_("Envoi arrêté : {name}."),
        "added_many_one": N_("Ajouté."),
        "added_many": N_("{n} fichiers ajoutés."),
        "failed": N_("Le service ne répond pas : recommencez dans un instant."),
        "understood": N_("Compris"),
    }
)


def photos_texts() -> dict[str, str]:
    """Return the words in the current language."""
    texts = translated(TEXTS)
    hint = texts["hint"].format(pdf=document.MAX_BYTES // 1_000_000)
    return texts | {"hint": hint, "photo_too_big": photo.too_big(), "document_too_big": document.too_big()}
