"""What the panel of imports asks of the values of a file."""

from __future__ import annotations

from typing import Any

from tests.callbacks.importing import Screen, text
from tests.intake.making import csv_of
from tests.own_places import own_rows
from views.components import import_ids

RENTS = csv_of(
    "A;1, rue;5,3691;43,3487;140;850", "B;2, rue;5,37;43,35;90;640", "C;3, rue;5,38;43,36;;700", head="Nom;Adresse;Lon;Lat;Surface;Loyer"
)


def test_the_unit_of_a_rent_is_asked_shown_on_a_row_and_changed_by_one_click(landlord: Screen) -> None:
    screen = landlord.open(RENTS)
    assert screen.shown[import_ids.RENT_UNIT_BOX, "hidden"] is False
    assert screen.shown[import_ids.CHARGES_UNIT_BOX, "hidden"] is True
    assert screen.shown[import_ids.RENT_UNIT, "value"] == "month"
    assert "850 €/mois pour 140 m², soit 72,86 €/m²/an" in text(screen.shown[import_ids.RENT_UNIT_ABOUT, "children"])
    assert "3 lignes valides" in screen.counts
    screen.do(import_ids.RENT_UNIT, "yr")
    assert screen.shown[import_ids.RENT_UNIT, "value"] == "yr"
    assert "soit 6,07 €/m²/an" in text(screen.shown[import_ids.RENT_UNIT_ABOUT, "children"])


def test_a_rent_that_says_its_unit_asks_nothing(landlord: Screen) -> None:
    screen = landlord.open(RENTS.replace(b"Loyer", "Loyer (€/m²/an)".encode()))
    assert screen.shown[import_ids.RENT_UNIT_BOX, "hidden"] is True
    screen = landlord.open(RENTS.replace(b"Loyer", "Loyer (€/mois)".encode()))
    assert "«\u00a0Loyer (€/mois)\u00a0» est lu en € par mois" in text(screen.shown[import_ids.RENT_UNIT_ABOUT, "children"])
    assert screen.shown[import_ids.RENT_UNIT, "style"] == {"display": "none"}


STATES = csv_of(
    "A;1, rue;5,3691;43,3487;ok", "B;2, rue;5,37;43,35;ok", "C;3, rue;5,38;43,36;à refaire",
    head="Nom;Adresse;Lon;Lat;État",
)  # fmt: skip


def test_a_column_of_other_values_than_a_closed_list_is_not_taken_by_itself_and_its_values_are_matched_at_once(landlord: Screen) -> None:
    screen = landlord.open(STATES)
    assert [row["field"] for row in screen.shown[import_ids.MAPPING, "rowData"]][-1] == "— non reprise —"
    assert "«\u00a0État\u00a0» n'est pas reprise" in screen.counts
    screen.map(4, "État du local")
    assert "3 lignes à savoir" in screen.counts
    screen.shown[import_ids.ALIKE, "checked"] = True
    screen.correct(2, "condition", "bon état")
    assert "1 ligne à savoir" in screen.counts
    screen.shown[import_ids.ALIKE, "checked"] = False
    screen.correct(4, "condition", "à rénover")
    assert "à savoir" not in screen.counts
    screen.run("commit")
    made = own_rows(screen.browser)
    assert {item["name"] for item in made} >= {"A", "B", "C"}


def test_a_cell_that_cannot_be_read_is_shown_and_its_row_stays_valid(landlord: Screen) -> None:
    screen = landlord.open(csv_of("A;1, rue;5,3691;43,3487;120-150", "B;2, rue;5,37;43,35;80"))
    assert "2 lignes valides, aucune erreur" in screen.counts
    assert "1 ligne à savoir" in screen.counts
    screen.do(import_ids.ROWS, "noted")
    assert list(screen.rows) == ["2"]
    assert screen.rows["2"]["warned"] == {"area_m2": True}
    assert "«\u00a0120-150\u00a0» ; gardé dans les remarques" in screen.rows["2"]["sentence"]
    screen.correct(2, "area_m2", "135")
    assert "à savoir" not in screen.counts


FRICHES = csv_of(
    "A;1, rue;5,3691;43,3487;bien dégradé", "B;2, rue;5,37;43,35;bien dégradé", "C;3, rue;5,38;43,36;Bien  degrade",
    "D;4, rue;5,38;43,37;état neuf", "E;5, rue;5,39;43,37;à rénover", "F;6, rue;5,39;43,38;?",
    head="Nom;Adresse;Lon;Lat;État",
)  # fmt: skip


