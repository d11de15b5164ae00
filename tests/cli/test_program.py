"""The command line: each command says what it is for, and what is not one is refused in French and starts nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from access.settings import Settings
from cli.program import program
from geodata.build import SNAPSHOT
from geodata.snapshots import Snapshots
from geodata.territory import Territory, load_territory
from tests.geodata.ban import small_town
from tests.geodata.official import Official


def _commands(command: click.Command, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield words
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            yield from _commands(inner, (*words, name))


ALL = [" ".join(words) for words in _commands(program)]


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/convergence.db")


def _ask(command: str, **settings: str) -> Result:
    return CliRunner().invoke(program, command.split(), env=settings, obj=lambda _settings: pytest.fail("started"), catch_exceptions=False)


@pytest.mark.parametrize("command", ALL)
def test_each_command_says_in_french_how_it_is_called_and_what_it_is_for(command: str) -> None:
    told = _ask(f"{command} --help")
    assert told.exit_code == 0
    assert told.stdout.startswith(f"Utilisation : convergence {command}".rstrip())
    assert "Dit à quoi sert la commande" in told.stdout
    assert not {"Usage", "Show this message", "[required]", "Commands:"} & {part for part in told.stdout.split("  ") if part}
    assert told.stderr == ""


def test_all_that_could_be_asked_still_can() -> None:
    assert set(ALL) >= {"serve", "migrate", "backup", "restore", "verify", "refresh", "territory use", "territory back", "streets import"}
    accounts = ("create", "list", "disable", "password", "email", "untie", "export", "erase", "landlord")
    assert set(ALL) >= {f"admin {name}" for name in accounts}


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ("admin", "Commande incomplète"),
        ("admin create", "Il manque --login."),
        ("admin create --login x", "Il manque --name."),
        ("admin create --login x --name y --role king", "--role : une de ces valeurs est attendue : visitor, "),
        ("admin list more", "Commande incomplète ou inconnue."),
        ("admin list --all", "--all : option inconnue."),
        ("admin drop", "drop : commande inconnue."),
        ("drop", "drop : commande inconnue."),
        ("restore", "Il manque FICHIER."),
        ("backup", "Il manque FICHIER|DOSSIER."),
        ("streets import", "Il manque FICHIER."),
        ("refresh nothing", "[SOURCE…] : une de ces valeurs est attendue"),
        ("territory", "Commande incomplète"),
        ("serve now", "Commande incomplète ou inconnue."),
    ],
)
def test_what_is_not_a_command_is_refused_with_a_reason_and_its_help_and_does_nothing(command: str, reason: str, tmp_path: Path) -> None:
    told = _ask(command)
    assert told.exit_code == 2
    assert told.stdout == ""
    assert told.stderr.startswith(reason)
    assert "Utilisation : convergence" in told.stderr
    assert list(tmp_path.iterdir()) == []


def test_serve_gives_the_settings_to_what_serves_and_returns_its_exit_code() -> None:
    given: list[Settings] = []

    def start(settings: Settings) -> int:
        given.append(settings)
        return 3

    assert CliRunner().invoke(program, ["serve"], env={"PORT": "8123"}, obj=start).exit_code == 3
    assert [settings.port for settings in given] == [8123]


@pytest.mark.parametrize("command", ["serve", "admin list", "verify", "backup b.db", "streets import a.csv"])
def test_a_wrong_setting_is_a_sentence(command: str) -> None:
    told = _ask(command, PORT="http")
    assert told.exit_code == 2
    assert told.stderr == "PORT : nombre entier attendu entre 1 et 65535, reçu « http ».\n"


def test_streets_are_imported_or_it_is_said_why_not(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(small_town())
    target = tmp_path / "streets.parquet"
    done = _ask("streets import a.csv", CONVERGENCE_STREETS=str(target))
    assert (done.exit_code, done.stderr) == (0, "")
    assert "Adresses importées : 12." in done.stdout
    assert target.is_file()
    refused = _ask("streets import none.csv", CONVERGENCE_STREETS=str(target))
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "lecture impossible" in refused.stderr


def test_downloaded_files_are_refreshed_put_in_use_and_gone_back_from(tmp_path: Path, territory: Territory) -> None:
    files = tmp_path / "files"
    files.mkdir()
    (files / "decheteries.json").write_bytes(Official(territory).files()["decheteries.json"])
    folder = {"CONVERGENCE_SNAPSHOTS": str(tmp_path / "territory")}
    told = _ask(f"refresh decheteries ressourceries --from {files} --use", **folder)
    assert told.exit_code == 1
    assert "Déchèteries : nouveau\n  2 de plus : " in told.stdout
    assert "Ressourceries et recycleries : échec (Lecture impossible : " in told.stdout
    assert "1 source en échec sur 2 : Ressourceries et recycleries\nReçu et mis en service" in told.stdout
    (name,) = Snapshots(tmp_path / "territory").names()
    assert _ask("territory list", **folder).stdout == f"* {name}\n  données de départ\n"
    assert _ask("territory back", **folder).stdout == "En service : données de départ.\n"
    assert _ask(f"territory use {name}", **folder).exit_code == 0
    assert "ne sont plus là" in _ask("territory use 2020", **folder).stderr


def test_a_snapshot_that_a_setting_names_is_refreshed_beside_its_frames(tmp_path: Path, territory: Territory) -> None:
    own = tmp_path / "own"
    shutil.copytree(SNAPSHOT, own)
    (tmp_path / "decheteries.json").write_bytes(Official(territory).files()["decheteries.json"])
    told = _ask(f"refresh decheteries --from {tmp_path} --use", CONVERGENCE_SNAPSHOT=str(own))
    assert told.exit_code == 0, told.stderr
    assert len(Snapshots(own / "received").names()) == 1
    assert _ask("territory back", CONVERGENCE_SNAPSHOT=str(own)).exit_code == 0
    assert Snapshots(own / "received", own).path == own and load_territory(own).version == territory.version
    assert "illisible" in _ask("refresh", CONVERGENCE_SNAPSHOT=str(tmp_path / "nowhere")).stderr


def test_two_ways_to_give_a_password_are_one_too_many() -> None:
    told = _ask("admin create --login a --name A --role waste --no-password --password-stdin")
    assert told.exit_code == 2
    assert "--no-password" in told.stderr
