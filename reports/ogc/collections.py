"""What the OGC API serves: the places, their contours, the layers of the map, and the plans that were chosen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from weakref import WeakKeyDictionary

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from domain.saved import SavedScenario, Status, Wanted
from domain.selection import Selection
from geodata.catalogue import SOURCES
from geodata.crs import WGS84, local_crs
from i18n import current_language
from i18n import gettext as _
from layers import Layer, offered
from layers.demand import LAYER as DEMAND
from reports.columns import columns_of, values_of
from reports.extract import Extract
from reports.ogc.crs import CRS84, Geometries, projected, storage_crs
from reports.plan_tables import CATCHMENTS, REACHED, map_layer, plan_tables
from reports.provenance import TITLE, citation, sources_of
from reports.side_table import SideTable
from scenarios.saving import saved_plan
from services.context import Context
from services.editions import Edition

MOST_PLANS = 20
LOADED: WeakKeyDictionary[Edition, dict[tuple[str, str], Collection]] = WeakKeyDictionary()
Cell = str | float | bool | None
FEWEST_CORNERS = 4


@dataclass(frozen=True, eq=False)
class Collection:
    """One collection: n features.

    Attributes
    ----------
    ids : (n,) the id of each feature, text.
    shapes : (n,) geometries in the territory's projection.
    columns : values of each property, (n,) each, unknown ones null.
    headings : of each property, in the current language.
    attribution : sources, in the current language.
    """

    id: str
    title: str
    description: str
    ids: tuple[str, ...]
    shapes: Geometries
    columns: Mapping[str, pd.Series]
    headings: Mapping[str, str]
    attribution: str
    _known: dict[str, Geometries] = field(default_factory=dict, repr=False)

    @cached_property
    def row_of(self) -> dict[str, int]:
        """The row of each feature by its id."""
        return {id_: row for row, id_ in enumerate(self.ids)}

    def shapes_in(self, crs: str) -> Geometries:
        """Return the geometries in a system (see `reports.ogc.crs`), worked out once."""
        if crs not in self._known:
            self._known[crs] = projected(self.shapes, crs)
        return self._known[crs]

    def extent(self) -> list[float]:
        """Return west, south, east and north in degrees; empty where there is nothing."""
        bounds = shapely.total_bounds(self.shapes_in(CRS84)) if len(self.ids) else np.array([np.nan])
        return [float(end) for end in bounds] if np.isfinite(bounds).all() else []

    def properties(self, row: int) -> dict[str, Cell]:
        """Return the properties of a feature: text, number, yes or no, day as text; None where unknown."""
        return {name: plain(values.iat[row]) for name, values in self.columns.items()}

    def type_of(self, name: str) -> str:
        """Return the JSON type of a property."""
        kind = self.columns[name].dtype.kind
        return "boolean" if kind == "b" else "number" if kind in "iuf" else "string"


def plain(value: object) -> Cell:
    """Return a value of a frame as JSON has it: text, number, yes or no, a day as text; None where unknown."""
    if value is None or value is pd.NaT or value != value:
        return None
    if isinstance(value, dt.date | pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, bool | np.bool_):
        return bool(value)
    return float(value) if isinstance(value, int | float | np.number) else str(value)


def collections_of(context: Context) -> dict[str, Callable[[], Collection]]:
    """Return what makes each collection, by id, the places first; those that rest on the edition are made once."""
    edition, language = context.edition, current_language()

    def loaded(name: str, make: Callable[[], Collection]) -> Collection:
        known = LOADED.setdefault(edition, {})
        if (name, language) not in known:
            known[name, language] = make()
        return known[name, language]

    made: dict[str, Callable[[], Collection]] = {"lieux": partial(loaded, "lieux", partial(_places, context))}
    made["contours"] = partial(_contours, context)
    for layer in offered(context.territory):
        if not layer.on_canvas and layer.id != DEMAND.id:
            made[layer.id] = partial(loaded, layer.id, partial(_of_layer, context, layer))
    for name in PLAN_LAYERS:
        made[name] = partial(_of_chosen, context, name, loaded)
    return made


def _of_chosen(context: Context, name: str, loaded: Callable[[str, Callable[[], Collection]], Collection]) -> Collection:
    """Return a layer of the plans that are « Retenu », made anew once one of them changes."""
    chosen = context.scenarios.page(Wanted(status=Status.CHOSEN), size=MOST_PLANS).items
    versions = ",".join(f"{saved.id}.{saved.version}" for saved in chosen)
    return loaded(f"{name} {versions}", partial(_of_plans, context, name, chosen))


def _places(context: Context) -> Collection:
    extract = Extract(context.territory, context.facets, Selection(context.facets), context.settings.address, dt.date.today())
    columns, values = columns_of(extract), values_of(extract)
    return Collection(
        "lieux",
        _(TITLE),
        _("Les lieux que chacun voit, publiés ou d'exemple (« exemple » le dit) ; une valeur nulle est inconnue, jamais un zéro."),
        tuple(map(str, extract.rows["id"])),
        extract.rows.geometry.to_numpy(),
        {name: column.reset_index(drop=True) for name, column in values.items()},
        {column.id: column.heading for column in columns},
        " ; ".join(citation(source) for source in sources_of(extract)),
    )


def _contours(context: Context) -> Collection:
    rings, frame = context.proposals.contours(), context.territory.candidates
    rows = frame[frame["id"].isin([id_ for id_, ring in rings.items() if len(ring) >= FEWEST_CORNERS])].reset_index(drop=True)
    shapes = gpd.GeoSeries([shapely.Polygon(rings[id_]) for id_ in rows["id"]], crs=WGS84).to_crs(local_crs())
    examples = rows["is_example"].map({True: _("exemple"), False: None}).astype(object)
    return Collection(
        "contours",
        _("Contours des lieux"),
        _("Le contour des lieux publiés dont il a été donné."),
        tuple(map(str, rows["id"])),
        shapes.to_numpy(),
        {"id": rows["id"], "name": rows["name"], "example": examples},
        {"id": _("Identifiant"), "name": _("Nom"), "example": _("Exemple")},
        _cited(context, ["proposals"]),
    )


def _of_layer(context: Context, layer: Layer) -> Collection:
    frame = layer.frame(context.territory, None).reset_index(drop=True)
    names = [str(name) for name in frame.columns if name != frame.geometry.name and frame[name].map(_is_plain).all()]
    key = next((name for name in ("id", "code") if name in names and frame[name].is_unique), "")
    ids = frame[key].map(str) if key else pd.Series(range(len(frame))).map(str)
    return Collection(
        layer.id,
        _(layer.label),
        _(layer.alt),
        tuple(ids),
        frame.geometry.to_numpy(),
        {name: frame[name] for name in names},
        {name: name for name in names},
        _cited(context, layer.sources),
    )


def _is_plain(value: object) -> bool:
    return value is None or isinstance(value, str | int | float | bool | np.generic | dt.date)


def _cited(context: Context, names: Iterable[str]) -> str:
    return " ; ".join(citation(source) for source in context.territory.sources(name for name in SOURCES if name in set(names)))


PLAN_LAYERS = (CATCHMENTS, REACHED)
"""The layers of the plans that were chosen, as exports name them."""


def _of_plans(context: Context, name: str, chosen: Sequence[SavedScenario]) -> Collection:
    """Return a layer of some plans, each feature with its scenario."""
    rows, shapes, ids = list[dict[str, Cell]](), list[shapely.Geometry](), list[str]()
    title, fields = map_layer(name)
    headings = {"scenario_id": _("Scénario"), "scenario": _("Nom du scénario")} | {one.id: one.heading for one in fields}
    for scenario, label, table in _plans(chosen, name):
        for at, (row, shape) in enumerate(zip(table.rows, table.shapes, strict=True)):
            values: dict[str, Cell] = dict(zip((one.id for one in table.fields), row, strict=True))
            rows.append({"scenario_id": scenario, "scenario": label, **values})
            shapes.append(shape)
            ids.append(f"{scenario}.{at}")
    frame = pd.DataFrame(rows, columns=list(headings)).astype({one.id: float for one in fields if one.kind == "number"})
    return Collection(
        name,
        title,
        _("Ce que montrent les scénarios retenus, tels qu'ils ont été enregistrés."),
        tuple(ids),
        gpd.GeoSeries(shapes, crs=WGS84).to_crs(local_crs()).to_numpy(),
        {column: frame[column] for column in frame.columns},
        headings,
        _cited(context, ["demand_estimate", "proposals"]),
    )


def _plans(chosen: Sequence[SavedScenario], name: str) -> Iterator[tuple[str, str, SideTable]]:
    for saved in chosen:
        plan = saved_plan(saved)
        if plan is not None:
            (table,) = (table for table in plan_tables(plan) if table.id == name)
            yield saved.id, saved.name, table


__all__ = ["Collection", "collections_of", "storage_crs"]
