"""The database: opened, migrated, read and written; when it cannot be, a sentence says why."""

from __future__ import annotations

import json
import re
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.pool import NullPool

from domain.person import NotAllowed
from i18n import N_
from i18n import gettext as _
from store import creation, geo, server
from store.breaker import Breaker, Resting
from store.installation import begin_demonstration
from store.schema import Age, age, upgrade, version
from store.tables import metadata

BUSY_TIMEOUT_S = 5.0
BUSY_PAUSE_S = 0.02
WRITING = "convergence_writing"

READ_ONLY = N_("La base {file} est en lecture seule, ou son disque est plein : elle se consulte, mais rien ne peut y être enregistré.")
UNREADABLE = N_("La base {file} est endommagée, ou n'est pas une base de Convergence : remettez une sauvegarde à sa place.")
NO_ANSWER = N_("La base {file} ne répond pas : vérifiez son disque ou son serveur.")
LOCKED = N_("La base {file} est occupée par une autre écriture : recommencez dans un instant.")
FULL = N_("Le disque de la base {file} est plein : rien n'a été enregistré. Libérez de la place, puis recommencez.")
FORBIDDEN = N_("La base {file} ne donne pas assez de droits à ce compte : il lui faut lire, écrire et créer des tables.")
TOO_MANY = N_("La base {file} est trop demandée : recommencez dans un instant.")
OTHER_VERSION = N_("La base {file} n'est pas de cette version de Convergence : lancez d'abord le service, qui la met à niveau.")
GONE = N_(
    "La base {file} est introuvable, donc illisible : remontez son disque, ou remettez le fichier ou une sauvegarde à sa place. "
    "Rien n'est créé d'office ; une première installation commence par « convergence migrate »."
)
EMPTY = N_(
    "La base {file} est vide, donc illisible : remettez une sauvegarde à sa place. "
    "Une première installation commence par « convergence migrate »."
)
WAS_HERE = N_(
    "La base {file} a existé ici et manque : remettez-la, ou une sauvegarde (« restore »). "
    "« convergence migrate --new » en crée une autre, vide, à sa place."
)
TOO_NEW = N_("La base {file} a été écrite par une version plus récente de Convergence : installez cette version.")
SENTENCES = {
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_READONLY: READ_ONLY,
    sqlite3.SQLITE_PERM: READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: N_("La base {file} ne peut pas être ouverte : vérifiez les droits de ce fichier et de son dossier."),
    sqlite3.SQLITE_BUSY: LOCKED,
    sqlite3.SQLITE_LOCKED: LOCKED,
    sqlite3.SQLITE_CORRUPT: UNREADABLE,
    sqlite3.SQLITE_NOTADB: UNREADABLE,
    sqlite3.SQLITE_IOERR: NO_ANSWER,
    sqlite3.SQLITE_PROTOCOL: NO_ANSWER,
}
OF_SERVER = {
    server.FULL: FULL,
    server.LOCKED: LOCKED,
    server.READ_ONLY: READ_ONLY,
    server.FORBIDDEN: FORBIDDEN,
    server.DAMAGED: UNREADABLE,
    server.TOO_MANY: TOO_MANY,
}
# What SQLite answers when it cannot make the files it keeps beside the database (read-only folder, full disk).
NAME = re.compile(r"\w+")
NO_ROOM = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL}


class StoreUnavailable(RuntimeError):  # noqa: N818 - a state of the world, not a fault of the caller
    """The database cannot be read or written now; the message says why, and the driver's error is its cause."""


class Unwritable(ValueError):  # noqa: N818 - an answer, not a fault of ours
    """A text holds what the database cannot keep, so that nothing there has it either; the message says so."""


