"""Whose service it is: a name, a logo that runs and fetches nothing, colours that can be read; what is wrong is refused by its name."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from access.authority import colour_warnings
from access.letterhead import letterhead, plain_style, screen_style
from access.logo_file import ELSEWHERE, MOST_BYTES, read_logo
from access.operator import Operator
from access.settings import Settings, SettingsError
from domain.authority import Authority

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 80 20">{}</svg>'
PLAIN = DRAWING.format('<path d="M0 0h80v20z" fill="#7a1f5c"/>')
HOSTILE = {
    "script": "<script>alert(1)</script>",
    "script of another namespace": '<s:script xmlns:s="http://www.w3.org/1999/xhtml">alert(1)</s:script>',
    "foreignObject": "<foreignObject><b xmlns='http://www.w3.org/1999/xhtml'>x</b></foreignObject>",
    "event": '<path d="M0 0" onload="alert(1)"/>',
    "event in capitals": '<g ONCLICK="alert(1)"/>',
    "image": '<image href="https://elsewhere.example/x.png"/>',
    "embedded image": '<image href="data:image/png;base64,AAAA"/>',
    "animation": '<path d="M0 0"><animate attributeName="href" to="javascript:alert(1)"/></path>',
    "link": '<a href="https://elsewhere.example"><path d="M0 0"/></a>',
    "use of elsewhere": '<use href="https://elsewhere.example/x.svg#a"/>',
    "use of elsewhere, as before": '<use xlink:href="//elsewhere.example/x.svg#a"/>',
    "fill of elsewhere": '<path d="M0 0" fill="url(https://elsewhere.example/x.svg#a)"/>',
    "style of elsewhere": "<style>.a{fill:url('x.svg#a')}</style>",
    "import": "<style>@import 'x.css';</style>",
    "hidden import": r"<style>@\69mport 'x.css';</style>",
    "image-set": "<style>.a{mask:image-set('x.png' 1x)}</style>",
    "uses of uses": '<defs><g id="a"><path d="M0 0"/></g><g id="b"><use href="#a"/><use href="#a"/></g></defs><use href="#b"/>',
    "deep": "<g>" * 60 + "</g>" * 60,
    "many": "<g/>" * 6_000,
}


def file_of(folder: Path, content: bytes | str, name: str = "logo") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def png(width: int = 40, height: int = 10) -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (width, height), (200, 16, 46, 255)).save(out, "PNG")
    return out.getvalue()


def test_without_settings_nobody_is_named_and_nothing_is_styled() -> None:
    shown = Settings.from_env({}).authority
    assert shown == Authority()
    assert (screen_style(shown), plain_style(shown), letterhead(shown), colour_warnings(shown)) == ("", "", "", [])
    assert shown.title == "Convergence"


@pytest.mark.parametrize("setting", ["AUTHORITY_NAME", "OPERATOR_NAME"])
def test_one_name_does_for_the_header_and_the_legal_notice(setting: str) -> None:
    settings = Settings.from_env({setting: "  Communauté   de l'Exemple "})
    assert settings.authority.name == settings.operator.name == "Communauté de l'Exemple"
    both = Settings.from_env({"AUTHORITY_NAME": "Exemple", "OPERATOR_NAME": "Régie de l'Exemple"})
    assert (both.authority.name, both.operator) == ("Exemple", Operator("Régie de l'Exemple"))


@pytest.mark.parametrize(
    ("env", "sentence"),
    [
        ({"AUTHORITY_NAME": "x" * 81}, "AUTHORITY_NAME : au plus 80 signes"),
        ({"AUTHORITY_NAME": "x\u202ey"}, "AUTHORITY_NAME : "),
        ({"AUTHORITY_COLOUR": "rouge"}, "AUTHORITY_COLOUR : couleur attendue de la forme #0b5c94, reçu « rouge »."),
        ({"AUTHORITY_COLOUR": "#0b5c9"}, "AUTHORITY_COLOUR : "),
        ({"AUTHORITY_COLOUR": "#0b5c94", "AUTHORITY_COLOUR_DARK": "red;}"}, "AUTHORITY_COLOUR_DARK : "),
        ({"AUTHORITY_COLOUR_DARK": "#ffffff"}, "AUTHORITY_COLOUR : à donner avec AUTHORITY_COLOUR_DARK."),
        ({"AUTHORITY_NAME": "X", "AUTHORITY_LOGO": "/nowhere/logo.svg"}, "AUTHORITY_LOGO : le fichier « /nowhere/logo.svg » ne peut pas"),
        ({"AUTHORITY_NAME": "X", "AUTHORITY_LOGO": "/"}, "AUTHORITY_LOGO : le fichier « / » ne peut pas être lu"),
    ],
)
def test_a_setting_that_cannot_be_used_is_refused_in_a_sentence_that_names_it(env: dict[str, str], sentence: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(sentence)) as refusal:
        Settings.from_env(env)
    assert str(refusal.value).endswith(".")


def test_a_logo_needs_the_name_that_replaces_it_and_a_dark_one_the_other(tmp_path: Path) -> None:
    logo = str(file_of(tmp_path, PLAIN))
    for env, wanted in (
        ({"AUTHORITY_LOGO": logo}, "AUTHORITY_NAME"),
        ({"AUTHORITY_NAME": "X", "AUTHORITY_LOGO_DARK": logo}, "AUTHORITY_LOGO"),
    ):
        with pytest.raises(SettingsError, match=f"^{wanted} : à donner avec"):
            Settings.from_env(env)


@given(text=st.text(max_size=9) | st.from_regex(r"\A#[0-9a-fA-F]{3,6}\Z"))
def test_a_colour_is_served_readable_or_refused_by_its_name(text: str) -> None:
    try:
        colours = Settings.from_env({"AUTHORITY_COLOUR": text}).authority.colours
    except SettingsError as error:
        assert str(error).startswith("AUTHORITY_COLOUR : ")
    else:
        assert (colours is None) is (not text.strip())


def test_a_colour_that_cannot_be_read_is_replaced_and_the_start_says_its_contrast() -> None:
    (words,) = colour_warnings(Settings.from_env({"AUTHORITY_COLOUR": "#FD0"}).authority)
    assert re.fullmatch(
        r"AUTHORITY_COLOUR : #ffdd00 n'a qu'un contraste de 1,2 pour 4,5 demandé .*#[0-9a-f]{6} est servi à sa place\.", words
    )
    assert colour_warnings(Settings.from_env({"AUTHORITY_COLOUR": "#7a1f5c"}).authority) == []


def test_colours_style_the_accent_alone_never_the_data() -> None:
    shown = Settings.from_env({"AUTHORITY_COLOUR": "#7a1f5c"}).authority
    assert set(re.findall(r"(--[a-z-]+):", screen_style(shown))) == {"--accent", "--accent-ink", "--accent-soft"}
    assert set(re.findall(r"(--[a-z-]+):", plain_style(shown))) == {"--link"}
    assert "--accent: #7a1f5c;" in screen_style(shown) and "--link: #7a1f5c;" in plain_style(shown)


def test_the_name_is_escaped_wherever_it_is_shown(tmp_path: Path) -> None:
    name = '<script>"&'
    assert "<script>" not in letterhead(Authority(name)) + letterhead(Authority(name, read_logo(file_of(tmp_path, PLAIN))))


@pytest.mark.parametrize("kind", HOSTILE)
def test_an_svg_that_runs_or_fetches_something_is_refused(kind: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"est refusé : .*\.$"):
        read_logo(file_of(tmp_path, DRAWING.format(HOSTILE[kind])))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a",
        b"\x89PNG\r\n\x1a\nnot one",
        png()[:40],
        png(5_000, 1),
        png(4_000, 10),
        DRAWING.format("").replace("0 0 80 20", "0 0 1 1e30").encode(),
        PLAIN.encode("utf-16"),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<svg viewBox='0 0 1 1'/>",
        DRAWING.format("").replace("0 0 80 20", "0 0 0 20").encode(),
        DRAWING.format("").replace("0 0 80 20", "0 0 nan inf").encode(),
        b'<!DOCTYPE svg [<!ENTITY a "b">]>' + PLAIN.encode(),
        b" " * (MOST_BYTES + 1),
    ],
)
def test_a_file_that_is_no_logo_is_refused_in_a_sentence_that_names_it(content: bytes, tmp_path: Path) -> None:
    path = file_of(tmp_path, content)
    with pytest.raises(ValueError, match=f"^le fichier « {path} » .*\\.$"):
        read_logo(path)


def test_a_drawing_keeps_what_is_drawn_and_loses_what_an_editor_adds(tmp_path: Path) -> None:
    inside = '<metadata>by me</metadata><i:view xmlns:i="http://inkscape"/><defs><g id="a"><path d="M0\t0h9"/></g></defs>'
    inside += '<style>.a{fill:url(#g)}</style><use xlink:href="#a" class="a"/><title>Ville</title>'
    logo = read_logo(file_of(tmp_path, "<!-- made -->" + DRAWING.format(inside)))
    text = logo.data.decode()
    assert (logo.mimetype, logo.width, logo.height) == ("image/svg+xml", 80, 20)
    drawn = {element.tag.rpartition("}")[2] for element in ET.fromstring(text).iter()}  # noqa: S314 - written here
    assert drawn == {"svg", "defs", "g", "path", "style", "use", "title"}
    assert '<use class="a" href="#a"' in text and not re.search("made|by me|inkscape|xlink|\t", text)


def test_a_picture_keeps_its_pixels_alone(tmp_path: Path) -> None:
    logo = read_logo(file_of(tmp_path, png()))
    assert (logo.mimetype, logo.width, logo.height) == ("image/png", 40, 10)
    with Image.open(io.BytesIO(logo.data)) as picture:
        assert picture.getpixel((0, 0)) == (200, 16, 46, 255)


@given(value=st.text("url(#'\") https:/.x@\\", max_size=20))
def test_no_address_of_elsewhere_passes_for_one_of_the_file(value: str) -> None:
    if re.search(r"url\(\s*['\"]?\s*[^#'\"\s]", value) or "//" in value or "\\" in value:
        assert ELSEWHERE.search(value)
