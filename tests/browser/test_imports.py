"""A file of many places in a browser: sent, mapped, corrected in place, imported, undone; by the keyboard, on a phone, in the dark."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from domain.person import PersonRole
from i18n import quoted
from intake.read import read
from tests.browser.conftest import NewContext
from tests.browser.demonstration import Demonstration, open_workshop
from tests.browser.pool import DESK, Pool
from tests.browser.test_convergence_access import faults
from tests.browser.test_scenarios_access import TOO_WIDE
from tests.intake.making import circle, csv_of, feature, geojson, polygon, xlsx
from tests.own_places import own_rows_on
from views.components import ids

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
HEAD = ("Nom du local", "Adresse", "CP", "Ville", "Longitude", "Latitude", "Surface utile (m²)", "Accès camionnette", "Libre le", "Étage")


def sixty(word: str, seed: int) -> bytes:
    """A workbook of 60 premises, five of them wrong: rows 6, 13, 21, 34 and 49."""
    rng = random.Random(seed)
    rows: list[list[Any]] = [
        [
            f"{word} {i}",
            f"{i}, rue du Port",
            "",
            "Marseille",
            5.38 + rng.random() / 20,
            43.28 + rng.random() / 20,
            80,
            "oui",
            "01/03/2027",
            i,
        ]
        for i in range(1, 61)
    ]
    rows[4][4], rows[11][5], rows[11][7], rows[19][0], rows[32][4], rows[47][4] = "12O", "nord", "parfois", "", 2.35, "est"
    return xlsx([HEAD, *rows])


@pytest.fixture(scope="module")
def _page(_demo: Demonstration, pool: Pool) -> Iterator[Page]:
    with pool.lending() as take:
        yield open_workshop(_demo.page(take, PersonRole.LANDLORD), _demo.url)


@pytest.fixture
def landlord(demo: Demonstration, _page: Page) -> Page:
    """The landlord's page, shared, its panel open anew."""
    _page.set_viewport_size(DESK)
    if panel(_page).is_visible():
        press(_page, "Fermer l'import")
        expect(panel(_page)).to_be_hidden()
    return begun(_page)


def panel(page: Page) -> Locator:
    return page.get_by_role("region", name="Importer un fichier de lieux").or_(page.get_by_role("region", name="Import a file of places"))


def begun(page: Page) -> Page:
    """Open the panel."""
    page.get_by_role("button", name="Importer un").or_(page.get_by_role("button", name="Import a")).first.click()
    expect(page.locator("input[type=file]")).to_be_attached()
    expect(panel(page).locator(".import-main")).to_have_class("import-main step-file")
    return page


def send(page: Page, data: bytes, name: str = "locaux.xlsx") -> None:
    page.set_input_files("input[type=file]", {"name": name, "mimeType": "application/octet-stream", "buffer": data})
    expect(panel(page).locator("b", has_text=name).locator("visible=true")).to_have_text(name)


def counts(page: Page, valid: str, wrong: str) -> None:
    expect(panel(page).get_by_role("status").filter(has_text=f"{valid}, {wrong}")).to_be_visible()


def grid(page: Page, name: str) -> Locator:
    return panel(page).get_by_role("group", name=name)


def cell(page: Page, row: int, field: str, name: str = "Lignes du fichier") -> Locator:
    return grid(page, name).locator(f'[row-id="{row}"] [col-id="{field}"]')


def correct(page: Page, row: int, field: str, value: str) -> None:
    """Type in a cell of the table, Enter."""
    cell(page, row, field).click()
    page.keyboard.press("Control+A")
    page.keyboard.type(value)
    page.keyboard.press("Enter")


def choose(page: Page, target: Locator, value: str) -> None:
    """Choose in a cell that has a list."""
    target.scroll_into_view_if_needed()
    target.click()
    page.get_by_role("option", name=value, exact=True).click()


def look(page: Page, rows: str) -> None:
    """Choose which rows are shown."""
    panel(page).get_by_role("textbox", name="Montrer").click()
    page.get_by_role("option", name=rows, exact=True).click()


def rows_shown(page: Page) -> Locator:
    return grid(page, "Lignes du fichier").locator(".ag-center-cols-container [role=row]")


def sentence(page: Page, row: int) -> Locator:
    return cell(page, row, "sentence")


def result(page: Page, words: str) -> None:
    expect(panel(page).get_by_role("heading", name=words, exact=True)).to_be_focused()


def focused(page: Page) -> str:
    return page.evaluate("() => document.activeElement.id || document.activeElement.getAttribute('col-id') || ''")


def press(page: Page, name: str) -> None:
    panel(page).get_by_role("button", name=name, exact=True).click()


