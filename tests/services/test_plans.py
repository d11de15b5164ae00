"""What the screen « Scénarios » is answered: the same plan on the panel and on the map, studies about it, and who stops a computation."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

import pytest

from domain.person import VISITOR, NotAllowed, Person, PersonRole
from services.computations import stop_computation, study_progress
from services.context import Context
from services.plans import has_drawn_plan, plan_drawn, plan_shown
from services.robustness import robustness_of
from services.scenario_library import compared_scenarios
from services.studies import CurveStudy, FrontStudy, NoPlan, SafeStudy, curve_study, front_study, safe_study
from store.database import StoreUnavailable
from store.searches import Searches

QUESTION = "open=shop&mode=foot&min=15"
IMPOSSIBLE = "budget=20&basin=1"
UNANSWERABLE = "communes=13021&landlord=hpr&area=90000-"
AGENT = Person("p-1", "agent", "Agent", PersonRole.WASTE)
OTHER = Person("p-2", "other", "Autre", PersonRole.WASTE)
PLANNER = Person("p-3", "planner", "Plan", PersonRole.PLANNER)


def test_nothing_is_worked_out_while_nothing_is_asked() -> None:
    context = cast("Context", SimpleNamespace())  # has nothing to ask
    assert [ask(context, VISITOR, None) for ask in (plan_shown, curve_study, safe_study, front_study)] == [None] * 4
    assert [ask(context, None) for ask in (robustness_of, compared_scenarios)] == [None] * 2


def test_the_plan_of_the_panel_is_that_of_the_map(context: Context) -> None:
    shown, drawn = plan_shown(context, VISITOR, QUESTION), plan_drawn(context, VISITOR, QUESTION)
    assert shown is not None and shown.view is not None
    assert [place.id for place in shown.view.places] == [place.id for place in drawn.places] != []
    assert drawn.proven == (shown.search is None)


def test_a_plan_asked_for_again_is_drawn_already(context: Context) -> None:
    question = f"{QUESTION}&k=2"
    assert not has_drawn_plan(context, question)
    while (first := plan_drawn(context, VISITOR, question)).running:
        time.sleep(0.05)
    assert has_drawn_plan(context, question)
    assert plan_drawn(context, VISITOR, question) == first


def test_without_a_store_nothing_is_known_and_the_answer_still_comes(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_self: Searches, _key: str) -> None:
        raise StoreUnavailable("La base est en panne.")

    monkeypatch.setattr(Searches, "get", broken)
    question = f"{QUESTION}&k=6&min=29"  # asked by no other test: what this process knows needs no store
    assert not has_drawn_plan(context, question)
    assert plan_drawn(context, VISITOR, question).sentence == "La base est en panne."


def test_a_question_that_cannot_be_put_has_a_sentence_and_no_study(context: Context) -> None:
    shown = plan_shown(context, VISITOR, UNANSWERABLE)
    assert shown is not None and shown.question is None
    assert "filtre" in shown.sentence == plan_drawn(context, VISITOR, UNANSWERABLE).sentence
    assert all(isinstance(ask(context, VISITOR, UNANSWERABLE), NoPlan) for ask in (curve_study, safe_study, front_study))


def test_conditions_that_cannot_hold_together_are_named(context: Context) -> None:
    shown = plan_shown(context, VISITOR, IMPOSSIBLE)
    assert shown is not None and shown.view is None
    assert shown.conflict


def test_the_studies_are_about_the_question(context: Context) -> None:
    found = [ask(context, VISITOR, QUESTION) for ask in (curve_study, safe_study, front_study)]
    assert [type(study) for study in found] == [CurveStudy, SafeStudy, FrontStudy]
    assert not any(cast("Any", study).subject.beside_saved for study in found)
    assert study_progress(context, VISITOR, "other", QUESTION) is None


@dataclass
class Computations:
    """One computation, asked for by `AGENT`."""

    stopped: list[str] = field(default_factory=list)

    def computation(self, key: str) -> Any:
        """Return it."""
        return SimpleNamespace(key=key, author=AGENT.id) if key == "known" else None

    def cancel(self, key: str) -> None:
        """Stop it."""
        self.stopped.append(key)


@pytest.mark.parametrize(("person", "may"), [(AGENT, True), (PLANNER, True), (OTHER, False), (VISITOR, False)])
def test_a_computation_is_stopped_by_who_asked_for_it_or_plans(person: Person, may: bool) -> None:
    service = Computations()
    context = cast("Context", SimpleNamespace(service=service))
    if may:
        stop_computation(context, person, "known")
    else:
        with pytest.raises(NotAllowed):
            stop_computation(context, person, "known")
    assert service.stopped == (["known"] if may else [])
    stop_computation(context, person, "unknown")
    assert service.stopped == (["known"] if may else [])
