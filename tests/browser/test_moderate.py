"""« Modérer » and « Journal » in a browser: forty accepted by one press, a refusal with its reason, undone, two versions, by keyboard."""

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
    expect(page.locator(".mod-tabs").first).to_be_attached()
    return page


def open_one(page: Page, demo: Demonstration, one: Proposal) -> Locator:
    """Open a proposal by its address; return what is shown of it."""
    open_queue(page, demo, f"?prop={one.id}")
    expect(page.locator("[data-key=title]")).to_contain_text(str(one.content["name"]))
    return page.locator(".mod-detail")


def key(page: Page, name: str) -> Locator:
    return page.locator(f'[data-key="{name}"]')


def search(page: Page, text: str, count: int) -> None:
    key(page, "search").fill(text)
    expect(page.locator(".mod-item")).to_have_count(count)


def test_in_english_nothing_is_left_in_french(demo: Demonstration, store: Proposals, new_context: NewContext, territory: Territory) -> None:
    (one,) = submit(store, "Place")
    page = demo.page(new_context, PersonRole.FACILITATOR)
    frames = (territory.candidates, territory.municipalities, territory.priority_neighbourhoods, territory.quartiers)
    names = {str(name) for frame in frames for name in frame["name"]} | {person.name for person in DEMO_PERSONS.values()}
    names |= {str(told.content["name"]) for told in store.queue(OFFICER)} | set(territory.landlords.values())
    names |= {name.removesuffix(" (exemple)") for name in names}
    for path in (f"/moderer?lang=en&prop={one.id}", "/journal"):
        page.goto(f"{demo.url}{path}")
        expect(page.locator(".mod-detail [data-key=title], .mod-entries").first).to_be_visible()
        assert french_left(page, names) == []


def test_forty_are_accepted_by_one_press_and_given_back_by_another(officer: Page, demo: Demonstration, store: Proposals) -> None:
    many = submit(store, *(f"Lot Quarante {n}" for n in range(41)))
    open_queue(officer, demo)
    search(officer, "lot quarante", 41)
    waiting = int(store.unread(OFFICER))
    expect(officer.locator('.nav-link[data-path="/moderer"]')).to_have_attribute("data-waiting", str(waiting))
    moved = store.edit(AGENT, many[3].id, many[3].version, {"area_m2": 200.0})
    key(officer, "tick-all").check()
    key(officer, "accept-ticked").click()
    expect(key(officer, "outcome")).to_contain_text("40 lieux acceptés, visibles de tous.")
    expect(key(officer, "outcome")).to_be_focused()
    expect(key(officer, "outcome").locator("li")).to_contain_text("Lot Quarante 3")
    expect(officer.locator("#moderate-root-live")).to_have_text("40 lieux acceptés, visibles de tous.")
    expect(officer.locator(".mod-item")).to_have_count(1)
    expect(officer.locator('.nav-link[data-path="/moderer"]')).to_have_attribute("data-waiting", str(waiting - 40))
    assert {store.get(OFFICER, one.id).stage for one in many if one.id != moved.id} == {"accepted"}
    key(officer, "undo-many").click()
    expect(key(officer, "outcome")).to_contain_text("40 acceptations annulées")
    assert {store.get(OFFICER, one.id).stage for one in many} == {"submitted"}
    assert store.published() == ()


def test_a_refusal_needs_a_reason_is_told_and_undone(officer: Page, demo: Demonstration, store: Proposals) -> None:
    (one,) = submit(store, "Local à refuser")
    detail = open_one(officer, demo, one)
    key(officer, "act-refuse").click()
    expect(key(officer, "reason")).to_be_focused()
    key(officer, "send-reason").click()
    expect(detail.locator(".mod-notice")).to_contain_text("le proposant doit savoir pourquoi")
    detail.get_by_role("button", name=UNAVAILABLE).click()
    expect(key(officer, "reason")).to_have_value(UNAVAILABLE)
    key(officer, "send-reason").click()
    expect(detail.locator(".mod-notice")).to_contain_text("Refusé : Local à refuser.")
    expect(detail.locator(".mod-messages")).to_contain_text(UNAVAILABLE)
    assert [message.text for message in store.messages(AGENT, one.id)] == [UNAVAILABLE]
    key(officer, "undo").click()
    expect(detail.locator(".mod-stage")).to_have_text("Soumis, en attente de décision")
    expect(key(officer, "act-accept")).to_be_focused()
    assert store.get(OFFICER, one.id).stage == "submitted"


