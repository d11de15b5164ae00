"""Convergence: wires settings, data, screens, callbacks and the gate into one application, and serves it."""

from __future__ import annotations

import hashlib
import sys
from typing import Any

from dash import Dash
from flask import Flask, request

from access.gate import install_gate
from access.headers import content_security_policy, install_headers
from access.settings import Settings, SettingsError
from callbacks import explore, routes, shell
from callbacks.registry import Registry
from geodata.candidate_facets import candidate_facets
from geodata.column_table import encode_table
from geodata.territory import SnapshotError, Territory, load_territory
from i18n import DEFAULT_LANGUAGE, LANGUAGES, current_language, set_language
from layers import discover, to_geojson
from layers.base_map import land_geojson
from layers.demand import to_cells
from views.browser_config import TEXT_COLUMNS
from views.parts import icon_css
from views.shell import shell as shell_layout
from views.view import Context

PAGE = """<!DOCTYPE html>
<html lang="{lang}">
<head>
{metas}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="{description}">
<title>{title}</title>
{favicon}
{css}
<link rel="stylesheet" href="/data/icons.css">
</head>
<body data-tab="map">
{app_entry}
<footer>{config}{scripts}{renderer}</footer>
</body>
</html>"""


class Convergence(Dash):
    """Dash with a page in the request's language."""

    def interpolate_index(self, **parts: Any) -> str:
        """Fill the page; Dash's own body footer is kept."""
        parts["lang"] = current_language()
        parts["description"] = "Choisir ensemble où ouvrir une ressourcerie / recyclerie."
        return PAGE.format(**{key: parts.get(key, "") for key in ("lang", "metas", "description", "title", "favicon", "css", "app_entry", "config", "scripts", "renderer")})


def create_app(settings: Settings, territory: Territory | None = None) -> Convergence:
    """Build the application. `territory` replaces the embedded data (tests, benches).

    Raises
    ------
    SnapshotError
        When the data snapshot is missing or altered.
    """
    territory = territory or load_territory(settings.snapshot)
    facets = candidate_facets(territory)
    table = encode_table(territory.candidates, facets, TEXT_COLUMNS)
    files = _data_files(territory, table.data)
    urls = {name: file.path for name, file in files.items()}
    context = Context(settings, territory, facets, table, urls)
    server = Flask("convergence", static_folder=None)
    _speak(server)
    app = Convergence(
        __name__,
        server=server,
        title="Convergence",
        update_title="",
        suppress_callback_exceptions=True,
        enable_mcp=False,
        compress=True,
        assets_folder="assets",
    )
    registry = Registry()
    for screen in (shell, explore):
        screen.register(registry, context)
    registry.bind(app)
    app.layout = lambda: shell_layout(context)
    install_gate(server, registry.contracts)
    routes.serve_files(server, list(files.values()))
    install_headers(server, content_security_policy(app.csp_hashes()))
    return app


def _data_files(territory: Territory, table: bytes) -> dict[str, routes.DataFile]:
    """Every file the browser fetches once, its digest in its address."""
    contents = {"places": ("bin", "application/octet-stream", table), "land": ("json", "application/geo+json", land_geojson(territory)), "demand": ("json", "application/json", to_cells(territory))}
    for layer in discover():
        if not layer.on_canvas and layer.id != "demand":
            contents[layer.id] = ("json", "application/geo+json", to_geojson(layer, territory))
    files = {name: routes.DataFile.make(f"/data/{name}-{hashlib.sha256(data).hexdigest()[:12]}.{ending}", mime, data) for name, (ending, mime, data) in contents.items()}
    return files | {"icons": routes.DataFile.make("/data/icons.css", "text/css", icon_css().encode())}


def _speak(server: Flask) -> None:
    """Take the language of each request from its address, else its cookie; French otherwise."""

    @server.before_request
    def choose() -> None:
        asked = request.args.get("lang") or request.cookies.get("lang") or DEFAULT_LANGUAGE
        set_language(asked if asked in LANGUAGES else DEFAULT_LANGUAGE)


def main() -> int:
    """Serve the application with gunicorn; return the exit code."""
    try:
        settings = Settings.from_env()
        app = create_app(settings)
    except (SettingsError, SnapshotError) as error:
        print(error, file=sys.stderr)
        return 2
    from gunicorn.app.base import BaseApplication

    class Service(BaseApplication):
        def load_config(self) -> None:
            options = {"bind": f"{settings.host}:{settings.port}", "workers": settings.workers, "threads": settings.threads, "worker_class": "gthread", "preload_app": True, "control_socket_disable": True, "timeout": 60}
            for key, value in options.items():
                self.cfg.set(key, value)

        def load(self) -> Flask:
            return app.server

    print(f"Convergence : http://{settings.host}:{settings.port}", flush=True)
    Service().run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
