"""Forecast against observed: unknown is no observation, little contradicts nothing, and a file counts once."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.actuals import MEASURES, FileImport, Values, checked_month, checked_values, merged, replaced, restored
from domain.forecast import ENOUGH_MONTHS, Forecast, contradictions, gaps, share_inside

RANGES = {
    "tonnes_per_m2_yr": (0.1, 0.15, 0.2),
    "collected_kg_per_inhabitant_yr": (2.0, 5.0, 10.0),
    "jobs_per_1000_t": (30.0, 77.0, 160.0),
}
FORECAST = Forecast({"tonnes_in": (20.0, 30.0, 40.0), "jobs_fte": (0.6, 2.3, 6.4)}, RANGES, 200.0, 50_000.0, "criteria", "v1")
month_names = st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)).map(lambda day: f"{day:%Y-%m}")
month_values = st.dictionaries(st.sampled_from([one.id for one in MEASURES]), st.floats(0, 1e6), min_size=1)
drawn = st.dictionaries(month_names, month_values, max_size=14)


def year(values: Values, n: int = ENOUGH_MONTHS) -> dict[str, Values]:
    return {f"2027-{month:02}": values for month in range(1, n + 1)}


def test_a_month_needs_rows_to_a_year_and_set_beside_the_interval() -> None:
    found = gaps(FORECAST, {"2027-01": {"tonnes_in": 2.5, "jobs_fte": 7.0}, "2027-02": {"visits": 100.0}})
    assert [(one.measure, one.mean, one.inside) for one in found] == [("tonnes_in", 30.0, 1), ("jobs_fte", 7.0, 0)]
    assert share_inside(found) == (1, 2)


def test_a_month_that_is_not_told_is_no_observation() -> None:
    assert share_inside(gaps(FORECAST, {"2027-01": {"sales_eur": 1.0}})) == (0, 0)


def test_what_passes_the_floor_contradicts_it_and_not_the_residents() -> None:
    found = contradictions(FORECAST, gaps(FORECAST, year({"tonnes_in": 5.0})))
    assert [(one.hypothesis, one.observed) for one in found] == [("tonnes_per_m2_yr", pytest.approx(0.3))]


def test_what_falls_short_contradicts_the_bound_that_held() -> None:
    (one,) = contradictions(FORECAST, gaps(FORECAST, year({"tonnes_in": 1.0})))
    assert (one.hypothesis, one.observed) == ("tonnes_per_m2_yr", pytest.approx(0.06))


def test_jobs_are_held_to_the_tonnes_that_were_observed() -> None:
    found = contradictions(FORECAST, gaps(FORECAST, year({"tonnes_in": 2.5, "jobs_fte": 6.0})))
    assert [(one.hypothesis, one.observed) for one in found] == [("jobs_per_1000_t", pytest.approx(200))]


def test_little_contradicts_nothing() -> None:
    found = gaps(FORECAST, year({"tonnes_in": 9.0, "jobs_fte": 50.0}, ENOUGH_MONTHS - 1))
    assert contradictions(FORECAST, found) == ()
    assert not any(one.is_contradicted for one in found)


@given(drawn)
def test_the_share_is_of_observations_and_never_more(months: dict[str, dict[str, float]]) -> None:
    inside, total = share_inside(gaps(FORECAST, months))
    assert 0 <= inside <= total == sum(key in FORECAST.spans for values in months.values() for key in values)


@given(drawn, drawn)
def test_a_file_imported_twice_changes_nothing_and_undone_leaves_what_was_there(
    months: dict[str, dict[str, float]], wrote: dict[str, dict[str, float]]
) -> None:
    once = {**months, **merged(months, wrote)}
    assert {**once, **merged(once, wrote)} == once
    before = replaced(months, wrote)
    back, corrected = restored(once, FileImport("k", "f", wrote, before, False))
    assert corrected == 0
    assert {month: values for month, values in {**once, **back}.items() if values} == {m: v for m, v in months.items() if v}


def test_what_was_corrected_since_stays_when_a_file_is_undone() -> None:
    one = FileImport("k", "f", {"2027-01": {"tonnes_in": 2.0, "visits": 10.0}}, {"2027-01": {"visits": 3.0}}, False)
    assert restored({"2027-01": {"tonnes_in": 2.5, "visits": 10.0}}, one) == ({"2027-01": {"tonnes_in": 2.5, "visits": 3.0}}, 1)


def test_what_is_empty_is_left_out_and_what_is_wrong_refused() -> None:
    assert checked_values({"tonnes_in": "1,5", "visits": "", "rent_eur": None}) == {"tonnes_in": 1.5}
    assert checked_month("2027-03-01") == "2027-03"
    for wrong in ({"tonnes_in": "-1"}, {"visits": "beaucoup"}, {"jobs_fte": "1", "jobs_qpv": "2"}):
        with pytest.raises(ValueError, match=r"."):
            checked_values(wrong)
    with pytest.raises(ValueError, match="Mois"):
        checked_month("mars")
