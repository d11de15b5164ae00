"""A child ends with its parent, even killed, even gone before the child looked."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

CHILD = "import time; from processes.parent import end_with; end_with({parent}); print('ready', flush=True); time.sleep(600)"
PARENT = """
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", {child!r}.format(parent=os.getpid())], stdout=subprocess.PIPE)
child.stdout.readline()
print(child.pid, flush=True)
time.sleep(600)
"""


def _runs(pid: int) -> bool:
    """Say whether a process that is not this one's child still runs; one that only waits to be read by its new parent does not."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout.strip()
    return bool(state) and not state.startswith("Z")


def _gone(pid: int) -> bool:
    deadline = time.monotonic() + 60
    while _runs(pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not _runs(pid)


def test_a_child_ends_when_its_parent_is_killed() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT.format(child=CHILD)], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert _runs(child)
        parent.kill()
        assert _gone(child)


def test_a_child_whose_parent_was_gone_before_it_looked_ends_too() -> None:
    child = subprocess.run([sys.executable, "-c", CHILD.format(parent=os.getpid() + 100_000)], capture_output=True, check=False, timeout=60)
    assert child.returncode == -signal.SIGKILL
