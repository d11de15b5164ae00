"""What every bench needs: percentiles, the machine, its load, servers to start and stop, the table in the README."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import platform
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parent
TICK_S = 1 / os.sysconf("SC_CLK_TCK")
BUSY_SHARE = 0.25


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which `share` of the values lie (nearest rank).

    Raises
    ------
    ValueError
        When there is no value.
    """
    if not values:
        raise ValueError("no value was measured")
    ordered = sorted(values)
    return ordered[max(0, -(-int(share * 1000 * len(ordered)) // 1000) - 1)]


def summary(values: Sequence[float]) -> dict[str, float]:
    """Return p50, p95, the smallest value and how many there are."""
    return {"p50": percentile(values, 0.5), "p95": percentile(values, 0.95), "min": min(values), "n": len(values)}


def machine() -> dict[str, Any]:
    """Return what the figures depend on: processor, cores, memory, system, interpreter."""
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    model = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.processor())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "cpu": model,
        "cores": os.cpu_count(),
        "memory_gib": round(memory),
        "system": platform.system(),
        "python": platform.python_version(),
    }


def versions(*names: str) -> dict[str, str]:
    """Return the installed version of each distribution; absent ones are left out."""
    found = {}
    for name in names:
        with contextlib.suppress(PackageNotFoundError):
            found[name] = version(name)
    return found


def tree_cpu_s(root: int) -> float:
    """Return the processor seconds used by a process and its descendants, those already ended included."""
    children: dict[int, list[int]] = {}
    used: dict[int, float] = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        with contextlib.suppress(OSError):
            fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            children.setdefault(int(fields[1]), []).append(int(entry.name))
            used[int(entry.name)] = sum(int(ticks) for ticks in fields[11:15]) * TICK_S
    total, queue = 0.0, [root]
    while queue:
        pid = queue.pop()
        total += used.get(pid, 0.0)
        queue += children.get(pid, [])
    return total


def busy_s() -> float:
    """Return the processor seconds that the whole machine has worked, all cores together."""
    user, nice, system, _idle, _wait, irq, soft, *_ = (int(x) for x in Path("/proc/stat").read_text().splitlines()[0].split()[1:])
    return (user + nice + system + irq + soft) * TICK_S


def wait_for_calm(limit_s: float) -> None:
    """Wait until other programs leave the processors alone, at most `limit_s` seconds."""
    deadline = time.monotonic() + limit_s
    while time.monotonic() < deadline:
        before = busy_s()
        time.sleep(1)
        if busy_s() - before < BUSY_SHARE * (os.cpu_count() or 1):
            return


@dataclass
class Load:
    """How many cores other programs used while something was measured."""

    started: float = field(default_factory=time.monotonic)
    busy: float = field(default_factory=busy_s)
    own: float = field(default_factory=lambda: tree_cpu_s(os.getpid()))

    def others(self) -> float:
        """Return the mean number of cores used by other programs since the start."""
        foreign = (busy_s() - self.busy) - (tree_cpu_s(os.getpid()) - self.own)
        return round(max(0.0, foreign / (time.monotonic() - self.started)), 2)


def free_port() -> int:
    """Return a port of this machine that nothing uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def served(command: Sequence[str], url: str, log: Path, env: dict[str, str] | None = None, limit_s: float = 240) -> Iterator[int]:
    """Run a server while the block runs; yield its process id once `url` answers.

    Raises
    ------
    RuntimeError
        When the server ends or stays silent; the message names its log.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, cwd=ROOT, env={**os.environ, **(env or {})})
        try:
            _wait(process, url, log, limit_s)
            yield process.pid
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait(process: subprocess.Popen[bytes], url: str, log: Path, limit_s: float) -> None:
    deadline = time.monotonic() + limit_s
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended before it answered: see {log}")
        with contextlib.suppress(OSError, http.client.HTTPException), urllib.request.urlopen(url, timeout=30):
            return
        time.sleep(0.3)
    raise RuntimeError(f"no answer from {url}: see {log}")


def write_results(name: str, results: dict[str, Any], table: str) -> None:
    """Write ``results/<name>.json`` and the table between its markers in ``README.md``."""
    (HERE / "results").mkdir(exist_ok=True)
    (HERE / "results" / f"{name}.json").write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n")
    readme = HERE / "README.md"
    opening, closing = f"<!-- {name} -->", f"<!-- /{name} -->"
    head, rest = readme.read_text().split(opening, 1)
    tail = rest.split(closing, 1)[1]
    readme.write_text(f"{head}{opening}\n{table.strip()}\n{closing}{tail}")
