"""Routes of the search for a position: what a text may mean, and what holds a point."""

from __future__ import annotations

from flask import Flask, Response, request

from callbacks.forms import private, refusable
from services.place_search import PlaceSearch


def serve(server: Flask, service: PlaceSearch) -> None:
    """Serve the two searches."""

    @server.get("/geocode.json")
    def geocode() -> Response:
        return private(service.search(request.args.get("q", "")))

    @server.get("/reverse.json")
    @refusable
    def reverse() -> Response:
        return private(service.around(request.args.get("lon", ""), request.args.get("lat", "")))
