"""Restoring: a backup is checked whole, then takes the place of the database at once; what it replaces is kept."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Integer, delete, text

from i18n import gettext as _
from store.backup import BackupError, Manifest, back_up, copy_rows, counts, digest, place, read_manifest, settle, temporary_beside
from store.database import Database, StoreUnavailable
from store.schema import Age, age, version
from store.tables import metadata
from store.verify import faults

NEIGHBOURS = ("", "-wal", "-shm")
UNUSABLE = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


@dataclass(frozen=True)
class Restored:
    """What was restored, and where what it replaced is kept; None when there was nothing."""

    manifest: Manifest
    replaced: Path | None


def check(backup: Path, key: bytes | None = None) -> Manifest:
    """Check a backup as far as can be: its signature, its digest, its tables, its journal; return its manifest.

    Parameters
    ----------
    key : what must have signed it; None asks for no signature.

    Raises
    ------
    BackupError
        It is not whole, not signed with the key, or newer than this code.
    """
    with _ready(backup, key) as (manifest, _database):
        return manifest


def restore(database: Database, backup: Path, now: dt.datetime | None = None, key: bytes | None = None) -> Restored:
    """Put a backup in the place of a database, whole or not at all; the service may be running.

    What is replaced is kept beside: beside the file where the database is one, beside the backup where a server keeps it.

    Parameters
    ----------
    key : what must have signed the backup; None asks for no signature.

    Raises
    ------
    BackupError
        The backup is not whole, or newer than this code.
    StoreUnavailable
        The database cannot be written; nothing was changed.
    """
    moment = (now or dt.datetime.now(dt.UTC)).astimezone(dt.UTC).strftime("%Y%m%dT%H%M%S.%fZ")
    beside = database.file or backup.absolute()
    replaced = beside.with_name(f"{beside.name}.before-restore-{moment}")
    with _ready(backup, key) as (manifest, ready):
        if database.file and ready.file and not _is_usable(database, database.file):
            return Restored(manifest, _put_instead(ready.file, database.file, replaced))
        database.migrate()
        with database.writing(is_long=True) as target, ready.reading() as source:
            back_up(database, replaced, key=key)  # nobody else writes until the block ends
            for table in reversed(metadata.sorted_tables):
                target.execute(delete(table))
            copy_rows(source, target)
            _count_on(target)
        return Restored(manifest, replaced)


@contextmanager
def _ready(backup: Path, key: bytes | None) -> Iterator[tuple[Manifest, Database]]:
    """Give a backup's manifest, and a copy that is whole and of this code's version."""
    manifest = read_manifest(backup, key)
    if not backup.is_file() or digest(backup) != manifest.sha256:
        raise BackupError(_("{file} n'est pas entier, ou n'est plus tel que la sauvegarde l'a écrit.").format(file=backup))
    with tempfile.TemporaryDirectory() as directory:
        copy = Path(directory) / "convergence.db"
        shutil.copyfile(backup, copy)
        database = Database.open(f"sqlite:///{copy}")
        try:
            _check_described(database, manifest)
            database.migrate()
            wrong = faults(database)
        except StoreUnavailable as error:
            raise BackupError(str(error).replace(str(copy), str(backup))) from error
        if wrong:
            raise BackupError("\n".join([_("{file} contient des erreurs :").format(file=backup), *wrong]))
        yield manifest, database


def _check_described(database: Database, manifest: Manifest) -> None:
    with database.reading() as connection:
        if age(connection) is Age.AHEAD:
            return  # `migrate` says so
        if (version(connection), counts(connection)) != (manifest.schema, dict(manifest.rows)):
            raise BackupError(_("La sauvegarde n'est pas celle que son manifeste décrit."))


def _is_usable(database: Database, file: Path) -> bool:
    """Say whether a file can be written into; not so when it is missing, damaged, or of a newer version."""
    if not file.exists():
        return False
    try:
        with database.reading() as connection:
            whole = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar() == "ok"
            return whole and age(connection) is not Age.AHEAD
    except StoreUnavailable as error:
        if getattr(_root(error), "sqlite_errorcode", 0) & 0xFF in UNUSABLE:
            return False
        raise


def _root(error: BaseException) -> BaseException:
    cause = error.__cause__
    return getattr(cause, "orig", None) or cause or error


def _put_instead(ready: Path, file: Path, replaced: Path) -> Path | None:
    """Put a finished file in the place of one that is missing or unusable, which is kept under another name."""
    had = file.exists()
    with temporary_beside(file) as temporary:
        settle(ready)
        shutil.copyfile(ready, temporary)
        owner = (file if had else file.parent).stat()
        if os.geteuid() == 0:
            os.chown(temporary, owner.st_uid, owner.st_gid)
        for ending in NEIGHBOURS:
            neighbour = file.with_name(file.name + ending)
            if neighbour.exists():
                neighbour.replace(replaced.with_name(replaced.name + ending))
        place(temporary, file)
    return replaced if had else None


def _count_on(connection: Connection) -> None:
    """Let a server number on after the restored rows; SQLite does by itself."""
    if connection.dialect.name != "postgresql":
        return
    for table in metadata.sorted_tables:
        key = table.primary_key.columns[0] if len(table.primary_key.columns) == 1 else None
        if key is not None and isinstance(key.type, Integer) and key is table.autoincrement_column:
            sequence = f"pg_get_serial_sequence('{table.name}', '{key.name}')"
            last = f"SELECT setval({sequence}, coalesce(max({key.name}), 0) + 1, false) FROM {table.name}"  # noqa: S608 - our own names
            connection.execute(text(last))
