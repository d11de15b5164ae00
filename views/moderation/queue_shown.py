"""What the queue shows once it was read."""

from __future__ import annotations

from typing import Any

from i18n.numbers import number
from services.moderation_queue import Queue, QueueFilters
from views.components import ids
from views.moderation.decision import nothing
from views.moderation.fields import MANY
from views.moderation.queue import grid_rows

QUEUE_SHOWN = (
    (ids.QUEUE, "rowData"),
    (ids.QUEUE_TAB, "data"),
    (ids.QUEUE_ORGANISATION, "data"),
    (ids.QUEUE_EMPTY, "hidden"),
    (ids.QUEUE_NOTHING, "children"),
    (ids.QUEUE_CLEAR, "hidden"),
    (ids.decision(MANY, "bar"), "hidden"),
)
"""What `queue_shown` fills."""


def queue_shown(queue: Queue, filters: QueueFilters) -> dict[tuple[str, str], Any]:
    """Return the rows of the queue, its tabs with their counts, and what it says when it is empty."""
    tabs = [{"value": tab.id, "label": f"{tab.label} {number(tab.n)}"} for tab in queue.tabs]
    values = (
        grid_rows(queue.rows),
        tabs,
        queue.organisations,
        bool(queue.rows),
        "" if queue.rows else nothing(filters),
        not filters.is_narrowed,
        filters.tab != QueueFilters().tab or not queue.rows,
    )
    return dict(zip(QUEUE_SHOWN, values, strict=True))
