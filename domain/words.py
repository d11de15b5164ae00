"""Texts as a comparison or a search reads them: no accents, no capitals, abbreviations in full.

`assets/core/words.mjs` does the same to what the browser has already, with the lists of this module; a test goes over both.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

WORD = re.compile(r"[a-z0-9]+")
ORDINAL = re.compile(r"(\d{1,2})(?:er|ere|re|e|eme|nd|nde)")
SMALL = frozenset({"a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "sur", "sous"})
"""Words that distinguish nothing."""
FULL: Mapping[str, str] = MappingProxyType(
    {
        "all": "allee", "av": "avenue", "ave": "avenue", "bd": "boulevard", "bld": "boulevard", "blvd": "boulevard", "boul": "boulevard",
        "bvd": "boulevard", "cdt": "commandant", "ch": "chemin", "che": "chemin", "chem": "chemin", "cite": "cite", "col": "colonel",
        "crs": "cours", "dr": "docteur", "esc": "escalier", "gal": "general", "gen": "general", "imp": "impasse", "lot": "lotissement",
        "mal": "marechal", "mte": "montee", "pas": "passage", "pass": "passage", "pl": "place", "pr": "professeur", "prof": "professeur",
        "prom": "promenade", "q": "quai", "qu": "quai", "r": "rue", "res": "residence", "rpt": "rondpoint", "rte": "route",
        "sq": "square", "st": "saint", "ste": "sainte", "sts": "saints", "tra": "traverse", "trav": "traverse", "trv": "traverse",
    }
)  # fmt: skip
"""The abbreviations that people and the postal standard use, by their full word."""


_ACCENTS = re.compile("[\u0300-\u036f]+")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})


def folded(text: str) -> str:
    """Return a text without case, accents nor ligatures."""
    if text.isascii():
        return text.casefold()
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold().translate(_LIGATURES)))
    return plain if plain.isascii() else "".join(sign for sign in plain if not unicodedata.combining(sign))


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text, in order: letters without accent or capital, figures, ordinals as « 2e »."""
    return tuple(_ordinal(word) if word[0] <= "9" else word for word in WORD.findall(folded(text)))


def _ordinal(word: str) -> str:
    match = ORDINAL.fullmatch(word)
    return f"{int(match[1])}e" if match else word


def telling(found: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words that distinguish something, in full; all of them when none does."""
    return tuple(FULL.get(word, word) for word in found if word not in SMALL) or tuple(FULL.get(word, word) for word in found)


def fits(text: str, searched: str) -> bool:
    """Say whether a text has all that is searched: words that begin by each, or by its full form; small ones are set aside among others."""
    return has_all(searchable(text), searched)


def searchable(text: str) -> str:
    """Return a text as `has_all` looks in it: worked out once for a text that is searched again and again."""
    found = words(text)
    return f" {' '.join(found)} {' '.join(telling(found))}"


def has_all(inside: str, searched: str) -> bool:
    """Say whether what `searchable` returned has all that is searched (see `fits`)."""
    for starts in _wanted(searched):  # asked of 50,000 texts at a time: generators would take twice as long
        for start in starts:
            if start in inside:
                break
        else:
            return False
    return True


@lru_cache(maxsize=64)
def _wanted(searched: str) -> tuple[tuple[str, ...], ...]:
    """Of each word that counts, how the words that it finds begin: as it is, or in full."""
    wanted = words(searched)
    telling_ones = (word for word in wanted if word not in SMALL or set(wanted) <= SMALL)
    return tuple(tuple({f" {word}", f" {FULL.get(word, word)}"}) for word in telling_ones)


def lowered(label: str) -> str:
    """Return a label as it stands inside a sentence: its first letter small."""
    return label[:1].lower() + label[1:]
