"""Fifty people at once while somebody attacks: ``python -m bench.load [--people 50] [--seconds 180] [--no-attack]``.

Each person does something every one to three seconds, from an address of its own (127.0.1.n): a page, a file, the sheet of a place, a
question about a scenario. One address more (127.0.2.1) does meanwhile what it can to stop the service, in a process of its own. Linux alone
gives every 127.x address.
"""

from __future__ import annotations

import argparse
import http.client
import json
import multiprocessing
import random
import re
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from bench.attackers import attack
from bench.measure import percentile
from domain.scenario import MODES, Goal
from tests.attack.served import start, stop
from tests.serving import free_port

PAUSE_S = (1.0, 3.0)
TIMEOUT_S = 60.0
WARM_S, WARMED = 300.0, 6
PAGES = ("/", "/convergence", "/scenarios", "/sources")
KINDS = ("page", "file", "sheet", "question")
WEIGHTS = (3, 3, 3, 2)
TARGET_S = {"page": 0.5, "file": 0.5, "sheet": 0.5, "question": 1.5}
PREFETCHED = re.compile(r'<link rel="prefetch"[^>]*href="([^"]+)"')


class Person:
    """Somebody with a browser: one kept connection, an address, habits drawn from `seed`."""

    def __init__(self, port: int, number: int, gestures: Mapping[str, Callable[[random.Random], tuple[str, str, str | None]]]) -> None:
        self.port, self.address = port, f"127.0.1.{number + 1}"
        self.rng = random.Random(number)
        self.gestures = gestures
        self.times: dict[str, list[float]] = defaultdict(list)
        self.answers: Counter[tuple[str, str]] = Counter()
        self.connection: http.client.HTTPConnection | None = None

    def live(self, until: float) -> None:
        """Do one thing after the other."""
        time.sleep(self.rng.uniform(0, PAUSE_S[1]))
        while time.monotonic() < until:
            kind = self.rng.choices(KINDS, WEIGHTS)[0]
            began = time.monotonic()
            status = self.ask(kind)
            self.times[kind].append(time.monotonic() - began)
            self.answers[kind, status] += 1
            time.sleep(self.rng.uniform(*PAUSE_S))

    def ask(self, kind: str) -> str:
        """Do one thing; return what came of it."""
        return self._do(*self.gestures[kind](self.rng))

    def _do(self, method: str, path: str, body: str | None) -> str:
        """Ask, as a browser does (once more where a kept connection was closed meanwhile); return the status, or the fault's name."""
        headers = {"Accept-Encoding": "gzip", "Sec-Fetch-Site": "same-origin"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        for is_last in (self.connection is None, True):
            try:
                return self._fetched(method, path, body, headers)
            except (OSError, http.client.HTTPException) as fault:
                self.connection = None
                if is_last or isinstance(fault, TimeoutError):
                    return type(fault).__name__
        raise AssertionError

    def _fetched(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> str:
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, TIMEOUT_S, source_address=(self.address, 0))
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        answer.read()
        return str(answer.status)


def wait_until_warm(people: list[Person]) -> None:
    """Ask until every question of a handful is answered: what a fresh checkout compiles once is not what people wait for."""
    until = time.monotonic() + WARM_S
    for person in people[:WARMED]:
        while person.ask("question") != "200" and time.monotonic() < until:
            time.sleep(1)


def gestures_of(get: Callable[[str], bytes]) -> dict[str, Callable[[random.Random], tuple[str, str, str | None]]]:
    """Return what people do, from what the service shows."""
    files = PREFETCHED.findall(get("/").decode())
    sheet = _sheet(json.loads(get("/_dash-dependencies")))
    return {
        "page": lambda rng: ("GET", rng.choice(PAGES), None),
        "file": lambda rng: ("GET", rng.choice(files), None),
        "sheet": lambda rng: ("POST", "/_dash-update-component", sheet(f"RC-{rng.randint(1, 120):03d}")),
        "question": lambda rng: ("GET", f"/scenario/plan.json?{_question(rng)}", None),
    }


def _question(rng: random.Random) -> str:
    goal, mode = rng.choice(list(Goal)), rng.choice(MODES)
    return f"goal={goal}&k={rng.randint(2, 8)}&min={rng.choice((10, 15, 20))}&mode={mode}"


def _sheet(dependencies: list[dict[str, Any]]) -> Callable[[str], str]:
    """Return what makes the callback's body for a place's sheet."""
    declared = next(item for item in dependencies if item["output"] == "sheet.children" and not item["clientside_function"])
    inputs, state = declared["inputs"], declared["state"]

    def body(place: str) -> str:
        valued = [{**item, "value": place if number == 0 else ""} for number, item in enumerate(inputs)]
        output = {"id": "sheet", "property": "children"}
        changed = [f"{inputs[0]['id']}.{inputs[0]['property']}"]
        states = [{**item, "value": ""} for item in state]
        return json.dumps({"output": declared["output"], "outputs": output, "inputs": valued, "state": states, "changedPropIds": changed})

    return body


def report(people: list[Person], attackers: Mapping[str, int]) -> bool:
    """Print the table; say whether the targets are met."""
    times: dict[str, list[float]] = defaultdict(list)
    answers: Counter[tuple[str, str]] = Counter()
    for person in people:
        answers.update(person.answers)
        for kind, measured in person.times.items():
            times[kind].extend(measured)
    met = True
    print("| Kind | answers | p50, s | p95, s | longest, s | target p95, s | not answered 200 |\n|---|--:|--:|--:|--:|--:|---|")
    for kind in KINDS:
        wrong = {status: n for (of, status), n in answers.items() if of == kind and status != "200"}
        p50, p95, longest = percentile(times[kind], 0.5), percentile(times[kind], 0.95), max(times[kind])
        met = met and not wrong and p95 <= TARGET_S[kind]
        print(f"| {kind} | {len(times[kind])} | {p50:.2f} | {p95:.2f} | {longest:.2f} | {TARGET_S[kind]} | {wrong or '–'} |")
    print("The attacker was answered:", dict(sorted(attackers.items())) or "–")
    return met


def main() -> int:
    """Serve, let everybody at it, and print what they saw."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=180.0)
    parser.add_argument("--no-attack", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory, multiprocessing.Manager() as manager:
        service = start(free_port(), Path(directory))
        counts = manager.dict()
        attacker = multiprocessing.get_context("spawn").Process(target=attack, args=(service.port, counts), daemon=True)
        try:
            people = [Person(service.port, number, gestures_of(service.get)) for number in range(arguments.people)]
            wait_until_warm(people)
            if not arguments.no_attack:
                attacker.start()
            until = time.monotonic() + arguments.seconds
            threads = [threading.Thread(target=person.live, args=(until,)) for person in people]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            return 0 if report(people, dict(counts)) else 1
        finally:
            if attacker.pid:
                attacker.kill()
            stop(service)


if __name__ == "__main__":
    raise SystemExit(main())
