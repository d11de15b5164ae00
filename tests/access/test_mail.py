"""Letters leave once a mail server is set: once each, one process at a time, tried again when it cannot, never with a password in clear."""

from __future__ import annotations

import datetime as dt
import os
import socket
import socketserver
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, cast

import pytest

from access.mail import FIRST_WAIT_S, LEASE_S, Mailer, Relay, mailer_of, message_of
from access.settings import Settings
from domain.authority import Authority
from domain.person import PersonDraft, PersonRole
from store.database import Database
from store.meetings import Meetings
from store.outbox import Email, Outbox
from store.persons import Persons
from store.proposals import Proposals
from store.searches import Searches
from tests.store.people import CHEAP, LANDLORDS, PASSWORD, Clock
from tests.store.proposers import CHIEF, publish

SENDER = "convergence@exemple.fr"


@dataclass
class Mailbox:
    """What a mail server was told; `answers` are its next answers to a recipient, 250 once there are none."""

    port: int = 0
    messages: list[bytes] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)

    def read(self, at: int = -1) -> EmailMessage:
        return cast("EmailMessage", message_from_bytes(self.messages[at], policy=policy.default))


class _Session(socketserver.StreamRequestHandler):
    """Just enough of RFC 5321."""

    def handle(self) -> None:
        box: Mailbox = self.server.box  # type: ignore[attr-defined]
        self._say("220 here")
        while line := self.rfile.readline().decode().strip():
            box.commands.append(line)
            verb = line.split()[0].upper()
            if verb == "DATA":
                self._say("354 go on")
                box.messages.append(self._message())
                self._say("250 kept")
            elif verb == "QUIT":
                self._say("221 bye")
                return
            elif verb == "RCPT" and box.answers:
                self._say(box.answers.pop(0))
            else:
                self._say("250 ok")

    def _message(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        return b"".join(lines)

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@pytest.fixture
def box() -> Iterator[Mailbox]:
    """A mail server on a free port of this machine."""
    made = Mailbox()
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Session) as server:
        server.daemon_threads = True
        server.box = made  # type: ignore[attr-defined]
        made.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield made
        server.shutdown()
        thread.join(timeout=5)


@dataclass
class Office:
    """A database whose landlord has an address, and those who send its letters."""

    database: Database
    box: Mailbox
    clock: Clock

    def mailer(self, port: int | None = None, address: str = "") -> Mailer:
        relay = Relay.of(f"smtp://127.0.0.1:{self.box.port if port is None else port}")
        return Mailer(Outbox(self.database), Searches(self.database), relay, SENDER, address, self.clock)

    def letters(self) -> list[Any]:
        return list(reversed(Outbox(self.database).list(CHIEF)))


@pytest.fixture
def office(tmp_path: Path, box: Mailbox) -> Office:
    """One letter waits."""
    database = Database.open(f"sqlite:///{tmp_path}/convergence.db")
    database.migrate()
    draft = PersonDraft("agent", "Une agente", PersonRole.LANDLORD, "hpr", "agente@exemple.fr")
    Persons(database, CHEAP).create(CHIEF, draft, PASSWORD, LANDLORDS)
    publish(Proposals(database), name="Ancienne épicerie")
    return Office(database, box, Clock())


def test_the_minutes_of_a_meeting_are_attached_to_each_letter(office: Office) -> None:
    meetings, files = Meetings(office.database), {"compte-rendu.pdf": b"%PDF-1.7 \x00minutes", "registre.xlsx": b"PK\x03\x04register"}
    meeting = meetings.create(CHIEF, {"title": "Séance de printemps", "participants": {"others": "jeanne@quartier.fr"}})
    meetings.close(CHIEF, meeting.id, 1, b"archive", "f" * 64)
    meetings.send_minutes(CHIEF, meeting.id, files, "Compte rendu : Séance de printemps", "Bonjour,\n\nVoici.")
    assert [office.mailer().round(), office.mailer().round()] == [3, 0]
    letter = office.box.read()
    assert (letter["To"], letter["Subject"]) == ("jeanne@quartier.fr", "Compte rendu : Séance de printemps")
    assert {part.get_filename(): part.get_content() for part in letter.iter_attachments()} == files
    assert all(one.sent_at for one in meetings.minutes_letters(CHIEF, meeting.id))


def test_a_letter_that_waits_is_sent_once_and_said_to_be(office: Office) -> None:
    mailer = office.mailer(address="https://convergence.exemple.fr")
    assert [mailer.round(), mailer.round()] == [1, 0]
    message = office.box.read()
    assert (message["To"], message["From"]) == ("agente@exemple.fr", f"Convergence <{SENDER}>")
    assert message["Subject"] == "« Ancienne épicerie » est accepté"
    assert message["Message-ID"] == f"<outbox-{office.letters()[0].id}@exemple.fr>"
    assert "Référence : LP-000001" in message.get_content()
    assert message.get_content().rstrip().endswith("https://convergence.exemple.fr")
    letter = office.letters()[0]
    assert letter.sent_at is not None
    assert letter.error is None


