"""A scheme is open when every condition holds, closed as soon as one fails, else says what is missing; no figure without a source."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.candidate import Kind
from funding.registry import all_schemes, eligibilities
from funding.scheme import Facts, State, eligibility
from i18n import gettext as _
from i18n import use_language

UNKNOWN = Facts(Kind.PREMISES)
maybe = st.sampled_from([True, False, None])
distances = st.none() | st.floats(0, 5_000)
facts = st.builds(
    Facts,
    st.sampled_from(Kind),
    st.just("200054807"),
    maybe,
    distances,
    maybe,
    maybe,
    distances,
    maybe,
    maybe,
    maybe,
)


@given(facts)
def test_what_is_unknown_never_opens_a_scheme_and_never_closes_one(known):
    for found in eligibilities(known):
        answers = [condition.holds(known) for condition in found.scheme.conditions]
        assert found.state is (State.CLOSED if False in answers else State.MISSING if None in answers else State.OPEN)
        assert len(found.holds) + len(found.fails) + len(found.unknown) == len(answers)
        assert all(condition.holds(known) for condition in found.assets)
        assert all(condition.missing for condition in found.unknown), "what is to be found out has words"


@given(facts)
def test_the_open_ones_come_first_and_the_closed_last(known):
    order = [list(State).index(found.state) for found in eligibilities(known)]
    assert order == sorted(order)


@pytest.mark.parametrize("scheme", all_schemes(), ids=lambda scheme: scheme.id)
def test_every_figure_has_a_source_and_a_year(scheme):
    assert scheme.source
    assert re.search(r"20\d\d", scheme.as_of)
    assert re.search(r"\d", scheme.amount) or "demander" in scheme.amount or "vérifier" in scheme.amount
    assert scheme.conditions
    assert scheme.items


def test_the_call_of_an_authority_is_offered_in_its_own_perimeter_alone():
    here, elsewhere = ({found.scheme.id for found in eligibilities(replace(UNKNOWN, siren=siren))} for siren in ("200054807", "200067106"))
    assert here - elsewhere == {"metropolis_call"}


def test_a_zone_site_does_not_open_the_fund_for_premises_and_says_why():
    (scheme,) = (one for one in all_schemes() if one.id == "restructuring")
    found = eligibility(scheme, replace(UNKNOWN, kind=Kind.ZONE_SITE, is_vacant=True))
    assert found.state is State.CLOSED
    assert [condition.words for condition in found.fails] == ["local d'activité en rez-de-chaussée"]


def test_a_study_that_is_done_opens_the_investment_aid_and_closes_that_of_the_study():
    states = {found.scheme.id: found.state for found in eligibilities(replace(UNKNOWN, has_study=True))}
    assert (states["ademe_reuse"], states["ademe_study"]) == (State.OPEN, State.CLOSED)


def test_every_scheme_is_told_in_english_too():
    with use_language("en"):
        assert all(_(text) != text for scheme in all_schemes() for text in (scheme.amount, scheme.label, *scheme.items))
