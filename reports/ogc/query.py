"""What a request of the OGC API may ask of a collection, read strictly: what is unknown or not valid is refused with a sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import shapely

from i18n import gettext as _
from reports.ogc.collections import Collection
from reports.ogc.crs import CRS84, boxes, known_crs

DEFAULT_LIMIT, MOST = 100, 10_000
FORMATS = frozenset({"json", "geojson"})
EVERYWHERE = frozenset({"f", "lang"})
ITEMS = frozenset({*EVERYWHERE, "limit", "offset", "bbox", "bbox-crs", "crs", "datetime"})
_DAY = r"\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2}))?"
DATETIME = re.compile(rf"({_DAY}|(({_DAY}|\.\.)?/({_DAY}|\.\.)?))", re.ASCII)
NUMBER = r"-?\d{1,12}(\.\d{1,12})?"
BBOX = rf"^{NUMBER}(,{NUMBER}){{3}}((,{NUMBER}){{2}})?$"
"""Four numbers, or six; a box whose corners are in the wrong order holds nothing."""
MOST_DIGITS, BEYOND = 400, 10**9
BBOX_SIZES = {4: (0, 1, 2, 3), 6: (0, 1, 3, 4)}
Flags = npt.NDArray[np.bool_]


class BadParameter(ValueError):  # noqa: N818 - an answer, not a fault of ours
    """A parameter is unknown or its value is not valid; the message says which, in the current language."""


@dataclass(frozen=True)
class ItemsQuery:
    """Which features are wanted, and in which system (an address of `reports.ogc.crs.known_crs`)."""

    limit: int = DEFAULT_LIMIT
    offset: int = 0
    crs: str = CRS84
    bbox: tuple[float, float, float, float] | None = None
    bbox_crs: str = CRS84
    filters: Mapping[str, str] = field(default_factory=dict)

    def mask(self, collection: Collection) -> Flags:
        """Return (n,) which features pass."""
        passing = np.ones(len(collection.ids), bool)
        for name, text in self.filters.items():
            passing &= _equal(collection, name, text)
        if self.bbox is None:
            return passing
        crs, areas = boxes(self.bbox, self.bbox_crs)
        shapes = collection.shapes_in(crs)
        return passing & np.any([shapely.intersects(shapes, area) for area in areas], axis=0)


def check_plain(parameters: Mapping[str, str], allowed: frozenset[str] = EVERYWHERE) -> None:
    """Refuse a parameter that is unknown, and a format that is not offered.

    Raises
    ------
    BadParameter
    """
    for name in parameters:
        if name not in allowed:
            raise BadParameter(_("Paramètre inconnu : « {name} ».").format(name=name))
    if parameters.get("f", "json") not in FORMATS:
        raise BadParameter(_("f : seul « json » est offert."))


def items_query(parameters: Mapping[str, str], collection: Collection) -> ItemsQuery:
    """Read what is asked of the features of a collection.

    Raises
    ------
    BadParameter
    """
    check_plain(parameters, ITEMS | frozenset(collection.columns))
    if "datetime" in parameters and not DATETIME.fullmatch(parameters["datetime"]):
        raise BadParameter(_("datetime : un jour, un instant ou un intervalle de la RFC 3339 est attendu."))
    return ItemsQuery(
        min(whole(parameters, "limit", DEFAULT_LIMIT, 1), MOST),
        whole(parameters, "offset", 0, 0),
        crs_of(parameters, "crs"),
        _bbox(parameters),
        crs_of(parameters, "bbox-crs"),
        {name: text for name, text in parameters.items() if name in collection.columns},
    )


def crs_of(parameters: Mapping[str, str], name: str) -> str:
    """Return the system that a parameter names; CRS84 without it.

    Raises
    ------
    BadParameter
    """
    crs = parameters.get(name, CRS84)
    if crs not in known_crs():
        raise BadParameter(_("{name} : système inconnu ; connus : {known}.").format(name=name, known=", ".join(known_crs())))
    return crs


def whole(parameters: Mapping[str, str], name: str, default: int, least: int) -> int:
    """Return a whole number; one beyond a thousand million is as good as that.

    Raises
    ------
    BadParameter
    """
    text = parameters.get(name, str(default))
    number = min(int(text[:MOST_DIGITS]), BEYOND) if re.fullmatch(r"\d+", text, re.ASCII) else -1
    if number < least:
        raise BadParameter(_("{name} : un nombre entier d'au moins {least} est attendu.").format(name=name, least=least))
    return BEYOND if len(text.lstrip("0")) > len(str(BEYOND)) else number


def _bbox(parameters: Mapping[str, str]) -> tuple[float, float, float, float] | None:
    if "bbox" not in parameters:
        return None
    if not re.fullmatch(BBOX, parameters["bbox"], re.ASCII):
        raise BadParameter(_("bbox : quatre nombres séparés par des virgules sont attendus, le coin bas d'abord."))
    numbers = [float(part) for part in parameters["bbox"].split(",")]
    first, second, third, fourth = (numbers[at] for at in BBOX_SIZES[len(numbers)])
    return first, second, third, fourth


def _equal(collection: Collection, name: str, text: str) -> Flags:
    """Return (n,) where a property is exactly that value; where it is unknown it is none."""
    values, kind = collection.columns[name], collection.type_of(name)
    if kind == "number":
        try:
            return np.asarray(values == float(text), bool)
        except ValueError:
            raise BadParameter(_("{name} : un nombre est attendu.").format(name=name)) from None
    if kind == "boolean":
        if text not in ("true", "false"):
            raise BadParameter(_("{name} : « true » ou « false » est attendu.").format(name=name))
        return np.asarray(values == (text == "true"), bool)
    if values.dtype.kind == "M":
        return np.asarray(values.dt.strftime("%Y-%m-%d") == text, bool)
    return np.asarray(values == text, bool)