def mine(demo: Demonstration, page: Page, word: str, stage: str) -> int:
    """How many of one's own places bear a word in their name, at a stage."""
    return sum(str(item["name"]).startswith(word) for item in own_rows_on(demo, page, stage=stage, **{ids.OWN_MORE: 1}))


def test_sixty_premises_with_five_wrong_rows_are_corrected_in_place_imported_and_submitted(demo: Demonstration, landlord: Page) -> None:
    page = landlord
    send(page, sixty("Local", 1))
    counts(page, "55 lignes valides", "5 à corriger")
    expect(panel(page)).to_contain_text("Colonnes : 9 sur 10 reprises, sans : Étage")
    expect(rows_shown(page)).to_have_count(5)
    expect(sentence(page, 6)).to_have_text("Longitude : nombre attendu, reçu « 12O ».")
    look(page, "Nom du lieu (1)")
    expect(rows_shown(page)).to_have_count(1)
    look(page, "À corriger (5)")
    expect(rows_shown(page)).to_have_count(5)

    with page.expect_download() as file:
        page.get_by_role("link", name="XLSX, lignes à corriger").click()
    assert len(read("a.xlsx", Path(file.value.path()).read_bytes()).rows) == 5

    press(page, "Importer 55 lieux")
    result(page, "55 brouillons créés")
    assert mine(demo, page, "Local", "draft") == 55
    press(page, "Les corriger")
    counts(page, "0 ligne valide", "5 à corriger")
    choose(page, cell(page, 13, "van_access"), "Non")
    correct(page, 13, "y", "43,31")
    counts(page, "1 ligne valide", "4 à corriger")
    expect(sentence(page, 13)).to_have_text("Juste.")
    correct(page, 6, "x", "5,38")
    counts(page, "2 lignes valides", "3 à corriger")
    correct(page, 21, "name", "Local 20")
    correct(page, 34, "x", "5,3701")
    correct(page, 34, "y", "43,3401")
    counts(page, "4 lignes valides", "1 à corriger")
    correct(page, 49, "x", "ouest")
    expect(sentence(page, 49)).to_contain_text("ouest")
    correct(page, 49, "x", "5,39")
    counts(page, "5 lignes valides", "aucune erreur")

    press(page, "Importer 5 lieux")
    result(page, "5 brouillons créés")
    press(page, "Soumettre les 60")
    result(page, "60 lieux soumis")
    assert mine(demo, page, "Local", "submitted") == 60
    press(page, "Voir la liste")
    expect(panel(page)).to_be_hidden()
    assert focused(page) == "import-open"
    expect(page.locator("#propose-grid .propose-item").first).to_be_visible()


def test_what_is_being_typed_stays_when_its_row_turns_out_right(landlord: Page) -> None:
    page = landlord
    send(page, sixty("Saisie", 1))
    counts(page, "55 lignes valides", "5 à corriger")
    correct(page, 34, "x", "5,3701")
    cell(page, 34, "y").click()
    page.keyboard.press("Control+A")
    page.keyboard.type("43,34")
    counts(page, "56 lignes valides", "4 à corriger")
    page.keyboard.type("01")
    page.keyboard.press("Enter")
    expect(cell(page, 34, "y")).to_have_text("43,3401")
    expect(sentence(page, 34)).to_have_text("Juste.")


def test_columns_that_nothing_names_are_chosen_and_the_answer_follows(landlord: Page) -> None:
    page = landlord
    send(page, csv_of("Boutique;1, rue;892159,34;6252833,64;120", head="Machin;Truc;Est;Nord;Taille"), "liste.csv")
    expect(panel(page)).to_contain_text("Nom du lieu")
    expect(panel(page).get_by_role("button", name="Vérifier les lignes")).to_be_disabled()
    for rank, heading in enumerate(("Nom du lieu", "Adresse", "Longitude (degrés, WGS 84)", "Latitude (degrés, WGS 84)", "Surface (m²)")):
        choose(page, cell(page, rank, "field", "Colonnes"), heading)
        expect(cell(page, rank, "field", "Colonnes")).to_have_text(heading)
    expect(panel(page)).to_contain_text("Colonnes : 5 sur 5 reprises")
    expect(panel(page)).to_contain_text("Déclarez")
    panel(page).get_by_role("textbox", name="Système des coordonnées").click()
    page.get_by_role("option", name="Lambert-93 : X et Y en mètres").click()
    expect(panel(page).get_by_role("button", name="Vérifier les lignes")).to_be_enabled()
    press(page, "Vérifier les lignes")
    counts(page, "1 ligne valide", "aucune erreur")
    panel(page).get_by_text("Les premières lignes, comme elles seront").click()
    expect(panel(page).get_by_role("cell", name="Boutique")).to_be_visible()
    expect(panel(page).get_by_role("cell", name="120\u202fm²")).to_be_visible()
    press(page, "Colonnes")
    choose(page, cell(page, 1, "field", "Colonnes"), "Nom du lieu")
    expect(cell(page, 0, "field", "Colonnes")).to_have_text("— non reprise —")


