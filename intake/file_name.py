"""The name of a file that was sent, as it may be shown and written on anybody's disk."""

from __future__ import annotations

import re
import unicodedata

from intake.errors import is_hidden

MAX_CHARS = 80
RESERVED = re.compile(r'[\\/:*?"<>|]+')
DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


def clean_name(name: str, ending: str, otherwise: str) -> str:
    """Return a name without folder, hidden character or sign that a system reserves, with the given ending.

    Parameters
    ----------
    name : str
        As it was sent.
    ending : str
        What the file is, such as ``".pdf"``: it takes the place of any other ending.
    otherwise : str
        The name, without ending, when nothing is left of the one that was sent.
    """
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    visible = "".join(" " if sign.isspace() else sign for sign in last if sign.isspace() or not is_hidden(sign))
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", RESERVED.sub(" ", visible).strip())
    stem = " ".join(stem.split()).strip(" .")[: MAX_CHARS - len(ending)].rstrip(" .")
    return (stem if stem and not DEVICES.fullmatch(stem) else otherwise) + ending
