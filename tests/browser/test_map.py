"""The map: areas, zones drawn by hand, places pointed at; and the table that tells the same."""

from __future__ import annotations

import math
import re

import geopandas as gpd
import pytest
from playwright.sync_api import expect

from domain.candidate import EXAMPLE_SUFFIX
from geodata.territory import Territory
from tests.browser.explore import Explore, eventually
from tests.intake.making import feature, geojson, polygon

pytestmark = pytest.mark.browser
CENTRE = (5.38, 43.335)


def free_point(explore: Explore, areas: gpd.GeoDataFrame, code: str, far_m: float = 400) -> tuple[float, float]:
    """A point of an area with no place under it, in degrees."""
    area = areas.set_index("code").loc[code, "geometry"]
    near = explore.candidates.geometry.union_all().buffer(far_m)
    free = area.difference(near).buffer(-20)
    point = gpd.GeoSeries([free.representative_point()], crs=areas.crs).to_crs(4326)[0]
    return point.x, point.y


def ring_around(lon: float, lat: float, radius: float, count: int) -> list[tuple[float, float]]:
    turns = [2 * math.pi * i / count for i in range(count)]
    return [(lon + radius * math.cos(t), lat + 0.73 * radius * math.sin(t)) for t in turns]


def zone(explore: Explore) -> list[list[float]]:
    """The drawn zone in force, whatever its vertices; the whole screen tells it."""
    eventually(explore.page, lambda: "zone" in explore.selection(explore.query).filters, True, "a zone in the address")
    explore.expect_agreement()
    return explore.shown["filters"]["zone"]


def test_a_click_on_a_commune_keeps_its_places(explore: Explore, territory: Territory) -> None:
    lon, lat = free_point(explore, territory.municipalities, "13028")
    explore.page.mouse.click(*explore.at(lon, lat))
    explore.expect_selection("communes=13028")
    expect(explore.page.locator('.area.municipality[data-code="13028"]')).to_have_attribute("aria-pressed", "true")
    explore.page.mouse.click(*explore.at(lon, lat))
    explore.expect_selection("")


def test_a_click_on_a_priority_neighbourhood_keeps_the_places_nearest_to_it(explore: Explore, territory: Territory) -> None:
    code = explore.candidates.loc[explore.candidates["qpv_band"] == "inside", "qpv_code"].mode()[0]
    lon, lat = free_point(explore, territory.priority_neighbourhoods, code, 60)
    explore.look_at(lon, lat, 15)
    explore.page.mouse.click(*explore.at(lon, lat))
    assert explore.expect_selection(f"near={code}")


def test_a_rectangle_keeps_what_it_encloses_and_counts_while_it_grows(explore: Explore) -> None:
    explore.act("draw", "rectangle").click()
    expect(explore.page.locator("#draw-hint")).to_have_text("Glissez pour tracer un rectangle. Échap pour abandonner.")
    explore.drag([explore.at(5.34, 43.37), explore.at(5.38, 43.34), explore.at(5.41, 43.31)], release=False)
    eventually(explore.page, lambda: 0 < len(explore.shown["ids"]) < len(explore.candidates), True, "the places under the hand")
    assert explore.query == ""
    explore.page.mouse.up()
    box = zone(explore)
    west, south, east, north = min(x for x, _ in box), min(y for _, y in box), max(x for x, _ in box), max(y for _, y in box)
    inside = explore.candidates["lon"].between(west, east) & explore.candidates["lat"].between(south, north)
    assert explore.shown["ids"] == explore.candidates["id"][inside].tolist() and inside.any()
    expect(explore.page.locator("#draw-hint")).to_be_hidden()
    expect(explore.act("draw", "rectangle")).to_have_attribute("aria-pressed", "false")


def test_a_lasso_keeps_what_it_surrounds(explore: Explore) -> None:
    explore.act("draw", "lasso").click()
    way = [explore.at(*point) for point in ring_around(*CENTRE, 0.05, 24)]
    explore.drag([*way, way[0]])
    ring = zone(explore)
    assert 12 <= len(ring) <= 80
    assert 0 < len(explore.shown["ids"]) < len(explore.candidates)
    expect(explore.page.locator('[data-chip="zone"]')).to_contain_text("tracée, ou lue dans un fichier")