def test_all_or_nothing_waits_until_wrong_rows_are_left_out_and_an_undone_import_leaves_the_list(
    demo: Demonstration, landlord: Page
) -> None:
    page = landlord
    send(page, csv_of("Tout A;1, rue;5,4011;43,3011;80", "Tout B;2, rue;5,4041;nord;80"), "a.csv")
    expect(panel(page).get_by_label("Importer seulement la ligne valide")).to_be_checked()
    panel(page).get_by_label("Tout ou rien").check()
    expect(panel(page).get_by_role("button", name="Importer 1 lieu")).to_be_disabled()
    cell(page, 3, "ag-Grid-SelectionColumn").get_by_role("checkbox").check()
    press(page, "Laisser de côté les lignes cochées")
    counts(page, "1 ligne valide", "aucune erreur")
    look(page, "Lignes laissées de côté (1)")
    press(page, "Importer 1 lieu")
    result(page, "1 brouillon créé")
    press(page, "Annuler l'import")
    result(page, "Import annulé : 1 lieu retiré.")
    assert (mine(demo, page, "Tout", "draft"), mine(demo, page, "Tout", "withdrawn")) == (0, 1)
    press(page, "Voir la liste")
    own = page.get_by_role("region", name="Mes propositions")
    expect(own.get_by_role("link", name="Tout A")).to_have_count(0)
    for stage, shown in ((re.compile("^Retiré"), True), (re.compile("^Tous"), False)):
        own.get_by_label("Étape").first.click()
        page.get_by_role("option", name=stage).first.click()
        expect(own.get_by_role("link", name="Tout A")).to_be_visible(visible=shown)


def test_places_already_known_are_told_and_can_be_left_out_at_once(demo: Demonstration, landlord: Page) -> None:
    page = landlord
    demo.post(page, "/proposals", {"fields": {"name": "Déjà là", "lon": 5.42, "lat": 43.31}})
    send(page, csv_of("Nouveau;1, rue;5,4201;43,3101;80", "Ailleurs;2, rue;5,4301;43,3101;80", "Sans place;3, rue;;;80"), "connus.csv")
    expect(panel(page)).to_contain_text("1 sans position : brouillons à placer")
    expect(sentence(page, 2)).to_contain_text("Déjà là, à 14 m")
    press(page, "Laisser de côté cette ligne")
    counts(page, "2 lignes valides", "aucune erreur")
    expect(panel(page).get_by_role("button", name="Laisser de côté cette ligne")).to_be_hidden()
    press(page, "Changer de fichier")
    underway = panel(page).get_by_role("textbox", name="Imports en cours")
    expect(underway).to_have_value(f"{quoted('connus.csv')}, lignes : 3, déjà importées : 0")
    press(page, "Oublier cet import")
    expect(panel(page).locator(f"input[value^='{quoted('connus.csv')}']")).to_have_count(0)


