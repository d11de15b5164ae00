"""What the form of a place says that no field declares: the unit of an amount, the activity zones, how large an outline is."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from domain.place_fields import PlaceField
from domain.proposal import Content, has_position
from geodata.crs import polygon_l93, to_l93
from geodata.territory import Territory
from i18n import N_
from i18n import gettext as _
from intake.units import CHARGES, RENT

MOST_ZONES = 400
MIN_CORNERS = 2
ZONE_NEAR_M = 1_500
TYPED_LABELS: Mapping[str, str] = MappingProxyType({RENT: N_("Loyer (hors taxes, hors charges)"), CHARGES: N_("Charges (hors taxes)")})
"""What is asked where one chooses the unit of what one types."""


@dataclass(frozen=True, slots=True)
class ActivityZone:
    """An activity zone that has a name, and the middle of its sites (degrees, WGS 84)."""

    name: str
    lon: float
    lat: float


def typed_label(field: PlaceField) -> str:
    """Return what the form calls a field, in the current language."""
    return _(TYPED_LABELS.get(field.id, field.label))


def activity_zones(territory: Territory) -> list[ActivityZone]:
    """Return the activity zones that are known, to be named as they already are."""
    sites = territory.candidates[territory.candidates["zone_name"].notna()]
    means = sites.groupby("zone_name")[["lon", "lat"]].mean().head(MOST_ZONES)
    return [ActivityZone(name=str(name), lon=float(row.lon), lat=float(row.lat)) for name, row in means.iterrows()]


def zone_to_name(territory: Territory, content: Content) -> str:
    """Return the name of the activity zone in which a place seems to be; empty where it has it already, or none is within 1.5 km."""
    zones = activity_zones(territory) if has_position(content) else []
    if not zones:
        return ""
    x, y = to_l93([content["lon"], *(zone.lon for zone in zones)], [content["lat"], *(zone.lat for zone in zones)])
    distances_m = [math.hypot(x[0] - x[row], y[0] - y[row]) for row in range(1, len(x))]
    nearest = min(range(len(zones)), key=distances_m.__getitem__)
    name = zones[nearest].name
    return name if distances_m[nearest] <= ZONE_NEAR_M and content.get("zone_name") != name else ""


@dataclass(frozen=True, slots=True)
class Outline:
    """The outline of a place: how many corners it has, and its area (m²)."""

    corners: int
    area_m2: float


def outline_of(content: Content) -> Outline | None:
    """Return the outline of a place; None where it has none."""
    ring = content.get("footprint") or []
    shape = polygon_l93(ring) if len(ring) > MIN_CORNERS else None
    return None if shape is None else Outline(len(shape.exterior.coords) - 1, float(shape.area))