def test_a_zone_is_read_in_a_file_kept_in_the_address_and_undone(explore: Explore) -> None:
    page, everywhere = explore.page, len(explore.candidates)

    def send(name: str, data: bytes) -> None:
        with page.expect_file_chooser() as asked:
            page.get_by_role("button", name="Filtrer par le contour d'un fichier").click()
        asked.value.set_files({"name": name, "mimeType": "application/octet-stream", "buffer": data})

    square = polygon([[5.34, 43.25], [5.44, 43.25], [5.44, 43.35], [5.34, 43.35], [5.34, 43.25]])
    send("secteur.geojson", geojson(feature(square)))
    expect(page.locator("#map-notice")).to_have_text("Zone lue dans le fichier (1 contour).")
    inside = explore.candidates["lon"].between(5.34, 5.44) & explore.candidates["lat"].between(43.25, 43.35)
    eventually(page, lambda: explore.shown["ids"], explore.candidates["id"][inside].tolist(), "the places of the zone")
    assert len(zone(explore)) == 4
    page.get_by_role("button", name="Annuler").click()
    eventually(page, lambda: len(explore.shown["ids"]), everywhere, "every place again")


def test_a_polygon_is_clicked_corner_by_corner_and_ended_by_enter(explore: Explore) -> None:
    explore.act("draw", "polygon").click()
    for point in ring_around(*CENTRE, 0.06, 5):
        explore.page.mouse.click(*explore.at(*point))
    explore.page.keyboard.press("Enter")
    assert len(zone(explore)) == 5
    assert 0 < len(explore.shown["ids"]) < len(explore.candidates)


def test_a_polygon_is_ended_by_a_double_click(explore: Explore) -> None:
    explore.act("draw", "polygon").click()
    corners = [explore.at(*point) for point in ring_around(*CENTRE, 0.06, 4)]
    for corner in corners[:-1]:
        explore.page.mouse.click(*corner)
        explore.page.wait_for_timeout(350)  # two clicks far apart in time are not one double click
    explore.page.mouse.dblclick(*corners[-1])
    assert len(zone(explore)) == 4


def test_escape_gives_up_a_drawing_and_filters_nothing(explore: Explore) -> None:
    for tool in ("rectangle", "lasso"):
        explore.act("draw", tool).click()
        explore.drag([explore.at(5.34, 43.37), explore.at(5.4, 43.3)], release=False)
        explore.page.keyboard.press("Escape")
        explore.page.mouse.up()
        explore.expect_selection("")
        assert explore.shown["ids"] == explore.candidates["id"].tolist()
        expect(explore.page.locator(".zone-sketch")).to_have_count(0)


def test_a_window_resized_under_the_hand_leaves_the_screen_whole(explore: Explore) -> None:
    """The drawing is given up; what was filtered stays, and the next gesture works."""
    explore.box("kinds", "Local en rez-de-chaussée").check()
    explore.expect_selection("kinds=premises")
    explore.act("draw", "rectangle").click()
    explore.drag([explore.at(5.34, 43.37), explore.at(5.4, 43.3)], release=False)
    try:
        explore.page.set_viewport_size({"width": 1280, "height": 760})
        expect(explore.page.locator(".zone-sketch")).to_have_count(0)
        explore.page.mouse.up()
        explore.expect_selection("kinds=premises")
        explore.page.keyboard.press("Escape")
        explore.click_bar("qpv", 0)
        explore.expect_selection("kinds=premises&qpv=inside")
    finally:
        explore.page.set_viewport_size({"width": 1440, "height": 900})


