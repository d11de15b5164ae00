"""The queue of proposals as those who decide read it: its tabs, its rows, and what one looks for in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import partial
from operator import itemgetter
from typing import Annotated, Any, TypeVar

import numpy as np
from pydantic import Field

from domain.candidate import Role, Status
from domain.proposal import Proposal, Stage
from domain.suitability import KNOCKOUTS, suitability
from domain.words import fits, folded
from geodata.candidate_facets import SUITED_OPTIONS
from i18n import N_
from i18n import gettext as _
from services.answer import Answer
from services.words.places import share_known

FULL = 0.995
PAGE = 500
"""Proposals that the queue shows at first, and that are added by one press."""
TABS: tuple[tuple[str, str, tuple[Stage, ...]], ...] = (
    ("submitted", N_("À décider"), (Stage.SUBMITTED,)),
    ("to_complete", N_("À compléter"), (Stage.TO_COMPLETE,)),
    ("accepted", N_("Acceptés"), (Stage.ACCEPTED,)),
    ("refused", N_("Refusés"), (Stage.REFUSED,)),
    ("withdrawn", N_("Retirés"), (Stage.WITHDRAWN,)),
)


_SUITED = [option.code for option in SUITED_OPTIONS]


class QueueRow(Answer):
    """A proposal as the queue shows it; moments are UTC, ISO 8601."""

    id: str
    name: str
    kind: str
    organisation: str
    area: str
    stage: Stage
    version: int
    since: str
    changed: str
    area_m2: float | None
    """The floor, in m²; None where it is unknown."""
    suits_hub: str
    """A code of `geodata.candidate_facets.SUITED_OPTIONS`: whether it suits the role, or what rules it out."""
    suits_shop: str
    known_percent: int
    """How much of what counts is known, in points of a hundred."""
    is_example: bool
    is_change: bool
    """Whether it changes a place that everybody sees."""
    is_double: bool


class QueueTab(Answer):
    """A part of the queue, and how many proposals are in it."""

    id: str
    label: str
    n: int


@dataclass(frozen=True, slots=True)
class QueueLine:
    """A proposal by what the queue is searched, and put in order by for most columns (`CHEAP`), as `QueueRow` has it."""

    id: str
    name: str
    kind: str
    organisation: str
    area: str
    since: str
    area_m2: float | None


CHEAP = frozenset(field.name for field in fields(QueueLine))
"""The columns by which the whole queue is put in order without what is found of each proposal."""
Line = TypeVar("Line", QueueLine, QueueRow)
_AS_WRITTEN = frozenset({"since", "kind", "area_m2"})
_DIGITS = re.compile(r"\d+")
_KEYS: Mapping[str, Callable[[Any], Any]] = {
    "suits_hub": lambda row: _SUITED.index(row.suits_hub),
    "suits_shop": lambda row: _SUITED.index(row.suits_shop),
    "flags": lambda row: (row.is_double, row.is_change, row.is_example) if row.is_double or row.is_change or row.is_example else None,
}
"""What a row is put in order by where its column is none of its attributes."""


def _attribute(column: str, row: QueueLine | QueueRow) -> Any:
    """What a row has of a column, texts as one reads them: « Lot 2 » before « Lot 10 »."""
    value = getattr(row, column, None)
    if column in _AS_WRITTEN or not isinstance(value, str):
        return value
    return _DIGITS.sub(lambda figures: figures[0].zfill(12), folded(value))


class QueueFilters(Answer):
    """What one looks for: a tab, words, an organisation by its name, a kind of place. An empty text looks for everything.

    `order` is the column by which the rows are put in order.
    """

    tab: Annotated[str, Field(max_length=20)] = "submitted"
    search: Annotated[str, Field(max_length=200)] = ""
    organisation: Annotated[str, Field(max_length=200)] = ""
    kind: Annotated[str, Field(max_length=20)] = ""
    order: Annotated[str, Field(max_length=40)] = "since"
    is_descending: bool = False

    @property
    def is_narrowed(self) -> bool:
        """Whether something is looked for in the tab."""
        return bool(self.search or self.organisation or self.kind)

    @property
    def needs_areas(self) -> bool:
        """Whether where each proposal is decides which are shown."""
        return bool(self.search) or self.order == "area"

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The stages of the tab."""
        return next((stages for key, _label, stages in TABS if key == self.tab), ())

    def keep(self, line: QueueLine) -> bool:
        """Say whether a proposal of the tab is looked for."""
        if self.organisation not in {"", line.organisation} or self.kind not in {"", line.kind}:
            return False
        return fits(f"{line.name} {line.area} {line.organisation} {line.id}", self.search)

    def in_order(self, found: Sequence[Line]) -> list[Line]:
        """Return lines in the order that is chosen; what is unknown is last whatever the direction."""
        keyed = [(_KEYS.get(self.order, partial(_attribute, self.order))(one), one) for one in found]
        known = sorted((pair for pair in keyed if pair[0] is not None), key=itemgetter(0), reverse=self.is_descending)
        return [one for _key, one in known] + [one for key, one in keyed if key is None]


