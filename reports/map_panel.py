"""The words around the standalone map: its heading, and the panel of sources and filter."""

from __future__ import annotations

from html import escape
from urllib.parse import urlsplit

from geodata.catalogue import nature
from geodata.source import Source
from i18n import gettext as _
from i18n.numbers import day
from reports.extract import Extract
from reports.filter_words import filter_words
from reports.provenance import MAP_SOURCES, TITLE, count_words, facts, sources_of


def heading(extract: Extract) -> str:
    """Return the heading: title, count, filter and the mark of example data."""
    chips = "".join(f"<li><b>{escape(label)}</b> {escape(words)}</li>" for label, words in filter_words(extract.selection))
    unfiltered = _("Aucun filtre : tous les lieux.")
    filters = f'<ul class="chips">{chips}</ul>' if chips else f'<p class="muted">{escape(unfiltered)}</p>'
    nothing = "" if len(extract.rows) else f'<p class="nothing">{escape(_("Aucun lieu ne correspond à ces filtres."))}</p>'
    left_out = f'<p class="muted">{escape(extract.left_out)}</p>' if extract.left_out else ""
    return (
        f'<header class="top"><div><h1>{escape(_(TITLE))}</h1>'
        f'<p class="count"><strong>{escape(count_words(extract))}</strong>{_example_mark(extract)}'
        f'<span class="muted">{escape(day(extract.on))}</span></p>{nothing}{filters}{left_out}</div></header>'
    )


def _example_mark(extract: Extract) -> str:
    words = escape(_("données d'exemple"))
    return f'<span class="badge">{words}</span>' if extract.rows["is_example"].any() else ""


def panel(extract: Extract) -> str:
    """Return the panel, closed until asked for: what the file says of itself, then each source."""
    rows = "".join(_fact(label, value, extract.address) for label, value in facts(extract)[1:])
    sources = "".join(_source(source) for source in sources_of(extract, MAP_SOURCES))
    title, made_with = _("Sources, filtre et mentions"), _("Carte faite avec Folium et Leaflet 1.9.4 (BSD 2), contenus dans ce fichier.")
    return (
        f'<details class="panel"><summary>{escape(title)}</summary><div class="panel-body">'
        f"<dl>{rows}</dl><h2>{escape(_('Sources'))}</h2><ul>{sources}</ul>"
        f'<p class="muted">{escape(made_with)}</p></div></details>'
    )


def _fact(label: str, value: str, address: str) -> str:
    return f"<dt>{escape(label)}</dt><dd>{_link(value) if value == address else escape(value)}</dd>"


def _source(source: Source) -> str:
    mark = f' <span class="badge">{escape(nature(source))}</span>' if source.is_example or source.is_estimate else ""
    words = f"{escape(source.producer)}, {escape(_(source.vintage))}, {_link(source.licence_url, _(source.licence))}"
    where = " · " + _link(source.url, _("publication")) if source.url else ""
    return f"<li><b>{escape(_(source.label))}</b>{mark}<br>{words}{where}</li>"


def _link(address: str, text: str = "") -> str:
    """A link to a web address; anything else is shown as text."""
    words = escape(text or address)
    try:
        is_web = urlsplit(address).scheme in {"http", "https"}
    except ValueError:
        is_web = False
    return f'<a href="{escape(address)}" rel="noreferrer">{words}</a>' if is_web else words