def test_a_name_on_two_lines_makes_one_subject_and_no_other_header(office: Office) -> None:
    publish(Proposals(office.database), name="Halle\nBcc: autre@exemple.fr")
    assert office.mailer().round() == 2
    assert office.box.read()["Subject"] == "« Halle Bcc: autre@exemple.fr » est accepté"
    assert office.box.read()["Bcc"] is None
    assert not any("autre@" in command for command in office.box.commands)


def test_a_letter_that_is_not_taken_waits_longer_each_time_and_goes_in_the_end(office: Office) -> None:
    office.box.answers = ["451 4.3.0 plus tard", "451 4.3.0 plus tard"]
    mailer = office.mailer()
    assert mailer.round() == 0
    assert (office.letters()[0].error, office.letters()[0].tries) == ("451 4.3.0 plus tard", 1)
    for wait in (FIRST_WAIT_S, 2 * FIRST_WAIT_S):
        office.clock.now += wait - 1
        assert mailer.round() == 0
        tries = office.letters()[0].tries
        office.clock.now += 1
        sent = mailer.round()
        assert office.letters()[0].tries == tries + 1
    assert sent == 1
    assert len(office.box.messages) == 1


def test_one_that_is_refused_stops_no_other(office: Office) -> None:
    publish(Proposals(office.database), name="Ancienne loge")
    office.box.answers = ["550 5.1.1 inconnu"]
    assert office.mailer().round() == 1
    assert [letter.error for letter in office.letters()] == ["550 5.1.1 inconnu", None]
    assert "loge" in office.box.read()["Subject"]


def test_without_an_answer_everything_stays_and_says_why(office: Office) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    assert office.mailer(port).round() == 0
    letter = office.letters()[0]
    assert letter.sent_at is None
    assert "ConnectionRefused" in letter.error


def test_of_two_processes_one_sends(office: Office) -> None:
    first, second = office.mailer(), office.mailer()
    assert first.round() == 1
    publish(Proposals(office.database), name="Ancienne loge")
    assert second.round() == 0
    office.clock.now += LEASE_S + 1  # the first is no more
    assert second.round() == 1
    assert len(office.box.messages) == 2


def test_a_process_forked_from_the_one_that_sends_does_not_send_too(office: Office) -> None:
    mailer = office.mailer()
    assert mailer.round() == 1
    publish(Proposals(office.database), name="Ancienne loge")
    child = os.fork()
    if not child:
        os._exit(mailer.round())
    assert os.waitpid(child, 0)[1] == 0
    assert len(office.box.messages) == 1


def test_it_goes_on_until_told_to_stop(office: Office) -> None:
    stop, mailer = threading.Event(), office.mailer()
    thread = threading.Thread(target=mailer.run, args=(stop,), daemon=True)
    thread.start()
    for _ in range(200):
        if office.box.messages and office.letters()[0].sent_at:
            break
        stop.wait(0.05)
    stop.set()
    thread.join(timeout=15)
    assert not thread.is_alive()
    assert len(office.box.messages) == 1


def test_a_password_is_not_sent_in_clear_to_another_machine(box: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    here = socket.create_connection
    monkeypatch.setattr(socket, "create_connection", lambda _address, *others: here(("127.0.0.1", box.port), *others))
    with pytest.raises(Exception, match="no encryption"):
        Relay.of("smtp://me:secret@relais.exemple.fr").connect()
    assert not any("AUTH" in command.upper() or "secret" in command for command in box.commands)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("smtp://relais", ("relais", 25, "", False)),
        ("smtp://moi:mot%40passe@relais", ("relais", 587, "moi", False)),
        ("smtps://moi:x@relais", ("relais", 465, "moi", True)),
        ("smtp://relais:2525", ("relais", 2525, "", False)),
    ],
)
def test_a_server_is_named_by_its_address(url: str, told: tuple[str, int, str, bool]) -> None:
    relay = Relay.of(url)
    assert (relay.host, relay.port, relay.user, relay.is_tls) == told
    assert "passe" not in repr(relay)


def test_nobody_sends_where_no_server_is_set(office: Office) -> None:
    assert mailer_of(Settings(), office.database) is None
    made = mailer_of(Settings(smtp_url=f"smtp://127.0.0.1:{office.box.port}", mail_from=SENDER), office.database)
    assert made is not None
    assert made.round() == 1


def test_a_letter_says_whose_service_writes_it() -> None:
    email = Email(1, dt.datetime.now(dt.UTC), "a@exemple.fr", "Objet", "Bonjour.\n", None, None, None, 0)
    message = message_of(email, SENDER, "https://convergence.example", authority=Authority('Métropole, « X » "Y"'))
    (sender,) = message["From"].addresses
    assert (sender.display_name, sender.addr_spec) == ('Convergence · Métropole, « X » "Y"', SENDER)
    assert message.get_content() == 'Bonjour.\nMétropole, « X » "Y"\nhttps://convergence.example\n'
    assert message_of(email, SENDER)["From"] == f"Convergence <{SENDER}>"
