"""Promises of file names: what is kept can be shown, and written on any disk."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.errors import is_hidden
from intake.file_name import MAX_CHARS, RESERVED, clean_name


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Plan du rez-de-chaussée.pdf", "Plan du rez-de-chaussée.pdf"), ("C:\\Users\\moi\\bail 2026.PDF", "bail 2026.pdf"),
        ("../../etc/passwd", "passwd.pdf"), ("/etc/", "document.pdf"), ("", "document.pdf"), ("...", "document.pdf"), (".pdf",
        "document.pdf"),
        ("facture.pdf.exe", "facture.pdf.pdf"), ("a\u202efdp.exe", "afdp.pdf"), ("a\r\nSet-Cookie: x=1", "a Set-Cookie x=1.pdf"),
        ('"; x="', "; x=.pdf"),
        ("CON.pdf", "document.pdf"), ("lpt1", "document.pdf"), ("console", "console.pdf"), ("plan\x00.pdf", "plan.pdf"),
        ("re\u0301gie.pdf", "régie.pdf"),
        ("<img src=x onerror=alert(1)>.pdf", "img src=x onerror=alert(1).pdf"), ("archive.tar.gz", "archive.tar.pdf"),
    ],
)  # fmt: skip
def test_a_name_is_cleaned(sent: str, kept: str) -> None:
    assert clean_name(sent, ".pdf", "document") == kept


@given(st.text(max_size=300))
def test_any_name_can_be_shown_and_written_and_is_its_own(sent: str) -> None:
    kept = clean_name(sent, ".pdf", "document")
    assert kept.endswith(".pdf")
    assert len(kept) <= MAX_CHARS
    assert not RESERVED.search(kept)
    assert not any(is_hidden(sign) or sign in "\r\n\t" for sign in kept)
    assert not kept.startswith((".", " "))
    assert clean_name(kept, ".pdf", "document") == kept
