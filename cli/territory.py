"""``convergence refresh`` and ``convergence territory``: official data brought up to date, put in use, gone back from."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click
from sqlalchemy.exc import SQLAlchemyError

from access.settings import Settings
from cli.french import Command, Group, Refusal
from cli.installation import read_settings
from geodata.readers import Reader
from geodata.refresh import FAILED, REFUSED, Outcome, Refresh
from geodata.snapshots import EMBEDDED, SnapshotGone, Snapshots
from geodata.sources import feeds
from geodata.territory import load_territory
from i18n import N_
from i18n import gettext as _
from services.official_data import journalled, seldom
from services.words.data_changes import changes, headline, not_taken, passed_over, received_words
from store.data_journal import IN_USE, RECEIVED, DataJournal
from store.database import Database, StoreUnavailable

INCOMPLETE = 1
EVERY_S = 5.0
OPERATOR = N_("ligne de commande")
IDS = click.Choice([feed.id for feed in feeds()])


@click.command(cls=Command, help=N_("Met à jour les données officielles ; une source en panne n'arrête pas les autres."))
@click.argument("sources", metavar="[SOURCE…]", nargs=-1, type=IDS)
@click.option("--from", "directory", type=click.Path(path_type=Path), help=N_("Lit des fichiers déjà téléchargés, dans ce dossier."))
@click.option("--mirror", default="", help=N_("Lit les mêmes fichiers à cette adresse."))
@click.option("--dry-run", is_flag=True, help=N_("Dit ce qui changerait, et n'écrit rien."))
@click.option("--accept", multiple=True, type=IDS, help=N_("Accepte ce que cette source ferait perdre."))
@click.option("--use", is_flag=True, help=N_("Met aussitôt en service ce qui a été reçu."))
def refresh(sources: tuple[str, ...], directory: Path | None, mirror: str, dry_run: bool, accept: tuple[str, ...], use: bool) -> int:
    """Refresh the data sets named, or all; exit code 1 when one of them failed or was refused."""
    settings = read_settings()
    snapshots = snapshots_of(settings)
    load_territory(snapshots.path)
    wanted = [feed for feed in feeds() if (feed.is_offered if not sources else feed.id in sources)]

    def reader() -> Reader:
        return Reader(directory=directory, mirror=mirror or settings.mirror, progress=lambda name: click.echo(f"  {name} …", err=True))

    hear = seldom(lambda *what: click.echo(f"  {received_words(*what)}", err=True), EVERY_S)
    work = Refresh(snapshots, reader, frozenset(accept), dry_run, received=hear)
    try:
        report = work.run(wanted, dt.datetime.now(dt.UTC))
    except OSError as why:
        raise Refusal(_("Les données n'ont pas pu être écrites : {reason}.").format(reason=why)) from why
    for outcome in report.outcomes:
        click.echo("\n".join(lines_of(outcome)))
    troubles = not_taken({one.id: one.state for one in report.outcomes})
    if troubles:
        click.echo(troubles)
    click.echo(_ending(report.snapshot, dry_run, use))
    write_journal(settings, RECEIVED, None, journalled(report))
    if report.snapshot and use:
        put_in_use(settings, snapshots, report.snapshot)
    return INCOMPLETE if any(one.state in {FAILED, REFUSED} for one in report.outcomes) else 0


def _ending(snapshot: str, is_trial: bool, is_used: bool) -> str:
    if is_trial:
        return _("Essai : rien n'a été écrit.")
    if not snapshot:
        return _("Rien de nouveau : les données en service n'ont pas changé.")
    if is_used:
        return _("Reçu et mis en service : {name}.").format(name=snapshot)
    return _("Reçu : {name}. Pour le mettre en service : convergence territory use {name}").format(name=snapshot)


def lines_of(outcome: Outcome) -> list[str]:
    """Return what became of a data set, a line each."""
    lines = [headline(outcome), *(f"  {line}" for line in [*changes(outcome.difference), *passed_over(outcome)])]
    if outcome.state == REFUSED:
        lines.append("  " + _("Pour l'accepter quand même : --accept {id}").format(id=outcome.id))
    return lines


@click.group(cls=Group, help=N_("Données officielles reçues : lesquelles, et lesquelles sont en service."))
def territory() -> None:
    """Hold the commands."""


@territory.command("list", help=N_("Nomme les données reçues, et celles qui sont en service."))
def list_snapshots() -> None:
    """Name the snapshots, newest first."""
    snapshots = snapshots_of(read_settings())
    for name in [*snapshots.names(), EMBEDDED]:
        mark = "*" if name == snapshots.in_use else " "
        click.echo(f"{mark} {name or _('données de départ')}")


@territory.command("use", help=N_("Met des données reçues en service ; sans nom, celles de départ."))
@click.argument("name", metavar="[NOM]", default=EMBEDDED)
def use_snapshot(name: str) -> None:
    """Put a snapshot in use."""
    try:
        settings = read_settings()
        put_in_use(settings, snapshots_of(settings), name)
    except SnapshotGone as why:
        raise Refusal(str(why)) from why


@territory.command("back", help=N_("Remet en service les données d'avant."))
def go_back() -> None:
    """Put in use again what was before."""
    try:
        settings = read_settings()
        snapshots = snapshots_of(settings)
        before = snapshots.in_use
        name = snapshots.back(_(OPERATOR), dt.datetime.now(dt.UTC))
        write_journal(settings, IN_USE, {"snapshot": before}, {"snapshot": name})
    except SnapshotGone as why:
        raise Refusal(str(why)) from why
    click.echo(_("En service : {name}.").format(name=name or _("données de départ")))


def put_in_use(settings: Settings, snapshots: Snapshots, name: str) -> None:
    """Put a snapshot in use, and write it in the journal; raises SnapshotGone."""
    before = snapshots.in_use
    snapshots.use(name, _(OPERATOR), dt.datetime.now(dt.UTC))
    write_journal(settings, IN_USE, {"snapshot": before}, {"snapshot": name})


def write_journal(settings: Settings, action: str, before: dict[str, Any] | None, after: dict[str, Any]) -> None:
    """Write what the operator did, where the installation has a database already; say it when it cannot be written."""
    try:
        DataJournal(Database.open(settings.database_url)).write(action, _(OPERATOR), None, before, after)
    except (SQLAlchemyError, StoreUnavailable) as why:
        reason = str(why).rstrip(".") if isinstance(why, StoreUnavailable) else type(why).__name__
        click.echo(_("Non écrit au journal : {reason}.").format(reason=reason), err=True)


def snapshots_of(settings: Settings) -> Snapshots:
    """Return where the snapshots are, and which they start from."""
    return Snapshots(settings.received, settings.snapshot)
