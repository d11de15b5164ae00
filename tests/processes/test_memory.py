"""Memory that is let go leaves the process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

CHILD = """
from pathlib import Path
import numpy as np
from processes.memory import give_back_large_blocks, give_back_small_blocks
give_back_large_blocks()
resident = lambda: int(Path("/proc/self/statm").read_text().split()[1]) * 4096
np.ones(4_000_000)  # 32 MB, let go at once: glibc alone would from now on keep smaller blocks
before, tables, small = resident(), [], []
for number in range(20):
    tables.append(np.ones(1_000_000))
    small.append(bytes(50_000))
tables.clear()
give_back_small_blocks()
print(resident() - before)
"""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the system does not tell how much memory a process has")
def test_large_arrays_that_are_let_go_leave_the_process() -> None:
    told = subprocess.run([sys.executable, "-c", CHILD], capture_output=True, text=True, check=True).stdout
    assert int(told) < 40_000_000


PROGRAM = """
import multiprocessing, sys
import big
from processes.memory import spawn_without_program

if __name__ == "__main__":
    if sys.argv[1:]:
        spawn_without_program()
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        print(*pool.apply(what.loaded, ()))
"""
"""A program that holds much, and a process started from it that tells whether it holds it too."""


@pytest.mark.parametrize(("told", "holds"), [((), "True"), (("alone",), "False")])
def test_a_process_started_from_the_service_does_not_load_its_screens(tmp_path: Path, told: tuple[str, ...], holds: str) -> None:
    (tmp_path / "big.py").write_text("")
    (tmp_path / "what.py").write_text("import sys\n\n\ndef loaded() -> list[bool]:\n    return ['big' in sys.modules]\n")
    (tmp_path / "program.py").write_text(PROGRAM.replace("import big", "import big, what"))
    there = os.environ | {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[2]), str(tmp_path)])}
    command = [sys.executable, str(tmp_path / "program.py"), *told]
    assert subprocess.run(command, capture_output=True, text=True, check=True, env=there).stdout.strip() == holds
