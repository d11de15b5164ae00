"""Which column of a file tells which field: guessed from headings, shown, and changed by the person as a plain dictionary."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.candidate import Kind
from domain.place_fields import PlaceField
from geodata.crs import L93, WGS84
from i18n import gettext as _
from intake.errors import FileError
from intake.fields import FIELDS, fields_by_id
from intake.values import plain

_ASIDE = re.compile(r"[(\[](.*?)[)\]]")
# Units that a heading may name, written as `plain` writes them.
UNITS = frozenset(
    {
        "m",
        "cm",
        "mm",
        "km",
        "m2",
        "ha",
        "mois",
        "an",
        "ans",
        "annee",
        "annees",
        "jours",
        "€",
        "€/m2",
        "€/m2/an",
        "€/m2/mois",
        "€/an",
        "€/mois",
    }
)
# Words that leave « Nom du local » and « Nom » the same heading.
FILLERS = frozenset(
    {"a", "au", "aux", "d", "de", "des", "du", "en", "l", "la", "le", "les"} | {"local", "locaux", "lieu", "site", "bien", "batiment"}
)
_SAME_UNIT: Mapping[str, str] = {"€/m2": "€/m2/an", "metres": "m", "metre": "m"}


@dataclass(frozen=True, slots=True)
class Guess:
    """A proposed mapping, to be shown and changed.

    `mapping` gives the field of a column, `unmapped` are the columns that no field takes, `warnings` sentences on columns
    left out because their unit is another, `crs` the coordinate system that the headings name, if they do.
    """

    mapping: dict[str, str]
    unmapped: tuple[str, ...]
    warnings: tuple[str, ...]
    crs: str | None


def guess(columns: Sequence[str], kind: Kind) -> Guess:
    """Propose a field for each column by its heading, whatever its accents, case, order or language.

    A heading that names another unit than the field's (« Loyer (€/m²/mois) ») is not taken: the values would be wrong and
    still look right.
    """
    names = _names(kind)
    mapping: dict[str, str] = {}
    warnings: list[str] = []
    for column in columns:
        field, unit = _field_of(column, names)
        if field is None or field.id in mapping.values():
            continue
        if unit and field.type == "number" and field.id not in ("x", "y") and _SAME_UNIT.get(unit, unit) != plain(field.unit):
            message = _("« {column} » : l'unité attendue est {unit} ; convertissez la colonne.")
            warnings.append(message.format(column=column, unit=_(field.unit) or _("aucune")))
            continue
        mapping[column] = field.id
    unmapped = tuple(column for column in columns if column not in mapping)
    return Guess(mapping, unmapped, tuple(warnings), _crs(columns, mapping))


def _names(kind: Kind) -> dict[str, PlaceField]:
    """Every way to write the heading of a field: label in both languages, id, aliases; the first field to claim one has it."""
    names: dict[str, PlaceField] = {}
    fields = FIELDS[kind]
    for field in fields:
        for word in (field.id, field.label, _(field.label)):
            names.setdefault(plain(word), field)
    for field in fields:
        for word in field.aliases:
            names.setdefault(plain(word), field)
    return names


def _field_of(column: str, names: Mapping[str, PlaceField]) -> tuple[PlaceField | None, str]:
    """Return the field of a heading, and the unit that the heading names (as `plain` writes it), if any."""
    aside = _ASIDE.search(column)
    inside = plain(aside[1]).removeprefix("en ") if aside else ""
    bare = plain(_ASIDE.sub(" ", column))
    for text, unit in ((bare, inside if inside in UNITS else ""), *_split_unit(bare), (plain(column), "")):
        if text in names:
            return names[text], unit
    short = _short(bare)
    found = next((field for name, field in names.items() if short and _short(name) == short), None)
    return found, inside if inside in UNITS else ""


def _short(text: str) -> tuple[str, ...]:
    """The words of a heading that tell it from others."""
    return tuple(word for word in text.split() if word not in FILLERS)


def _split_unit(text: str) -> list[tuple[str, str]]:
    """« surface m2 » is « surface » in m²."""
    name, _space, unit = text.rpartition(" ")
    return [(name, unit)] if unit in UNITS and name else []


def _crs(columns: Sequence[str], mapping: Mapping[str, str]) -> str | None:
    """The coordinate system that the headings of the coordinates name; unknown for « X » alone."""
    heading = plain(" ".join(column for column in columns if mapping.get(column) in ("x", "y")))
    if not heading:
        return None
    if re.search(r"lambert|l93|2154|rgf", heading):
        return L93
    return WGS84 if re.search(r"wgs|4326|\blon|\blat|\blng", heading) else None


def positions_of(columns: Sequence[str], mapping: Mapping[str, str], kind: Kind) -> dict[str, int]:
    """Return the position in `columns` of each mapped field.

    Raises
    ------
    FileError
        When the mapping names a column or a field that there is not, gives a field twice, or forgets a required one.
    """
    fields, result = fields_by_id(kind), {}
    for column, field_id in mapping.items():
        if not field_id:
            continue
        if column not in columns or field_id not in fields:
            raise FileError(_("L'association des colonnes ne correspond pas à ce fichier."))
        if field_id in result:
            raise FileError(_("Deux colonnes sont associées à « {label} ».").format(label=_(fields[field_id].label)))
        result[field_id] = list(columns).index(column)
    for field in fields.values():
        if field.is_required and field.id not in result:
            raise FileError(_("Aucune colonne n'est associée à « {label} ».").format(label=_(field.label)))
    if ("x" in result) != ("y" in result):
        raise FileError(_("Une position demande deux colonnes : longitude et latitude, ou X et Y."))
    return result
