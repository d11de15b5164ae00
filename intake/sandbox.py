"""Hostile formats are parsed in a process apart: no file, no network, little time, little memory."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from i18n import N_
from i18n import gettext as _
from intake.child import LENGTH_BYTES
from intake.errors import FileError
from processes.priority import NICENESS

CPU_S = 2
WALL_S = 60.0
"""A process that waits for the processor is not at fault; one that sleeps is ended all the same."""
MEMORY_BYTES = 512 * 1024 * 1024
ROOT = Path(__file__).parents[1]
START = "import sys; sys.path.insert(0, sys.argv[1]); from intake.child import main; main(*sys.argv[2:])"
CLOSED_PROXY = "http://127.0.0.1:9"  # the port of « discard »: nothing listens
BUSY = N_("Le serveur lit d'autres fichiers en ce moment : le vôtre est en attente.")
UNREADABLE = N_("Le fichier est abîmé, ou n'est pas du format annoncé.")
SENTENCES = {
    "rows": N_("Le fichier a trop de lignes : partagez-le en plusieurs."),
    "columns": N_("Le fichier a trop de colonnes."),
    "empty": N_("Le fichier est vide."),
    "password": N_("Le fichier est protégé par un mot de passe : enregistrez-le sans mot de passe."),
    "no_layer": N_("Le fichier ne contient aucune couche de lieux."),
    "pixels": N_("L'image a trop de points : réduisez-la (24 millions de points au plus, 120 en JPEG)."),
    "small": N_("L'image est trop petite : 64 points de côté au moins."),
    "stretched": N_("L'image est trop allongée pour une photo."),
    "animated": N_("Les images animées ne sont pas acceptées : envoyez une photo."),
    "unreadable": UNREADABLE,
    "limits": N_("Le fichier demande trop de temps ou de mémoire pour être lu : simplifiez-le."),
}


class Busy(RuntimeError):  # noqa: N818 - a state of the machine, not a fault of the file
    """The machine has no time for a file now: nothing is known of it, it is to be sent again; the message says so."""


def parse(
    reader: Literal["features", "photo", "service", "table", "zone"],
    data: bytes,
    request: Mapping[str, Any] | None = None,
    environment: Mapping[str, str] | None = None,
    cpu_s: int = CPU_S,
    memory_bytes: int = MEMORY_BYTES,
) -> dict[str, Any]:
    """Return what a reader makes of the bytes, as plain JSON.

    The process starts without the environment of this one and limits itself before it reads a byte: processor time, memory,
    no new file or socket once its libraries are loaded. What it may use is its own time, so that a busy machine refuses no file.

    Parameters
    ----------
    request
        What the reader is told besides (plain JSON).
    cpu_s
        Seconds of processor that it may use.
    memory_bytes
        Memory that it may take, in bytes.

    Raises
    ------
    FileError
        When the bytes cannot be read within the limits.
    Busy
        When the machine gave the process too little time to use what it may.
    """
    command = [sys.executable, "-I", "-B", "-c", START, str(ROOT), reader, str(cpu_s), str(memory_bytes), str(NICENESS)]
    env = {"LC_ALL": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    env |= {**dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), CLOSED_PROXY), **(environment or {})}
    header = json.dumps(request or {}).encode()
    sent = b"".join((len(header).to_bytes(LENGTH_BYTES, "big"), header, data))
    try:
        done = subprocess.run(command, input=sent, capture_output=True, timeout=WALL_S, env=env, check=False, cwd="/")
    except subprocess.TimeoutExpired:
        raise Busy(_(BUSY)) from None
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        raise _error("limits") from None
    if not isinstance(answer, dict) or "refused" in answer:
        raise _error(str(answer.get("refused")) if isinstance(answer, dict) else "")
    return answer


def _error(reason: str) -> FileError:
    return FileError(_(SENTENCES.get(reason, UNREADABLE)))
