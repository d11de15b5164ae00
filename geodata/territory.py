"""The territory: every reference frame, read once from a snapshot whose hashes are verified."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import geopandas as gpd
import pandas as pd

from geodata.census import outlined
from geodata.communes import Communes
from geodata.enrich import enrich
from geodata.manifest import MANIFEST, Manifest, Refreshed, bytes_of, read_manifest
from geodata.official_frames import OFFICIAL, OfficialFrames, nothing_of
from geodata.official_frames import typed as typed_official
from geodata.parquet import from_bytes
from geodata.perimeter import FILE, Perimeter, in_use, read_perimeter, use
from geodata.schemas import SCHEMAS, typed
from geodata.source import Source
from geodata.vintages import standing_for
from i18n import gettext as _

SNAPSHOT = Path(__file__).parent / "snapshot"
GTFS, STREETS, ROADS = "gtfs.zip", "street_index.parquet", "roads.osm.pbf"
"""Files that a snapshot may hold whole: the timetables of public transport, and the index of streets and numbers."""


class SnapshotError(RuntimeError):
    """The data snapshot is absent, incomplete or altered; the message names the file and the remedy."""


@dataclass(frozen=True, eq=False)
class Territory:
    """The reference frames. Geometry is in the perimeter's projection (`geodata.crs.local_crs`); read-only: copy before changing.

    Attributes
    ----------
    municipalities : GeoDataFrame
        The communes, and the arrondissements of those that have some (polygons).
    town_halls : GeoDataFrame
        The communes' town halls (points): where a commune's name is best written.
    neighbours : GeoDataFrame
        Communes around, clipped: for drawing land only (polygons).
    priority_neighbourhoods : GeoDataFrame
        The QPV (polygons).
    quartiers : GeoDataFrame
        The quartiers of arrondissements (points), where they are known.
    iris : DataFrame
        The IRIS, without geometry.
    demand : GeoDataFrame
        Demand points, an estimate whose totals are official (points).
    facilities : GeoDataFrame
        Existing ressourceries and déchèteries, example data (points).
    candidates : GeoDataFrame
        Candidate places, enriched (points): the snapshot's examples, then what was published since (`geodata.published`).
    as_of : date
        The day of this edition of the data, to which vacancies, tenures and availability are counted: the latest update of the
        snapshot's own places. Places that are published since do not move it.
    version : str
        Short content hash of the snapshot, and of the published places when there are some.
    landlords : mapping
        Name of each landlord's organisation, by code; a code without a name names itself.
    refreshed : mapping
        What official services gave of it, by data set: those brought up to date since the snapshot that comes with the product.
    came : mapping
        The frames of the data sets that only a refresh brings, by name: those that came (see `official`).
    files : mapping
        Files that a refresh received and the snapshot holds whole, by name, as ``gtfs.zip``.
    """

    municipalities: gpd.GeoDataFrame
    town_halls: gpd.GeoDataFrame
    neighbours: gpd.GeoDataFrame
    priority_neighbourhoods: gpd.GeoDataFrame
    quartiers: gpd.GeoDataFrame
    iris: pd.DataFrame
    demand: gpd.GeoDataFrame
    facilities: gpd.GeoDataFrame
    candidates: gpd.GeoDataFrame
    version: str
    as_of: dt.date
    landlords: Mapping[str, str] = field(default_factory=lambda: in_use().landlords)
    refreshed: Mapping[str, Refreshed] = field(default_factory=dict)
    came: OfficialFrames = field(default_factory=dict)
    files: Mapping[str, Path] = field(default_factory=dict)

    def official(self, name: str) -> pd.DataFrame:
        """Return a frame of `geodata.official_frames`; without any row where it never came."""
        return self.came[name] if name in self.came else nothing_of(name, self.municipalities.crs)

    def sources(self, ids: Iterable[str]) -> tuple[Source, ...]:
        """Return the entries of the catalogue that stand for `ids` here: refreshed ones, and real ones in the place of examples."""
        return standing_for(self.refreshed, ids)

    @property
    def has_priority(self) -> bool:
        """Whether there is a priority neighbourhood in the territory, as far as is known."""
        return len(self.priority_neighbourhoods) > 0

    @property
    def knows_priority(self) -> bool:
        """Whether it is known where the priority neighbourhoods are: some are there, or a refresh found that there is none."""
        return self.has_priority or "qpv2024" in self.refreshed

    @cached_property
    def areas(self) -> pd.DataFrame:
        """The columns of the communes and arrondissements, by code."""
        return pd.DataFrame(self.municipalities.drop(columns="geometry")).set_index("code")

    @cached_property
    def outlined_quartiers(self) -> gpd.GeoDataFrame:
        """The quartiers, as polygons where their contours came."""
        return outlined(self.quartiers, self.came.get("quartier_contours"))

    @cached_property
    def communes(self) -> Communes:
        """The communes and arrondissements, by position."""
        return Communes(self.municipalities, self.neighbours)


def load_territory(path: Path | None = None) -> Territory:
    """Read a snapshot directory (the embedded one by default); its perimeter is in use from then on in this process.

    Raises
    ------
    SnapshotError
        When a file is missing, altered or unreadable.
    """
    directory = SNAPSHOT if path is None else path
    manifest = _manifest(directory)
    use(_perimeter(directory))
    frames = {name: _frame(directory, manifest, name) for name in SCHEMAS}
    names = {entry.name for entry in manifest.entries}
    came = {name: _official(directory, manifest, name) for name in OFFICIAL if f"{name}.parquet" in names}
    places, priority, quartiers = (gpd.GeoDataFrame(frames[name]) for name in ("candidates", "priority_neighbourhoods", "quartiers"))
    frames["candidates"] = enrich(places, priority, outlined(quartiers, came.get("quartier_contours")), stops_of(came))
    updated = frames["candidates"]["updated_on"]
    as_of = dt.date.fromisoformat(in_use().made_on) if updated.empty else updated.max().date()
    refreshed = {one.id: one for one in manifest.refreshed}
    files = {name: directory / name for name in sorted(names) if not name.endswith(".parquet") or name == STREETS}
    return Territory(
        version=manifest.version, as_of=as_of, landlords=in_use().landlords, refreshed=refreshed, came=came, files=files, **frames
    )


def stops_of(came: OfficialFrames) -> gpd.GeoDataFrame | None:
    """Return the stops of public transport, where they came."""
    return gpd.GeoDataFrame(came["transit_stops"]) if "transit_stops" in came else None


def _manifest(directory: Path) -> Manifest:
    try:
        return read_manifest(directory)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _error(directory / MANIFEST, error) from error


def _perimeter(directory: Path) -> Perimeter:
    try:
        return read_perimeter(directory)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _error(directory / FILE, error) from error


def _official(directory: Path, manifest: Manifest, name: str) -> pd.DataFrame:
    return _frame(directory, manifest, name, typed_official)


def _frame(directory: Path, manifest: Manifest, name: str, with_types: Callable[[str, pd.DataFrame], pd.DataFrame] = typed) -> pd.DataFrame:
    """Read one file after checking that its bytes are those of the manifest."""
    path = directory / f"{name}.parquet"
    try:
        data = bytes_of(path, manifest.entry(path.name).sha256)
        if data is None:
            raise ValueError(_("empreinte différente de celle du manifeste"))
        return with_types(name, from_bytes(data))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _error(path, error) from error


def _error(path: Path, reason: Exception) -> SnapshotError:
    sentence = _("Jeu de données illisible : {file} ({reason}). Refaites-le avec la commande « make data ».")
    detail = _("fichier absent") if isinstance(reason, FileNotFoundError) else str(reason)
    return SnapshotError(sentence.format(file=path, reason=detail))
