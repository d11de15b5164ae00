"""How hard the attacks are: a few of each in every run of the tests, all of them by `make attack`."""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Sizes:
    """Numbers of blows. `kills` processes are killed while they write; `editors` make `edits` each; `bodies` are random requests;
    `texts` are written in every field; `questions` about scenarios are asked one after the other."""

    kills: int
    editors: int
    edits: int
    bodies: int
    texts: int
    questions: int
    is_full: bool = False


SIZES = (
    Sizes(200, 8, 500, 10_000, 50, 200, is_full=True) if os.environ.get("CONVERGENCE_ATTACK") == "full" else Sizes(10, 4, 40, 400, 4, 12)
)
