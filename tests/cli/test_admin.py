"""The command line of accounts: what it makes, what it says, and that nothing else starts."""

from __future__ import annotations

import io
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

import app as application
from domain.person import PersonRole
from store.database import Database
from store.persons import Persons
from tests.store.people import CHIEF, PASSWORD

ROOT = Path(__file__).parents[2]
CREATE = ("admin", "create", "--login", "Ada", "--name", "Ada Lovelace", "--role", "landlord", "--landlord", "hpr", "--password-stdin")


@pytest.fixture
def persons(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Persons:
    url = f"sqlite:///{tmp_path}/convergence.db"
    monkeypatch.setenv("DATABASE_URL", url)
    database = Database.open(url)
    database.migrate()
    return Persons(database)


def _pipe(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))


def test_a_person_is_made_listed_given_a_password_and_disabled(
    persons: Persons, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert application.main(["admin", "list"]) == 0
    assert capsys.readouterr().out == "Aucun compte.\n"
    _pipe(monkeypatch, PASSWORD + "\n")
    assert application.main(CREATE) == 0
    assert capsys.readouterr().out == "Compte créé : ada (Ada Lovelace).\n"
    ada = persons.authenticate("ada", PASSWORD)
    assert ada is not None
    assert (ada.role, ada.landlord) == (PersonRole.LANDLORD, "hpr")
    _pipe(monkeypatch, "un autre mot de passe\r\n")
    assert application.main(["admin", "password", "--login", "ada", "--password-stdin"]) == 0
    assert persons.authenticate("ada", "un autre mot de passe")
    assert application.main(["admin", "disable", "--login", "ada"]) == 0
    capsys.readouterr()
    assert application.main(["admin", "list"]) == 0
    assert capsys.readouterr().out == "ada\tAda Lovelace\tBailleur social (hpr)\tdésactivé\n"
    assert {entry.author for entry in persons.history(CHIEF, ada.id)} == {"Ligne de commande"}


def test_a_landlord_is_added_and_its_agents_made_with_an_address(
    persons: Persons, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    agent = [*CREATE[:9], "habitat13", "--email", "Ada@Exemple.fr", "--password-stdin"]
    _pipe(monkeypatch, PASSWORD + "\n")
    assert application.main(agent) == 2
    assert "habitat13" in capsys.readouterr().err
    assert application.main(["admin", "landlord", "Habitat13", " Habitat 13 "]) == 0
    assert capsys.readouterr().out == "Bailleur ajouté : Habitat 13 (habitat13).\n"
    for code, name in (("habitat13", "Autre"), ("autre", "habitat 13"), ("hpr", "Autre"), ("economy", "Autre"), ("É", "Autre"), ("ab", "")):
        assert application.main(["admin", "landlord", code, name]) == 2
        assert capsys.readouterr().err
    _pipe(monkeypatch, PASSWORD + "\n")
    assert application.main(agent) == 0
    (ada,) = persons.list(CHIEF)
    assert ada.landlord == "habitat13"
    assert (persons.history(CHIEF, ada.id)[0].after or {})["email"] == "ada@exemple.fr"
    assert application.main(["admin", "email", "--login", "ada", "--email", ""]) == 0
    assert application.main(["admin", "email", "--login", "ada", "--email", "nobody"]) == 2
    assert (persons.history(CHIEF, ada.id)[-1].after or {}) == {"email": None}


@pytest.mark.parametrize("answers", [[PASSWORD, PASSWORD], [PASSWORD, "autre chose, vraiment"]])
def test_a_password_is_asked_twice_on_the_terminal(
    answers: list[str], persons: Persons, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    is_same = answers[0] == answers[1]
    given = iter(answers)
    monkeypatch.setattr("getpass.getpass", lambda _prompt: next(given))
    assert application.main(CREATE[:-1]) == (0 if is_same else 2)
    assert persons.exist() is is_same
    said = capsys.readouterr()
    assert "diffèrent" in said.err or is_same
    assert PASSWORD not in said.out + said.err


REFUSED = {
    "a short password": (CREATE, "court", "Mot de passe"),
    "no password": (CREATE, "", "Mot de passe"),
    "a password with the login": (CREATE, "ada-ada-ada-ada", "identifiant"),
    "an unknown landlord": ((*CREATE[:9], "zzz", "--password-stdin"), PASSWORD, "zzz"),
    "no landlord": ((*CREATE[:8], "--password-stdin"), PASSWORD, "Bailleur"),
    "nobody to disable": (("admin", "disable", "--login", "who"), "", "who"),
    "nobody to give a password": (("admin", "password", "--login", "who", "--password-stdin"), PASSWORD, "who"),
}


@pytest.mark.parametrize(("command", "typed", "said"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused_is_said_and_nothing_is_made(
    command: tuple[str, ...],
    typed: str,
    said: str,
    persons: Persons,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    _pipe(monkeypatch, typed)
    assert application.main(command) == 2
    assert said in capsys.readouterr().err
    assert not persons.exist()


def test_a_person_is_given_all_that_is_kept_then_erased(
    persons: Persons, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert application.main([*CREATE[:-1], "--no-password", "--email", "ada@phare.example"]) == 0
    file = tmp_path / "ada.json"
    assert application.main(["admin", "export", "--login", "ada", str(file)]) == 0
    assert json.loads(file.read_text("utf-8"))["account"][0]["email"] == "ada@phare.example"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert application.main(["admin", "export", "--login", "ada", str(file)]) == 2
    _pipe(monkeypatch, "non\n")
    assert application.main(["admin", "erase", "--login", "ada"]) == 2
    assert [person.login for person in persons.list(CHIEF)] == ["ada"]
    _pipe(monkeypatch, "oui\n")
    assert application.main(["admin", "erase", "--login", "ada"]) == 0
    assert [person.login for person in persons.list(CHIEF)] == ["efface-1"]
    assert "personne effacée n° 1" in capsys.readouterr().out
    assert application.main(["admin", "untie", "--login", "efface-1"]) == 2
    assert "efface-1" in capsys.readouterr().err


def test_an_account_for_the_single_sign_on_alone_has_a_password_that_nobody_knows(
    persons: Persons, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(2):
        asked = ["admin", "create", "--login", "a1", "--name", "Un court identifiant", "--role", "waste", "--no-password"]
        assert application.main(asked) in {0, 2}
    assert persons.authenticate("a1", "") is None
    assert application.main([*asked, "--password-stdin"]) == 2


def test_the_program_itself_does_so_once_its_database_was_made_on_demand(tmp_path: Path) -> None:
    env = os.environ | {"DATABASE_URL": f"sqlite:///{tmp_path}/convergence.db"}

    def run(*words: str) -> tuple[int, str, str]:
        command = [sys.executable, "app.py", *words]
        done = subprocess.run(command, cwd=ROOT, env=env, input=PASSWORD, capture_output=True, text=True, timeout=120, check=False)
        return done.returncode, done.stdout, done.stderr

    code, _said, why = run(*CREATE)
    assert (code, "introuvable" in why, [*tmp_path.iterdir()]) == (2, True, [])
    assert run("migrate")[0] == 0
    assert run(*CREATE) == (0, "Compte créé : ada (Ada Lovelace).\n", "")


def test_a_demonstration_on_a_public_address_stops_the_start(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PUBLIC_URL", "https://convergence.example")
    monkeypatch.setenv("DEMO", "1")
    assert application.main() == 2
    assert "DEMO" in capsys.readouterr().err
