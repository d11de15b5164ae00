"""The proposals of one's organisation as one looks through them: by words, by stage, in an order."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import Field

from domain.candidate import Kind
from domain.proposal import EDITABLE, STAGE_LABELS, Stage
from domain.words import has_all
from i18n import N_
from i18n import gettext as _
from services.answer import Answer
from services.own_lines import OwnLine
from services.proposal_sheet import ProposalItem

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


_KEYS: Mapping[str, Callable[[OwnLine], Any]] = MappingProxyType(
    {
        "name": lambda one: (not one.name, one.name),
        "stage": lambda one: _STAGES.index(one.stage),
        "least": lambda one: one.share,
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

    def keep(self, one: OwnLine, today: dt.date) -> bool:
        """Say whether a place is looked for.

        What was withdrawn is there when its stage is chosen, when it is open, and when words are looked for.
        """
        if self.stage == ALL:
            is_of = one.stage is not Stage.WITHDRAWN or bool(self.search) or one.id == self.opened
        else:
            is_of = one.is_due(today) if self.stage == DUE else one.stage == self.stage
        return is_of and (not self.search or has_all(one.inside, self.search))


class StageChoice(Answer):
    """A stage by which the list is narrowed, with how many places it has."""

    code: str
    label: str
    n: int


class ReadyDraft(Answer):
    """A draft of which nothing is missing, as it was seen."""

    id: str
    version: int


class OwnPlaces(Answer):
    """The places that are looked for, in order, and what is said of them all."""

    kind: Kind
    rows: list[ProposalItem]
    n_found: int
    """How many are looked for, those that are not shown yet included."""
    stages: list[StageChoice]
    n_all: int
    ready: list[ReadyDraft]
    """Drafts of which nothing is missing, whatever is looked for: those that one press submits."""
    unplaced: int
    """Places without a position that may be given one, whatever is looked for."""
    reminders: int
    quota: str
    """A warning when the organisation has nearly all that it may have; empty otherwise."""


def own_places(
    kind: Kind, lines: Sequence[OwnLine], filters: OwnFilters, quota: str, rows_of: Callable[[Sequence[str]], list[ProposalItem]], most: int
) -> OwnPlaces:
    """Return the places of an organisation that are looked for; `lines` are them all, the newest change first.

    `rows_of` returns places in full by their ids, which is done of the first `most` alone.
    """
    today = dt.datetime.now(dt.UTC).date()
    found = looked_for(lines, filters, today)
    opened = [one for one in found[most:] if one.id == filters.opened] if filters.opened else []
    ready = islice((one for one in lines if one.is_ready), MOST_READY)
    return OwnPlaces(
        kind=kind,
        rows=rows_of([one.id for one in (*found[:most], *opened)]),
        n_found=len(found),
        stages=_stages(lines, filters.stage, today),
        n_all=len(lines),
        ready=[ReadyDraft(id=one.id, version=one.version) for one in ready],
        unplaced=sum(not one.is_placed and one.stage in EDITABLE for one in lines),
        reminders=sum(day <= today.isoformat() for one in lines for day in one.reminders),
        quota=quota,
    )


def looked_for(lines: Sequence[OwnLine], filters: OwnFilters, today: dt.date) -> list[OwnLine]:
    """Return the lines that are looked for, in the order that is chosen."""
    key = _KEYS.get(filters.order)
    found = [one for one in lines if filters.keep(one, today)]
    return sorted(found, key=key) if key else found


def _stages(lines: Sequence[OwnLine], chosen: str, today: dt.date) -> list[StageChoice]:
    """Return the stages that have places, and the chosen one."""
    counts = Counter(one.stage for one in lines)
    hidden = counts[Stage.WITHDRAWN]
    found = [StageChoice(code=ALL, label=_("Tous, sauf les retirés") if hidden else _("Tous"), n=len(lines) - hidden)]
    found += [StageChoice(code=stage, label=_(STAGE_LABELS[stage]), n=counts[stage]) for stage in Stage if counts[stage] or stage == chosen]
    due = sum(one.is_due(today) for one in lines)
    return [*found, *([StageChoice(code=DUE, label=_("À confirmer"), n=due)] if due or chosen == DUE else [])]
