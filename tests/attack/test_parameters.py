"""Every parameter of every address, with the numbers and dates that break programs: an answer or a refusal, never an error of ours."""

from __future__ import annotations

import random
import re
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from access.settings import Settings
from app import create_app
from callbacks.application import Convergence
from domain.person import PersonRole
from geodata.territory import Territory
from tests.access.accounts import OWN

VALUES = (
    "", "0", "-0", "-1", "1e309", "-1e309", "1e-400", "NaN", "nan", "inf", "-Infinity", "9" * 18, "9" * 400, "9" * 5_000, "0x10", "1_000",
    "٣", "²", "1,5", "1;2", "½", "true", "null", "[]", "{}", "\0", "\ud800", "é" * 300, "' OR 1=1 --", "%s%n", "../../etc/passwd",
    "0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00", "9999-12-31T23:59:60Z", "0000-00-00", "2024-02-30",
    "2024-W01-1", "2024-01-01T24:00:00Z", "2024-01-01T00:00:00+23:59", "-2024-01-01", "99999-01-01T00:00Z", "2024-01-01",
    "20240101T000000Z",    "43.3", "5.37", "180", "-180.0000001", "1.7976931348623157e308", "5.37,43.3",
    "LP-000001", "lp-999999999", "SZ-0", "13055", "a.b.c.d.e",
)  # fmt: skip
NAMES = (
    "before", "since", "until", "place", "person", "q", "lon", "lat", "field", "rows", "name", "kind", "a", "b", "to", "as", "cmp", "s",
    "goal", "k", "min", "mode", "hyp", "w", "area", "rent", "kinds", "communes", "zone", "versus", "must", "not", "budget", "spacing",
    "lang", "state", "code", "m", "v", "at",
)  # fmt: skip
PIECES = [value[:300] for value in VALUES if value and not {"/", "\0", "\ud800"} & set(value)]
ANSWERS_A_ROUTE = 10
HEAVY = {"plan", "study", "difference", "values"}


@pytest.fixture(scope="module")
def busy(territory: Territory, tmp_path_factory: pytest.TempPathFactory) -> Convergence:
    return create_app(Settings(demo=True, database_url=f"sqlite:///{tmp_path_factory.mktemp('busy')}/c.db"), territory)


def _client(app: Convergence, role: PersonRole) -> FlaskClient:
    client = app.server.test_client()
    assert client.post("/demonstration", data={"role": role.value}, headers=OWN).status_code == 303
    return client


@pytest.mark.parametrize("role", [PersonRole.FACILITATOR, PersonRole.LANDLORD])
def test_no_parameter_of_any_address_breaks_anything(role: PersonRole, busy: Convergence) -> None:
    chance, client, broken = random.Random(7), _client(busy, role), []
    for rule in sorted(busy.server.url_map.iter_rules(), key=str):
        if "GET" not in (rule.methods or ()):
            continue
        for _ in range(3 if rule.endpoint in HEAVY else ANSWERS_A_ROUTE):
            path = re.sub("<.*?>", lambda _found: chance.choice(PIECES), rule.rule)
            asked = {name: chance.choice(VALUES) for name in chance.sample(NAMES, 8)}
            query = urlencode(asked, errors="surrogatepass")[:4_000]
            answer = client.get(f"{path}?{query}")
            if answer.status_code >= 500:
                broken.append((answer.status_code, path, asked))
    assert broken == []


@pytest.mark.parametrize("name", ["since", "until", "before", "place", "person"])
def test_each_parameter_of_the_journal_alone_is_an_answer(name: str, busy: Convergence) -> None:
    client = _client(busy, PersonRole.FACILITATOR)
    for value in VALUES:
        query = urlencode({name: value}, errors="surrogatepass")
        assert (value, client.get(f"/journal/journal.csv?{query}").status_code) == (value, 200)
