"""The territory brought up to date: each data set read, compared, refused where it loses, and landed as one snapshot."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pandera.errors
import shapely

from geodata.build import ground_here, write_snapshot
from geodata.census import outlined, with_dwellings, with_figures
from geodata.comparison import Difference, difference, doubts
from geodata.crs import local_crs
from geodata.demand import demand_points
from geodata.download import DownloadError
from geodata.large_download import Progress
from geodata.manifest import Manifest, Refreshed
from geodata.official_demand import grid_points, with_iris, with_social
from geodata.official_frames import OFFICIAL, checked
from geodata.readers import Reader
from geodata.schemas import CANDIDATES, SCHEMAS, check
from geodata.sentences import Sentence, from_plain
from geodata.snapshots import Snapshots, read_plain, write_plain
from geodata.sources import Feed, FeedError, Reading
from geodata.territory import Territory, load_territory
from i18n import N_

LOG = logging.getLogger(__name__)
CHECKS = "checks.json"
FRESH, SAME, REFUSED, FAILED = "fresh", "same", "refused", "failed"
DOWNLOADS = ".downloads"
"""Where large files are received, beside the snapshots: what was cut is gone on from at the next refresh."""
UNEXPECTED = Sentence(N_("réponse d'une forme inattendue : le journal du service dit où la lecture s'est arrêtée"))
"""What is said of an answer that no source foresees; what the program met is for the log."""
NOTHING = Sentence("")
DEMAND_RESTS_ON = (
    "municipalities", "priority_neighbourhoods", "population_grid", "social_dwellings", "iris", "iris_contours", "quartier_contours",
)  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """What became of one data set: brought up to date, unchanged, refused for what it would lose, or failed.

    Attributes
    ----------
    id : str
        The data set, by its id of the catalogue.
    state : str
        ``fresh``, ``same``, ``refused`` or ``failed``.
    at : str
        When it was read, UTC.
    sentence : Sentence
        Why it was refused or failed; empty otherwise.
    passed_over : tuple of Sentence
        What was left out of it, a sentence each.
    difference : Difference or None
        What it changes.
    refreshed : Refreshed or None
        What the snapshot's manifest says of it, where it is taken.
    """

    id: str
    state: str
    at: str
    sentence: Sentence = NOTHING
    passed_over: tuple[Sentence, ...] = ()
    difference: Difference | None = None
    refreshed: Refreshed | None = None

    @property
    def is_taken(self) -> bool:
        """Whether the snapshot holds what was read."""
        return self.state == FRESH


@dataclass(frozen=True)
class Report:
    """What a refresh did: an outcome a data set, and the snapshot that it landed (empty: nothing new, or a trial)."""

    outcomes: tuple[Outcome, ...]
    snapshot: str = ""


@dataclass(frozen=True, eq=False)
class Refresh:
    """One refresh of the territory in use.

    Parameters
    ----------
    snapshots : where the snapshots are.
    reader : gives the files of one data set; called for each.
    accepted : data sets whose losses somebody accepts.
    is_trial : whether nothing is to be landed.
    progress : hears the id of each data set before it is read.
    received : hears, as a large file comes, the id of its data set, the bytes received and how many there are, where it is known.
    """

    snapshots: Snapshots
    reader: Callable[[], Reader] = Reader
    accepted: frozenset[str] = frozenset()
    is_trial: bool = False
    progress: Callable[[str], None] = lambda _id: None
    received: Callable[[str, int, int | None], None] = lambda _id, _got, _all: None

    def run(self, feeds: Iterable[Feed], now: dt.datetime) -> Report:
        """Read each data set; one that fails or is refused does not stop the others. Land what is new as one dated snapshot.

        Raises
        ------
        OSError
            The snapshot cannot be written.
        SnapshotError
            The one in use cannot be read.
        """
        try:
            return self._run(feeds, now)
        finally:
            _clear(self.snapshots.folder / DOWNLOADS)

    def _run(self, feeds: Iterable[Feed], now: dt.datetime) -> Report:
        base = load_territory(self.snapshots.path)
        before = frames_of(base)
        frames, outcomes = dict(before), []
        files: dict[str, Path] = {}
        for feed in feeds:
            self.progress(feed.id)
            before_it = base.refreshed.get(feed.id)
            outcome, reading = self.read(feed, frames, f"{now:%Y-%m-%dT%H:%M:%SZ}", before_it.sha256 if before_it else "")
            if reading is not None:
                frames[feed.frame] = reading.frame
                files |= reading.files
            outcomes.append(outcome)
        note_checks(self.snapshots.folder, outcomes)
        taken = [one.refreshed for one in outcomes if one.refreshed]
        if self.is_trial or not any(one.is_taken for one in outcomes):
            return Report(tuple(outcomes))
        whole = _settled(before, frames)
        earlier = [one for one in base.refreshed.values() if one.id not in {fresh.id for fresh in taken}]
        name = self.snapshots.land(
            lambda path: _written(whole, path, [*earlier, *taken], {**base.files, **files}),
            {"outcomes": [asdict(one) for one in outcomes]},
            now,
        )
        return Report(tuple(outcomes), name)

    def read(self, feed: Feed, frames: Mapping[str, pd.DataFrame], at: str, sha256: str = "") -> tuple[Outcome, Reading | None]:
        """Return what became of a data set, and what was read of it where it is taken; `sha256` is the hash of what was read before."""
        hear: Progress = lambda got, whole: self.received(feed.id, got, whole)  # noqa: E731
        reader = replace(self.reader(), downloads=self.snapshots.folder / DOWNLOADS, large_progress=hear)
        try:
            reading = feed.read(reader, frames)
            frame = checked(feed.frame, reading.frame) if feed.frame in OFFICIAL else check(feed.frame, reading.frame)
        except (DownloadError, FeedError) as why:
            return Outcome(feed.id, FAILED, at, why.sentence), None
        except pandera.errors.SchemaError as why:
            return Outcome(feed.id, FAILED, at, _broken(why)), None
        except (KeyError, TypeError, ValueError, AttributeError, IndexError, shapely.errors.GEOSException):
            LOG.exception("%s: an answer of an unexpected form", feed.id)
            return Outcome(feed.id, FAILED, at, UNEXPECTED), None
        old, new = feed.part(frames[feed.frame]), feed.part(frame)
        found = difference(old, new, feed.key)
        lost = (*reading.doubts, *doubts(old.iloc[:0] if _replaces_examples(feed, old) else old, found, new))
        passed_over = reading.passed_over
        if lost and feed.id not in self.accepted:
            return Outcome(feed.id, REFUSED, at, _joined(lost), passed_over, found), None
        is_same = found.is_none and not (reading.files and reader.sha256 != sha256)
        refreshed = _refreshed(feed, reading, reader, at, len(new))
        taken = None if is_same else replace(reading, frame=frame)
        return Outcome(feed.id, SAME if is_same else FRESH, at, NOTHING, passed_over, found, refreshed), taken


def _clear(downloads: Path) -> None:
    """Remove the large files that came whole; what was cut stays, to be gone on from."""
    for path in downloads.glob("*"):
        if path.suffix not in {".part", ".json"}:
            path.unlink(missing_ok=True)


def _replaces_examples(feed: Feed, old: pd.DataFrame) -> bool:
    """Return whether a data set takes the place of invented rows, of which none is to be missed."""
    return bool(feed.replaces) and "is_example" in old and bool(old["is_example"].all())


def _refreshed(feed: Feed, reading: Reading, reader: Reader, at: str, rows: int) -> Refreshed:
    return Refreshed(feed.id, reading.vintage, at, reader.sha256, rows, feed.replaces, feed.kind, reading.credit)


def _joined(sentences: Sequence[Sentence]) -> Sentence:
    """Return several sentences as one."""
    first, *others = sentences
    return Sentence(N_("{first} ; {others}"), {"first": first, "others": _joined(others)}) if others else first


def _broken(why: pandera.errors.SchemaError) -> Sentence:
    """Return which value of an answer is not as expected, without a word of the library that found it."""
    column = getattr(getattr(why, "schema", None), "name", None) or Sentence(N_("une colonne"))
    cases = getattr(why, "failure_cases", None)
    found = cases["failure_case"].head(3) if isinstance(cases, pd.DataFrame) and "failure_case" in cases else ()
    values = ", ".join(str(value) or '""' for value in found)
    if str(getattr(why, "check", "")) == "field_uniqueness":
        return Sentence(N_("code en double : {values}"), {"values": values})
    if str(getattr(why, "check", "")) == "not_nullable" or not values:
        return Sentence(N_("valeur absente : {column}"), {"column": column})
    return Sentence(N_("valeur inattendue : {column} ({values})"), {"column": column, "values": values})


def frames_of(territory: Territory) -> dict[str, pd.DataFrame]:
    """Return the frames of a territory as a snapshot holds them, and those that only a refresh brings, empty until one did."""
    raw = {name: getattr(territory, name) for name in SCHEMAS} | {name: territory.official(name) for name in OFFICIAL}
    return raw | {"candidates": gpd.GeoDataFrame(territory.candidates[list(CANDIDATES.columns)], crs=local_crs())}


def _settled(before: Mapping[str, pd.DataFrame], frames: dict[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Sum a new census and spread the demand anew where what it rests on changed, and check every frame."""
    if frames["iris"] is not before["iris"]:
        iris = frames["iris"]
        frames = frames | {
            "municipalities": with_dwellings(gpd.GeoDataFrame(frames["municipalities"]), iris),
            "quartiers": with_figures(gpd.GeoDataFrame(frames["quartiers"]), iris),
        }
    if any(frames[name] is not before[name] for name in DEMAND_RESTS_ON):
        frames = frames | {"demand": _demand(frames)}
    came = {name: frames[name] for name in OFFICIAL if len(frames[name])}
    return {name: check(name, frames[name]) for name in SCHEMAS} | came


