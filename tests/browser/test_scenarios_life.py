"""The life of scenarios: saved, found again elsewhere, changed by two people, archived and brought back, compared."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from domain.person import VISITOR
from domain.saved import SavedScenario, Status
from domain.scenario import STAKES, Question
from scenarios.saving import draft_of, outcome_json
from services.context import Context
from services.scenario_difference import difference_between
from services.words.scenarios import about, differences, signed, stake_shares
from tests.browser.conftest import NewScenarios
from tests.browser.explore import eventually
from tests.browser.scenarios import Scenarios, empty_library

pytestmark = pytest.mark.browser
Save = Callable[..., SavedScenario]


@pytest.fixture
def keep(context: Context) -> Save:
    """Save an answer without a screen, the list being empty at first."""
    empty_library(context)

    def save(name: str, query: str = "", note: str = "") -> SavedScenario:
        return context.scenarios.create(VISITOR, draft_of(context.service.answer(query), name, note))

    return save


def stored(scenarios: Scenarios, scenario: str) -> SavedScenario:
    found = scenarios.context.scenarios.get(scenario)
    assert found
    return found


@pytest.mark.usefixtures("keep")
def test_a_scenario_is_saved_listed_and_opened_elsewhere_with_the_same_numbers(scenarios: Scenarios, new_scenarios: NewScenarios) -> None:
    scenarios.put(k="3")
    expect(scenarios.panel("library")).to_contain_text("Aucun scénario enregistré")
    made = scenarios.save("Trois lieux", "pour la réunion de mardi")
    kept, told = stored(scenarios, made), scenarios.told
    assert (kept.name, kept.note, kept.question) == ("Trois lieux", "pour la réunion de mardi", "k=3")
    expect(scenarios.outcome).to_have_text(f"Scénario enregistré : {scenarios.url}/s/{made}")
    expect(scenarios.page.locator("#save-form")).to_be_hidden()
    assert scenarios.query == f"k=3&s={made}"
    expect(scenarios.page.locator("[data-guide-step]").last).to_have_class(re.compile(r"\bdone\b"))
    line = scenarios.row(made)
    for text in ("Trois lieux", "« pour la réunion de mardi »", "Brouillon", about(told.residents.after)):
        expect(line).to_contain_text(text)
    title = scenarios.title

    other = new_scenarios()
    other.page.goto(f"{other.url}/s/{made}")
    told_there = other.expect_agreement()
    assert told_there == told
    assert other.query == f"k=3&s={made}"
    expect(other.answer.locator("h2")).to_have_text(title)
    banner = other.page.locator("#saved-banner")
    expect(banner).to_contain_text("Trois lieux : plan, chiffres et carte tels que calculés le")
    expect(banner).to_contain_text("Rien n'a changé")
    other.choose("mode:foot")
    other.expect_agreement()
    expect(banner).to_contain_text("modifié depuis l'enregistrement")
    banner.get_by_role("link", name="revenir à l'enregistrement").click()
    expect(banner).to_contain_text("Rien n'a changé")
    assert other.expect_agreement() == told


def test_a_name_left_empty_says_which_field(scenarios: Scenarios) -> None:
    scenarios.settled().open_form()
    field = scenarios.page.locator("#scenario-name")
    expect(field).to_be_focused()
    expect(field).to_have_value(re.compile("^Scénario du "))
    before = len(scenarios.context.scenarios.page().items)
    field.fill("   ")
    scenarios.save_button.click()
    expect(scenarios.refusal).to_have_text("Nom : de 1 à 120 caractères attendus, 0 reçu.")
    expect(scenarios.page.locator("#save-form")).to_be_visible()
    assert len(scenarios.context.scenarios.page().items) == before
    expect(field).to_be_focused()
    scenarios.page.keyboard.press("Escape")
    expect(scenarios.page.locator("#save-form")).to_be_hidden()
    expect(scenarios.outcome).to_be_empty()
    expect(scenarios.form_button).to_be_focused()


def test_a_scenario_is_starred_given_a_status_copied_archived_and_brought_back(keep: Save, scenarios: Scenarios) -> None:
    old, new = keep("Premier", "k=2", "à garder"), keep("Second", "k=3")
    scenarios.settled().panel("library")
    eventually(scenarios.page, scenarios.listed, [new.id, old.id], "newest first")
    scenarios.press("Mettre en avant", old.id).click()
    eventually(scenarios.page, scenarios.listed, [old.id, new.id], "starred first")
    expect(scenarios.press("Mettre en avant", old.id)).to_have_attribute("aria-pressed", "true")
    scenarios.row(new.id).get_by_role("button", name="Retenu").click()
    expect(scenarios.row(new.id).get_by_role("button", name="Retenu")).to_have_attribute("aria-pressed", "true")
    assert (stored(scenarios, old.id).starred, stored(scenarios, new.id).status) == (True, Status.CHOSEN)

    scenarios.press("Dupliquer", old.id).click()
    expect(scenarios.page.locator("#panel-library tr[data-saved]")).to_have_count(3)
    copy = next(item for item in scenarios.context.scenarios.page().items if item.id not in (old.id, new.id))
    assert (copy.name, copy.note, copy.question, copy.result) == ("Premier (copie)", "à garder", old.question, old.result)
    scenarios.press("Copier le lien", old.id).click()
    expect(scenarios.library_notice).to_contain_text("Lien copié")
    assert scenarios.page.evaluate("() => navigator.clipboard.readText()") == f"{scenarios.url}/s/{old.id}"

    scenarios.press("Archiver", old.id).click()
    expect(scenarios.row(old.id)).to_have_count(0)
    assert stored(scenarios, old.id).archived
    scenarios.page.get_by_role("button", name="Voir les scénarios archivés").click()
    expect(scenarios.row(old.id)).to_contain_text("Rétablir")
    scenarios.press("Rétablir", old.id).click()
    expect(scenarios.row(old.id)).to_have_count(0)
    scenarios.page.get_by_role("button", name="Voir les scénarios en cours").click()
    expect(scenarios.row(old.id)).to_be_visible()
    assert not stored(scenarios, old.id).archived


def test_two_people_change_the_same_scenario_and_the_second_is_told(keep: Save, scenarios: Scenarios, new_scenarios: NewScenarios) -> None:
    made = keep("Partagé", "k=2")
    other = new_scenarios().open()
    for screen in (scenarios, other):
        expect(screen.panel("library").locator(f'[data-saved="{made.id}"]')).to_be_visible()
    other.press("Mettre en avant", made.id).click()
    expect(other.press("Mettre en avant", made.id)).to_have_attribute("aria-pressed", "true")
    scenarios.press("Archiver", made.id).click()
    expect(scenarios.library_notice).to_have_text("Quelqu'un d'autre vient de modifier ce scénario : la liste a été relue, recommencez.")
    now = stored(scenarios, made.id)
    assert (now.starred, now.archived, now.version) == (True, False, 2), "what the first did is kept"
    expect(scenarios.press("Mettre en avant", made.id)).to_have_attribute("aria-pressed", "true")
    scenarios.press("Archiver", made.id).click()
    expect(scenarios.row(made.id)).to_have_count(0)
    assert (stored(scenarios, made.id).starred, stored(scenarios, made.id).archived) == (True, True)


def test_three_scenarios_are_compared_in_words_figures_and_on_the_map(keep: Save, scenarios: Scenarios) -> None:
    forbidden = scenarios.put(k="3").plan()[0]
    queries = ("k=3", f"k=3&mode=bike&space=3000&ban={forbidden}", "k=2&mix=waste-70,cohesion-10,landlord-10,economy-10")
    saved = [keep(f"Choix {letter}", query) for letter, query in zip("ABC", queries, strict=True)]
    scenarios.panel("library")
    for item in saved:
        scenarios.box(item.id).click()
    scenarios.page.get_by_role("button", name="Comparer les scénarios cochés (3)").click()
    panel = scenarios.page.locator("#panel-versus")
    assert f"vs={'.'.join(item.id for item in saved)}" in scenarios.query
    expect(panel.locator("thead th")).to_have_text(["Scénario", "Choix A", "Choix B", "Choix C"])
    questions = [Question.from_query(item.question) for item in saved]
    cells = panel.locator("tbody tr", has_text="ce qui en diffère").locator("td")
    for index in (1, 2):
        wanted = differences(questions[0], questions[index], scenarios.name)
        assert len(wanted) >= 2
        expect(cells.nth(index).locator("li")).to_have_text(wanted)

    told = [outcome_json(item) for item in saved]
    shares = [stake_shares(item["stakes"], "after") for item in told]
    for line, actor in zip(panel.locator("tbody tr", has=scenarios.page.locator(".sign-actor")).all(), STAKES, strict=True):
        for index in (1, 2):
            change = round(100 * shares[index][actor], 1) - round(100 * shares[0][actor], 1)
            words = f"{signed(change, 'pt', 1)} {'gagne' if change > 0 else 'perd'}" if signed(change, "pt", 1) != "=" else "="
            expect(line.locator("td").nth(index).locator(".delta")).to_have_text(words)
    people = panel.locator("tbody tr", has_text="Habitants atteints").first.locator("td .delta")
    expect(people).to_have_text([signed(item["residents"]["after"] - told[0]["residents"]["after"]) for item in told[1:]])

    panel.get_by_role("button", name="Voir sur la carte ce que change « Choix B »").click()
    given = difference_between(scenarios.context, saved[0], saved[1])
    assert given.newly and given.lost
    for key, word in (("newly", "nouvellement atteint"), ("lost", "perdu")):
        figure = scenarios.page.locator(f"#legend-{key}")
        expect(figure).to_be_visible()
        expect(figure).to_contain_text(word)
        eventually(scenarios.page, lambda: int(re.sub(r"\D", "", figure.inner_text()) or -1), getattr(given, key), key)  # noqa: B023
    scenarios.page.get_by_role("button", name="Revenir au plan").click()
    expect(scenarios.page.locator("#legend-newly")).not_to_be_visible()


def test_four_scenarios_at_most_are_compared_and_one_alone_says_what_to_do(keep: Save, scenarios: Scenarios) -> None:
    saved = [keep(f"Choix {number}", f"k={number}") for number in range(1, 6)]
    scenarios.settled().panel("library")
    boxes = [scenarios.box(item.id) for item in saved]
    boxes[0].click()
    scenarios.page.get_by_role("button", name="Comparer les scénarios cochés (1)").click()
    expect(scenarios.page.locator("#panel-versus")).to_contain_text("Cochez deux à quatre scénarios")
    scenarios.panel("library")
    for box in boxes[1:]:
        box.click()
    expect(scenarios.panel("library").get_by_text("Quatre scénarios au plus : retirez-en un.")).to_be_visible()
    for box in boxes[:4]:
        expect(box).to_be_checked()
    expect(boxes[4]).not_to_be_checked()


def test_a_link_to_nothing_is_said_not_found(scenarios: Scenarios) -> None:
    answer = scenarios.page.request.get(f"{scenarios.url}/s/nowhere")
    assert answer.status == 404
    scenarios.put(s="nowhere")
    scenarios.expect_agreement()
    expect(scenarios.page.locator("#saved-banner")).to_be_empty()
