"""What tests run in processes of their own."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from sqlalchemy import event

from store.database import Database, StoreUnavailable
from store.meetings import Meetings
from store.scenarios import Scenarios
from tests.store.contents import every_scenario
from tests.store.drafts import draft
from tests.store.people import CHIEF, PLANNER

NOBODY = 65_534


def start(target: Callable[..., None], *arguments: Any) -> tuple[BaseProcess, Connection]:
    """Run `target(pipe, *arguments)` in a new process; return it and the pipe's other end."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.store.processes"])
    here, there = context.Pipe()
    process = context.Process(target=target, args=(there, *arguments), daemon=True)
    process.start()
    there.close()
    return process, here


def run(target: Callable[..., None], *arguments: Any) -> Any:
    """Return what `target` sends."""
    process, pipe = start(target, *arguments)
    try:
        return pipe.recv() if pipe.poll(30) else None
    finally:
        process.join(30)


def write_for_ever(pipe: Connection, url: str) -> None:
    """Create and change scenarios, and tell each write once it is acknowledged."""
    scenarios = Scenarios(Database.open(url))
    while True:
        made = scenarios.create(PLANNER, draft(result={"much": "x" * 20_000}))
        pipe.send((made.id, made.version))
        changed = scenarios.update(PLANNER, made.id, made.version, note="changed")
        pipe.send((changed.id, changed.version))


def migrate(pipe: Connection, url: str) -> None:
    """Migrate as soon as told to; tell how it went."""
    database = Database.open(url)
    pipe.send("ready")
    pipe.recv()
    try:
        database.migrate()
    except Exception as error:
        pipe.send(repr(error))
    else:
        pipe.send("done")


def fork_and_write(pipe: Connection, url: str, children: int, writes: int) -> None:
    """Use the database, fork as a web server does, and write from every process; tell whether each used connections of its own."""
    database = Database.open(url)
    event.listen(database.engine, "connect", lambda _raw, record: record.info.update(pid=os.getpid()))
    event.listen(database.engine, "checkout", _same_process)
    database.migrate()
    every_scenario(Scenarios(database))
    pids = []
    for _ in range(children):
        pid = os.fork()
        if not pid:
            _leave_after(lambda: _write(database, writes))
        pids.append(pid)
    _write(database, writes)
    pipe.send([os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pids])


def _write(database: Database, writes: int) -> None:
    for _ in range(writes):
        Scenarios(database).create(PLANNER, draft())


def _leave_after(work: Callable[[], None]) -> None:
    """End a forked child without the rest of its parent's work."""
    status = 1
    try:
        work()
        status = 0
    finally:
        os._exit(status)


def _same_process(_raw: Any, record: Any, _proxy: Any) -> None:
    assert record.info["pid"] == os.getpid(), "a connection has crossed a fork"


def use_as_nobody(pipe: Connection, url: str) -> None:
    """Read, then write, without any right over the file; tell what was read and what was said."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    database = Database.open(url)
    database.migrate()
    scenarios = Scenarios(database)
    names = [scenario.name for scenario in scenarios.page().items]
    try:
        scenarios.create(PLANNER, draft())
        said = "written"
    except StoreUnavailable as error:
        said = str(error)
    pipe.send((names, said, [scenario.name for scenario in scenarios.page().items]))


def close_meeting(pipe: Connection, url: str, meeting_id: str, step: int) -> None:
    """Close a meeting, and stop for ever before the given step of it that the database is asked for; tell that it is there, or done."""
    database, count = Database.open(url), 0

    def stopping(*_given: Any) -> None:
        nonlocal count
        count += 1
        if count == step:
            pipe.send(count)
            threading.Event().wait()

    event.listen(database.engine, "before_cursor_execute", stopping)
    event.listen(database.engine, "commit", stopping)
    Meetings(database).close(CHIEF, meeting_id, 1, b"zip" * 100_000, "f" * 64)
    pipe.send("closed")
