"""Published places for the tests, and somebody who gives them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

from domain.candidate import Kind
from domain.published import PublishedPlace

LAUNDRY = PublishedPlace(
    "LP-000001",
    Kind.PREMISES,
    "mlo",
    5.3691,
    43.3487,
    {
        "name": "Ancienne laverie",
        "address": "12, rue du Figuier",
        "area_m2": 140.0,
        "rent_eur_m2_yr": 85.0,
        "clear_height_m": 3.2,
        "van_access": "yes",
        "level_access": "yes",
        "tenure_months": 36.0,
        "available_on": "2027-03-01",
    },
    False,
    dt.date(2026, 11, 23),
)
YARD = PublishedPlace(
    "SZ-000002",
    Kind.ZONE_SITE,
    None,
    5.6302,
    43.2894,
    {"name": "Cour des Paluds", "zone_name": "Les Paluds", "area_m2": 900.0, "status": "visited"},
    False,
    dt.date(2026, 11, 20),
)
PARIS = replace(LAUNDRY, id="LP-000003", lon_wgs84=2.35, lat_wgs84=48.85)


@dataclass
class Giver:
    """A publication that a test writes; reading it can be made to fail."""

    places: tuple[PublishedPlace, ...] = ()
    number: int = 0
    error: Exception | None = None
    asked: list[str] = field(default_factory=list)

    def publish(self, *places: PublishedPlace) -> None:
        """Replace all that is published."""
        self.places, self.number = places, self.number + 1

    def publication(self) -> int:
        self.asked.append("publication")
        if self.error:
            raise self.error
        return self.number

    def published(self) -> tuple[PublishedPlace, ...]:
        self.asked.append("published")
        if self.error:
            raise self.error
        return self.places
