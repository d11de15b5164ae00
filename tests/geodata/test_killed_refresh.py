"""A refresh that is killed at any step leaves the snapshot in use whole, and the next one lands."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from geodata.build import write_snapshot
from geodata.manifest import Refreshed
from geodata.official_frames import checked
from geodata.refresh import frames_of
from geodata.schemas import SCHEMAS
from geodata.snapshots import Snapshots
from geodata.territory import GTFS, Territory, load_territory
from tests.geodata.official import Official
from tests.geodata.official_more import with_official

NOW = dt.datetime(2026, 12, 1, 9, 30, tzinfo=dt.UTC)
STEPS = ("replace", "rename", "mkdir", "open")
ROOT = Path(__file__).parents[2]


class Killed(BaseException):
    """Ends the work at once, as a signal that nothing catches."""


def landing(territory: Territory, snapshots: Snapshots, gtfs: Path, now: dt.datetime) -> str:
    """Land a snapshot with frames and a file of every kind, then put it in use."""
    filled = with_official(territory)
    small = ("town_halls", "facilities", "candidates")
    frames = {name: frame for name, frame in frames_of(filled).items() if name in small}
    frames |= {name: checked(name, frame) for name, frame in filled.came.items()}
    fresh = (Refreshed("transit", "hier", "2026-12-01T09:30:00Z", "0" * 64, 1),)
    name = snapshots.land(lambda path: write_snapshot(frames, path, {}, fresh, {GTFS: gtfs}), {"outcomes": []}, now)
    snapshots.use(name, "Fatou", now)
    return name


def killed_at(step: int, monkeypatch: pytest.MonkeyPatch, work: Callable[[], str]) -> bool:
    """Do some work, and end it at its nth step on the disk; return whether it was ended."""
    count = 0

    def stepping(done: Callable) -> Callable:
        def wrapped(*arguments, **named):
            nonlocal count
            count += 1
            if count == step:
                raise Killed
            return done(*arguments, **named)

        return wrapped

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", stepping(os.fsync))
        for name in STEPS:
            patched.setattr(Path, name, stepping(getattr(Path, name)))
        try:
            work()
        except Killed:
            return True
    return False


def test_whatever_the_step_at_which_it_is_killed(territory: Territory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gtfs = tmp_path / "received.zip"
    gtfs.write_bytes(b"PK" * 1_000)
    snapshots = Snapshots(tmp_path / "territory")
    first = landing(territory, snapshots, gtfs, NOW)
    step, landed = 0, {first}
    while True:
        step += 1
        later = NOW + dt.timedelta(hours=step)
        if not killed_at(step, monkeypatch, lambda later=later: landing(territory, snapshots, gtfs, later)):
            break
        again = Snapshots(snapshots.folder)
        for name in again.names():
            files = {path.name for path in (again.folder / name).iterdir()}
            assert {"manifest.json", "report.json", GTFS, "transit_stops.parquet", "candidates.parquet"} <= files, (step, name)
            assert not any(path.endswith(".part") for path in files)
        landed = set(again.names())
        assert again.in_use in landed and not again.in_use.startswith(".")
    assert step > 20 and snapshots.in_use == max(landed | {snapshots.in_use})
    assert [path.name for path in snapshots.folder.iterdir() if path.name.startswith(".landing")] == []


def test_a_territory_that_is_built_again_is_whole_whatever_the_step_at_which_the_process_ends(
    territory: Territory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frames, own = frames_of(territory), tmp_path / "own"
    small = {name: frames[name] for name in SCHEMAS}
    first = write_snapshot(small, own, {}).version
    seen, step = set(), 0
    while True:
        step += 1
        again = small | {"facilities": frames["facilities"].iloc[: 5 + step % 7], "town_halls": frames["town_halls"].iloc[: 1 + step % 5]}
        wanted: list[str] = []
        is_killed = killed_at(
            step, monkeypatch, lambda again=again, wanted=wanted: str(wanted.append(write_snapshot(again, own, {}).version))
        )
        found = load_territory(own)
        seen.add(found.version == first)
        assert len(found.facilities) in {len(frames["facilities"]), *(5 + n for n in range(7))}
        if not is_killed:
            assert wanted == [found.version] and not list(own.glob("*.part"))
            break
        if found.version != first:
            first = write_snapshot(small, own, {}).version
    assert step > 20 and seen == {True, False}


SCRIPT = """
import datetime as dt, os, signal, sys
from pathlib import Path
from geodata.readers import Reader
from geodata.refresh import Refresh
from geodata.snapshots import Snapshots
from geodata.sources import feeds
Path.rename = lambda *_a: os.kill(os.getpid(), signal.SIGKILL)
chosen = [feed for feed in feeds() if feed.id in ("transit", "postcodes", "activity_zones")]
Refresh(Snapshots(Path(sys.argv[1])), lambda: Reader(directory=Path(sys.argv[2]))).run(chosen, dt.datetime.now(dt.UTC))
"""


def test_a_process_that_is_really_killed_as_it_lands(territory: Territory, tmp_path: Path) -> None:
    files = tmp_path / "files"
    files.mkdir()
    for name, data in Official(territory).files().items():
        (files / name).write_bytes(data)
    folder = tmp_path / "territory"
    done = subprocess.run([sys.executable, "-c", SCRIPT, str(folder), str(files)], cwd=ROOT, check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL, done.stderr.decode()
    snapshots = Snapshots(folder)
    assert snapshots.names() == [] and load_territory(snapshots.path).version == territory.version
