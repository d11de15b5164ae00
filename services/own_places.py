"""The proposals of one's organisation as one looks through them: by words, by stage, in an order."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import Field

from domain.candidate import Kind
from domain.proposal import EDITABLE, STAGE_LABELS, Proposal, Stage, missing_to_submit
from domain.words import fits, folded
from i18n import N_
from i18n import gettext as _
from services.answer import Answer
from services.proposal_sheet import ProposalItem, due_reminders
from services.words.places import share_known

ALL = "all"
PAGE = 500
"""Places that the list, the table and the map show at first, and that are added by one press."""
MOST_READY = 200
"""Drafts that one press submits."""
DUE = "due"
ORDERS: Mapping[str, str] = MappingProxyType(
    {
        "changed": N_("Plus récents"),
        "name": N_("Nom"),
        "stage": N_("Étape"),
        "least": N_("Les moins remplis"),
    }
)
"""The orders of the list by code: labels (gettext message ids)."""
_STAGES = list(Stage)


@dataclass(frozen=True, slots=True)
class OwnLine:
    """What the list is narrowed and put in order by; a place is told in full where it is shown."""

    proposal: Proposal
    due: bool
    reminders: int

    @classmethod
    def of(cls, proposal: Proposal, today: dt.date) -> OwnLine:
        """Return the line of a place."""
        return cls(proposal, proposal.is_due(today), due_reminders(proposal.content, today))

    @property
    def name(self) -> str:
        """Its name; empty while it has none."""
        return self.proposal.content.get("name") or ""

    @property
    def words(self) -> str:
        """What is searched: name, where it is, identifier, tags."""
        content = self.proposal.content
        tags = content.get("tags")
        where = content.get("town") or content.get("address") or ""
        return " ".join([self.name, where, self.proposal.id, *(map(str, tags) if isinstance(tags, list) else ())])


_KEYS: Mapping[str, Callable[[OwnLine], Any]] = MappingProxyType(
    {
        "name": lambda one: (not one.name, folded(one.name)),
        "stage": lambda one: _STAGES.index(one.proposal.stage),
        "least": lambda one: share_known(one.proposal.kind, one.proposal.content),
    }
)


class OwnFilters(Answer):
    """What one looks for: words, a stage (`ALL`, `DUE` or a code), an order, the place that is open."""

    search: Annotated[str, Field(max_length=200)] = ""
    stage: Annotated[str, Field(max_length=20)] = ALL
    order: Annotated[str, Field(max_length=20)] = "changed"
    opened: Annotated[str, Field(max_length=200)] = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether something is looked for."""
        return bool(self.search) or self.stage != ALL

    def keep(self, one: OwnLine) -> bool:
        """Say whether a place is looked for.

        What was withdrawn is there when its stage is chosen, when it is open, and when words are looked for.
        """
        stage = one.proposal.stage
        if self.stage == ALL:
            is_of = stage is not Stage.WITHDRAWN or bool(self.search) or one.proposal.id == self.opened
        else:
            is_of = one.due if self.stage == DUE else stage == self.stage
        return is_of and (not self.search or fits(one.words, self.search))


class StageChoice(Answer):
    """A stage by which the list is narrowed, with how many places it has."""

    code: str
    label: str
    n: int


class OwnPlaces(Answer):
    """The places that are looked for, in order, and what is said of them all."""

    kind: Kind
    rows: list[ProposalItem]
    n_found: int
    """How many are looked for, those that are not shown yet included."""
    stages: list[StageChoice]
    n_all: int
    ready: list[ProposalItem]
    """Drafts of which nothing is missing, whatever is looked for: those that one press submits."""
    unplaced: int
    """Places without a position that may be given one, whatever is looked for."""
    reminders: int
    quota: str
    """A warning when the organisation has nearly all that it may have; empty otherwise."""


def own_places(
    kind: Kind, lines: Sequence[OwnLine], filters: OwnFilters, quota: str, item_of: Callable[[Proposal], ProposalItem], most: int
) -> OwnPlaces:
    """Return the places of an organisation that are looked for; `lines` are them all, the newest change first.

    `item_of` tells a place in full, which is done of the first `most` alone.
    """
    found = looked_for(lines, filters)
    opened = [one for one in found[most:] if one.proposal.id == filters.opened]
    drafts = (one.proposal for one in lines if one.proposal.stage is Stage.DRAFT and not missing_to_submit(one.proposal.content))
    editable = (one for one in lines if one.proposal.stage in EDITABLE)
    return OwnPlaces(
        kind=kind,
        rows=[item_of(one.proposal) for one in (*found[:most], *opened)],
        n_found=len(found),
        stages=_stages(lines, filters.stage),
        n_all=len(lines),
        ready=[item_of(one) for one in islice(drafts, MOST_READY)],
        unplaced=sum(one.proposal.content.get("lon") is None for one in editable),
        reminders=sum(one.reminders for one in lines),
        quota=quota,
    )


def looked_for(lines: Sequence[OwnLine], filters: OwnFilters) -> list[OwnLine]:
    """Return the lines that are looked for, in the order that is chosen."""
    key = _KEYS.get(filters.order)
    found = [one for one in lines if filters.keep(one)]
    return sorted(found, key=key) if key else found


def _stages(lines: Sequence[OwnLine], chosen: str) -> list[StageChoice]:
    """Return the stages that have places, and the chosen one."""
    counts = Counter(one.proposal.stage for one in lines)
    hidden = counts[Stage.WITHDRAWN]
    found = [StageChoice(code=ALL, label=_("Tous, sauf les retirés") if hidden else _("Tous"), n=len(lines) - hidden)]
    found += [StageChoice(code=stage, label=_(STAGE_LABELS[stage]), n=counts[stage]) for stage in Stage if counts[stage] or stage == chosen]
    due = sum(one.due for one in lines)
    return [*found, *([StageChoice(code=DUE, label=_("À confirmer"), n=due)] if due or chosen == DUE else [])]
