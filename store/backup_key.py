"""The key of an installation, by which its backups are signed: kept beside the database, for its owner's eyes only."""

from __future__ import annotations

import hmac
import os
import secrets
from contextlib import suppress
from pathlib import Path

from store.creation import ONLY_OWNER
from store.database import Database

KEY_BYTES = 32
OF_SERVER = Path("var") / "backup.key"
"""Where the key is when a server keeps the database."""


def key_file(database: Database) -> Path:
    """Return where the key is, or would be."""
    return database.file.with_name(f"{database.file.name}.key") if database.file else OF_SERVER


def known_key(database: Database) -> bytes | None:
    """Return the key of the installation; None when it has none yet."""
    with suppress(FileNotFoundError):
        return key_file(database).read_bytes().strip() or None
    return None


def key_of(database: Database) -> bytes:
    """Return the key of the installation, made the first time.

    Raises
    ------
    OSError
        It cannot be read or written.
    """
    file = key_file(database)
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(FileExistsError), os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, ONLY_OWNER), "w") as made:
        made.write(secrets.token_hex(KEY_BYTES) + "\n")
    return file.read_bytes().strip()


def signature(key: bytes, message: bytes) -> str:
    """Return the HMAC-SHA256 of a message, in hexadecimal."""
    return hmac.new(key, message, "sha256").hexdigest()


def is_signed(key: bytes, message: bytes, given: str) -> bool:
    """Say whether a signature is that of a message, in a time that tells nothing."""
    return hmac.compare_digest(signature(key, message).encode(), given.encode("utf-8", "replace"))
