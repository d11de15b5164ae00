"""Memory that is let go leaves the process."""

from __future__ import annotations

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
