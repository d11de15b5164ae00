"""The fields of a place, each declared once: what the form, files, checks, screens, exports and the view for GIS programs read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Literal

from domain import identifiers
from domain.candidate import STATUS_OPTIONS, YES_NO_OPTIONS, Kind
from domain.tags import MAX_TAG_CHARS, MAX_TAGS, tags_text
from i18n import N_
from i18n import gettext as _

FieldType = Literal["text", "number", "day", "choice", "structure"]
Gender = Literal["m", "f", "fp"]
SQUARE_METRES, METRES, MONTHS = "m²", "m", N_("mois")
EUR_M2_YR = N_("€/m²/an")

BOTH = (Kind.PREMISES, Kind.ZONE_SITE)
PREMISES, ZONE_SITE = (Kind.PREMISES,), (Kind.ZONE_SITE,)


class Group(StrEnum):
    """The blocks in which the form, the facts of a proposal and the sheet show the fields."""

    PLACE = "place"
    SPACE = "space"
    TERMS = "terms"
    DECISION = "decision"


GROUP_LABELS: Mapping[Group, str] = MappingProxyType(
    {
        Group.PLACE: N_("Le lieu"),
        Group.SPACE: N_("Surfaces et accès"),
        Group.TERMS: N_("Conditions"),
        Group.DECISION: N_("Pour ceux qui décident"),
    }
)


class Audience(StrEnum):
    """Who reads a field once the place is accepted; before, its organisation and those who decide read everything.

    `RENT`: everybody, unless the proposer keeps the rent to those entitled, who then export it. `ENTITLED`: those entitled
    alone, in their exports too. `WORKING`: its organisation and those who decide, in no export.
    """

    EVERYBODY = "everybody"
    RENT = "rent"
    ENTITLED = "entitled"
    WORKING = "working"


@dataclass(frozen=True, slots=True)
class Choice:
    """An allowed value: code, French label (a message id), other ways to write it."""

    code: str
    label: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceField:
    """One thing that is told of a place.

    Attributes
    ----------
    id : key in the content of a proposal, column of the published places, of exports and of the view for GIS programs.
    label, unit, example, help, note : message ids, or texts without translation; `note` stands beside the value on the sheet.
    confidential_label : heading of its column in the exports of those entitled, where it is not the label.
    type : text, number, day, code of one of `choices`, or a structure that only the form writes (a contour, tags…).
    group : block in which it is shown; None for what no form shows.
    low, high : bounds of a number in `unit`, or of the length of a text; `decimals` are shown on the sheet and in exports.
    kinds : kinds of places of which it is told.
    aliases : names under which spreadsheets call it.
    reads : what makes a text of the field as it is kept, whatever its spaces and marks; `ValueError` with a sentence for what is none.
    gender : the label's (m, f, or fp in the plural), for the sentences.
    listed : kinds of places in whose table of proposals it has a column.
    part_of : field of which it is a part, and which it never exceeds.
    is_column : whether a published place has it as a column (sheet, table, exports), when everybody reads it.
    is_counted : whether the completeness of a proposal counts it.
    is_compared : whether it is compared with other places when one decides.
    is_tried : whether it moves a criterion or a reason to exclude, so that its proposer is told what it may change.
    """

    id: str
    label: str
    type: FieldType
    group: Group | None
    audience: Audience
    unit: str = ""
    low: float = 0.0
    high: float = 0.0
    decimals: int = 0
    choices: tuple[Choice, ...] = ()
    kinds: tuple[Kind, ...] = BOTH
    aliases: tuple[str, ...] = ()
    example: str = ""
    help: str = ""
    note: str = ""
    confidential_label: str = ""
    gender: Gender = "m"
    pattern: str = ""
    reads: Callable[[str], str] | None = None
    part_of: str = ""
    listed: tuple[Kind, ...] = ()
    is_required: bool = False
    many_lines: bool = False
    is_column: bool = True
    is_counted: bool = False
    is_compared: bool = False
    is_tried: bool = False

    @property
    def heading(self) -> str:
        """Heading in the current language, with the unit."""
        return f"{_(self.label)} ({_(self.unit)})" if self.unit else _(self.label)

    @property
    def is_plain(self) -> bool:
        """Whether its value is one text, number, day or code, which a cell of a file can hold."""
        return self.type != "structure"

    @property
    def is_public(self) -> bool:
        """Whether everybody reads it, unless it is a rent that is kept."""
        return self.audience in (Audience.EVERYBODY, Audience.RENT)

    @property
    def is_confidential(self) -> bool:
        """Whether it is for those entitled alone."""
        return self.audience is Audience.ENTITLED

    def word(self, code: object) -> str | None:
        """Return the label of a code of its choices in the current language; None for any other value."""
        return next((_(choice.label) for choice in self.choices if choice.code == code), None)


_YES_NO_WORDS = {"yes": ("o", "vrai", "true", "1", "x"), "no": ("n", "faux", "false", "0")}
YES_NO = tuple(Choice(str(option.code), option.label, _YES_NO_WORDS[option.code]) for option in YES_NO_OPTIONS)
_STATUSES = tuple(Choice(str(option.code), option.label) for option in STATUS_OPTIONS)
_VISIBILITIES = (Choice("low", N_("faible")), Choice("medium", N_("moyenne")), Choice("high", N_("forte"), ("bonne",)))
_FLOOD_ZONES = (
    Choice("none", N_("hors zone inondable"), ("aucun", "aucune", "non", "hors zone")),
    Choice("blue", N_("zone bleue"), ("bleu", "bleue")),
    Choice("red", N_("zone rouge"), ("rouge",)),
)
_LEASES = (
    Choice("commercial", N_("bail commercial"), ("3/6/9", "3-6-9")),
    Choice("short_term", N_("bail dérogatoire"), ("bail précaire", "bail de courte durée")),
    Choice("occupation", N_("convention d'occupation"), ("convention d'occupation précaire", "cop")),
    Choice("loan", N_("mise à disposition"), ("prêt à usage", "commodat", "gratuit")),
    Choice("sale", N_("vente"), ("cession", "achat")),
)
_CONDITIONS = (
    Choice("good", N_("bon état"), ("bon", "très bon", "neuf")),
    Choice("refresh", N_("à rafraîchir"), ("moyen", "correct")),
    Choice("renovate", N_("à rénover"), ("mauvais", "travaux", "gros travaux")),
)
_PRECISIONS = (
    Choice("number", N_("au numéro"), ("numéro", "housenumber", "plaque")),
    Choice("interpolated", N_("estimée d'après les numéros voisins"), ("estimée", "interpolée", "interpolation")),
    Choice("street", N_("à la rue"), ("rue", "voie", "street", "locality", "lieu-dit")),
    Choice("area", N_("à la commune"), ("commune", "ville", "municipality", "city")),
    Choice("hand", N_("posée à la main"), ("à la main", "manuelle")),
)
TAGS = "tags"
"""The field of words of one's own, a list that a file writes as one text (see `domain.tags`)."""
PRECISION = "position_precision"
"""The field that tells how a position was found; it no longer counts once the position changes (see `intake.draft`)."""
_PLACE = (
    PlaceField("name", N_("Nom du lieu"), "text", Group.PLACE, Audience.EVERYBODY, high=120, is_required=True, listed=BOTH,
               aliases=("nom", "name", "désignation", "libellé", "intitulé", "lieu", "local", "site"), example="Ancienne laverie"),
    PlaceField("address", N_("Adresse"), "text", Group.PLACE, Audience.EVERYBODY, high=200, gender="f", is_counted=True,
               aliases=("address", "rue", "voie", "adresse postale"), example="12, rue du Figuier",
               help=N_("Nécessaire quand la position manque.")),
    PlaceField("postcode", N_("Code postal"), "text", Group.PLACE, Audience.EVERYBODY, high=5, pattern=r"\d{5}", is_column=False,
               aliases=("cp", "postcode", "zip")),
    PlaceField("town", N_("Commune"), "text", Group.PLACE, Audience.EVERYBODY, high=80, gender="f", is_column=False,
               aliases=("ville", "town", "city", "municipality", "nom commune", "localité")),
    PlaceField("position", N_("Position (longitude, latitude)"), "structure", Group.PLACE, Audience.EVERYBODY),
    PlaceField(PRECISION, N_("Précision de la position"), "choice", None, Audience.WORKING, choices=_PRECISIONS, gender="f",
               aliases=("précision", "precision", "result type", "type de résultat", "qualité du géocodage"), example=N_("au numéro")),
    PlaceField("footprint", N_("Contour"), "structure", Group.PLACE, Audience.EVERYBODY),
    PlaceField("zone_name", N_("Zone d'activité"), "text", Group.PLACE, Audience.EVERYBODY, high=120, gender="f", kinds=ZONE_SITE,
               listed=ZONE_SITE, aliases=("zone", "za", "zac", "zone name", "zone activité", "nom zone"), example="Les Paluds"),
    PlaceField("status", N_("Avancement"), "choice", Group.PLACE, Audience.EVERYBODY, choices=_STATUSES, kinds=ZONE_SITE,
               listed=ZONE_SITE, aliases=("statut", "status", "étape"), example=N_("Repéré")),
    PlaceField("reference", N_("Référence interne"), "text", Group.PLACE, Audience.WORKING, high=60, gender="f",
               aliases=("référence", "ref", "n° de lot", "numéro", "code interne", "identifiant"), example="LOT-0042"),
    PlaceField("cnig_id", N_("Identifiant CNIG du site"), "text", Group.PLACE, Audience.EVERYBODY, high=60, reads=identifiers.cnig_id,
               aliases=("identifiant cnig", "cnig", "id cnig"), example="13055_SITE-ECO_00001",
               help=N_("Celui des standards CNIG « sites économiques » et « friches ».")),
    PlaceField("parcels", N_("Parcelles cadastrales"), "text", Group.PLACE, Audience.EVERYBODY, high=1_000, gender="fp",
               reads=identifiers.parcels, example="13215904AB0012", note=N_("à confirmer"),
               aliases=("parcelle", "parcelles", "parcelle cadastrale", "référence cadastrale", "références cadastrales", "cadastre",
                        "refcad", "identifiant parcelle", "numéro parcelle", "n° parcelle"),
               help=N_("Identifiants de 14 caractères, séparés par des virgules.")),
    PlaceField(TAGS, N_("Étiquettes"), "structure", Group.PLACE, Audience.WORKING, high=MAX_TAGS * (MAX_TAG_CHARS + 2), gender="fp",
               reads=tags_text, aliases=("étiquette", "mots clés", "mot clé", "tag", "labels", "keywords"),
               example=N_("angle de rue, vitrine"), help=N_("Des mots à vous, séparés par des virgules.")),
)  # fmt: skip
_AREAS_AND_RENTS = (
    PlaceField("area_m2", N_("Surface"), "number", Group.SPACE, Audience.EVERYBODY, SQUARE_METRES, 5, 20_000_000, gender="f", listed=BOTH,
               is_counted=True, is_compared=True, is_tried=True, example="140",
               aliases=("superficie", "area", "surface totale", "surface utile", "shon", "sp", "surface plancher")),
    PlaceField("sales_area_m2", N_("Surface de vente"), "number", Group.SPACE, Audience.EVERYBODY, SQUARE_METRES, 0, 100_000, gender="f",
               part_of="area_m2", is_counted=True, example="90",
               aliases=("sales area", "vente", "surface commerciale", "surface boutique")),
    PlaceField("storage_area_m2", N_("Surface de stockage"), "number", Group.SPACE, Audience.EVERYBODY, SQUARE_METRES, 0, 100_000,
               gender="f", part_of="area_m2", is_column=False, is_counted=True, example="50",
               aliases=("storage area", "stockage", "réserve", "surface réserve")),
    PlaceField("rent_eur_m2_yr", N_("Loyer annuel"), "number", Group.TERMS, Audience.RENT, EUR_M2_YR, 0, 1_000, listed=BOTH,
               is_counted=True, is_compared=True, is_tried=True, example="85", confidential_label=N_("Loyer confidentiel"),
               aliases=("loyer", "rent", "loyer demandé", "loyer hors charges", "loyer par m2")),
    PlaceField("charges_eur_m2_yr", N_("Charges"), "number", Group.TERMS, Audience.RENT, EUR_M2_YR, 0, 500, gender="fp", is_counted=True,
               aliases=("charge", "charges locatives", "provision charges"), example="18",
               confidential_label=N_("Charges confidentielles")),
    PlaceField("rent_is_confidential", N_("Loyer et charges réservés aux personnes habilitées"), "structure", Group.TERMS,
               Audience.WORKING),
    PlaceField("lease_type", N_("Type de bail"), "choice", Group.TERMS, Audience.EVERYBODY, choices=_LEASES, is_column=False,
               is_counted=True, aliases=("bail", "lease", "lease type", "nature du bail"), example=N_("bail commercial")),
    PlaceField("available_on", N_("Disponible à partir du"), "day", Group.TERMS, Audience.EVERYBODY, listed=PREMISES, is_counted=True,
               is_compared=True, example="2027-03-01",
               aliases=("disponible", "disponibilité", "available on", "date disponibilité", "libre le")),
    PlaceField("vacant_since", N_("Vacant depuis"), "day", Group.TERMS, Audience.EVERYBODY, listed=ZONE_SITE, is_tried=True,
               aliases=("vacant since", "vacance", "date vacance", "inoccupé depuis"), example="2025-09-15"),
    PlaceField("tenure_months", N_("Durée proposée"), "number", Group.TERMS, Audience.EVERYBODY, MONTHS, 0, 1_200, gender="f",
               listed=PREMISES, is_counted=True, is_compared=True, is_tried=True, example="36",
               aliases=("durée", "durée du bail", "tenure", "durée occupation")),
)  # fmt: skip
_PREMISES_AND_RULES = (
    PlaceField("clear_height_m", N_("Hauteur libre"), "number", Group.SPACE, Audience.EVERYBODY, METRES, 1.5, 30, decimals=1, gender="f",
               listed=BOTH, is_counted=True, is_compared=True, is_tried=True, example="3.2",
               aliases=("hauteur", "height", "clear height", "hauteur sous plafond", "hsp", "hauteur utile")),
    PlaceField("door_width_m", N_("Largeur de porte"), "number", Group.SPACE, Audience.EVERYBODY, METRES, 0.5, 20, decimals=1, gender="f",
               is_counted=True, aliases=("largeur porte", "door width", "porte", "largeur accès"), example="1.4"),
    PlaceField("van_access", N_("Accès camionnette"), "choice", Group.SPACE, Audience.EVERYBODY, choices=YES_NO, listed=BOTH,
               is_counted=True, is_compared=True, is_tried=True, example=N_("Oui"),
               aliases=("van access", "camionnette", "accès véhicule", "accès livraison")),
    PlaceField("level_access", N_("Accès de plain-pied"), "choice", Group.SPACE, Audience.EVERYBODY, choices=YES_NO, listed=PREMISES,
               is_counted=True, is_compared=True, is_tried=True, example=N_("Oui"),
               aliases=("level access", "plain-pied", "plain pied", "pmr", "accès pmr", "accessible")),
    PlaceField("visibility", N_("Visibilité depuis la rue"), "choice", Group.SPACE, Audience.EVERYBODY, choices=_VISIBILITIES, gender="f",
               is_counted=True, is_tried=True, aliases=("visibilité", "visibility"), example=N_("moyenne")),
    PlaceField("transit_m", N_("Arrêt de transport à"), "number", Group.SPACE, Audience.EVERYBODY, METRES, 0, 20_000, is_counted=True,
               is_tried=True, aliases=("arrêt", "distance arrêt", "transit", "distance transport", "arrêt de bus"), example="150"),
    PlaceField("basement_sale", N_("Vente en sous-sol"), "choice", Group.SPACE, Audience.EVERYBODY, choices=YES_NO, gender="f",
               is_tried=True, aliases=("basement sale", "sous-sol", "sous sol"), example=N_("Non")),
    PlaceField("condition", N_("État du local"), "choice", Group.SPACE, Audience.EVERYBODY, choices=_CONDITIONS, is_column=False,
               is_counted=True, aliases=("état", "condition", "état général"), example=N_("à rafraîchir")),
    PlaceField("plui_allows", N_("PLUi compatible"), "choice", Group.TERMS, Audience.EVERYBODY, choices=YES_NO, note=N_("à confirmer"),
               is_counted=True, is_tried=True, aliases=("plui", "plui allows", "compatible plui"), example=N_("Oui")),
    PlaceField("flood_zone", N_("Risque d'inondation"), "choice", Group.TERMS, Audience.EVERYBODY, choices=_FLOOD_ZONES,
               note=N_("à confirmer"), is_counted=True, is_tried=True, aliases=("inondation", "flood zone", "ppri", "zone inondable"),
               example=N_("hors zone inondable")),
)  # fmt: skip
_DECISION = (
    PlaceField("contact", N_("Contact"), "text", Group.DECISION, Audience.ENTITLED, high=200, is_counted=True,
               confidential_label=N_("Contact (confidentiel)"),
               aliases=("interlocuteur", "téléphone", "e-mail", "email", "courriel"),
               help=N_("Montré seulement aux personnes habilitées.")),
    PlaceField("owner", N_("Propriétaire"), "text", Group.DECISION, Audience.ENTITLED, high=120, kinds=ZONE_SITE, listed=ZONE_SITE,
               confidential_label=N_("Propriétaire (confidentiel)"), aliases=("owner", "proprietaire", "bailleur", "détenteur")),
    PlaceField("siret", N_("SIRET ou SIREN"), "text", Group.DECISION, Audience.ENTITLED, high=14, reads=identifiers.siret,
               confidential_label=N_("SIRET ou SIREN (confidentiel)"), example="21130055300016",
               aliases=("siren", "numéro siret", "n° siret", "numéro siren", "n° siren", "siret occupant", "siret propriétaire"),
               help=N_("De l'occupant ou du propriétaire ; montré, comme son nom, aux seules personnes habilitées.")),
    PlaceField("notes", N_("Remarques"), "text", Group.DECISION, Audience.WORKING, high=2_000, gender="fp", many_lines=True,
               aliases=("remarque", "note", "commentaire", "commentaires", "observations", "comment")),
    PlaceField("history", N_("Histoire du lieu"), "structure", Group.DECISION, Audience.WORKING),
    PlaceField("reminders", N_("Rappels"), "structure", Group.DECISION, Audience.WORKING),
    PlaceField("photos", N_("Photos montrées"), "structure", None, Audience.EVERYBODY),
)  # fmt: skip

