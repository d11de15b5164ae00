"""Which column of a file tells which field: guessed from headings, shown, and changed by the person as a plain dictionary."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from domain.candidate import Kind
from domain.place_fields import PlaceField
from geodata.crs import L93, WGS84, local_crs
from i18n import gettext as _
from i18n import in_every_language
from intake.errors import FileError
from intake.fields import LOCATION, PLACE_ID, fields_by_id, mapped_fields
from intake.foreign_names import FALSE_FRIENDS, FOREIGN_NAMES
from intake.synonyms import SYNONYMS
from intake.units import named_units
from intake.values import plain
from standards.known import UNIT_NAMES, standard_of

_ASIDE = re.compile(r"[(\[](.*?)[)\]]")
_EURO, _BESIDE = re.compile(r"\b(?:euros?|eur)\b"), re.compile(r"\b(?:ht|hc|et)\b")
_PER = re.compile(r"\s*(?:/|\bpar\b)\s*")
_SAME_UNIT: Mapping[str, str] = {
    "€/m2": "€/m2/an", "€/an/m2": "€/m2/an", "€/mois/m2": "€/m2/mois",
    "metre": "m", "metres": "m", "centimetres": "cm", "hectare": "ha", "hectares": "ha",
}  # fmt: skip
# Units that a heading may name besides those that the fields declare, as `_unit_words` writes them.
UNITS = frozenset({"km2", "ca", "centiares", "are", "ares", "ft2", "pieds carres", "m", "cm", "mm", "km", "m2", "m3",
                   "ha", "an", "ans", "annee", "annees", "jour", "jours", "mois", "semaines",
                   "tonnes", "litres", "pourcent", "€", "k€", "k€/an", "€/m2/an", "€/m2/mois", "€/an", "€/mois",
                   "€/trimestre", "€/semestre", "€/semaine", *_SAME_UNIT})  # fmt: skip
# Short words between brackets that are no unit.
ASIDES = frozenset({"ht", "hc", "cc", "ttc", "net", "nets", "brut", "min", "max", "moy", "hors", "env", "shon", "sdp", "sp", "su", "opt"})
LONGEST_UNIT = 4
_FOREIGN_UNITS = (
    (re.compile(r"\b(?:sq ?m|sqm|square met(?:er|re)s?|mq)\b"), "m2"),
    (re.compile(r"\b(?:sq ?ft|square f(?:ee|oo)t|pieds?2|pi2)\b"), "ft2"),
    (re.compile(r"\b(?:per|pro|al|por) (?=\w)"), "/"),
    (re.compile(r"/ ?(?:years?|yr|jahr|ano|anno)\b"), "/an"),
    (re.compile(r"/ ?(?:months?|monat|mes|mese)\b"), "/mois"),
    (re.compile(r"/ ?(?:weeks?|wk|woche|semana|settimana|sem)\b"), "/semaine"),
)
_BY_AREA = re.compile(r"\s*\b(?:ht|hc|cc|ttc)?\s*/ ?m2$")
"""« Loyer annuel HT/m² »: the amount is by square metre."""
_QUALIFIED = re.compile(r"(?<=\S)(?:[ /](?:hors charges?|hors taxes?|hc|ht|cc|ttc|charges? comprises?|charges? incluses?|net|brut))+$")
"""What stands behind an amount: « €/an HC », « mensuel CC », « hors taxes »."""
_AXIS = re.compile(
    r"(?:coordonnee )?([xy]) (?:en )?(?:cc ?\d\d|lambert\b.*|rgf ?93\b.*|utm\b.*|l2e|(?:epsg )?\d{4,5}|web mercator|mercator)"
)
# Words that leave « Nom du local » and « Nom » the same heading.
FILLERS = frozenset(
    {"a", "au", "aux", "d", "de", "des", "du", "en", "l", "la", "le", "les"} | {"local", "locaux", "lieu", "site", "bien", "batiment"}
    | {"annuel", "annuels", "annuelle", "annuelles", "mensuel", "mensuels", "mensuelle", "mensuelles", "hc", "ht"}
    | {"trimestriel", "trimestriels", "trimestrielle", "trimestrielles", "sur", "pour"}
    | {"semestriel", "semestriels", "semestrielle", "semestrielles", "hebdomadaire", "hebdomadaires", "hebdo"}
)  # fmt: skip


# Headings of an address told in several columns, as `plain` writes them without FILLERS.
_NUMBERS = (
    "numero",
    "num",
    "n",
    "no",
    "numero voie",
    "num voie",
    "n voie",
    "no voie",
    "numero rue",
    "n rue",
    "num rue",
    "numero voirie",
    "n voirie",
)
_REPETITIONS = ("indice", "repetition", "indice repetition", "rep", "bis", "bis ter", "complement numero", "suffixe", "btq")
_TYPES = ("type voie", "nature voie", "nat voie", "typ voie", "type rue", "typvoie", "type")
_STREETS = (
    "nom voie",
    "libelle voie",
    "lib voie",
    "voie",
    "rue",
    "nom rue",
    "libelle rue",
    "nomvoie",
    "nom complet voie",
    "libelle complet voie",
    "intitule voie",
)
_PREFIX = re.compile(r"^(?:adr|adresse) (?=num|typ|nat|nom|lib|voie|rep|ind|suf|no\b|n\b)")
ADDRESS_PARTS: Mapping[str, Sequence[str]] = {"number": _NUMBERS, "repetition": _REPETITIONS, "type": _TYPES, "street": _STREETS}
"""The parts of an address in the order in which it is told, and their headings."""


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

    A heading that names a unit that the field is not told in (« Surface (%) »), or what looks like a unit and is not known, is not
    taken: the values would be wrong and still look right. One that is converted (« Surface (ha) ») is (see `intake.units`).
    The columns of a file that follows a national standard are what the standard says.
    """
    known = _vocabulary(kind)
    of_standard = standard_columns(columns, kind)
    mapping = {column: field_id for column, field_id in of_standard.items() if field_id}
    warnings: list[str] = []
    parts = set(address_parts(columns).values())
    words = set(map(plain, columns))
    for column in sorted(columns, key=lambda column: plain(column) not in known.labels):  # a synonym leaves its field to the label
        if column in parts or column in of_standard or _is_false_friend(column, words):
            continue
        field, unit = _field_of(column, known)
        if field is None or field.id in mapping.values():
            continue
        if "%" in column and field.type != "number":
            continue  # a share of what the field tells
        if unit and field.type == "number" and field.id not in ("x", "y") and not _is_convertible(field, column, unit):
            message = _("« {column} » : l'unité attendue est {unit} ; convertissez la colonne.")
            warnings.append(message.format(column=column, unit=_(field.unit) or _("aucune")))
            continue
        mapping[column] = field.id
    unmapped = tuple(column for column in columns if column not in mapping)
    mapping = {column: mapping[column] for column in columns if column in mapping}
    return Guess(mapping, unmapped, tuple(warnings), _crs(columns, mapping))


