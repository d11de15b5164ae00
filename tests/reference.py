"""Reference data that the project may not carry: where they are, and the mark of the tests that need them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = os.environ.get("CONVERGENCE_REFERENCE_DATA", "")
"""The folder that holds `orlib`, `spopt_sf` and `reference`, or what is in `reference`."""


def reference(name: str) -> Path:
    """Return where a file or a folder of the reference data is, or would be."""
    found = [path for path in (Path(ROOT) / name, Path(ROOT) / "reference" / name) if ROOT and path.exists()]
    return found[0] if found else Path(ROOT) / name


def needs(name: str) -> pytest.MarkDecorator:
    """Skip, saying so, where a file or a folder of the reference data is absent."""
    reason = f"CONVERGENCE_REFERENCE_DATA leads to no {name}: no reference data to check against"
    return pytest.mark.skipif(not (ROOT and reference(name).exists()), reason=reason)


CNIG = reference("cnig")
"""The schemas and the valid examples of the CNIG standards « sites économiques » and « friches »."""
needs_cnig = needs("cnig")
