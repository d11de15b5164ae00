"""Who is asking: the cookie of a session, the person behind it, and what they may do during the request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import cast
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, has_request_context, request
from werkzeug.wrappers import Response as AnyResponse

from access.agent import asking_agent
from access.client_address import client_address
from access.settings import Settings
from domain.person import UNKNOWN, VISITOR, Action, Authored, Person, PersonRole, can, require
from geodata.schemas import LANDLORDS
from store.attempts import Attempts
from store.database import StoreUnavailable
from store.devices import KNOWN_FOR_S, Devices
from store.persons import Persons
from store.sessions import Sessions

EXTENSION = "convergence-accounts"
DEMO_PERSONS: Mapping[PersonRole, Person] = MappingProxyType(
    {
        role: Person(f"demo-{role.value}", "", name, role, LANDLORDS[0] if role is PersonRole.LANDLORD else None)
        for role, name in (
            (PersonRole.VISITOR, "Alix (exemple)"),
            (PersonRole.LANDLORD, "Basile (exemple)"),
            (PersonRole.ECONOMY, "Chloé (exemple)"),
            (PersonRole.PLANNER, "David (exemple)"),
            (PersonRole.COHESION, "Esma (exemple)"),
            (PersonRole.WASTE, "Farid (exemple)"),
            (PersonRole.FACILITATOR, "Gaëlle (exemple)"),
        )
    }
)


@dataclass(frozen=True, eq=False)
class Accounts:
    """What signing in needs. `settings` says by which address browsers come, and whether example persons may be used."""

    settings: Settings
    persons: Persons
    sessions: Sessions
    attempts: Attempts
    devices: Devices

    @property
    def cookie(self) -> str:
        """The cookie's name: browsers keep a ``__Host-`` one only from HTTPS, for this very host, whatever a neighbour writes."""
        return "__Host-session" if self.settings.is_secure else "session"

    @property
    def device_cookie(self) -> str:
        """The name of the cookie by which a device is known again."""
        return "__Host-device" if self.settings.is_secure else "device"

    def has_nobody(self) -> bool:
        """Say whether no account was made yet; not so when that cannot be read."""
        try:
            return not self.persons.exist()
        except StoreUnavailable:
            return False

    def is_demo(self) -> bool:
        """Say whether example persons may be used: where it was asked for, in a database that was created for it.

        Raises
        ------
        StoreUnavailable
            That cannot be read.
        """
        return self.settings.offers_demonstration and self.persons.is_demonstration()

    def of_token(self, token: str) -> Person:
        """Return who holds a session's token; the visitor for any other, and `domain.person.UNKNOWN` while sessions cannot be read."""
        if not token:
            return VISITOR
        try:
            holder = self.sessions.holder(token)
            if holder is None:
                return VISITOR
            if holder.person is not None:
                return holder.person
            return DEMO_PERSONS[holder.demo] if holder.demo is not None and self.is_demo() else VISITOR
        except StoreUnavailable as why:
            g.unavailable = why
            return UNKNOWN

    def begin(self, response: AnyResponse, holder: Person | PersonRole, id_token: str | None = None) -> None:
        """Open a session, which replaces the one that asks, and give the browser its token, until it closes; scripts cannot read it.

        `id_token` is what an identity provider asks for when the session ends.

        Raises
        ------
        StoreUnavailable
            Nobody is signed in.
        """
        own = request.cookies.get(self.cookie, "")
        token = self.sessions.open(holder, replacing=own, id_token=id_token, agent=asking_agent())
        g.signed_in = holder.id if isinstance(holder, Person) else DEMO_PERSONS[holder].id
        response.set_cookie(self.cookie, token, path="/", secure=self.settings.is_secure, httponly=True, samesite="Lax")

    def remember_device(self, response: AnyResponse, login: str) -> None:
        """Mark the browser as one from which somebody has signed in: the wrong attempts of others will not keep them out there."""
        mark, secure = self.devices.mark(login), self.settings.is_secure
        if mark is not None:
            response.set_cookie(self.device_cookie, mark, max_age=KNOWN_FOR_S, path="/", secure=secure, httponly=True, samesite="Strict")

    def forget(self, response: AnyResponse) -> None:
        """Take the token back."""
        response.delete_cookie(self.cookie, path="/", secure=self.settings.is_secure, httponly=True, samesite="Lax")


