"""A field of a place that is declared in `domain/place_fields.py`, and nowhere else, is everywhere."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
FIRST_OF_THE_LAST = "_DECISION = (\n"
DECLARATIONS = {
    "floor_load_kg_m2": """
    PlaceField("floor_load_kg_m2", "Charge au sol", "number", Group.SPACE, Audience.EVERYBODY, "kg/m²", 50, 5_000, gender="f",
               aliases=("portance",), is_counted=True, is_compared=True),
""",
    "heating": """
    PlaceField("heating", "Chauffage", "choice", Group.TERMS, Audience.EVERYBODY, kinds=PREMISES, aliases=("chauffage central",),
               choices=(Choice("gas", "au gaz"), Choice("wood", "au bois", ("bois",))), is_counted=True, is_compared=True),
""",
    "access_notes": """
    PlaceField("access_notes", "Comment y entrer", "text", Group.PLACE, Audience.EVERYBODY, high=20, aliases=("entrée",),
               is_counted=True, is_compared=True),
""",
}
CASES = {  # heading in a spreadsheet, cell, what is kept, label, how it is said on screen, in a file
    "floor_load_kg_m2": ("Portance", "812", 812.0, "Charge au sol", "812\u202fkg/m²", "812"),
    "heating": ("Chauffage central", "bois", "wood", "Chauffage", "au bois", "au bois"),
    "access_notes": ("Entrée", "par la cour", "par la cour", "Comment y entrer", "par la cour", "par la cour"),
}


@pytest.fixture(scope="module", params=CASES)
def added(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, Any]]:
    """What is found of a field, by a process of its own that has one declaration more."""
    name = request.param
    folder = tmp_path_factory.mktemp("added")
    shutil.copytree(ROOT / "domain", folder / "domain", ignore=shutil.ignore_patterns("__pycache__"))
    declared = folder / "domain" / "place_fields.py"
    before = declared.read_text("utf-8")
    assert before.count(FIRST_OF_THE_LAST) == 1
    declared.write_text(before.replace(FIRST_OF_THE_LAST, FIRST_OF_THE_LAST + DECLARATIONS[name]), "utf-8")
    command = [sys.executable, "-m", "tests.contracts.added_field", name, *CASES[name][:2]]
    paths = {**os.environ, "PYTHONPATH": os.pathsep.join((str(folder), str(ROOT)))}
    done = subprocess.run(command, cwd=folder, env=paths, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    return name, json.loads(done.stdout)


def test_a_file_is_read_with_it_and_its_template_asks_for_it(added: tuple[str, dict[str, Any]]) -> None:
    name, found = added
    _heading, _cell, kept, label, _shown, _written = CASES[name]
    assert found["imported"] == kept
    assert len(found["refused"]) == 1 and label in found["refused"][0]
    assert label in found["template"]


def test_its_proposer_writes_it_and_those_who_decide_compare_it(added: tuple[str, dict[str, Any]]) -> None:
    name, found = added
    label, shown = CASES[name][3:5]
    assert [words.split(" (")[0] for words in found["form"]] == [label]
    assert [(line["label"], line["value"], line["confidential"]) for line in found["facts"]] == [(label, shown, False)]
    assert [(line["label"], line["before"], line["after"]) for line in found["journal"]] == [(label, None, shown)]
    assert label in found["unfilled"]
    assert found["share"][0] < found["share"][1]
    (compared,) = (row for row in found["compared"] if row["label"] == label)
    assert compared["cells"] == [shown, *[None] * (len(compared["cells"]) - 1)]


def test_everybody_reads_it_once_it_is_published_and_what_lacks_it_is_unknown(added: tuple[str, dict[str, Any]]) -> None:
    name, found = added
    kept, label, shown = CASES[name][2:5]
    assert found["column"] == kept
    assert found["others"] == 1
    assert label + shown in found["sheet"]
    assert [choice for choice in found["choices"] if choice.startswith(label)]
    assert found["chooser"] and found["sent"]


@pytest.mark.parametrize("fmt", ["csv", "xlsx", "geojson", "gpkg", "html"])
def test_it_leaves_with_every_export(added: tuple[str, dict[str, Any]], fmt: str) -> None:
    name, found = added
    label, written = CASES[name][3], CASES[name][5]
    assert label in found["exports"][fmt]
    assert written in found["exports"][fmt]


def test_programs_of_geography_read_it(added: tuple[str, dict[str, Any]]) -> None:
    name, found = added
    assert f" AS {name}" in found["gis"]
