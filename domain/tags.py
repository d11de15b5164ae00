"""Tags that an organisation puts on its own places: short words, parted by commas where they are written in one text."""

from __future__ import annotations

import re

from i18n import gettext as _

MAX_TAGS = 20
MAX_TAG_CHARS = 40
TAGS_BETWEEN = ", "
_APART = re.compile(r"\s*[,;|\n]\s*")


def tags_of(text: str) -> list[str]:
    """Return the tags that a text lists, each once.

    Raises
    ------
    ValueError
        With a sentence: too many, or one that is too long.
    """
    found = list(dict.fromkeys(" ".join(tag.split()) for tag in _APART.split(text.strip()) if tag.strip()))
    if len(found) > MAX_TAGS:
        raise ValueError(_("{limit} étiquettes au plus, séparées par des virgules").format(limit=MAX_TAGS))
    if any(len(tag) > MAX_TAG_CHARS for tag in found):
        raise ValueError(_("{limit} caractères au plus par étiquette").format(limit=MAX_TAG_CHARS))
    return found


def tags_text(text: str) -> str:
    """Return the tags that a text lists as one text (`tags_of` says what is raised)."""
    return TAGS_BETWEEN.join(tags_of(text))
