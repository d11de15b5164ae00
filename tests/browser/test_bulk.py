"""A file of many places in a browser: sent, mapped, corrected in place, imported, undone; by the keyboard, on a phone, in the dark."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from domain.person import PersonRole
from intake.read import read
from tests.browser.conftest import DESK, NewContext
from tests.browser.conftest import _context as desktop
from tests.browser.demonstration import Demonstration, open_workshop
from tests.browser.test_convergence_access import faults
from tests.browser.test_scenarios_access import TOO_WIDE
from tests.intake.making import circle, csv_of, feature, geojson, polygon, xlsx

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
HEAD = ("Nom du local", "Adresse", "CP", "Ville", "Longitude", "Latitude", "Surface utile (m²)", "Accès camionnette", "Libre le", "Étage")
FIXES = {"6": "120", "21": "Local 20", "34": "5,3701", "49": "28/02/2027"}
SHOWN = "() => convergence.bulk.state.look.points"


def sixty(word: str, seed: int) -> bytes:
    """A workbook of 60 premises, five of them wrong: rows 6, 13, 21, 34 and 49."""
    rng = random.Random(seed)
    rows: list[list[Any]] = [
        [
            f"{word} {i}",
            f"{i}, rue du Port",
            "13015",
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
    rows[4][6], rows[11][7], rows[19][0], rows[32][4], rows[47][8] = "12O", "parfois", "", 2.35, "31/02/2027"
    return xlsx([HEAD, *rows])


@pytest.fixture(scope="module")
def _page(_demo: Demonstration, browser: Browser) -> Iterator[Page]:
    page = open_workshop(_demo.page(lambda **options: desktop(browser, **options), PersonRole.LANDLORD), _demo.url)
    yield page
    page.context.close()


@pytest.fixture
def landlord(demo: Demonstration, _page: Page) -> Page:
    """The landlord's page, shared, its panel open anew."""
    _page.set_viewport_size(DESK)
    if not _page.locator("#bulk-root").is_hidden():
        press(_page, "Fermer l'import")
    return begun(_page)


def begun(page: Page) -> Page:
    """Open the panel."""
    page.locator('[data-act="propose-import"]').click()
    expect(page.locator("#bulk-input")).to_be_attached()
    return page


def send(page: Page, data: bytes, name: str = "locaux.xlsx") -> None:
    page.set_input_files("#bulk-input", {"name": name, "mimeType": "application/octet-stream", "buffer": data})
    expect(page.locator("#bulk-file-name")).to_have_text(name)


def counts(page: Page, valid: str, wrong: str) -> None:
    expect(page.locator(".bulk-count")).to_have_text(f"{valid}, {wrong}")


def correct(page: Page, cell: str, value: str) -> None:
    """Type in a cell of the list of errors, Enter."""
    row = cell.split("-")[0]
    page.locator(f"#bulk-cell-{cell}").fill(value)
    page.locator(f"#bulk-cell-{cell}").press("Enter")
    expect(page.locator(f'#bulk-wrong > [data-row="{row}"]')).to_have_count(0)


def result(page: Page, words: str) -> None:
    expect(page.locator("#bulk-result")).to_have_text(words)


def focused(page: Page) -> str:
    return page.evaluate("() => document.activeElement.id || document.activeElement.dataset.act || ''")


def press(page: Page, name: str) -> None:
    page.locator("#bulk-root").get_by_role("button", name=name, exact=True).click()


def mine(demo: Demonstration, page: Page, word: str, stage: str) -> int:
    """How many of one's own places bear a word in their name, at a stage."""
    items = demo.get(page, "/proposals.json")["items"]
    return sum(str(item["name"]).startswith(word) and item["stage"] == stage for item in items)


