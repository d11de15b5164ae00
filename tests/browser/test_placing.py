"""Addresses become positions, in a browser: those of a file in one step, then one's own places one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from domain.person import PersonRole
from geodata.street_import import import_streets
from geodata.territory import Territory
from tests.browser.conftest import NewContext
from tests.browser.demonstration import Demonstration, demonstration, open_workshop
from tests.browser.test_imports import begun, panel, send
from tests.geodata.ban import small_town
from tests.intake.making import csv_of

pytestmark = pytest.mark.browser

CENTRE_IS_BARE = """map => {
  const { left, top, width, height } = map.getBoundingClientRect();
  return map.contains(document.elementFromPoint(left + width / 2, top + height / 2));
}"""


@pytest.fixture
def placing(territory: Territory, tmp_path: Path) -> Iterator[Demonstration]:
    (tmp_path / "a.csv").write_bytes(small_town())
    import_streets(tmp_path / "a.csv", tmp_path / "streets.parquet")
    with demonstration(territory, tmp_path, tmp_path / "streets.parquet") as demo:
        yield demo


def test_addresses_are_placed_at_once_the_doubtful_ones_confirmed_the_rest_put_one_by_one_and_all_submitted(
    placing: Demonstration, new_context: NewContext
) -> None:
    page: Page = begun(open_workshop(placing.page(new_context, PersonRole.LANDLORD), placing.url))
    rows = ["A;12 rue de la République;13002", "B;6 rue de la République;13002", "C;99 rue Perdue;13700"]
    send(page, csv_of(*[f"{row};80" for row in rows], head="Nom;Adresse;Code postal;Surface"), "adresses.csv")
    panel(page).get_by_role("button", name="Placer les 3 adresses").click()
    box = panel(page).get_by_role("region", name="Placer d'après les adresses")
    expect(box).to_contain_text("1 adresse placée : 1 au numéro.")
    expect(box).to_contain_text("À confirmer : 1 sur 2")
    expect(box).to_contain_text("6 rue de la République 13002")
    box.get_by_role("button", name="Confirmer").click()
    expect(box).to_contain_text("Seule la commune est trouvée.")
    box.get_by_role("button", name="Laisser sans position").click()
    expect(box).to_contain_text("1 laissée sans position.")
    panel(page).get_by_role("button", name="Importer 3 lieux").click()
    expect(panel(page).get_by_role("heading", name="3 brouillons créés")).to_be_focused()
    panel(page).get_by_role("button", name="Placer les lieux sans position").press("Enter")
    expect(panel(page)).to_be_hidden()
    queue = page.get_by_role("region", name="À placer : 1 sur 1")
    expect(queue.get_by_role("heading", name="À placer : 1 sur 1")).to_be_focused()
    expect(queue).to_contain_text("99 rue Perdue 13700")
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.locator("#map").evaluate(CENTRE_IS_BARE), "on a phone the queue hides where one would tap"
    page.set_viewport_size({"width": 1440, "height": 900})
    page.get_by_role("button", name="Placer au centre de la carte").press("Enter")  # the map's own tool serves the place that waits
    expect(page.get_by_role("heading", name="Tout est placé")).to_be_focused()
    page.get_by_role("button", name="Soumettre les 3 brouillons complets").last.press("Enter")
    expect(page.get_by_role("region", name="Tout est placé")).to_contain_text("3 lieux soumis.")
    expect(page.get_by_role("button", name="Placer le lieu sans position")).to_be_hidden()
