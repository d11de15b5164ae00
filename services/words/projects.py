"""The project of a decided place in words: its parts, as the journal tells them."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from typing import Any

from babel.dates import format_date

from criteria.hypotheses import HYPOTHESES, of_today
from domain.actuals import BY_ID, MEASURES, FileImport, Measure
from domain.forecast import Contradiction
from domain.hypothesis import HypothesisVersion
from domain.project import KEY, NEED_LABELS, Need, NeedKind
from i18n import N_, current_language, ngettext
from i18n import gettext as _
from i18n.numbers import day, number, quantity

PART_LABELS = {"place": N_("Lieu"), "ready_on": N_("Prêt à ouvrir le"), "opened_on": N_("Ouverte le"), "forecast": N_("Prévisions")}


def part_label(key: str) -> str:
    """Return what a part is called."""
    match = KEY.fullmatch(key)
    if match and match[1]:
        return _("Besoin n° {n}").format(n=match[1][1:])
    if match and match[2]:
        return month_words(match[2])
    return _("Fichier importé") if match and match[3] else _(PART_LABELS.get(key, key))


def part_value(key: str, value: Any) -> str | None:
    """Return a part in words; None where there is none."""
    if not value:
        return None
    match = KEY.fullmatch(key)
    if match and match[1]:
        words = need_words(Need(match[1], NeedKind(value["kind"]), value["what"], value["amount"], value["unit"]))
        return _("{need} (retiré)").format(need=words) if value["removed"] else words
    if match and match[2]:
        return values_words(value)
    if match and match[3]:
        return file_words(FileImport(match[3], value["name"], value["wrote"], value["before"], value["undone"]))
    if key == "forecast":
        return " ; ".join(f"{_(BY_ID[name].label)} : {span_words(name, span)}" for name, span in value["spans"].items())
    return day(dt.date.fromisoformat(value)) if key in {"ready_on", "opened_on"} else str(value)


def month_words(month: str) -> str:
    """Return a month: « mars 2027 »."""
    return format_date(dt.date.fromisoformat(f"{month}-01"), "MMMM yyyy", locale=current_language())


def values_words(values: Mapping[str, float]) -> str:
    """Return what a month measured."""
    return " ; ".join(f"{_(one.label)} : {figure(one, values[one.id])}" for one in MEASURES if one.id in values)


def figure(measure: Measure, value: float | None) -> str:
    """Return a figure with its unit; « non renseigné » for what was not measured."""
    return quantity(math.nan if value is None else value, measure.unit, measure.decimals)


def span_words(measure: str, span: Sequence[float]) -> str:
    """Return what was forecast of a year: « de 12 à 30 t », or one figure where it is exact."""
    one, (low, _central, high) = BY_ID[measure], span
    if low == high:
        return figure(one, low)
    return _("de {low} à {high}").format(low=number(low, 1), high=quantity(high, one.unit, 1))


def file_words(one: FileImport) -> str:
    """Return what a file wrote."""
    n = len(one.wrote)
    words = f"{one.name} ({ngettext('{n} mois', '{n} mois', n).format(n=number(n))})"
    return _("{words}, annulé").format(words=words) if one.is_undone else words


def inside_words(inside: int, total: int) -> str:
    """Say the share of observations that lie inside what was forecast."""
    if not total:
        return _("Aucune observation à comparer aux prévisions.")
    words = ngettext(
        "{inside} observation sur {total} dans l'intervalle prévu ({share} %).",
        "{inside} observations sur {total} dans l'intervalle prévu ({share} %).",
        inside,
    )
    return words.format(inside=number(inside), total=number(total), share=number(100 * inside / total))


def contradiction_words(one: Contradiction) -> str:
    """Say of a hypothesis what the observations make of it."""
    known = HYPOTHESES[one.hypothesis]
    low, _central, high = one.span
    words = _("{label} : observé {observed} {unit}, hypothèse de {low} à {high}.")
    values = {key: number(value, 2) for key, value in (("observed", one.observed), ("low", low), ("high", high))}
    return words.format(label=_(known.label), unit=_(known.unit), **values)


def version_words(one: HypothesisVersion) -> str:
    """Say which version of a hypothesis a decision made."""
    (key, value), (_key, before) = (of_today(one.hypothesis, figure) for figure in (one.value, one.before))
    known = HYPOTHESES.get(key)
    label, unit = (_(known.label), _(known.unit)) if known else (key, "")
    words = _("Version {version}, {label} : de {before} à {value} {unit}.")
    return words.format(version=one.number, label=label, before=number(before, 3), value=number(value, 3), unit=unit)


def need_words(need: Need) -> str:
    """Return a need: « Travaux : mise aux normes, 41 000 € »."""
    return f"{_(NEED_LABELS[need.kind])} : {need.what}, {need_amount(need)}"


def need_amount(need: Need) -> str:
    """Return how much a need takes, in its own unit."""
    return _("montant à préciser") if need.amount is None else quantity(need.amount, need.unit, 2)
