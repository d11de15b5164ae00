"""Settings of the service, read once from the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, EnvSettingsSource, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict

from access.authority import authority
from access.host_names import is_any_address, is_loopback, name_of_url, netloc
from access.mail_address import mail_address
from access.oidc_settings import SingleSignOn, single_sign_on
from access.operator import Operator, operator
from domain.authority import Authority
from domain.reminder import DEFAULT_DAYS, MOST_DAYS
from store.quotas import MB, Quotas

MAX_DIGITS = 9
SHORTEST_KEY = 32
NO = {"0", "false", "no"}
PUBLIC_URL = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?", re.ASCII)
SMTP_URL = re.compile(r"smtps?://([^\s/@:]+(:[^\s/@]*)?@)?([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?/?", re.ASCII)
GEOCODER = "https://data.geopf.fr/geocodage"
GEOCODER_URL = re.compile(r"(https://[A-Za-z0-9.-]+|http://(127\.0\.0\.1|localhost))(:[0-9]{1,5})?(/[A-Za-z0-9._-]+)*/?", re.ASCII)
CACHE = Path("var") / "cache"
STREETS = Path("var") / "streets.parquet"
SNAPSHOTS = Path("var") / "territory"
DATABASE = "sqlite:///var/convergence.db"
DATABASE_SCHEMES = ("sqlite:///", "postgresql+psycopg://")


class SettingsError(ValueError):
    """A setting has a value that cannot be used; the message names it, in French."""


def _whole(low: int, high: int) -> BeforeValidator:
    def check(value: int | str) -> int:
        text = str(value)
        is_number = text.isascii() and text.isdigit() and len(text) <= MAX_DIGITS
        if not is_number or not low <= int(text) <= high:
            raise ValueError(f"nombre entier attendu entre {low} et {high}, reçu « {text} ».")
        return int(text)

    return BeforeValidator(check)


def _switch(value: bool | str) -> bool:
    return value if isinstance(value, bool) else value not in NO


def _database_url(text: str) -> str:
    """Check the form alone; the text is not repeated, since it may hold a password."""
    if not any(text.startswith(scheme) and len(text) > len(scheme) for scheme in DATABASE_SCHEMES):
        raise ValueError("adresse attendue de la forme sqlite:///fichier ou postgresql+psycopg://serveur/base.")
    return text


def _secret(text: str) -> str:
    """Return a key without the blanks around it; it is not repeated."""
    key = text.strip()
    if key and len(key) < SHORTEST_KEY:
        raise ValueError(f"au moins {SHORTEST_KEY} signes attendus.")
    return key


def _public_url(text: str) -> str:
    """Return the address without its final slash; empty when there is none."""
    address = text.rstrip("/")
    if address and not PUBLIC_URL.fullmatch(address):
        raise ValueError(f"adresse attendue de la forme https://nom.exemple.fr, reçu « {text} ».")
    if address.startswith("http:") and not is_loopback(name_of_url(address)):
        raise ValueError(f"les mots de passe passeraient en clair par « {text} », donnez une adresse en https://.")
    return address


def _geocoder_url(text: str) -> str:
    """Return the geocoder's address; empty when there is none."""
    if not text or text in NO:
        return ""
    if not GEOCODER_URL.fullmatch(text):
        raise ValueError(f"adresse attendue de la forme https://nom.exemple.fr/geocodage, ou 0, reçu « {text} ».")
    return text.rstrip("/")


def _smtp_url(text: str) -> str:
    """Check the form alone; the text is not repeated, since it may hold a password."""
    if text and not SMTP_URL.fullmatch(text):
        raise ValueError("adresse attendue de la forme smtp://serveur:port ou smtps://compte:motdepasse@serveur:port.")
    return text


def _reminder_days(given: str | tuple[int, ...]) -> tuple[int, ...]:
    """Return some counts of days, « 30,7 »."""
    texts = [str(one).strip() for one in (given.split(",") if isinstance(given, str) else given)]
    if not all(one.isascii() and one.isdigit() and len(one) <= 3 and 1 <= int(one) <= MOST_DAYS for one in texts):
        raise ValueError(f"nombres de jours entre 1 et {MOST_DAYS} attendus, séparés par des virgules (30,7), reçu « {given} ».")
    return tuple(sorted({int(one) for one in texts}, reverse=True))


def _embed_ancestors(text: str | tuple[str, ...]) -> tuple[str, ...]:
    """Return the sites that may frame a public page: origins, parted by blanks or commas."""
    origins = tuple(text.replace(",", " ").split()) if isinstance(text, str) else text
    wrong = [one for one in origins if not PUBLIC_URL.fullmatch(one) or (one.startswith("http:") and not is_loopback(name_of_url(one)))]
    if wrong:
        raise ValueError(f"sites attendus de la forme https://nom.exemple.fr, reçu « {wrong[0]} ».")
    return origins


ReminderDays = Annotated[tuple[int, ...], NoDecode, BeforeValidator(_reminder_days)]