def test_whoever_comes_second_sees_both_versions_and_decides_on_the_latest(officer: Page, demo: Demonstration, store: Proposals) -> None:
    (one,) = submit(store, "Local disputé")
    detail = open_one(officer, demo, one)
    store.edit(AGENT, one.id, one.version, {"area_m2": 155.0, "van_access": "yes"})
    key(officer, "act-accept").click()
    conflict = detail.locator(".mod-conflict")
    expect(conflict).to_contain_text("Local disputé vient d'être modifié par quelqu'un d'autre")
    rows = [line.split("\t") for line in conflict.locator("tbody tr").all_inner_texts()]
    assert rows == [["Surface", "140\u202fm²", "155\u202fm²"], ["Accès camionnette", "non renseigné", "Oui"]]
    expect(key(officer, "latest")).to_be_focused()
    officer.keyboard.press("Enter")
    expect(conflict).to_have_count(0)
    expect(detail.locator(".mod-facts")).to_contain_text("155\u202fm²")
    key(officer, "act-accept").click()
    expect(detail.locator(".mod-notice")).to_contain_text("Accepté, visible de tous : Local disputé.")
    demo.watch.errors[:] = [error for error in demo.watch.errors if "409" not in error]  # the answer that was expected


def test_everything_is_decided_by_keyboard_alone(officer: Page, demo: Demonstration, store: Proposals) -> None:
    first, second, third = submit(store, "Clavier un", "Clavier deux", "Clavier trois")
    open_queue(officer, demo)
    key(officer, "search").focus()
    officer.keyboard.type("clavier ajar")  # letters typed in a field decide nothing
    expect(officer.locator(".mod-list")).to_contain_text("Aucune proposition ne correspond")
    for _letter in "ajar":
        officer.keyboard.press("Backspace")
    expect(officer.locator(".mod-item")).to_have_count(3)
    key(officer, f"open-{first.id}").focus()
    officer.keyboard.press("Enter")
    expect(key(officer, "title")).to_contain_text("Clavier un")
    officer.keyboard.press("a")
    expect(officer.locator("#moderate-root-live")).to_have_text("Accepté, visible de tous : Clavier un.")
    expect(key(officer, "next")).to_be_focused()
    officer.keyboard.press("Enter")
    expect(key(officer, "title")).to_contain_text("Clavier deux")
    officer.keyboard.press("c")
    expect(key(officer, "reason")).to_be_focused()
    officer.keyboard.type(HEIGHT)
    officer.keyboard.press("Control+Enter")
    expect(officer.locator("#moderate-root-live")).to_have_text("Complément demandé : Clavier deux.")
    officer.keyboard.press("j")
    expect(key(officer, "title")).to_contain_text("Clavier trois")
    officer.keyboard.press("r")
    officer.keyboard.press("Escape")
    expect(key(officer, "act-refuse")).to_be_focused()
    assert [store.get(OFFICER, one.id).stage for one in (first, second, third)] == ["accepted", "to_complete", "submitted"]


def test_arrows_move_in_the_list_and_letters_can_be_switched_off(officer: Page, demo: Demonstration, store: Proposals) -> None:
    first, second = submit(store, "Flèche un", "Flèche deux")
    open_queue(officer, demo)
    search(officer, "fleche", 2)
    key(officer, f"open-{first.id}").click()
    expect(key(officer, "title")).to_contain_text("Flèche un")
    officer.keyboard.press("ArrowDown")
    expect(key(officer, "title")).to_contain_text("Flèche deux")
    expect(key(officer, f"open-{second.id}")).to_be_focused()
    officer.keyboard.press("ArrowUp")
    expect(key(officer, "title")).to_contain_text("Flèche un")
    key(officer, "shortcuts").uncheck()
    key(officer, f"open-{first.id}").focus()
    officer.keyboard.press("j")
    officer.keyboard.press("a")
    expect(key(officer, "title")).to_contain_text("Flèche un")
    assert store.get(OFFICER, first.id).stage == "submitted"