class Database:
    """One database, named by its URL. A process may fork at any time between two uses: no connection is used on both sides."""

    def __init__(self, engine: Engine, name: str, file: Path | None = None) -> None:
        self.engine = engine
        self.name = name
        self._file = file
        self._breaker = Breaker()

    @classmethod
    def open(cls, url: str) -> Database:
        """Name the database; nothing is connected, and nothing made.

        Parameters
        ----------
        url
            ``sqlite:///file`` (relative to the working directory) or ``postgresql+psycopg://…``.

        Raises
        ------
        StoreUnavailable
            The URL cannot be used.
        """
        try:
            parsed = make_url(url)
            return cls._of_file(parsed) if parsed.get_backend_name() == "sqlite" else cls._of_server(parsed)
        except (ArgumentError, ImportError) as error:
            # The address is not repeated: it may hold a password.
            raise StoreUnavailable(_("DATABASE_URL : adresse inutilisable, ou pilote de cette base absent.")) from error

    @classmethod
    def _of_file(cls, url: URL) -> Database:
        if not url.database or url.database == ":memory:":
            raise ArgumentError("a file is needed: every connection to memory is another database")
        file = Path(url.database).absolute()
        engine = create_engine(url, creator=partial(_connect, file), poolclass=NullPool, json_serializer=_to_json, hide_parameters=True)
        event.listen(engine, "begin", _begin)
        return cls(engine, url.database, file)

    @classmethod
    def _of_server(cls, url: URL) -> Database:
        engine = server.engine_of(url, _to_json)
        event.listen(engine, "begin", _wait_for_turn)
        return cls(engine, url.render_as_string(hide_password=True))

    @property
    def file(self) -> Path | None:
        """The SQLite file; None when a server keeps the database."""
        return self._file

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees one state of the database.

        Raises
        ------
        StoreUnavailable
            The database cannot be read.
        """
        with _faults_in_words(self.name), self._connected() as connection:
            yield connection if self._file else connection.execution_options(**server.READING)

    @contextmanager
    def writing(self, is_long: bool = False) -> Iterator[Connection]:
        """Give a connection whose writes are all kept when the block ends, or none of them.

        Parameters
        ----------
        is_long : a server may take as long as it needs (see `store.server`).

        Raises
        ------
        StoreUnavailable
            Nothing was written.
        """
        with _faults_in_words(self.name), self._connected() as connection, connection.execution_options(**{WRITING: True}).begin():
            if is_long and not self._file:
                server.take_time(connection)
            yield connection

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        """Give a connection; where a server did not answer a moment ago, say so without asking it again."""
        self._breaker.enter()
        try:
            with self.engine.connect() as connection:
                self._breaker.reset()
                yield connection
        except DBAPIError as error:
            if not self._file and server.is_silence(error):
                self._breaker.trip()
                self.engine.dispose()  # the other connections are no better
            raise

    def was_made(self) -> bool:
        """Say whether the database is there, or was: then nothing may be created in its place without being asked.

        Raises
        ------
        StoreUnavailable
            It is there, and cannot be read.
        """
        if self._file and (creation.marker(self._file).exists() or not self._file.exists()):
            return creation.marker(self._file).exists()
        with self.reading() as connection:
            return version(connection) != ""

    def migrate(self, as_demonstration: bool = False) -> None:
        """Create the database where there is none, or bring an older one to this code's version; several processes may do so at once.

        Parameters
        ----------
        as_demonstration : a database that is created now is marked as a demonstration's.

        Raises
        ------
        StoreUnavailable
            The database is newer than this code, or cannot be written.
        """
        if self._file:
            with _faults_in_words(self.name):
                creation.make(self._file)
        self._bring_up(as_demonstration)

    def upgrade(self) -> None:
        """Bring a database that is there to this code's version; never create one.

        Raises
        ------
        StoreUnavailable
            It is missing, empty, newer than this code, or cannot be read; or it is older and cannot be written.
        """
        with self.reading() as connection:
            is_empty = version(connection) == ""
        if is_empty:
            raise StoreUnavailable(_(EMPTY).format(file=self.name))
        self._bring_up()

    def _bring_up(self, as_demonstration: bool = False) -> None:
        with self.reading() as connection:
            found = age(connection)
            has_stale_view = found is Age.CURRENT and geo.is_stale(connection)
        if found is Age.AHEAD:
            raise StoreUnavailable(_(TOO_NEW).format(file=self.name))
        if found is Age.BEHIND:
            self._enter_wal()
            with self.writing(is_long=True) as connection:
                is_new = version(connection) == ""
                upgrade(connection)
                if is_new and as_demonstration:
                    begin_demonstration(connection)
        if has_stale_view:  # PostGIS came after the tables
            with self.writing() as connection:
                geo.make_view(connection)
        if self._file:
            creation.note(self._file)

    def _enter_wal(self) -> None:
        """Let readers and a writer work side by side; the file remembers it."""
        if self._file:
            with _faults_in_words(self.name), closing(_connect(self._file)) as raw:
                _patiently(lambda: raw.execute("PRAGMA journal_mode=WAL"))


def _connect(file: Path) -> sqlite3.Connection:
    """Open a file that is there; one that has no neighbour to recover from is read as it lies when no neighbour can be made."""
    creation.demand(file)
    try:
        return _opened(file, "mode=rw")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in NO_ROOM or not _is_settled(file):
            raise
        return _opened(file, "mode=ro&immutable=1")


def _opened(file: Path, how: str) -> sqlite3.Connection:
    raw = sqlite3.connect(f"{file.as_uri()}?{how}", uri=True, timeout=BUSY_TIMEOUT_S, isolation_level=None)
    try:
        raw.execute("PRAGMA synchronous=FULL")
        raw.execute("PRAGMA foreign_keys=ON")
        raw.execute("SELECT count(*) FROM sqlite_master").fetchone()  # an unusable file says so here
    except sqlite3.Error:
        raw.close()
        raise
    return raw


def _patiently(act: Callable[[], object]) -> None:
    """Try again while the file is busy, where SQLite itself does not wait (a change of the journal's kind)."""
    end = time.monotonic() + BUSY_TIMEOUT_S
    while True:
        try:
            act()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
            time.sleep(BUSY_PAUSE_S)
        else:
            return


def _is_settled(file: Path) -> bool:
    log = file.with_name(f"{file.name}-wal")
    return file.is_file() and not (log.exists() and log.stat().st_size)


def _begin(connection: Connection) -> None:
    """Take the lock at once when the transaction is to write: taken later, it could not be waited for."""
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get(WRITING) else "BEGIN")


