"""What the tests of this room share: extracts, and a territory whose every text is an attack."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable

import pytest

from domain.selection import FacetSet, Selection
from geodata.candidate_facets import candidate_facets
from geodata.territory import Territory
from reports.extract import Extract

DAY = dt.date(2026, 11, 23)
ADDRESS = "https://convergence.example/?qpv=inside"
PAYLOADS = (
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(2)</script>",
    "{{ 7*7 }}attack{% raw %}{# #}",
    '=HYPERLINK("http://evil.example","x")',
    "'\"><svg onload=alert(3)>\u2028`${alert(4)}`",
    'a;b"c\r\nd\te',
)

Make = Callable[..., Extract]


@pytest.fixture(scope="session")
def make(territory: Territory, facets: FacetSet) -> Make:
    """Return the extract of a query on the embedded territory."""

    def made(query: str = "", address: str = ADDRESS) -> Extract:
        return Extract(territory, facets, Selection.from_query(query, facets), address, DAY)

    return made


@pytest.fixture(scope="session")
def hostile(territory: Territory) -> Extract:
    """An extract whose free texts, and names of places, are all attacks."""

    def texts(rows: int) -> list[str]:
        return [f"{PAYLOADS[i % len(PAYLOADS)]} {i}" for i in range(rows)]

    places = territory.candidates.copy()
    for name in ("name", "address", "zone_name", "quartier", "qpv_name"):
        places[name] = texts(len(places))
    premises = places["kind"] == "premises"
    places["landlord"] = places["landlord"].astype(object).mask(premises, PAYLOADS[0])
    towns = territory.municipalities.assign(name=texts(len(territory.municipalities)))
    areas = territory.priority_neighbourhoods.assign(name=texts(len(territory.priority_neighbourhoods)))
    known = territory.facilities.assign(name=texts(len(territory.facilities)))
    attacked = dataclasses.replace(territory, candidates=places, municipalities=towns, priority_neighbourhoods=areas, facilities=known)
    facets = candidate_facets(attacked)
    kept = Selection.from_query("area=1-.unknown", facets)
    return Extract(attacked, facets, kept, f"https://convergence.example/?{PAYLOADS[1]}{PAYLOADS[2]}", DAY)
