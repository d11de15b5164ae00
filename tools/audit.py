"""``make audit``: licences of the locked packages, secrets in the tracked files, known vulnerabilities of the locked packages.

Exit codes: 0 all is checked and nothing is found; 1 something is found; 3 nothing is found, but vulnerabilities could not be checked.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from email.message import Message
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CLEAN, FOUND, NOT_CHECKED = 0, 1, 3
SHIPPED, TOOLS = ("run",), ("test",)
"""Locks of what the product is made of, and of what is only run beside it."""
AUDITED = (*SHIPPED, *TOOLS)
LOCKED = re.compile(r"^(?P<name>[A-Za-z0-9][A-Za-z0-9._-]*)==(?P<version>[^\s;\\]+)", re.MULTILINE)
PIP_AUDIT_S = 600

# Licences

FREE = re.compile(
    r"(mit(-0|-cmu| license)?|(0|[2-4]-clause )?bsd([ -][2-4]-clause)?( license)?|isc( license)?|zlib|cc0-1\.0|cc-by-4\.0|hpnd|"
    r"zope public license|"
    r"apache([ -]2(\.0)?)?( with llvm-exception)?|apache software license|psf(-2\.0)?|python-2\.0|python software foundation license|"
    r"(the )?unlicense|mpl[ -]2\.0|mozilla public license 2\.0( \(mpl 2\.0\))?|lgpl-(2\.1|3\.0)-(only|or-later))"
)
TOOL_ONLY = re.compile(r"gpl-[23]\.0(-only|-or-later)?|gnu general public license v[23]( or later)?( \(gplv[23]\+?\))?")
"""Licences that bind whoever gives the program away: right for a tool that is run here, not for what the product is made of."""


def licence_of(metadata: Message) -> str:
    """Return what a package says of its licence: its SPDX expression, else its classifiers, else the first line of its free text."""
    expression = metadata.get("License-Expression")
    if expression:
        return str(expression)
    classes = [line.rpartition(" :: ")[2] for line in metadata.get_all("Classifier", []) if line.startswith("License :: ")]
    exact = [name for name in classes if name != "OSI Approved"]
    return " AND ".join(exact) or str(metadata.get("License") or "").strip().partition("\n")[0]


def is_accepted(licence: str, shipped: bool) -> bool:
    """Say whether a licence is one of those that we know and accept; an expression holds by one side of OR and all sides of AND."""
    text = " ".join(licence.lower().replace("(", " ( ").replace(")", " ) ").split()).replace("( ", "(").replace(" )", ")")
    return any(all(_is_known(part, shipped) for part in re.split(r" and ", side)) for side in re.split(r" or (?!later)", text))


def _is_known(part: str, shipped: bool) -> bool:
    plain = part.strip()
    plain = plain[1:-1] if plain.startswith("(") and plain.endswith(")") else plain
    return bool(FREE.fullmatch(plain) or (not shipped and TOOL_ONLY.fullmatch(plain)))


def locked(names: Iterable[str], root: Path = ROOT) -> dict[str, str]:
    """Return the version of each package of some locks."""
    texts = [(root / "requirements" / f"{name}.lock").read_text("utf-8") for name in names]
    return {found["name"]: found["version"] for text in texts for found in LOCKED.finditer(text)}


def refused_licences(packages: Mapping[str, bool]) -> Iterator[str]:
    """Tell of each installed package (name, whether it is shipped) whose licence is not accepted, and count those that are not here."""
    absent = []
    for name, shipped in sorted(packages.items()):
        try:
            licence = licence_of(metadata.metadata(name))  # type: ignore[arg-type]
        except metadata.PackageNotFoundError:
            absent.append(name)
            continue
        if not is_accepted(licence, shipped):
            yield f"licence: {name} says « {licence or 'nothing'} »: not one of those that tools/audit.py accepts"
    if absent:
        print(f"licences: not installed on this machine, so not read: {', '.join(absent)}")


# Secrets

PLACEHOLDERS = {"password", "secret", "motdepasse", "passe", "mot%40passe", "p", "pw", "x"}
"""What examples and tests write where a password would be."""
SECRETS: Mapping[str, re.Pattern[str]] = {
    "a private key": re.compile(r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----"),
    "a token of AWS": re.compile(r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"),
    "a token of GitHub": re.compile(r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{40,})"),
    "a token of GitLab": re.compile(r"\bglpat-[A-Za-z0-9_-]{20}"),
    "a token of Slack": re.compile(r"\bxox[abeprs]-[A-Za-z0-9-]{10,}"),
    "a token of Google": re.compile(r"\bAIza[0-9A-Za-z_-]{35}\b"),
    "a token of a package index": re.compile(r"\b(?:pypi-AgE[A-Za-z0-9_-]{20,}|npm_[A-Za-z0-9]{36})"),
    "a signed token": re.compile(r"\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}"),
    "a password in an address": re.compile(r"\b[a-z][a-z0-9+.-]*://[^\s:/@\"'`<>{}\[\]]*:(?P<word>[^\s:/@\"'`<>{}\[\]]+)@"),
    "a secret that is assigned": re.compile(
        r"(?i)\b(?:api|access|secret|client|private)?_?(?:key|token|secret|password|passwd)[\"']?\s*[:=]\s*[\"'][A-Za-z0-9+/_=-]{32,}[\"']"
    ),
}


def secrets_in(text: str) -> Iterator[tuple[int, str]]:
    """Give the line (from 1) and the kind of each thing that looks like a secret; the secret itself is never repeated."""
    for kind, pattern in SECRETS.items():
        for found in pattern.finditer(text):
            if found.groupdict().get("word", "").lower() not in PLACEHOLDERS:
                yield text.count("\n", 0, found.start()) + 1, kind


def tracked_files(root: Path = ROOT) -> list[Path]:
    """Return the files that git follows."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, check=True, capture_output=True).stdout.decode()
    return [root / name for name in listed.split("\0") if name]


