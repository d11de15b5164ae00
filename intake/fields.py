"""The columns of a file of places: the fields that a cell can hold, the two coordinates, and the mark of an example."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import replace
from types import MappingProxyType

from domain.candidate import Kind
from domain.place_fields import PLACE_FIELDS, TAGS, YES_NO, Audience, Group, PlaceField, fields_of
from domain.proposal import RENT_SWITCH
from geodata.perimeter import in_use
from i18n import N_
from i18n import gettext as _

EXAMPLE = PlaceField(
    "example",
    N_("Exemple"),
    "text",
    None,
    Audience.WORKING,
    high=20,
    aliases=("is_example", "example"),
    example=N_("exemple"),
    help=N_("Une ligne où cette case est remplie est laissée de côté."),
)
COORDINATES = (
    PlaceField("x", N_("Longitude"), "number", Group.PLACE, Audience.EVERYBODY, N_("degrés, WGS 84"), -1e11, 1e11, gender="f",
               aliases=("x", "lon", "long", "lng", "longitude ou x", "x_l93", "x lambert 93", "coordonnée x", "x wgs84", "lon wgs84",
                        "easting"),
               help=N_("Ou X en mètres (Lambert-93, en métropole) : le système est à déclarer à l'envoi.")),
    PlaceField("y", N_("Latitude"), "number", Group.PLACE, Audience.EVERYBODY, N_("degrés, WGS 84"), -1e11, 1e11, gender="f",
               aliases=("y", "lat", "latitude ou y", "y_l93", "y lambert 93", "coordonnée y", "y wgs84", "lat wgs84", "northing"),
               help=N_("Ou Y en mètres (Lambert-93, en métropole) : le système est à déclarer à l'envoi.")),
)  # fmt: skip
COORDINATE_IDS = frozenset(field.id for field in COORDINATES)
LOCATION = PlaceField(
    "location",
    N_("Position ou contour en une colonne"),
    "text",
    Group.PLACE,
    Audience.EVERYBODY,
    high=200_000,
    aliases=("geo point", "geo point 2d", "geopoint", "coordonnées", "coordonnées gps", "coordonnées géographiques", "gps", "lat lon",
             "latlon", "lat long", "lat lng", "latitude longitude", "longitude latitude", "position", "coordinates", "point"),
)  # fmt: skip
OUTLINE = PlaceField(
    "outline",
    N_("Contour ou géométrie en une colonne"),
    "text",
    Group.PLACE,
    Audience.EVERYBODY,
    high=200_000,
    aliases=("geo shape", "geoshape", "shape", "contour", "geom", "the geom", "wkb geometry", "geometry", "géométrie", "wkt",
             "outline"),
)  # fmt: skip
IN_ONE_COLUMN = (LOCATION, OUTLINE)
"""What a column tells a position or a contour by itself in, whatever it is called; a file may have both. No template has them."""
IN_ONE_COLUMN_IDS = frozenset(field.id for field in IN_ONE_COLUMN)
PLACING = frozenset({"address"}) | COORDINATE_IDS | IN_ONE_COLUMN_IDS
"""The ids of the fields that tell, alone or together, where a place is."""


def tell_position(fields: Set[str]) -> bool:
    """Say whether columns mapped to these fields tell positions: both coordinates, or a column that holds them."""
    return fields >= COORDINATE_IDS or not fields.isdisjoint(IN_ONE_COLUMN_IDS)


PLACE_ID = PlaceField(
    "place_id",
    N_("Identifiant d'un lieu déjà ici"),
    "text",
    None,
    Audience.WORKING,
    high=20,
    aliases=("place id",),
    example="LP-000123",
)  # fmt: skip
"""The identifier by which a row of an export finds its place again; no template has it."""
WHOLE = "area_m2"
PARTS = tuple(field.id for field in PLACE_FIELDS if field.part_of == WHOLE)
"""The areas that are never larger than that of the place."""


def _columns(kind: Kind) -> Iterator[PlaceField]:
    yield EXAMPLE
    for field in fields_of(kind):
        if field.is_plain:
            yield field
        elif field.id == "position":
            yield from COORDINATES
        elif field.id == TAGS:
            yield replace(field, type="text")
        elif field.id == RENT_SWITCH:
            yield replace(field, type="choice", choices=YES_NO, aliases=("rent is confidential", "loyer réservé"), example=N_("Non"))


FIELDS: Mapping[Kind, tuple[PlaceField, ...]] = MappingProxyType({kind: tuple(_columns(kind)) for kind in Kind})
"""The columns of a file of each kind of place, in the order of the template."""


def fields_by_id(kind: Kind) -> dict[str, PlaceField]:
    """Return the columns of a file of a kind of place, by id."""
    return {field.id: field for field in mapped_fields(kind)}


def mapped_fields(kind: Kind) -> tuple[PlaceField, ...]:
    """Return what a column may become: the fields of a file, a position or a contour in one column, the identifier of a place."""
    return (*FIELDS[kind], *IN_ONE_COLUMN, PLACE_ID)


def example_of(field: PlaceField) -> str:
    """Return an example of what a field takes, in the current language (the territory's own of a place); "" where there is none."""
    return in_use().examples.get(field.id) or (_(field.example) if field.example else "")
