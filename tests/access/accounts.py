"""Services that know persons, for tests: small ones with a clock, and what a browser does with them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from access.account_request import serve_account_requests
from access.identity import Accounts, current_person, install_identity
from access.oidc_routes import leave, provider_of, serve_single_sign_on
from access.origin import install_origin_rule
from access.passwords import serve_passwords
from access.rules import ROUTES, install_rules
from access.security_log import install_security_log
from access.settings import Settings
from access.sign_in import serve_sign_in
from domain.person import Action
from store.account_requests import AccountRequests
from store.attempts import Attempts
from store.database import Database
from store.devices import Devices
from store.identities import Identities
from store.password_links import PasswordLinks
from store.persons import Persons
from store.sessions import Sessions
from tests.store.people import CHEAP, PASSWORD, Clock

OWN = {"Sec-Fetch-Site": "same-origin"}


@dataclass(frozen=True)
class Small:
    """A service with nothing but accounts, whose page ``/who`` says who is asking."""

    server: Flask
    accounts: Accounts
    clock: Clock

    def browser(self) -> FlaskClient:
        return self.server.test_client()


@cache
def _new_database() -> bytes:
    """The bytes of a database of this code's version: a migration takes longer than most tests."""
    with TemporaryDirectory() as directory:
        file = Path(directory) / "convergence.db"
        Database.open(f"sqlite:///{file}").migrate(as_demonstration=True)
        return file.read_bytes()


def small_service(file: Path, clock: Clock | None = None, **settings: object) -> Small:
    """Make a service on the database `file`, which several may share."""
    database = Database.open(f"sqlite:///{file}")
    if not file.exists():
        file.write_bytes(_new_database())
    clock = clock or Clock()
    given = Settings(**{"demo": True, **settings})  # type: ignore[arg-type]
    accounts = Accounts(given, Persons(database, CHEAP), Sessions(database, clock), Attempts(database, clock), Devices(database, clock))
    server = Flask("small", static_folder=None)
    install_identity(server, accounts)
    install_security_log(server)
    install_origin_rule(server)
    provider = provider_of(given, clock)
    serve_sign_in(server, accounts, partial(leave, provider, accounts))
    serve_single_sign_on(server, accounts, Identities(database), provider)
    serve_passwords(server, accounts, PasswordLinks(database, accounts.persons, clock))
    serve_account_requests(server, accounts, AccountRequests(database))
    server.add_url_rule("/who", "who", lambda: f"{current_person().id} {current_person().role.value}")
    install_rules(server, {**ROUTES, "who": Action.READ})
    return Small(server, accounts, clock)


def sign_in(browser: FlaskClient, login: str = "ada", password: str = PASSWORD, to: str = "/", **options: object) -> TestResponse:
    """Send the form as its page does."""
    headers = OWN | dict(options.pop("headers", {}))  # type: ignore[call-overload]
    return browser.post("/connexion", data={"login": login, "password": password, "to": to}, headers=headers, **options)  # type: ignore[arg-type]
