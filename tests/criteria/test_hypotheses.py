"""Hypotheses: bounded, reset, and read from any address."""

from hypothesis import given
from hypothesis import strategies as st

from criteria.hypotheses import HYPOTHESES, Hypotheses


@given(st.text())
def test_any_address_gives_valid_hypotheses(query):
    held = Hypotheses.from_query(query)
    for key, item in HYPOTHESES.items():
        assert min(item.lowest, item.default.low) <= held[key].low <= held[key].central <= held[key].high


@given(st.dictionaries(st.sampled_from(list(HYPOTHESES)), st.floats(allow_nan=True)))
def test_the_address_keeps_every_change(changes):
    held = Hypotheses(changes)
    assert Hypotheses.from_query("?place=RC-001&" + held.to_query()) == held


def test_a_change_stays_in_its_bounds_and_can_be_reset():
    item = HYPOTHESES["detour"]
    held = Hypotheses().with_("detour", 99.0)
    assert held.central("detour") == item.highest
    assert held["detour"].high == item.highest
    assert held.reset("detour") == held.reset() == Hypotheses()
