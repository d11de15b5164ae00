"""What was published: framed by the site that the setting allows and by no other, readable without script, accessible."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import cast

import pytest
from flask import Flask
from playwright.sync_api import expect

from access.settings import Settings
from app import create_app
from domain.person import PersonRole
from domain.saved import ScenarioDraft
from geodata.territory import Territory
from scenarios.slices import TerritorySource, planner_of
from services.context import Context
from services.public_pages import publish
from store.database import Database
from store.meetings import Meetings
from store.public_pages import PublicPages
from store.scenarios import Scenarios
from tests.browser.demonstration import Demonstration
from tests.browser.test_accessibility import expect_accessible
from tests.browser.watch import NewContext, Watch
from tests.serving import serving
from tests.store.people import CHIEF
from tests.views.saved_plans import saved_plan_of

pytestmark = pytest.mark.browser


@dataclass
class Host:
    """Another site, which shows a page in a frame."""

    url: str
    framed: str = ""


@pytest.fixture(scope="module")
def hosts() -> Iterator[tuple[Host, Host]]:
    """Two sites of other origins than the product's."""
    made = (Host(""), Host(""))
    servers = (Flask("first"), Flask("second"))
    for host, server in zip(made, servers, strict=True):
        server.add_url_rule("/", "page", lambda host=host: f'<!DOCTYPE html><title>Site</title><iframe src="{host.framed}"></iframe>')
        server.add_url_rule("/favicon.ico", "icon", lambda: ("", 204))
    with serving(servers[0]) as first, serving(servers[1]) as second:
        made[0].url, made[1].url = first, second
        yield made


@pytest.fixture(scope="module")
def published(
    territory: Territory, hosts: tuple[Host, Host], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Demonstration, str]]:
    """The application, which the first site may frame, and the address of a scenario that was published."""
    url = f"sqlite:///{tmp_path_factory.mktemp('public') / 'convergence.db'}"
    settings = Settings(demo=True, database_url=url, embed_ancestors=hosts[0].url)
    app = create_app(settings, territory)
    database = Database.open(url)
    plan = saved_plan_of(planner_of(territory, TerritorySource()), "un", "k=3")
    draft = ScenarioDraft("Trois lieux", "Au plus près", plan.question, plan.result, plan.data_version, plan.criteria_version)
    stores = {"scenarios": Scenarios(database), "meetings": Meetings(database), "public_pages": PublicPages(database)}
    found = SimpleNamespace(settings=settings, territory=territory, **stores)
    page = publish(cast("Context", found), CHIEF, f"scenario.{found.scenarios.create(CHIEF, draft).id}")
    with serving(app.server) as address:
        yield Demonstration(app, address, Watch(address)), f"{address}/public/{page.id}"


def test_a_page_is_framed_by_the_site_that_may_and_by_no_other(
    published: tuple[Demonstration, str], hosts: tuple[Host, Host], new_context: NewContext
) -> None:
    page = new_context().new_page()
    title = page.frame_locator("iframe").get_by_role("heading", level=1)
    allowed, other = hosts
    allowed.framed = other.framed = f"{published[1]}?embed=1"
    page.goto(allowed.url)
    expect(title).to_have_text("Trois lieux")
    for host, framed in ((other, f"{published[1]}?embed=1"), (allowed, published[1]), (allowed, f"{published[0].url}/")):
        host.framed = framed
        with page.expect_console_message(lambda message: "frame-ancestors" in message.text):
            page.goto(host.url)
        expect(title).to_have_count(0)


def test_a_page_is_read_without_script_and_breaks_no_rule_of_accessibility(
    published: tuple[Demonstration, str], new_context: NewContext
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(published[1])
    expect(page.get_by_role("heading", level=1)).to_have_text("Trois lieux")
    expect(page.get_by_text("Au plus près")).to_be_visible()
    for scheme in ("light", "dark"):
        page = new_context(bypass_csp=True, color_scheme=scheme, viewport={"width": 390, "height": 844}).new_page()
        page.goto(published[1])
        expect_accessible(page)


def test_what_was_published_is_listed_for_who_publishes(published: tuple[Demonstration, str], new_context: NewContext) -> None:
    page = published[0].page(new_context, PersonRole.FACILITATOR, bypass_csp=True)
    page.goto(f"{published[0].url}/publications")
    expect(page.get_by_role("link", name="Trois lieux").first).to_be_visible()
    expect_accessible(page)
