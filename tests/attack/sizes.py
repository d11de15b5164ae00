"""How hard the attacks are: a few of each in every run of the tests, all of them by `make attack`."""

from __future__ import annotations

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Sizes:
    """Numbers of blows. `kills` processes are killed while they write; `editors` make `edits` each; `bodies` are random requests;
    `texts` are written in every field; `questions` about scenarios are asked one after the other; `readings` are made of random
    bytes, each in a process of its own."""

    kills: int
    editors: int
    edits: int
    bodies: int
    texts: int
    questions: int
    readings: int
    is_full: bool = False


FULL = Sizes(kills=200, editors=8, edits=500, bodies=10_000, texts=50, questions=200, readings=200, is_full=True)
FEW = Sizes(kills=10, editors=4, edits=40, bodies=400, texts=4, questions=12, readings=20)
SIZES = FULL if os.environ.get("CONVERGENCE_ATTACK") == "full" else FEW
