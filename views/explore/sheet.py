"""The place sheet: every attribute with its unit, source and date, and what lies around."""

from __future__ import annotations

from typing import Any

from dash import html

from domain.candidate import Kind
from domain.network import NETWORK_ID
from geodata.catalogue import nature
from geodata.surroundings import Near
from geodata.territory import Territory
from i18n import gettext as _
from i18n import ngettext
from i18n.numbers import number, quantity
from services.attachments import PlacePhotos
from services.place_sheet import PlaceSheet, Row, UnknownPlace
from services.words.priority import none_near
from views.components.minimap import minimap
from views.components.parts import act, example_badge, icon, place_name
from views.components.photos import photo
from views.explore.sheet_gains import gains

COLOURS = {Kind.ZONE_SITE: "#0072B2", Kind.PREMISES: "#E69F00"}
DEMAND_SOURCE = "demand_estimate"
HEAD = 3
"""Parts of a sheet before its first block: title, address, map."""


def place_sheet(sheet: PlaceSheet | UnknownPlace | None) -> list[Any]:
    """Return the sheet of a place; a sentence when no place has its id; nothing while none is asked."""
    if sheet is None:
        return []
    if isinstance(sheet, UnknownPlace):
        words = _("Aucun lieu ne porte l'identifiant « {id} ». Il a pu être retiré.")
        network = _("Un réseau s'ouvre sur l'écran « Convergence ».")
        return [_head([_("Lieu introuvable")]), html.P(network if sheet.id.startswith(NETWORK_ID) else words.format(id=sheet.id))]
    picture = html.Img(
        src=minimap(sheet.territory, sheet.point_l93, COLOURS[sheet.kind]),
        className="minimap",
        alt=_("Plan : le lieu et un cercle d'un kilomètre"),
    )
    return [
        _head(place_name(sheet.name, sheet.is_example)),
        html.P(_where(sheet), className="sheet-address"),
        picture,
        *[_block(title, rows) for title, rows in sheet.blocks],
        _surroundings(sheet),
        *_official(sheet),
        *gains(sheet.gains, sheet.id, sheet.networks),
        _footer(sheet),
    ]


def with_photos(parts: list[Any], photos: PlacePhotos) -> list[Any]:
    """Return a sheet with its place's photographs after the map: drawn for each person apart, while the rest is everybody's."""
    words = ngettext(
        "{n} photo pas encore acceptée, réservée à l'organisation qui propose le lieu et à ceux qui décident.",
        "{n} photos pas encore acceptées, réservées à l'organisation qui propose le lieu et à ceux qui décident.",
        photos.reserved,
    )
    reserved = [html.P(words.format(n=photos.reserved), className="note")] if photos.reserved else []
    if not photos.public and not reserved:
        return parts
    pictures = html.Div([photo(one, n) for n, one in enumerate(photos.public, 1)], className="place-photos")
    shown = html.Section([html.H3(_("Photos")), pictures, *reserved], className="sheet-block sheet-photos")
    return [*parts[:HEAD], shown, *parts[HEAD:]]


def _where(sheet: PlaceSheet) -> str:
    return _("{address} · identifiant {id}").format(address=sheet.address or _("sans adresse"), id=sheet.id)


def _head(title: list[Any]) -> html.Header:
    close = act("close-sheet", icon("clear"), class_name="icon-button", label=_("Fermer la fiche"))
    return html.Header([html.H2(title, id="sheet-title", tabIndex=-1), close], className="sheet-head")


def _block(title: str, rows: list[Row]) -> html.Section:
    unknown = _("non renseigné")
    lines = [
        html.Div(
            [
                html.Dt(label),
                html.Dd([html.Span(value, className="unknown" if value == unknown else ""), html.Small(note) if note else None]),
            ],
            className="sheet-row",
        )
        for label, value, note in rows
    ]
    return html.Section([html.H3(title), html.Dl(lines)], className="sheet-block")


def _official(sheet: PlaceSheet) -> list[html.Section]:
    """Return the block of the open data at the place; none before a refresh brought one."""
    return [_block(_("D'après les données ouvertes"), list(sheet.official))] if sheet.official else []


def _surroundings(sheet: PlaceSheet) -> html.Section:
    around, territory = sheet.around, sheet.territory
    people = " ; ".join(dict.fromkeys(nature(one) for one in territory.sources((DEMAND_SOURCE,))))
    rows = [
        Row(_("Habitants à moins de 1 km"), number(around.residents), people),
        Row(_("Logements sociaux à moins de 1 km"), number(around.social_dwellings), _counted_from(territory, people)),
    ]
    section = _block(_("Autour"), rows)
    facilities = _("Équipements existants les plus proches, à vol d'oiseau")
    section.children += [
        _near_list(_("QPV à moins de 800 m à vol d'oiseau"), around.priority_neighbourhoods, none_near(territory)),
        _near_list(facilities, around.facilities, _("Aucun équipement connu.")),
    ]
    return section


def _counted_from(territory: Territory, people: str) -> str:
    """Return what a number of social dwellings rests on."""
    if "rpls" in territory.refreshed:
        return _("compté par le RPLS")
    vintages = [_(one.vintage) for one in territory.sources(("sru2024",))]
    if not vintages:
        return _("taux SRU à recevoir par « Sources »")
    return _("{nature} · taux SRU réparti ({vintage})").format(nature=people, vintage=vintages[0])


def _near_list(title: str, items: tuple[Near, ...], nothing: str) -> html.Div:
    lines = [
        html.Li(
            [
                *(item.name, " · ", _("dedans") if item.distance_m == 0 else quantity(item.distance_m, "m")),
                *([example_badge(_("exemple"))] if item.is_example else []),
            ]
        )
        for item in items
    ]
    return html.Div([html.H4(title), html.Ul(lines) if lines else html.P(nothing)], className="near-list")


def _footer(sheet: PlaceSheet) -> html.Footer:
    source = sheet.source
    share = act("share", [icon("share"), html.Span(_("Copier le lien de cette fiche"), **{"data-label": "1"})])
    only = act("only", _("Ne garder que ce lieu"), facet="places", code=sheet.id)
    words = _("Source : {label}, {producer}, {licence}. Mis à jour le {date}.").format(
        label=_(source.label), producer=source.producer, licence=_(source.licence), date=sheet.updated_on
    )
    return html.Footer([html.P(words, className="source"), html.Div([share, only], className="sheet-actions")], className="sheet-foot")