def _is_false_friend(column: str, words: Collection[str]) -> bool:
    beside = FALSE_FRIENDS.get(plain(column))
    return beside is not None and beside.isdisjoint(words)


def heading_unit(column: str, kind: Kind) -> str:
    """Return the unit that a heading names, whatever its field; empty when it names none."""
    return UNIT_NAMES.get(column.strip().lower()) or _field_of(column, _vocabulary(kind))[1]


def standard_columns(columns: Sequence[str], kind: Kind) -> dict[str, str]:
    """Return the columns that a file has of its standard, with the field that each tells as it is written, or none ("")."""
    standard = standard_of(columns)
    if standard is None:
        return {}
    fields, names = fields_by_id(kind), {column.strip().lower(): column for column in reversed(columns)}
    present = {names[column.name.lower()]: column for column in standard.columns if column.name.lower() in names}
    contour = next((names[name] for name in standard.geometries if name in names), "")
    found = {name: column.field if column.field in fields and not column.codes else "" for name, column in present.items()}
    return found | ({contour: LOCATION.id} if contour else {})


def _is_convertible(field: PlaceField, column: str, unit: str) -> bool:
    return _SAME_UNIT.get(unit, unit) in _units_of(field) or bool(named_units(field, column, unit))


def _units_of(field: PlaceField) -> frozenset[str]:
    """The unit of a field, in every language."""
    written = (" ".join(_unit_words(unit)) for unit in in_every_language(field.unit)) if field.unit else ()
    return frozenset(_SAME_UNIT.get(unit, unit) for unit in written)


def _unit_words(text: str) -> list[str]:
    """The words of a text that may name a unit: « € HT par m² et par an » is « €/m2/an »."""
    words = plain(text.replace("%", " pourcent ").replace("°", " degres ")).removeprefix("en ")
    for foreign, ours in _FOREIGN_UNITS:
        words = foreign.sub(ours, words)
    return _PER.sub("/", _BESIDE.sub("", _EURO.sub("€", words))).split()


class _Vocabulary(NamedTuple):
    """What headings may say of a kind of place: the labels of the fields, the fields by their names, and by these without `FILLERS`; every
    unit.
    """

    labels: frozenset[str]
    names: Mapping[str, PlaceField]
    short: Mapping[tuple[str, ...], PlaceField]
    units: frozenset[str]