class Settings(BaseSettings):
    """Every setting, with its variable and its default (docs/settings.md). Made by hand it reads no variable.

    `single_sign_on` comes from the variables of `access.oidc_settings`, `operator` from those of `access.operator`, `authority` from
    those of `access.authority`; of the last two, one name does for both.
    """

    model_config = SettingsConfigDict(frozen=True, extra="forbid", case_sensitive=True, validate_by_name=True, hide_input_in_errors=True)

    host: str = Field("127.0.0.1", validation_alias="HOST")
    port: Annotated[int, _whole(1, 65_535)] = Field(8050, validation_alias="PORT")
    workers: Annotated[int, _whole(1, 64)] = Field(2, validation_alias="WEB_WORKERS")
    threads: Annotated[int, _whole(1, 64)] = Field(24, validation_alias="WEB_THREADS")
    snapshot: Path | None = Field(None, validation_alias="CONVERGENCE_SNAPSHOT")
    snapshots: Path | None = Field(None, validation_alias="CONVERGENCE_SNAPSHOTS")
    mirror: str = Field("", validation_alias="CONVERGENCE_MIRROR")
    online_base_maps: Annotated[bool, BeforeValidator(_switch)] = Field(True, validation_alias="CONVERGENCE_ONLINE_BASE_MAPS")
    osm_extract: Path | None = Field(None, validation_alias="CONVERGENCE_OSM")
    gtfs: Path | None = Field(None, validation_alias="CONVERGENCE_GTFS")
    solvers: Annotated[int, _whole(1, 64)] = Field(1, validation_alias="SOLVERS")
    organisation_proposals: Annotated[int, _whole(1, 10_000_000)] = Field(Quotas().proposals, validation_alias="ORGANISATION_PROPOSALS")
    organisation_mb: Annotated[int, _whole(1, 10_000_000)] = Field(Quotas().size // MB, validation_alias="ORGANISATION_MB")
    dask_scheduler: str = Field("", validation_alias="DASK_SCHEDULER")
    database_url: Annotated[str, BeforeValidator(_database_url)] = Field(DATABASE, validation_alias="DATABASE_URL", repr=False)
    backup_key: Annotated[str, BeforeValidator(_secret)] = Field("", validation_alias="BACKUP_KEY", repr=False)
    metrics_token: Annotated[str, BeforeValidator(_secret)] = Field("", validation_alias="METRICS_TOKEN", repr=False)
    public_url: Annotated[str, BeforeValidator(_public_url)] = Field("", validation_alias="PUBLIC_URL")
    demo: Annotated[bool, BeforeValidator(_switch)] = Field(False, validation_alias="DEMO")
    embed_ancestors: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_embed_ancestors)] = Field((), validation_alias="EMBED_ANCESTORS")
    smtp_url: Annotated[str, BeforeValidator(_smtp_url)] = Field("", validation_alias="SMTP_URL", repr=False)
    reminder_days: ReminderDays = Field(DEFAULT_DAYS, validation_alias="REMINDER_DAYS")
    mail_from: Annotated[str, BeforeValidator(mail_address)] = Field("", validation_alias="MAIL_FROM")
    geocoder_url: Annotated[str, BeforeValidator(_geocoder_url)] = Field("", validation_alias="GEOCODER_URL")
    streets: Path | None = Field(None, validation_alias="CONVERGENCE_STREETS")
    single_sign_on: SingleSignOn | None = None
    operator: Operator = Operator()
    authority: Authority = Authority()

    @property
    def received(self) -> Path:
        """The folder of the dated snapshots: beside the frames of the snapshot that a setting names, unless told otherwise."""
        return self.snapshots or (self.snapshot / "received" if self.snapshot else SNAPSHOTS)

    @property
    def quotas(self) -> Quotas:
        """What each organisation may keep; files are counted in millions of bytes by the setting, in bytes here."""
        return Quotas(self.organisation_proposals, MB * self.organisation_mb)

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
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], init_settings: PydanticBaseSettingsSource, *_others: Any, **_variables: Any
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Take what is given alone: variables are read by `from_env`."""
        return (init_settings,)

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> Settings:
        """Read `env` (the process's environment by default); an empty variable is as one that is not given.

        Raises
        ------
        SettingsError
            When a number is not one or lies outside its bounds, an address has another form than expected, or two settings cannot
            go together.
        """
        env = os.environ if env is None else env
        try:
            given = {"CONVERGENCE_STREETS": STREETS} | _Environment(cls, env)() | {"single_sign_on": single_sign_on(env)} | _whose(env)
            settings = cls(**given)
        except ValidationError as error:
            raise SettingsError(_sentence(error)) from None
        except ValueError as error:
            raise SettingsError(str(error)) from None
        _check_together(settings)
        if env.get("GEOCODER_URL") or not settings.online_base_maps:
            return settings
        return settings.model_copy(update={"geocoder_url": GEOCODER})


def _whose(env: Mapping[str, str]) -> dict[str, Any]:
    """Return who runs the service and whose it is: where one name alone was given, it is that of both."""
    runs = operator(env)
    shown = authority(env, runs.name)
    return {"operator": replace(runs, name=runs.name or shown.name), "authority": shown}


class _Environment(EnvSettingsSource):
    """Reads the variables that are given, which need not be those of the process."""

    def __init__(self, settings: type[BaseSettings], env: Mapping[str, str]) -> None:
        variables = {field.validation_alias for field in settings.model_fields.values()}
        self._given = {name: value for name, value in env.items() if value and name in variables}
        super().__init__(settings)

    def _load_env_vars(self) -> Mapping[str, str | None]:
        return self._given


def _sentence(error: ValidationError) -> str:
    """Return the first error, led by the name of its variable."""
    first = error.errors()[0]
    return f"{first['loc'][0]} : {first['ctx']['error']}"


def _check_together(settings: Settings) -> None:
    """Refuse a demonstration wherever another machine could become an example person, and a mail server without a sender."""
    what = "DEMO : le mode démonstration ouvre tous les rôles sans mot de passe"
    if settings.demo and settings.public_url:
        raise SettingsError(f"{what}, il ne peut pas aller avec PUBLIC_URL.")
    if settings.demo and not is_loopback(settings.host):
        raise SettingsError(f"{what}, il ne va qu'avec une adresse locale (HOST=127.0.0.1). Donnez DEMO=0, ou PUBLIC_URL.")
    if settings.smtp_url and not settings.mail_from:
        raise SettingsError("MAIL_FROM : à donner avec SMTP_URL, c'est l'adresse qui envoie les courriels.")
