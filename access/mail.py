"""E-mail: what waits in the outbox is sent by one process at a time, tried again when the server cannot, and never lost."""

from __future__ import annotations

import os
import smtplib
import ssl
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from secrets import token_hex
from threading import Event
from types import MappingProxyType
from urllib.parse import unquote, urlsplit

from access.link_address import link_address
from access.settings import Settings
from domain.authority import Authority
from i18n import gettext as _
from store.database import Database, StoreUnavailable
from store.outbox import LINK, Email, Outbox
from store.password_links import PasswordLinks
from store.persons import Persons
from store.searches import Searches

LEASE = "outbox"
LEASE_S = 120.0
PAUSE_S = 10.0
TIMEOUT_S = 20.0
FIRST_WAIT_S, LONGEST_WAIT_S = 60.0, 6 * 3_600.0
"""Between tries, each wait twice the last; after the last of `store.outbox.MOST_TRIES`, a day later, an email stays with its error."""
SUBTYPES = {"pdf": "pdf", "xlsx": "vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
"""Of the files that letters carry, which are all of type « application »."""
NO_FILES: Mapping[str, bytes] = MappingProxyType({})
NOBODY = Authority()
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True)
class Relay:
    """The server that takes our messages. `is_tls`: encrypted from the first byte; else as soon as the server offers to."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    is_tls: bool

    @classmethod
    def of(cls, url: str) -> Relay:
        """Read ``smtp://user:password@host:port`` or ``smtps://…``; port 25, 587 with a user, 465 for smtps unless given.

        Raises
        ------
        ValueError
            The address has another form.
        """
        parts = urlsplit(url)
        if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or parts.path not in {"", "/"}:
            raise ValueError("smtp://host:port expected")
        is_tls = parts.scheme == "smtps"
        port = parts.port or (465 if is_tls else 587 if parts.username else 25)
        return cls(parts.hostname, port, unquote(parts.username or ""), unquote(parts.password or ""), is_tls)

    def connect(self) -> smtplib.SMTP:
        """Open a connection; a password goes to another machine over an encrypted one only.

        Raises
        ------
        OSError, smtplib.SMTPException
            The server does not answer, or does not want us.
        """
        safe = ssl.create_default_context()
        if self.is_tls:
            server: smtplib.SMTP = smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT_S, context=safe)
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=TIMEOUT_S)
        try:
            self._greet(server, safe)
        except BaseException:
            server.close()
            raise
        return server

    def _greet(self, server: smtplib.SMTP, safe: ssl.SSLContext) -> None:
        server.ehlo()
        if not self.is_tls and server.has_extn("starttls"):
            server.starttls(context=safe)
            server.ehlo()
        elif not self.is_tls and self.user and self.host not in LOCAL:
            raise smtplib.SMTPException("the server offers no encryption: the password is not sent")
        if self.user:
            server.login(self.user, self.password)


def message_of(
    email: Email, sender: str, address: str = "", link: str = "", files: Mapping[str, bytes] = NO_FILES, authority: Authority = NOBODY
) -> EmailMessage:
    """Return a message as it is sent, with the `link` or the `files` that it carries.

    It is ended by the name of the authority and the product's `address`, where there are any. Its id is that of its row: should it go
    twice, the reader's server can tell.
    """
    message = EmailMessage()
    message["From"] = formataddr((authority.title, sender))
    message["To"] = email.to_address
    message["Subject"] = " ".join(email.subject.split())
    message["Date"] = format_datetime(email.at)
    message["Message-ID"] = f"<outbox-{email.id}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    body = email.body.replace(LINK, link) if email.link else email.body
    signature = [line for line in (authority.name, address) if line]
    message.set_content("\n".join([body.rstrip(), *signature, ""]) if signature else body)
    for name, data in files.items():
        message.add_attachment(data, maintype="application", subtype=SUBTYPES[name.rpartition(".")[2]], filename=name)
    return message


def mailer_of(settings: Settings, database: Database) -> Mailer | None:
    """Return who sends the emails of a database; nobody where no server is set."""
    if not settings.smtp_url:
        return None
    links = PasswordLinks(database, Persons(database))
    relay, outbox, searches = Relay.of(settings.smtp_url), Outbox(database), Searches(database)
    return Mailer(outbox, searches, relay, settings.mail_from, settings.address, links=links, authority=settings.authority)


class Mailer:
    """Empties the outbox, round after round. Of several processes, the one that holds the lease does.

    A message that was sent while the process was killed goes again: told twice is better than never.
    """

    def __init__(
        self,
        outbox: Outbox,
        searches: Searches,
        relay: Relay,
        sender: str,
        address: str = "",
        clock: Callable[[], float] = time.time,
        links: PasswordLinks | None = None,
        authority: Authority = NOBODY,
    ) -> None:
        self._outbox, self._searches, self._relay, self._clock, self._links = outbox, searches, relay, clock, links
        self._sender, self._address, self._authority = sender, address, authority
        self._token = token_hex(8)
        self._not_before: dict[int, float] = {}

    @property
    def _holder(self) -> str:
        """Who this is, for the lease: processes forked from one that made it share everything but their number."""
        return f"{self._token}.{os.getpid()}"

    def run(self, stop: Event | None = None) -> None:
        """Go on until told to stop; what cannot be read or written now is left for the next round."""
        stop = stop or Event()
        while not stop.is_set():
            with suppress(StoreUnavailable):
                self.round()
            stop.wait(PAUSE_S)

    def round(self) -> int:
        """Send what is due, when no other process does so; return how many messages went."""
        if not self._has_lease():
            return 0
        due = [email for email in self._outbox.pending() if self._is_due(email)]
        if not due:
            return 0
        try:
            server = self._relay.connect()
        except (OSError, smtplib.SMTPException) as error:
            for email in due:
                self._put_off(email, error)
            return 0
        with suppress(OSError, smtplib.SMTPException), server:
            return sum(self._send(server, email) for email in due if self._has_lease())
        return 0

    def _has_lease(self) -> bool:
        now = self._clock()
        self._searches.start(LEASE, "mail", "", b"", {}, finished=False)
        return self._searches.claim(LEASE, self._holder, LEASE_S, now)

    def _is_due(self, email: Email) -> bool:
        return self._not_before.get(email.id, 0.0) <= self._clock()

    def _send(self, server: smtplib.SMTP, email: Email) -> bool:
        link = self._link(email)
        if link is None:
            self._outbox.give_up(email.id, _("Ce compte n'attend plus de lien : rien n'a été envoyé."))
            return False
        try:
            server.send_message(message_of(email, self._sender, self._address, link, self._outbox.files(email), self._authority))
        except (OSError, ValueError, smtplib.SMTPException) as error:
            self._put_off(email, error)
            return False
        self._outbox.sent(email.id)
        self._not_before.pop(email.id, None)
        return True

    def _link(self, email: Email) -> str | None:
        """Return the link that an email carries, made as it leaves; empty for one that carries none, None where none may be made."""
        if email.link is None or email.person_id is None:
            return ""
        token = self._links.make(email.person_id, email.link) if self._links else None
        return token and link_address(self._address, token)

    def _put_off(self, email: Email, error: Exception) -> None:
        """Keep why, and wait twice as long as the last time."""
        self._outbox.failed(email.id, error_text(error))
        self._not_before[email.id] = self._clock() + min(FIRST_WAIT_S * 2**email.tries, LONGEST_WAIT_S)


def error_text(error: Exception) -> str:
    """Return what a server answered, or what kept us from it: one short line without any address or password."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answer = next(iter(error.recipients.values()), (0, b""))
        return _line(f"{answer[0]} {_text(answer[1])}")
    if isinstance(error, smtplib.SMTPResponseException):
        return _line(f"{error.smtp_code} {_text(error.smtp_error)}")
    return _line(f"{type(error).__name__}: {error}")


def _text(answer: bytes | str) -> str:
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer)


def _line(text: str) -> str:
    return " ".join(text.split())[:300]
