"""The score of every place in the role that suits it better, as the table of « Explorer » shows and sorts it."""

from __future__ import annotations

import math

import numpy as np

from criteria.assess import better_is_hub
from i18n import gettext as _
from services.answer import Answer
from services.assessor import Assessor
from services.words.scores import span_text

COLUMN = "score"
"""The name of the column in the table."""


class BestScores(Answer):
    """By row of the map's places: the score in words, and the number in [0, 1] to sort it by (null where there is none)."""

    words: list[str]
    values: list[float | None]


def best_scores(assessor: Assessor, query: str) -> BestScores:
    """Return the scores with the weights, thresholds and hypotheses of an address.

    A span where too little is known; sorted by its lower end, so that what is unknown never looks good.
    """
    hub, shop = assessor.in_both_roles(query)
    is_hub = better_is_hub(hub, shop)
    eligible, spans = np.where(is_hub, hub.eligible, shop.eligible), np.where(is_hub[:, None], hub.spans(), shop.spans())
    given = [_of(low, high) if can_be else (_("exclu"), None) for can_be, (low, high) in zip(eligible, spans.tolist(), strict=True)]
    return BestScores(words=[words for words, _value in given], values=[value for _words, value in given])


def _of(low: float, high: float) -> tuple[str, float | None]:
    return span_text(low, high), None if math.isnan(low) else low
