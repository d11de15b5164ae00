"""Large files, and twenty people at once: ``python -m bench.imports [--rows N] [--drafts N] [--people N] [FILE…]``.

The service runs as in production; files are sent over HTTP as a browser sends them, and sent again when the answer is that they wait.
"""

from __future__ import annotations

import argparse
import http.client
import json
import tempfile
import threading
import time
import urllib.parse
from pathlib import Path

from bench.import_files import FILES
from bench.measure import Load
from bulk.service import Bulk
from domain.person import Person, PersonRole
from intake.slots import Slots
from store.database import Database
from store.imports import Imports
from store.proposals import Proposals
from tests.attack.served import Served, start, stop
from tests.serving import free_port

TIMEOUT_S = 300.0
MOST_TRIES = 600
SMALL = 300
"""Places of a GeoPackage of 100 kB."""
LANDLORD = Person("p-bench", "bench", "Bench", PersonRole.LANDLORD, "hpr")


class Sender:
    """Somebody with a browser, from an address of their own."""

    def __init__(self, port: int, number: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, TIMEOUT_S, source_address=(f"127.0.2.{number + 1}", 0))
        self.cookie = ""
        self.seconds, self.waits, self.sentence = 0.0, 0, ""

    def sign_in(self, role: PersonRole) -> None:
        """Be an example person."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        answer, _body = self._post("/demonstration", urllib.parse.urlencode({"role": role.value}).encode(), headers)
        self.cookie = "; ".join(value.partition(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie")

    def send(self, name: str, data: bytes) -> None:
        """Send a file until it is read or refused, as the page does."""
        began = time.monotonic()
        for self.waits in range(MOST_TRIES):
            answer, body = self._post(f"/import?name={name}", data, {"Content-Type": "application/octet-stream"})
            if answer.status != 503 and answer.status != 429:
                break
            time.sleep(float(answer.headers.get("Retry-After", "1")))
        self.seconds = time.monotonic() - began
        self.sentence = "" if answer.status == 200 else f"{answer.status} {body[:200].decode()}"

    def _post(self, path: str, body: bytes, headers: dict[str, str]) -> tuple[http.client.HTTPResponse, bytes]:
        own = {"Sec-Fetch-Site": "same-origin", "Cookie": self.cookie}
        self.connection.request("POST", path, body, headers | own)
        answer = self.connection.getresponse()
        return answer, answer.read()


def formats(service: Served, names: list[str], rows: int) -> None:
    """Send a file of so many places in each format, and print how long its answer took."""
    print("| File | MB | read, s | |\n|---|--:|--:|---|")
    for name in names:
        data = FILES[name](rows)
        sender, load = Sender(service.port, 0), Load()
        sender.sign_in(PersonRole.LANDLORD)
        sender.send(name, data)
        print(
            f"| {name} | {len(data) / 1e6:.1f} | {sender.seconds:.1f} | {sender.sentence or '–'} (other work: {load.others()} cores) |",
            flush=True,
        )


def drafts(directory: Path, count: int) -> None:
    """Make drafts of a file of so many places, then undo them; print how long it took."""
    database = Database.open(f"sqlite:///{directory / 'drafts.db'}")
    database.migrate()
    proposals = Proposals(database)
    bulk = Bulk(Imports(database, proposals), proposals, Slots(str(directory)))
    key = bulk.begin(LANDLORD, "places.csv", FILES["places.csv"](count))
    began, longest, is_over = time.monotonic(), 0.0, False
    while not is_over:
        before = time.monotonic()
        told = bulk.commit(LANDLORD, key, only_valid=True)
        is_over, longest = told.is_over, max(longest, time.monotonic() - before)
    made = time.monotonic() - began
    last, is_over, began = "", False, time.monotonic()
    while not is_over:
        undone = bulk.cancel(LANDLORD, key, last)
        last, is_over = undone.last, undone.is_over
    left = proposals.own_marks(LANDLORD)
    print(f"{told.done} drafts in {made:.1f} s (longest request {longest:.1f} s); undone in {time.monotonic() - began:.1f} s,")
    print(f"left in the list: {sum(mark.is_editable for mark in left)}")


def crowd(service: Served, people: int) -> None:
    """Let so many people send a small GeoPackage at the same moment, and print what each was answered."""
    data = FILES["places.gpkg"](SMALL)
    senders = [Sender(service.port, number) for number in range(people)]
    roles = (PersonRole.LANDLORD, PersonRole.ECONOMY)
    for number, sender in enumerate(senders):
        sender.sign_in(roles[number % 2])
    barrier = threading.Barrier(people)

    def send(sender: Sender) -> None:
        barrier.wait()
        sender.send("places.gpkg", data)

    threads = [threading.Thread(target=send, args=(sender,)) for sender in senders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    times = sorted(sender.seconds for sender in senders)
    last = times[-1]
    refused = [sender.sentence for sender in senders if sender.sentence]
    print(
        f"{people} people, {len(data) / 1e3:.0f} kB each: first {times[0]:.1f} s, median {times[len(times) // 2]:.1f} s, last {last:.1f} s;"
    )
    print(f"sent again {sum(sender.waits for sender in senders)} times; refused: {json.dumps(refused, ensure_ascii=False)}")


def main() -> None:
    """Serve, send, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", default=list(FILES))
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--drafts", type=int, default=15_000)
    parser.add_argument("--people", type=int, default=20)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        service = start(free_port(), Path(folder))
        try:
            if arguments.people:
                crowd(service, arguments.people)
            if arguments.rows:
                formats(service, arguments.files, arguments.rows)
        finally:
            stop(service)
        if arguments.drafts:
            drafts(Path(folder), arguments.drafts)


if __name__ == "__main__":
    main()
