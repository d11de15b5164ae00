"""Settings of the service, read once from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

MAX_DIGITS = 9
DATABASE_SCHEMES = ("sqlite:///", "postgresql+psycopg://")


class SettingsError(ValueError):
    """A setting has a value that cannot be used; the message names it, in French."""


@dataclass(frozen=True)
class Settings:
    """Every setting, with its default. See the table in README.md."""

    host: str = "127.0.0.1"
    port: int = 8050
    workers: int = 2
    threads: int = 4
    snapshot: Path | None = None
    online_base_maps: bool = True
    osm_extract: Path | None = None
    solvers: int = 1
    dask_scheduler: str = ""
    database_url: str = field(default="sqlite:///var/convergence.db", repr=False)  # may hold a password

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> Settings:
        """Read `env` (the process's environment by default).

        Raises
        ------
        SettingsError
            When a number is not one or lies outside its bounds, or an address has another form than expected.
        """
        env = os.environ if env is None else env
        snapshot, extract = env.get("CONVERGENCE_SNAPSHOT"), env.get("CONVERGENCE_OSM")
        return cls(
            host=env.get("HOST") or cls.host,
            port=_whole(env, "PORT", cls.port, 1, 65535),
            workers=_whole(env, "WEB_WORKERS", cls.workers, 1, 64),
            threads=_whole(env, "WEB_THREADS", cls.threads, 1, 64),
            snapshot=Path(snapshot) if snapshot else None,
            online_base_maps=env.get("CONVERGENCE_ONLINE_BASE_MAPS", "1") not in {"0", "false", "no"},
            osm_extract=Path(extract) if extract else None,
            solvers=_whole(env, "SOLVERS", cls.solvers, 1, 64),
            dask_scheduler=env.get("DASK_SCHEDULER", ""),
            database_url=_database_url(env.get("DATABASE_URL") or cls.database_url),
        )


def _whole(env: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    text = env.get(name)
    if not text:
        return default
    is_number = text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS
    if not is_number or not low <= int(text) <= high:
        raise SettingsError(f"{name} : nombre entier attendu entre {low} et {high}, reçu « {text} ».")
    return int(text)


def _database_url(text: str) -> str:
    """Check the form alone; the text is not repeated, since it may hold a password."""
    if not any(text.startswith(scheme) and len(text) > len(scheme) for scheme in DATABASE_SCHEMES):
        raise SettingsError("DATABASE_URL : adresse attendue de la forme sqlite:///fichier ou postgresql+psycopg://serveur/base.")
    return text
