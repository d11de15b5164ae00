"""The command that makes the archive of a closed meeting again."""

from __future__ import annotations

from pathlib import Path

import click

from cli.french import Command, Refusal
from i18n import N_
from i18n import gettext as _
from reports.replay import replay as replayed
from services.meeting_archive import ArchiveChanged


@click.command(
    cls=Command, help=N_("Refait l'archive d'une séance close et dit si tout y est identique ; nomme le fichier qui a changé sinon.")
)
@click.argument("archive", type=click.Path(path_type=Path))
def replay(archive: Path) -> int:
    """Say « identique », or which file is not."""
    try:
        found = replayed(archive.read_bytes())
    except OSError as error:
        raise Refusal(_("{file} ne peut pas être lu : {why}.").format(file=archive, why=error.strerror)) from error
    except ArchiveChanged as why:
        raise Refusal(str(why)) from why
    kind = " " + _("(exercice)") if found.is_exercise else ""
    print(_("identique : « {title} »{kind}, empreinte {fingerprint}").format(title=found.title, kind=kind, fingerprint=found.fingerprint))
    return 0
