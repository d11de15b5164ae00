"""What the sheet of a place says: every attribute with its unit, source and date, what lies around, what each actor gains there."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar, cast

import pandas as pd

from criteria.assess import Assessment, better_is_hub
from domain.candidate import KIND_OPTIONS, STATUS_OPTIONS, Kind, Role, Status, role_label
from domain.facet_values import Option
from domain.network import Network, networks_of
from domain.place_fields import ATTRIBUTES, Audience, Group, PlaceField, field_of
from domain.suitability import Verdict
from geodata.at_place import Official, at_place
from geodata.catalogue import SOURCES
from geodata.source import Source
from geodata.surroundings import Surroundings, surroundings
from geodata.territory import Territory
from i18n import current_language
from i18n import gettext as _
from i18n.numbers import day, quantity
from services.assessor import Assessor, criteria_of_query
from services.context import Context

SOURCE_OF = {"brownfields": "brownfield_sites", "transit_stops": "transit"}
"""The entry of the catalogue of an official frame, where it has not the frame's name."""


class Row(NamedTuple):
    """A line of the sheet: its label, its value, and what it is for the reader's trust ("" for nothing to say)."""

    label: str
    value: str
    note: str


@dataclass(frozen=True)
class UnknownPlace:
    """No place of the map has this id."""

    id: str


@dataclass(frozen=True, eq=False)
class PlaceGains:
    """A place, by its row, as assessed in both roles: the one that suits it better first."""

    row: int
    roles: tuple[Assessment, Assessment]


@dataclass(frozen=True, eq=False)
class PlaceSheet:
    """All that the sheet of a place says; `point_l93` in metres, EPSG:2154, on the ground of `territory`.

    `networks` are those of the address, which the ways to « Convergence » keep.
    """

    id: str
    name: str
    kind: Kind
    address: str
    is_example: bool
    point_l93: tuple[float, float]
    territory: Territory
    blocks: tuple[tuple[str, list[Row]], ...]
    around: Surroundings
    official: tuple[Row, ...]
    gains: PlaceGains
    networks: tuple[Network, ...]
    source: Source
    updated_on: str


Sheet = PlaceSheet | UnknownPlace | None
Drawn = TypeVar("Drawn")


def sheet_of(context: Context, place_id: str | None, query: str = "") -> Sheet:
    """Return the sheet of a place, judged with the weights, thresholds and hypotheses of an address; None without an id."""
    if not place_id:
        return None
    gains = gains_of(context.assessor, place_id, query)
    if gains is None:
        return UnknownPlace(place_id)
    place = context.territory.candidates.iloc[gains.row]
    point = (place.geometry.x, place.geometry.y)
    return PlaceSheet(
        id=place_id,
        name=str(place["name"]),
        kind=Kind(place["kind"]),
        address="" if pd.isna(place["address"]) else str(place["address"]),
        is_example=bool(place["is_example"]),
        point_l93=point,
        territory=context.territory,
        blocks=tuple(_attributes(context, place, gains)),
        around=surroundings(context.territory, point),
        official=tuple(official_rows(context.territory, point)),
        gains=gains,
        networks=networks_of(query),
        source=SOURCES[place["source_id"]],
        updated_on=_date(place["updated_on"]),
    )


def official_rows(territory: Territory, point: tuple[float, float]) -> list[Row]:
    """Return what the open data that a refresh brought say of a position, each to be confirmed; nothing of those that never came."""
    facts = (
        (_("Zone d'activité"), "activity_zones", _("aucune à moins de 300 m")),
        (_("Espace d'activité régional"), "activity_zones_paca", _("aucune à moins de 300 m")),
        (_("Zone du PLU"), "plui_zones", _("aucune zone publiée ici")),
        (_("Zone inondable réglementée"), "flood_zones", _("hors des zones numérisées")),
        (_("Sol pollué"), "polluted_soils", _("aucun site connu à moins de 100 m")),
        (_("Friche"), "brownfields", _("aucune connue à moins de 200 m")),
        (_("Arrêt de transport le plus proche"), "transit_stops", _("non renseigné")),
    )
    rows = []
    for label, frame, nothing in facts:
        near = at_place(territory, frame, point)
        if near is not None:
            rows.append(Row(label, _official(near) or nothing, _to_confirm(territory, frame)))
    return rows


def _official(near: tuple[Official, ...]) -> str:
    """Return names, with what else is said of each and its distance."""
    parts = ([one.name, one.detail, quantity(one.distance_m, "m") if one.distance_m else ""] for one in near)
    return " ; ".join(" · ".join(filter(None, part)) for part in parts)