def test_sixty_premises_with_five_wrong_rows_are_corrected_in_place_imported_and_submitted(demo: Demonstration, landlord: Page) -> None:
    page = landlord
    send(page, sixty("Local", 1))
    counts(page, "55 lignes valides", "5 à corriger")
    points = page.evaluate(SHOWN)
    assert (len(points["good"]), len(points["bad"])) == (55, 4)
    expect(page.locator("#bulk-columns-part summary")).to_have_text("Colonnes : 9 sur 10 reprises, sans : Étage")
    expect(page.locator("#bulk-wrong > li")).to_have_count(5)
    page.locator("#bulk-only").select_option("name")
    expect(page.locator("#bulk-wrong > li")).to_have_count(1)
    page.locator("#bulk-only").select_option("")

    with page.expect_download() as file:
        page.get_by_role("link", name="XLSX, lignes à corriger").click()
    assert len(read("a.xlsx", Path(file.value.path()).read_bytes()).rows) == 5

    page.locator("#bulk-go").click()
    result(page, "55 brouillons créés")
    assert mine(demo, page, "Local", "draft") == 55
    press(page, "Les corriger")
    counts(page, "0 ligne valide", "5 à corriger")
    page.locator("#bulk-cell-13-van_access").select_option("no")
    expect(page.locator("#bulk-wrong > li")).to_have_count(4)
    correct(page, "6-area_m2", "120")
    assert focused(page) == "bulk-cell-21-name"
    correct(page, "21-name", "Local 20")
    page.locator("#bulk-cell-34-x").fill("5,3701")
    page.locator("#bulk-cell-34-y").fill("43,3401")
    page.locator("#bulk-cell-34-y").press("Enter")
    expect(page.locator("#bulk-wrong > li")).to_have_count(1)
    page.locator("#bulk-cell-49-available_on").fill("30/02/2027")
    page.locator("#bulk-cell-49-available_on").press("Enter")
    expect(page.locator(".bulk-said")).to_contain_text("30/02/2027")
    correct(page, "49-available_on", "28/02/2027")
    counts(page, "5 lignes valides", "aucune erreur")

    page.locator("#bulk-go").click()
    result(page, "5 brouillons créés")
    press(page, "Soumettre les 60")
    result(page, "60 lieux soumis")
    assert mine(demo, page, "Local", "submitted") == 60
    press(page, "Voir la liste")
    expect(page.locator("#bulk-root")).to_be_hidden()
    assert focused(page) == "propose-import"
    expect(page.locator(".propose-item").first).to_be_visible()


def test_what_is_being_typed_stays_when_its_line_turns_out_right(landlord: Page) -> None:
    page = landlord
    send(page, sixty("Saisie", 1))
    expect(page.locator("#bulk-wrong > li")).to_have_count(5)
    page.locator("#bulk-cell-34-x").fill("5,3701")
    with page.expect_response("**/check"):
        page.locator("#bulk-cell-34-y").select_text()
        page.keyboard.type("43,34")
    counts(page, "56 lignes valides", "4 à corriger")
    page.keyboard.type("01")
    expect(page.locator("#bulk-cell-34-y")).to_have_value("43,3401")
    page.keyboard.press("Enter")
    expect(page.locator('#bulk-wrong > [data-row="34"]')).to_have_count(0)
    counts(page, "56 lignes valides", "4 à corriger")


def test_columns_that_nothing_names_are_chosen_and_the_answer_follows(landlord: Page) -> None:
    page = landlord
    send(page, csv_of("Boutique;1, rue;892159,34;6252833,64;120", head="Enseigne;Où;Est;Nord;Taille"), "liste.csv")
    expect(page.locator(".bulk-need")).to_contain_text("Nom du lieu")
    expect(page.locator("#bulk-go")).to_be_disabled()
    for column, field in (("Enseigne", "name"), ("Où", "address"), ("Est", "x"), ("Nord", "y"), ("Taille", "area_m2")):
        select = page.get_by_label(f"Champ de la colonne « {column} »")
        select.select_option(field)
        expect(page.locator("#bulk-columns-part summary")).not_to_contain_text(column)
    expect(page.locator(".bulk-need")).to_contain_text("Déclarez")
    page.locator("#bulk-crs").select_option("EPSG:2154")
    counts(page, "1 ligne valide", "aucune erreur")
    expect(page.locator(".bulk-preview-table tbody td").first).to_have_text("Boutique")
    expect(page.locator(".bulk-preview-table")).to_contain_text("120\u202fm²")
    page.get_by_label("Champ de la colonne « Où »").select_option("name")
    expect(page.get_by_label("Champ de la colonne « Enseigne »")).to_have_value("")