def test_a_window_resized_during_a_brush_keeps_the_address_and_the_screen_of_one_mind(explore: Explore) -> None:
    (x0, y0), (x1, y1) = explore.bar("area", 1), explore.bar("area", 3)
    explore.drag([(x0, y0), ((x0 + x1) / 2, y0), (x1, y1)], release=False)
    try:
        explore.page.set_viewport_size({"width": 1280, "height": 760})
        explore.page.mouse.up()
        eventually(
            explore.page, lambda: explore.selection(explore.query).to_json()["filters"] == explore.shown["filters"], True, "one mind"
        )
        explore.expect_agreement()
    finally:
        explore.page.set_viewport_size({"width": 1440, "height": 900})


def test_the_visible_part_of_the_map_becomes_a_filter(explore: Explore) -> None:
    explore.look_at(*CENTRE, 13)
    explore.page.get_by_role("button", name="Filtrer par la partie visible de la carte").click()
    assert len(zone(explore)) == 4
    assert 0 < len(explore.shown["ids"]) < len(explore.candidates)


def lonely(explore: Explore) -> tuple[str, float, float]:
    """A place that stands apart from the others, so that one can point at it."""
    frame = explore.candidates
    gaps = [frame.geometry.drop(i).distance(point).min() for i, point in frame.geometry.items()]
    row = frame.iloc[int(max(range(len(gaps)), key=gaps.__getitem__))]
    return row["id"], row["lon"], row["lat"]


def test_pointing_at_a_place_shows_its_card(explore: Explore) -> None:
    place_id, lon, lat = lonely(explore)
    explore.look_at(lon, lat, 14)
    explore.page.mouse.move(*explore.at(lon, lat))
    card = explore.page.locator(".place-tip")
    expect(card).to_contain_text(explore.place(place_id)["name"])
    expect(card).to_contain_text("Surface : ")
    explore.page.mouse.move(*explore.at(lon + 0.02, lat))
    expect(card).to_have_count(0)


def test_a_click_on_a_place_opens_its_sheet_and_keeps_the_map(explore: Explore) -> None:
    place_id, lon, lat = lonely(explore)
    explore.look_at(lon, lat, 14)
    explore.page.mouse.click(*explore.at(lon, lat))
    sheet = explore.sheet_of(place_id)
    expect(sheet.get_by_role("heading", level=2)).to_contain_text(explore.place(place_id)["name"].removesuffix(EXAMPLE_SUFFIX))
    assert explore.query == f"place={place_id}"
    expect(explore.page.locator("#map")).to_be_visible()


def test_clicks_with_shift_pick_places_one_by_one(explore: Explore) -> None:
    first, lon, lat = lonely(explore)
    explore.look_at(lon, lat, 14)
    explore.page.keyboard.down("Shift")
    explore.page.mouse.click(*explore.at(lon, lat))
    explore.page.keyboard.up("Shift")
    assert explore.expect_selection(f"places={first}") == [first]
    explore.page.keyboard.down("Shift")
    explore.page.mouse.click(*explore.at(lon, lat))
    explore.page.keyboard.up("Shift")
    explore.expect_selection("")


def test_the_map_frames_the_places_kept_and_comes_home(explore: Explore) -> None:
    view = lambda: explore.page.evaluate("() => convergence.leaflet.getZoom()")  # noqa: E731
    wide = view()
    explore.box("communes", "La Ciotat").check()
    explore.expect_selection("communes=13028")
    explore.page.get_by_role("button", name="Cadrer les lieux retenus").click()
    eventually(explore.page, view, lambda zoom: zoom > wide + 1, "zoom on the places kept")
    explore.page.get_by_role("button", name="Tout le territoire").click()
    eventually(explore.page, view, wide, "zoom on the territory")
    explore.page.get_by_role("button", name="Zoomer", exact=True).click()
    eventually(explore.page, view, wide + 1, "one step closer")


def test_an_area_says_what_it_is_under_the_pointer(explore: Explore, territory: Territory) -> None:
    explore.page.mouse.move(*explore.at(*free_point(explore, territory.municipalities, "13028")))
    expect(explore.page.locator(".area-tip")).to_contain_text(re.compile(r"La Ciotat.*habitants", re.S))
