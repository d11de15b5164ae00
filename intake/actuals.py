"""What an open place measured, read in a file: a row a month as in our template, or a row a weighing as weighing software exports them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.actuals import MEASURES, MONTH, Months, checked_values
from i18n import N_, in_every_language, ngettext
from i18n import gettext as _
from i18n.numbers import number
from intake.dates import day_of, loose_day_of
from intake.errors import FileError, shown
from intake.table import Cell, Table, is_filled, text_of
from intake.values import number_of, plain

MONTH_HEADING = N_("Mois")
MOST_SHOWN = 5
KG_A_TONNE = 1_000
IN, SOLD, REUSED, OTHER = "in", "sold", "reused", "other"
_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "date": (
        "date",
        "jour",
        "date de pesee",
        "date pesee",
        "date heure",
        "horodatage",
        "date operation",
        "date mouvement",
        "date de sortie",
    ),
    "weight": (
        "poids",
        "poids net",
        "masse",
        "masse nette",
        "quantite",
        "pesee",
        "net",
        "tonnage",
        "poids total",
        "kg",
        "kilos",
        "tonnes",
        "t",
    ),
    "flow": ("flux", "type de flux", "mouvement", "type de mouvement", "sens", "type", "operation", "nature du flux", "provenance"),
    "destination": ("destination", "sortie", "exutoire", "devenir", "filiere", "type de sortie", "orientation", "mode de sortie"),
    "sales": ("montant", "montant ttc", "prix", "prix de vente", "ventes", "chiffre d affaires", "ca", "ca ttc", "total ttc"),
}
"""How weighing software names its columns, in plain words; a unit may stand behind the name."""
_UNITS = re.compile(r" (kg|kgs|kilos?|kilogrammes?|t|tonnes?|€|eur|euros?)$")
_WAYS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (SOLD, ("vente", "vendu", "boutique", "magasin", "client", "sold", "sale", "shop")),
    (REUSED, ("reemploi", "re emploi", "reutilis", "don", "association", "solidaire", "reuse", "atelier", "upcycling")),
    (
        OTHER,
        (
            "recycl",
            "dechet",
            "elimin",
            "decheterie",
            "tri",
            "valoris",
            "enfoui",
            "incinerat",
            "ferraille",
            "eco organisme",
            "refus",
            "benne",
        ),
    ),
    (IN, ("entree", "entrant", "apport", "collecte", "reception", "depot", "domicile", "incoming")),
)
_OUT = re.compile(r"(sorti|sortant|expedi)|.*\bout\b")


@dataclass(frozen=True)
class ReadActuals:
    """What a file holds: by month, each measure; `notes` say how it was read, in sentences."""

    months: Months
    notes: tuple[str, ...]


def read_actuals(table: Table) -> ReadActuals:
    """Return the months of a file.

    Raises
    ------
    FileError
        It holds neither months nor weighings; the sentence says which headings are looked for.
    """
    names = [plain(column) for column in table.columns]
    month_at = _at(names, (plain(text) for text in in_every_language(MONTH_HEADING)))
    measures = {key: at for key, labels in _labels().items() if (at := _at(names, labels)) is not None}
    if month_at is not None and measures:
        return _by_month(table, month_at, measures)
    bare = [_UNITS.sub("", name) for name in names]
    found = {part: at for part, known in _HEADINGS.items() if (at := _at(bare, known)) is not None}
    for part in ("flow", "destination"):
        if part in found and not _is_understood(table, found[part], part):
            del found[part]  # a category of goods, or anything else
    if "date" in found and ("weight" in found or "sales" in found):
        return _by_weighing(table, found)
    raise FileError(
        _(
            "Ce fichier n'a ni une ligne par mois (colonnes « Mois » et « Tonnes entrées » du modèle), ni une ligne par pesée "
            "(colonnes « date » et « poids », avec « flux » et « destination » s'il y en a)."
        )
    )


def _is_understood(table: Table, at: int, part: str) -> bool:
    texts = {text_of(row[at]) for row in table.rows if is_filled(row[at])}
    return any(way_of(text, "") if part == "flow" else way_of("", text) for text in texts)


def _labels() -> dict[str, list[str]]:
    return {one.id: [plain(text) for text in in_every_language(one.label)] for one in MEASURES}


def _at(names: list[str], known: Iterable[str]) -> int | None:
    """Return the first column of one of the names, the first of these names first."""
    return next((names.index(name) for name in known if name in names), None)


def _by_month(table: Table, month_at: int, measures: Mapping[str, int]) -> ReadActuals:
    months: dict[str, dict[str, float]] = {}
    faults = _Faults()
    for rank, row in zip(table.numbers, table.rows, strict=True):
        cells = {key: row[at] for key, at in measures.items() if is_filled(row[at])}
        month = _month(row[month_at])
        if not cells:
            continue
        if month is None:
            faults.add(rank, row[month_at])
            continue
        read = {key: number_of(cell) for key, cell in cells.items()}
        wrong = next((cells[key] for key, value in read.items() if value is None or value < 0), None)
        if wrong is not None:
            faults.add(rank, wrong)
            continue
        months[month] = checked_values(read)
    return ReadActuals(months, faults.notes())


def _month(cell: Cell) -> str | None:
    found = MONTH.fullmatch(cell.strip()) if isinstance(cell, str) else None
    if found:
        return found[0]
    loose = loose_day_of(cell) if isinstance(cell, str) else None
    day = day_of(cell) or (loose.day if loose else None)
    return f"{day:%Y-%m}" if day else None


def _by_weighing(table: Table, at: Mapping[str, int]) -> ReadActuals:
    months: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    faults, unread = _Faults(), Counter[str]()
    kilos = _kilos(table.columns[at["weight"]]) if "weight" in at else None
    for rank, row in zip(table.numbers, table.rows, strict=True):
        cells = {part: row[column] for part, column in at.items()}
        if not any(is_filled(cells.get(part)) for part in ("date", "weight", "sales")):
            continue
        month, weight, sales = _month(cells["date"]), number_of(cells.get("weight"), "kg"), number_of(cells.get("sales"), "€")
        if month is None or (weight is None and sales is None) or min(weight or 0, sales or 0) < 0:
            faults.add(rank, cells["date"] if month is None else cells.get("weight"))
            continue
        if sales is not None:
            months[month]["sales_eur"] += sales
        if weight is None:
            continue
        flow, destination = text_of(cells.get("flow")), text_of(cells.get("destination"))
        way = way_of(flow, destination)
        if not way:
            unread[shown(destination or flow)] += 1
        for measure in _measures_of(way):
            months[month][measure] += weight * (1 if kilos else KG_A_TONNE)
    return ReadActuals(_in_tonnes(months), (*_unit_notes(kilos), *faults.notes(), *_unread_notes(unread)))


def way_of(flow: str, destination: str) -> str:
    """Return what a weighing is: `IN`, `SOLD`, `REUSED`, `OTHER` (leaves without reuse), "" for what is not understood.

    Where it goes says more than which way: a row without any is an entry.
    """
    inward, outward = plain(flow), plain(destination)
    is_out = bool(_OUT.match(inward))
    if outward:
        return _read_way(outward, {SOLD, REUSED, OTHER} if is_out else {SOLD, REUSED, OTHER, IN})
    if not inward or (inward.startswith("don") and not is_out):
        return IN
    return _read_way(inward, {SOLD, REUSED, OTHER} if is_out else {way for way, _words in _WAYS})


def _read_way(text: str, among: set[str]) -> str:
    padded = f" {text}"
    return next((way for way, words in _WAYS if way in among and any(f" {word}" in padded for word in words)), "")


def _measures_of(way: str) -> tuple[str, ...]:
    return {IN: ("tonnes_in",), SOLD: ("tonnes_sold", "tonnes_reused"), REUSED: ("tonnes_reused",)}.get(way, ())


def _kilos(heading: str) -> bool:
    """Say whether the weights of a column are kilograms: they are, unless its heading says tonnes."""
    return not re.search(r"\b(t|tonnes?|tonnage)\b", plain(heading))


def _in_tonnes(months: Mapping[str, Mapping[str, float]]) -> Months:
    return {
        month: {key: round(value, 2) if key == "sales_eur" else round(value / KG_A_TONNE, 6) for key, value in sorted(values.items())}
        for month, values in sorted(months.items())
        if values
    }


def _unit_notes(kilos: bool | None) -> tuple[str, ...]:
    if kilos is None:
        return ()
    return (_("Poids lus en kilogrammes, convertis en tonnes."),) if kilos else (_("Poids lus en tonnes, d'après le titre de la colonne."),)


def _unread_notes(unread: Counter[str]) -> tuple[str, ...]:
    if not unread:
        return ()
    n = sum(unread.values())
    words = ngettext(
        "{n} pesée laissée de côté, sa destination n'est pas comprise : {names}.",
        "{n} pesées laissées de côté, leur destination n'est pas comprise : {names}.",
        n,
    )
    return (words.format(n=number(n), names=", ".join(name for name, _n in unread.most_common(MOST_SHOWN))),)


class _Faults:
    """Rows that are left out, and what stood there."""

    def __init__(self) -> None:
        self._found: list[tuple[int, Cell]] = []

    def add(self, rank: int, cell: Cell) -> None:
        self._found.append((rank, cell))

    def notes(self) -> tuple[str, ...]:
        if not self._found:
            return ()
        n = len(self._found)
        words = ngettext("{n} ligne illisible est laissée de côté : {rows}.", "{n} lignes illisibles sont laissées de côté : {rows}.", n)
        one = _("n° {n} (« {value} »)")
        rows = ", ".join(one.format(n=rank, value=shown(text_of(cell))) for rank, cell in self._found[:MOST_SHOWN])
        return (words.format(n=number(n), rows=rows + ("…" if n > MOST_SHOWN else "")),)
