"""The map as a picture: its places, its sources and marks written in it; nothing to show gives none."""

from __future__ import annotations

import datetime as dt
import struct
import xml.etree.ElementTree as ET

import pytest
from flask.testing import FlaskClient

from callbacks.application import Convergence
from domain.person import VISITOR
from reports.dossier import Dossier
from reports.map_picture import map_picture
from reports.plan_svg import MOST_NUMBERED
from services.context import Context
from tests.reports.conftest import DAY

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def client(app: Convergence) -> FlaskClient:
    return app.server.test_client()


def drawn(context: Context, query: str) -> tuple[int, str]:
    made = map_picture(Dossier(context, VISITOR, query), "svg", DAY)
    assert made is not None
    root = ET.fromstring(made.decode())  # noqa: S314 - our own drawing
    return len(root.findall(f".//{SVG}circle")), " ".join(text.text or "" for text in root.iter(f"{SVG}text"))


@pytest.mark.parametrize("least", [0, 800])
def test_every_place_of_the_filter_is_drawn_with_sources_and_marks(context: Context, least: int) -> None:
    frame = context.territory.candidates
    shown = frame[(frame["kind"] == "zone_site") & (frame["area_m2"] >= least)]
    n, words = drawn(context, f"kinds=zone_site&area={least}-")
    assert n == len(shown)
    assert "Sources : " in words and "exemple" in words and "23 novembre 2026" in words
    assert all(name in words for name in shown["name"].str.split(" – ").str[0]) == (n <= MOST_NUMBERED)


def test_a_png_is_twice_as_sharp_as_its_drawing(context: Context) -> None:
    made = map_picture(Dossier(context, VISITOR, "kinds=premises"), "png", DAY)
    assert made is not None and made[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">I", made[16:20])[0] == 1280


def test_nothing_to_show_or_another_ending_is_not_found(client: FlaskClient) -> None:
    assert client.get("/export/carte.svg?kinds=premises&area=1-2").status_code == 404
    assert client.get("/export/carte.bmp").status_code == 404
    answer = client.get("/export/carte.svg?kinds=premises")
    assert answer.status_code == 200 and answer.headers["Content-Disposition"].endswith(f'{dt.datetime.now(dt.UTC).date()}.svg"')
