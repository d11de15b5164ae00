"""Units in which a column may tell a number: named by its heading, guessed from its values, and converted into that of the field."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from domain.place_fields import EUR_M2_YR, METRES, MONTHS, SQUARE_METRES, PlaceField
from i18n import N_
from i18n import gettext as _
from intake.values import number_of, plain

RENT, CHARGES = "rent_eur_m2_yr", "charges_eur_m2_yr"
AMOUNTS = (RENT, CHARGES)
"""The fields whose unit is asked for when the heading of their column does not say it."""
USUAL_EUR_M2_YR: Mapping[str, float] = MappingProxyType({RENT: 110.0, CHARGES: 20.0})
"""What premises of the territory cost, roughly: only orders of magnitude are told apart by it, and the person decides."""
USUAL_AREA_M2 = 120.0
MOST_AREA_M2 = 1e7
SAMPLED_ROWS = 500
WEEKS_YR = 365.25 / 7


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: its id, what it is called, how it is written behind a number, and what one of it is worth in the unit of the field.

    `is_whole`: it counts the whole place, and is divided by its area.
    """

    id: str
    label: str
    written: str
    factor: float
    is_whole: bool = False


_EUR_MONTH, _EUR_YR, _EUR_M2_MONTH = N_("€/mois"), N_("€/an"), N_("€/m²/mois")
AMOUNT_UNITS = (
    Unit("month", N_("€ par mois, pour le lieu entier"), _EUR_MONTH, 12, is_whole=True),
    Unit("yr", N_("€ par an, pour le lieu entier"), _EUR_YR, 1, is_whole=True),
    Unit("m2_month", N_("€ par m² et par mois"), _EUR_M2_MONTH, 12),
    Unit("m2_yr", N_("€ par m² et par an"), EUR_M2_YR, 1),
)
_QUARTERLY_WHOLE = Unit("quarter", N_("€ par trimestre, pour le lieu entier"), N_("€/trimestre"), 4, is_whole=True)
_HALF_YEARLY_WHOLE = Unit("half_year", N_("€ par semestre, pour le lieu entier"), N_("€/semestre"), 2, is_whole=True)
_WEEKLY_WHOLE = Unit("week", N_("€ par semaine, pour le lieu entier"), N_("€/semaine"), WEEKS_YR, is_whole=True)
_THOUSANDS = Unit("k_yr", N_("milliers d'euros par an, pour le lieu entier"), N_("k€/an"), 1_000, is_whole=True)
UNITS: Mapping[str, tuple[Unit, ...]] = MappingProxyType(
    {
        EUR_M2_YR: (*AMOUNT_UNITS, _QUARTERLY_WHOLE, _HALF_YEARLY_WHOLE, _WEEKLY_WHOLE, _THOUSANDS),
        SQUARE_METRES: (
            Unit("m2", SQUARE_METRES, SQUARE_METRES, 1),
            Unit("ha", N_("hectares"), "ha", 10_000),
            Unit("are", N_("ares"), N_("ares"), 100),
            Unit("km2", "km²", "km²", 1_000_000),
            Unit("ft2", N_("pieds carrés"), N_("pieds carrés"), 0.092903),
        ),
        METRES: (
            Unit("m", METRES, METRES, 1),
            Unit("cm", N_("centimètres"), "cm", 0.01),
            Unit("mm", N_("millimètres"), "mm", 0.001),
            Unit("km", N_("kilomètres"), "km", 1_000),
        ),
        MONTHS: (Unit("months", MONTHS, MONTHS, 1), Unit("years", N_("années"), N_("ans"), 12)),
    }
)
"""By the unit of a field, those in which its column may be written."""
_WORDS: Mapping[str, str] = MappingProxyType(
    {"m2": "m2", "ca": "m2", "centiares": "m2", "are": "are", "ares": "are", "km2": "km2", "ft2": "ft2", "pieds carres": "ft2",
     "ha": "ha", "hectare": "ha", "hectares": "ha", "m": "m", "metre": "m", "metres": "m", "cm": "cm", "centimetre": "cm",
     "centimetres": "cm", "mm": "mm", "km": "km", "mois": "months", "an": "years", "ans": "years", "annee": "years", "annees": "years"}
)  # fmt: skip
_MONTHLY = re.compile(r"\bmois\b|\bmensuel|\bmonth|\bmensual|\bmensil|\bmonat")
_BY_AREA = re.compile(r"\b(?:au|par|du|le) m2\b|/ ?m2\b")
_QUARTERLY = re.compile(r"\btrimestre|\btrimestriel|\bquarter")
_HALF_YEARLY = re.compile(r"\bsemestre|\bsemestriel|\b6 mois\b|\bhalf year|\bsemester|\bsemestral")
_WEEKLY = re.compile(r"\bsemaine|\bhebdo|\bweek|\bwoche|\bsemanal|\bsettiman")
_YEARLY = re.compile(r"\bans?\b|\bannuel|\bannees?\b|\byr\b|\byear|\banual|\bannuo|\bjahr")
_OTHER_PERIODS = ((_QUARTERLY, _QUARTERLY_WHOLE), (_HALF_YEARLY, _HALF_YEARLY_WHOLE), (_WEEKLY, _WEEKLY_WHOLE))
"""The periods for which a rent is told of the whole place alone."""