def found_secrets(files: Sequence[Path], root: Path = ROOT) -> Iterator[str]:
    """Tell where a file holds what looks like a secret; bytes that are no text are read as if they were."""
    for file in files:
        if not file.is_file():
            continue
        for line, kind in secrets_in(file.read_bytes().decode("utf-8", "replace")):
            yield f"secret: {file.relative_to(root)}, line {line}: {kind}"


# Vulnerabilities


class NotChecked(RuntimeError):  # noqa: N818 - a state of the world
    """The database of vulnerabilities could not be asked; the message says why."""


def vulnerabilities(program: Sequence[str], lock: Path) -> list[str]:
    """Ask pip-audit for the known vulnerabilities of the packages of a lock.

    Raises
    ------
    NotChecked
        It is not there, or could not reach its database.
    """
    command = [*program, "-r", str(lock), "--require-hashes", "--disable-pip", "-s", "osv", "-f", "json", "--progress-spinner", "off"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PIP_AUDIT_S, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotChecked(str(error)) from error
    try:
        dependencies = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError, TypeError) as error:
        raise NotChecked((done.stderr.strip().splitlines() or ["pip-audit said nothing"])[-1][:300]) from error
    unread = [item["name"] for item in dependencies if "skip_reason" in item]
    if unread:
        raise NotChecked(f"{len(unread)} packages of {lock.name} were skipped, such as {unread[0]}")
    return [_sentence(item, known) for item in dependencies for known in item.get("vulns", [])]


def _sentence(package: Mapping[str, str], known: Mapping[str, object]) -> str:
    fixed = known.get("fix_versions")
    mended = f", mended in {', '.join(map(str, fixed))}" if isinstance(fixed, list) and fixed else ", not mended yet"
    return f"vulnerability: {package['name']} {package['version']}: {known['id']}{mended}"


# All of it


def main(arguments: Sequence[str] | None = None) -> int:
    """Check everything, print what is found, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pip-audit", default=".venv-audit/bin/pip-audit", help="the program")
    arguments_given = parser.parse_args(arguments)
    packages = {**dict.fromkeys(locked(TOOLS), False), **dict.fromkeys(locked(SHIPPED), True)}
    found = [*refused_licences(packages), *found_secrets(tracked_files())]
    code = CLEAN
    for name in AUDITED:
        try:
            found += vulnerabilities([arguments_given.pip_audit], ROOT / "requirements" / f"{name}.lock")
        except NotChecked as why:
            code = NOT_CHECKED
            print(f"vulnerabilities: NOT CHECKED, the database could not be asked for requirements/{name}.lock ({why})")
            break
    print("\n".join([*found, conclusion(len(found), code)]))
    return FOUND if found else code


def conclusion(count: int, code: int) -> str:
    """Return the last line: what was found, and what nobody looked at."""
    sentence = f"audit: {count} found" if count else "audit: licences and secrets are right"
    if code == NOT_CHECKED:
        return f"{sentence}; vulnerabilities were not checked: do it again where the network is on"
    return sentence if count else "audit: licences, secrets and vulnerabilities are right"


if __name__ == "__main__":
    sys.exit(main())
