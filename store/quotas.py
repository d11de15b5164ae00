"""What one organisation may keep here: how many proposals and how many bytes of files; said before it is reached."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from i18n import gettext as _
from i18n import ngettext
from i18n.numbers import number
from store.tables import attachments, imports, proposals

WARNED = 0.9
"""Share of a quota from which the person is told."""
MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Usage:
    """What an organisation keeps: proposals of any stage, and bytes of their attachments and of its imports under way."""

    proposals: int
    size: int


@dataclass(frozen=True, slots=True)
class Quotas:
    """What each organisation may keep: `proposals` in number, `size` in bytes."""

    proposals: int = 60_000
    size: int = 5_000 * MB

    def check(self, connection: Connection, organisation: str | None, more: Usage) -> None:
        """Refuse what would go beyond.

        Raises
        ------
        ValueError
            With the quota, and what to do.
        """
        if organisation is None:
            return
        if more.proposals and _proposals(connection, organisation) + more.proposals > self.proposals:
            sentence = _("Votre organisation a droit à {limit} lieux, retirés compris : demandez plus à qui gère ce site.")
            raise ValueError(sentence.format(limit=number(self.proposals)))
        if more.size and _size(connection, organisation) + more.size > self.size:
            sentence = _("Votre organisation a droit à {limit} Mo de fichiers : oubliez des imports, ou demandez plus à qui gère ce site.")
            raise ValueError(sentence.format(limit=number(self.size / MB)))

    def warning(self, usage: Usage) -> str:
        """Return what to say to an organisation that is near a quota; empty while it is not."""
        warnings = []
        if usage.proposals >= WARNED * self.proposals:
            sentence = ngettext(
                "Votre organisation a {n} lieu sur les {limit} auxquels elle a droit.",
                "Votre organisation a {n} lieux sur les {limit} auxquels elle a droit.",
                usage.proposals,
            )
            warnings.append(sentence.format(n=number(usage.proposals), limit=number(self.proposals)))
        if usage.size >= WARNED * self.size:
            sentence = _("Les fichiers de votre organisation font {n} Mo sur les {limit} auxquels elle a droit.")
            warnings.append(sentence.format(n=number(usage.size / MB), limit=number(self.size / MB)))
        return " ".join(warnings)


def usage(connection: Connection, organisation: str) -> Usage:
    """Return what an organisation keeps."""
    return Usage(_proposals(connection, organisation), _size(connection, organisation))


def _proposals(connection: Connection, organisation: str) -> int:
    query = select(func.count()).select_from(proposals).where(proposals.c.organisation == organisation)
    return int(connection.execute(query).scalar_one())


def _size(connection: Connection, organisation: str) -> int:
    """Sizes are read in their index: reading them in their rows would go through the files."""
    own = attachments.join(proposals, attachments.c.proposal_id == proposals.c.id)
    sizes = select(func.coalesce(func.sum(attachments.c.size), 0)).select_from(own).where(proposals.c.organisation == organisation)
    lengths = func.length(imports.c.data) + func.coalesce(func.length(imports.c.review), 0)
    open_ = select(func.coalesce(func.sum(lengths), 0)).where(imports.c.organisation == organisation)
    return int(connection.execute(sizes).scalar_one()) + int(connection.execute(open_).scalar_one())
