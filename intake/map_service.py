"""What a map service says that it has, read in the process apart: WMS, WMTS, OGC API; and the features of one of its collections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from i18n import N_
from i18n import gettext as _
from intake.errors import FileError
from intake.sandbox import parse

CPU_S = 8
Feature = dict[str, Any]
"""A feature as GeoJSON has it."""
SENTENCES: Mapping[str, str] = {
    "unreadable": N_(
        "Cette adresse ne répond pas par la description d'un service : attendu un GetCapabilities (WMS, WMTS) ou une OGC API."
    ),
    "unknown": N_("Ce qui est à cette adresse n'est ni un WMS, ni un WMTS, ni une OGC API."),
    "exception": N_("Le service répond par une erreur : vérifiez l'adresse, elle doit demander GetCapabilities."),
    "entity": N_("Le service déclare des entités XML, qui sont interdites."),
    "long": N_("La description du service est trop longue ou imbriquée trop profondément."),
    "no_map": N_("Le service ne dit pas à quelle adresse demander une carte."),
    "projection": N_("Ce calque n'est pas donné dans la projection des cartes du web (EPSG:3857, tuiles GoogleMapsCompatible)."),
    "image": N_("Ce calque n'est pas donné en image (PNG, JPEG ou WebP)."),
    "not_features": N_("Le service n'a pas répondu par des objets en GeoJSON."),
    "features_long": N_("Les objets de ce calque ont trop de sommets pour être dessinés."),
}


@dataclass(frozen=True)
class ServiceLayer:
    """A layer of a service.

    Attributes
    ----------
    kind : ``wms``, ``tiles``, ``features``, or ``tile_sets`` for what tells where its tiles are.
    url : where maps are requested, a template of tiles ({z}, {x}, {y}), or where features or tile sets are read.
    attribution : found with the layer, or with its service; empty where neither says whose it is.
    bounds : west, south, east, north, degrees (WGS 84); None where nothing is said.
    refusal : why it cannot be drawn, a key of `SENTENCES`; empty otherwise.
    layers, version, format : of a WMS, what a map is requested with.
    """

    kind: str
    id: str
    title: str
    attribution: str = ""
    url: str = ""
    bounds: Sequence[float] | None = None
    refusal: str = ""
    max_zoom: int = 19
    layers: str = ""
    version: str = ""
    format: str = ""


@dataclass(frozen=True)
class ServiceDocument:
    """What one document of a service tells: its layers, or the `next` address to read; and to whom all of it is due."""

    layers: tuple[ServiceLayer, ...]
    next: str = ""
    attribution: str = ""


@dataclass(frozen=True)
class FeaturePage:
    """Some features (GeoJSON), the address of the next page, and how many could not be drawn."""

    features: list[Feature]
    next: str
    left: int


def read_document(data: bytes, url: str) -> ServiceDocument:
    """Return what a document tells, which was read at `url`.

    Raises
    ------
    FileError
        It is none of a map service: a sentence in the current language.
    Busy
        The machine has no time for it now.
    """
    answer = _answer("service", data, {"url": url})
    return ServiceDocument(
        tuple(ServiceLayer(**one) for one in answer.get("layers", ())), str(answer.get("next", "")), str(answer.get("attribution", ""))
    )


def read_features(data: bytes, url: str, bounds: Sequence[float]) -> FeaturePage:
    """Return the features of a page that meet a box (west, south, east, north, degrees); raises as `read_document`."""
    answer = _answer("features", data, {"url": url, "bounds": list(bounds)})
    return FeaturePage(answer["features"], str(answer["next"]), int(answer["left"]))


def reason(code: str) -> str:
    """Return why a document or a layer cannot be used, by its key of `SENTENCES`, in the current language."""
    sentence = SENTENCES.get(code, SENTENCES["unknown"])
    return _(sentence)


def _answer(reader: Literal["features", "service"], data: bytes, request: Mapping[str, Any]) -> dict[str, Any]:
    answer = parse(reader, data, request, cpu_s=CPU_S)
    if "reason" in answer:
        raise FileError(reason(str(answer["reason"])))
    return answer
