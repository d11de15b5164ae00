"""``convergence refresh``: the territory brought up to date from the official services."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from cli.french import Command
from geodata.refresh import RefreshError
from geodata.refresh import refresh as refreshed
from i18n import N_
from i18n import gettext as _

STOPPED = 1


@click.command(
    cls=Command, help=N_("Met à jour le territoire depuis les services officiels, dans un dossier à soi (CONVERGENCE_SNAPSHOT).")
)
@click.argument("directory", metavar="DOSSIER", type=click.Path(path_type=Path))
def refresh(directory: Path) -> int:
    """Write a refreshed snapshot; exit code 1 when it stopped."""
    try:
        manifest = refreshed(directory)
    except RefreshError as error:
        print(error, file=sys.stderr)
        return STOPPED
    print(_("{directory} : version {version}.").format(directory=directory, version=manifest.version))
    return 0
