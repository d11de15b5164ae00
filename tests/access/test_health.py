"""Whether the service answers is told to anybody, by any name; how it does, to whoever bears the token, of all its processes."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask.testing import FlaskClient
from prometheus_client.parser import text_string_to_metric_families

from access.settings import Settings, SettingsError
from app import create_app
from callbacks.application import Convergence
from geodata.territory import Territory
from tests.attack.served import start, stop
from tests.serving import free_port

TOKEN = "m" * 32
LABELS = ("route", "method", "status", "state")
BALANCER = {"Host": "10.0.0.7:8050"}
BEARER = BALANCER | {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("watched") / "convergence.db"


@pytest.fixture(scope="module")
def watched(territory: Territory, file: Path) -> Convergence:
    return create_app(Settings(demo=True, database_url=f"sqlite:///{file}", metrics_token=TOKEN), territory)


def samples(client: FlaskClient) -> dict[tuple[str, str], float]:
    """Return what is measured, by name and by the values of its labels."""
    answer = client.get("/metrics", headers=BEARER)
    assert answer.status_code == 200
    return {
        (sample.name, " ".join(sample.labels[name] for name in LABELS if name in sample.labels)): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def test_a_load_balancer_is_answered_by_any_name(watched: Convergence) -> None:
    answer = watched.server.test_client().get("/healthz", headers=BALANCER)
    assert (answer.status_code, answer.text) == (200, "ok\n")
    assert answer.headers["Cache-Control"] == "no-store"


def test_every_request_is_counted_by_its_route_and_answer(watched: Convergence) -> None:
    client = watched.server.test_client()
    before = samples(client)
    for path in ("/export/nothing", "/export/nothing", "/data/nothing", "/mentions-legales"):
        client.get(path)
    client.open("/mentions-legales", method="INVENTED")
    after = samples(client)
    grown = {labels: after[name, labels] - before.get((name, labels), 0) for name, labels in after if name == "convergence_requests_total"}
    assert grown["/mentions-legales GET 200"] == 1
    assert sum(grown.values()) == 6  # the measure before counts too
    assert not any("INVENTED" in labels for labels in grown)
    assert after["convergence_request_seconds_count", "/mentions-legales"] >= 1
    assert after["convergence_requests_under_way", ""] == 1  # that which measures


def test_the_database_is_told_to_be_up_and_what_waits_in_it(watched: Convergence) -> None:
    told = samples(watched.server.test_client())
    assert told["convergence_database_up", ""] == 1
    assert {told["convergence_letters", state] for state in ("waiting", "given_up")} == {0}
    assert {told["convergence_computations", state] for state in ("waiting", "running")} == {0}


def test_without_its_database_the_service_is_not_well_and_says_so(watched: Convergence, file: Path) -> None:
    client, away = watched.server.test_client(), file.with_suffix(".away")
    file.rename(away)
    try:
        assert client.get("/healthz", headers=BALANCER).status_code == 503
        assert samples(client)["convergence_database_up", ""] == 0
    finally:
        away.rename(file)
    assert client.get("/healthz", headers=BALANCER).status_code == 200


@pytest.mark.parametrize("given", [None, "", "Bearer", "Bearer ", f"Bearer {TOKEN[:-1]}", f"Bearer {TOKEN}x", TOKEN, "Bearer é"])
def test_nothing_is_measured_for_who_does_not_bear_the_token(watched: Convergence, given: str | None) -> None:
    headers = BALANCER | ({} if given is None else {"Authorization": given})
    answer = watched.server.test_client().get("/metrics", headers=headers)
    assert answer.status_code == 401
    assert "convergence_" not in answer.text


def test_without_a_token_there_are_no_measures(client: FlaskClient) -> None:
    assert "convergence_requests" not in client.get("/metrics").text
    assert client.get("/metrics", headers=BEARER).status_code == 421


def test_a_token_that_could_be_guessed_stops_the_start() -> None:
    with pytest.raises(SettingsError, match="METRICS_TOKEN"):
        Settings.from_env({"METRICS_TOKEN": "short"})


def test_all_workers_are_measured_together(tmp_path: Path) -> None:
    served = start(free_port(), tmp_path, METRICS_TOKEN=TOKEN, WEB_WORKERS="2")
    try:
        for _ in range(40):
            served.get("/healthz")
        told = served.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).decode()
        families = text_string_to_metric_families(told)
        counted = [sample for family in families for sample in family.samples if sample.name == "convergence_requests_total"]
        assert sum(sample.value for sample in counted) >= 40
    finally:
        stop(served)
