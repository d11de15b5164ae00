"""A meeting in five browsers: the facilitator prepares and projects it, four actors answer from a phone, everybody sees what they say."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from access.gate import CALLBACK_PATH
from domain.person import PersonRole
from reports.replay import replay
from tests.browser.demonstration import Demonstration
from tests.browser.test_accessibility import expect_accessible
from tests.browser.watch import NewContext
from tests.saved_scenarios import save_body

pytestmark = pytest.mark.browser
QUESTION = "Où ouvrir la première boutique-relais ?"
PHONE = {"width": 390, "height": 844}
SCENARIOS = ("Une boutique", "Deux boutiques", "Trois boutiques")
VOICES = {
    PersonRole.WASTE: ("Direction Déchets", "Pour", "Oui, avec un quai"),
    PersonRole.ECONOMY: ("Direction de l'Économie", "Réserve", "Le loyer doit rester payable"),
    PersonRole.COHESION: ("Direction Habitat–Cohésion sociale", "Pour", "Près des quartiers"),
    PersonRole.LANDLORD: ("Bailleurs sociaux", "Pour", "Un bail dès juin"),
}


@pytest.fixture
def chief(demo: Demonstration, new_context: NewContext) -> Page:
    return demo.page(new_context, PersonRole.FACILITATOR, bypass_csp=True)


def prepare(page: Page, url: str, places: tuple[str, ...] = (), scenarios: tuple[str, ...] = ()) -> str:
    """Make a meeting with one decision, by the keyboard alone; return its address. Its options are scenarios, else places and words."""
    page.goto(f"{url}/seances")
    page.get_by_role("button", name="Nouvelle séance").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Titre")).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Séance de printemps")
    page.keyboard.press("Tab")
    page.get_by_label("Date").fill("2027-03-31")
    page.keyboard.press("ControlOrMeta+Enter")
    expect(page.get_by_role("heading", name="Séance de printemps")).to_be_visible()
    page.get_by_role("button", name="Ajouter une décision").press("Enter")
    expect(page.get_by_label("Question à trancher")).to_be_focused()
    page.keyboard.type(QUESTION)
    for field, names in (("Options : scénarios enregistrés", scenarios), ("Options : lieux", places)):
        for name in names:
            page.get_by_role("textbox", name=field).fill(name)
            page.get_by_role("option", name=name).first.click()
    page.get_by_label("Options en toutes lettres").focus()
    if not scenarios:
        page.keyboard.type("Au nord\nAu sud")
    page.keyboard.press("ControlOrMeta+Enter")
    expect(page.get_by_role("heading", name=f"1. {QUESTION}")).to_be_visible()
    return page.url


LONG = (
    "Attendre la prochaine séance, le temps que le bailleur réponde sur la charge au sol et que la voirie dise où un camion peut s'arrêter"
)
SIZES = """async () => {
  for (let n = 0; n < 2; n += 1) await new Promise(requestAnimationFrame);  // the height of the window is followed a frame late
  const seen = [...document.querySelectorAll(".page *")].filter((one) => one.checkVisibility({visibilityProperty: true})
    && !one.closest(".visually-hidden, details:not([open]) > :not(summary)")
    && [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
  const size = (one) => parseFloat(getComputedStyle(one).fontSize);
  const page = document.querySelector(".screen");  // which is what scrolls
  return {words: Math.min(...seen.map(size)), figures: Math.min(...[...document.querySelectorAll(".projector-figure")].map(size)),
    wide: page.scrollWidth - page.clientWidth, high: page.scrollHeight - page.clientHeight};
}"""


def test_a_decision_is_projected_large_and_weighed_live_by_the_keyboard(demo: Demonstration, chief: Page) -> None:
    # First of the two: what the other leaves late would open this agenda.
    address = prepare(chief, demo.url, ("Ancienne agence – Cap Janet", "Ancienne laverie – Centre Ville"))
    chief.set_viewport_size({"width": 1920, "height": 1080})
    chief.get_by_role("link", name="Projeter").click()
    table = chief.get_by_role("table", name="Ce que chaque option apporte")
    expect(table).to_contain_text("en tête")
    expect(chief.get_by_role("img", name="Carte des lieux de chaque option")).to_be_visible()
    assert {key: round(value) for key, value in chief.evaluate(SIZES).items()} == {"words": 24, "figures": 40, "wide": 0, "high": 0}
    expect_accessible(chief)
    share, said = chief.locator("output[for=lever-landlord]"), chief.get_by_text("Hypothèses ?")
    expect(share).to_have_text("25 %")
    chief.get_by_role("slider", name="Poids : Bailleurs sociaux").press("ArrowRight")
    expect(share).to_have_text("26 %")
    chief.get_by_role("slider", name="Poids : Bailleurs sociaux").press("End")
    expect(share).to_have_text("57 %")
    chief.get_by_role("button", name="Revenir à la préparation").press("Enter")
    expect(share).to_have_text("25 %")
    chief.set_viewport_size({"width": 1280, "height": 720})
    assert chief.evaluate(SIZES)["high"] <= 0
    assert chief.evaluate(SIZES)["wide"] <= 0
    chief.goto(address)
    chief.get_by_role("button", name="Modifier : ").click()
    chief.get_by_label("Options en toutes lettres").fill(LONG)
    chief.get_by_role("textbox", name="Options : lieux").click()
    for _n in range(3):
        chief.get_by_role("option", selected=False).first.click()
    chief.keyboard.press("Escape")
    chief.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(chief.get_by_text(LONG)).to_be_visible()
    reserve = f"{LONG}. " * 7
    chief.get_by_role("button", name="Donner la position de Bailleurs sociaux").click()
    chief.get_by_role("textbox", name="Position").click()
    chief.get_by_role("option", name="Réserve").click()
    chief.get_by_label("En quelques mots").fill(reserve)
    chief.keyboard.press("ControlOrMeta+Enter")
    chief.get_by_role("link", name="Projeter").click()
    for page, shown in enumerate(
        (chief.locator(".projector-names"), table.locator(".projector-rank"), said, chief.get_by_text(reserve.strip())), 1
    ):
        expect(chief.get_by_text(f"page {page} sur 4")).to_be_visible()
        expect(shown).to_be_visible()
        expect(chief.get_by_text("Calcul en cours")).to_be_hidden()
        for width, height in ((1920, 1080), (1280, 720)):
            chief.set_viewport_size({"width": width, "height": height})
            sizes = chief.evaluate(SIZES)
            assert (sizes["wide"], sizes["high"]) == (0, 0)
            assert round(sizes["words"]) >= (24 if width == 1920 else 16)
        expect_accessible(chief)
        chief.keyboard.press("ArrowRight")


def give(page: Page, address: str, actor: str, stance: str, words: str) -> None:
    """Give the position of one's own actor, the only one that one may give."""
    page.goto(address)
    page.get_by_role("button", name=f"Donner la position de {actor}").click()
    expect(page.get_by_role("button", name="Donner la position")).to_have_count(1)
    page.get_by_role("textbox", name="Position").click()
    page.get_by_role("option", name=stance).click()
    if stance == "Réserve":
        page.get_by_role("button", name="Enregistrer la position").click()
        expect(page.get_by_role("alert")).to_contain_text("écrivez en quelques mots")
    page.get_by_label("En quelques mots").fill(words)
    page.keyboard.press("ControlOrMeta+Enter")
    expect(page.get_by_role("table", name="Positions")).to_contain_text(words)


def test_three_scenarios_are_weighed_by_four_actors_decided_closed_and_replayed(
    demo: Demonstration, chief: Page, new_context: NewContext
) -> None:
    for name, k in zip(SCENARIOS, (1, 2, 3), strict=True):
        demo.post(chief, CALLBACK_PATH, save_body(f"mode=straight&open=shop&k={k}", name))
    address = prepare(chief, demo.url, scenarios=SCENARIOS)
    expect_accessible(chief)
    chief.set_viewport_size({"width": 1920, "height": 1080})
    chief.get_by_role("link", name="Projeter").click()
    expect(chief.get_by_role("table", name="Ce que chaque option apporte")).to_contain_text("en tête")
    actors = {role: demo.page(new_context, role, bypass_csp=True, viewport=PHONE) for role in VOICES}
    for role, given in VOICES.items():
        give(actors[role], address, *given)
    for _actor, _stance, words in VOICES.values():
        expect(chief.get_by_text(words)).to_be_visible()
    sizes = {key: round(value) for key, value in chief.evaluate(SIZES).items()}
    assert sizes == {"words": 24, "figures": 40, "wide": 0, "high": 0}
    actor = actors[PersonRole.WASTE]
    expect(actor.get_by_role("table", name="Positions")).to_contain_text("Le loyer doit rester payable")
    expect_accessible(actor)
    chief.goto(address)
    chief.get_by_role("button", name=f"Décider : {QUESTION}").click()
    chief.get_by_role("textbox", name="Ce qui est décidé").click()
    chief.get_by_role("option", name=SCENARIOS[1]).click()
    chief.get_by_role("button", name="Enregistrer la décision").click()
    expect(actor.get_by_role("article", name=QUESTION)).to_contain_text(f"Décidé : {SCENARIOS[1]}")
    expect(actor.get_by_role("article", name=QUESTION)).to_contain_text("avec réserve ou opposition : Direction de l'Économie")
    actor.get_by_role("button", name="Ajouter un engagement").click()
    actor.get_by_role("textbox", name="Nature").click()
    actor.get_by_role("option", name="Financement").click()
    actor.get_by_label("Engagement", exact=True).fill("41 k€ d'équipement")
    actor.get_by_label("Échéance").fill("2020-01-31")
    actor.get_by_role("button", name="Ajouter", exact=True).click()
    expect(chief.get_by_role("table", name="Engagements")).to_contain_text("41 k€ d'équipement")
    actor.goto(f"{demo.url}/decisions")
    expect(actor.get_by_role("table", name="Engagements")).to_contain_text("En retard")
    expect_accessible(actor)
    actor.get_by_role("textbox", name="État de l'engagement").click()
    actor.get_by_role("option", name="Tenu").click()
    expect(actor.get_by_text("Rien ne correspond à ces filtres.").first).to_be_visible()
    chief.get_by_role("button", name="Clore la séance").click()
    chief.get_by_role("textbox", name="Je confirme").click()
    chief.get_by_role("option", name="Clore").click()
    chief.get_by_role("button", name="Clore", exact=True).click()
    expect(chief.get_by_text("Empreinte :")).to_be_visible()
    expect(chief.get_by_role("status").filter(has_text="Enregistré")).to_be_focused()
    expect(chief.get_by_role("button", name="Décider")).to_have_count(0)
    with chief.expect_download() as given:
        chief.get_by_role("link", name="Archive de la séance").click()
    assert replay(given.value.path().read_bytes()).title == "Séance de printemps"
    expect_accessible(chief)
    chief.get_by_role("link", name="Projeter").click()
    expect(chief.get_by_role("table", name="Ce que chaque option apporte")).to_contain_text("retenue")
    expect(chief.get_by_role("banner")).to_be_hidden()
    expect_accessible(chief)
