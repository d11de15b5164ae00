"""What is said between the fields of a place, of what is stored: places near it, its outline, its activity zone, where it lies."""

from __future__ import annotations

from typing import Any

from dash import html

from domain.address import Key, write
from i18n import gettext as _
from i18n import ngettext
from i18n.numbers import number
from services.feedback import Feedback
from services.neighbours import NearPlace, NearPlaces
from services.proposal_form import Outline
from views.components.parts import act, note
from views.proposals.assessment import where

HECTARE_M2 = 10_000


def near(found: NearPlaces) -> list[Any]:
    """Return the places that may be the same one."""
    n = found.more
    more = ngettext("et {n} autre lieu à moins de 30 m", "et {n} autres lieux à moins de 30 m", n).format(n=number(n))
    return [*(_near(one) for one in found.nearest), *([note(more)] if n else [])]


def _near(one: NearPlace) -> html.P:
    sentence = _("Déjà connu à {distance} m : « {name} ». Est-ce le même lieu ?")
    words = sentence.format(distance=number(one.distance), name=one.name or one.id)
    own = act("propose-open", _("Ouvrir"), class_name="mini", of=one.id)
    elsewhere = html.A(_("Ouvrir"), href=f"/?{write([(Key.PLACE, one.id)])}", target="_blank", rel="noopener")
    return warning([words, " ", own if one.is_own else elsewhere])


def warning(words: Any) -> html.P:
    """Return what a person had better look at."""
    return html.P(words, className="propose-warning", role="status")


def position(found: Feedback) -> list[Any]:
    """Return the commune, the quartier and the nearest priority neighbourhoods of a place, or that it lies outside."""
    if not found.placed:
        return [nowhere()]
    outside = _("Cette position est hors du territoire : le lieu ne paraîtra pas.")
    return [where(found)] if found.inside else [where(found), warning(outside)]


def nowhere() -> str:
    """Return how one gives a place its position."""
    return _("Cherchez l'adresse, ou cliquez « Placer » puis la carte.")


def outline(found: Outline | None) -> list[Any]:
    """Return what one does to the outline of a place, and how large it is."""
    draw = act("propose-outline", _("Redessiner le contour") if found else _("Dessiner le contour"))
    draw.key = "draw"
    if found is None:
        return [draw]
    area = f"{number(found.area_m2)}\u202fm²" if found.area_m2 < HECTARE_M2 else f"{number(found.area_m2 / HECTARE_M2, 1)}\u202fha"
    words = _("Contour de {n} sommets, {area} : glissez un sommet, ou touchez-le pour le supprimer.")
    return [draw, act("propose-outline-drop", _("Effacer le contour")), note(words.format(n=number(found.corners), area=area))]


def zone(name: str) -> list[Any]:
    """Return the activity zone whose name a place may take; nothing for none."""
    if not name:
        return []
    take = act("propose-zone", _("Reprendre ce nom"), class_name="mini", name=name)
    return [_("Zone la plus proche : {name}").format(name=name), " ", take]
