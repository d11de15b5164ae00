"""Routes of the search for a position: what a text may mean, and what holds a point."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from flask import Flask, Response, jsonify, request

from callbacks.forms import private
from geodata.finder import Around, Finder
from geodata.gazetteer import Answer
from geodata.geocoder import MAX_TEXT, Geocoder
from i18n import N_
from i18n import gettext as _
from services.context import Context

PRECISIONS: Mapping[str, str] = MappingProxyType(
    {
        "number": N_("au numéro"),
        "interpolated": N_("position estimée d'après les numéros voisins"),
        "street": N_("à la rue"),
        "place": N_("au lieu"),
        "area": N_("au centre du secteur"),
    }
)


def finder_of(context: Context) -> Finder:
    """Return the search that the settings ask for."""
    url = context.settings.geocoder_url
    return Finder(context.settings.streets, Geocoder(url, context.editions.latest().territory) if url else None)


def serve(server: Flask, context: Context, finder: Finder | None = None) -> None:
    """Serve the two searches, among the latest places."""
    found = finder or finder_of(context)

    @server.get("/geocode.json")
    def geocode() -> Response:
        territory = context.editions.latest().territory
        answer = found.search(territory, request.args.get("q", "")[:MAX_TEXT])
        names = dict(zip(territory.municipalities["code"], territory.municipalities["name"], strict=True))
        return private({"answers": [_answer_json(each, names) for each in answer.answers], "note": answer.note})

    @server.get("/reverse.json")
    def reverse() -> Response | tuple[Response, int]:
        lon, lat = (_degrees(request.args.get(name, "")) for name in ("lon", "lat"))
        if lon is None or lat is None:
            return jsonify(error=_("Position illisible : longitude et latitude en degrés attendues.")), 422
        return private(_around_json(found.around(context.editions.latest().territory, lon, lat)))


def _degrees(text: str) -> float | None:
    try:
        value = float(text[:40])
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) <= 180 else None


def _answer_json(answer: Answer, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "label": answer.label,
        "kind": answer.kind,
        "lon": answer.lon,
        "lat": answer.lat,
        "area_code": answer.area_code,
        "area": names.get(answer.area_code or ""),
        "precision": answer.precision,
        "words": _(PRECISIONS[answer.precision]),
    }


def _around_json(around: Around) -> dict[str, Any]:
    qpv = around.qpv
    return {
        "area_code": around.area_code,
        "area": around.area,
        "quartier": around.quartier,
        "qpv": None if qpv is None else {"code": qpv.code, "name": qpv.name, "distance_m": qpv.distance_m, "inside": qpv.distance_m == 0},
        "address": around.address,
        "inside": around.area_code is not None,
    }
