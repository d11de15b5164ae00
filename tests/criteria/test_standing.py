"""Whether a ranking holds: one rule over the weightings drawn."""

import numpy as np

from criteria.robustness import Acceptability
from criteria.standing import Hold, standing


def shares(assessment, stays, rows):
    """Return an answer in which the first places stay among the first in some share of the weightings."""
    in_top = np.zeros(len(assessment.eligible))
    in_top[rows] = stays
    return Acceptability(1_000, 5, in_top, in_top, np.zeros((len(in_top), 4)))


def test_a_ranking_holds_when_each_of_its_first_places_stays_nine_times_out_of_ten(hub):
    first = hub.contenders()[:5]
    firm, loose = shares(hub, [1.0, 0.9, 0.95, 0.93, 0.97], first), shares(hub, [1.0, 0.89, 1.0, 1.0, 1.0], first)
    assert standing(hub, firm, firm).hold is Hold.ALWAYS
    assert standing(hub, loose, firm).hold is Hold.NEAR
    assert standing(hub, loose, loose).hold is Hold.NOT


def test_the_place_that_leaves_most_often_is_named(hub):
    first = hub.contenders()[:5]
    found = standing(hub, shares(hub, [1.0, 0.4, 0.8, 0.9, 0.9], first), shares(hub, [1.0, 0.5, 0.8, 0.9, 0.9], first))
    assert (found.hold, found.weakest, found.share, found.size) == (Hold.NOT, first[1], 0.4, 5)
