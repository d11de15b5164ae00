"""The fields of a premises and of a zone site, declared once: template, mapping, checks and documentation read them here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from domain.candidate import STATUS_OPTIONS, YES_NO_OPTIONS, Kind
from i18n import N_
from i18n import gettext as _

FieldType = Literal["text", "number", "day", "choice"]
Gender = Literal["m", "f", "fp"]
SQUARE_METRES, METRES, MONTHS = "m²", "m", N_("mois")
EUR_M2_YR = N_("€/m²/an")


@dataclass(frozen=True, slots=True)
class Choice:
    """An allowed value: code, French label (a message id), other ways to write it."""

    code: str
    label: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that is told of a place.

    `low` and `high` bound a number (in `unit`), or the length of a text; `label` and `unit` are message ids; `gender` is
    the label's (m, f, or fp in the plural), for the sentences; `is_confidential` fields are shown to those entitled only.
    """

    id: str
    label: str
    type: FieldType
    unit: str = ""
    low: float = 0.0
    high: float = 0.0
    aliases: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    example: str = ""
    help: str = ""
    is_required: bool = False
    gender: Gender = "m"
    pattern: str = ""
    is_confidential: bool = False
    many_lines: bool = False

    @property
    def heading(self) -> str:
        """Heading in the current language, with the unit."""
        return f"{_(self.label)} ({_(self.unit)})" if self.unit else _(self.label)


def _text(id_: str, label: str, high: int, *, aliases: tuple[str, ...] = (), example: str = "", **others: object) -> Field:
    return Field(id_, label, "text", high=high, aliases=aliases, example=example, **others)  # type: ignore[arg-type]


def _number(
    id_: str, label: str, unit: str, bounds: tuple[float, float], aliases: tuple[str, ...], example: str, **others: object
) -> Field:
    return Field(id_, label, "number", unit, *bounds, aliases=aliases, example=example, **others)  # type: ignore[arg-type]


def _choice(id_: str, label: str, choices: tuple[Choice, ...], aliases: tuple[str, ...], example: str, **others: object) -> Field:
    return Field(id_, label, "choice", aliases=aliases, choices=choices, example=example, **others)  # type: ignore[arg-type]


_YES_NO_WORDS = {"yes": ("o", "vrai", "true", "1", "x"), "no": ("n", "faux", "false", "0")}
_YES_NO = tuple(Choice(str(option.code), option.label, _YES_NO_WORDS[option.code]) for option in YES_NO_OPTIONS)
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

