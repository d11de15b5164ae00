"""Quotation marks: French ones never part from what they enclose, at the end of a line; English sentences have English ones."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from i18n import LANGUAGES, gettext, ngettext, quoted, use_language
from i18n.extract import extracted

PARTED = re.compile("« | »")


def sentences() -> Iterator[str]:
    """Every sentence of the catalogue, in the current language."""
    for key in extracted():
        yield from [gettext(key)] if isinstance(key, str) else [ngettext(*key, number) for number in (1, 2)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_of_the_catalogue_may_part_them(language: str) -> None:
    with use_language(language):
        assert not [sentence for sentence in sentences() if PARTED.search(sentence)]


def test_what_they_enclose_is_left_as_it_is() -> None:
    assert gettext("Le champ « a b » est lu") == "Le champ «\u00a0a b\u00a0» est lu"


def test_english_sentences_have_english_marks_that_open_and_close() -> None:
    with use_language("en"):
        assert not [sentence for sentence in sentences() if re.search('[«»"]', sentence)]
        assert not [sentence for sentence in sentences() if sentence.count("“") != sentence.count("”")]
        assert quoted("Halle") == "“Halle”"
    assert quoted("Halle") == "«\u00a0Halle\u00a0»"
