"""The queue of proposals as those who decide read it: its tabs, its rows, the lines that they are made of."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Annotated

import numpy as np
from pydantic import Field

from domain.candidate import Role, Status
from domain.proposal import Proposal, Stage
from domain.suitability import KNOCKOUTS, suitability
from domain.words import folded, searchable
from geodata.communes import Communes
from i18n import N_
from i18n import gettext as _
from services.answer import Answer
from services.neighbours import positions_l93
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
    """What the queue knows of a proposal, by which it is searched and put in order; the attributes of a `QueueRow` are as they are there.

    `organisation` is its code, `area` the name of its commune ("" outside), `name` is "" without one. `inside` are the words of its name
    and its number as they are searched (`domain.words.searchable`), `name_order` its name as it is put in order. Metres, EPSG:2154, not
    finite without a position.
    """

    id: str
    name: str
    name_order: str
    inside: str
    kind: str
    organisation: str
    area: str
    x_l93: float
    y_l93: float
    stage: Stage
    version: int
    since: str
    changed: str
    area_m2: float | None
    suits_hub: str
    suits_shop: str
    known_percent: int
    is_example: bool
    is_change: bool

    def row(self, organisation: str, is_double: bool) -> QueueRow:
        """Return it as the queue shows it; `organisation` is a name."""
        shown = {"name": named(self.name), "organisation": organisation, "area": area_named(self.area), "is_double": is_double}
        return QueueRow(**{**{key: getattr(self, key) for key in _SAME}, **shown})


_SAME = frozenset(field.name for field in fields(QueueLine)) & frozenset(QueueRow.model_fields)
_DIGITS = re.compile(r"\d+")


def in_reading_order(text: str) -> str:
    """Return a text as one puts it in order: « Lot 2 » before « Lot 10 »."""
    return _DIGITS.sub(lambda figures: figures[0].zfill(12), folded(text))


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
    def stages(self) -> tuple[Stage, ...]:
        """The stages of the tab."""
        return next((stages for key, _label, stages in TABS if key == self.tab), ())


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


def queue_lines(communes: Communes, proposals: Sequence[Proposal]) -> list[QueueLine]:
    """Return the lines of some proposals."""
    x_l93, y_l93 = positions_l93([one.content for one in proposals])
    areas = [area for _code, area in communes.at(x_l93, y_l93)]
    suits = zip(*(suited(proposals, role) for role in (Role.HUB, Role.SHOP)), strict=True)
    lines = zip(proposals, areas, suits, zip(x_l93.tolist(), y_l93.tolist(), strict=True), strict=True)
    return [_line(*each) for each in lines]


def _line(proposal: Proposal, area: str, suits: tuple[str, str], position_l93: tuple[float, float]) -> QueueLine:
    share, name = share_known(proposal.kind, proposal.content), str(proposal.content.get("name") or "")
    since, floor = proposal.submitted_at or proposal.updated_at, proposal.content.get("area_m2")
    return QueueLine(
        id=proposal.id,
        name=name,
        name_order=in_reading_order(name),
        inside=searchable(f"{name} {proposal.id}"),
        kind=str(proposal.kind),
        organisation=proposal.organisation,
        area=area,
        x_l93=position_l93[0],
        y_l93=position_l93[1],
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
    )


def is_change(proposal: Proposal) -> bool:
    """Say whether a proposal changes a place that everybody sees."""
    return proposal.published is not None and proposal.stage is not Stage.ACCEPTED