def test_one_decides_beside_changes_neighbours_criteria_and_messages(officer: Page, demo: Demonstration, store: Proposals) -> None:
    (one,) = submit(store, "Local modifié", contact="Mme Exemple")
    accepted = store.act(OFFICER, one.id, one.version, Act.ACCEPT)
    changed = store.edit(AGENT, one.id, accepted.version, {"area_m2": 220.0})
    store.act(AGENT, one.id, changed.version, Act.SUBMIT)
    detail = open_one(officer, demo, one)
    assert detail.locator(".mod-changes tbody tr").all_inner_texts() == ["Surface\t140\u202fm²\t220\u202fm²"]
    expect(detail.locator(".mod-badges")).to_contain_text("modification d'un lieu accepté")
    expect(detail.locator(".mod-role")).to_have_count(2)
    expect(detail.locator(".mod-role").first.locator(".sign-actor")).to_have_text(["D", "H", "B", "É"])
    heads = detail.locator(".mod-beside thead th small:first-child")
    expect(heads.first).to_have_text("Celui-ci")
    expect(heads.nth(1)).to_have_text("1. Le plus proche")
    key(officer, "message").fill("Merci pour ces précisions.")
    key(officer, "send-message").click()
    expect(detail.locator(".mod-messages")).to_contain_text("Merci pour ces précisions.")
    key(officer, "message").fill("Voir la cour.")
    key(officer, "internal").check()
    key(officer, "send-message").click()
    expect(detail.locator(".mod-messages .mod-internal")).to_contain_text("Voir la cour.")
    assert "Voir la cour." not in [message.text for message in store.messages(AGENT, one.id)]


def test_a_link_opens_the_tab_where_its_place_is_and_what_is_told_is_never_run(
    officer: Page, demo: Demonstration, store: Proposals
) -> None:
    (one,) = submit(store, PAYLOAD, address=PAYLOAD, contact=PAYLOAD)
    store.say(AGENT, one.id, PAYLOAD)
    store.act(OFFICER, one.id, one.version, Act.REFUSE, PAYLOAD)
    detail = open_one(officer, demo, one)
    expect(key(officer, "tab-refused")).to_have_attribute("aria-pressed", "true")
    expect(detail.locator(".mod-facts")).to_contain_text(PAYLOAD)
    officer.goto(f"{demo.url}/journal")
    expect(officer.locator(".mod-entries")).to_contain_text(PAYLOAD)
    assert officer.title() != "run"
    assert officer.locator('img[src="x"]').count() == 0


def test_the_journal_is_read_by_place_and_by_person(officer: Page, demo: Demonstration, store: Proposals) -> None:
    (one,) = submit(store, "Local au journal")
    store.act(OFFICER, one.id, one.version, Act.ACCEPT)
    officer.goto(f"{demo.url}/journal")
    rows = officer.locator(".mod-entries tbody tr")
    expect(rows.first).to_contain_text("Lieu accepté, visible de tous")
    rows.first.get_by_role("button", name=f"{one.id} : Ne voir que les écritures sur Local au journal").click()
    expect(rows).to_have_count(2)
    expect(rows.last).to_contain_text("Proposition soumise")
    expect(key(officer, "export")).to_have_attribute("href", f"/journal/journal.csv?place={one.id}")
    key(officer, "person").select_option("Chloé (exemple)")
    key(officer, "filter").click()
    expect(rows).to_have_count(1)
    key(officer, "clear").click()
    expect(officer.locator(".mod-entries")).to_contain_text("Basile (exemple)")
    key(officer, "tab-mail").click()
    expect(officer.locator(".mod-journal")).to_contain_text("Aucun serveur de courriel n'est configuré")
    officer.goto(f"{demo.url}/journal")
    rows.first.get_by_role("link", name="Local au journal").click()
    expect(key(officer, "title")).to_contain_text("Local au journal")


def test_whoever_may_not_is_told_so_and_has_no_link(demo: Demonstration, new_context: NewContext) -> None:
    planner = demo.page(new_context, PersonRole.PLANNER)
    planner.goto(f"{demo.url}/moderer")
    expect(planner.get_by_role("heading", level=1)).to_contain_text("n'est pas ouvert à tous")
    expect(planner.locator('.nav-link[data-path="/moderer"], .nav-link[data-path="/journal"]')).to_have_count(0)
    landlord = demo.page(new_context, PersonRole.LANDLORD)
    landlord.goto(f"{demo.url}/journal")
    expect(landlord.locator(".mod-journal")).to_be_visible()
    expect(key(landlord, "tab-mail")).to_have_count(0)


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
    check()
    open_one(page, demo, one)
    key(page, "act-ask").click()
    check()
    key(page, "reason").fill("La hauteur ?")
    store.edit(AGENT, one.id, one.version, {"clear_height_m": 3.0})
    key(page, "send-reason").click()
    expect(page.locator(".mod-conflict")).to_be_visible()
    check()
    demo.watch.errors[:] = [error for error in demo.watch.errors if "409" not in error]
    page.goto(f"{demo.url}/journal")
    expect(page.locator(".mod-entries")).to_be_visible()
    check()
