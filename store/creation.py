"""Where a database file is made: for its owner's eyes only, and never in silence where one was before."""

from __future__ import annotations

import glob
import os
import stat
from contextlib import suppress
from pathlib import Path

ONLY_OWNER = 0o600
OWNERS_DIRECTORY = 0o700
NOTE = (
    "Une base de Convergence a été créée ici, sous le nom {name}. Tant que ce fichier est là, aucune autre n'est créée "
    "à sa place d'elle-même : si elle manque, remettez-la, ou une sauvegarde.\n"
)


class Missing(OSError):  # noqa: N818 - a state of the disk
    """There is no database file."""


def demand(file: Path) -> None:
    """Raise `Missing` unless the file is there: opening must never make it."""
    if not file.exists():
        raise Missing(str(file))


def make(file: Path) -> None:
    """Make an empty file and its directory, unless they are there; neither is for others to read."""
    file.parent.mkdir(mode=OWNERS_DIRECTORY, parents=True, exist_ok=True)
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, ONLY_OWNER))


def marker(file: Path) -> Path:
    """Return the file that stays when the database is gone, and tells that it was here."""
    return file.with_name(f"{file.name}.made")


def note(file: Path) -> None:
    """Write the marker, unless it is there; a disk that cannot be written has no database to lose either."""
    with (
        suppress(OSError),
        os.fdopen(os.open(marker(file), os.O_WRONLY | os.O_CREAT | os.O_EXCL, ONLY_OWNER), "w", encoding="utf-8") as stream,
    ):
        stream.write(NOTE.format(name=file.name))


def tighten(path: Path) -> None:
    """Keep a file, or a directory and all that it holds, for its owner alone; what belongs to another account is left as it is."""
    for one in (path, *(path.rglob("*") if path.is_dir() else ())):
        with suppress(OSError):
            mode = stat.S_IMODE(one.lstat().st_mode)
            if not one.is_symlink() and mode & ~OWNERS_DIRECTORY:
                one.chmod(mode & OWNERS_DIRECTORY)


def neighbours(file: Path) -> list[Path]:
    """Return a database file and what is kept beside it under its name: logs, key, marker, what was replaced."""
    return sorted(file.parent.glob(f"{glob.escape(file.name)}*"))