def _demand(frames: Mapping[str, pd.DataFrame]) -> gpd.GeoDataFrame:
    """Return the demand points from the finest that came: the official grid in place of the estimate, IRIS, dwellings counted by RPLS."""
    names = ("municipalities", "neighbours", "priority_neighbourhoods", "quartiers", "town_halls", "population_grid", "iris_contours")
    areas, around, priority, quartiers, halls, grid, contours = (gpd.GeoDataFrame(frames[name]) for name in names)
    quartiers = outlined(quartiers, frames["quartier_contours"])
    iris, social, ground = frames["iris"], frames["social_dwellings"], ground_here()
    if len(grid):
        points = grid_points(areas, around, priority, quartiers, iris, ground.settlements, grid)
    else:
        points = with_iris(demand_points(areas, halls, priority, quartiers, iris, areas, ground), iris, contours)
    return with_social(points, social, contours) if len(social) else points


def _written(frames: Mapping[str, pd.DataFrame], path: Path, refreshed: Sequence[Refreshed], files: Mapping[str, Path]) -> Manifest:
    origins = {one.id: f"sha256:{one.sha256}" for one in refreshed}
    return write_snapshot(frames, path, origins, tuple(refreshed), files)


def note_checks(folder: Path, outcomes: Sequence[Outcome]) -> None:
    """Remember the last answer of each data set, whatever came of it."""
    last = {**last_checks(folder), **{one.id: {"at": one.at, "state": one.state, "sentence": asdict(one.sentence)} for one in outcomes}}
    write_plain(folder / CHECKS, last)


def last_checks(folder: Path) -> dict[str, dict[str, Any]]:
    """Return the last answer of each data set by id: ``at`` (UTC), ``state`` and ``sentence`` (see `geodata.sentences.from_plain`)."""
    return {id_: one for id_, one in read_plain(folder / CHECKS).items() if isinstance(one, dict)}


def outcome_of(content: Mapping[str, Any]) -> Outcome:
    """Return an outcome from a report that was written; raises KeyError or TypeError when it is of another form."""
    found, refreshed = content.get("difference"), content.get("refreshed")
    parts: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in (found or {}).items()}
    passed_over = tuple(map(from_plain, content.get("passed_over", ())))
    plain = Outcome(content["id"], content["state"], content["at"], from_plain(content.get("sentence", "")), passed_over)
    return replace(plain, difference=Difference(**parts) if found else None, refreshed=Refreshed(**refreshed) if refreshed else None)
