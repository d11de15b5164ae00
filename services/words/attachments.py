"""Words of the photographs and documents of a proposal."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from i18n import N_, translated
from i18n import gettext as _
from intake import document, photo
from store.attachments import PHOTO

SENDING: Mapping[str, str] = MappingProxyType(
    {
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
"""Said by the browser, which sends the files."""


def sending_texts() -> dict[str, str]:
    """Return them in the current language, with what is said of a file that is too big."""
    return translated(SENDING) | {"photo_too_big": photo.too_big(), "document_too_big": document.too_big()}


def removed(kind: str) -> str:
    """Return what is said once an attachment was taken away."""
    return _("Photo retirée.") if kind == PHOTO else _("Document retiré.")
