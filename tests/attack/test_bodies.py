"""Random requests on every route, as whoever may do the most: never an error of ours."""

from __future__ import annotations

import io
import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from access.identity import EXTENSION
from access.settings import Settings
from app import create_app
from callbacks.application import Convergence
from domain.person import PersonRole
from geodata.territory import Territory
from store.database import Database
from store.proposals import Proposals
from store.verify import faults
from tests.access.accounts import OWN, sign_in
from tests.attack.sizes import SIZES
from tests.bodies import mutated
from tests.store.contents import AGENT, write
from tests.store.people import enrol

NAMES = """version name note content changes act reason text ids kind fields lon lat question result status starred archived mapping rows
internal items caption to login password role key keep code state email number x y q limit"""
KEYS = tuple(NAMES.split())
PLAIN = ("", "a", "nothing", "LP-000001", "SZ-000001", "LP-999999", "accept", "submit", "premises", "csv", "xlsx", "html", "photo")
HOSTILE = ("../../etc/passwd", "%00", "' OR 1=1 --", "{{7*7}}", "<img src=x onerror=1>", "1e999", "NaN")
NASTY = ("\0", "a\0b", "\ud800", "😀" * 40, "x" * 5_000, *HOSTILE)
WORDS = PLAIN + NASTY
NOT_ASKED = {"sign_out", "demonstration", "/_reload-hash"}
"""Routes that change who is asking, or wait."""
WHO = (PersonRole.LANDLORD, PersonRole.ECONOMY, PersonRole.FACILITATOR)


@pytest.fixture
def attacked(url: str, territory: Territory) -> Iterator[tuple[Convergence, list[FlaskClient]]]:
    """The application with something of each kind in its database, and a browser for each of those who write the most."""
    database = Database.open(url)
    write(database)
    app = create_app(Settings(demo=True, database_url=url), territory)
    app.server.config["PROPAGATE_EXCEPTIONS"] = False
    browsers = []
    for role in WHO:
        enrol(app.server.extensions[EXTENSION].persons, f"{role.value}.x", role)
        browsers.append(app.server.test_client())
        assert sign_in(browsers[-1], f"{role.value}.x").status_code == 303
    yield app, browsers
    database.engine.dispose()


def _value(rng: random.Random, depth: int = 0) -> Any:
    kind = rng.random()
    if depth < 3 and kind < 0.2:
        return {rng.choice(KEYS): _value(rng, depth + 1) for _ in range(rng.randint(0, 4))}
    if depth < 3 and kind < 0.35:
        return [_value(rng, depth + 1) for _ in range(rng.randint(0, 4))]
    return rng.choice([*WORDS, None, True, False, 0, 1, 2, -7, 2**40, 10**400, 1.5, 5.37, 43.3, 1e308])


def _body(rng: random.Random) -> dict[str, Any]:
    told = {key: _value(rng) for key in rng.sample(KEYS, rng.randint(0, 6))}
    if rng.random() < 0.5:
        told |= {"version": rng.choice([1, 2, 3]), "act": rng.choice(["accept", "submit", "renew"]), "changes": {"area_m2": _value(rng, 3)}}
    kind = rng.random()
    if kind < 0.6:
        return {"data": json.dumps(told), "content_type": "application/json"}
    if kind < 0.7 and told:
        return {"data": json.dumps(mutated(rng, told)), "content_type": "application/json"}
    if kind < 0.8:
        return {"data": rng.randbytes(rng.randint(0, 300)), "content_type": rng.choice(["application/json", "image/png", "text/csv", "x"])}
    flat = {key: str(value).encode("utf-8", "replace").decode()[:200] for key, value in told.items()}
    if kind < 0.9:
        return {"data": flat}
    return {"data": flat | {"file": (io.BytesIO(rng.randbytes(200)), rng.choice(["a.csv", "a.xlsx", "a.jpg", "\0", "../a.pdf"]))}}


def _path(rng: random.Random, rule: Rule) -> str:
    def fill(_found: re.Match[str]) -> str:
        return quote(str(_value(rng, 3)).encode("utf-8", "replace")[:300], safe="") or "x"

    query = "&".join(f"{key}={quote(str(_value(rng, 3)).encode('utf-8', 'replace')[:300])}" for key in rng.sample(KEYS, rng.randint(0, 3)))
    return re.sub(r"<[^>]*>", fill, rule.rule) + (f"?{query}" if query else "")


def test_random_requests_are_never_answered_by_an_error_of_ours(
    attacked: tuple[Convergence, list[FlaskClient]], url: str, caplog: pytest.LogCaptureFixture
) -> None:
    app, browsers = attacked
    rng, statuses = random.Random(20_261_123), Counter[int]()
    rules = [rule for rule in app.server.url_map.iter_rules() if rule.endpoint not in NOT_ASKED]
    for number in range(SIZES.bodies // 2):  # on each kind of database
        rule = rules[number % len(rules)]
        method = rng.choice(sorted((rule.methods or set()) - {"OPTIONS", "HEAD"}))
        path, body = _path(rng, rule), _body(rng) if method == "POST" else {}
        status = rng.choice(browsers).open(path, method=method, headers=OWN, **body).status_code
        statuses[status] += 1
        assert status < 500, (method, path, body, caplog.text[-2_000:])
    assert statuses[400] + statuses[404] > SIZES.bodies // 20
    for path, method in _of_nobody():
        status = browsers[0].open(path, method=method, json={} if method == "POST" else None, headers=OWN).status_code
        assert status < 500, (method, path, caplog.text[-2_000:])
    _edit_at_random(rng, browsers)
    database = Database.open(url)
    assert faults(database) == ()
    assert Proposals(database).list(AGENT)
    database.engine.dispose()


def _of_nobody() -> Iterator[tuple[str, str]]:
    """Give addresses with ids that no text can hold."""
    for word in ("%00", "LP-000001%00", "%ED%A0%80", "%F0%9F%98%80", "x" * 5_000):
        yield f"/proposals/{word}.json", "GET"
        yield f"/s/{word}", "GET"
        yield f"/attachment/{word}", "GET"


def _edit_at_random(rng: random.Random, browsers: list[FlaskClient]) -> None:
    """Change places that are there, most of the time with a version or a value that will not do."""
    for _ in range(60):
        place = rng.choice(["LP-000001", "LP-000002", "LP-000003"])
        told = {"version": rng.randint(1, 6), "changes": {"area_m2": _value(rng, 3)}}
        assert rng.choice(browsers).post(f"/proposals/{place}", json=told, headers=OWN).status_code < 500
