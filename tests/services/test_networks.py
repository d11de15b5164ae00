"""Networks of an address: judged beside places, composed from the nearest, and taken from a plan."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from domain.address import Address, Key, write
from domain.candidate import Role
from domain.network import MOST_NETWORKS, MOST_SHOPS, Network, networks_of, written
from scenarios.plan_view import PlanView
from services.context import Context
from services.networks import candidates_of, choices_of, network_profile, networks_of_plan
from services.place_sheet import sheet_of
from services.robustness import robustness_of
from services.words.networks import cost_words, fit_words, way_words
from tests.components import of_class, of_type, text
from views.convergence.networks import composing
from views.convergence.panels import comparison
from views.convergence.panels import robustness as panel
from views.convergence.profile import network_profile as drawn
from views.explore.sheet import place_sheet


@pytest.fixture(scope="module")
def places(context: Context) -> list[str]:
    """Ids of places: first one that may be a hub, then some that may be shops."""
    hub, shop = context.assessor.in_both_roles("")
    first = int(np.flatnonzero(hub.eligible & hub.known)[0])
    others = [int(row) for row in np.flatnonzero(shop.eligible) if row != first]
    return [str(hub.ids[row]) for row in (first, *others)]


def address(*networks: Network) -> str:
    return write([(Key.NETWORKS, written(networks))])


def test_places_and_networks_are_compared_in_the_order_of_the_address_and_what_is_gone_is_left_out(
    context: Context, places: list[str]
) -> None:
    query = address(Network(1, places[0], tuple(places[1:3]), "Nord"))
    found = candidates_of(context.assessor, query, [places[5], "net_1", "net_9", "GONE"])
    assert [str(assessment.ids[row]) for assessment, row in found] == [places[5], "net_1"]
    shown = comparison(found)
    lines = {text(of_type(line, "Th")): [text(cell) for cell in of_type(line, "Td")] for line in of_type(of_type(shown, "Tbody"), "Tr")}
    assert lines["Jugé comme"] == ["Boutique-relais", "réseau : un pôle et 2 boutiques-relais"]
    assert lines["Distance à la déchèterie la plus proche, avec détour"][0] == "–", "it does not count for a shop"
    assert "exemple" in text(of_type(of_type(shown, "Thead"), "Th")[1])


def test_the_nearest_that_suit_are_proposed_first_by_their_travel_time(context: Context, places: list[str]) -> None:
    found = network_profile(context, address(Network(1, places[0], (places[1],))), "net_1")
    assert found is not None
    minutes = [shop.minutes for shop in found.near]
    assert minutes == sorted(minutes)
    assert np.isfinite(minutes).any()
    _hub, shop = context.assessor.in_both_roles("")
    assert all(shop.eligible[shop.row_of(one.id)] for one in found.near)
    assert not {places[0], places[1]} & {one.id for one in found.near}
    assert [line.id for line in found.lines] == places[:2]


def test_the_profile_says_its_places_its_floor_its_costs_and_lets_one_change_them(context: Context, places: list[str]) -> None:
    found = network_profile(context, address(Network(3, places[0], tuple(places[1:3]), "Réseau nord")), "net_3")
    assert found is not None
    shown = drawn(found)
    words = text(shown)
    for expected in ("Réseau nord", "exemple", "hors classement", "La surface qu'il faudrait au pôle", "hypothèse", "Sur 3 ans"):
        assert expected in words
    buttons = {(button.to_plotly_json()["props"].get("data-network"), text(button)) for button in of_type(shown, "Button")}
    assert {("drop", "Défaire ce réseau"), ("remove", "Retirer"), ("add", "Ajouter")} <= buttons
    assert network_profile(context, "", "net_3") is network_profile(context, address(Network(1, "GONE")), "net_1") is None


def test_a_full_network_proposes_no_shop_more_and_a_full_address_no_network_more(context: Context, places: list[str]) -> None:
    full = Network(1, places[0], tuple(places[1 : 1 + MOST_SHOPS]))
    found = network_profile(context, address(full), "net_1")
    assert found is not None
    assert (found.near, found.may_grow) == ((), False)
    assert f"{MOST_SHOPS} boutiques au plus" in text(drawn(found))
    many = address(*[replace(full, number=number) for number in range(1, MOST_NETWORKS + 1)])
    choices = choices_of(context.assessor, many, places[20])
    assert choices is not None
    assert not choices.may_begin
    assert not any(one.may_join for one in choices.networks)


def test_a_place_begins_a_network_joins_one_or_is_a_member(context: Context, places: list[str]) -> None:
    query = address(Network(1, places[0], (places[1],), "Nord"))
    for place, expected in ((places[0], "Voir : Nord"), (places[1], "Voir : Nord"), (places[2], "Ajouter à « Nord »")):
        choices = choices_of(context.assessor, query, place)
        assert choices is not None
        assert expected in text(composing(choices)).replace("\u00a0", " ")
    assert choices_of(context.assessor, query, "GONE") is None
    hub, _shop = context.assessor.in_both_roles("")
    for place in (str(hub.ids[np.flatnonzero(hub.eligible)[0]]), str(hub.ids[np.flatnonzero(~hub.eligible)[0]])):
        choices = choices_of(context.assessor, "", place)
        assert choices is not None
        assert ("Composer un réseau" in [text(one) for one in of_type(composing(choices), "Button")]) == choices.may_begin
        assert choices.may_begin == bool(hub.eligible[hub.row_of(place)])


def test_the_ways_from_a_sheet_to_convergence_keep_the_networks_of_the_address(context: Context, places: list[str]) -> None:
    one = Network(1, places[0], (places[1],), "Nord")
    for known in ((), (one,), tuple(replace(one, number=number) for number in range(1, MOST_NETWORKS + 1))):
        found = sheet_of(context, places[0], address(*known))
        ways = [way.to_plotly_json()["props"]["href"].partition("?")[2] for way in of_class(place_sheet(found), "profile-link")]
        composing = [way for way in ways if networks_of(way) != known]
        assert len(ways) - len(composing) == 2, "the profile in each role"
        if len(known) < MOST_NETWORKS:
            (way,) = composing
            *kept, begun = networks_of(way)
            assert (tuple(kept), begun.hub, begun.shops) == (known, places[0], ())
            assert Address.parse(way).text(Key.PLACE) == begun.id
        else:
            assert not composing


def test_the_networks_of_an_address_are_held_to_each_other_and_change_nothing_for_the_places(context: Context, places: list[str]) -> None:
    alone = robustness_of(context, "")
    one, two = Network(1, places[0], tuple(places[1:4]), "Nord"), Network(2, places[0], tuple(places[5:6]), "Sud")
    both, single = (robustness_of(context, address(*networks)) for networks in ((one, two), (one,)))
    assert alone is not None and both is not None and single is not None
    assert alone.networks is None and both.networks is not None
    words = text(panel(both))
    assert words.startswith(text(panel(alone))) and "Les réseaux entre eux" in words
    lines = of_type(of_type(panel(both.networks), "Tbody"), "Tr")
    assert {text(of_type(line, "Th")).removesuffix("exemple").strip() for line in lines} <= {"Nord", "Sud"}
    assert "parmi 2 réseaux" in words
    assert "composez-en un second" in text(panel(single))


def plan(*placed: tuple[str, Role, float]) -> PlanView:
    places = [SimpleNamespace(id=id_, lon_wgs84=lon, lat_wgs84=43.3) for id_, _role, lon in placed]
    opened = [SimpleNamespace(role=role.value) for _id, role, _lon in placed]
    return cast("Any", SimpleNamespace(places=places, outcome=SimpleNamespace(opened=opened)))


def test_each_shop_of_a_plan_is_with_its_nearest_hub_and_a_hub_alone_is_no_network() -> None:
    west, east, alone = ("W", Role.HUB, 5.0), ("E", Role.HUB, 5.5), ("N", Role.HUB, 9.0)
    found = networks_of_plan(plan(("a", Role.SHOP, 5.4), west, ("b", Role.SHOP, 5.1), east, alone, ("c", Role.SHOP, 5.45)))
    assert [(one.hub, one.shops) for one in found] == [("W", ("b",)), ("E", ("c", "a"))]
    assert [one.number for one in found] == [1, 2]
    assert networks_of_plan(plan(("a", Role.SHOP, 5.4))) == networks_of_plan(plan(west)) == ()


def test_what_is_unknown_is_said_so(context: Context, places: list[str]) -> None:
    assert "inconnu" in way_words(float("nan"))
    assert "plus d'une heure" in way_words(float("inf"))
    assert "non renseigné" in cost_words([1_000.0, float("nan")], 3)
    found = network_profile(context, address(Network(1, places[0])), "net_1")
    assert found is not None
    assert "n'est pas renseignée" in fit_words(replace(found.sizing, area_m2=float("nan")))
    assert "même au plus haut" in fit_words(replace(found.sizing, area_m2=1e9))
    assert "dans aucun cas" in fit_words(replace(found.sizing, area_m2=1.0))
    assert of_class(drawn(found), "sizing")
