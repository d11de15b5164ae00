"""« Modérer » in a browser: forty accepted by one press, a refusal with its reason, undone, two versions, by keyboard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from access.identity import DEMO_PERSONS
from domain.candidate import Kind
from domain.person import PersonRole
from domain.proposal import Act, Proposal
from geodata.territory import Territory
from store.proposals import Proposals
from tests.browser.conftest import NewContext
from tests.browser.demonstration import Demonstration
from tests.browser.test_accessibility import expect_accessible
from tests.browser.test_language_and_theme import french_left
from tests.browser.test_scenarios_access import TOO_WIDE
from tests.callbacks.peopled import accounts_of
from tests.services.test_feedback import FULL

pytestmark = pytest.mark.browser
AGENT, OFFICER = DEMO_PERSONS[PersonRole.LANDLORD], DEMO_PERSONS[PersonRole.ECONOMY]
PHONE = {"width": 390, "height": 844}
UNAVAILABLE, HEIGHT = "Ce lieu n'est plus disponible.", "La hauteur libre ?"
PAYLOAD = "<img src=x onerror=\"document.title='run'\">"


@pytest.fixture
def store(demo: Demonstration) -> Proposals:
    return Proposals(accounts_of(demo.app).persons._database)


@pytest.fixture
def officer(demo: Demonstration, new_context: NewContext) -> Page:
    return demo.page(new_context, PersonRole.ECONOMY)


def submit(store: Proposals, *names: str, **told: Any) -> Sequence[Proposal]:
    """Have the example landlord submit places, one at each name, 400 m apart."""
    contents = [
        {"name": name, "lon": 5.36 + n % 8 / 200, "lat": 43.30 + n // 8 / 250, "area_m2": 140.0, **told} for n, name in enumerate(names)
    ]
    made = store.create_many(AGENT, Kind.PREMISES, contents, is_example=True)
    return [store.act(AGENT, one.id, one.version, Act.SUBMIT) for one in made]


def open_queue(page: Page, demo: Demonstration, query: str = "") -> Page:
    page.goto(f"{demo.url}/moderer{query}")
    expect(page.get_by_role("radiogroup", name="Étapes")).to_be_attached()
    return page


def open_one(page: Page, demo: Demonstration, one: Proposal) -> Locator:
    """Open a proposal by its address; return what is shown of it."""
    open_queue(page, demo, f"?prop={one.id}")
    expect(title(page)).to_contain_text(str(one.content["name"]))
    return page.locator(".mod-detail")


def title(page: Page) -> Locator:
    """Return the name of the proposal that is open."""
    return page.locator(".mod-detail").get_by_role("heading", level=2)


def decision(page: Page, name: str) -> Locator:
    """Return a button of the decision on the proposal that is open."""
    return page.get_by_role("region", name="Décision").get_by_role("button", name=name, exact=True)


def notice(page: Page, words: str) -> None:
    expect(page.get_by_role("region", name="Décision").get_by_role("status")).to_have_text(words)


def rows(page: Page) -> Locator:
    return page.get_by_role("region", name="File des propositions").locator(".ag-center-cols-container").get_by_role("row")


def outcome(page: Page) -> Locator:
    return page.get_by_role("region", name="File des propositions").get_by_role("status").filter(has=page.get_by_role("button"))


def search(page: Page, text: str, count: int) -> None:
    page.get_by_label("Rechercher un nom, un lieu, un numéro").fill(text)
    expect(rows(page)).to_have_count(count)


def test_in_english_nothing_is_left_in_french(demo: Demonstration, store: Proposals, new_context: NewContext, territory: Territory) -> None:
    (one,) = submit(store, "Place")
    page = demo.page(new_context, PersonRole.FACILITATOR)
    frames = (territory.candidates, territory.municipalities, territory.priority_neighbourhoods, territory.quartiers)
    names = {str(name) for frame in frames for name in frame["name"]} | {person.name for person in DEMO_PERSONS.values()}
    names |= {str(told.content["name"]) for told in store.queue(OFFICER)} | set(territory.landlords.values())
    names |= {name.removesuffix(" (exemple)") for name in names}
    for path in (f"/moderer?lang=en&prop={one.id}", "/journal"):
        page.goto(f"{demo.url}{path}")
        expect(page.locator("#moderation-title, .mod-entries").first).to_be_visible()
        assert french_left(page, names) == []


def test_forty_are_accepted_by_one_press_and_given_back_by_another(officer: Page, demo: Demonstration, store: Proposals) -> None:
    many = submit(store, *(f"Lot Quarante {n}" for n in range(41)))
    open_queue(officer, demo)
    expect(rows(officer).first).to_be_visible()
    officer.get_by_label("Rechercher un nom, un lieu, un numéro").fill("lot quarante")
    expect(officer.locator(".mod-grid [aria-rowcount]")).to_have_attribute("aria-rowcount", "42")  # its head is one
    waiting = int(store.unread(OFFICER))
    badge = officer.locator('.nav-link[data-path="/moderer"]')
    expect(badge).to_have_attribute("data-waiting", str(waiting))
    moved = store.edit(AGENT, many[3].id, many[3].version, {"area_m2": 200.0})
    officer.get_by_role("checkbox", name="Tout cocher").check()
    officer.get_by_role("button", name="Accepter les 41 cochés").click()
    expect(outcome(officer)).to_contain_text("40 lieux acceptés, visibles de tous.")
    expect(outcome(officer)).to_be_focused()
    expect(outcome(officer).get_by_role("listitem")).to_contain_text("Lot Quarante 3")
    expect(rows(officer)).to_have_count(1)
    expect(badge).to_have_attribute("data-waiting", str(waiting - 40))
    assert {store.get(OFFICER, one.id).stage for one in many if one.id != moved.id} == {"accepted"}
    officer.get_by_role("button", name="Annuler ces 40 acceptations").click()
    expect(outcome(officer)).to_contain_text("40 décisions annulées")
    assert {store.get(OFFICER, one.id).stage for one in many} == {"submitted"}
    assert store.published() == ()


def test_several_are_refused_for_one_reason(officer: Page, demo: Demonstration, store: Proposals) -> None:
    many = submit(store, "Lot refusé un", "Lot refusé deux")
    open_queue(officer, demo)
    search(officer, "lot refuse", 2)
    officer.get_by_role("checkbox", name="Tout cocher").check()
    queue = officer.get_by_role("region", name="File des propositions")
    queue.get_by_role("button", name="Refuser", exact=True).click()
    expect(queue.get_by_label("Motif du refus (le proposant le lira)")).to_be_focused()
    officer.keyboard.press("Control+Enter")
    expect(queue).to_contain_text("le proposant doit savoir pourquoi")
    queue.get_by_role("button", name=UNAVAILABLE).click()
    queue.get_by_role("button", name="Refuser les lieux cochés").click()
    expect(outcome(officer)).to_contain_text("2 lieux refusés.")
    assert [store.messages(AGENT, one.id)[0].text for one in many] == [UNAVAILABLE] * 2


def test_the_queue_is_sorted_by_what_each_column_says(officer: Page, demo: Demonstration, store: Proposals) -> None:
    submit(store, "Trié petit", area_m2=90.0)
    submit(store, "Trié grand", area_m2=900.0)
    made = store.create_many(AGENT, Kind.PREMISES, [{"name": "Trié sans surface", "lon": 5.38, "lat": 43.31}], is_example=True)
    store.act(AGENT, made[0].id, made[0].version, Act.SUBMIT)
    open_queue(officer, demo)
    search(officer, "trie", 3)
    heads = {head.inner_text().strip() for head in officer.get_by_role("columnheader").all()}
    assert {"Lieu", "Soumis", "Surface", "Pôle", "Boutique-relais", "Rempli"} <= heads
    names = officer.locator(".ag-pinned-left-cols-container .place-link")
    officer.get_by_role("columnheader", name="Surface").click()
    expect(names).to_have_text(["Trié petit", "Trié grand", "Trié sans surface"])
    officer.get_by_role("columnheader", name="Surface").click()
    expect(names).to_have_text(["Trié grand", "Trié petit", "Trié sans surface"])
    rows(officer).nth(1).get_by_role("gridcell").first.click()
    expect(title(officer)).to_contain_text("Trié petit")


def test_a_place_of_which_nothing_is_missing_is_examined_and_decided(officer: Page, demo: Demonstration, store: Proposals) -> None:
    (one,) = submit(store, "Local complet", **FULL)
    detail = open_one(officer, demo, one)
    expect(detail.locator(".mod-role")).to_have_count(2)
    expect(detail).to_contain_text("Rien de ce qui compte ne manque")
    decision(officer, "Accepter").click()
    notice(officer, "Accepté, visible de tous : Local complet.")


def test_whoever_decides_is_warned_of_a_place_excluded_whatever_its_role_and_may_still_accept_it(
    officer: Page, demo: Demonstration, store: Proposals
) -> None:
    (one,) = submit(store, "Local exclu", **{**FULL, "flood_zone": "red"})
    open_one(officer, demo, one)
    expect(officer.get_by_role("region", name="Décision")).to_contain_text("exclu des deux rôles")
    expect(decision(officer, "Accepter")).to_be_enabled()


def test_a_refusal_needs_a_reason_is_told_and_undone(officer: Page, demo: Demonstration, store: Proposals) -> None:
    (one,) = submit(store, "Local à refuser")
    detail = open_one(officer, demo, one)
    decision(officer, "Refuser").click()
    reason = detail.get_by_label("Motif du refus (le proposant le lira)")
    expect(reason).to_be_focused()
    decision(officer, "Refuser le lieu").click()
    expect(detail).to_contain_text("le proposant doit savoir pourquoi")
    decision(officer, UNAVAILABLE).click()
    expect(reason).to_have_value(UNAVAILABLE)
    decision(officer, "Refuser le lieu").click()
    notice(officer, "Refusé : Local à refuser.")
    expect(detail.locator(".mod-messages")).to_contain_text(UNAVAILABLE)
    assert [message.text for message in store.messages(AGENT, one.id)] == [UNAVAILABLE]
    decision(officer, "Annuler").click()
    expect(detail.locator(".mod-stage")).to_have_text("Soumis, en attente de décision")
    expect(decision(officer, "Accepter")).to_be_focused()
    assert store.get(OFFICER, one.id).stage == "submitted"


def test_what_is_typed_of_each_place_is_there_again_after_a_reload(officer: Page, demo: Demonstration, store: Proposals) -> None:
    first, second = submit(store, "Brouillon un", "Brouillon deux")
    detail = open_one(officer, demo, first)
    decision(officer, "Demander un complément").click()
    asked = detail.get_by_label("Ce que vous demandez (le proposant le lira)")
    asked.fill(HEIGHT)
    open_one(officer, demo, second)
    decision(officer, "Demander un complément").click()
    expect(asked).to_have_value("")
    asked.fill("La largeur ?")
    open_one(officer, demo, first)
    decision(officer, "Demander un complément").click()
    expect(asked).to_have_value(HEIGHT)
    decision(officer, "Envoyer la demande").click()
    notice(officer, "Complément demandé : Brouillon un.")
    open_one(officer, demo, second)
    decision(officer, "Demander un complément").click()
    expect(asked).to_have_value("La largeur ?")


def test_whoever_comes_second_sees_both_versions_and_decides_on_the_latest(officer: Page, demo: Demonstration, store: Proposals) -> None:
    (one,) = submit(store, "Local disputé")
    detail = open_one(officer, demo, one)
    store.edit(AGENT, one.id, one.version, {"area_m2": 155.0, "van_access": "yes"})
    decision(officer, "Accepter").click()
    conflict = detail.get_by_role("alert")
    expect(conflict).to_contain_text(f"Local disputé vient d'être modifié par {AGENT.name}")
    lines = [line.split("\t") for line in conflict.locator("tbody tr").all_inner_texts()]
    assert lines == [["Surface", "140\u202fm²", "155\u202fm²"], ["Accès camionnette", "non renseigné", "Oui"]]
    expect(decision(officer, "Voir la dernière version")).to_be_focused()
    officer.keyboard.press("Enter")
    expect(conflict).to_be_hidden()
    expect(detail.locator(".mod-facts")).to_contain_text("155\u202fm²")
    decision(officer, "Accepter").click()
    notice(officer, "Accepté, visible de tous : Local disputé.")


def test_everything_is_decided_by_keyboard_alone(officer: Page, demo: Demonstration, store: Proposals) -> None:
    first, second, third = submit(store, "Clavier un", "Clavier deux", "Clavier trois")
    open_queue(officer, demo)
    expect(rows(officer).first).to_be_visible()
    officer.get_by_label("Rechercher un nom, un lieu, un numéro").focus()
    officer.keyboard.type("clavier ajar")  # letters typed in a field decide nothing
    expect(officer.get_by_role("region", name="File des propositions")).to_contain_text("Aucune proposition ne correspond")
    for _letter in "ajar":
        officer.keyboard.press("Backspace")
    expect(rows(officer)).to_have_count(3)
    officer.locator(".ag-cell[col-id=name]").first.focus()
    officer.keyboard.press("Enter")
    expect(title(officer)).to_contain_text("Clavier un")
    officer.keyboard.press("a")
    notice(officer, "Accepté, visible de tous : Clavier un.")
    expect(decision(officer, "Proposition suivante")).to_be_focused()
    expect(rows(officer)).to_have_count(2)
    officer.keyboard.press("Enter")
    expect(title(officer)).to_contain_text("Clavier deux")
    officer.keyboard.press("c")
    expect(officer.get_by_label("Ce que vous demandez (le proposant le lira)")).to_be_focused()
    officer.keyboard.type(HEIGHT)
    officer.keyboard.press("Control+Enter")
    notice(officer, "Complément demandé : Clavier deux.")
    expect(rows(officer)).to_have_count(1)
    officer.keyboard.press("j")
    expect(title(officer)).to_contain_text("Clavier trois")
    officer.keyboard.press("r")
    expect(officer.get_by_label("Motif du refus (le proposant le lira)")).to_be_focused()
    officer.keyboard.press("Escape")
    expect(decision(officer, "Refuser")).to_be_focused()
    assert [store.get(OFFICER, one.id).stage for one in (first, second, third)] == ["accepted", "to_complete", "submitted"]


def test_letters_move_in_the_list_and_can_be_switched_off(officer: Page, demo: Demonstration, store: Proposals) -> None:
    first, _second = submit(store, "Flèche un", "Flèche deux")
    open_queue(officer, demo)
    search(officer, "fleche", 2)
    officer.get_by_role("link", name="Flèche un").click()
    expect(title(officer)).to_contain_text("Flèche un")
    officer.keyboard.press("j")
    expect(title(officer)).to_contain_text("Flèche deux")
    officer.keyboard.press("k")
    expect(title(officer)).to_contain_text("Flèche un")
    officer.get_by_role("checkbox", name="Raccourcis").uncheck()
    officer.locator(".ag-cell[col-id=name]").first.focus()
    officer.keyboard.press("j")
    officer.keyboard.press("a")
    expect(title(officer)).to_contain_text("Flèche un")
    assert store.get(OFFICER, first.id).stage == "submitted"


def test_one_decides_beside_changes_neighbours_criteria_and_messages(officer: Page, demo: Demonstration, store: Proposals) -> None:
    (one,) = submit(store, "Local modifié", contact="Mme Exemple")
    accepted = store.act(OFFICER, one.id, one.version, Act.ACCEPT)
    changed = store.edit(AGENT, one.id, accepted.version, {"area_m2": 220.0})
    store.act(AGENT, one.id, changed.version, Act.SUBMIT)
    detail = open_one(officer, demo, one)
    expect(detail.locator(".mod-changes tbody tr td, .mod-changes tbody tr th")).to_have_text(["Surface", "140\u202fm²", "220\u202fm²"])
    expect(detail.locator(".mod-badges")).to_contain_text("modification d'un lieu accepté")
    expect(detail.locator(".mod-role")).to_have_count(2)
    expect(detail.locator(".mod-role").first.locator(".sign-actor")).to_have_text(["D", "H", "B", "É"])
    heads = detail.locator(".mod-beside thead th small:first-child")
    expect(heads.first).to_have_text("Celui-ci")
    expect(heads.nth(1)).to_have_text("1. Le plus proche")
    message, send = detail.get_by_label("Votre message"), detail.get_by_role("button", name="Envoyer", exact=True)
    message.fill("Merci pour ces précisions.")
    send.click()
    expect(detail.locator(".mod-messages")).to_contain_text("Merci pour ces précisions.")
    expect(message).to_have_value("")
    message.fill("Voir la cour.")
    detail.get_by_role("checkbox", name="Note interne").check()
    send.click()
    expect(detail.locator(".mod-messages .mod-internal")).to_contain_text("Voir la cour.")
    assert "Voir la cour." not in [message.text for message in store.messages(AGENT, one.id)]


def test_a_link_opens_the_tab_where_its_place_is_and_what_is_told_is_never_run(
    officer: Page, demo: Demonstration, store: Proposals
) -> None:
    (one,) = submit(store, PAYLOAD, address=PAYLOAD, contact=PAYLOAD)
    store.say(AGENT, one.id, PAYLOAD)
    store.act(OFFICER, one.id, one.version, Act.REFUSE, PAYLOAD)
    detail = open_one(officer, demo, one)
    expect(officer.get_by_role("radio", name="Refusés")).to_be_checked()
    expect(officer.locator(".mod-current .place-link")).to_have_text(PAYLOAD)
    expect(detail.locator(".mod-facts")).to_contain_text(PAYLOAD)
    officer.goto(f"{demo.url}/journal")
    expect(officer.get_by_role("table")).to_contain_text(PAYLOAD)
    assert officer.title() != "run"
    assert officer.locator('img[src="x"]').count() == 0


def test_whoever_may_not_is_told_so_and_has_no_link(demo: Demonstration, new_context: NewContext) -> None:
    planner = demo.page(new_context, PersonRole.PLANNER)
    planner.goto(f"{demo.url}/moderer")
    expect(planner.get_by_role("heading", level=1)).to_contain_text("n'est pas ouvert à tous")
    expect(planner.locator('.nav-link[data-path="/moderer"], .nav-link[data-path="/journal"]')).to_have_count(0)
    landlord = demo.page(new_context, PersonRole.LANDLORD)
    landlord.goto(f"{demo.url}/journal")
    expect(landlord.locator(".mod-journal")).to_be_visible()
    expect(landlord.get_by_role("table")).to_be_visible()
    expect(landlord.get_by_role("tab", name="Courriels")).to_be_hidden()


@pytest.mark.parametrize(("viewport", "scheme"), [({"width": 1440, "height": 900}, "dark"), (PHONE, "light")])
def test_every_state_is_accessible_and_none_wider_than_the_screen(
    viewport: dict[str, int], scheme: str, demo: Demonstration, store: Proposals, new_context: NewContext
) -> None:
    (one,) = submit(store, "Un local au nom assez long pour devoir passer à la ligne sur un petit écran")
    page = demo.page(new_context, PersonRole.ECONOMY, viewport=viewport, color_scheme=scheme, bypass_csp=True)

    def check() -> None:
        expect_accessible(page)
        assert page.evaluate(TOO_WIDE) == []
        assert page.evaluate("() => document.documentElement.scrollWidth") == viewport["width"]

    open_queue(page, demo)
    page.get_by_label("Rechercher un nom, un lieu, un numéro").fill("un local au nom assez long")  # a grid draws the rows in sight alone
    expect(page.get_by_role("grid").get_by_text(str(one.content["name"])).first).to_be_visible()
    check()
    open_one(page, demo, one)
    decision(page, "Demander un complément").click()
    asked = page.get_by_label("Ce que vous demandez (le proposant le lira)")
    expect(asked).to_be_visible()
    check()
    asked.fill("La hauteur ?")
    store.edit(AGENT, one.id, one.version, {"clear_height_m": 3.0})
    decision(page, "Envoyer la demande").click()
    expect(page.get_by_role("alert")).to_be_visible()
    check()
    page.goto(f"{demo.url}/journal")
    expect(page.get_by_role("table")).to_be_visible()
    check()
