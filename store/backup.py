"""Backups: one file that holds everything people wrote, whatever keeps the database, and a manifest that tells whether it is whole."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import os
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, LargeBinary, Table, func, insert, select
from sqlalchemy.exc import SQLAlchemyError

from i18n import N_
from i18n import gettext as _
from store import tables
from store.backup_key import is_signed, key_of, signature
from store.creation import ONLY_OWNER
from store.database import OTHER_VERSION, Database, StoreUnavailable
from store.schema import Age, age, version

FLEETING = (tables.sessions, tables.attempts, tables.password_links, tables.api_tokens, tables.invitations)
"""What no backup holds: whoever had signed in signs in again; links that set a password, and tokens of programs, are made anew."""
SAVED_TABLES: tuple[Table, ...] = tuple(table for table in tables.metadata.sorted_tables if table not in FLEETING)
PART, LARGE_PART = 500, 10
CHUNK = 1 << 20
NOT_SIGNED = N_(
    "{file} n'est pas signé de la clé de cette installation : la sauvegarde vient d'ailleurs, ou a été changée. Donnez la clé qui l'a "
    "signée (BACKUP_KEY, ou le fichier « .key » à côté de la base d'origine) ; « --unsigned » s'en passe, si vous êtes sûr de ce fichier."
)


class BackupError(RuntimeError):
    """A backup cannot be made or used; the message says why, in the current language."""


@dataclass(frozen=True)
class Manifest:
    """What is kept beside a backup: which version of the tables, made when (UTC), its digest, how many rows of each table, signed."""

    schema: str
    made_at: str
    sha256: str
    size: int
    rows: Mapping[str, int]
    signature: str = ""

    def signed_content(self) -> bytes:
        """Return what is signed: all but the signature."""
        content = {**asdict(self), "rows": dict(self.rows)}
        return json.dumps({key: content[key] for key in sorted(content) if key != "signature"}, sort_keys=True).encode()


def manifest_file(backup: Path) -> Path:
    """Return where a backup's manifest is."""
    return backup.with_name(f"{backup.name}.json")


def back_up(database: Database, file: Path, now: dt.datetime | None = None, key: bytes | None = None) -> Manifest:
    """Write a backup and its manifest; the service goes on meanwhile, and the backup is of one moment.

    Parameters
    ----------
    key : what signs the manifest; that of the installation, made the first time, when it is None.

    Raises
    ------
    BackupError
        There is a file of this name already, or it cannot be written.
    StoreUnavailable
        The database cannot be read, or is of another version than this code's where a server keeps it.
    """
    if file.exists() or manifest_file(file).exists():
        raise BackupError(_("{file} existe déjà : une sauvegarde n'en remplace jamais une autre.").format(file=file))
    try:
        with temporary_beside(file) as temporary:
            if database.file:
                _copy_file(database, database.file, temporary)
            else:
                _copy_server(database, temporary)
            manifest = _described(temporary, now or dt.datetime.now(dt.UTC))
            manifest = replace(manifest, signature=signature(key or key_of(database), manifest.signed_content()))
            place(temporary, file)
        _write_manifest(manifest, manifest_file(file))
    except OSError as error:
        raise BackupError(_("{file} ne peut pas être écrit : {why}.").format(file=file, why=error.strerror)) from error
    return manifest


def read_manifest(backup: Path, key: bytes | None = None) -> Manifest:
    """Return the manifest of a backup; without a `key`, whoever may have written it.

    Raises
    ------
    BackupError
        There is none, it is not one, or it was not signed with the key.
    """
    file = manifest_file(backup)
    try:
        manifest = Manifest(**json.loads(file.read_text("utf-8")))
        is_own = key is None or is_signed(key, manifest.signed_content(), manifest.signature)
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise BackupError(_("{file} manque ou est illisible : rien ne dit que la sauvegarde est entière.").format(file=file)) from error
    if not is_own:
        raise BackupError(_(NOT_SIGNED).format(file=file))
    return manifest


def digest(file: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal."""
    made = hashlib.sha256()
    with file.open("rb") as content:
        while part := content.read(CHUNK):
            made.update(part)
    return made.hexdigest()


def copy_rows(source: Connection, target: Connection) -> None:
    """Add every row of one database, but what is fleeting, to another of the same version."""
    for table in SAVED_TABLES:
        size = LARGE_PART if any(isinstance(column.type, LargeBinary) for column in table.columns) else PART
        found = source.execution_options(yield_per=size).execute(select(table))
        for part in found.mappings().partitions():
            target.execute(insert(table), [dict(row) for row in part])


def counts(connection: Connection) -> dict[str, int]:
    """Return how many rows each kept table has; a table that an older version had not is left out."""
    names = set(connection.dialect.get_table_names(connection))
    return {
        table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for table in SAVED_TABLES
        if table.name in names
    }


@contextlib.contextmanager
def temporary_beside(file: Path) -> Iterator[Path]:
    """Give the path of a file of the same directory that is gone when the block ends, unless it was moved."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".convergence-") as directory:
        yield Path(directory) / "convergence.db"


def place(made: Path, file: Path) -> None:
    """Move a finished file to its name: whatever happens, the name is of a whole file."""
    made.chmod(ONLY_OWNER)
    _flush(made)
    made.replace(file)
    _flush(file.parent)


def settle(file: Path) -> None:
    """Leave nothing of a database in the log beside it."""
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _copy_file(database: Database, file: Path, to: Path) -> None:
    """Copy a SQLite file as it is at one moment, without what is fleeting."""
    if not file.exists():
        raise StoreUnavailable(_("La base {file} n'existe pas encore.").format(file=database.name))
    with database.reading() as connection, closing(sqlite3.connect(to)) as target:
        source: Any = connection.connection.dbapi_connection
        source.backup(target)
        names = {name for (name,) in target.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        for table in FLEETING:
            if table.name in names:
                target.execute(f"DELETE FROM {table.name}")  # noqa: S608 - our own name
        target.commit()
    settle(to)


def _copy_server(database: Database, to: Path) -> None:
    made = Database.open(f"sqlite:///{to}")
    with database.reading() as source:
        if age(source) is not Age.CURRENT:
            raise StoreUnavailable(_(OTHER_VERSION).format(file=database.name))
        made.migrate()
        with made.writing() as target:
            copy_rows(source, target)
    settle(to)


def _described(file: Path, now: dt.datetime) -> Manifest:
    try:
        with Database.open(f"sqlite:///{file}").reading() as connection:
            schema, rows = version(connection), counts(connection)
    except SQLAlchemyError as error:
        raise BackupError(_("Ce n'est pas une base de Convergence.")) from error
    return Manifest(schema, now.astimezone(dt.UTC).isoformat(timespec="seconds"), digest(file), file.stat().st_size, rows)


def _write_manifest(manifest: Manifest, file: Path) -> None:
    with temporary_beside(file) as temporary:
        temporary.write_text(json.dumps(asdict(manifest), indent=1), "utf-8")
        place(temporary, file)
