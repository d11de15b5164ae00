"""What the browser is told once: facets, words, addresses of data, signs of the map."""

from __future__ import annotations

import math
from typing import Annotated

from pydantic import Field

from domain.address import SCREEN_KEYS, Key
from domain.facet import Choices, Facet, RangeFacet
from domain.limits import MOST_COMPARED
from domain.place_fields import ATTRIBUTES
from domain.scenario import KEYS
from domain.selection import FacetSet
from domain.words import FULL, SMALL
from geodata.candidate_facets import TEXT_COLUMNS, other_columns
from i18n import N_, translated
from i18n import gettext as _
from layers import Layer, discover, offered
from layers.base_map import place_names, search_entries
from services.answer import Answer
from services.best_scores import COLUMN
from services.context import Context
from services.convergence_config import ConvergenceConfig, convergence_config
from services.scenario_config import ScenarioConfig, scenario_config

# The order of the first columns; what is not named here comes after them.
TABLE_FIRST = ("id", "name", "suits_hub", "suits_shop", "area", "rent", COLUMN, "kinds", "communes", "qpv", "status", "landlord",
               "available", "height", "van", "transit", "near", "address")  # fmt: skip
CARD_FACETS = ("kinds", "communes", "area", "rent", "suits_hub", "suits_shop", "status")
IGN = "https://data.geopf.fr/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&STYLE=normal&TILEMATRIXSET=PM&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}"
BASES = (
    ("local", N_("Fond local (sans réseau)"), "", ""),
    ("ign", N_("Plan IGN"), f"{IGN}&LAYER=GEOGRAPHICALGRIDSYSTEMS.PLANIGNV2&FORMAT=image/png", "© IGN – Géoplateforme"),
    ("photo", N_("Photo aérienne"), f"{IGN}&LAYER=ORTHOIMAGERY.ORTHOPHOTOS&FORMAT=image/jpeg", "© IGN – Géoplateforme"),
    ("osm", N_("OpenStreetMap"), "https://tile.openstreetmap.org/{z}/{x}/{y}.png", "© OpenStreetMap contributors (ODbL)"),
)
TEXTS = {
    "unknown": N_("non renseigné"),
    "unknown_values": N_("inconnu"),
    "unknown_or_withheld": N_("inconnu ou confidentiel"),
    "withheld": N_("gardé confidentiel"),
    "counter": N_("{n} lieux sur {total}"),
    "counter_one": N_("{n} lieu sur {total}"),
    "drawn_zone": N_("tracée, ou lue dans un fichier"),
    "zone_sending": N_("Lecture de « {name} »…"),
    "zone_unreachable": N_("Le service ne répond pas : vérifiez la connexion, puis renvoyez le fichier."),
    "picked": N_("{n} lieux"),
    "picked_one": N_("{n} lieu"),
    "and_more": N_("{names} et {n} autres"),
    "and_more_one": N_("{names} et {n} autre"),
    "lift": N_("Lever le filtre {what}"),
    "more_filters": N_("{n} autres filtres"),
    "more_filters_one": N_("{n} autre filtre"),
    "lift_brings": N_("Lever « {what} » : {n} lieux"),
    "lift_brings_one": N_("Lever « {what} » : {n} lieu"),
    "clear_all": N_("Tout effacer"),
    "empty_title": N_("Aucun lieu ne correspond à ces filtres."),
    "empty_lift": N_("Levez un filtre pour en retrouver :"),
    "empty_several": N_("Aucun filtre levé seul ne suffit : effacez-en plusieurs."),
    "nothing": N_("aucun lieu"),
    "keep_rows": N_("Ne garder que les {n} lignes cochées"),
    "keep_rows_one": N_("Ne garder que la ligne cochée"),
    "copied": N_("Adresse copiée"),
    "copy_by_hand": N_("Copiez l'adresse du navigateur"),
    "text_copied": N_("Paragraphe copié"),
    "text_by_hand": N_("Sélectionnez le paragraphe pour le copier"),
    "draw_rectangle": N_("Glissez pour tracer un rectangle. Échap pour abandonner."),
    "draw_lasso": N_("Glissez pour entourer des lieux. Échap pour abandonner."),
    "draw_polygon": N_("Cliquez chaque sommet, Entrée ou double clic pour finir. Échap pour abandonner."),
    "reach_in_force": N_("Portée des hypothèses en vigueur : {km} km de trajet."),
    "external_silent": N_("« {name} » ne répond pas : la carte se passe de ce calque."),
    "external_slow": N_("« {name} » tarde à répondre : la carte continue sans l'attendre."),
    "external_partly": N_("« {name} » n'a pas toutes ses images ici."),
    "external_reload": N_("« {name} » a été ajouté depuis l'ouverture de la page : rechargez-la pour le voir."),
    "base_offline": N_("« {name} » ne répond pas : fond local conservé."),
}
Bounds = list[list[float]]
"""[[south, west], [north, east]], degrees (WGS 84)."""

