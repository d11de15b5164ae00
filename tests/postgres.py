"""A real PostgreSQL server for tests: made in a temporary directory, reached by a socket there, gone with it."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from store.database import Database

ROOM = Path(__file__).parents[1]
# Another time zone than the application's own, and no wait for the disk: nothing here outlives the tests.
OPTIONS = {"TimeZone": "Pacific/Auckland", "fsync": "off", "full_page_writes": "off", "max_connections": "60", "shared_buffers": "32MB"}
TEMPLATE = "convergence_template"


def programs() -> Path | None:
    """Return the directory of PostgreSQL's programs; None when there are none."""
    found = subprocess.run(["sh", "tools/find_postgres.sh"], cwd=ROOM, capture_output=True, text=True, check=False).stdout.strip()
    return Path(found) if found else None


@dataclass
class Server:
    """A running server. Each database that it gives is a new one, of this code's version."""

    bin: Path
    directory: Path
    as_user: dict[str, Any]
    options: dict[str, str]
    process: subprocess.Popen[bytes] | None = None
    _numbers: Iterator[int] = field(default_factory=count)

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://convergence@/{database}?host={self.directory}"

    def empty(self) -> str:
        """Make a database with nothing in it; return its address."""
        return self._made("template0")

    def migrated(self) -> str:
        """Make a database of this code's version; return its address."""
        return self._made(TEMPLATE)

    def start(self) -> None:
        """Start and wait until it answers."""
        options = [word for name, value in self.options.items() for word in ("-c", f"{name}={value}")]
        command = [self.bin / "postgres", "-D", self.directory / "data", "-k", self.directory, "-c", "listen_addresses=", *options]
        with (self.directory / "log").open("ab") as log:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **self.as_user)
        for _ in range(300):
            if subprocess.run([self.bin / "pg_isready", "-q", "-h", self.directory], check=False).returncode == 0:
                return
            time.sleep(0.1)
        raise RuntimeError((self.directory / "log").read_text("utf-8"))

    def stop(self, how: str = "immediate") -> None:
        """Stop; « immediate » as if the machine had."""
        if self.process:
            subprocess.run(
                [self.bin / "pg_ctl", "-D", self.directory / "data", "-m", how, "-w", "stop"], capture_output=True, **self.as_user
            )
            self.process.wait(30)
            self.process = None

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Stop every process of the server where it is, until the block ends: it accepts connections, and answers nothing."""
        assert self.process
        own = str(self.process.pid)
        children = subprocess.run(["pgrep", "-P", own], capture_output=True, text=True, check=False).stdout.split()
        for process in (own, *children):
            os.kill(int(process), signal.SIGSTOP)
        try:
            yield
        finally:
            for process in (*children, own):
                with suppress(ProcessLookupError):
                    os.kill(int(process), signal.SIGCONT)

    def _made(self, template: str) -> str:
        name = f"convergence_{os.getpid()}_{next(self._numbers)}"
        self.order(f'CREATE DATABASE "{name}" TEMPLATE {template}')
        return self.url(name)

    def order(self, sql: str, database: str = "postgres") -> None:
        """Run one statement outside any transaction."""
        engine = create_engine(self.url(database), poolclass=NullPool, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(sql))


@contextmanager
def running(bin_directory: Path, **options: str) -> Iterator[Server]:
    """Give a server that runs until the block ends."""
    directory = Path(tempfile.mkdtemp(prefix="pg"))  # a short path: that of a socket is limited
    as_user: dict[str, Any] = {}
    if os.geteuid() == 0:  # PostgreSQL refuses to be root
        owner = _somebody()
        os.chown(directory, owner.pw_uid, owner.pw_gid)
        as_user = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
    as_user["cwd"] = directory
    server = Server(bin_directory, directory, as_user, OPTIONS | options)
    make = [bin_directory / "initdb", "-D", directory / "data", "-U", "convergence", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
    try:
        subprocess.run(make, check=True, capture_output=True, **as_user)
        server.start()
        server.order(f"CREATE DATABASE {TEMPLATE}")
        template = Database.open(server.url(TEMPLATE))
        template.migrate()
        template.engine.dispose()
        yield server
    finally:
        server.stop()
        shutil.rmtree(directory)


def _somebody() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")