def labelled(screen: Screen) -> dict[str, str]:
    """The index of each text that is matched, by what its choice is called."""
    found: dict[str, str] = {}

    def walk(shown: Any) -> None:
        for one in shown if isinstance(shown, list) else [shown]:
            props = one.get("props", {}) if isinstance(one, dict) else {}
            if isinstance(props.get("id"), dict):
                found[props["aria-label"]] = props["id"]["index"]
            walk(props.get("children") or [])

    walk(screen.shown[import_ids.VALUES, "children"])
    return found


def test_one_choice_makes_a_value_of_a_text_in_every_row_that_holds_it(landlord: Screen) -> None:
    screen = landlord.open(FRICHES)
    shown = text(screen.shown[import_ids.VALUES, "children"])
    assert "«\u00a0État\u00a0» : 2 valeurs ne sont pas de «\u00a0État du local\u00a0»" in shown
    assert "bien dégradé 3 lignes" in shown
    assert "état neuf 1 ligne · proposé" in shown
    index = labelled(screen)
    assert screen.shown[import_ids.MATCHED, "data"] == {
        index["«\u00a0bien dégradé\u00a0» devient"]: "",
        index["«\u00a0état neuf\u00a0» devient"]: "good",
    }
    assert "3 lignes à savoir" in screen.counts
    screen.match({index["«\u00a0bien dégradé\u00a0» devient"]: "renovate"})
    assert "à savoir" not in screen.counts
    screen.do(import_ids.ROWS, "all")
    assert [row["cells"]["condition"] for row in screen.rows.values()] == ["à rénover"] * 3 + ["bon état", "à rénover", "?"]
    screen.match({index["«\u00a0état neuf\u00a0» devient"]: "unknown"})
    assert "1 ligne à savoir" in screen.counts
    screen.do(import_ids.ROWS, "noted")
    assert "«\u00a0état neuf\u00a0» ; gardé dans les remarques" in screen.rows["5"]["sentence"]


def test_texts_that_are_shown_as_they_are_matched_change_nothing(landlord: Screen) -> None:
    screen = landlord.open(FRICHES)
    assert not screen.match(screen.shown[import_ids.MATCHED, "data"])


def test_a_column_that_a_person_maps_has_its_values_to_match(landlord: Screen) -> None:
    screen = landlord.open(STATES.replace("État".encode(), "État général".encode()))
    assert screen.shown[import_ids.VALUES, "hidden"] is True
    screen.map(4, "État du local")
    assert sorted(labelled(screen)) == ["«\u00a0ok\u00a0» devient", "«\u00a0à refaire\u00a0» devient"]
    screen.match({labelled(screen)["«\u00a0ok\u00a0» devient"]: "good"})
    assert "1 ligne à savoir" in screen.counts


def test_what_was_chosen_is_said_of_the_next_file_of_the_same_shape_and_forgotten_by_one_click(landlord: Screen) -> None:
    first = csv_of("A;1, rue;5,3691;43,3487;ok", head="Nom;Adresse;Lon;Lat;Vétusté")
    screen = landlord.open(first)
    assert screen.shown[import_ids.RECALLED, "hidden"] is True
    screen.map(4, "État du local")
    screen.match({labelled(screen)["«\u00a0ok\u00a0» devient"]: "good"})
    screen.run("commit")
    screen = landlord.open(csv_of("B;2, rue;5,37;43,35;OK", "C;3, rue;5,38;43,35;Ok", head="Nom;Adresse;Lon;Lat;Vétusté"))
    assert screen.shown[import_ids.RECALLED, "hidden"] is False
    sentence = screen.shown[import_ids.RECALLED_ABOUT, "children"]
    assert sentence.startswith("Comme pour votre fichier du ")
    assert sentence.endswith(" : ce que deviennent les colonnes, ce que deviennent les valeurs.")
    assert "à savoir" not in screen.counts
    screen.do(import_ids.GUESS)
    assert screen.shown[import_ids.RECALLED, "hidden"] is True
    assert "sans : Vétusté" in screen.counts
    assert landlord.open(first).shown[import_ids.RECALLED, "hidden"] is True