@lru_cache(maxsize=8)
def _vocabulary(kind: Kind) -> _Vocabulary:
    """Label in every language, id, aliases: the first field to claim a name has it. Cached: a file asks for it for each row of its head."""
    names: dict[str, PlaceField] = {}
    fields = mapped_fields(kind)
    for field in fields:
        for word in (field.id, *in_every_language(field.label)):
            names.setdefault(plain(word), field)
    labels = frozenset(names)
    for field in fields:
        for word in field.aliases:
            names.setdefault(plain(word), field)
    for field in fields:
        for word in (*SYNONYMS.get(field.id, ()), *FOREIGN_NAMES.get(field.id, ())):
            names.setdefault(plain(word), field)
    short: dict[tuple[str, ...], PlaceField] = {}
    for name, field in names.items():
        short.setdefault(_short(name), field)
    return _Vocabulary(labels, names, short, UNITS.union(*(_units_of(field) for field in fields if field.unit)))


def _field_of(column: str, known: _Vocabulary) -> tuple[PlaceField | None, str]:
    """Return the field of a heading, and the unit that the heading names, if any."""
    inside = next(filter(None, (_unit_in(aside, known.units) for aside in _ASIDE.findall(column))), "")
    bare = _QUALIFIED.sub("", plain(_ASIDE.sub(" ", column)))
    if axis := _AXIS.fullmatch(bare):
        return known.names.get(axis[1]), inside
    if "€" not in bare:
        bare = _BY_AREA.sub(" €/m2", bare)
    readings = [(bare, inside), *_split_unit(bare, known.units)]
    for text, unit in (*readings, (plain(column), "")):
        if text in known.names:
            return known.names[text], unit
    for text, unit in readings:
        short = _short(text)
        if short and short in known.short:
            return known.short[short], unit
    return None, inside


def address_parts(columns: Sequence[str]) -> dict[str, str]:
    """Return the column of each part of an address (`ADDRESS_PARTS`); none unless a street stands beside its number or its type."""
    by_heading: dict[str, str] = {}
    for column in columns:
        by_heading.setdefault(_part_name(column), column)
    found = {
        part: next(by_heading[name] for name in names if name in by_heading)
        for part, names in ADDRESS_PARTS.items()
        if any(name in by_heading for name in names)
    }
    return found if "street" in found and ("number" in found or "type" in found) else {}


def number_column(columns: Sequence[str]) -> str | None:
    """Return the column that is called as the number of an address is; None when there is none."""
    return next((column for column in columns if _part_name(column) in _NUMBERS), None)


def _part_name(column: str) -> str:
    """A heading as `ADDRESS_PARTS` writes those of the parts of an address."""
    return " ".join(_short(_PREFIX.sub("", plain(column))))


def is_unit(text: str) -> bool:
    """Say whether a text names a unit that is known, such as « (m²) » under a heading."""
    return " ".join(_unit_words(text)) in UNITS or text.strip("() ").casefold() in {"€", "%", "m²"}


def _unit_in(aside: str, units: frozenset[str]) -> str:
    """Return the unit that a text between brackets names: one that is known, or what looks like one; "" for none."""
    words = _unit_words(aside)
    if " ".join(words) in units:
        return " ".join(words)
    if known := next((word for word in words if word in units), None):
        return known
    is_one = len(words) == 1 and words[0] not in ASIDES and not words[0].isdigit()
    return words[0] if is_one and (len(words[0]) <= LONGEST_UNIT or "/" in words[0] or "€" in words[0]) else ""


def _short(text: str) -> tuple[str, ...]:
    """The words of a heading that tell it from others, in the singular."""
    return tuple(word[:-1] if len(word) > LONGEST_UNIT and word.endswith("s") else word for word in text.split() if word not in FILLERS)


def _split_unit(text: str, units: frozenset[str]) -> list[tuple[str, str]]:
    """« surface m2 », or « surface en m2 », is « surface » in m²."""
    return [
        (text.removesuffix(unit).rstrip().removesuffix(" en"), unit)
        for unit in sorted(units, key=len, reverse=True)
        if text.endswith(f" {unit}")
    ]


def _crs(columns: Sequence[str], mapping: Mapping[str, str]) -> str | None:
    """The coordinate system that the headings of the coordinates name; unknown for « X » alone."""
    heading = plain(" ".join(column for column in columns if mapping.get(column) in ("x", "y")))
    if not heading:
        return None
    if re.search(r"lambert|l93|2154|rgf" if local_crs() == L93 else rf"utm|{local_crs()[5:]}", heading):
        return local_crs()
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
        if field.is_required and field.id not in result and PLACE_ID.id not in result:
            raise FileError(_("Aucune colonne n'est associée à « {label} ».").format(label=_(field.label)))
    if ("x" in result) != ("y" in result):
        raise FileError(_("Une position demande deux colonnes : longitude et latitude, ou X et Y."))
    return result