def test_all_or_nothing_waits_until_wrong_rows_are_left_out(demo: Demonstration, landlord: Page) -> None:
    page = landlord
    send(page, csv_of("Tout A;1, rue;5,4011;43,3011;80", "Tout B;2, rue;5,4041;43,3041;3"), "a.csv")
    page.get_by_label("Tout ou rien").check()
    expect(page.locator("#bulk-go")).to_be_disabled()
    page.get_by_role("button", name="Laisser de côté la ligne 3").click()
    counts(page, "1 ligne valide", "aucune erreur")
    expect(page.locator("#bulk-left-part summary")).to_have_text("Lignes laissées de côté (1)")
    page.locator("#bulk-go").click()
    result(page, "1 brouillon créé")
    press(page, "Annuler l'import")
    result(page, "Import annulé : 1 lieu retiré.")
    assert (mine(demo, page, "Tout", "draft"), mine(demo, page, "Tout", "withdrawn")) == (0, 1)


def test_places_already_known_are_told_and_can_be_left_out_at_once(demo: Demonstration, landlord: Page) -> None:
    page = landlord
    demo.post(page, "/proposals", {"fields": {"name": "Déjà là", "lon": 5.42, "lat": 43.31}})
    send(page, csv_of("Nouveau;1, rue;5,4201;43,3101;80", "Ailleurs;2, rue;5,4301;43,3101;80", "Sans place;3, rue;;;80"), "a.csv")
    expect(page.locator(".bulk-counts .note")).to_have_text("1 sans position : brouillons à placer")
    expect(page.locator("#bulk-twins li")).to_contain_text("Déjà là, à 14 m")
    press(page, "Laisser de côté cette ligne")
    counts(page, "2 lignes valides", "aucune erreur")
    expect(page.locator("#bulk-twins li")).to_have_count(0)
    press(page, "Changer de fichier")
    expect(page.locator(".bulk-drop")).to_be_visible()
    before = page.locator(".bulk-lines > li").count()
    page.get_by_role("button", name="Oublier « a.csv »").first.click()
    expect(page.locator(".bulk-lines > li")).to_have_count(before - 1)


def test_an_import_cut_in_the_middle_goes_on_where_it_was(demo: Demonstration, landlord: Page) -> None:
    page = landlord
    send(
        page,
        csv_of(
            *(f"Coupé {i};{i}, rue;{5.37 + i % 130 * 0.0004:.4f};{43.28 + i // 130 * 0.004:.4f};80".replace(".", ",") for i in range(520))
        ),
        "a.csv",
    )
    counts(page, "520 lignes valides", "aucune erreur")
    asked: list[str] = []

    def cut(route: Route) -> None:
        asked.append(route.request.url)
        route.continue_() if len(asked) == 1 else route.abort()

    page.route("**/commit", cut)
    page.locator("#bulk-go").click()
    expect(page.locator("#bulk-body")).to_contain_text("s'est interrompu à 500 sur 520")
    page.unroute("**/commit")
    demo.watch.clear()
    page.reload()
    expect(page.locator("html[data-propose=ready]")).to_be_attached()
    begun(page)
    expect(page.locator(".bulk-lines li").first).to_contain_text("Lignes : 520, déjà importées : 500")
    page.get_by_role("button", name="Reprendre « a.csv »").first.click()
    counts(page, "20 lignes valides", "aucune erreur")
    page.locator("#bulk-go").click()
    result(page, "20 brouillons créés")
    assert mine(demo, page, "Coupé", "draft") == 520


