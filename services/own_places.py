"""The proposals of one's organisation as one looks through them: by words, by stage, in an order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import Field

from domain.candidate import Kind
from domain.proposal import STAGE_LABELS, Stage
from domain.words import fits, folded
from i18n import N_
from i18n import gettext as _
from services.answer import Answer
from services.proposal_sheet import ProposalItem

ALL = "all"
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
_KEYS: Mapping[str, Callable[[ProposalItem], Any]] = MappingProxyType(
    {
        "name": lambda one: (one.name is None, folded(one.name or "")),
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

    def keep(self, one: ProposalItem) -> bool:
        """Say whether a place is looked for.

        What was withdrawn is there when its stage is chosen, when it is open, and when words are looked for.
        """
        if self.stage == ALL:
            is_of = one.stage is not Stage.WITHDRAWN or bool(self.search) or one.id == self.opened
        else:
            is_of = one.due if self.stage == DUE else one.stage == self.stage
        return is_of and fits(" ".join([one.name or "", one.where, one.id, *_tags(one)]), self.search)


class StageChoice(Answer):
    """A stage by which the list is narrowed, with how many places it has."""

    code: str
    label: str
    n: int


class OwnPlaces(Answer):
    """The places that are looked for, in order, and what is said of them all."""

    kind: Kind
    rows: list[ProposalItem]
    stages: list[StageChoice]
    n_all: int
    ready: list[ProposalItem]
    """Drafts of which nothing is missing, whatever is looked for."""
    unplaced: int
    """Places without a position that may be given one, whatever is looked for."""
    reminders: int
    quota: str
    """A warning when the organisation has nearly all that it may have; empty otherwise."""


def own_places(kind: Kind, items: Sequence[ProposalItem], filters: OwnFilters, quota: str) -> OwnPlaces:
    """Return the places of an organisation that are looked for; `items` are them all, the newest change first."""
    key = _KEYS.get(filters.order)
    rows = [one for one in items if filters.keep(one)]
    return OwnPlaces(
        kind=kind,
        rows=sorted(rows, key=key) if key else rows,
        stages=_stages(items, filters.stage),
        n_all=len(items),
        ready=[one for one in items if one.stage is Stage.DRAFT and one.ready],
        unplaced=sum(one.lon is None and one.can_edit for one in items),
        reminders=sum(one.reminders for one in items),
        quota=quota,
    )


def _tags(one: ProposalItem) -> list[str]:
    tags = one.content.get("tags")
    return [str(tag) for tag in tags] if isinstance(tags, list) else []


def _stages(items: Sequence[ProposalItem], chosen: str) -> list[StageChoice]:
    """Return the stages that have places, and the chosen one."""
    counts = {stage: sum(one.stage is stage for one in items) for stage in Stage}
    hidden = counts[Stage.WITHDRAWN]
    found = [StageChoice(code=ALL, label=_("Tous, sauf les retirés") if hidden else _("Tous"), n=len(items) - hidden)]
    found += [StageChoice(code=stage, label=_(STAGE_LABELS[stage]), n=n) for stage, n in counts.items() if n or stage == chosen]
    due = sum(one.due for one in items)
    return [*found, *([StageChoice(code=DUE, label=_("À confirmer"), n=due)] if due or chosen == DUE else [])]