LEAST_MARGIN = (0.25, 0.45)
"""What the map shows beyond the territory, at least: degrees of latitude and of longitude."""
PHONE_PX, TILE_PX, USUAL_LEAST_ZOOM = 340, 256, 9


class FacetDeclaration(Answer):
    """A facet, or another column of the table, as the engine reads it."""

    id: str
    label: str
    kind: str
    column: str


class ChoicesDeclaration(FacetDeclaration):
    """A facet of choices: codes, labels in the same order, and groups of codes with their labels."""

    codes: list[str]
    labels: list[str]
    groups: dict[str, list[str]]
    group_labels: dict[str, str]


class RangeDeclaration(FacetDeclaration):
    """A facet of quantities or days: the edges of its bars as integers, scaled by the decimals; "" for no unit.

    `withheld` names the column that says, by « yes », which unknown values are known and kept confidential; "" where none is.
    """

    edges: list[int]
    decimals: int
    is_date: bool
    unit: str
    withheld: str


AnyFacet = ChoicesDeclaration | RangeDeclaration | FacetDeclaration


class LayerAddress(Answer):
    """A layer, whether it is drawn on the canvas, and the address of its data ("" for none)."""

    id: str
    on_canvas: bool
    url: str


class BaseMap(Answer):
    """A base map; without address, the one that needs no network."""

    id: str
    label: str
    url: str
    attribution: str


class MapName(Answer):
    """A name drawn on the map, in degrees (WGS 84), between two zooms."""

    text: str
    lon: float
    lat: float
    kind: str
    from_zoom: float = Field(alias="from")
    to_zoom: float = Field(alias="to")


class SearchEntry(Answer):
    """Where the map goes for a name: to the box of an area, or to a point, in degrees (WGS 84)."""

    bounds: Bounds | None = None
    lat: float | None = None
    lon: float | None = None


class MapConfig(Answer):
    """What the map is made of."""

    bounds: Bounds
    names: list[MapName]
    layers: list[LayerAddress]
    bases: list[BaseMap]
    search: dict[str, SearchEntry]
    """What the search box finds, by key; places apart, where the browser knows already."""


class Mark(Answer):
    """The sign of a kind of place."""

    shape: str
    colour_var: str
    dashed: bool
    layer: str


class Marks(Answer):
    """The signs of the places, by the code of a facet, and the facets that a place's card says."""

    facet: str
    card: list[str]
    by_code: dict[str, Mark]


class SearchWords(Answer):
    """The lists of words by which a text is searched (`domain/words.py`)."""

    small: list[str]
    full: dict[str, str]


class Limits(Answer):
    """What the server holds (`domain/limits.py`), said beforehand."""

    compared: int


class BrowserConfig(Answer):
    """What the browser is told once, in the current language."""

    data_url: str
    words: SearchWords
    limits: Limits
    keys: Annotated[dict[str, str], Field(json_schema_extra={"propertyNames": {"enum": [key.name.lower() for key in Key]}})]
    """Keys of the address by name."""
    screen_keys: list[str]
    question_keys: list[str]
    facets: list[AnyFacet]
    texts: dict[str, str]
    table: list[str]
    columns: list[AnyFacet]
    marks: Marks
    map: MapConfig
    convergence: ConvergenceConfig
    scenario: ScenarioConfig


