"""Reference data that the project may not carry: where they are, and the mark of the tests that need them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

FOLDER = os.environ.get("CONVERGENCE_REFERENCE_DATA", "")
CNIG = Path(FOLDER) / "cnig"
"""The schemas and the valid examples of the CNIG standards « sites économiques » and « friches »."""
needs_cnig = pytest.mark.skipif(
    not (FOLDER and CNIG.is_dir()),
    reason="CONVERGENCE_REFERENCE_DATA is not set to a folder with cnig/: no reference data to check against",
)
