"""An application with one person for each role and two landlords, asked directly."""

from __future__ import annotations

from pathlib import Path

from flask.testing import FlaskClient

from access.identity import EXTENSION, Accounts
from access.settings import Settings
from app import create_app
from callbacks.application import Convergence
from domain.person import PersonDraft, PersonRole
from geodata.territory import Territory
from tests.access.accounts import sign_in
from tests.store.people import CHIEF, LANDLORDS, PASSWORD, enrol

LAVERIE = {"name": "Ancienne laverie", "area_m2": "140", "lon": "5,3691", "lat": "43.3487"}
HALLE = {"name": "Halle aux grains", "area_m2": "900", "lon": 5.6300, "lat": 43.2950}


def peopled_app(territory: Territory, folder: Path) -> Convergence:
    """Make the whole application on a database of its own: `<role>.x` for each role, `rival.x` for another landlord."""
    made = create_app(Settings(demo=True, database_url=f"sqlite:///{folder / 'convergence.db'}"), territory)
    for role in PersonRole:
        enrol(accounts_of(made).persons, f"{role.value}.x", role)
    rival = PersonDraft("rival.x", "Personne rival.x", PersonRole.LANDLORD, "mlo")
    accounts_of(made).persons.create(CHIEF, rival, PASSWORD, LANDLORDS)
    return made


def accounts_of(app: Convergence) -> Accounts:
    return app.server.extensions[EXTENSION]


def browser_of(app: Convergence, who: str | None) -> FlaskClient:
    """Return a browser in which `who` has signed in; None for nobody."""
    browser = app.server.test_client()
    if who is not None:
        assert sign_in(browser, f"{who}.x").status_code == 303
    return browser
