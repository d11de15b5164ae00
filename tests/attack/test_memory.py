"""However many different questions are asked, all processes of the service together take no more memory than its documentation says."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from bench.memory import SEED, ask, family, megabytes, question
from tests.attack.served import Served, eventually, start, stop
from tests.attack.sizes import SIZES
from tests.serving import free_port

MOST_MB = 1_600
SHARED = "/matrix-"
SCREENS = "libgdal"
"""A library that exports load, and solvers have no use for."""


def mapped(pid: int) -> str:
    """Return the names of the files whose pages a process holds; nothing when it has ended."""
    try:
        return Path(f"/proc/{pid}/maps").read_text()
    except OSError:
        return ""


def solvers(served: Served) -> list[int]:
    """Return the processes that the workers have started and that have read the territory."""
    return [pid for pid in family(served.master.pid) if pid not in {served.master.pid, *served.workers()} and SHARED in mapped(pid)]


@pytest.mark.skipif(not Path("/proc/self/smaps_rollup").exists(), reason="the system does not tell how much memory a process has")
def test_after_many_different_questions_all_processes_together_take_what_is_documented(tmp_path: Path) -> None:
    served, rng = start(free_port(), tmp_path), random.Random(SEED)
    address = f"http://127.0.0.1:{served.port}/scenario"
    try:
        for _ in range(SIZES.questions):
            assert ask(f"{address}/plan.json?{question(rng)}") == 200
            assert sum(map(megabytes, family(served.master.pid))) <= MOST_MB
        assert ask(f"{address}/study/safe.json?mode=car&k=8&min=20") == 200
        assert eventually(lambda: bool(solvers(served)))
        assert eventually(lambda: all(SHARED in mapped(pid) for pid in served.workers())), "travel times are copied, not shared"
        assert not any(SCREENS in mapped(pid) for pid in solvers(served)), "a solver has loaded the screens"
        assert sum(map(megabytes, family(served.master.pid))) <= MOST_MB
    finally:
        stop(served)