def install_identity(server: Flask, accounts: Accounts) -> None:
    """Let `current_person` answer on `server`; what is told to somebody who has signed in is kept by no cache."""
    server.extensions[EXTENSION] = accounts

    @server.after_request
    def keep_private(response: Response) -> Response:
        if g.get("person", VISITOR) is not VISITOR:
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response


def accounts() -> Accounts | None:
    """Return the accounts of the service that is being asked; None outside a request, and where there are none."""
    return cast("Accounts | None", current_app.extensions.get(EXTENSION)) if has_request_context() else None


def current_person() -> Person:
    """Return who is asking; the visitor when nobody has signed in."""
    known = accounts()
    if known is None:
        return VISITOR
    if "person" not in g:
        g.person = known.of_token(request.cookies.get(known.cookie, ""))
    return cast("Person", g.person)


def session_token() -> str:
    """Return the token of the session that is asking; empty without one."""
    known = accounts()
    return request.cookies.get(known.cookie, "") if known is not None else ""


def remember_this_device(response: AnyResponse) -> None:
    """Mark the browser that is asking anew: another password has made its former mark worth nothing."""
    known = accounts()
    if known is not None:
        known.remember_device(response, current_person().login)


def asking_address() -> str:
    """Return the key under which whoever is asking is counted (see `access.client_address`)."""
    known = accounts()
    return client_address(known.settings) if known is not None else ""


def example_persons() -> tuple[Person, ...]:
    """Return the persons that whoever is asking may be by one click; none unless the service is a demonstration, and can be read."""
    known = accounts()
    try:
        return tuple(DEMO_PERSONS.values()) if known is not None and known.is_demo() else ()
    except StoreUnavailable:
        return ()


def is_demonstration() -> bool:
    """Say whether whoever is asking is an example person: what they tell is made up."""
    return current_person() in DEMO_PERSONS.values()


def allowed(action: Action, thing: Authored | None = None) -> bool:
    """Say whether whoever is asking may do something (see `domain.person.can`)."""
    try:
        return can(current_person(), action, thing) or can(current_person(), action, thing, is_open=_is_demo())
    except StoreUnavailable:
        return False


def demand(action: Action, thing: Authored | None = None) -> None:
    """Raise `domain.person.NotAllowed` unless whoever is asking may do something.

    Raises
    ------
    StoreUnavailable
        It cannot be read who they are: they are not told to sign in, since they may have.
    """
    person = current_person()
    if can(person, action, thing):
        return
    if person is UNKNOWN:
        raise cast("StoreUnavailable", g.unavailable)
    require(person, action, thing, is_open=_is_demo())


def _is_demo() -> bool:
    known = accounts()
    return known is not None and known.is_demo()


def local_path(text: str) -> str:
    """Return a path of this service with its query, to go back to; the map for anything that may lead elsewhere."""
    plain = text.isascii() and text.isprintable() and "\\" not in text
    if not plain or not text.startswith("/") or text.startswith("//"):
        return "/"
    parts = urlsplit(text)
    return "/" if parts.scheme or parts.netloc or parts.path.startswith(("/connexion", "/deconnexion", "/demonstration")) else text


def came_from() -> str:
    """Return the local path of the page from which a request comes, as far as the browser says so."""
    try:
        page = urlsplit(request.referrer or "")
    except ValueError:
        return "/"
    if page.netloc != request.host:
        return "/"
    return local_path(page.path + (f"?{page.query}" if page.query else ""))
