"""What the queue shows once it was read."""

from __future__ import annotations

from typing import Any

from i18n import gettext as _
from i18n import ngettext
from i18n.numbers import number
from services.moderation_queue import PAGE, Queue, QueueFilters
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
    (ids.QUEUE_COUNT, "children"),
    (ids.QUEUE_MORE, "children"),
    (ids.QUEUE_MORE, "hidden"),
)
"""What `queue_shown` fills."""


def queue_shown(queue: Queue, filters: QueueFilters) -> dict[tuple[str, str], Any]:
    """Return the rows of the queue, its tabs with their counts, and what it says when it is empty."""
    tabs = [{"value": tab.id, "label": f"{tab.label} {number(tab.n)}"} for tab in queue.tabs]
    more = min(PAGE, queue.n_found - len(queue.rows))
    values = (
        grid_rows(queue.rows),
        tabs,
        queue.organisations,
        bool(queue.rows),
        "" if queue.rows else nothing(filters),
        not filters.is_narrowed,
        filters.tab != QueueFilters().tab or not queue.rows,
        _count(queue),
        ngettext("Afficher un lieu de plus", "Afficher {n} lieux de plus", more).format(n=number(more)) if more > 0 else "",
        more <= 0,
    )
    return dict(zip(QUEUE_SHOWN, values, strict=True))


def _count(queue: Queue) -> str:
    if queue.n_found <= len(queue.rows):
        return ""
    return _("Trouvés : {n}. Affichés : {shown}.").format(shown=number(len(queue.rows)), n=number(queue.n_found))
