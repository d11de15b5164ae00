"""Settings of the service, read once from the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from access.host_names import is_any_address, is_loopback, name_of_url, netloc
from access.oidc_settings import SingleSignOn, single_sign_on
from store.quotas import MB, Quotas

MAX_DIGITS = 9
SHORTEST_KEY = 32
NO = {"0", "false", "no"}
PUBLIC_URL = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?", re.ASCII)
SMTP_URL = re.compile(r"smtps?://([^\s/@:]+(:[^\s/@]*)?@)?([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?/?", re.ASCII)
MAIL_ADDRESS = re.compile(r"[^\s@<>,;:\"\\]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*", re.ASCII)
GEOCODER = "https://data.geopf.fr/geocodage"
GEOCODER_URL = re.compile(r"(https://[A-Za-z0-9.-]+|http://(127\.0\.0\.1|localhost))(:[0-9]{1,5})?(/[A-Za-z0-9._-]+)*/?", re.ASCII)
STREETS = Path("var") / "streets.parquet"
DATABASE_SCHEMES = ("sqlite:///", "postgresql+psycopg://")


class SettingsError(ValueError):
    """A setting has a value that cannot be used; the message names it, in French."""


@dataclass(frozen=True)
class Settings:
    """Every setting, with its default. See docs/settings.md."""

    host: str = "127.0.0.1"
    port: int = 8050
    workers: int = 2
    threads: int = 16
    snapshot: Path | None = None
    online_base_maps: bool = True
    osm_extract: Path | None = None
    solvers: int = 1
    quotas: Quotas = field(default_factory=Quotas)
    dask_scheduler: str = ""
    database_url: str = field(default="sqlite:///var/convergence.db", repr=False)  # may hold a password
    backup_key: str = field(default="", repr=False)
    public_url: str = ""
    demo: bool = False
    smtp_url: str = field(default="", repr=False)  # may hold a password
    mail_from: str = ""
    geocoder_url: str = ""
    streets: Path | None = None
    single_sign_on: SingleSignOn | None = None

    @property
    def is_secure(self) -> bool:
        """Whether browsers reach the service by HTTPS, so that its cookies may say that they travel by it alone."""
        return self.public_url.startswith("https://")

    @property
    def address(self) -> str:
        """By which browsers reach the service: what every address that leaves (exports, e-mails, single sign-on) begins with."""
        return self.public_url or f"http://{netloc('127.0.0.1' if is_any_address(self.host) else self.host, self.port)}"

    @property
    def offers_demonstration(self) -> bool:
        """Whether example persons were asked for, on an address that this machine alone reaches."""
        return self.demo and not self.public_url and is_loopback(self.host)

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
            online_base_maps=env.get("CONVERGENCE_ONLINE_BASE_MAPS", "1") not in NO,
            osm_extract=Path(extract) if extract else None,
            solvers=_whole(env, "SOLVERS", cls.solvers, 1, 64),
            quotas=_quotas(env),
            dask_scheduler=env.get("DASK_SCHEDULER", ""),
            database_url=_database_url(env.get("DATABASE_URL") or cls.database_url),
            backup_key=_backup_key(env.get("BACKUP_KEY", "")),
            public_url=_public_url(env.get("PUBLIC_URL", "")),
            demo=_demo(env),
            smtp_url=_smtp_url(env),
            mail_from=_mail_from(env),
            geocoder_url=_geocoder_url(env),
            streets=Path(env.get("CONVERGENCE_STREETS") or STREETS),
            single_sign_on=_single_sign_on(env),
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


def _backup_key(text: str) -> str:
    """Return the key without the blanks around it; it is not repeated."""
    key = text.strip()
    if key and len(key) < SHORTEST_KEY:
        raise SettingsError(f"BACKUP_KEY : au moins {SHORTEST_KEY} signes attendus.")
    return key


def _quotas(env: Mapping[str, str]) -> Quotas:
    """Return what each organisation may keep; files are counted in millions of bytes."""
    places = _whole(env, "ORGANISATION_PROPOSALS", Quotas().proposals, 1, 10_000_000)
    return Quotas(places, MB * _whole(env, "ORGANISATION_MB", Quotas().size // MB, 1, 10_000_000))


def _public_url(text: str) -> str:
    """Return the address without its final slash; empty when there is none."""
    address = text.rstrip("/")
    if address and not PUBLIC_URL.fullmatch(address):
        raise SettingsError(f"PUBLIC_URL : adresse attendue de la forme https://nom.exemple.fr, reçu « {text} ».")
    if address.startswith("http:") and not is_loopback(name_of_url(address)):
        raise SettingsError(f"PUBLIC_URL : les mots de passe passeraient en clair par « {text} », donnez une adresse en https://.")
    return address


def _geocoder_url(env: Mapping[str, str]) -> str:
    """Return the geocoder's address: the official one by default where maps come from the network, none where they do not."""
    text = env.get("GEOCODER_URL", "") or (GEOCODER if env.get("CONVERGENCE_ONLINE_BASE_MAPS", "1") not in NO else "0")
    if text in NO:
        return ""
    if not GEOCODER_URL.fullmatch(text):
        raise SettingsError(f"GEOCODER_URL : adresse attendue de la forme https://nom.exemple.fr/geocodage, ou 0, reçu « {text} ».")
    return text.rstrip("/")


def _demo(env: Mapping[str, str]) -> bool:
    """Say whether example persons were asked for; refused wherever another machine could become one of them."""
    text = env.get("DEMO", "")
    if not text or text in NO:
        return False
    if env.get("PUBLIC_URL"):
        raise SettingsError("DEMO : le mode démonstration ouvre tous les rôles sans mot de passe, il ne peut pas aller avec PUBLIC_URL.")
    if not is_loopback(env.get("HOST") or Settings.host):
        what = "DEMO : le mode démonstration ouvre tous les rôles sans mot de passe, il ne va qu'avec une adresse locale (HOST=127.0.0.1)"
        raise SettingsError(f"{what}. Donnez DEMO=0, ou PUBLIC_URL.")
    return True


def _single_sign_on(env: Mapping[str, str]) -> SingleSignOn | None:
    try:
        return single_sign_on(env)
    except ValueError as error:
        raise SettingsError(str(error)) from error


def _smtp_url(env: Mapping[str, str]) -> str:
    """Check the form alone; the text is not repeated, since it may hold a password."""
    text = env.get("SMTP_URL", "")
    if text and not SMTP_URL.fullmatch(text):
        raise SettingsError("SMTP_URL : adresse attendue de la forme smtp://serveur:port ou smtps://compte:motdepasse@serveur:port.")
    return text


def _mail_from(env: Mapping[str, str]) -> str:
    """Return the address that sends; one is needed as soon as there is a server to send by."""
    text = env.get("MAIL_FROM", "")
    if text and not MAIL_ADDRESS.fullmatch(text):
        raise SettingsError(f"MAIL_FROM : adresse électronique attendue, reçu « {text} ».")
    if env.get("SMTP_URL") and not text:
        raise SettingsError("MAIL_FROM : à donner avec SMTP_URL, c'est l'adresse qui envoie les courriels.")
    return text
