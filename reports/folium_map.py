"""Standalone map: one HTML file, made by Folium, that opens without any network.

Folium renders what it is given a second time as a template, so a name such as ``{{ 7*7 }}`` would be evaluated on the
server. Folium therefore only receives fixed structure (the map, its layers, the layer control); every text that comes from
data goes through `Raw`, escaped, and is written in the page as text by ``page/map.js``.
"""

from __future__ import annotations

import base64
import json
import re
from html import escape
from pathlib import Path
from typing import Any

import folium
from branca.element import Element, Figure, MacroElement
from folium.template import Template
from folium.utilities import JsCode

from geodata.crs import to_wgs84
from geodata.perimeter import in_use
from geodata.territory import Territory
from i18n import N_, current_language
from i18n import gettext as _
from layers import priority_neighbourhoods
from reports.extract import Extract
from reports.map_data import map_data
from reports.map_panel import heading, panel
from reports.provenance import TITLE

HERE = Path(__file__).parent
LEAFLET = HERE / "vendor" / "leaflet"
PAGE = HERE / "page"
FONT = HERE.parent / "assets" / "fonts" / "source-sans-3-latin-wght-normal.woff2"
# Nothing may be fetched, whatever the file holds.
POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; font-src data:;"
    " base-uri 'none'; form-action 'none'"
)
# Without tiles, nothing else tells Leaflet how far one may zoom.
ZOOM: dict[str, Any] = {"minZoom": 6, "maxZoom": 18, "zoomSnap": 0.5}
OUTLINE = 'stroke="#1d2830" stroke-width="1.4" stroke-dasharray="2.6 1.6"'
KEY = '<svg class="key" viewBox="0 0 18 18" aria-hidden="true">'
SQUARE = f'{KEY}<rect x="3" y="3" width="12" height="12" fill="#0072B2" {OUTLINE}/></svg>'
CIRCLE = f'{KEY}<circle cx="9" cy="9" r="6" fill="#E69F00" {OUTLINE}/></svg>'
TRIANGLE = f'{KEY}<path d="M9 2.5 16 15H2z" fill="#ffffff" {OUTLINE}/></svg>'
GROUPS = (
    ("municipalities", N_("Communes et arrondissements"), '<i class="key area town"></i>'),
    ("priority_neighbourhoods", N_("Quartiers prioritaires (QPV)"), '<i class="key area qpv"></i>'),
    ("facilities", N_("Ressourceries et déchèteries existantes"), TRIANGLE),
    ("zone_sites", N_("Sites en zone d'activité"), SQUARE),
    ("premises", N_("Locaux en rez-de-chaussée"), CIRCLE),
)


class Raw(Element):  # type: ignore[misc]
    """Text put in the page as it is, never read as a template."""

    _template = Template("{{ this.text }}\n")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class _Fill(MacroElement):  # type: ignore[misc]
    """The call that fills Folium's layers, once they exist. Holds ids only."""

    _template = Template("{% macro script(this, kwargs) %}\nconvergenceMap({{ this.map_name }}, { {{ this.pairs }} });\n{% endmacro %}")

    def __init__(self, map_name: str, groups: dict[str, str]) -> None:
        super().__init__()
        self._id = "fill"
        self.map_name = map_name
        self.pairs = ", ".join(f"{key}: {name}" for key, name in groups.items())


def write(extract: Extract) -> bytes:
    """Return the standalone map of an extract."""
    figure = Figure(title=escape(f"{_(TITLE)} · Convergence"))
    _head(figure)
    figure.html.add_child(Raw(heading(extract)), name="heading")
    figure.html.add_child(Raw(panel(extract)), name="panel")
    figure.html.add_child(Raw(f'<script type="application/json" id="map-data">{script_json(map_data(extract))}</script>'), name="data")
    _map(extract.territory).add_to(figure)
    return _tidied(figure.render()).encode("utf-8", "replace")


def script_json(data: Any) -> str:
    """Return JSON that can stand inside a script element: no character of it can close the element."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.translate({ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"})


def _head(figure: Figure) -> None:
    pieces = {
        "policy": f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        "leaflet_css": f"<style>{_leaflet_css()}</style>",
        "leaflet_js": f"<script>{_leaflet_js()}\n</script>",
        "page_js": f"<script>{(PAGE / 'map.js').read_text('utf-8')}\n</script>",
    }
    for name, text in pieces.items():
        figure.header.add_child(Raw(text), name=name)


def _map(territory: Territory) -> folium.Map:
    """Return Folium's part: fixed structure, with ids that do not change from one export to the next."""
    west, south, east, north = in_use().bounds_m
    lon, lat = to_wgs84((west + east) / 2, (south + north) / 2)
    drawn = folium.Map((round(float(lat), 2), round(float(lon), 2)), tiles=None, zoom_start=11, zoom_control="bottomright", **ZOOM)
    drawn.default_js, drawn.default_css = [], []
    drawn._id = "places"
    groups = {}
    for key, label, sign in GROUPS:
        if key == priority_neighbourhoods.LAYER.id and not territory.has_priority:
            continue
        group = folium.FeatureGroup(name=f'{sign}<span class="layer-name">{escape(_(label))}</span>')
        group._id = key
        group.add_to(drawn)
        groups[key] = group.get_name()
    control = folium.LayerControl(collapsed=JsCode("window.innerWidth < 720"), autoZIndex=False)
    control._id = "layers"
    control.add_to(drawn)
    drawn.add_child(_Fill(drawn.get_name(), groups), name="fill")
    return drawn


def _tidied(page: str) -> str:
    """Set the language, allow zooming by hand, and put our style after Folium's own."""
    page = page.replace("<html>", f'<html lang="{current_language()}">', 1)
    page = re.sub(r",\s*initial-scale=1\.0, maximum-scale=1\.0, user-scalable=no", ", initial-scale=1", page, count=1)
    return page.replace("</head>", f"<style>{_font()}{(PAGE / 'map.css').read_text('utf-8')}</style>\n</head>", 1)


def _leaflet_js() -> str:
    return re.sub(r"//# sourceMappingURL=\S*", "", (LEAFLET / "leaflet.js").read_text("utf-8"))


def _font() -> str:
    data = base64.b64encode(FONT.read_bytes()).decode()
    return f'@font-face{{font-family:"Source Sans 3";font-weight:200 900;src:url(data:font/woff2;base64,{data}) format("woff2")}}\n'


def _leaflet_css() -> str:
    def inlined(match: re.Match[str]) -> str:
        data = base64.b64encode((LEAFLET / "images" / match[1]).read_bytes()).decode()
        return f"url(data:image/png;base64,{data})"

    return re.sub(r"url\(images/([\w-]+\.png)\)", inlined, (LEAFLET / "leaflet.css").read_text("utf-8"))