_AMOUNT = re.compile(r"(\d[\d\s.,'’\u00a0\u202f]*)(?<=\d)\s*((?:€|eur|k€)?.{2,40})", re.IGNORECASE | re.ASCII)
_BESIDE_AMOUNT = re.compile(r"\b(?:ht|hc|cc|ttc|hors (?:charges?|taxes?)|charges? comprises?|par|le|la|et|du)\b")
_PERIOD = r"ans?|annees?|annuels?|mois|mensuels?|trimestres?|trimestriels?|semestres?|semestriels?|semaines?|hebdomadaires?"
_OF_AMOUNT = re.compile(rf"(?:€|euros?|eur)?(?:/?(?:m2|{_PERIOD}))+")
_AMOUNT_UNIT = re.compile(rf"k?€(/?(m2|{_PERIOD}|yr|years?|months?))*")


def unit_of(field: PlaceField, unit_id: str | None) -> Unit | None:
    """Return a unit of a field by its id; None for an id that it has not."""
    return next((unit for unit in UNITS.get(field.unit, ()) if unit.id == unit_id), None)


def whole_units(field: PlaceField) -> tuple[Unit, ...]:
    """Return the units in which an amount may be told for the whole place, where its area is known; none for another field."""
    return tuple(unit for unit in AMOUNT_UNITS if unit.is_whole) if field.unit == EUR_M2_YR else ()


def is_own(unit: Unit) -> bool:
    """Say whether there is nothing to convert."""
    return unit.factor == 1 and not unit.is_whole


def named_units(field: PlaceField, heading: str, unit: str) -> tuple[Unit, ...]:
    """Return the units that a heading may mean; none when it names one that the field is not told in.

    Parameters
    ----------
    heading : str
        Of the column.
    unit : str
        What `intake.mapping.heading_unit` read in it; empty for nothing.
    """
    if field.unit == EUR_M2_YR:
        return _named_amounts(heading, unit)
    possible = UNITS.get(field.unit, ())
    if not unit:
        return possible[:1]
    return tuple(each for each in possible if each.id == _WORDS.get(unit, unit))


def _named_amounts(heading: str, unit: str) -> tuple[Unit, ...]:
    if unit not in {"", "m2"} and not _AMOUNT_UNIT.fullmatch(unit):
        return ()
    words = plain(heading)
    if unit == "m2" and not _BY_AREA.search(words):
        return ()
    for pattern, unit_of_whole in _OTHER_PERIODS:
        if pattern.search(words):
            return () if "m2" in words else (unit_of_whole,)
    if unit.startswith("k"):
        return (_THOUSANDS,)
    possible: tuple[Unit, ...] = AMOUNT_UNITS
    if "m2" in words or "m2" in unit:
        possible = tuple(each for each in possible if not each.is_whole)
    elif unit not in {"", "€"}:
        possible = tuple(each for each in possible if each.is_whole)
    if _MONTHLY.search(words):
        return tuple(each for each in possible if each.factor == 12)
    return tuple(each for each in possible if each.factor == 1) if _YEARLY.search(words) else possible


def amount_in(text: str) -> tuple[float, Unit] | None:
    """Return an amount that says by itself what it is of, « 1 200 €/mois » or « 95 € HT par m² et par an »; None for any other text."""
    found = _AMOUNT.fullmatch(text.strip())
    number = number_of(found[1]) if found else None
    words = _BESIDE_AMOUNT.sub(" ", plain(found[2])) if found else ""
    if found is None or number is None or not _OF_AMOUNT.fullmatch(words.replace(" ", "")):
        return None
    possible = _named_amounts(words, "€" if "m2" in words else "€/an")
    return (number, possible[0]) if len(possible) == 1 else None


def likely(field: PlaceField, possible: Sequence[Unit], measured: Iterable[tuple[float, float]]) -> Unit:
    """Return the unit under which the amounts of a column are the most usual.

    Parameters
    ----------
    possible : sequence of Unit
        At least one.
    measured : iterable of (float, float)
        Amount and area (m², NaN when unknown) of some rows.
    """
    pairs = [(amount, USUAL_AREA_M2 if math.isnan(area) or area <= 0 else area) for amount, area in measured if amount > 0]
    if not pairs:
        return possible[-1]
    usual = USUAL_EUR_M2_YR[field.id]

    def distance(unit: Unit) -> float:
        ratios = sorted(abs(math.log(amount * unit.factor / (area if unit.is_whole else 1) / usual)) for amount, area in pairs)
        return ratios[len(ratios) // 2]

    return min(possible, key=distance)


def as_written(field: PlaceField, unit: Unit) -> PlaceField:
    """Return a field as a column in another unit is read: with the unit and the bounds of what is written there."""
    most = MOST_AREA_M2 if unit.is_whole else 1.0
    return replace(field, unit=unit.written, low=field.low / unit.factor, high=field.high * most / unit.factor)


def converted(value: float, unit: Unit, area_m2: float) -> float:
    """Return a number in the unit of its field; NaN when the area that it is divided by is not known."""
    return round(value * unit.factor / (area_m2 if unit.is_whole else 1.0), 4) if not unit.is_whole or area_m2 > 0 else math.nan


def written_in(text: str, unit: Unit) -> str:
    """Return a cell with its unit behind it, as a person reads it."""
    return text if re.search(r"[^\d\s.,]", text) else f"{text} {_(unit.written)}"