class Queue(Answer):
    """The first proposals of a tab that are looked for, and the organisations of them all; `n_found` are looked for in all."""

    tabs: list[QueueTab]
    organisations: list[str]
    rows: list[QueueRow]
    n_found: int


def tabs_of(counts: Mapping[Stage, int]) -> list[QueueTab]:
    """Return the tabs of the queue, of how many proposals each stage has."""
    return [QueueTab(id=key, label=_(label), n=sum(counts.get(stage, 0) for stage in own)) for key, label, own in TABS]


def named(name: object) -> str:
    """Return how the queue calls a place."""
    return str(name or _("Sans nom"))


def area_named(area: str) -> str:
    """Return how the queue calls where a place is."""
    return area or _("hors du territoire")


def tab_of(stage: Stage) -> str:
    """Return the tab where a proposal is; the first one for what is in none."""
    return next((key for key, _label, stages in TABS if stage in stages), TABS[0][0])


def suited(proposals: Sequence[Proposal], role: Role) -> list[str]:
    """Return for each proposal whether it suits a role, as `domain.suitability.Suitability.reason_codes` says it."""
    contents = [{"status": Status.SPOTTED.value, **one.content} for one in proposals]  # as once it is published
    columns = {item.column: _column([content.get(item.column) for content in contents], bool(item.least)) for item in KNOCKOUTS}
    return [str(code) for code in suitability(columns, role).reason_codes()] if proposals else []


def _column(values: Sequence[object], is_number: bool) -> np.ndarray:
    """Return a column of what is told: NaN or None where it is unknown."""
    if is_number:
        return np.array([value if isinstance(value, (int, float)) else np.nan for value in values], float)
    return np.array([value if isinstance(value, str) and value != "unknown" else None for value in values], object)


def queue_rows(
    proposals: Sequence[Proposal], organisations: Sequence[str], areas: Sequence[str], doubles: frozenset[str]
) -> list[QueueRow]:
    """Return proposals as the queue shows them. `organisations` and `areas` are names, one each; `doubles` are ids."""
    hub, shop = (suited(proposals, role) for role in (Role.HUB, Role.SHOP))
    lines = zip(proposals, organisations, areas, hub, shop, strict=True)
    return [
        _row(one, organisation, area, (hub_code, shop_code), one.id in doubles) for one, organisation, area, hub_code, shop_code in lines
    ]


def _row(proposal: Proposal, organisation: str, area: str, suits: tuple[str, str], is_double: bool) -> QueueRow:
    share = share_known(proposal.kind, proposal.content)
    since, floor = proposal.submitted_at or proposal.updated_at, proposal.content.get("area_m2")
    return QueueRow(
        id=proposal.id,
        name=named(proposal.content.get("name")),
        kind=str(proposal.kind),
        organisation=organisation,
        area=area_named(area),
        stage=proposal.stage,
        version=proposal.version,
        since=since.isoformat(),
        changed=proposal.updated_at.isoformat(),
        area_m2=float(floor) if isinstance(floor, (int, float)) else None,
        suits_hub=suits[0],
        suits_shop=suits[1],
        known_percent=100 if share >= FULL else min(99, round(100 * share)),
        is_example=proposal.is_example,
        is_change=is_change(proposal),
        is_double=is_double,
    )


def is_change(proposal: Proposal) -> bool:
    """Say whether a proposal changes a place that everybody sees."""
    return proposal.published is not None and proposal.stage is not Stage.ACCEPTED