def test_an_import_cut_in_the_middle_goes_on_where_it_was(demo: Demonstration, landlord: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bulk.progress.PART_S", 0.0)  # one chunk a request
    page = landlord
    places = (f"Coupé {i};{i}, rue;{5.37 + i % 130 * 0.0004:.4f};{43.28 + i // 130 * 0.004:.4f};80".replace(".", ",") for i in range(520))
    send(page, csv_of(*places), "coupe.csv")
    counts(page, "520 lignes valides", "aucune erreur")
    parts: list[str] = []

    def cut(route: Route) -> None:
        is_part = '"..import-ran.data...' in (route.request.post_data or "")
        parts.extend(["part"] * is_part)
        route.abort() if is_part and len(parts) > 1 else route.continue_()

    page.route("**/_dash-update-component*", cut)
    press(page, "Importer 520 lieux")
    expect(panel(page)).to_contain_text("s'est interrompu à 500 sur 520")
    expect(panel(page).get_by_role("button", name="Continuer")).to_be_visible()
    page.unroute("**/_dash-update-component*")
    demo.watch.clear()
    page.reload()
    expect(page.locator("html[data-propose=ready]")).to_be_attached()
    begun(page)
    underway = panel(page).get_by_role("textbox", name="Imports en cours")
    expect(underway).to_have_value(f"{quoted('coupe.csv')}, lignes : 520, déjà importées : 500")
    press(page, "Reprendre cet import")
    counts(page, "20 lignes valides", "aucune erreur")
    press(page, "Importer 20 lieux")
    result(page, "20 brouillons créés")
    assert mine(demo, page, "Coupé", "draft") == 520


def test_a_layer_of_sites_keeps_its_contours(demo: Demonstration, new_context: NewContext) -> None:
    page = begun(open_workshop(demo.page(new_context, PersonRole.ECONOMY), demo.url, "/identifier"))
    send(page, geojson(feature(polygon(circle(9)), nom="Site nord"), feature(polygon(circle(5, 5.4)), nom="Site sud")), "zone.geojson")
    counts(page, "2 lignes valides", "aucune erreur")
    press(page, "Importer 2 lieux")
    result(page, "2 brouillons créés")
    item = next(item for item in own_rows_on(demo, page) if item["name"] == "Site nord")
    assert len(demo.get(page, f"/proposals/{item['id']}.json")["content"]["footprint"]) == 10


def test_what_cannot_be_read_is_said_and_what_a_file_holds_is_text(demo: Demonstration, landlord: Page) -> None:
    page = landlord
    page.set_input_files("input[type=file]", {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"})
    expect(panel(page).get_by_role("alert").first).to_contain_text("envoyez le classeur ou le CSV dont il vient")
    demo.watch.clear()
    nasty = "<img src=x onerror=alert(1)>"
    head = f"Nom;Adresse;Longitude;Latitude;Surface;{nasty}"
    send(page, csv_of(f"{nasty};{nasty};5,37;43,34;80", f"{nasty};{nasty};5,38;{nasty};80", head=head), f"{nasty}.csv")
    counts(page, "1 ligne valide", "1 à corriger")
    assert panel(page).locator("img").count() == 0


def test_everything_by_the_keyboard_alone(landlord: Page) -> None:
    page = landlord
    title = panel(page).get_by_role("heading", name="Importer un fichier de lieux")
    expect(title).to_be_focused()
    page.keyboard.press("Escape")
    expect(panel(page)).to_be_hidden()
    assert focused(page) == "import-open"
    page.keyboard.press("Enter")
    expect(title).to_be_focused()
    reached = []
    for _step in range(8):
        page.keyboard.press("Tab")
        reached.append(focused(page))
    assert "import-input" in reached
    send(page, sixty("Clavier", 2))
    counts(page, "55 lignes valides", "5 à corriger")
    cell(page, 6, "row").click()
    for _step in range(20):
        if focused(page) == "x":
            break
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.keyboard.press("Control+A")
    page.keyboard.type("5,38")
    page.keyboard.press("Escape")  # what was typed is given up, and the panel stays
    expect(cell(page, 6, "x")).to_have_text("12O")
    page.keyboard.type("5,38")
    page.keyboard.press("Enter")
    counts(page, "56 lignes valides", "4 à corriger")
    page.keyboard.press("ArrowUp")
    assert focused(page) == "x"
    for _step in range(30):
        page.keyboard.press("Tab")
        if focused(page) == "import-go":
            break
    assert focused(page) == "import-go"


@pytest.mark.parametrize("theme", ["light", "dark", "phone"])
def test_no_fault_at_any_step(theme: str, demo: Demonstration, landlord: Page) -> None:
    page = landlord
    page.set_viewport_size(PHONE if theme == "phone" else DESK)
    page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", "dark" if theme == "dark" else "light")

    def sound() -> None:
        assert faults(page) == []
        assert page.evaluate(TOO_WIDE) == []

    sound()
    send(page, sixty(theme, len(theme)))
    counts(page, "55 lignes valides", "5 à corriger")
    panel(page).get_by_text("Les premières lignes, comme elles seront").click()
    sound()
    if theme == "phone":
        box = page.locator(".map-box").bounding_box()
        assert box
        assert box["height"] >= 0.45 * (PHONE["height"] - 48)
    else:
        press(page, "Colonnes")
        expect(cell(page, 0, "field", "Colonnes")).to_have_text("Nom du lieu")
        sound()
        press(page, "Vérifier les lignes")
    press(page, "Importer 55 lieux")
    result(page, "55 brouillons créés")
    sound()
    press(page, "Annuler l'import")
    result(page, "Import annulé : 55 lieux retirés.")
    sound()


def test_the_panel_speaks_english_too(demo: Demonstration, landlord: Page) -> None:
    page = landlord
    page.context.add_cookies([{"name": "lang", "value": "en", "url": demo.url}])
    page.reload()
    expect(page.locator("html[data-propose=ready]")).to_be_attached()
    begun(page)
    send(page, sixty("Premises", 4))
    counts(page, "55 valid rows", "5 to correct")
    expect(panel(page).get_by_role("button", name="Import 55 places")).to_be_visible()
    page.context.add_cookies([{"name": "lang", "value": "fr", "url": demo.url}])
