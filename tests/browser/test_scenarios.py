"""The Scénarios screen by hand: a question in the address, its answer, the map, and what is said when there is none."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from domain.candidate import Kind
from domain.scenario import STAKES, Question
from i18n.numbers import number
from scenarios.stakes import DEMAND_STAKES
from services.words.scenarios import about, lead, percent
from services.words.scores import greens_words
from tests.browser.conftest import Watch
from tests.browser.explore import eventually
from tests.browser.scenarios import PUT, Scenarios
from views.scenarios.screen import GUIDES

pytestmark = pytest.mark.browser
Gesture = Callable[[Scenarios], object]
WASTE = DEMAND_STAKES[0].label


def choose(choice: str) -> Gesture:
    return lambda screen: screen.choose(choice)


def slide(label: str, value: int) -> Gesture:
    return lambda screen: screen.question.get_by_role("slider", name=label).fill(str(value))


def tick(label: str) -> Gesture:
    return lambda screen: screen.question.get_by_role("checkbox", name=label).click()


# The answer


def test_the_empty_address_is_answered_as_python_answers_it(scenarios: Scenarios) -> None:
    told, held = scenarios.expect_agreement(), scenarios.held
    assert held.progress and held.progress.finished and len(told.opened) == 5
    people = told.residents
    for figure in ("5 lieux", about(people.after), about(people.total), percent(people.after / people.total)):
        expect(scenarios.answer.locator("h2")).to_contain_text(figure)
    expect(scenarios.answer.locator("h2")).to_contain_text(f"soit {about(people.after - people.before)} de plus qu'avec le réseau existant")
    expect(scenarios.answer.locator(".proof.proven")).to_have_text("Prouvé optimal : aucun autre choix ne fait mieux, dans ces conditions.")
    certificate = scenarios.answer.locator(".certificate details")
    certificate.locator("summary").click()
    expect(certificate).to_contain_text(f"Valeur {number(held.progress.value, 4)}, borne {number(held.progress.bound, 4)}")


def test_each_place_of_the_list_says_what_to_do_and_what_it_adds(scenarios: Scenarios) -> None:
    told = scenarios.expect_agreement()
    for line, place in zip(scenarios.answer.locator(".actions-list > li").all(), told.opened, strict=True):
        role = "un pôle" if place.role == "hub" else "une boutique-relais"
        expect(line).to_contain_text(f"Ouvrir {role} : {scenarios.name(place.id)}")
        expect(line).to_contain_text(f"{about(place.newly)} habitants atteints en plus, dont {about(place.newly_qpv)} en QPV")
        expect(line).to_contain_text(greens_words(place.green))


def test_what_each_actor_gains_and_who_is_left_out_are_python_s_figures(scenarios: Scenarios) -> None:
    told = scenarios.expect_agreement()
    section = scenarios.answer.get_by_role("heading", name="Ce que chaque acteur y gagne").locator("..")
    for block, actor in zip(section.locator(".gain").all(), STAKES, strict=True):
        stake = told.stakes[actor]
        expect(block).to_contain_text(f"{about(stake.before)} → {about(stake.after)} ({percent(stake.after / stake.total)})")
    left = told.residents.total - told.residents.after
    expect(scenarios.answer).to_contain_text(f"{about(left)} habitants ne sont pas atteints")
    for label, stake in (("Habitants des QPV", told.residents_qpv), ("Autres habitants", told.residents_rest)):
        expect(scenarios.answer.locator(".equity-row", has_text=label)).to_contain_text(percent(stake.after / stake.total))
    grounds = scenarios.answer.locator("details", has_text="Sur quoi reposent ces chiffres")
    grounds.locator("summary").click()
    expect(grounds).to_contain_text(f"Données {scenarios.context.territory.version}")


# The question

CONTROLS: dict[str, tuple[str, Gesture, str]] = {
    "goal": ("", choose("goal:near"), "goal=near"),
    "fewest": ("", choose("goal:all"), "goal=all"),
    "count": ("", slide("Nombre de nouveaux lieux", 3), "k=3"),
    "stake": ("k=2", slide(WASTE, 70), "k=2&mix=waste-70,cohesion-10,landlord-10,economy-10"),
    "mode": ("k=2", choose("mode:foot"), "k=2&mode=foot"),
    "minutes": ("k=2", slide("Minutes au plus", 15), "k=2&min=15"),
    "role": ("k=2", choose("opens:hub"), "k=2&open=hub"),
    "convergent": ("k=2", tick("Seulement où les quatre acteurs gagnent"), "k=2&conv=1"),
    "existing": ("k=2", tick("Compter les ressourceries existantes"), "k=2&ex=0"),
    "spacing": ("k=2", slide("Écart entre deux lieux", 6000), "k=2&space=6000"),
    "per_commune": ("mode=foot", slide("Lieux par commune", 1), "mode=foot&percom=1"),
    "basins": ("ex=0", tick("Au moins un lieu par bassin"), "ex=0&basin=1"),
    "budget": ("k=2", slide("Budget sur trois ans", 100), "k=2&budget=100"),
    "supply": ("k=2", slide("Boutiques près d'un pôle", 1), "k=2&supply=1"),
    "per_hub": ("k=3&ex=0", slide("Boutiques par pôle", 1), "k=3&ex=0&perhub=1"),
    "capacity": ("k=1", tick("Ne pas dépasser la capacité"), "k=1&cap=1"),
}


@pytest.mark.parametrize("control", CONTROLS)
def test_each_control_changes_the_address_and_by_itself_the_answer(control: str, scenarios: Scenarios) -> None:
    start, gesture, wanted = CONTROLS[control]
    scenarios.page.evaluate(PUT, [{}, dict(part.split("=") for part in start.split("&") if part)])
    before = scenarios.told
    scenarios.conditions()
    gesture(scenarios)
    assert Question.from_query(scenarios.query) == Question.from_query(wanted), scenarios.query
    told = scenarios.expect_agreement()
    assert [place.id for place in told.opened] != [place.id for place in before.opened], "the condition is one that matters"
    expect(scenarios.answer).to_contain_text(lead(Question.from_query(wanted)))


def test_back_returns_to_the_former_question_and_its_answer(scenarios: Scenarios) -> None:
    former, title = scenarios.settled().plan(), scenarios.title
    scenarios.choose("mode:foot")
    scenarios.expect_agreement()
    scenarios.page.locator("#ask-for-k").fill("3")
    scenarios.expect_agreement()
    for _ in range(2):
        scenarios.page.go_back()
    eventually(scenarios.page, lambda: scenarios.query, "", "the former address")
    scenarios.expect_agreement()
    assert scenarios.plan() == former
    expect(scenarios.answer.locator("h2")).to_have_text(title)
    expect(scenarios.page.locator("#ask-for-k")).to_have_value("5")
    expect(scenarios.option("mode:car")).to_have_attribute("aria-pressed", "true")


def test_a_mangled_address_opens_with_its_valid_part(scenarios: Scenarios) -> None:
    query = (
        "k=99&goal=%3Cb%3E&mode=plane&open=all&min=abc&mix=waste-x,nobody-3&imp=..nowhere&budget=-5&kinds=premises&zzz=%FF&ex=2&space=20"
    )
    scenarios.open(f"{query}&space=20")
    assert scenarios.held.query == "kinds=premises&k=30&imp=nowhere&space=100"
    scenarios.expect_agreement()
    for name, value in (("k", "30"), ("min", "10"), ("budget", "0")):
        expect(scenarios.page.locator(f"#ask-for-{name}")).to_have_value(value)
    expect(scenarios.page.locator('output[for="ask-for-k"]')).to_have_text("30")
    expect(scenarios.page.locator('output[for="ask-for-space"]')).to_have_text("≥ 100 m")
    scenarios.conditions()
    expect(scenarios.question.get_by_role("checkbox", name="Compter les ressourceries existantes")).to_be_checked()
    for choice in ("goal:cover", "mode:car", "opens:both"):
        expect(scenarios.option(choice)).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("guide", range(len(GUIDES)))
def test_an_example_fills_the_question_and_a_new_one_empties_it(guide: int, scenarios: Scenarios) -> None:
    title, _words, query = GUIDES[guide]
    step = scenarios.page.locator("[data-guide-step]")
    expect(scenarios.page.locator("[data-guide-step].done")).to_have_count(0)
    scenarios.page.get_by_role("button", name=title).click()
    scenarios.expect_agreement()
    question = Question.from_query(query)
    assert Question.from_query(scenarios.query) == question
    expect(scenarios.page.locator("#ask-for-k")).to_have_value(str(question.k))
    expect(scenarios.page.locator("#ask-for-min")).to_have_value(str(question.minutes))
    for actor, share in zip(STAKES, question.shares, strict=True):
        expect(scenarios.page.locator(f"#mix-{actor}")).to_have_value(str(round(100 * share)))
    for at, done in enumerate((True, question.basins, True, False)):
        (expect(step.nth(at)).to_have_class if done else expect(step.nth(at)).not_to_have_class)(re.compile(r"\bdone\b"))
    scenarios.act("reset").click()
    assert scenarios.query == ""
    scenarios.expect_agreement()


def test_esc_gives_up_a_slider_under_the_hand(scenarios: Scenarios) -> None:
    for name, shown in (("ask-for-k", "5"), ("mix-waste", "25")):
        slider = scenarios.page.locator(f"#{name}")
        output = scenarios.page.locator(f'output[for="{name}"]')
        told = output.inner_text()
        scenarios.grab(slider, 0.9)
        expect(output).not_to_have_text(told)
        assert scenarios.query == "", "the address waits for the hand"
        scenarios.page.keyboard.press("Escape")
        expect(slider).to_have_value(shown)
        scenarios.page.mouse.up()
        expect(slider).to_have_value(shown)
        expect(output).to_have_text(told)
        assert scenarios.query == ""


# Places


def test_a_place_clicked_on_the_map_is_imposed_ruled_out_and_set_free(scenarios: Scenarios) -> None:
    place, x, y = scenarios.settled().free_place(Kind.PREMISES)
    scenarios.page.mouse.click(x, y)
    menu = scenarios.menu_of(place)
    menu.get_by_role("button", name="Imposer").click()
    assert f"imp={place}" in scenarios.query
    told = scenarios.expect_agreement()
    assert place in scenarios.plan()
    assert [item.imposed for item in told.opened if item.id == place] == [True]
    expect(scenarios.answer.locator(".actions-list li", has_text="imposé")).to_contain_text(scenarios.name(place))
    expect(menu).to_contain_text("imposé")

    menu.get_by_role("button", name="Interdire").click()
    assert f"ban={place}" in scenarios.query
    assert "imp=" not in scenarios.query, "never both"
    scenarios.expect_agreement()
    assert place not in scenarios.plan()
    expect(scenarios.page.locator("#named-places")).to_contain_text(f"Interdits {scenarios.name(place)}")

    menu.get_by_role("button", name="Libérer").click()
    scenarios.expect_agreement()
    assert {"imp", "ban"} & {part.split("=")[0] for part in scenarios.query.split("&")} == set()
    menu.get_by_role("button", name="Fermer").click()
    expect(menu).to_be_hidden()


def test_the_list_imposes_and_rules_out_too(scenarios: Scenarios) -> None:
    first, *_others, last = scenarios.settled().plan()
    scenarios.answer.get_by_role("button", name=f"Imposer {scenarios.name(last)}").click()
    scenarios.expect_agreement()
    scenarios.answer.get_by_role("button", name=f"Interdire {scenarios.name(first)}").click()
    scenarios.expect_agreement()
    assert first not in scenarios.plan()
    assert last in scenarios.plan()
    free = scenarios.page.locator("#named-places").get_by_role("button", name=f"Libérer {scenarios.name(first)}")
    free.click()
    scenarios.expect_agreement()
    assert scenarios.query == f"imp={last}"
    scenarios.answer.locator(".actions-list li", has_text="imposé").get_by_role("button").filter(has_text="Libérer").click()
    scenarios.expect_agreement()
    assert scenarios.query == ""


def test_a_place_of_the_list_is_opened_on_the_map(scenarios: Scenarios) -> None:
    place = scenarios.settled().plan()[2]
    scenarios.answer.locator(f'.actions-list .plain-button[data-value="{place}"]').click()
    menu = scenarios.menu_of(place)
    expect(menu).to_contain_text("choisi : n° 3")
    expect(menu.get_by_role("link")).to_have_attribute("href", re.compile(rf"^/convergence\?.*place={place}"))


# No answer


def test_conditions_that_conflict_are_named_in_words(scenarios: Scenarios) -> None:
    scenarios.put(k="2", ex="0", basin="1")
    held = scenarios.held
    assert held.instance and held.progress and held.progress.conflict
    expect(scenarios.answer.locator("h2")).to_have_text("Aucun choix possible")
    expect(scenarios.answer).to_have_attribute("role", "alert")
    wanted = [rule.sentence(held.instance.names) for rule in held.progress.conflict]
    expect(scenarios.answer.locator(".conflict li")).to_have_text(wanted)
    assert scenarios.plan() == []
    for panel in ("safe", "front"):
        expect(scenarios.panel(panel)).to_contain_text("Il faut d'abord un plan")
    curve = scenarios.panel("curve").get_by_role("group", name="Courbe")  # it says from how many places on a plan is possible
    expect(curve.get_by_role("button", name="4 lieux : aucun choix ne tient toutes les conditions")).to_be_visible()
    expect(curve.get_by_role("button", name=re.compile(r"^5 lieux : .* % atteints"))).to_be_visible()
    scenarios.conditions()
    tick("Au moins un lieu par bassin")(scenarios)
    assert len(scenarios.expect_agreement().opened) == 2
    expect(scenarios.panel("curve").locator(".curve-bar").first).to_be_visible()


def test_a_filter_that_leaves_no_place_says_what_to_do(scenarios: Scenarios) -> None:
    scenarios.put({"area": {"low": 1e6, "high": None, "unknown": False}})
    expect(scenarios.answer).to_have_text("Aucun lieu ne peut être choisi : levez un filtre, ou changez le rôle ou les conditions.")
    expect(scenarios.page.locator("#kept-places")).to_have_text("0 lieu passe les filtres")
    assert scenarios.plan() == []
    scenarios.page.locator("[data-chip]").click()
    assert len(scenarios.expect_agreement().opened) == 5


def test_a_service_out_of_reach_is_said_and_the_next_change_is_answered(scenarios: Scenarios, watch: Watch) -> None:
    scenarios.settled()
    scenarios.page.route("**/scenario/plan.json*", lambda route: route.abort())
    scenarios.choose("mode:foot")
    expect(scenarios.notice).to_have_text("Le calcul n'a pas pu être demandé : vérifiez la connexion au service.")
    expect(scenarios.page.locator("#scenario-root")).not_to_have_attribute("data-busy", re.compile(".*"))
    scenarios.page.unroute("**/scenario/plan.json*")
    watch.clear()
    scenarios.choose("mode:bike")
    scenarios.expect_agreement()
    expect(scenarios.notice).to_be_empty()


def test_the_filters_of_explore_restrict_the_choice(scenarios: Scenarios) -> None:
    frame = scenarios.context.territory.candidates.set_index("id")
    assert "zone_site" in {frame.loc[place, "kind"] for place in scenarios.settled().choice()}
    scenarios.open("kinds=premises")
    scenarios.expect_agreement()
    assert {frame.loc[place, "kind"] for place in scenarios.choice()} == {"premises"}
    kept = int((frame["kind"] == "premises").sum())
    expect(scenarios.page.locator("#kept-places")).to_have_text(f"{kept} lieux passent les filtres")
    scenarios.page.get_by_role("link", name="Changer les filtres sur la carte").click()
    expect(scenarios.page).to_have_url(re.compile(r"/\?" + urlencode({"kinds": "premises"}) + "$"))
