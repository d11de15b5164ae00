"""The queue of proposals as those who decide read it: its tabs, its rows, and what one looks for in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import numpy as np
from pydantic import Field

from domain.candidate import Role, Status
from domain.proposal import Proposal, Stage
from domain.suitability import KNOCKOUTS, suitability
from domain.words import fits
from i18n import N_
from i18n import gettext as _
from services.answer import Answer
from services.words.places import share_known

FULL = 0.995
TABS: tuple[tuple[str, str, tuple[Stage, ...]], ...] = (
    ("submitted", N_("À décider"), (Stage.SUBMITTED,)),
    ("to_complete", N_("À compléter"), (Stage.TO_COMPLETE,)),
    ("accepted", N_("Acceptés"), (Stage.ACCEPTED,)),
    ("refused", N_("Refusés"), (Stage.REFUSED,)),
    ("withdrawn", N_("Retirés"), (Stage.WITHDRAWN,)),
)


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


class QueueFilters(Answer):
    """What one looks for: a tab, words, an organisation by its name, a kind of place. An empty text looks for everything."""

    tab: Annotated[str, Field(max_length=20)] = "submitted"
    search: Annotated[str, Field(max_length=200)] = ""
    organisation: Annotated[str, Field(max_length=200)] = ""
    kind: Annotated[str, Field(max_length=20)] = ""

    @property
    def is_narrowed(self) -> bool:
        """Whether something is looked for in the tab."""
        return bool(self.search or self.organisation or self.kind)

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The stages of the tab."""
        return next((stages for key, _label, stages in TABS if key == self.tab), ())

    def keep(self, row: QueueRow) -> bool:
        """Say whether a row of the tab is looked for."""
        if self.organisation not in {"", row.organisation} or self.kind not in {"", row.kind}:
            return False
        return fits(f"{row.name} {row.area} {row.organisation} {row.id}", self.search)


class Queue(Answer):
    """The proposals of a tab that are looked for, the one that has waited longest first, and the organisations of them all."""

    tabs: list[QueueTab]
    organisations: list[str]
    rows: list[QueueRow]


def tabs_of(proposals: Sequence[Proposal]) -> list[QueueTab]:
    """Return the tabs of the queue."""
    stages = [one.stage for one in proposals]
    return [QueueTab(id=key, label=_(label), n=sum(stage in own for stage in stages)) for key, label, own in TABS]


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
        name=str(proposal.content.get("name") or _("Sans nom")),
        kind=str(proposal.kind),
        organisation=organisation,
        area=area or _("hors du territoire"),
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
