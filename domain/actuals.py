"""What became of an open place, month by month: what is measured, how it is typed, and what a file brings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from domain.commitment import typed_amount
from i18n import N_
from i18n import gettext as _

MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")
Values = Mapping[str, float]
"""What one month measured, by the id of its measure; what was not measured is absent."""
Months = Mapping[str, Values]
"""By month, as « 2027-03 »."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that is counted each month. `is_flow`: what a year brings is the sum of its months; else it is a state, as jobs are."""

    id: str
    label: str
    unit: str
    is_flow: bool = True
    decimals: int = 1


MEASURES: tuple[Measure, ...] = (
    Measure("tonnes_in", N_("Tonnes entrées"), "t", decimals=2),
    Measure("tonnes_reused", N_("Tonnes réemployées"), "t", decimals=2),
    Measure("tonnes_sold", N_("Tonnes vendues"), "t", decimals=2),
    Measure("jobs_fte", N_("Emplois (ETP)"), "ETP", is_flow=False),
    Measure("jobs_qpv", N_("dont habitants des QPV (ETP)"), "ETP", is_flow=False),
    Measure("visits", N_("Visites"), "", decimals=0),
    Measure("sales_eur", N_("Ventes"), "€", decimals=0),
    Measure("rent_eur", N_("Loyer"), "€", decimals=0),
)
BY_ID: Mapping[str, Measure] = MappingProxyType({one.id: one for one in MEASURES})


def checked_month(text: Any) -> str:
    """Return a month as « 2027-03 »; ValueError for anything else."""
    found = MONTH.match(str(text or "").strip())
    if found is None:
        raise ValueError(_("Mois : une date de la forme 2027-03 est attendue."))
    return found[0]


def checked_values(given: Mapping[str, Any]) -> dict[str, float]:
    """Return what a month measured; what is empty is not measured, and left out.

    Raises
    ------
    ValueError
        A figure is none, or is negative; more jobs are of residents of priority neighbourhoods than there are.
    """
    values = {one.id: _figure(one, given.get(one.id)) for one in MEASURES}
    found = {key: value for key, value in values.items() if value is not None}
    if "jobs_qpv" in found and "jobs_fte" in found and found["jobs_qpv"] > found["jobs_fte"]:
        raise ValueError(_("Emplois : ceux des habitants des QPV dépassent le total."))
    return found


def _figure(measure: Measure, value: Any) -> float | None:
    try:
        return typed_amount(value)
    except ValueError:
        raise ValueError(_("{label} : un nombre positif est attendu.").format(label=_(measure.label))) from None


@dataclass(frozen=True)
class FileImport:
    """A file that was imported: what it wrote, what was there before, whether it was undone. `key` is drawn from its bytes."""

    key: str
    name: str
    wrote: Months
    before: Months
    is_undone: bool


def merged(months: Months, wrote: Months) -> dict[str, dict[str, float]]:
    """Return the months that a file writes as they are then: what it measures takes the place of what was there, the rest stays.

    The same file again changes nothing.
    """
    return {month: {**months.get(month, {}), **values} for month, values in wrote.items()}


def replaced(months: Months, wrote: Months) -> dict[str, dict[str, float]]:
    """Return what was there, of the months and measures that a file writes."""
    return {month: {key: months[month][key] for key in values if key in months.get(month, {})} for month, values in wrote.items()}


def restored(months: Months, one: FileImport) -> tuple[dict[str, dict[str, float]], int]:
    """Return the months of a file as they are once it is undone, and how many of its figures stay since they were corrected meanwhile."""
    found: dict[str, dict[str, float]] = {}
    corrected = 0
    for month, values in one.wrote.items():
        now = dict(months.get(month, {}))
        for key, value in values.items():
            if now.get(key) != value:
                corrected += 1
            elif key in one.before.get(month, {}):
                now[key] = one.before[month][key]
            else:
                del now[key]
        found[month] = now
    return found, corrected
