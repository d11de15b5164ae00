"""The filter of a selection, in words."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from domain.facet import Choices, Facet, PolygonFacet, RangeFacet
from domain.facet_values import Codes, Interval
from domain.selection import Selection
from i18n import gettext as _
from i18n import labelled, ngettext
from i18n.numbers import day, number, quantity

EPOCH = dt.date(1970, 1, 1)


def filter_words(selection: Selection) -> list[tuple[str, str]]:
    """Return each filter as (name of the facet, what is kept), in the facets' order; empty when nothing is filtered."""
    return [(_(facet.label), _words(facet, selection.filters[facet.id])) for facet in selection.facets if facet.id in selection.filters]


def filter_sentence(selection: Selection) -> str:
    """Return the whole filter in one sentence."""
    parts = [labelled(label, words) for label, words in filter_words(selection)]
    return " ; ".join(parts) or _("aucun filtre, tous les lieux")


def option_label(facet: Choices, code: str) -> str:
    """Return the label of an option in the current language (proper nouns as they are)."""
    option = facet.all_options[facet.index[code]]
    return option.label if option.is_proper_noun else _(option.label)


def _words(facet: Facet, value: Any) -> str:
    if isinstance(facet, RangeFacet):
        return _interval(facet, value)
    if isinstance(facet, Choices):
        return ", ".join(_choices(facet, value))
    if isinstance(facet, PolygonFacet):
        return ngettext("tracée, ou lue dans un fichier ({n} sommet)", "tracée, ou lue dans un fichier ({n} sommets)", len(value)).format(
            n=number(len(value))
        )
    return ", ".join(cast(Codes, value))


def _choices(facet: Choices, codes: Codes) -> list[str]:
    """Labels of the codes; a group that is wholly there is named once, first."""
    names, left = [], list(codes)
    for group, members in facet.groups.items():
        if members and set(members) <= set(left):
            names.append(facet.group_labels.get(group, group))
            left = [code for code in left if code not in members]
    return names + [option_label(facet, code) for code in left]


def _interval(facet: RangeFacet, value: Interval) -> str:
    low, high = (None if end is None else _end(facet, end) for end in (value.low, value.high))
    parts = []
    if low is not None and high is not None:
        parts.append(_("de {low} à {high}").format(low=low, high=high))
    elif low is not None:
        parts.append(_("au moins {low}").format(low=low) if not facet.is_date else _("à partir du {low}").format(low=low))
    elif high is not None:
        parts.append(_("au plus {high}").format(high=high) if not facet.is_date else _("jusqu'au {high}").format(high=high))
    if value.unknown:
        parts.append(_("non renseigné"))
    return _(" ou ").join(parts)


def _end(facet: RangeFacet, end: float) -> str:
    if facet.is_date:
        try:
            return day(EPOCH + dt.timedelta(days=int(end)))
        except OverflowError:
            return str(int(end))
    return quantity(end, _(facet.unit) if facet.unit else "", facet.decimals)
