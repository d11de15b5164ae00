"""The Convergence screen by hand: the table of who gains, profiles, filters, the map, robustness and trade-offs."""

from __future__ import annotations

import re

import numpy as np
import pytest
from playwright.sync_api import Locator, Page, expect

from criteria.assess import Assessment
from criteria.diagnosis import landlord_statement
from criteria.explain import explain_convergence
from criteria.robustness import acceptability
from criteria.weights import ACTORS
from domain.stakeholder import STAKEHOLDERS
from services.words.scores import points, span_text
from tests.browser.conftest import NewExplore, NewScreen
from tests.browser.convergence import Screen
from tests.browser.explore import eventually

pytestmark = pytest.mark.browser


def rows_where(held: Assessment, kept: np.ndarray) -> list[str]:
    """Ids in the order of the table."""
    order = held.order()
    return held.ids[order[kept[order]]].tolist()


def names(screen: Screen, ids: list[str]) -> list[str]:
    return [screen.name(place) for place in ids]


# The table


def test_the_table_shows_every_place_ranked_with_its_scores_colours_and_verdict(screen: Screen) -> None:
    held = screen.held
    assert screen.ids() == held.ids[held.order()].tolist()
    shades = {1: "cell-red", 2: "cell-amber", 3: "cell-green", 0: "cell-none", 4: "cell-unsure"}
    for place in (*screen.ids()[:6], rows_where(held, ~held.eligible)[0]):
        row, line = held.row_of(place), screen.row(place)
        assert row is not None
        expect(line.locator("td").nth(1)).to_have_text(str(held.rank[row]) if held.rank[row] else "–")
        for index, actor in enumerate(STAKEHOLDERS):
            cell = line.locator(".cell").nth(index)
            expect(cell).to_have_text(span_text(*held.actor_span(row, index), (0.4, 0.6)))
            expect(cell).to_have_class(re.compile(shades[int(held.colours[row, index])]))
            expect(cell).to_have_attribute("aria-label", re.compile(rf"^{actor.label} : .+, (vert|orange|rouge|inconnu|à compléter)$"))
        lacking = [actor.letter for index, actor in enumerate(STAKEHOLDERS) if held.colours[row, index] != 3]
        wanted = "exclu, parce que" if not held.eligible[row] else "convergent" if held.convergent[row] else f"manque {', '.join(lacking)}"
        expect(line.locator(".verdict")).to_contain_text(wanted)


def test_an_excluded_place_stays_in_sight_greyed_with_its_reason(screen: Screen) -> None:
    held = screen.held
    excluded = rows_where(held, ~held.eligible)
    assert set(screen.ids()[-len(excluded) :]) == set(excluded)
    expect(screen.page.locator("#matrix tr.excluded")).to_have_count(len(excluded))
    verdicts = screen.page.locator("#matrix tr.excluded .verdict").all_inner_texts()
    assert all(re.match(r"exclu, parce que l\w+ ", verdict) for verdict in verdicts)
    row = held.row_of(excluded[0])
    assert row is not None
    profile = screen.open_place(excluded[0])
    for reason in held.reasons(row):
        expect(profile.locator(".verdict-text")).to_contain_text(reason)


@pytest.mark.parametrize("actor", ACTORS)
def test_a_column_sorts_by_its_actor_the_little_known_then_the_excluded_last(actor: str, screen: Screen) -> None:
    index = ACTORS.index(actor)
    head = screen.page.locator("#matrix thead th").nth(3 + index)
    head.locator("button").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    held = screen.held
    rows = [held.row_of(place) for place in screen.ids()]
    tiers = [0 if held.rank[row] else 1 if held.eligible[row] else 2 for row in rows]
    assert tiers == sorted(tiers)
    assert set(tiers) == {0, 1, 2}
    for tier in (0, 1, 2):
        scores = np.nan_to_num([held.scores.actors[row, index] for row, own in zip(rows, tiers, strict=True) if own == tier], nan=-1)
        assert (np.diff(scores) <= 1e-9).all()
    assert f"sort={actor}" in screen.query


def test_a_cell_opens_the_profile_at_its_actor(screen: Screen) -> None:
    place = screen.ids()[2]
    for index, actor in reversed(list(enumerate(ACTORS))):
        screen.row(place).locator(".cell").nth(index).click()
        profile = screen.profile_of(place)
        block, box = profile.locator(f"#profile-{actor}"), screen.page.locator("#profile").bounding_box()
        eventually(screen.page, lambda block=block, box=box: _above(block, box["y"] + box["height"]), True, f"{actor} is in view")
    assert f"place={place}" in screen.query


