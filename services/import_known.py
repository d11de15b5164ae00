"""The rows of an import that tell places which are there already: how many, by what they are recognised, what becomes of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from bulk.import_view import ImportView
from bulk.known import DEFAULTS, By, Choice, Match, Sureness
from i18n import N_, ngettext
from i18n import gettext as _
from i18n.numbers import number
from services.import_answers import ImportKnown

FATES: tuple[Choice, ...] = get_args(Choice)
_RECOGNISED: Mapping[By, str] = {
    By.ID: N_("Déjà connu, par son identifiant : « {name} » ({id})"),
    By.REFERENCE: N_("Déjà connu, par sa référence : « {name} » ({id})"),
    By.NAME: N_("Déjà connu, même nom au même endroit : « {name} » ({id})"),
}
_FATES: Mapping[Choice, str] = {"update": N_("mis à jour"), "leave": N_("laissé tel quel"), "add": N_("ajouté quand même")}


def import_known(view: ImportView) -> tuple[ImportKnown, ...]:
    """Return the valid rows that are recognised, surely and likely, with what is chosen for them."""
    found = [match for row in view.ready if (match := view.matches.get(row.number))]
    counts = {sureness: sum(match.sureness == sureness for match in found) for sureness in DEFAULTS}
    return tuple(ImportKnown(sureness, n, _chosen(view, sureness), _sentence(sureness, n)) for sureness, n in counts.items() if n)


def known_remark(view: ImportView, match: Match) -> str:
    """Return what is said of a row that is recognised."""
    place = _(_RECOGNISED[match.by]).format(name=match.name, id=match.id)
    fate = match.fate(view.choices.known)
    words = _("{place}, {fate}").format(place=place, fate=_(_FATES[fate]))
    return f"{words}. {match.obstacle}" if match.obstacle and fate != "add" else words


def _chosen(view: ImportView, sureness: Sureness) -> Choice:
    chosen = view.choices.known.get(sureness)
    return next((fate for fate in FATES if fate == chosen), DEFAULTS[sureness])


def _sentence(sureness: Sureness, n: int) -> str:
    sentences = {
        "sure": ngettext(
            "{n} ligne est d'un lieu déjà ici (même identifiant, ou même référence).",
            "{n} lignes sont de lieux déjà ici (même identifiant, ou même référence).",
            n,
        ),
        "likely": ngettext(
            "{n} ligne porte le nom d'un de vos lieux, au même endroit.",
            "{n} lignes portent le nom d'un de vos lieux, au même endroit.",
            n,
        ),
    }
    return sentences[sureness].format(n=number(n))
