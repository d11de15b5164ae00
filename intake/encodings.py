"""Which encoding a text is written in: UTF-8 and UTF-16 are known by their bytes, the others by the French words that they make."""

from __future__ import annotations

import re
from collections import Counter

from i18n import N_

NAMES = {
    "utf-8-sig": "UTF-8",
    "utf-8": "UTF-8",
    "utf-32-le": "UTF-32",
    "utf-32-be": "UTF-32",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1252": N_("Windows-1252 (Excel)"),
    "cp850": N_("CP850 (MS-DOS)"),
    "mac_roman": N_("MacRoman (Mac)"),
}
ONE_BYTE = ("cp1252", "cp850", "mac_roman")
"""Encodings in which any byte is a letter or nearly: the likeliest comes first."""
MARKS = {
    "utf-8-sig": b"\xef\xbb\xbf",
    "utf-32-le": b"\xff\xfe\x00\x00",  # which begins as UTF-16 does
    "utf-32-be": b"\x00\x00\xfe\xff",
    "utf-16-le": b"\xff\xfe",
    "utf-16-be": b"\xfe\xff",
}
LOOKED_AT = 200_000
_FREQUENT, _USUAL, _CAPITALS = "éèà", "êçâîôûùëïüœæñö", "ÉÈÀÊÇÔÎÂÙÛËÏŒÆÜ"
_SIGNS = "°²³€’‘“”«»–—…½¼·•®©™º×\xa0\u202f\xad"
_BROKEN = re.compile("[\u00c2\u00c3\u00c5\u00e2][\u0080-\u00bf\u0152-\u017e\u02c6\u02dc\u2013-\u203a\u20ac\u2122]")
"""Two letters that one makes when it is encoded twice."""
_WORD = re.compile(r"(?:[^\W\d_]|[^\x00-\x7f])+")
SAMPLE_WORDS = 5


def of_bytes(data: bytes) -> str:
    """Return the encoding of a text, by its bytes alone; empty when none of those that are known fits."""
    for encoding, mark in MARKS.items():
        if data.startswith(mark) and _fits(data, encoding):
            return encoding
    if data.startswith(tuple(MARKS.values())):
        return ""
    if wide := _without_mark(data):
        return wide
    if _fits(data, "utf-8"):
        return "utf-8"
    fitting = [encoding for encoding in ONE_BYTE if _fits(data, encoding)]
    return max(fitting, key=lambda encoding: _likelihood(_decoded(data[:LOOKED_AT], encoding)), default="")


def is_noise(data: bytes) -> bool:
    """Say whether so many bytes are controls that they are no text."""
    head = [byte for byte in data[:4_096] if byte]
    controls = sum(byte < 32 and byte not in b"\t\n\r\x0b\x0c\x1b" for byte in head)
    return controls > 0.1 * len(head)


def text_in(data: bytes, encoding: str) -> str:
    """Return the text without its mark; `UnicodeDecodeError` when it is not written in this encoding."""
    return data.removeprefix(MARKS.get(encoding, b"")).decode("utf-8" if encoding == "utf-8-sig" else encoding).lstrip("\ufeff")


def mended(text: str) -> str:
    """Return a text whose accented letters were encoded twice (« Ã© ») with these letters; a line that was not is left as it is."""
    return "\n".join(_mended_line(line) for line in text.split("\n")) if _BROKEN.search(text) else text


def _mended_line(line: str) -> str:
    if not _BROKEN.search(line):
        return line
    try:
        return b"".join(_byte_of(char) for char in line).decode("utf-8")
    except UnicodeError:
        return line


def _byte_of(char: str) -> bytes:
    """The byte that Windows reads as a letter; the five that stand for none are themselves."""
    return char.encode("latin-1" if "\x80" <= char <= "\x9f" else "cp1252")


def accented_words(text: str, *, only_doubtful: bool = False) -> list[str]:
    """Return the most frequent words that the choice of an encoding changes, or those of them that no French word resembles."""
    words = _words(text[:LOOKED_AT])
    return [word for word, _n in words.most_common() if not only_doubtful or _word_weight(word) < 0][:SAMPLE_WORDS]


def _without_mark(data: bytes) -> str:
    """UTF-16 without its mark: every other byte of a text in a European language is null."""
    head = data[:4_096]
    low, high = head[::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if half < 2 or max(low, high) < 0.7 * half or min(low, high) > 0.02 * half:
        return ""
    encoding = "utf-16-le" if high > low else "utf-16-be"
    return encoding if _fits(data, encoding) else ""


def _fits(data: bytes, encoding: str) -> bool:
    try:
        return "\x00" not in text_in(data, encoding)
    except UnicodeDecodeError:
        return False


def _decoded(data: bytes, encoding: str) -> str:
    return data.decode(encoding, "replace")


def _likelihood(text: str) -> float:
    """How French the accented words of a text are."""
    return sum(min(n, 20) * _word_weight(word) for word, n in _words(text).items())


def _words(text: str) -> Counter[str]:
    """The words that are not plain letters, without the signs around them."""
    found = (word.strip(_SIGNS) or word for word in _WORD.findall(text) if not word.isascii())
    return Counter(word for word in found if not word.isascii())


def _word_weight(word: str) -> float:
    if len(word) == 1 and word in "ÀàÔô" + _SIGNS:
        return 3 if word in "Àà" else 0.5
    is_upper = word.isupper() and len(word) > 1
    return sum(_weight(char, at, is_upper) for at, char in enumerate(word) if not char.isascii()) - 2 * (len(word) == 1)


def _weight(char: str, at: int, is_upper: bool) -> float:
    if char in _FREQUENT:
        return -4 if is_upper else 3
    if char in _USUAL:
        return 1
    if char in _CAPITALS:
        return 2 if is_upper or at == 0 else -4
    return 0.2 if char in _SIGNS else -4
