"""The archive of a closed meeting, made again from what it holds: the same figures and minutes, or the name of the file that differs."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass

import pyarrow.parquet as pq

from i18n import gettext as _
from i18n import use_language
from reports.minutes import minutes
from services.meeting_archive import GAINS, MEETING, MINUTES, SHOWN, ArchiveChanged, canonical, folder, gains_table, tables, unpacked
from services.meeting_surroundings import frozen_letterhead


@dataclass(frozen=True)
class Replayed:
    """An archive that was made again, identical."""

    title: str
    fingerprint: str
    is_exercise: bool


def replay(data: bytes) -> Replayed:
    """Check an archive, then make its table of gains, its tables and its minutes again.

    Raises
    ------
    ArchiveChanged
        A file was changed, or is not given again as it is; the message names it.
    """
    files, fingerprint = unpacked(data)
    try:
        frozen = json.loads(files[MEETING])
        parts = {name: folder(files, name) for name in ("scenarios", "places")}
        with use_language(frozen["language"]):
            gains = gains_table(frozen, parts["scenarios"], parts["places"], json.loads(files.get(SHOWN, b"{}")))
            again = {GAINS: canonical(gains), MINUTES: minutes(frozen, gains, frozen_letterhead(files)).encode()}
        alike = {name: pq.read_table(io.BytesIO(files[name])).equals(table) for name, table in tables(frozen).items()}
    except (KeyError, TypeError, ValueError) as error:
        raise ArchiveChanged(_("Archive refusée : elle n'est pas d'un format connu.")) from error
    differing = [name for name, made in again.items() if files.get(name) != made] + [name for name, same in alike.items() if not same]
    if differing:
        raise ArchiveChanged(_("{file} n'est pas redonné à l'identique.").format(file=differing[0]))
    return Replayed(str(frozen["meeting"]["title"]), fingerprint, bool(frozen["is_exercise"]))
