"""What `pip install .` installs: the command, the rooms, and the files beside the code that they read."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
OF_THE_CHECKOUT_ALONE = {"tests", "bench", "tools", "docs", "requirements", "var", "build", "node_modules"}


def _pip(*words: str) -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *words, "--quiet", "--no-deps", "--no-index"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr


def _rooms() -> list[Path]:
    hidden_or_apart = (path.name.startswith(".") or path.name in OF_THE_CHECKOUT_ALONE or path.suffix for path in ROOT.iterdir())
    return [path for path, left in zip(ROOT.iterdir(), hidden_or_apart, strict=True) if path.is_dir() and not left]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build from a copy: building leaves files beside the sources."""
    try:
        found = metadata.version("setuptools")
    except metadata.PackageNotFoundError:
        found = "0"
    if int(found.split(".")[0]) < 77:
        pytest.skip(f"setuptools {found} cannot build: pyproject.toml needs 77 or later")
    source, target = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("wheel")
    for room in _rooms():
        shutil.copytree(room, source / room.name, ignore=shutil.ignore_patterns("__pycache__", "*.nbc", "*.nbi"))
    for name in ("app.py", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source / name)
    _pip("wheel", str(source), "--no-build-isolation", "--wheel-dir", str(target))
    (made,) = target.glob("*.whl")
    return made


def test_every_file_of_every_room_is_in_the_wheel_and_nothing_of_the_checkout_alone(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = set(archive.namelist())
    files = {path for room in _rooms() for path in room.rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    wanted = {path.relative_to(ROOT).as_posix() for path in files if path.suffix not in {".nbc", ".nbi", ".pyc"}}
    assert {"app.py", "geodata/snapshot/manifest.json", "i18n/locales/en/LC_MESSAGES/convergence.po", "assets/style.css"} <= packed
    assert wanted - packed == set()
    assert {name.split("/")[0] for name in packed} & OF_THE_CHECKOUT_ALONE == set()


def test_an_installed_copy_answers_and_serves_its_pages_away_from_any_checkout(wheel: Path, tmp_path: Path) -> None:
    installed, elsewhere = tmp_path / "installed", tmp_path / "elsewhere"
    elsewhere.mkdir()
    _pip("install", str(wheel), "--target", str(installed))
    database = {"DATABASE_URL": "sqlite:///var/c.db", "DEMO": "1"}
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | database | {"PYTHONPATH": str(installed)}

    def run(*command: str) -> str:
        done = subprocess.run(command, cwd=elsewhere, env=env, capture_output=True, text=True, timeout=600, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    command = str(installed / "bin" / "convergence")
    assert run(sys.executable, command, "--help").startswith("Utilisation : convergence COMMANDE")
    assert "Base prête" in run(sys.executable, command, "migrate")
    pages = """if True:
        import app
        from access.settings import Settings

        client = app.create_app(Settings.from_env()).server.test_client()
        pages = [client.get(path) for path in ("/", "/?lang=en", "/assets/style.css", "/connexion", "/data/icons.css")]
        print(app.__file__, *(page.status_code for page in pages), "lang=\\"en\\"" in pages[1].text)
    """
    told = run(sys.executable, "-c", pages).split()
    assert told == [str(installed / "app.py"), "200", "200", "200", "200", "200", "True"]


def test_the_command_is_the_program_of_the_checkout() -> None:
    assert PROJECT["project"]["scripts"] == {"convergence": "app:program"}
