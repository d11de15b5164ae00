"""What the browser is told once: facets, words, addresses of data, signs of the map."""

from __future__ import annotations

from typing import Any

from domain.address import SCREEN_KEYS, Key
from domain.facet import Choices, Facet, RangeFacet
from domain.place_fields import ATTRIBUTES
from domain.scenario import KEYS
from geodata.candidate_facets import other_columns
from i18n import N_
from i18n import gettext as _
from layers import Layer, discover
from layers.base_map import place_names, search_entries
from services.context import Context
from services.convergence_config import convergence_config
from services.scenario_config import scenario_config
from views.components import ids

TABLE_FIRST = ("id", "name", "kinds", "role", "communes", "qpv", "area", "rent", "status", "landlord", "available", "height", "van",
               "transit", "near", "address")  # fmt: skip
CARD_FACETS = ("kinds", "communes", "area", "rent", "role", "status")
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
    "counter": N_("{n} lieux sur {total}"),
    "counter_one": N_("{n} lieu sur {total}"),
    "drawn_zone": N_("tracée sur la carte"),
    "picked": N_("{n} lieux"),
    "picked_one": N_("{n} lieu"),
    "and_more": N_("{names} et {n} autres"),
    "and_more_one": N_("{names} et {n} autre"),
    "lift": N_("Lever le filtre {what}"),
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
    "places_changed": N_("Les lieux ont changé."),
    "refresh": N_("Actualiser"),
    "base_offline": N_("« {name} » ne répond pas : fond local conservé."),
}


def facet_json(facet: Facet) -> dict[str, Any]:
    """Return a facet's declaration as the engine reads it, labels in the current language."""
    out: dict[str, Any] = {"id": facet.id, "label": _(facet.label), "kind": facet.kind, "column": getattr(facet, "column", facet.id)}
    if isinstance(facet, Choices):
        out |= {
            "codes": list(facet.index),
            "labels": [option.label if option.is_proper_noun else _(option.label) for option in facet.all_options],
            "groups": {group: list(members) for group, members in facet.groups.items()},
            "group_labels": dict(facet.group_labels),
        }
    if isinstance(facet, RangeFacet):
        out |= {
            "edges": list(facet.scaled_edges),
            "decimals": facet.decimals,
            "is_date": facet.is_date,
            "unit": _(facet.unit) if facet.unit else "",
        }
    return out


def table_columns(context: Context) -> tuple[str, ...]:
    """Return the columns that the table may show: some facets, then every field of a place that none of them carries."""
    others = other_columns(context.facets)
    return (*TABLE_FIRST, *others.by_id, *(field.id for field in ATTRIBUTES if field.type == "text"))


def controls(context: Context) -> list[dict[str, str]]:
    """Return the facet controls of the panel, in the order in which their callback lists them."""
    out = []
    for facet in context.facets:
        parts = ("codes",) if isinstance(facet, Choices) else ("low", "high", "unknown") if isinstance(facet, RangeFacet) else ()
        out += [{"id": ids.control(facet.id, part), "facet": facet.id, "part": part} for part in parts]
    return out


def _layer_json(layer: Layer, context: Context) -> dict[str, Any]:
    return {"id": layer.id, "on_canvas": layer.on_canvas, "url": context.urls.get(layer.id, "")}


def bounds_wgs84(context: Context) -> list[list[float]]:
    """Return the territory's box as Leaflet takes it: [[south, west], [north, east]], degrees."""
    west, south, east, north = context.territory.municipalities.geometry.to_crs(4326).total_bounds.round(4).tolist()
    return [[south, west], [north, east]]


def _map_json(context: Context) -> dict[str, Any]:
    entries = [entry for _group, items in search_entries(context.territory) for entry in items]
    bases = BASES if context.settings.online_base_maps else BASES[:1]
    return {
        "bounds": bounds_wgs84(context),
        "names": place_names(context.territory),
        "layers": [_layer_json(layer, context) for layer in discover()],
        "bases": [{"id": key, "label": _(label), "url": url, "attribution": credit} for key, label, url, credit in bases],
        "search": {entry["key"]: {name: value for name, value in entry.items() if name != "key"} for entry in entries},
    }


def browser_config(context: Context) -> dict[str, Any]:
    """Return the whole configuration, in the current language."""
    shapes = {layer.id: layer for layer in discover() if layer.on_canvas}
    by_kind = {"zone_site": shapes["zone_sites"], "premises": shapes["premises"]}
    return {
        "data_url": context.urls["places"],
        "keys": {key.name.lower(): key.value for key in Key},
        "screen_keys": [key.value for key in SCREEN_KEYS],
        "question_keys": [key.value for key, _read, _write in KEYS.values()],
        "facets": [facet_json(facet) for facet in context.facets],
        "texts": {key: _(text) for key, text in TEXTS.items()},
        "controls": controls(context),
        "table": list(table_columns(context)),
        "columns": [facet_json(column) for column in other_columns(context.facets)],
        "marks": {
            "facet": "kinds",
            "card": list(CARD_FACETS),
            "by_code": {kind: {**layer.style, "layer": layer.id} for kind, layer in by_kind.items()},
        },
        "map": _map_json(context),
        "convergence": convergence_config().model_dump(),
        "scenario": scenario_config().model_dump(),
    }