EXAMPLE = Field(
    "example",
    N_("Exemple"),
    "text",
    high=20,
    aliases=("is_example", "example"),
    example=N_("exemple"),
    help=N_("Une ligne où cette case est remplie est laissée de côté."),
)
_PLACE = (
    _text("name", N_("Nom du lieu"), 120, aliases=("nom", "name", "désignation", "libellé", "intitulé", "lieu", "local", "site"),
          example="Ancienne laverie", is_required=True),
    _text("reference", N_("Référence interne"), 60, aliases=("référence", "ref", "n° de lot", "numéro", "code interne", "identifiant"),
          example="LOT-0042", gender="f"),
    _text("address", N_("Adresse"), 200, aliases=("address", "rue", "voie", "adresse postale"), example="12, rue du Figuier",
          help=N_("Nécessaire quand la position manque."), gender="f"),
    _text("postcode", N_("Code postal"), 5, aliases=("cp", "postcode", "zip"), example="13015", pattern=r"\d{5}"),
    _text("town", N_("Commune"), 80, aliases=("ville", "town", "city", "municipality", "nom commune", "localité"), example="Marseille",
          gender="f"),
    _number("x", N_("Longitude"), N_("degrés, WGS 84"), (-1e11, 1e11), ("x", "lon", "long", "lng", "longitude ou x", "x_l93",
            "x lambert 93", "coordonnée x", "x wgs84", "lon wgs84", "easting"), "5.3691", gender="f",
            help=N_("Ou X en Lambert-93 (m) : le système est à déclarer à l'envoi.")),
    _number("y", N_("Latitude"), N_("degrés, WGS 84"), (-1e11, 1e11), ("y", "lat", "latitude ou y", "y_l93", "y lambert 93", "coordonnée y",
            "y wgs84", "lat wgs84", "northing"), "43.3487", gender="f",
            help=N_("Ou Y en Lambert-93 (m) : le système est à déclarer à l'envoi.")),
)  # fmt: skip
_MEASURES = (
    _number("area_m2", N_("Surface"), SQUARE_METRES, (5, 100_000), ("superficie", "area", "surface totale", "surface utile", "shon", "sp",
            "surface plancher"), "140", gender="f"),
    _number("sales_area_m2", N_("Surface de vente"), SQUARE_METRES, (0, 100_000), ("sales area", "vente", "surface commerciale",
            "surface boutique"), "90", gender="f"),
    _number("storage_area_m2", N_("Surface de stockage"), SQUARE_METRES, (0, 100_000), ("storage area", "stockage", "réserve",
            "surface réserve"), "50", gender="f"),
    _number("rent_eur_m2_yr", N_("Loyer annuel"), EUR_M2_YR, (0, 1_000), ("loyer", "rent", "loyer demandé", "loyer hors charges",
            "loyer par m2"), "85"),
    _number("charges_eur_m2_yr", N_("Charges"), EUR_M2_YR, (0, 500), ("charge", "charges locatives", "provision charges"), "18",
            gender="fp"),
    _number("clear_height_m", N_("Hauteur libre"), METRES, (1.5, 30), ("hauteur", "height", "clear height", "hauteur sous plafond", "hsp",
            "hauteur utile"), "3.2", gender="f"),
    _number("door_width_m", N_("Largeur de porte"), METRES, (0.5, 20), ("largeur porte", "door width", "porte", "largeur accès"), "1.4",
            gender="f"),
    _number("transit_m", N_("Arrêt de transport à"), METRES, (0, 20_000), ("arrêt", "distance arrêt", "transit", "distance transport",
            "arrêt de bus"), "150"),
    _number("tenure_months", N_("Durée proposée"), MONTHS, (0, 1_200), ("durée", "durée du bail", "tenure", "durée occupation"),
            "36", gender="f"),
)  # fmt: skip
_QUALITIES = (
    _choice("lease_type", N_("Type de bail"), _LEASES, ("bail", "lease", "lease type", "nature du bail"), N_("bail commercial")),
    _choice("condition", N_("État du local"), _CONDITIONS, ("état", "condition", "état général"), N_("à rafraîchir")),
    _choice("van_access", N_("Accès camionnette"), _YES_NO, ("van access", "camionnette", "accès véhicule", "accès livraison"), N_("Oui")),
    _choice("level_access", N_("Accès de plain-pied"), _YES_NO, ("level access", "plain-pied", "plain pied", "pmr", "accès pmr",
            "accessible"), N_("Oui")),
    _choice("visibility", N_("Visibilité depuis la rue"), _VISIBILITIES, ("visibilité", "visibility"), N_("moyenne"), gender="f"),
    _choice("basement_sale", N_("Vente en sous-sol"), _YES_NO, ("basement sale", "sous-sol", "sous sol"), N_("Non"), gender="f"),
    _choice("plui_allows", N_("PLUi compatible"), _YES_NO, ("plui", "plui allows", "compatible plui"), N_("Oui")),
    _choice("flood_zone", N_("Risque d'inondation"), _FLOOD_ZONES, ("inondation", "flood zone", "ppri", "zone inondable"),
            N_("hors zone inondable")),
    Field("available_on", N_("Disponible à partir du"), "day", aliases=("disponible", "disponibilité", "available on", "date disponibilité",
          "libre le"), example="2027-03-01"),
    Field("vacant_since", N_("Vacant depuis"), "day", aliases=("vacant since", "vacance", "date vacance", "inoccupé depuis"),
          example="2025-09-15"),
)  # fmt: skip
_WORDS = (
    _text("contact", N_("Contact"), 200, aliases=("interlocuteur", "téléphone", "e-mail", "email", "courriel"), is_confidential=True,
          help=N_("Montré seulement aux personnes habilitées.")),
    _text("notes", N_("Remarques"), 2_000, aliases=("remarque", "note", "commentaire", "commentaires", "observations", "comment"),
          gender="fp", many_lines=True),
)  # fmt: skip
_ZONE = (
    _text("zone_name", N_("Zone d'activité"), 120, aliases=("zone", "za", "zac", "zone name", "zone activité", "nom zone"),
          example="Les Paluds", gender="f"),
    _text("owner", N_("Propriétaire"), 120, aliases=("owner", "proprietaire", "bailleur", "détenteur"), is_confidential=True),
    _choice("status", N_("Avancement"), _STATUSES, ("statut", "status", "étape"), N_("Repéré")),
)  # fmt: skip

FIELDS: Mapping[Kind, tuple[Field, ...]] = MappingProxyType(
    {
        Kind.PREMISES: (EXAMPLE, *_PLACE, *_MEASURES, *_QUALITIES, *_WORDS),
        Kind.ZONE_SITE: (EXAMPLE, *_PLACE, *_ZONE, *_MEASURES, *_QUALITIES, *_WORDS),
    }
)
"""What can be told of each kind of place, in the order of the template."""


def fields_by_id(kind: Kind) -> dict[str, Field]:
    """Return the fields of a kind of place, by id."""
    return {field.id: field for field in FIELDS[kind]}