PLACE_FIELDS: tuple[PlaceField, ...] = (*_PLACE, *_AREAS_AND_RENTS, *_PREMISES_AND_RULES, *_DECISION)
"""Every field, in the order of files and exports; screens show them in this order within each group."""
COLUMN_FIELDS = tuple(field for field in PLACE_FIELDS if field.is_public and field.is_plain and field.is_column)
"""The fields that are columns of the published places."""
IDENTITY = ("name", "address", "zone_name", "status")
ATTRIBUTES = tuple(field for field in COLUMN_FIELDS if field.id not in IDENTITY)
"""The columns of the published places that do not say which place it is: schema, sheet, table and exports list them in this order."""
PRIVATE = frozenset(field.id for field in PLACE_FIELDS if not field.is_public)
"""What only the proposer and those who decide ever see, whatever is accepted."""
RENTS = frozenset(field.id for field in PLACE_FIELDS if field.audience is Audience.RENT)
ENTITLED = tuple(field.id for field in PLACE_FIELDS if field.is_confidential)


def field_of(id_: str) -> PlaceField:
    """Return the field of an id, whatever the kind of place.

    Raises
    ------
    StopIteration
        When no field has this id: a mistake in the code that asks.
    """
    return next(field for field in PLACE_FIELDS if field.id == id_)


def fields_of(kind: Kind) -> tuple[PlaceField, ...]:
    """Return the fields that are told of a kind of place."""
    return tuple(field for field in PLACE_FIELDS if kind in field.kinds)


def counted(kind: Kind) -> list[PlaceField]:
    """Return the fields by which one says how complete a place is: those that the criteria or a lease need."""
    return [field for field in fields_of(kind) if field.is_counted]


def fields_by_id(kind: Kind) -> dict[str, PlaceField]:
    """Return the fields of a kind of place, by id."""
    return {field.id: field for field in fields_of(kind)}


def grouped(kind: Kind) -> dict[Group, tuple[PlaceField, ...]]:
    """Return the fields of a kind of place by block, in the order in which they are shown."""
    return {group: tuple(field for field in fields_of(kind) if field.group is group) for group in Group}
