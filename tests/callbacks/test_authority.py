"""The name, the logo and the colours of the authority are on every page, in every document and export, from the same settings."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader

from access.settings import Settings, SettingsError
from app import create_app
from domain.candidate import Kind
from geodata.territory import Territory
from tests.access.test_authority import DRAWING, PLAIN, file_of, png
from tests.reports.tagged import check_tagged

NAME, COLOUR = "Communauté de l'Exemple", "#7a1f5c"
Made = tuple[FlaskClient, Settings]


@pytest.fixture(scope="module")
def made(territory: Territory, tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("authority")
    env = {"AUTHORITY_LOGO": str(file_of(folder, PLAIN, "a.svg")), "AUTHORITY_LOGO_DARK": str(file_of(folder, png(), "b.png"))}
    env |= {
        "AUTHORITY_NAME": NAME,
        "AUTHORITY_COLOUR": COLOUR,
        "DATABASE_URL": f"sqlite:///{folder}/x.db",
        "DEMO": "1",
        "GEOCODER_URL": "0",
    }
    settings = Settings.from_env(env)
    return create_app(settings, territory).server.test_client(), settings


def premises(territory: Territory) -> str:
    frame = territory.candidates
    return str(frame.loc[(frame["kind"] == Kind.PREMISES) & frame["landlord"].notna(), "id"].iloc[0])


def test_each_logo_is_served_as_a_picture_that_never_changes(made: Made) -> None:
    client, settings = made
    for logo in settings.authority.logos.values():
        answer = client.get(logo.address)
        assert (answer.status_code, answer.mimetype, answer.data) == (200, logo.mimetype, logo.data)
        assert "sandbox" in answer.headers["Content-Security-Policy"] and "'self'" not in answer.headers["Content-Security-Policy"]
        assert "immutable" in answer.headers["Cache-Control"] and answer.headers["X-Content-Type-Options"] == "nosniff"
    for name in ("logo.svg", "logo-000000000000.svg", "%00", "x" * 3_000):
        assert client.get(f"/authority/{name}").status_code == 404


@pytest.mark.parametrize("path", ["/connexion", "/mentions-legales", "/public/nothing", "/invitation/nothing", "/dossier"])
def test_every_page_without_program_shows_both_logos_and_the_colour(path: str, made: Made) -> None:
    client, settings = made
    text = client.get(path).text
    images = re.findall(r'<img class="authority-logo authority-logo-(\w+)" src="([^"]+)" alt="([^"]+)"', text)
    light, dark = settings.authority.logos.values()
    assert images == [("light", light.address, NAME.replace("'", "&#39;")), ("dark", dark.address, NAME.replace("'", "&#39;"))]
    assert COLOUR in text


def test_the_screens_have_the_logo_the_colour_and_components_of_the_same(made: Made) -> None:
    client, settings = made
    assert f"--accent: {COLOUR}" in client.get("/").text
    layout = client.get("/_dash-layout").get_json()["props"]
    shades = layout["theme"]["colors"][layout["theme"]["primaryColor"]]
    colours = settings.authority.colours
    assert colours and len(shades) == 10
    assert (shades[8], shades[4]) == (colours.light.colour, colours.dark.colour)
    shown = json.dumps(layout["children"], ensure_ascii=False)
    assert shown.count(f'"alt": "{NAME}"') == len(settings.authority.logos) == 2
    assert all(f'"src": "{logo.address}"' in shown for logo in settings.authority.logos.values())


def test_documents_bear_the_name_and_the_logo_with_its_alternative_on_as_many_pages(made: Made, territory: Territory) -> None:
    client, _settings = made
    place = premises(territory)
    paths = re.findall(r'href="(/funding/[^"]+\.pdf)', client.get(f"/funding/{place}").text)[:1]
    for path in (f"/landlord/{place}.pdf", "/dossier.pdf?made=1&part_real=1", *paths):
        reader = PdfReader(io.BytesIO(client.get(path).data))
        assert reader.metadata and reader.metadata.author == NAME
        assert [node["/Alt"] for node in check_tagged(reader, "fr") if node.get("/S") == "/Figure"][:1] == [NAME]
    assert len(PdfReader(io.BytesIO(client.get(f"/landlord/{place}.pdf").data)).pages) == 1


def test_exports_and_services_say_who_publishes_them(made: Made) -> None:
    client, _settings = made
    assert NAME in json.dumps(client.get("/ogc").get_json(), ensure_ascii=False)
    assert client.get("/api").get_json()["info"]["title"] == f"Convergence · {NAME}"
    assert "Diffusé par" in client.get("/export/lieux.html").text
    with zipfile.ZipFile(io.BytesIO(client.get("/export/lieux.cnig").data)) as archive:
        descriptor: dict[str, Any] = json.loads(archive.read("datapackage.json"))
    assert descriptor["contributors"] == [{"title": NAME, "role": "publisher"}]


def test_a_logo_that_documents_cannot_draw_stops_the_start_in_a_sentence(territory: Territory, tmp_path: Path) -> None:
    huge = file_of(tmp_path, DRAWING.format("").replace("0 0 80 20", "0 0 1e300 1e300"))
    settings = Settings.from_env(
        {"AUTHORITY_NAME": NAME, "AUTHORITY_LOGO": str(huge), "DATABASE_URL": f"sqlite:///{tmp_path}/x.db", "DEMO": "1"}
    )
    with pytest.raises(SettingsError, match=r"^AUTHORITY_LOGO : le logo ne peut pas être dessiné"):
        create_app(settings, territory)
