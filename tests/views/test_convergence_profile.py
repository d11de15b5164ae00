"""The profile of a place: every figure is there, opens its provenance, and says when it is unknown or a hypothesis."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from urllib.parse import unquote

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from criteria.assess import Assessment
from criteria.diagnosis import landlord_statement
from criteria.hypotheses import HYPOTHESES
from criteria.ranges import REFERENCE_JOBS
from criteria.scale import Scale
from criteria.score import EDGE
from domain.candidate import Role
from domain.stakeholder import STAKEHOLDERS
from geodata.territory import Territory
from i18n import gettext as _
from i18n import use_language
from i18n.numbers import day
from services.assessor import Assessor
from services.words.scores import points
from tests.components import find, of_class, of_type, text
from views.components.parts import place_name
from views.convergence.profile import CURVE_H, CURVE_W, curve, profile


@pytest.fixture(scope="module")
def assessor(territory: Territory) -> Assessor:
    return Assessor.of(territory)


@pytest.fixture(scope="module", params=list(Role), ids=lambda role: role.value)
def held(request: pytest.FixtureRequest, assessor: Assessor) -> Assessment:
    return assessor.assess(f"as={request.param.value}")


def sample(held: Assessment) -> Iterator[int]:
    """Rows of every sort: the best, the last, convergent, excluded, with something unknown."""
    order = held.order()
    yield from {
        int(row)
        for row in (
            *order[:2],
            order[-1],
            *np.flatnonzero(held.convergent)[:1],
            *np.flatnonzero(held.eligible & ~held.convergent)[:2],
            *np.flatnonzero(~held.eligible)[:2],
            *np.flatnonzero(np.isnan(held.values).any(axis=1))[:1],
        )
    }


def test_a_duration_says_to_which_day_it_is_counted_and_a_distance_how_it_is_measured(held: Assessment) -> None:
    dated, row = f"(au {day(held.workspace.territory.as_of)}, date des données)", int(held.order()[0])
    shown = text(profile(held, str(held.ids[row])))
    for item in held.items:
        is_counted = item.id in ("ground_floor", "vacant_floor")
        assert (f"{item.label} {dated}" in shown) is is_counted
        if any(factor.hypothesis == "detour" for factor in item.factors) and item.unit == "m":
            assert item.label.endswith("avec détour")


def test_the_paragraph_for_the_landlord_says_to_which_day_the_vacancy_is_counted(held: Assessment) -> None:
    dated = f"mois au {day(held.workspace.territory.as_of)}, date des données, retrouve une activité"
    told = [landlord_statement(held, row) for row in range(len(held.ids))]
    assert all(dated in paragraph for paragraph in told if "vide depuis" in paragraph)
    assert held.role is Role.HUB or any("vide depuis" in paragraph for paragraph in told)


def test_without_a_place_it_says_what_to_do_and_an_unknown_id_says_so(held: Assessment) -> None:
    assert "Choisissez un lieu" in text(profile(held, None))
    assert "Aucun lieu" in text(profile(held, "NOWHERE-1"))


def test_every_criterion_shows_its_measure_and_an_unknown_is_never_a_number(held: Assessment) -> None:
    for row in sample(held):
        lines = of_class(profile(held, held.ids[row]), "criterion")
        assert len(lines) == len(held.items)
        names = {text(of_class(line, "criterion-name")): line for line in lines}
        for column, item in enumerate(held.items):
            line, value = names[item.heading(held.workspace)], held.values[row, column]
            shown = text(of_type(line.children[0], "B"))
            assert shown == item.show(held.measures[row, column])
            assert (shown == "non renseigné") == math.isnan(value)
            assert bool(of_class(line, "bar-unknown")) == math.isnan(value)
            if not math.isnan(value):
                assert of_class(line, "bar-fill")[0].style["width"] == f"{100 * value:.0f}%"


def test_every_figure_opens_its_formula_with_numbers_and_its_sources_with_vintage_and_licence(held: Assessment) -> None:
    for row in sample(held):
        shown = profile(held, held.ids[row])
        opened = [part for part in of_type(shown, "Details") if {"figure", "criterion"} & set((part.className or "").split())]
        ranged = [item for item in held.items if item.id in ("tonnes_diverted", "jobs", "bulky_relief")]
        others = len(STAKEHOLDERS) + 2 + (3 if held.role is Role.HUB else 0)
        assert len(opened) == len(held.items) + len(ranged) + others, "criteria, ranges, actors, score, completeness, sizing of a hub"
        for details in opened:
            told = of_class(details, "provenance")
            formula, substituted = of_type(told, "Code")
            assert text(formula)
            assert re.search(" [=≈] ", text(substituted))
            sources = of_type(of_class(told, "terms")[-1], "Li")
            assert sources
            assert all(re.search(r"\d{4}|exemple|estim", text(source)) for source in sources)
            assert all(text(source).count(", ") >= 3 for source in sources), "name, producer, vintage, licence"
            assert "Version : " in text(told)


def test_what_rests_on_a_hypothesis_says_so(held: Assessment) -> None:
    row = int(held.order()[0])
    lines = {text(of_class(line, "criterion-name")): line for line in of_class(profile(held, held.ids[row]), "criterion")}
    marks = {label: "hypothèse" in text(line.children[0]) for label, line in lines.items()}
    assert marks == {item.heading(held.workspace): any(HYPOTHESES[key].is_hypothesis for key in item.hypotheses) for item in held.items}
    assert len(set(marks.values())) == 2


def test_the_verdict_is_the_reason_for_exclusion_convergence_or_what_each_actor_lacks(held: Assessment) -> None:
    for row in sample(held):
        verdict = text(of_class(profile(held, held.ids[row]), "verdict-text"))
        if not held.eligible[row]:
            assert all(reason in verdict for reason in held.reasons(row))
            assert held.reasons(row)
        elif held.convergent[row]:
            assert verdict.startswith("Convergent")
        else:
            assert all(sentence in verdict for sentence in held.missing(row))
            assert len(held.missing(row)) == 4 - held.green_count[row]


def test_each_actor_is_told_by_a_letter_a_name_and_a_colour_in_words(held: Assessment) -> None:
    row = int(held.order()[0])
    for index, (light, actor) in enumerate(zip(of_type(of_class(profile(held, held.ids[row]), "lights"), "Li"), STAKEHOLDERS, strict=True)):
        assert text(light).startswith(actor.letter)
        assert actor.label in text(light)
        assert re.search("vert|orange|rouge|inconnu|à compléter", text(light))
        assert points(held.scores.actors[row, index], (0.4, 0.6)) in text(light)


def test_jobs_stand_beside_the_eighteen_of_the_case_sheet(held: Assessment) -> None:
    jobs = held.measures[:, [item.id for item in held.items].index("jobs")]
    shown = profile(held, held.ids[np.flatnonzero(~np.isnan(jobs))[0]])
    assert f"titre sur {REFERENCE_JOBS} emplois" in text(shown)
    assert len(of_class(shown, "whisker-mark")) == 1
    assert re.search(r"\d–\d[\d,]* emplois \(central", text(shown))


def test_what_cannot_be_checked_is_asked_for_and_the_pre_diagnosis_is_to_be_confirmed(held: Assessment) -> None:
    for row in sample(held):
        shown = profile(held, held.ids[row])
        answers = text(of_type(of_class(shown, "sheet-block"), "Dl"))
        assert answers.count("à confirmer") >= 3
        assert all(label in text(shown) for label in held.unchecked(row))


def test_the_landlord_paragraph_can_be_copied_and_printed(held: Assessment) -> None:
    premises = held.workspace.candidates["kind"].to_numpy()[held.order()] == "premises"
    shown = profile(held, held.ids[held.order()[premises][0]])
    (paragraph,) = find(shown, lambda part: getattr(part, "id", None) == "landlord-statement")
    assert "à confirmer" in text(paragraph)
    buttons = find(shown, lambda part: getattr(part, "data-value", None) == "landlord-statement")
    assert [getattr(button, "data-act") for button in buttons] == ["copy", "print"]


def test_a_zone_site_without_a_landlord_gets_no_landlord_s_paragraph(held: Assessment) -> None:
    sites = held.ids[(held.workspace.candidates["kind"] == "zone_site").to_numpy()]
    assert not find(profile(held, sites[0]), lambda part: getattr(part, "id", None) == "landlord-statement")


def test_it_speaks_english(assessor: Assessor) -> None:
    with use_language("en"):
        held = assessor.assess("")
        shown = text(profile(held, held.ids[held.order()[0]]))
        assert "Version: " in shown
        assert "to be confirmed" in shown
        assert not [word for word in ("poids", "Enjeu", "à confirmer", "non renseigné", "quatre acteurs") if word in shown]
        assert all(_(actor.label) in shown for actor in STAKEHOLDERS)


@given(score=st.floats(0, 1), step=st.integers(0, 20).map(lambda n: n / 20))
def test_rounding_never_shows_a_threshold_that_is_not_reached(score: float, step: float) -> None:
    shown = float(points(score, (step,)).replace(",", "."))
    assert abs(shown - 100 * score) <= 0.5
    if score < step - EDGE:
        assert shown < 100 * step
    else:
        assert shown >= 100 * step - 1e-4


def test_an_unknown_score_is_a_dash_and_an_example_a_badge() -> None:
    assert points(math.nan, (0.4, 0.6)) == "–"
    assert text(place_name("Halle 2 – Les Aygalades (exemple)")) == "Halle 2 – Les Aygalades exemple"
    assert of_class(place_name("Halle 2 (exemple)"), "badge-example")
    assert place_name("Halle (exemple) 2") == ["Halle (exemple) 2"]


def test_the_curve_puts_its_dot_where_the_measure_is_worth_its_value(held: Assessment) -> None:
    for item in held.items:
        scale: Scale = item.scales[held.role]
        low, high = scale.measures[0], scale.measures[-1]
        for measure in (low, (low + high) / 2, high, high + 10 * abs(high - low), math.nan):
            drawn = unquote(curve(scale, measure))
            assert drawn.startswith("data:image/svg+xml,<svg")
            dot = re.search(r'cx="([\d.]+)" cy="([\d.]+)"', drawn)
            assert (dot is None) == math.isnan(measure)
            if dot:
                assert 4 - 0.1 <= float(dot[1]) <= CURVE_W - 4 + 0.1
                value = float(scale.value(np.array([measure]))[0])
                assert float(dot[2]) == pytest.approx(CURVE_H - 4 - value * (CURVE_H - 8), abs=0.06)