def _to_confirm(territory: Territory, frame: str) -> str:
    id_ = SOURCE_OF.get(frame, frame)
    source = next(iter(territory.sources((id_,))), SOURCES[id_])
    return _("à confirmer · {producer}").format(producer=source.producer)


def drawn_sheet(context: Context, place_id: str | None, query: str | None, draw: Callable[[Sheet], Drawn]) -> Drawn:
    """Return the sheet of a place as `draw` draws it; the last ones are kept with the edition, since all read the same."""
    made: Callable[[], Drawn] = lambda: draw(sheet_of(context, place_id, query or ""))  # noqa: E731
    return cast("Drawn", context.edition.sheets.get(_sheet_key(place_id, query), made))


def has_drawn_sheet(context: Context, place_id: str | None, query: str | None) -> bool:
    """Whether a sheet is drawn already."""
    return context.edition.sheets.known(_sheet_key(place_id, query)) is not None


def _sheet_key(place_id: str | None, query: str | None) -> Hashable:
    return place_id, criteria_of_query(query or ""), networks_of(query or ""), current_language()


def gains_of(assessor: Assessor, place_id: str, query: str) -> PlaceGains | None:
    """Return a place assessed in both roles; None when no place has this id."""
    hub, shop = assessor.in_both_roles(query)
    row = shop.row_of(place_id)
    if row is None:
        return None
    return PlaceGains(row, (hub, shop) if better_is_hub(hub, shop)[row] else (shop, hub))


def _option(options: tuple[Option, ...], code: str) -> str:
    return next((_(option.label) for option in options if option.code == code), code)


def _date(value: Any) -> str:
    return day(None if pd.isna(value) else value.date())


def _quartier_words(context: Context) -> str:
    """Return how a place's quartier is known: by its contour, else by the nearest centre."""
    has_contours = "quartier_contours" in context.territory.came
    return _("quartier qui contient le lieu") if has_contours else _("quartier dont le centre est le plus proche")


def _attributes(context: Context, place: pd.Series, gains: PlaceGains) -> list[tuple[str, list[Row]]]:
    """Return the blocks of (label, value, what it is for the reader's trust)."""
    communes = context.facets["communes"]
    area = communes.all_options[communes.index[place["area_code"]]].label  # type: ignore[union-attr]
    landlord = _landlord(context.territory, place["landlord"])
    zone, owner = Row(_("Zone d'activité"), _text(place["zone_name"]), ""), Row(_("Bailleur"), landlord, "")
    identity = [
        Row(_("Nature du lieu"), _option(KIND_OPTIONS, place["kind"]), ""),
        Row(_("Avancement"), _option(STATUS_OPTIONS, place["status"]), _contradiction(place)),
        Row(_(communes.label), area, ""),
        Row(_("Quartier"), _text(place["quartier"]), _quartier_words(context)),
        zone if place["kind"] == Kind.ZONE_SITE else owner,
    ]
    return [
        (_("Le lieu"), [*identity, *_fields(place, Group.PLACE)]),
        (_("Convient comme"), _suited(gains)),
        (_("Local"), _fields(place, Group.SPACE)),
        (_("Conditions"), _terms(context, place)),
    ]


def _contradiction(place: pd.Series) -> str:
    """Say that a place is retained though it is excluded whatever the role; "" when it is not so."""
    is_excluded = place["fits_hub"] == place["fits_shop"] == Verdict.NO
    words = _("attention : retenu bien qu'il soit exclu des deux rôles (raisons sous « Convient comme »)")
    return words if is_excluded and place["status"] == Status.SHORTLISTED else ""


def _suited(gains: PlaceGains) -> list[Row]:
    """Return the answer in each role, with its reason or what is missing."""
    note, suited = _("d'après les conditions d'exclusion, à confirmer"), {one.role: one.suitability for one in gains.roles}
    return [Row(role_label(role), suited[role].sentence(gains.row), note) for role in Role]


def _landlord(territory: Territory, code: Any) -> str:
    return _("sans bailleur") if pd.isna(code) else territory.landlords.get(code, code)


def _text(value: Any) -> str:
    return _("non renseigné") if pd.isna(value) else str(value)


def _fields(place: pd.Series, group: Group) -> list[Row]:
    """Return the rows of the fields of a block that are told of this kind of place."""
    fields = [field for field in ATTRIBUTES if field.group is group and place["kind"] in field.kinds]
    return [Row(_(field.label), _value(field, place[field.id]), _(field.note) if field.note else "") for field in fields]


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
        confidential = {_(field.label) for field in ATTRIBUTES if field.audience is Audience.RENT}
        rows = [row._replace(value=_("gardé confidentiel")) if row.label in confidential else row for row in rows]
    vacant = _(field_of("vacant_since").label)
    return [row._replace(note=note) if row.label == vacant else row for row in rows]
