"""The browser's modules: one version for all of them, kept for ever, nothing else under their address."""

from __future__ import annotations

import re
from pathlib import Path

from flask.testing import FlaskClient

from access.headers import FOREVER
from callbacks.application import ASSETS
from callbacks.browser_modules import BrowserModules


def preloaded(client: FlaskClient, path: str = "/sources") -> list[str]:
    """Return the modules that the page of a screen asks for at once."""
    return re.findall(r'<link rel="modulepreload" href="([^"]+)">', client.get(path).get_data(as_text=True))


def test_the_page_asks_at_once_for_every_module_and_starts_with_them(client: FlaskClient) -> None:
    names = {path.relative_to(ASSETS).as_posix() for path in ASSETS.rglob("*.mjs")}
    links = preloaded(client)
    assert {link.split("/", 3)[3] for link in links} == names
    assert 'import("' + next(link for link in links if link.endswith("/main.mjs")) in client.get("/").get_data(as_text=True)


def test_the_first_screen_asks_only_for_what_it_needs(client: FlaskClient) -> None:
    names = {link.split("/", 3)[3] for link in preloaded(client, "/")}
    assert {"main.mjs", "core/crossfilter.mjs", "map/points.mjs", "explore/table.mjs"} <= names
    assert not {name for name in names if name.startswith(("scenarios/", "proposals/", "imports/", "moderation/", "screens"))}


def test_the_styles_of_the_other_screens_are_theirs_and_the_first_only_says_where_they_are(client: FlaskClient) -> None:
    names = {path.name for path in (ASSETS / "screens").glob("*.css")}
    first, other = (client.get(path).get_data(as_text=True) for path in ("/", "/sources"))
    assert {*re.findall(r'<link rel="stylesheet" href="/assets/screens/([\w.]+)', other)} == names
    assert "/assets/screens/" not in re.sub(r'<meta name="screen-style"[^>]+>', "", first)
    addresses = re.findall(r'<meta name="screen-style" content="([^"]+)">', first)
    assert len(addresses) == len(names)
    assert re.findall(r'<link rel="stylesheet" href="/assets/([\w./]+)', other)[-1] == "style.css", "what all screens share wins"
    for address in addresses:
        assert client.get(address).headers["Cache-Control"] == FOREVER


def test_what_travels_is_the_module_line_by_line_without_its_comments(client: FlaskClient) -> None:
    for link in preloaded(client):
        served, written = client.get(link).text.split("\n"), (ASSETS / link.split("/", 3)[3]).read_text("utf-8").split("\n")
        assert len(served) == len(written)
        assert not [line for line in served if line.lstrip().startswith(("/*", "*/")) or "@type" in line]
        code = [(there, here) for there, here in zip(served, written, strict=True) if "/*" not in here and "*/" not in here and there]
        assert all(there == here for there, here in code) and len(code) >= len(written) / 3


def test_a_module_is_a_program_that_the_browser_keeps(client: FlaskClient) -> None:
    for link in preloaded(client):
        answer = client.get(link)
        assert answer.status_code == 200
        assert answer.mimetype == "text/javascript"
        assert answer.headers["Cache-Control"] == FOREVER


def test_another_version_and_another_file_are_nowhere(client: FlaskClient) -> None:
    main = next(link for link in preloaded(client) if link.endswith("/main.mjs"))
    version = main.split("/")[2]
    for path in (
        f"/modules/{'0' * 12}/main.mjs",
        f"/modules/{version}/style.css",
        f"/modules/{version}/../app.py",
        f"/modules/{version}/nothing.mjs",
    ):
        answer = client.get(path)
        assert answer.status_code == 404, path
        assert answer.headers.get("Cache-Control") != FOREVER


def test_the_version_changes_as_soon_as_a_module_does(tmp_path: Path) -> None:
    (tmp_path / "core").mkdir()
    (tmp_path / "core" / "a.mjs").write_text("export const a = 1;\n")
    first = BrowserModules.of(tmp_path)
    (tmp_path / "core" / "a.mjs").write_text("export const a = 2;\n")
    second = BrowserModules.of(tmp_path)
    (tmp_path / "core" / "a.mjs").rename(tmp_path / "core" / "b.mjs")
    assert len({first.version, second.version, BrowserModules.of(tmp_path).version}) == 3