def _above(block: Locator, bottom: float) -> bool:
    box = block.bounding_box()
    return bool(box) and box["y"] + 30 < bottom


def test_the_convergent_and_the_first_five_are_kept_by_a_filter_like_any_other(screen: Screen) -> None:
    held = screen.held
    convergent = rows_where(held, held.convergent)
    screen.page.get_by_role("button", name="Ne garder que les convergents").click()
    assert screen.ids() == convergent
    expect(screen.page.locator("#counter")).to_have_text(f"{len(convergent)} lieux sur {len(held.ids)}")
    screen.page.get_by_role("button", name="Les cinq premiers").click()
    assert screen.ids() == convergent[:5]
    assert sorted(screen.chosen()) == sorted(convergent[:5])
    expect(screen.page.locator("[data-chip]")).to_have_count(1)
    screen.page.locator('[data-act="undo"]').click()
    eventually(screen.page, screen.ids, convergent, "undone")
    screen.page.locator("[data-chip]").click()
    eventually(screen.page, lambda: len(screen.ids()), len(held.ids), "lifted")


def test_nothing_left_says_so_and_what_to_lift(screen: Screen) -> None:
    screen.page.evaluate(
        "() => convergence.store.dispatch({ type: 'set', facet: 'area', value: { low: 1e6, high: null, unknown: false } })"
    )
    expect(screen.page.locator("#matrix tbody")).to_contain_text("levez")
    expect(screen.page.locator("#empty")).to_be_visible()
    screen.page.locator("#empty .way").first.click()
    eventually(screen.page, lambda: len(screen.ids()) > 100, True, "back")


# The profile


def test_each_number_of_the_profile_is_traced_in_one_click(screen: Screen) -> None:
    place = screen.ids()[1]
    profile, held = screen.open_place(place), screen.held
    row = held.row_of(place)
    assert row is not None
    told = explain_convergence(held, row)
    opened = profile.locator("details.figure, details.criterion")
    assert opened.count() >= len(held.items) + 9
    for number in range(opened.count()):
        figure = opened.nth(number)
        expect(figure.locator(".provenance")).not_to_be_visible()
        figure.locator("> summary").click()
        provenance = figure.locator(".provenance")
        expect(provenance).to_be_visible()
        formula, substituted = provenance.locator("code").all_inner_texts()
        assert formula
        assert re.search(" [=≈] ", substituted)
        sources = provenance.locator("ul").last.locator("li").all_inner_texts()
        assert sources
        assert all(source.count(", ") >= 3 for source in sources), "name, producer, vintage, licence"
        figure.locator("> summary").click()
    profile.locator("details.figure").first.locator("> summary").click()
    expect(profile.locator("details.figure").first).to_contain_text(told.substituted)
    expect(profile.locator("details.figure").first).to_contain_text(held.version)


def test_the_profile_says_what_is_missing_what_is_unchecked_and_what_to_confirm(screen: Screen) -> None:
    held = screen.held
    place = rows_where(held, held.eligible & ~held.convergent)[0]
    row = held.row_of(place)
    assert row is not None
    profile = screen.open_place(place)
    for sentence in held.missing(row):
        expect(profile.locator(".verdict-text")).to_contain_text(sentence)
    expect(profile).to_contain_text("Pré-diagnostic réglementaire")
    assert profile.get_by_text("à confirmer", exact=True).count() >= 3
    for label in held.unchecked(row):
        expect(profile).to_contain_text(label)
    expect(profile.locator(".criterion > summary .badge-hypothesis").first).to_be_visible()


def test_the_profile_follows_the_weights(screen: Screen) -> None:
    place = screen.ids()[0]
    figure = screen.open_place(place).locator("details.figure").first
    screen.slider("weight-economy").fill("100")
    held = screen.held
    row = held.row_of(place)
    assert row is not None
    expect(figure.locator("> summary b")).to_have_text(points(held.scores.convergence[row]))
    expect(figure.locator("> summary small")).to_have_text(f"rang {held.rank[row]} sur {(held.rank > 0).sum()}")


