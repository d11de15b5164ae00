"""Hypotheses: bounded, reset, and read from any address."""

from hypothesis import given
from hypothesis import strategies as st

from criteria.hypotheses import FORMER, HYPOTHESES, Hypotheses


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


@given(st.sampled_from(list(HYPOTHESES)), st.floats(-1e6, 1e6))
def test_a_value_is_one_that_its_slider_can_give_so_that_few_can_ever_be_asked(key: str, value: float):
    item = HYPOTHESES[key]
    steps = (Hypotheses({key: value}).central(key) - item.lowest) / item.step
    assert abs(steps - round(steps)) < 1e-4
    assert round((item.highest - item.lowest) / item.step) <= 200


def test_the_values_to_start_with_are_on_the_steps():
    for item in HYPOTHESES.values():
        assert Hypotheses({item.id: item.default.central + item.step / 3}).changed == {}


def test_two_addresses_that_differ_by_less_than_a_step_are_one_question():
    asked = [Hypotheses.from_query(f"hyp=detour-{value}").to_query() for value in ("1.23457", "1.2612")]
    assert asked == ["hyp=detour-1.25"] * 2


def test_an_address_written_under_a_former_name_keeps_the_moved_value_and_is_written_under_the_present_one():
    assert Hypotheses.from_query("hyp=bulky_marseille_t_yr-2000,detour-1.4").to_query() == "hyp=detour-1.4,bulky_kg_per_dwelling_yr-28.5"
    assert Hypotheses.from_query("hyp=bulky_marseille_t_yr-1500") == Hypotheses()
    both = Hypotheses.from_query("hyp=bulky_marseille_t_yr-2000,bulky_kg_per_dwelling_yr-40")
    assert both.central("bulky_kg_per_dwelling_yr") == 40


def test_every_former_name_stands_for_a_hypothesis_of_today_and_is_free():
    for was, (now, factor) in FORMER.items():
        assert was not in HYPOTHESES
        assert now in HYPOTHESES
        assert factor > 0
