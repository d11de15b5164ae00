"""``convergence streets``: the street index for searches without network."""

from __future__ import annotations

from pathlib import Path

import click

from access.settings import STREETS
from cli.french import Group, Refusal
from cli.installation import read_settings
from geodata.street_import import StreetsError, import_streets
from i18n import N_


@click.group(cls=Group, help=N_("Rues et adresses, pour chercher sans réseau."))
def streets() -> None:
    """Hold the commands."""


@streets.command("import", help=N_("Lit un fichier CSV de la Base Adresse Nationale, comprimé ou non (.gz)."))
@click.argument("file", metavar="FICHIER", type=click.Path(path_type=Path))
def import_file(file: Path) -> None:
    """Make the index from a file."""
    target = read_settings().streets or STREETS
    try:
        print(import_streets(file, target))
    except StreetsError as error:
        raise Refusal(str(error)) from error
