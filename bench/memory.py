"""What all processes of the service take after many different questions: ``python -m bench.memory [QUESTIONS] [PORT]`` (Linux)."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

CLIENTS = 4
PATIENCE_S = 120
SEED = 7


def question(rng: random.Random) -> str:
    """Return a question drawn at random."""
    parts = [f"goal={rng.choice(['cover', 'near', 'worst', 'all'])}", f"k={rng.randint(2, 30)}", f"min={rng.randint(5, 60)}"]
    parts += [f"mode={rng.choice(['foot', 'bike', 'car', 'straight'])}", f"open={rng.choice(['shop', 'hub', 'both'])}"]
    return "&".join([*parts, f"hyp=detour-{rng.uniform(1, 1.8):.4f},served_reach_m-{rng.uniform(500, 7000):.0f}"])


def ask(address: str) -> int:
    """Ask until there is an answer; return its status."""
    end = time.monotonic() + PATIENCE_S
    while True:
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE_S) as answer:
                answer.read()
                return int(answer.status)
        except urllib.error.HTTPError as refusal:
            if refusal.code != 429 or time.monotonic() > end:
                return refusal.code
            time.sleep(float(refusal.headers["Retry-After"]))


def family(root: int) -> list[int]:
    """Return a process and all that it started."""
    found = [root]
    for pid in found:
        for task in Path(f"/proc/{pid}/task").glob("*/children"):
            found += [int(child) for child in task.read_text().split()]
    return found


def megabytes(pid: int) -> int:
    """Return the memory of a process, what it shares divided among those that share it (PSS); none when it has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0) // 1024


def main() -> None:
    """Serve, ask, and tell."""
    count, port = (int(text) for text in [*sys.argv[1:3], *("200", "8069")[len(sys.argv) - 1 :]])
    with tempfile.TemporaryDirectory() as folder:
        settings = {"PORT": str(port), "DEMO": "1", "DATABASE_URL": f"sqlite:///{folder}/c.db"}
        with subprocess.Popen([sys.executable, "app.py"], env=os.environ | settings) as server:
            base = f"http://127.0.0.1:{port}"
            while True:
                try:
                    ask(f"{base}/")
                    break
                except OSError:
                    time.sleep(1)
            print("at first:", [megabytes(pid) for pid in family(server.pid)], "MB")
            rng = random.Random(SEED)
            questions = [f"{base}/scenario/plan.json?{question(rng)}" for _ in range(count)]
            began, worst = time.monotonic(), 0
            with ThreadPoolExecutor(CLIENTS) as clients:
                statuses = []
                for status in clients.map(ask, questions):
                    statuses.append(status)
                    worst = max(worst, sum(megabytes(pid) for pid in family(server.pid)))
            each = [megabytes(pid) for pid in family(server.pid)]
            print(f"{count} questions in {time.monotonic() - began:.0f} s, {statuses.count(200)} answered")
            print("after them:", each, f"MB, {sum(each)} in all; at most {worst} in all")
            server.terminate()


if __name__ == "__main__":
    main()
