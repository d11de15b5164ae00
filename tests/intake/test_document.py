"""Promises of documents: a PDF is kept as it is, anything else is a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake import document
from intake.errors import FileError

TAIL = b"\nstartxref\n1234\n%%EOF\n"
SOUND = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj" + TAIL


@pytest.mark.parametrize(
    "data", [SOUND, SOUND.replace(b"-1.7", b"-2.0"), SOUND.replace(b"\n", b"\r\n"), SOUND + b"\x00" * 500, SOUND + SOUND]
)
def test_a_pdf_is_kept_as_it_is(data: bytes) -> None:
    assert document.read(data) == data


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "PDF"), (b"\n" + SOUND, "PDF"), (b"<html>" + SOUND, "PDF"), (b"PK\x03\x04" + SOUND, "PDF"), (b"MZ" + SOUND, "PDF"),
        (SOUND.replace(b"-1.7", b"-9.9"), "PDF"), (b"%PDF-" + TAIL, "PDF"), (SOUND.lower(), "PDF"), (SOUND[:-12], "incomplet"),
        (SOUND.replace(b"startxref", b"startx"), "incomplet"), (SOUND + b"<script>" * 200, "incomplet"), (b"%PDF-1.7\n", "incomplet"),
        (SOUND[:20] + b"x" * 5_000_000 + TAIL, "5 Mo"),
    ],
)  # fmt: skip
def test_anything_else_is_a_sentence(data: bytes, said: str) -> None:
    with pytest.raises(FileError, match=said):
        document.read(data)


@given(st.binary(max_size=300))
def test_bytes_at_random_are_a_sentence(data: bytes) -> None:
    with pytest.raises(FileError):
        document.read(data)
