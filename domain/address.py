"""The address of a page: the one codec of its query, total and bounded, and the only list of its keys."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import isfinite
from types import MappingProxyType
from urllib.parse import parse_qsl, quote

MAX_QUERY_LENGTH = 16_000
MAX_ID_LENGTH = 64
NUMBER = re.compile(r"[0-9]+(\.[0-9]*)?(e[+-]?[0-9]{1,3})?", re.ASCII)


class Key(StrEnum):
    """Every key of an address that is not a facet's id. The browser is sent this list, by name."""

    PLACE = "place"
    LANGUAGE = "lang"
    PROPOSAL = "dossier"
    REVIEWED = "prop"
    TAB = "tab"
    MAP_VIEW = "at"
    # Convergence
    ROLE = "as"
    COMPARED_PLACES = "cmp"
    # Hubs with their shops, see `domain.network.Network`
    NETWORKS = "net"
    ACTOR_WEIGHTS = "w"
    CRITERION_WEIGHTS = "wc"
    LOCKED = "lock"
    GREEN = "green"
    AMBER = "amber"
    KNOWN = "known"
    HYPOTHESES = "hyp"
    # By how many decisions hypotheses had been moved when the address began: it has taken their values, and later ones leave it as it is
    DECIDED = "hv"
    COLOURED_BY = "by"
    SORT = "sort"
    AXIS_X = "x"
    AXIS_Y = "y"
    # The question of a scenario, see `domain.scenario.Question`
    GOAL = "goal"
    K = "k"
    OPENS = "open"
    MIX = "mix"
    MODE = "mode"
    MINUTES = "min"
    REQUIRED = "imp"
    FORBIDDEN = "ban"
    EXISTING = "ex"
    SPACING_M = "space"
    PER_COMMUNE = "percom"
    BASINS = "basin"
    BUDGET_KEUR = "budget"
    SUPPLY_KM = "supply"
    PER_HUB = "perhub"
    CAPACITY = "cap"
    CONVERGENT = "conv"
    # Saved scenarios
    SAVED = "s"
    COMPARED_SCENARIOS = "vs"
    DIFFERENCE = "diff"
    # What is exported from « Scénarios »: the whole address of the question whose plan it is
    QUESTION = "question"
    # Says that what is exported is exported from « Convergence »: with what each place is worth to each actor
    JUDGED = "judged"


SCREEN_KEYS = (
    *(Key.PLACE, Key.LANGUAGE, Key.PROPOSAL, Key.REVIEWED, Key.TAB, Key.MAP_VIEW),
    *(Key.ROLE, Key.DECIDED, Key.COMPARED_PLACES, Key.NETWORKS, Key.COLOURED_BY, Key.SORT, Key.AXIS_X, Key.AXIS_Y),
    *(Key.SAVED, Key.COMPARED_SCENARIOS, Key.DIFFERENCE),
)
"""What only a screen uses: no answer to a scenario's question depends on it."""


@dataclass(frozen=True)
class Address:
    """The parameters of an address, by key; of a repeated one, the last. Any text gives an address, made of its readable part."""

    parameters: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, query: str) -> Address:
        """Read a query, with or without its ``?``; what is beyond `MAX_QUERY_LENGTH` characters is not read."""
        try:
            pairs = parse_qsl(query.lstrip("?")[:MAX_QUERY_LENGTH], errors="replace")
        except ValueError:
            pairs = []
        return cls(MappingProxyType(dict(pairs)))

    def text(self, key: str) -> str:
        """Return a parameter, "" where there is none."""
        return self.parameters.get(key, "")

    def ids(self, key: str, most: int | None = None) -> tuple[str, ...]:
        """Return the ids that ``a.b.c`` names, each once, at most `most` of them."""
        return tuple(dict.fromkeys(item for item in self.text(key).split(".") if 0 < len(item) <= MAX_ID_LENGTH))[:most]

    def numbers(self, key: str) -> dict[str, float]:
        """Read ``id-number,id-number``; what is not valid is dropped. The browser reads the same grammar."""
        items = (item.partition("-") for item in self.text(key).split(","))
        return {name: float(value) for name, _dash, value in items if NUMBER.fullmatch(value) and isfinite(float(value))}


def clean_id(text: object) -> str | None:
    """Return the id of a place as an address may hold it, None for anything else."""
    if not isinstance(text, str) or not 0 < len(text) <= MAX_ID_LENGTH:
        return None
    return text if all(char.isascii() and (char.isalnum() or char in "-_") for char in text) else None


def write_numbers(values: Mapping[str, float]) -> str:
    """Write ``id-number,id-number``, numbers with the six figures that an address keeps."""
    return ",".join(f"{name}-{value:.6g}" for name, value in values.items())


def write(pairs: Iterable[tuple[str, str]]) -> str:
    """Write a query without ``?``, in the order given; what is empty is left out."""
    return "&".join(f"{key}={quote(text, safe=',.-_')}" for key, text in pairs if text)


def joined(*queries: str) -> str:
    """Put queries one after the other."""
    return "&".join(query for query in queries if query)
