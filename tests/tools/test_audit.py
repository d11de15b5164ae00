"""What `make audit` refuses: licences that are not accepted or not known, secrets in files, and a silence taken for « nothing known »."""

from __future__ import annotations

import json
import stat
from email.message import Message
from pathlib import Path

import pytest

from tools import audit

FREE = ["MIT", "MIT-0", "MIT License", "BSD", "BSD-3-Clause", "BSD 2-Clause License", "3-Clause BSD License", "Apache-2.0", "Apache 2"]
FREE += [
    "PSF-2.0",
    "Zope Public License",
    "LGPL-3.0-only",
    "Mozilla Public License 2.0 (MPL 2.0)",
    "Apache-2.0 OR BSD-3-Clause",
    "GPL-2.0-only OR MIT",
]
FREE += ["BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0", "BSD-2-Clause AND Apache-2.0 WITH LLVM-exception"]
REFUSED = ["", "UNKNOWN", "see LICENSE", "AGPL-3.0-only", "AGPL-3.0-or-later", "SSPL-1.0", "BUSL-1.1", "Elastic-2.0", "CC-BY-NC-4.0"]
REFUSED += ["Proprietary", "Commercial", "Other/Proprietary License", "GNU Affero General Public License v3"]
REFUSED += ["Apache-2.0 AND Commons-Clause", "MIT AND AGPL-3.0-only"]


@pytest.mark.parametrize("licence", FREE)
def test_a_free_licence_is_accepted(licence: str) -> None:
    assert audit.is_accepted(licence, shipped=True)


@pytest.mark.parametrize("licence", REFUSED)
@pytest.mark.parametrize("shipped", [True, False])
def test_a_licence_that_binds_the_service_is_paid_for_or_is_not_known_is_refused(licence: str, shipped: bool) -> None:
    assert not audit.is_accepted(licence, shipped)


@pytest.mark.parametrize("licence", ["GPL-2.0-only", "GPL-3.0-or-later", "GNU General Public License v3 (GPLv3)"])
def test_a_copyleft_licence_is_for_tools_alone(licence: str) -> None:
    assert audit.is_accepted(licence, shipped=False)
    assert not audit.is_accepted(licence, shipped=True)


def test_a_package_says_its_licence_by_expression_class_or_text() -> None:
    told = Message()
    assert audit.licence_of(told) == ""
    told["License"] = "MIT\n\nPermission is hereby granted"
    assert audit.licence_of(told) == "MIT"
    told["Classifier"] = "License :: OSI Approved :: BSD License"
    assert audit.licence_of(told) == "BSD License"
    told["License-Expression"] = "Apache-2.0"
    assert audit.licence_of(told) == "Apache-2.0"


def test_every_locked_package_that_is_here_has_an_accepted_licence() -> None:
    packages = {**dict.fromkeys(audit.locked(audit.TOOLS), False), **dict.fromkeys(audit.locked(audit.SHIPPED), True)}
    assert len(packages) > 50
    assert list(audit.refused_licences(packages)) == []


# Written in pieces: this file is looked through as well.
SECRETS = {
    "a private key": "-----BEGIN RSA " + "PRIVATE KEY-----",
    "a token of AWS": "AKIA" + "ABCDEFGHIJKLMNOP",
    "a token of GitHub": "ghp_" + "a1" * 18,
    "a token of GitLab": "glpat-" + "a1" * 10,
    "a token of Slack": "xoxb-" + "1234567890-abc",
    "a token of Google": "AIza" + "a" * 35,
    "a token of a package index": "pypi-AgE" + "a" * 30,
    "a signed token": "eyJ" + "a" * 12 + ".eyJ" + "b" * 12 + "." + "c" * 12,
    "a password in an address": "postgresql://convergence:" + "tr0ub4dor@db/x",
    "a secret that is assigned": 'SECRET_KEY = "' + "0123456789abcdef" * 2 + '"',
}


@pytest.mark.parametrize("kind", SECRETS)
def test_a_secret_in_a_file_is_found_and_not_repeated(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text(f"one\ntwo\n{SECRETS[kind]}\n", encoding="utf-8")
    (said,) = audit.found_secrets([file], tmp_path)
    assert said == f"secret: notes.txt, line 3: {kind}"


@pytest.mark.parametrize(
    "text",
    [
        "postgresql+psycopg://user:password@host/database",
        "smtps://account:password@server:port",
        "https://convergence.example/a:b@c",
        "key = 'sha256-abc'",
        "token = secrets.token_urlsafe(32)",
        "--hash=sha256:" + "0" * 64,
    ],
)
def test_an_example_is_no_secret(text: str) -> None:
    assert list(audit.secrets_in(text)) == []


def test_no_tracked_file_holds_a_secret() -> None:
    assert list(audit.found_secrets(audit.tracked_files())) == []


def program(folder: Path, says: str, fails: bool = False) -> list[str]:
    """Write a program that stands for pip-audit."""
    file = folder / "pip-audit"
    file.write_text(f"#!/bin/sh\ncat <<'END'\n{says}\nEND\n" + ("echo 'ConnectionError: no route' >&2; exit 1\n" if fails else ""))
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    return [str(file)]


def told(**package: object) -> str:
    return json.dumps({"dependencies": [{"name": "flask", "version": "1.0", **package}]})


def test_a_known_vulnerability_is_told_with_the_version_that_mends_it(tmp_path: Path) -> None:
    known = {"id": "PYSEC-1", "fix_versions": ["1.1"], "aliases": [], "description": ""}
    assert audit.vulnerabilities(program(tmp_path, told(vulns=[known])), tmp_path / "run.lock") == [
        "vulnerability: flask 1.0: PYSEC-1, mended in 1.1"
    ]
    assert audit.vulnerabilities(program(tmp_path, told(vulns=[])), tmp_path / "run.lock") == []


def test_a_database_that_does_not_answer_is_not_taken_for_one_that_knows_nothing(tmp_path: Path) -> None:
    with pytest.raises(audit.NotChecked, match="no route"):
        audit.vulnerabilities(program(tmp_path, "", fails=True), tmp_path / "run.lock")
    with pytest.raises(audit.NotChecked, match="flask"):
        audit.vulnerabilities(program(tmp_path, told(skip_reason="not found")), tmp_path / "run.lock")
    with pytest.raises(audit.NotChecked):
        audit.vulnerabilities([str(tmp_path / "nothing")], tmp_path / "run.lock")


def test_what_was_not_checked_is_said_and_has_its_own_exit_code(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert audit.main(["--pip-audit", str(tmp_path / "nothing")]) == audit.NOT_CHECKED
    said = capsys.readouterr().out
    assert "NOT CHECKED" in said
    assert "vulnerabilities were not checked" in said.splitlines()[-1]


def test_nothing_found_is_clean(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert audit.main(["--pip-audit", *program(tmp_path, told(vulns=[]))]) == audit.CLEAN
    assert capsys.readouterr().out.splitlines()[-1] == "audit: licences, secrets and vulnerabilities are right"