def test_the_landlord_paragraph_is_copied_and_alone_on_paper(screen: Screen) -> None:
    place = screen.ids()[0]
    profile, held = screen.open_place(place), screen.held
    row = held.row_of(place)
    assert row is not None
    wanted = landlord_statement(held, row)
    expect(profile.locator("#landlord-statement")).to_have_text(wanted)
    copy = profile.locator('[data-act="copy"]')
    expect(copy).to_have_text("Copier le paragraphe")
    copy.click()
    expect(copy).to_have_text("Paragraphe copié")
    assert screen.page.evaluate("() => navigator.clipboard.readText()") == wanted
    screen.page.evaluate("() => { window.printed = 0; window.print = () => { window.printed += 1; }; }")
    profile.get_by_role("button", name="Imprimer").click()
    assert screen.page.evaluate("() => window.printed") == 1
    screen.page.emulate_media(media="print")
    expect(profile.locator("#landlord-statement")).to_have_css("visibility", "visible")
    for hidden in ("#map", "#matrix", ".topbar"):
        expect(screen.page.locator(hidden)).to_have_css("visibility", "hidden")
    screen.page.emulate_media(media="screen")


# Comparison


def test_four_places_are_compared_and_a_fifth_is_refused_with_a_sentence(screen: Screen) -> None:
    chosen = screen.ids()[:4]
    for place in chosen:
        screen.row(place).get_by_role("checkbox").check()
    fifth = screen.row(screen.ids()[4]).get_by_role("checkbox")
    fifth.click()
    expect(screen.page.locator("#matrix-notice")).to_have_text("Quatre lieux au plus : retirez-en un.")
    expect(fifth).not_to_be_checked()
    eventually(screen.page, lambda: f"cmp={'.'.join(chosen)}" in screen.query, True, "the four in the address")
    heads = screen.panel("compare").locator("thead th")
    expect(heads).to_have_count(4)
    assert [text.removesuffix("exemple").strip() for text in heads.all_inner_texts()] == names(screen, chosen)
    for label in ("Convergence", "Complétude", "Ce qui manque", *[actor.label for actor in STAKEHOLDERS]):
        expect(screen.page.locator("#panel-compare tbody th").get_by_text(label, exact=True)).to_be_visible()
    screen.panel("matrix")
    screen.row(chosen[1]).get_by_role("checkbox").uncheck()
    expect(screen.panel("compare").locator("thead th")).to_have_count(3)


# The map


def test_the_map_is_coloured_by_score_green_actors_or_nature_and_says_how(screen: Screen) -> None:
    held = screen.held
    colours = """() => {
        const { model } = convergence, of = model.colouring();
        return of && Array.from(model.scored().score, (_, row) => of(row));
    }"""
    names = "['--scores', '--greens', '--excluded', '--paper']"
    ramp = screen.page.evaluate(f"() => {names}.map((name) => convergence.canvas.css(name).split(' '))")
    steps = np.minimum(np.floor(np.nan_to_num(held.scores.convergence) * 6), 5).astype(int)
    known = [ramp[0][steps[row]] if held.known[row] else ramp[3][0] for row in range(len(steps))]
    wanted = [known[row] if held.eligible[row] else ramp[2][0] for row in range(len(steps))]
    assert screen.page.evaluate(colours) == wanted
    legend = screen.page.locator(".map-legend > summary")
    expect(legend).to_contain_text("Score de convergence")
    screen.page.locator('[data-by="green"]').click()
    wanted = [ramp[1][held.green_count[row]] if held.eligible[row] else ramp[2][0] for row in range(len(steps))]
    assert screen.page.evaluate(colours) == wanted
    expect(legend.get_by_text("Acteurs verts sur quatre")).to_be_visible()
    expect(legend.get_by_text("Score de convergence")).not_to_be_visible()
    screen.page.locator('[data-by="kind"]').click()
    assert screen.page.evaluate(colours) is None
    expect(legend.get_by_text("Acteurs verts sur quatre")).not_to_be_visible()
    legend.click(position={"x": 20, "y": 8})
    expect(screen.page.locator('[data-legend="premises"]')).to_be_visible()


def test_a_place_under_the_pointer_tells_its_four_scores_and_a_click_opens_its_profile(screen: Screen) -> None:
    held = screen.held
    place = screen.ids()[0]
    row = held.row_of(place)
    assert row is not None
    at = held.workspace.candidates.geometry.to_crs(4326).iloc[row]
    x, y = screen.page.evaluate(
        """([lon, lat]) => {
        const { leaflet } = convergence, box = leaflet.getContainer().getBoundingClientRect();
        leaflet.setView([lat, lon], 16, { animate: false });
        const point = leaflet.latLngToContainerPoint([lat, lon]);
        return [box.left + point.x, box.top + point.y];
    }""",
        [at.x, at.y],
    )
    screen.page.mouse.move(x - 40, y - 40)
    screen.page.mouse.move(x, y)
    card = screen.page.locator(".place-tip").last
    for index, actor in enumerate(STAKEHOLDERS):
        expect(card.locator(".card-score").nth(index)).to_have_text(actor.letter + span_text(*held.actor_span(row, index), (0.4, 0.6)))
    expect(card).to_contain_text(f"Convergence : {points(held.scores.convergence[row])} · convergent")
    screen.page.mouse.click(x, y)
    screen.profile_of(place)
    expect(screen.row(place)).to_have_class(re.compile(r"\bon\b"))


