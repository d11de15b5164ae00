"""Take the README's pictures from the application itself: ``python -m tools.take_pictures`` writes docs/pictures/*.png."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from access.settings import Settings
from app import create_app
from tests.browser_tools import launch
from tests.serving import serving
from tools.page_modules import PAGE_MODULES

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
SIZE = {"width": 1440, "height": 900}
MAP_READY = "html[data-ready=places][data-map=ready]"
REST_MS = 2500


def frame_the_selected_places(page: Page) -> None:
    """Bring the map to what the filters keep."""
    page.get_by_role("button", name="Cadrer les lieux retenus").first.click()


def open_the_first_place(page: Page) -> None:
    """Open the profile of the place ranked first."""
    page.locator("tbody a, tbody button").first.click()


def wait_for_the_answer(page: Page) -> None:
    """Wait for the plan and its words."""
    page.wait_for_selector("html[data-plan][data-answer]", state="attached")


def nothing(_page: Page) -> None:
    """Leave the screen as it opens."""


def propose(page: Page) -> None:
    """As an example landlord, tell three premises and submit two; leave the first one open."""
    sign_in(page, "landlord")
    made = [ask(page, "/proposals", {"fields": fields}) for fields in PREMISES]
    for place in [*made[1:], made[0]]:
        page.goto(f"{page.url.split('/sources')[0].split('/proposer')[0]}/proposer?dossier={place['id']}")
        if place is not made[0]:
            page.click("[data-does=submit]")
            page.wait_for_selector(".stage-submitted")
    page.wait_for_selector(f"html[data-assessed^='{made[0]['id']}']", state="attached")
    page.evaluate("convergence.leaflet.setView([43.335, 5.405], 12.5, { animate: false })")


def decide(page: Page) -> None:
    """As an example officer, open what the landlord submitted."""
    sign_in(page, "economy")
    page.goto(f"{page.url.split('/sources')[0]}/moderer?prop=LP-000002")
    page.wait_for_selector("#moderation-head :text('LP-000002')")


def sign_in(page: Page, role: str) -> None:
    """Be the example person of a role."""
    page.request.post(f"{page.url.split('/sources')[0]}/demonstration", form={"role": role}, headers=OWN)


def ask(page: Page, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """Do something as the person of the page."""
    answer: dict[str, Any] = page.request.post(f"{page.url.split('/sources')[0]}{path}", data=body, headers=OWN).json()
    return answer


OWN = {"Sec-Fetch-Site": "same-origin"}
PREMISES = (
    {"name": "Ancienne laverie", "address": "12, rue du Figuier", "area_m2": "140", "rent_eur_m2_yr": "70", "clear_height_m": "3,2",
     "level_access": "yes", "lon": "5,3691", "lat": "43,3487"},
    {"name": "Ex-boulangerie du rond-point", "area_m2": "95", "rent_eur_m2_yr": "85", "visibility": "high", "tenure_months": "36",
     "van_access": "yes", "level_access": "yes", "clear_height_m": "3,1", "lon": "5,4302", "lat": "43,3209"},
    {"name": "Local des Lauriers", "area_m2": "180", "lon": "5,4405", "lat": "43,3365"},
)  # fmt: skip

SCREENS: dict[str, tuple[str, bool, Callable[[Page], None]]] = {
    "explore": ("/?kinds=premises&qpv=inside.within_300&area=80-300", True, frame_the_selected_places),
    "convergence": ("/convergence", True, open_the_first_place),
    "scenarios": ("/scenarios?k=6", True, wait_for_the_answer),
    "sources": ("/sources", False, nothing),
    "propose": ("/sources", False, propose),
    "moderate": ("/sources", False, decide),
}


def main() -> None:
    """Serve the embedded data and photograph each screen, light, at 1440 × 900."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(demo=True, online_base_maps=False, database_url=f"sqlite:///{folder}/pictures.db"))
        with serving(app.server) as url, sync_playwright() as playwright:
            browser = launch(playwright)
            for name, (address, has_map, prepare) in SCREENS.items():
                page = browser.new_page(viewport=SIZE, locale="fr-FR", color_scheme="light", reduced_motion="reduce")
                page.add_init_script(path=PAGE_MODULES)
                page.goto(url + address)
                if has_map:
                    page.wait_for_selector(MAP_READY, state="attached")
                page.wait_for_timeout(REST_MS)
                prepare(page)
                page.mouse.move(0, 0)
                page.wait_for_timeout(REST_MS)
                page.screenshot(path=PICTURES / f"{name}.png")
                page.close()
            browser.close()


if __name__ == "__main__":
    main()
