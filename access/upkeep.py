"""The command line of the database: ``python app.py migrate | backup | restore | verify``."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path

from access.commands import YES, agreed
from i18n import N_
from i18n import gettext as _
from i18n.numbers import number
from store.backup import BackupError, Manifest, back_up
from store.backup_key import key_file, known_key
from store.database import WAS_HERE, Database
from store.restore import check, restore
from store.verify import faults

NO_KEY = N_(
    "Aucune clé pour vérifier la signature de la sauvegarde : copiez dans {file} celle de l'installation qui l'a faite, ou donnez "
    "BACKUP_KEY ; « --unsigned » s'en passe, si vous êtes sûr de ce fichier."
)


def run(asked: argparse.Namespace, database: Database, key: bytes | None = None) -> int:
    """Do what a command asks and say so; return the exit code: 1 when what is verified has faults, 2 for what is refused.

    `key` signs backups in place of the installation's own.
    """
    try:
        if asked.verb == "migrate":
            return _migrate(database, asked.new)
        if asked.verb == "backup":
            file = _named(asked.file)
            print(_("Sauvegardé dans {file} : {what}.").format(file=file, what=_told(back_up(database, file, key=key))))
            return 0
        if asked.verb == "restore":
            return _restore(asked, database, key)
        if asked.file:
            print(_("Sauvegarde entière : {what}.").format(what=_told(check(asked.file, _demanded(asked, database, key)))))
            return 0
    except BackupError as error:
        print(error, file=sys.stderr)
        return 1 if asked.verb == "verify" else 2
    return _verify(database)


def _migrate(database: Database, may_replace: bool) -> int:
    """Create the database, or bring it up; where one is gone, only when told so."""
    if not may_replace and database.was_made() and database.file and not database.file.exists():
        print(_(WAS_HERE).format(file=database.name), file=sys.stderr)
        return 2
    database.migrate()
    print(_("Base prête : {name}.").format(name=database.name))
    return 0


def _verify(database: Database) -> int:
    found = faults(database)
    for fault in found:
        print(fault, file=sys.stderr)
    if not found:
        print(_("Base entière, conforme à son journal : {name}.").format(name=database.name))
    return 1 if found else 0


def _demanded(asked: argparse.Namespace, database: Database, key: bytes | None) -> bytes | None:
    """Return the key that must have signed a backup; None where the command does without."""
    found = None if asked.unsigned else key or known_key(database)
    if found is None and not asked.unsigned:
        raise BackupError(_(NO_KEY).format(file=key_file(database)))
    return found


def _restore(asked: argparse.Namespace, database: Database, key: bytes | None) -> int:
    wanted = _demanded(asked, database, key)
    manifest = check(asked.file, wanted)
    print(_("Sauvegarde entière : {what}.").format(what=_told(manifest)))
    question = _("Remplacer {name} ? Écrivez « {yes} » : ").format(name=database.name, yes=YES)
    if not asked.yes and not agreed(question):
        print(_("Rien n'a été fait."), file=sys.stderr)
        return 2
    done = restore(database, asked.file, key=wanted)
    print(_("Restauré dans {name}. Chacun devra se reconnecter.").format(name=database.name))
    if done.kept:
        print(_("Ce qui a été remplacé est gardé dans {file}.").format(file=done.kept))
    return 0


def _named(asked: Path) -> Path:
    """Return the file to write; in a directory, one named by the moment."""
    if not asked.is_dir():
        return asked
    return asked / f"convergence-{dt.datetime.now(dt.UTC).strftime('%Y%m%dT%H%M%SZ')}.db"


def _told(manifest: Manifest) -> str:
    rows = number(sum(manifest.rows.values()))
    return _("{rows} lignes, version {schema}, {when}").format(rows=rows, schema=manifest.schema, when=manifest.made_at)
