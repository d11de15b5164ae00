"""The place sheet: every attribute with its unit, source and date, and what lies around."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
from dash import html

from domain.candidate import KIND_OPTIONS, STATUS_OPTIONS, Kind, Role, role_label
from domain.facet import Option
from domain.place_fields import ATTRIBUTES, Audience, Group, PlaceField, field_of
from domain.suitability import suitability
from geodata.catalogue import SOURCES
from geodata.surroundings import Near, surroundings
from geodata.territory import Territory
from i18n import gettext as _
from i18n.numbers import day, number, quantity
from services.context import Context
from views.components.minimap import minimap
from views.components.parts import act, example_badge, icon
from views.explore.sheet_gains import gains

COLOURS = {Kind.ZONE_SITE: "#0072B2", Kind.PREMISES: "#E69F00"}
DEMAND_SOURCE = "demand_estimate"
Row = tuple[str, str, str]


def place_sheet(context: Context, place_id: str | None, query: str = "") -> list[Any]:
    """Return the sheet of a place, judged with the weights of the address; a sentence when no place has this id; nothing without an id."""
    if not place_id:
        return []
    frame = context.territory.candidates
    found = frame[frame["id"] == place_id]
    if found.empty:
        return [
            _head(_("Lieu introuvable"), []),
            html.P(_("Aucun lieu ne porte l'identifiant « {id} ». Il a pu être retiré.").format(id=place_id)),
        ]
    place = found.iloc[0]
    point = (place.geometry.x, place.geometry.y)
    picture = html.Img(
        src=minimap(context.territory, point, COLOURS[Kind(place["kind"])]),
        className="minimap",
        alt=_("Plan : le lieu et un cercle d'un kilomètre"),
    )
    badges = [example_badge(_("exemple"))] if place["is_example"] else []
    return [
        _head(place["name"], badges),
        html.P(f"{_text(place['address'])} · {place['id']}", className="sheet-address"),
        picture,
        *[_block(title, rows) for title, rows in _attributes(context, place)],
        _surroundings(context.territory, point),
        *gains(context.assessor, place_id, query),
        _footer(place),
    ]


def _head(title: str, badges: list[Any]) -> html.Header:
    close = act("close-sheet", icon("clear"), class_name="icon-button", label=_("Fermer la fiche"))
    return html.Header([html.H2([title, " ", *badges], id="sheet-title", tabIndex=-1), close], className="sheet-head")


def _option(options: tuple[Option, ...], code: str) -> str:
    return next((_(option.label) for option in options if option.code == code), code)


def _date(value: Any) -> str:
    return day(None if pd.isna(value) else value.date())


def _attributes(context: Context, place: pd.Series) -> list[tuple[str, list[Row]]]:
    """Return the blocks of (label, value, what it is for the reader's trust)."""
    communes = context.facets["communes"]
    area = communes.all_options[communes.index[place["area_code"]]].label  # type: ignore[union-attr]
    landlord = _landlord(context.territory, place["landlord"])
    identity: list[Row] = [
        (_("Nature du lieu"), _option(KIND_OPTIONS, place["kind"]), ""),
        (_("Avancement"), _option(STATUS_OPTIONS, place["status"]), ""),
        (_("Commune ou arrondissement"), area, ""),
        (_("Quartier"), _text(place["quartier"]), _("quartier dont le centre est le plus proche")),
        (_("Zone d'activité"), _text(place["zone_name"]), "") if place["kind"] == Kind.ZONE_SITE else (_("Bailleur"), landlord, ""),
    ]
    return [
        (_("Le lieu"), [*identity, *_fields(place, Group.PLACE)]),
        (_("Convient comme"), _suited(place)),
        (_("Local"), _fields(place, Group.SPACE)),
        (_("Conditions"), _terms(context, place)),
    ]


def _suited(place: pd.Series) -> list[Row]:
    """Return the answer in each role, with its reason or what is missing."""
    frame, note = place.to_frame().T, _("d'après les conditions d'exclusion, à confirmer")
    return [(role_label(role), suitability(frame, role).sentence(0), note) for role in Role]


def _landlord(territory: Territory, code: Any) -> str:
    return _("sans bailleur") if pd.isna(code) else territory.landlords.get(code, code)


def _text(value: Any) -> str:
    return _("non renseigné") if pd.isna(value) else str(value)


def _fields(place: pd.Series, group: Group) -> list[Row]:
    """Return the rows of the fields of a block that are told of this kind of place."""
    told = [field for field in ATTRIBUTES if field.group is group and place["kind"] in field.kinds]
    return [(_(field.label), _value(field, place[field.id]), _(field.note) if field.note else "") for field in told]


def _value(field: PlaceField, value: Any) -> str:
    if field.type == "number":
        return quantity(value, _(field.unit) if field.unit else "", field.decimals)
    if field.type == "day":
        return _date(value)
    return field.word(value) or _text(value)


def _terms(context: Context, place: pd.Series) -> list[Row]:
    """Return the rows of the conditions: to which day durations are counted, and that a rent is kept where it is."""
    note = _("durées comptées au {day}, date des données").format(day=day(context.territory.as_of))
    rows = _fields(place, Group.TERMS)
    if place["rent_is_confidential"]:
        kept = {_(field.label) for field in ATTRIBUTES if field.audience is Audience.RENT}
        rows = [(label, _("gardé confidentiel") if label in kept else value, beside) for label, value, beside in rows]
    vacant = _(field_of("vacant_since").label)
    return [(label, value, note if label == vacant else beside) for label, value, beside in rows]


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


def _surroundings(territory: Territory, point_l93: tuple[float, float]) -> html.Section:
    around = surroundings(territory, point_l93)
    source = SOURCES[DEMAND_SOURCE]
    rows: list[Row] = [
        (_("Habitants à moins de 1 km"), number(around.residents), _("estimation · {source}").format(source=_(source.label))),
        (_("Logements sociaux à moins de 1 km"), number(around.social_dwellings), _("estimation · taux SRU 2024 réparti")),
    ]
    section = _block(_("Autour"), rows)
    section.children += [
        _near_list(_("QPV à moins de 800 m"), around.priority_neighbourhoods, _("Aucun QPV à moins de 800 m.")),
        _near_list(_("Équipements existants les plus proches"), around.facilities, _("Aucun équipement connu."), example=True),
    ]
    return section


def _near_list(title: str, items: tuple[Near, ...], nothing: str, example: bool = False) -> html.Div:
    mark: Callable[[], list[Any]] = lambda: [example_badge(_("exemple"))] if example else []  # noqa: E731
    lines = [
        html.Li([item.name, " · ", _("dedans") if item.distance_m == 0 else quantity(item.distance_m, "m"), *mark()]) for item in items
    ]
    return html.Div([html.H4(title), html.Ul(lines) if lines else html.P(nothing)], className="near-list")


def _footer(place: pd.Series) -> html.Footer:
    source = SOURCES[place["source_id"]]
    share = act("share", [icon("share"), html.Span(_("Copier le lien de cette fiche"), **{"data-label": "1"})])
    only = act("only", _("Ne garder que ce lieu"), facet="places", code=place["id"])
    words = _("Source : {label}, {producer}, {licence}. Mis à jour le {date}.").format(
        label=_(source.label), producer=source.producer, licence=_(source.licence), date=_date(place["updated_on"])
    )
    return html.Footer([html.P(words, className="source"), html.Div([share, only], className="sheet-actions")], className="sheet-foot")
