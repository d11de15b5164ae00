"""The command ``convergence``, and all that it can be asked."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

import click

from access.settings import Settings, SettingsError
from cli import admin, database, replay, streets, territory
from cli.french import Program
from cli.installation import read_settings
from domain.person import NotAllowed
from geodata.territory import SnapshotError
from i18n import N_
from store.backup import BackupError
from store.database import StoreUnavailable
from store.persons import UnknownPerson

NAME = "convergence"
OWNERS_MASK = 0o077
"""What is made from now on is its owner's alone."""
REFUSALS = (SettingsError, SnapshotError, StoreUnavailable, BackupError, NotAllowed, UnknownPerson)

Serve = Callable[[Settings], int]
"""Serves until told to stop; returns the exit code."""


@click.command(
    NAME,
    cls=Program,
    refusals=REFUSALS,
    help=N_("Choisir ensemble où ouvrir une ressourcerie / recyclerie. Les réglages sont des variables d'environnement."),
)
def program() -> None:
    """Hold the commands."""


@program.command(help=N_("Sert l'application jusqu'à ce qu'on l'arrête."))
@click.pass_obj
def serve(start: Serve) -> int:
    """Serve the application."""
    return start(read_settings())


for command in (*database.COMMANDS, territory.refresh, territory.territory, streets.streets, admin.admin, replay.replay):
    program.add_command(command)


def run(arguments: Sequence[str], start: Serve) -> int:
    """Do what a command line asks, or serve by `start` when it asks nothing; return the exit code."""
    return int(program.main(list(arguments) or ["serve"], NAME, standalone_mode=False, obj=start))


def run_alone(arguments: Sequence[str], start: Serve) -> int:
    """Do the same as a program of its own: what it makes is its owner's alone."""
    os.umask(OWNERS_MASK)
    return run(arguments, start)
