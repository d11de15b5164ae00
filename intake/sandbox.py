"""Hostile formats are parsed in a process apart: no file, no network, little time, little memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Literal

from i18n import N_
from i18n import gettext as _
from intake.errors import FileError
from intake.table import MAX_CELL_CHARS, MAX_COLUMNS, MAX_ROWS, MAX_VERTICES

CPU_S = 2
WALL_S = 2.5
MEMORY_BYTES = 512 * 1024 * 1024
ROOT = Path(__file__).parents[1]
START = "import sys; sys.path.insert(0, sys.argv[1]); from intake.child import main; main(*sys.argv[2:])"
CLOSED_PROXY = "http://127.0.0.1:9"  # the port of « discard »: nothing listens
UNREADABLE = N_("Le fichier est abîmé, ou n'est pas du format annoncé.")
SENTENCES = {
    "rows": N_("Le fichier a trop de lignes : partagez-le en plusieurs."),
    "columns": N_("Le fichier a trop de colonnes."),
    "empty": N_("Le fichier est vide."),
    "password": N_("Le fichier est protégé par un mot de passe."),
    "layers": N_("Le GeoPackage contient plusieurs couches : gardez-en une seule."),
    "no_layer": N_("Le GeoPackage ne contient aucune couche de lieux."),
    "vertices": N_("Un contour a trop de sommets : simplifiez-le."),
    "pixels": N_("L'image a trop de points : réduisez-la (24 millions de points au plus, 120 en JPEG)."),
    "small": N_("L'image est trop petite : 64 points de côté au moins."),
    "stretched": N_("L'image est trop allongée pour une photo."),
    "animated": N_("Les images animées ne sont pas acceptées : envoyez une photo."),
    "unreadable": UNREADABLE,
    "limits": N_("Le fichier demande trop de temps ou de mémoire pour être lu : simplifiez-le."),
}


def parse(
    reader: Literal["xlsx", "gpkg", "photo"], data: bytes, environment: dict[str, str] | None = None, wall_s: float | None = None
) -> dict[str, Any]:
    """Return what a reader makes of the bytes, as plain JSON.

    The process starts without the environment of this one, limits itself before it reads a byte (CPU 2 s, memory 512 MB,
    no new file or socket once its libraries are loaded), and is killed after 2.5 s, or `wall_s`.

    Raises
    ------
    FileError
        When the bytes cannot be read within the limits.
    """
    limits = json.dumps([CPU_S, MEMORY_BYTES, MAX_ROWS, MAX_COLUMNS, MAX_VERTICES, MAX_CELL_CHARS])
    command = [sys.executable, "-I", "-B", "-c", START, str(ROOT), reader, limits]
    env = {"LC_ALL": "C.UTF-8", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    env |= dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), CLOSED_PROXY)
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=wall_s or WALL_S, env=env | (environment or {}), check=False, cwd="/"
        )
    except subprocess.TimeoutExpired:
        raise _error("limits") from None
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        raise _error("limits") from None
    if not isinstance(answer, dict) or "refused" in answer:
        raise _error(str(answer.get("refused")) if isinstance(answer, dict) else "")
    return answer


def _error(reason: str) -> FileError:
    return FileError(_(SENTENCES.get(reason, UNREADABLE)))