def facet_declaration(facet: Facet) -> AnyFacet:
    """Return a facet's declaration as the engine reads it, labels in the current language."""
    declared = FacetDeclaration(id=facet.id, label=_(facet.label), kind=facet.kind, column=getattr(facet, "column", facet.id))
    if isinstance(facet, Choices):
        return ChoicesDeclaration(
            **declared.given(),
            codes=list(facet.index),
            labels=[option.label if option.is_proper_noun else _(option.label) for option in facet.all_options],
            groups={group: list(members) for group, members in facet.groups.items()},
            group_labels=dict(facet.group_labels),
        )
    if isinstance(facet, RangeFacet):
        return RangeDeclaration(
            **declared.given(),
            edges=list(facet.scaled_edges),
            decimals=facet.decimals,
            is_date=facet.is_date,
            unit=_(facet.unit) if facet.unit else "",
            withheld=facet.withheld,
        )
    return declared


def table_columns(facets: FacetSet) -> tuple[str, ...]:
    """Return the columns that the table may show: every facet of values, then every field of a place that none of them carries."""
    values = tuple(facet.id for facet in facets if isinstance(facet, (Choices, RangeFacet)))
    others, texts = other_columns(facets).by_id, tuple(field.id for field in ATTRIBUTES if field.type == "text")
    first = (name for name in TABLE_FIRST if name in TEXT_COLUMNS or name in values or name in others or name == COLUMN)
    return tuple(dict.fromkeys((*first, *values, *others, *texts)))


def bounds_wgs84(context: Context) -> Bounds:
    """Return the territory's box as Leaflet takes it: [[south, west], [north, east]], degrees."""
    west, south, east, north = context.territory.municipalities.geometry.to_crs(4326).total_bounds.round(4).tolist()
    return [[south, west], [north, east]]


def widest_view(bounds: Bounds) -> tuple[Bounds, float]:
    """Return the box that the map never leaves (degrees), and its least zoom: the whole territory still fits a phone."""
    (south, west), (north, east) = bounds
    tall, wide = north - south, east - west
    up, across = max(LEAST_MARGIN[0], tall), max(LEAST_MARGIN[1], wide)
    fits = math.log2(PHONE_PX * 360 / (TILE_PX * max(wide, tall / math.cos(math.radians((south + north) / 2)))))
    return [[south - up, west - across], [north + up, east + across]], float(min(USUAL_LEAST_ZOOM, math.floor(fits)))


def browser_config(context: Context) -> BrowserConfig:
    """Return the whole configuration, in the current language."""
    return BrowserConfig(
        data_url=context.urls["places"],
        words=SearchWords(small=sorted(SMALL), full=dict(FULL)),
        limits=Limits(compared=MOST_COMPARED),
        keys={key.name.lower(): key.value for key in Key},
        screen_keys=[key.value for key in SCREEN_KEYS],
        question_keys=[key.value for key, _read, _write in KEYS.values()],
        facets=[facet_declaration(facet) for facet in context.facets],
        texts=translated(TEXTS),
        table=list(table_columns(context.facets)),
        columns=[facet_declaration(column) for column in other_columns(context.facets)],
        marks=_marks(),
        map=_map(context),
        convergence=convergence_config(),
        scenario=scenario_config(),
    )


def _marks() -> Marks:
    shapes = {layer.id: layer for layer in discover() if layer.on_canvas}
    by_kind = {"zone_site": shapes["zone_sites"], "premises": shapes["premises"]}
    return Marks(
        facet="kinds", card=list(CARD_FACETS), by_code={kind: Mark(**layer.style, layer=layer.id) for kind, layer in by_kind.items()}
    )


def _map(context: Context) -> MapConfig:
    entries = [entry for _group, items in search_entries(context.territory) for entry in items if "place" not in entry]
    bases = BASES if context.settings.online_base_maps else BASES[:1]
    return MapConfig(
        bounds=bounds_wgs84(context),
        names=[MapName.model_validate(name) for name in place_names(context.territory)],
        layers=[_layer(layer, context) for layer in offered(context.territory)],
        bases=[BaseMap(id=key, label=_(label), url=url, attribution=credit) for key, label, url, credit in bases],
        search={
            entry["key"]: SearchEntry(**{name: value for name, value in entry.items() if name not in {"key", "label"}}) for entry in entries
        },
    )


def _layer(layer: Layer, context: Context) -> LayerAddress:
    return LayerAddress(id=layer.id, on_canvas=layer.on_canvas, url=context.urls.get(layer.id, ""))