def test_a_layer_of_sites_keeps_its_contours(demo: Demonstration, new_context: NewContext) -> None:
    page = begun(open_workshop(demo.page(new_context, PersonRole.ECONOMY), demo.url, "/identifier"))
    send(page, geojson(feature(polygon(circle(9)), nom="Site nord"), feature(polygon(circle(5, 5.4)), nom="Site sud")), "zone.geojson")
    counts(page, "2 lignes valides", "aucune erreur")
    page.locator("#bulk-go").click()
    result(page, "2 brouillons créés")
    item = next(item for item in demo.get(page, "/proposals.json")["items"] if item["name"] == "Site nord")
    assert len(demo.get(page, f"/proposals/{item['id']}.json")["content"]["footprint"]) == 10


def test_what_cannot_be_read_is_said_and_what_a_file_holds_is_text(demo: Demonstration, landlord: Page) -> None:
    page = landlord
    page.set_input_files("#bulk-input", {"name": "a.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"})
    expect(page.locator(".bulk-alert")).to_have_text("Formats acceptés : CSV, XLSX, GeoJSON, GeoPackage.")
    assert demo.watch.errors.pop().startswith("422") or demo.watch.errors.pop()
    demo.watch.clear()
    nasty = "<img src=x onerror=alert(1)>"
    head = f"Nom;Adresse;Longitude;Latitude;Surface;{nasty}"
    send(page, csv_of(f"{nasty};{nasty};5,37;43,34;80", f"{nasty};{nasty};5,38;43,35;{nasty}", head=head), f"{nasty}.csv")
    counts(page, "1 ligne valide", "1 à corriger")
    assert page.locator("#bulk-root img").count() == 0


def test_everything_by_the_keyboard_alone(landlord: Page) -> None:
    page = landlord
    assert focused(page) == "bulk-title"
    page.keyboard.press("Escape")
    expect(page.locator("#bulk-root")).to_be_hidden()
    assert focused(page) == "propose-import"
    page.keyboard.press("Enter")
    expect(page.locator("#bulk-title")).to_be_focused()
    reached = []
    for _step in range(8):
        page.keyboard.press("Tab")
        reached.append(focused(page))
    assert "bulk-input" in reached
    send(page, sixty("Clavier", 2))
    page.locator("#bulk-cell-6-area_m2").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("120")
    page.keyboard.press("Tab")  # leaves the cell, which sends it; its row goes, and the next one takes the keyboard over
    expect(page.locator("#bulk-cell-13-van_access")).to_be_focused()
    page.locator("#bulk-only").focus()
    for _step in range(60):
        page.keyboard.press("Tab")
        if focused(page) == "bulk-go":
            break
    assert focused(page) == "bulk-go"


@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_no_fault_at_any_step(look: str, demo: Demonstration, landlord: Page) -> None:
    page = landlord
    page.set_viewport_size(PHONE if look == "phone" else DESK)
    page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", "dark" if look == "dark" else "light")

    def sound() -> None:
        assert faults(page) == []
        assert page.evaluate(TOO_WIDE) == []

    sound()
    send(page, sixty(look, len(look)))
    expect(page.locator("#bulk-wrong > li")).to_have_count(5)
    for part in ("columns", "preview"):
        page.locator(f"#bulk-{part}-part").evaluate("(it) => { it.open = true; }")
    sound()
    if look == "phone":
        box = page.locator(".map-box").bounding_box()
        assert box
        assert box["height"] >= 0.45 * (PHONE["height"] - 48)
    page.locator("#bulk-go").click()
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
    expect(page.locator("#bulk-go")).to_have_text("Import 55 places")
    page.context.add_cookies([{"name": "lang", "value": "fr", "url": demo.url}])
