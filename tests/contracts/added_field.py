"""Says where a field of a place is found: run as a module, apart, with a `domain` in which it is declared; writes one JSON object."""

from __future__ import annotations

import datetime as dt
import json
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import app as application
from access.settings import Settings
from domain.candidate import Kind
from domain.proposal import Proposal, Stage, public_part
from domain.selection import Selection
from geodata.territory import load_territory
from intake.content import content_of
from intake.template import template_csv
from reports.export import FORMATS
from reports.extract import Extract
from services.assessor import Assessor
from services.browser_config import browser_config
from services.context import Context
from services.feedback import feedback
from services.moderation_places import side_by_side
from services.place_sheet import sheet_of
from services.words.places import changes, facts, share_known, unfilled
from store import geo
from tests.callbacks.test_confidential import words
from tests.components import of_type, text
from tests.intake.making import csv_of, through
from tests.published import LAUNDRY, Giver
from views.explore.sheet import place_sheet
from views.explore.table import table_drawer
from views.proposals.place_form import place_form

NOW = dt.datetime(2026, 11, 23, tzinfo=dt.UTC)
Found = dict[str, Any]


def found(name: str, heading: str, written: str) -> Found:
    """Tell what each part of the product makes of a field: `heading` and `written` are a column of a spreadsheet and its cell."""
    read = through("a.csv", csv_of(f"Ancienne laverie;5,3691;43,3487;140;{written}", head=f"Nom;Longitude;Latitude;Surface (m²);{heading}"))
    (row,) = read.rows
    content = content_of(row)
    wrong = through("a.csv", csv_of(f"Lieu;5,3691;43,3487;140;{'@' * 60}", head=f"Nom;Longitude;Latitude;Surface (m²);{heading}"))
    place = replace(LAUNDRY, content=public_part(content))
    return {
        "imported": content.get(name),
        "refused": [warning.message for warning in wrong.warnings if warning.field == name],
        "template": template_csv(Kind.PREMISES).decode("utf-8-sig"),
        "form": [text(label) for label in of_type(_form(), "Label") if getattr(label, "htmlFor", "") == f"propose-f-{name}"],
        "facts": [line.given() for block in facts(Kind.PREMISES, content) for line in block.rows if line.key == name],
        "journal": [line.given() for line in changes(Kind.PREMISES, {}, {name: content.get(name)})],
        "unfilled": unfilled(Kind.PREMISES, {}),
        "share": [share_known(Kind.PREMISES, one) for one in ({}, {name: content.get(name)})],
        "gis": geo._definition("public"),
        **_decided(content),
        **_published(place, name),
    }


def _form() -> Any:
    return place_form(_context(Giver((), 1)), Kind.PREMISES)


def _decided(content: Found) -> Found:
    """What those who decide are shown of it beside other places."""
    times = {"created_at": NOW, "updated_at": NOW, "submitted_at": NOW, "decided_at": None, "confirmed_at": NOW, "seen_at": None}
    one = Proposal("LP-000009", Kind.PREMISES, "hpr", "x", "x", Stage.SUBMITTED, content, None, 1, **times, is_example=False)
    territory = load_territory()
    compared = side_by_side(Assessor.of(territory), one, "13215", feedback(territory, one.kind, content))
    return {"compared": [line.given() for line in compared.rows]}


def _published(place: Any, name: str) -> Found:
    """What everybody is shown of it once it is accepted."""
    context = _context(Giver((place,), 1))
    frame = context.territory.candidates
    row = frame.set_index("id").loc[place.id]
    config = browser_config(context)
    alone = Selection.from_query(f"places={place.id}", context.facets)
    extract = Extract(context.territory, context.facets, alone, "https://convergence.example/", NOW.date())
    files = {fmt: words(fmt, declared.write(extract)) for fmt, declared in FORMATS.items()}
    return {
        "column": row[name],
        "others": int(frame[name].notna().sum()),
        "sheet": text(place_sheet(sheet_of(context, place.id))),
        "choices": [choice.label for choice in of_type(table_drawer(context), "Checkbox")],
        "chooser": name in config.table,
        "browser": [column.to_data() for column in config.columns if column.id == name],
        "sent": name.encode() in context.table.data,
        "exports": files,
    }


def _context(giver: Giver) -> Context:
    made: list[Context] = []

    def keep(*args: Any, **kwargs: Any) -> Context:
        made.append(Context(*args, **kwargs))
        return made[0]

    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(application, "Context", keep)
        application.create_app(Settings(demo=True, database_url=f"sqlite:///{Path(folder) / 'c.db'}"), load_territory(), giver)
        made[0].edition  # noqa: B018 - made while its folder is there
    return made[0]


if __name__ == "__main__":
    sys.stdout.write(json.dumps(found(*sys.argv[1:]), default=str))
