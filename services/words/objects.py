"""Objects reused and CO₂ avoided, in words."""

from __future__ import annotations

from criteria.derived import decimals_of, span_of
from criteria.objects import FamilyReused, Reused
from criteria.provenance import Provenance
from i18n import gettext as _
from i18n import ngettext
from i18n.numbers import number
from services.words.scenarios import about
from services.words.waiting import ends_of


def reused_words(found: Reused) -> str:
    """Return « 1 200 à 3 400 objets réemployés, 9 à 60 t de CO₂e évitées (central 24) »; what is unknown is said to be."""
    if not span_of(found.objects).is_known:
        return _("non renseigné : sans la surface, on ne sait pas combien d'objets")
    words = ngettext(
        "{objects} objet réemployé, {co2} t de CO₂e évitées (central {central})",
        "{objects} objets réemployés, {co2} t de CO₂e évitées (central {central})",
        found.objects.high,
    )
    return words.format(objects=objects_of(found.objects), co2=_tonnes(found.co2), central=_rounded(found.co2, found.co2.value))


def family_words(one: FamilyReused) -> str:
    """Return what the objects of one family are, and avoid."""
    label, objects = _(one.family.label), objects_of(one.objects)
    if one.co2 is None:
        return _("{family} : {objects} ; CO₂ non compté, faute de facteur").format(family=label, objects=objects)
    return _("{family} : {objects}, {co2} t de CO₂e").format(family=label, objects=objects, co2=_tonnes(one.co2))


def objects_of(figure: Provenance) -> str:
    """Write the ends of a number of objects, three figures each."""
    span = span_of(figure)
    return ends_of(about(span.low), about(span.high))


def _tonnes(figure: Provenance) -> str:
    span = span_of(figure)
    return ends_of(_rounded(figure, span.low), _rounded(figure, span.high))


def _rounded(figure: Provenance, value: float) -> str:
    return number(value, decimals_of(span_of(figure)))
