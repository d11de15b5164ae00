"""The page that holds the screens: its HTML, and what it fetches early."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from dash import Dash

from access.headers import SUITES
from views.shell.libraries import MAP_CHUNK, asset, plotly_url

PAGE = """<!DOCTYPE html>
<html lang="{lang}">
<head>
{metas}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="{description}">
<title>{title}</title>
{favicon}
{css}
<link rel="stylesheet" href="/data/icons.css">{authority_style}
{libraries}
{preloads}
{prefetches}
</head>
<body data-tab="map">
<p id="start-error" class="edition-notice" role="alert" hidden>{start_error}</p>
{app_entry}
{config}{scripts}{renderer}
</body>
</html>"""


APP_ENTRY = '<div id="react-entry-point"><div class="_dash-loading" role="status">{}</div></div>'
PAGE_PARTS = (
    *("lang", "metas", "description", "title", "favicon", "css", "authority_style", "libraries", "preloads", "prefetches"),
    *("start_error", "app_entry", "config", "scripts", "renderer"),
)


def prefetch_links(urls: Mapping[str, str], app: Dash, assets: Path, path: str) -> str:
    """Return the links that fetch early what the map always needs, and what its screen's charts do, for the page at `path`.

    Dash asks for its map's own script only once the map is drawn; asked for at once, it arrives while the rest is read.
    """
    prefix = app.config.requests_pathname_prefix
    addresses = [f"{prefix.rstrip('/')}{SUITES}{MAP_CHUNK}", *([plotly_url(app.get_asset_url, assets)] if path == prefix else [])]
    scripts = [f'<link rel="prefetch" as="script" href="{address}">' for address in addresses]
    files = [f'<link rel="prefetch" as="fetch" crossorigin href="{urls[name]}">' for name in ("places", "land", "municipalities")]
    return "\n".join([*scripts, *files])


def screen_styles(asset_url: Callable[[str], str], assets: Path, path: str) -> str:
    """Return the styles of the screens that follow the first, whose page only says where they are (`assets/core/screens.mjs`)."""
    addresses = [asset(f"screens/{file.name}", asset_url, assets) for file in sorted((assets / "screens").glob("*.css"))]
    element = '<meta name="screen-style" content="{}">' if path == "/" else '<link rel="stylesheet" href="{}">'
    return "\n".join(element.format(address) for address in addresses)


def with_screen_styles(css: str, elements: str) -> str:
    """Return the page's styles with those elements before the last, `style.css`, which wins where several say something."""
    others, link, last = css.rpartition("<link")
    return f"{others}{elements}\n{link}{last}"
