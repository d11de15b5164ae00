"""The archive of a closed meeting: made again identical on any installation, refused once a byte of it is changed."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from cli.replay import replay as command
from domain.authority import Letterhead, Logo
from reports.minutes import minutes, signed
from reports.replay import replay
from services.meeting_archive import AUTHORITY, GAINS, MINUTES, Archive, ArchiveChanged, files_of, gains_table, packed
from services.meeting_surroundings import frozen_letterhead

FROZEN: dict[str, Any] = {
    "format": 1,
    "language": "fr",
    "closed_at": "2027-03-31T10:00:00+00:00",
    "is_exercise": True,
    "meeting": {
        "id": "m1",
        "title": "Printemps <script>",
        "day": "2027-03-31",
        "place": "Hôtel",
        "participants": {"waste": "Farid"},
        "decisions": [
            {
                "id": "d1",
                "question": "Où ?",
                "material": "",
                "options": [{"kind": "place", "ref": "p1", "words": "Halle"}, {"kind": "text", "ref": "", "words": "Nulle part"}],
                "positions": {"waste": {"stance": "reserve", "words": "le loyer"}},
                "outcome": {"option": "place.p1", "words": "Halle", "why": "au plus près"},
            }
        ],
    },
    "commitments": [
        {"id": "c1", "actor": "waste", "kind": "funding", "what": "un don", "amount": 41000.0, "unit": "€", "deadline": "", "condition": "",
         "is_lifted": False, "status": "planned", "reason": "", "decision": "d1", "place": ""},
    ],
}  # fmt: skip
PLACES = {"p1": {"id": "p1", "name": "Halle", "is_example": True}}


def frozen_files() -> dict[str, bytes]:
    gains = gains_table(FROZEN, {}, PLACES)
    return files_of(FROZEN, {}, PLACES, gains, minutes(FROZEN, gains))


def archive() -> Archive:
    return packed(frozen_files())


def test_an_archive_is_made_again_identical_and_the_same_meeting_always_makes_the_same() -> None:
    made = archive()
    found = replay(made.data)
    assert (found.title, found.fingerprint, found.is_exercise) == ("Printemps <script>", made.fingerprint, True)
    assert archive() == made


def test_the_letterhead_of_a_meeting_is_frozen_with_it_whatever_the_settings_become() -> None:
    letterhead = Letterhead("Communauté <b>", "#7a1f5c", Logo("image/png", b"logo", 4.0, 1.0))
    gains = gains_table(FROZEN, {}, PLACES)
    page = minutes(FROZEN, gains, letterhead)
    assert letterhead.logo and letterhead.logo.data_uri in page and 'alt="Communauté &lt;b&gt;"' in page and "#7a1f5c" in page
    frozen = files_of(FROZEN, {}, PLACES, gains, page, {AUTHORITY: letterhead.frozen()})
    assert replay(packed(frozen).data).title == "Printemps <script>"
    assert frozen_letterhead(frozen) == letterhead and frozen_letterhead({}) == Letterhead()
    other = files_of(FROZEN, {}, PLACES, gains, page, {AUTHORITY: Letterhead("Autre").frozen()})
    with pytest.raises(ArchiveChanged, match=MINUTES):
        replay(packed(other).data)


@given(st.data())
def test_any_changed_byte_is_refused(data: st.DataObject) -> None:
    made = bytearray(archive().data)
    at = data.draw(st.integers(0, len(made) - 1))
    made[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(ArchiveChanged):
        replay(bytes(made))


@pytest.mark.parametrize("name", [MINUTES, GAINS, "meeting.json", "places/p1.json", "positions.parquet"])
def test_a_file_that_was_changed_is_named(name: str) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive().data)) as given, zipfile.ZipFile(stream, "w") as changed:
        for info in given.infolist():
            data = given.read(info)
            changed.writestr(info, data + b" " if info.filename == name else data)
    with pytest.raises(ArchiveChanged, match=name):
        replay(stream.getvalue())


def test_figures_that_the_plans_do_not_give_are_refused_though_every_digest_is_right() -> None:
    files = frozen_files()
    with pytest.raises(ArchiveChanged, match=GAINS):
        replay(packed({**files, GAINS: b"[]\n"}).data)


def test_the_minutes_say_what_was_decided_by_whom_and_run_nothing() -> None:
    page = signed(minutes(FROZEN, gains_table(FROZEN, {}, PLACES)), "abc")
    for words in ("31 mars 2027", "Décidé : Halle", "au plus près", "le loyer", "41 000 €", "Exercice", "abc", "Halle (exemple)"):
        assert words in page.replace("\u202f", " ")
    assert "<script>" not in page


def test_the_command_says_identical_or_names_what_changed(tmp_path: Any) -> None:
    made = archive()
    (tmp_path / "a.zip").write_bytes(made.data)
    done = CliRunner().invoke(command, [str(tmp_path / "a.zip")], standalone_mode=False)
    assert made.fingerprint in done.output and "identique" in done.output
    (tmp_path / "b.zip").write_bytes(made.data.replace(b"au plus pr", b"au plus qr"))
    refused = CliRunner().invoke(command, [str(tmp_path / "b.zip")], standalone_mode=False)
    assert isinstance(refused.exception, Exception) and "manque ou a été changé" in str(refused.exception)
