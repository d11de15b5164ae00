"""The application as a whole: it starts or says why not, shows nothing of its insides, and speaks to nobody else."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from queue import SimpleQueue

import pytest
from flask.testing import FlaskClient

import app as application
from access.settings import Settings
from callbacks.application import Convergence
from geodata.schemas import SCHEMAS
from geodata.territory import SNAPSHOT, SnapshotError, Territory, load_territory
from tests.geodata.ban import small_town

ROOT = Path(__file__).parents[1]
FILES = ["manifest.json", *[f"{name}.parquet" for name in SCHEMAS]]
DAMAGE = {
    "missing": lambda path: path.unlink(),
    "empty": lambda path: path.write_bytes(b""),
    "cut short": lambda path: path.write_bytes(path.read_bytes()[:-7]),
    "altered": lambda path: path.write_bytes(path.read_bytes()[:40] + b"\xff" + path.read_bytes()[41:]),
    "something else": lambda path: path.write_bytes(b"<html>not found</html>"),
}


@pytest.fixture
def snapshot(tmp_path: Path) -> Path:
    """A copy of the embedded data set."""
    return Path(shutil.copytree(SNAPSHOT, tmp_path / "snapshot"))


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("name", FILES)
def test_a_damaged_snapshot_is_refused_by_the_files_name_and_the_command_that_rebuilds_it(name: str, damage: str, snapshot: Path) -> None:
    DAMAGE[damage](snapshot / name)
    with pytest.raises(SnapshotError) as refusal:
        load_territory(snapshot)
    assert name in str(refusal.value)
    assert "make data" in str(refusal.value)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize("change", [{"format": 99}, {"files": []}, {"files": None}])
def test_a_manifest_of_another_form_is_refused(change: dict[str, object], snapshot: Path) -> None:
    manifest = snapshot / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text(encoding="utf-8")) | change), encoding="utf-8")
    with pytest.raises(SnapshotError, match="make data"):
        load_territory(snapshot)


def _start(monkeypatch: pytest.MonkeyPatch, **env: str) -> int:
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    return application.main()


def test_the_service_does_not_start_on_a_missing_snapshot_and_says_what_to_do(
    snapshot: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (snapshot / "demand.parquet").unlink()
    assert _start(monkeypatch, CONVERGENCE_SNAPSHOT=str(snapshot)) == 2
    said = capsys.readouterr()
    assert "demand.parquet" in said.err
    assert "make data" in said.err
    assert "Traceback" not in said.err
    assert not said.out


def test_the_service_does_not_start_on_a_wrong_setting_and_names_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _start(monkeypatch, PORT="http") == 2
    assert "PORT" in capsys.readouterr().err


def test_the_program_itself_exits_with_code_2_and_one_sentence(tmp_path: Path) -> None:
    env = os.environ | {"CONVERGENCE_SNAPSHOT": str(tmp_path / "nowhere")}
    done = subprocess.run([sys.executable, "app.py"], cwd=ROOT, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 2
    assert "manifest.json" in done.stderr
    assert "make data" in done.stderr
    assert "Traceback" not in done.stderr


def test_no_variable_of_the_environment_opens_debugging_or_tools_for_machines(
    territory: Territory, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("FLASK_DEBUG", "DASH_DEBUG", "DASH_MCP_ENABLED"):
        monkeypatch.setenv(name, "1")
    built = application.create_app(Settings(demo=True, database_url=f"sqlite:///{tmp_path}/c.db"), territory)
    assert not built._enable_mcp
    assert not built.server.debug
    assert not built._dev_tools.get("ui")
    assert not built._dev_tools.get("hot_reload")
    assert not any("mcp" in rule.rule.lower() for rule in built.server.url_map.iter_rules())


def test_an_error_of_ours_shows_nothing_of_its_insides(territory: Territory, tmp_path: Path) -> None:
    built = application.create_app(Settings(demo=True, database_url=f"sqlite:///{tmp_path}/c.db"), territory)

    def broken(**_parts: str) -> str:
        raise RuntimeError("secret")

    built.server.view_functions["data"] = broken
    response = built.server.test_client().get("/data/broken")
    assert response.status_code == 500
    assert b"secret" not in response.data
    assert b"Traceback" not in response.data


def test_the_application_is_served_by_a_production_server() -> None:
    source = (ROOT / "app.py").read_text(encoding="utf-8")
    assert "Service(app.server" in source
    assert ".run(debug" not in source
    assert "app.run(" not in source


@pytest.mark.parametrize("path", ["/", "/?kinds=premises&lang=en", "/sources", "/nowhere", "/?area=%ff"])
def test_a_page_comes_whole_in_the_asked_language(path: str, client: FlaskClient) -> None:
    response = client.get(path)
    assert response.status_code == 200
    assert response.mimetype == "text/html"
    assert f'<html lang="{"en" if "lang=en" in path else "fr"}">' in response.text
    assert "<title>Convergence</title>" in response.text
    assert "cdn" not in response.text.lower()
    assert "unpkg" not in response.text.lower()


def test_two_applications_can_live_side_by_side(territory: Territory, tmp_path: Path) -> None:
    """Nothing of an application is kept in a module: another one with other settings changes nothing."""
    database = f"sqlite:///{tmp_path}/c.db"
    online = application.create_app(Settings(demo=True, online_base_maps=True, database_url=database), territory).server.test_client()
    offline = application.create_app(Settings(demo=True, online_base_maps=False, database_url=database), territory).server.test_client()
    assert "data.geopf.fr" in online.get("/_dash-layout").text
    assert "data.geopf.fr" not in offline.get("/_dash-layout").text
    assert "data.geopf.fr" in online.get("/_dash-layout").text


def test_a_process_serves_the_programs_of_a_page_before_it_has_drawn_one(territory: Territory, tmp_path: Path) -> None:
    """Dash prepares within the first request; those that come at once found no program, and a blank page stayed."""
    fresh = application.create_app(Settings(demo=True, database_url=f"sqlite:///{tmp_path}/c.db"), territory)
    at_first = {name: set(paths) for name, paths in fresh.registered_paths.items()}
    fresh.server.test_client().get("/")
    assert at_first == fresh.registered_paths
    assert {"dash", "dash_leaflet", "dash_ag_grid", "dash_mantine_components"} <= set(at_first)


def test_the_layout_of_one_request_does_not_change_the_next(app: Convergence) -> None:
    french, english, again = (app.server.test_client().get(f"/_dash-layout{query}").text for query in ("", "?lang=en", ""))
    assert french == again
    assert french != english


def test_streets_are_imported_by_a_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.csv").write_bytes(small_town())
    monkeypatch.setenv("CONVERGENCE_STREETS", str(tmp_path / "var" / "streets.parquet"))
    assert application.main(["streets", "import", str(tmp_path / "a.csv")]) == 0
    assert "Adresses importées : 12." in capsys.readouterr().out
    assert (tmp_path / "var" / "streets.parquet").is_file()
    for wrong in (["streets"], ["streets", "import"], ["streets", "export", "a.csv"]):
        assert application.main(wrong) == 2
        assert "Utilisation : convergence streets" in capsys.readouterr().err


def test_letters_are_sent_behind_each_process_that_serves_and_only_where_a_server_is_set(app: Convergence) -> None:
    started: SimpleQueue[str] = SimpleQueue()

    class Served:
        mailer: object | None = None

        def warm(self) -> None:
            started.put("warm")

        def prepare_files(self) -> None:
            started.put("files")

        def run_maintenance(self) -> None:
            started.put("house")

        def run(self) -> None:
            started.put("mailer")

    assert app.mailer is None
    served = Served()
    application.start_behind(served)  # type: ignore[arg-type]
    assert sorted(started.get(timeout=10) for _ in range(3)) == ["files", "house", "warm"]
    served.mailer = served
    application.start_behind(served)  # type: ignore[arg-type]
    assert sorted(started.get(timeout=10) for _ in range(4)) == ["files", "house", "mailer", "warm"]
    assert started.empty()
