"""``convergence migrate | backup | restore | verify``: the database, and its backups."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

import click

from access.settings import Settings
from cli.french import Command, Option, Refusal
from cli.installation import read_settings
from cli.prompt import YES, agreed
from i18n import N_, ngettext
from i18n import gettext as _
from i18n.numbers import number
from store.backup import BackupError, Manifest, back_up
from store.backup_key import key_file, known_key
from store.database import WAS_HERE, Database
from store.restore import check
from store.restore import restore as put_back
from store.verify import faults

FAULTY = 1
NO_KEY = N_(
    "Aucune clé pour vérifier la signature de la sauvegarde : copiez dans {file} celle de l'installation qui l'a faite, ou donnez "
    "BACKUP_KEY ; « --unsigned » s'en passe, si vous êtes sûr de ce fichier."
)
unsigned_option = click.option(
    "--unsigned", cls=Option, is_flag=True, help=N_("Se passe de la signature, pour un fichier dont on est sûr.")
)


@click.command(cls=Command, help=N_("Crée la base d'un nouveau service, ou met à niveau celle qui est là."))
@click.option("--new", cls=Option, is_flag=True, help=N_("En crée une, vide, à la place d'une base perdue."))
def migrate(new: bool) -> None:
    """Create the database, or bring it up; where one is gone, only when told so."""
    database = Database.open(read_settings().database_url)
    if not new and database.was_made() and database.file and not database.file.exists():
        raise Refusal(_(WAS_HERE).format(file=database.name))
    database.migrate()
    print(_("Base prête : {name}.").format(name=database.name))


@click.command(cls=Command, help=N_("Sauvegarde la base, pendant que le service tourne."))
@click.argument("file", metavar="FICHIER|DOSSIER", type=click.Path(path_type=Path))
def backup(file: Path) -> None:
    """Write a backup."""
    settings = read_settings()
    target = _named(file)
    manifest = back_up(Database.open(settings.database_url), target, key=_own_key(settings))
    print(_("Sauvegardé dans {file} : {what}.").format(file=target, what=_manifest_words(manifest)))


@click.command(cls=Command, help=N_("Remet une sauvegarde ; ce qu'elle remplace est gardé à côté."))
@click.argument("file", metavar="FICHIER", type=click.Path(path_type=Path))
@click.option("--yes", cls=Option, is_flag=True, help=N_("Ne demande rien."))
@unsigned_option
def restore(file: Path, yes: bool, unsigned: bool) -> None:
    """Check a backup, then put it in the place of the database."""
    settings = read_settings()
    database = Database.open(settings.database_url)
    key = _demanded(database, settings, unsigned)
    print(_("Sauvegarde entière : {what}.").format(what=_manifest_words(check(file, key))))
    question = _("Remplacer {name} ? Écrivez « {yes} » : ").format(name=database.name, yes=YES)
    if not yes and not agreed(question):
        raise Refusal(_("Rien n'a été fait."))
    done = put_back(database, file, key=key)
    print(_("Restauré dans {name}. Chacun devra se reconnecter.").format(name=database.name))
    if done.replaced:
        print(_("Ce qui a été remplacé est gardé dans {file}.").format(file=done.replaced))


@click.command(cls=Command, help=N_("Vérifie la base, ou une sauvegarde ; code 1 si elle a des défauts."))
@click.argument("file", metavar="[FICHIER]", required=False, type=click.Path(path_type=Path))
@unsigned_option
def verify(file: Path | None, unsigned: bool) -> int:
    """Verify the database, or a backup; the exit code is 1 when it has faults."""
    settings = read_settings()
    database = Database.open(settings.database_url)
    return _verify_database(database) if file is None else _verify_backup(file, database, settings, unsigned)


COMMANDS = (migrate, backup, restore, verify)


def _verify_database(database: Database) -> int:
    found = faults(database)
    for fault in found:
        print(fault, file=sys.stderr)
    if not found:
        print(_("Base entière, conforme à son journal : {name}.").format(name=database.name))
    return FAULTY if found else 0


def _verify_backup(file: Path, database: Database, settings: Settings, unsigned: bool) -> int:
    try:
        manifest = check(file, _demanded(database, settings, unsigned))
    except BackupError as error:
        print(error, file=sys.stderr)
        return FAULTY
    print(_("Sauvegarde entière : {what}.").format(what=_manifest_words(manifest)))
    return 0


def _own_key(settings: Settings) -> bytes | None:
    """Return what signs backups in place of the installation's own key."""
    return settings.backup_key.encode() or None


def _demanded(database: Database, settings: Settings, unsigned: bool) -> bytes | None:
    """Return the key that must have signed a backup; None where the command does without."""
    found = None if unsigned else _own_key(settings) or known_key(database)
    if found is None and not unsigned:
        raise BackupError(_(NO_KEY).format(file=key_file(database)))
    return found


def _named(wanted: Path) -> Path:
    """Return the file to write; in a directory, one named by the moment."""
    if not wanted.is_dir():
        return wanted
    return wanted / f"convergence-{dt.datetime.now(dt.UTC).strftime('%Y%m%dT%H%M%SZ')}.db"


def _manifest_words(manifest: Manifest) -> str:
    rows = sum(manifest.rows.values())
    words = ngettext("{rows} ligne, version {schema}, {when}", "{rows} lignes, version {schema}, {when}", rows)
    return words.format(rows=number(rows), schema=manifest.schema, when=manifest.made_at)
