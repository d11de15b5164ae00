"""A network composed by hand on « Convergence »: from a place's profile to a link that opens it, compared, and undone."""

from __future__ import annotations

import numpy as np
import pytest
from playwright.sync_api import expect

from domain.network import networks_of
from services.networks import network_profile
from tests.browser.convergence import Screen
from tests.browser.explore import eventually

pytestmark = pytest.mark.browser


def test_a_hub_and_its_shops_are_composed_named_compared_opened_by_a_link_and_undone(screen: Screen) -> None:
    page = screen.page
    screen.put(**{"as": "hub"}).valued()
    held = screen.held
    hub = str(held.ids[np.flatnonzero(held.rank == 1)[0]])
    profile = screen.open_place(hub)
    profile.get_by_role("button", name="Composer un réseau").press("Enter")
    expect(profile.get_by_role("heading", level=2)).to_contain_text("Réseau :")
    nearest = network_profile(screen.context, screen.query, "net_1")
    assert nearest is not None
    for shop in nearest.near[:2]:
        profile.get_by_role("button", name=f"Ajouter {shop.name} au réseau").press("Enter")
        expect(profile.get_by_role("button", name=f"Retirer {shop.name} du réseau")).to_be_visible()
    name = profile.get_by_label("Nom du réseau")
    name.fill("Réseau, du ~nord")
    name.press("Enter")
    expect(profile.get_by_role("heading", level=2)).to_contain_text("Réseau du nord")
    (network,) = networks_of(screen.query)
    assert network.members[0][0] == hub
    assert network.shops == tuple(shop.id for shop in nearest.near[:2])

    line = page.get_by_role("row", name="Réseau du nord")
    screen.valued()
    found = network_profile(screen.context, screen.query, "net_1")
    assert found is not None
    row, judged = len(held.ids), found.judged.assessment
    eventually(page, lambda: len(screen.scored()["actors"]), row + 1, "the network is scored")
    told = screen.scored()
    np.testing.assert_allclose(told["actors"][row], judged.scores.actors[0], atol=1e-6)
    np.testing.assert_allclose(told["complete"][row], judged.scores.completeness[0], atol=1e-6)
    assert told["rank"][:row] == held.rank.tolist(), "no place lost its rank"
    line.get_by_role("checkbox").check()
    screen.row(hub).get_by_role("checkbox").check()
    heads = screen.panel("compare").get_by_role("columnheader")
    expect(heads).to_have_count(2)
    expect(heads.first).to_contain_text("Réseau du nord")

    page.reload()
    screen.ready()
    expect(profile.get_by_role("heading", level=2)).to_contain_text("Réseau du nord")
    profile.get_by_role("button", name="Défaire ce réseau").press("Enter")
    expect(profile.get_by_role("button", name="Composer un réseau")).to_be_visible()
    assert networks_of(screen.query) == ()
