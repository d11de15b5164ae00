"""Run a peer on one instance, in its own environment and process, stopped once it has taken its share of the processor."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from bench.measure import HERE, tree_cpu_s
from bench.siting_cases import Case, Instance

SPOPT, CP_SAT = "siting_peer.py", "siting_cpsat.py"


def run_peer(python: str, script: str, case: Case, instance: Instance, seconds: float, cpu_seconds: float) -> dict[str, Any]:
    """Return what `script` reports of a case: at most `seconds` of solving, `cpu_seconds` for building and solving together."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "instance.npz"
        np.savez(path, km=instance.km, weights=instance.people, limit=case.limit_km, k=case.k)
        command = [python, str(HERE / script), case.kind, str(path), str(seconds)]
        run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
        while (cpu_s := tree_cpu_s(run.pid)) < cpu_seconds:
            try:
                out, errors = run.communicate(timeout=1.0)
                break
            except subprocess.TimeoutExpired:
                continue
        else:
            os.killpg(run.pid, signal.SIGKILL)
            run.communicate()
            return {"cpu_s": cpu_s, "timed_out": True, "value": None}
    return dict(json.loads(out.splitlines()[-1])) if run.returncode == 0 and out else {"error": errors[-200:]}
