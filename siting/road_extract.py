"""The roads of an OpenStreetMap extract, read in a process apart: its memory goes back to the system, and what lacks memory is refused."""

from __future__ import annotations

import fcntl
import logging
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from geodata.crs import local_crs
from geodata.perimeter import in_use, use
from geodata.sentences import Sentence, SentenceError, Value
from geodata.sources.feed import FeedError
from geodata.sources.pbf import Extract, read_extract
from i18n import N_
from processes.parent import end_with
from processes.priority import NICENESS
from siting.disk_cache import DiskCache
from siting.road_graph import GRAPH_FORMAT, Box, RoadGraph, file_fingerprint, read_osm

LOG = logging.getLogger(__name__)
ROOT = Path(__file__).parents[1]
MEGABYTE = 1_000_000
BASE_MB, SKIPPED_MB, READ_MB = 350.0, 2.5, 20.0
"""Memory that a reading takes at most: by itself, for each MB of the file, and for each MB of it that lies in the box (bench/README.md)."""
DENSER = 4.0
"""How many times more roads a km² of the territory may hold than one of the extract (hypothesis: cities, not mountains)."""
RESERVE_MB = 1_600.0
"""What the service itself takes at most (bench/README.md)."""
WALL_S = 3_600.0
NO_WAY, NO_MEMORY = 3, 5
KILLED_FIRST = "1000"
CGROUP = Path("/sys/fs/cgroup/memory.max")
WORDS = N_("Rues (OpenStreetMap) : {file} ne sert pas ({reason}).")


class RoadsError(SentenceError):
    """An extract that cannot be used; the message says why, in the language of who reads it."""


def graph_from_osm(path: Path, mode: str, cache: Path, box: Box | None = None) -> RoadGraph:
    """Return the graph of `mode` from an extract, or a box of it, read once and kept in the folder `cache` by the extract's content.

    Raises
    ------
    RoadsError
        There is no such file, it is no extract or was cut, it lies elsewhere or has no way for this mode; pyrosm is not installed; the
        machine has too little memory to read it.
    """
    try:
        fingerprint = file_fingerprint(path)
    except OSError as error:
        raise _refused(path, N_("fichier absent") if isinstance(error, FileNotFoundError) else str(error.strerror)) from None
    within = "".join(f"-{side:.3f}" for side in box or ())
    files, name = DiskCache(cache), f"graph-{mode}-{GRAPH_FORMAT}-{local_crs().replace(':', '-')}-{fingerprint}{within}.npz"
    with _one_at_a_time(cache):
        stored = files.arrays(name)
        if stored is not None and RoadGraph.is_whole(stored):
            return RoadGraph.of_arrays(stored)
        check_extract(path, box)
        graph = _read_apart(path, mode, box)
    files.keep_arrays(name, **graph.to_arrays())
    return graph


def check_extract(path: Path, box: Box | None) -> None:
    """Refuse, before a road is read, what cannot be; raises RoadsError."""
    try:
        extract = read_extract(path)
    except FeedError as why:
        raise _refused(path, why.sentence) from why
    if box and extract.box and _overlap(box, extract.box) <= 0:
        raise _refused(path, N_("l'extrait ne couvre pas le territoire"))
    if find_spec("pyrosm") is None:
        raise _refused(path, N_("l'exploitant doit installer pyrosm : requirements/roads.lock"))
    need, have = needed_mb(path, extract, box), memory_mb() - RESERVE_MB
    if need > have:
        words = N_(
            "le lire demande environ {need} Mo de mémoire, cette machine en laisse {have} : "
            "découpez l'extrait autour du territoire, ou donnez-lui plus de mémoire"
        )
        raise _refused(path, words, need=round(need), have=max(0, round(have)))


def needed_mb(path: Path, extract: Extract, box: Box | None) -> float:
    """Return the memory, in MB, that reading the ways of a box takes at most, from the size of the file and the share of it in the box."""
    size = path.stat().st_size / MEGABYTE
    share = min(1.0, DENSER * _overlap(box, extract.box) / _area(extract.box)) if box and extract.box and _area(extract.box) > 0 else 1.0
    return BASE_MB + size * (SKIPPED_MB + READ_MB * share)


def memory_mb() -> float:
    """Return the memory of the machine, or what its container may take of it, in MB."""
    machine = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    with suppress(OSError, ValueError):
        machine = min(machine, int(CGROUP.read_text(encoding="ascii")))
    return machine / MEGABYTE


def _area(box: Box) -> float:
    west, south, east, north = box
    return max(0.0, east - west) * max(0.0, north - south)


def _overlap(one: Box, other: Box) -> float:
    """Return the area that two boxes share, in square degrees."""
    return _area((max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])))


def _refused(path: Path, reason: str | Sentence, /, **values: Value) -> RoadsError:
    why = reason if isinstance(reason, Sentence) else Sentence(reason, values)
    return RoadsError(WORDS, file=path.name, reason=why)


@contextmanager
def _one_at_a_time(cache: Path) -> Iterator[None]:
    """Let one process of the machine read an extract: the others find what it read."""
    try:
        cache.mkdir(mode=0o700, parents=True, exist_ok=True)
        stream = (cache / ".lock").open("a")
    except OSError:  # a cache that cannot be written spares no work
        yield
        return
    with stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def _read_apart(path: Path, mode: str, box: Box | None) -> RoadGraph:
    """Read the ways of a mode in a process that ends with this one, and that the system ends first where memory lacks."""
    with tempfile.TemporaryDirectory(prefix="convergence-roads-") as folder:
        out = Path(folder) / "graph.npz"
        sides = [f"{side!r}" for side in box or ()]
        command = [sys.executable, "-m", "siting.road_extract", str(os.getpid()), str(path.resolve()), mode, str(out), local_crs(), *sides]
        try:
            done = subprocess.run(
                command, cwd=ROOT, env={**os.environ, "TMPDIR": folder}, capture_output=True, check=False, timeout=WALL_S, text=True
            )
        except subprocess.TimeoutExpired as error:
            raise _refused(path, N_("la lecture n'en finit pas")) from error
        if done.returncode == 0:
            with np.load(out, allow_pickle=False) as stored:
                return RoadGraph.of_arrays(dict(stored))
    if done.returncode == NO_WAY:
        raise _refused(path, N_("aucune rue du territoire n'y est"))
    if done.returncode in {NO_MEMORY, -signal.SIGKILL}:
        raise _refused(path, N_("la mémoire de cette machine n'a pas suffi : découpez l'extrait autour du territoire"))
    LOG.error("%s cannot be read: %s", path, done.stderr)
    raise _refused(path, N_("pyrosm n'a pas pu le lire : le journal du service dit pourquoi"))


def main(parent: str, path: str, mode: str, out: str, crs: str, *sides: str) -> int:
    """Read the ways of a mode, and write their graph; `NO_WAY` where there is none, `NO_MEMORY` where memory lacks."""
    end_with(int(parent))
    os.nice(NICENESS)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(KILLED_FIRST, encoding="ascii")
    use(replace(in_use(), crs=crs))
    west, south, east, north = map(float, sides) if sides else (0.0, 0.0, 0.0, 0.0)
    try:
        graph = read_osm(Path(path), mode, (west, south, east, north) if sides else None)
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return NO_WAY
    except MemoryError:
        return NO_MEMORY
    np.savez(out, allow_pickle=False, **graph.to_arrays())
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
