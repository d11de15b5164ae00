"""Photographs: encoded anew in a process apart, so that what is kept is pixels and nothing else."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from i18n import gettext as _
from intake.errors import FileError
from intake.sandbox import UNREADABLE, parse

MAX_UPLOAD_BYTES = 20_000_000
MEDIA_TYPE = "image/jpeg"
APPLE_BRANDS = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"})
JPEG_START, JPEG_END, PNG_START = b"\xff\xd8\xff", b"\xff\xd9", b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class Photo:
    """A photograph as it is kept: a JPEG of 600 KB and 1,600 pixels at most, without any metadata."""

    data: bytes
    width: int
    height: int


def too_big() -> str:
    """Say how heavy a photo may be."""
    return _("Photo trop lourde : {limit} Mo au plus.").format(limit=MAX_UPLOAD_BYTES // 1_000_000)


def read(data: bytes) -> Photo:
    """Encode a photograph anew: upright, reduced, with neither place, date nor camera.

    Raises
    ------
    FileError
        When it is too big, of another format, animated, tiny, damaged, or asks too much to be read.
    """
    if len(data) > MAX_UPLOAD_BYTES:
        raise FileError(too_big())
    if data[4:8] == b"ftyp" and data[8:12] in APPLE_BRANDS:
        raise FileError(
            _(
                "C'est une photo HEIC. Sur l'iPhone : Réglages, Appareil photo, Formats, « Le plus compatible » ; ou enregistrez-la "
                "en JPEG avant de l'envoyer."
            )
        )
    if not (data.startswith((JPEG_START, PNG_START)) or (data.startswith(b"RIFF") and data[8:12] == b"WEBP")):
        raise FileError(_("Formats de photo acceptés : JPEG, PNG, WebP."))
    answer = parse("photo", data)
    try:
        made = base64.b64decode(answer["data"], validate=True)
        photo = Photo(made, int(answer["width"]), int(answer["height"]))
    except (KeyError, TypeError, ValueError, binascii.Error):
        raise FileError(_(UNREADABLE)) from None
    if not (made.startswith(JPEG_START) and made.endswith(JPEG_END)):
        raise FileError(_(UNREADABLE))
    return photo
