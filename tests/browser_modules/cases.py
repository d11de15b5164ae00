"""What Python answers, for the browser's modules to answer alike: ``python -m tests.browser_modules.cases`` writes the files again."""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from domain.address import MAX_ID_LENGTH, Key, write
from domain.facet import Facet, PickFacet, PolygonFacet, RangeFacet
from domain.network import MAX_NETWORK_NAME, MOST_NETWORKS, MOST_SHOPS, networks_of, with_hub, written
from domain.selection import FacetSet, Selection
from domain.words import FULL, SMALL, fits
from geodata.candidate_facets import candidate_facets
from geodata.column_table import encode_table
from geodata.synthetic import synthetic_candidates
from geodata.territory import load_territory
from services.browser_config import facet_declaration
from services.convergence_config import network_bounds
from tests.contracts.oracle import Oracle, bars_of

FOLDER = Path(__file__).with_name("cases")
PLACES, SELECTIONS, SEED = 120, 60, 20_261
NAMES = ("Rue de l'Évêché", "Boulevard Œuvre", "La Cabucelle", "Av. du Gal Leclerc", "Straße 1re", "2e arrondissement", "Cellule 5")
SEARCHED = ("", "la", "evec", "bd oeuvre", "strasse", "1er", "2e", "avenue general", "gal", "LECLERC av", "cellule 5", "’")

NETWORK_TEXTS = 60
NUMBERS, NETWORK_IDS = ("1", "2", "7", "12", "99", "100", "0", "٣", ""), ("ZS-003", "RDC_1", "a", "b", "é", "%", "", " a", "a+b")
NAME_PARTS = ("~", "Réseau", " ", "  ", "\u00a0", "\u2028", "\u200b", "\n", "\0", "&", ".", "🛠", "e\u0301", "L'Œuvre")
NETWORKS = (
    "",
    "1.ZS-003.RDC-1.RDC-2~Réseau nord,4.ZS-003",
    ",".join(f"{n}.H{n}" for n in range(MOST_NETWORKS + 2, 0, -1)),
    ",".join(f"{n}.H{n}" for n in range(2, MOST_NETWORKS + 1)),
    ".".join(["3", "HUB", *(f"S{n}" for n in range(MOST_SHOPS + 2)), "S0"]),
    f"5.{'x' * MAX_ID_LENGTH}.{'y' * (MAX_ID_LENGTH + 1)}",
    f"6.H~{'🛠' * (MAX_NETWORK_NAME + 3)}",
    f"8.H~{'a' * (MAX_NETWORK_NAME - 1)} b~c",
)


def words() -> dict[str, Any]:
    """Return texts, what is searched in each, and whether it is found."""
    pairs = [(name, text, fits(name, text)) for name in NAMES for text in SEARCHED]
    return {"small": sorted(SMALL), "full": dict(FULL), "pairs": pairs}


def selections() -> dict[str, Any]:
    """Return a table of places, the facets, and selections with the places and counts that each gives, and the query that writes it."""
    dice = random.Random(SEED)
    territory = load_territory()
    territory = replace(territory, candidates=synthetic_candidates(PLACES, territory, seed=SEED))
    facets = candidate_facets(territory)
    oracle = Oracle(territory.candidates, facets)
    bars = bars_of(facets)
    return {
        "table": base64.b64encode(encode_table(territory.candidates, facets, ("id",)).data).decode(),
        "facets": [facet_declaration(facet).to_data() for facet in facets],
        "selections": [_answer(filters, facets, oracle, bars) for filters in _drawn(facets, dice)],
    }


def _drawn(facets: FacetSet, dice: random.Random) -> Iterator[dict[str, Any]]:
    for _turn in range(SELECTIONS):
        yield {facet.id: _value(facet, dice) for facet in dice.sample(list(facets), dice.randint(1, 3))}


def _value(facet: Facet, dice: random.Random) -> Any:
    if isinstance(facet, RangeFacet):
        ends = sorted(dice.choices(facet.edges, k=2))
        return {"low": ends[0], "high": dice.choice([None, ends[1]]), "unknown": dice.random() < 0.5}
    if isinstance(facet, PolygonFacet):
        lon, lat, side = dice.uniform(5.1, 5.6), dice.uniform(43.2, 43.45), dice.uniform(0.02, 0.3)
        return [[lon, lat], [lon + side, lat + 0.1 * side], [lon + 0.4 * side, lat + side]]
    names = facet.ids if isinstance(facet, PickFacet) else list(facet.index)
    return dice.sample(list(names), min(len(names), dice.randint(1, 4)))


def _answer(filters: dict[str, Any], facets: FacetSet, oracle: Oracle, bars: dict[str, Any]) -> dict[str, Any]:
    selection = Selection.from_json({"filters": filters}, facets)
    found = oracle.answer(selection.to_json()["filters"], bars)
    return {"filters": filters, "query": selection.to_query(), **{name: found[name] for name in ("rows", "counts", "lifted")}}


def networks() -> dict[str, Any]:
    """Return texts of an address, the networks that each gives, how these are written, and how once a place begins one more."""
    dice = random.Random(SEED)
    texts = [*NETWORKS, *(",".join(_network(dice) for _one in range(dice.randint(1, 4))) for _turn in range(NETWORK_TEXTS))]
    found = [(text, networks_of(write([(Key.NETWORKS, text)]))) for text in texts]
    cases = [
        {"text": text, "networks": [asdict(one) for one in read], "written": written(read), "begun": written(with_hub(read, "HUB-1"))}
        for text, read in found
    ]
    return {"bounds": network_bounds().to_data(), "cases": cases}


def _network(dice: random.Random) -> str:
    members = ".".join([dice.choice(NUMBERS), *dice.choices(NETWORK_IDS, k=dice.randint(0, 4))])
    return members + dice.choice(("", "~")) + "".join(dice.choices(NAME_PARTS, k=dice.randint(0, 5)))


CASES: dict[str, Callable[[], dict[str, Any]]] = {"words": words, "selections": selections, "networks": networks}


def text_of(name: str) -> str:
    """Return the content of a file of cases."""
    return json.dumps(CASES[name](), ensure_ascii=False, separators=(",", ":"), default=int) + "\n"


if __name__ == "__main__":
    for made in CASES:
        (FOLDER / f"{made}.json").write_text(text_of(made), encoding="utf-8")
