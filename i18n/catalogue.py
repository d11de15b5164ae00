"""The current language of a request, and the translation of one message."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

DEFAULT_LANGUAGE = "fr"
LANGUAGES: dict[str, str] = {"fr": "Français", "en": "English"}
LOCALES_DIR = Path(__file__).parent / "locales"

_language: ContextVar[str] = ContextVar("language", default=DEFAULT_LANGUAGE)


def N_(message: str) -> str:  # noqa: N802 - the gettext convention for « mark, translate later »
    """Mark a French sentence for extraction and return it unchanged."""
    return message


def current_language() -> str:
    """Return the language code of the current request (``"fr"`` outside any request)."""
    return _language.get()


def set_language(code: str) -> None:
    """Speak `code` for the rest of the current request; an unknown code falls back to French."""
    _language.set(code if code in LANGUAGES else DEFAULT_LANGUAGE)


@contextmanager
def use_language(code: str) -> Iterator[None]:
    """Speak `code` inside the block; an unknown code falls back to French."""
    token = _language.set(code if code in LANGUAGES else DEFAULT_LANGUAGE)
    try:
        yield
    finally:
        _language.reset(token)


@lru_cache(maxsize=len(LANGUAGES))
def catalogue(code: str) -> Catalog:
    """Read the ``.po`` catalogue of `code`; an empty one for the source language.

    Reading the text form at start-up (a few hundred messages) leaves no compiled file that could be stale.
    """
    path = LOCALES_DIR / code / "LC_MESSAGES" / "convergence.po"
    if not path.exists():
        return Catalog(locale=code)
    with path.open("rb") as stream:
        return read_po(stream, locale=code)


@lru_cache(maxsize=8192)
def unbroken(text: str) -> str:
    """Return a sentence whose guillemets never part from what they enclose at the end of a line."""
    return text.replace("« ", "«\N{NO-BREAK SPACE}").replace(" »", "\N{NO-BREAK SPACE}»")


def labelled(name: object, words: object) -> str:
    """Return a name and what is said of it, parted by a colon as the current language writes it."""
    return f"{name}{' : ' if current_language() == DEFAULT_LANGUAGE else ': '}{words}"


def quoted(text: object) -> str:
    """Return a name or what was received between the quotation marks of the current language, from which it never parts."""
    return unbroken(f"« {text} »") if current_language() == "fr" else f"“{text}”"


def _translated(message: str) -> str | list[str] | None:
    entry = catalogue(current_language()).get(message)
    return entry.string if entry and entry.string and not entry.fuzzy else None


def gettext(message: str) -> str:
    """Translate a French sentence into the current language."""
    found = _translated(message)
    if isinstance(found, (list, tuple)):
        found = found[0]
    return unbroken(found or message)


def in_every_language(message: str) -> tuple[str, ...]:
    """Return a French sentence and its translations, each once: a file may have been written in any language of the product."""
    found = []
    for code in LANGUAGES:
        with use_language(code):
            found.append(gettext(message))
    return tuple(dict.fromkeys(found))


def translated(texts: Mapping[str, str]) -> dict[str, str]:
    """Translate French sentences, each under its key, into the current language."""
    return {key: gettext(text) for key, text in texts.items()}


def ngettext(singular: str, plural: str, number: float) -> str:
    """Translate with the plural rule of the current language (French: 0 and 1 are singular)."""
    is_french = current_language() == "fr"
    index = int(number >= 2) if is_french else int(number != 1)
    found = _translated(singular)
    if isinstance(found, (list, tuple)) and len(found) > index and found[index]:
        return unbroken(found[index])
    return unbroken(plural if index else singular)