def _wait_for_turn(connection: Connection) -> None:
    if connection.get_execution_options().get(WRITING):
        server.wait_for_turn(connection, BUSY_TIMEOUT_S)


def _to_json(value: object) -> str:
    return json.dumps(value, allow_nan=False, ensure_ascii=False, separators=(",", ":"))


@contextmanager
def _faults_in_words(name: str) -> Iterator[None]:
    """Turn what is no fault of the code into a sentence."""
    try:
        yield
    except NotAllowed:  # a `PermissionError` that is nobody's disk
        raise
    except (DBAPIError, sqlite3.Error, OSError) as error:
        if server.is_unwritable_text(error):
            raise Unwritable(_("Texte refusé : il contient un caractère que rien n'affiche (NUL).")) from error
        sentence = _sentence(error)
        if sentence is None:
            raise
        raise StoreUnavailable(_(sentence).format(file=name)) from error


def _sentence(error: Exception) -> str | None:
    """Return what to say of an error; None when it is a fault of the code."""
    if isinstance(error, creation.Missing):
        return GONE
    if isinstance(error, Resting):
        return NO_ANSWER
    if isinstance(error, OSError):
        return SENTENCES[sqlite3.SQLITE_CANTOPEN]
    origin = error.orig if isinstance(error, DBAPIError) else error
    if _misses_a_table(origin):
        return UNREADABLE
    if isinstance(origin, sqlite3.Error):
        return SENTENCES.get(getattr(origin, "sqlite_errorcode", 0) & 0xFF)
    words = OF_SERVER.get(server.meaning(error) or "") if isinstance(error, DBAPIError) else None
    if words:
        return words
    return NO_ANSWER if isinstance(error, (OperationalError, InterfaceError)) else None


def _misses_a_table(origin: object) -> bool:
    """Say whether a table of ours is not there: somebody else's database, or an empty file in the place of one."""
    text = str(origin)
    if not text.startswith("no such table") and getattr(origin, "sqlstate", None) != server.NO_TABLE:
        return False
    return not metadata.tables.keys().isdisjoint(NAME.findall(text))
