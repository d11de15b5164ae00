"""Documents: PDF files kept as they are, to be downloaded and never shown by the product."""

from __future__ import annotations

import re

from i18n import gettext as _
from intake.errors import FileError

MAX_BYTES = 5_000_000
MEDIA_TYPE = "application/pdf"
START = re.compile(rb"%PDF-[12]\.\d[\r\n \t%]")
TRAILER_BYTES = 1_024
TRAILER = re.compile(rb"startxref\s+\d{1,12}\s+%%EOF")


def too_big() -> str:
    """Say how heavy a document may be."""
    return _("Document trop lourd : {limit} Mo au plus.").format(limit=MAX_BYTES // 1_000_000)


def read(data: bytes) -> bytes:
    """Return the bytes of a PDF file whose beginning and end are those of one.

    Raises
    ------
    FileError
        When it is too big, or of another format, or cut short.
    """
    if len(data) > MAX_BYTES:
        raise FileError(too_big())
    if not START.match(data):
        raise FileError(_("Seuls les documents PDF sont acceptés."))
    if not TRAILER.search(data[-TRAILER_BYTES:]):
        raise FileError(_("Le document PDF est incomplet : enregistrez-le à nouveau."))
    return data
