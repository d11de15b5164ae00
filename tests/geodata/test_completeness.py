"""How complete a published place is."""

from __future__ import annotations

import numpy as np

from domain.place_fields import PLACE_FIELDS, RENTS
from geodata.completeness import completeness_pct
from geodata.territory import Territory

COUNTED = [field.id for field in PLACE_FIELDS if field.is_counted]


def test_a_value_that_is_lost_lowers_it_and_one_that_is_not_expected_does_not(territory: Territory) -> None:
    one = territory.candidates.iloc[:1]
    known = [name for name in COUNTED if name in one and one[name].notna().iloc[0]]
    before = completeness_pct(one)[0]
    for name in known:
        assert completeness_pct(one.assign(**{name: None}))[0] < before <= 100
    assert completeness_pct(one.assign(parcels=None))[0] == before
    assert completeness_pct(one.assign(**dict.fromkeys(known)))[0] == 0


def test_a_confidential_rent_counts_neither_as_known_nor_as_missing(territory: Territory) -> None:
    one = territory.candidates.iloc[:1].assign(rent_is_confidential=True)
    hidden, shown = (completeness_pct(one.assign(**dict.fromkeys(RENTS, value)))[0] for value in (np.nan, 90.0))
    assert hidden == shown


def test_no_place_has_an_unknown_completeness(territory: Territory) -> None:
    share = completeness_pct(territory.candidates)
    assert np.isfinite(share).all() and share.min() < share.max() <= 100