# With the other screen


def test_a_filter_goes_from_explore_to_convergence_and_the_weights_come_back(new_explore: NewExplore, new_screen: NewScreen) -> None:
    explore = new_explore().open("kinds=premises&area=80-300")
    kept = explore.expect_agreement()
    explore.page.locator('.nav-link[data-path="/convergence"]').click()
    expect(explore.page).to_have_url(re.compile(r"/convergence\?kinds=premises&area=80-300$"))
    screen = new_screen_on(explore.page, new_screen)
    assert set(screen.ready().ids()) == set(kept)
    screen.slider("weight-waste").fill("70")
    screen.page.locator('.nav-link[data-path="/"]').click()
    expect(screen.page.locator("#table .ag-row").first).to_be_attached()
    explore.ready()
    assert explore.expect_agreement() == kept
    assert "w=waste-70" in explore.query
    explore.page.locator('.nav-link[data-path="/convergence"]').click()
    screen.ready()
    expect(screen.slider("weight-waste")).to_have_value("70")
    assert set(screen.ids()) == set(kept)


def new_screen_on(page: Page, new_screen: NewScreen) -> Screen:
    made = new_screen()
    made.page.close()
    return Screen(page, made.url, made.context)


# The meeting


def test_which_five_why_not_the_sixth_how_sure_and_whether_other_weights_agree(screen: Screen) -> None:
    held = screen.held

    # Which five places satisfy all four actors?
    screen.page.get_by_role("button", name="Ne garder que les convergents").click()
    screen.page.get_by_role("button", name="Les cinq premiers").click()
    five = rows_where(held, held.convergent)[:5]
    eventually(screen.page, screen.ids, five, "the five")
    expect(screen.page.locator("#matrix .verdict")).to_have_text(["convergent"] * 5)
    expect(screen.page.locator("#matrix .cell-green")).to_have_count(20)

    # Why not the sixth? The best ranked of those who are not convergent says who lacks what, and how much.
    for _ in range(2):
        screen.page.locator('[data-act="undo"]').click()
    eventually(screen.page, lambda: len(screen.ids()), len(held.ids), "every place again")
    sixth = next(place for place in screen.ids() if place not in five and screen.row(place).locator(".verdict.yes").count() == 0)
    row = held.row_of(sixth)
    assert row is not None
    profile = screen.open_place(sixth)
    expect(profile.locator(".verdict-text li")).to_have_count(4 - int(held.green_count[row]))
    expect(profile.locator(".verdict-text li")).to_have_text(list(held.missing(row)))
    assert all(re.search(r"Il manque|demander|ne suffit|n'offre pas", sentence) for sentence in held.missing(row))

    # How sure? The share of the weight that is known, and ranges beside every estimate.
    expect(profile.locator("details.figure").nth(1).locator("> summary b")).to_have_text(f"{points(held.scores.completeness[row])} %")
    assert re.search(r"\(central", profile.locator(".figure.wide").first.inner_text())

    # Does it survive other weights? How often each is in the top, and what would dethrone the first.
    panel = screen.panel("robust")
    expect(panel.locator(".lead")).to_contain_text("rejoindrait")
    told, line = acceptability(held), panel.locator("tbody tr").first
    best = int(np.argmax(told.in_top))
    expect(line.locator("th")).to_contain_text(screen.name(held.ids[best]))
    expect(line.locator("td").nth(3)).to_contain_text(f"{100 * told.in_top[best]:.1f}".rstrip("0").rstrip(".").replace(".", ","))

    # Where does each number come from? One click.
    figure = profile.locator("details.criterion").first
    figure.locator("> summary").click()
    expect(figure.locator(".provenance code").nth(1)).to_be_visible()
    assert figure.locator(".provenance code").nth(1).inner_text() in {held.explain(row, item.id).substituted for item in held.items}
    expect(figure.locator(".provenance")).to_contain_text("Sources")
