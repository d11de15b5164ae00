"""French quotation marks never part from what they enclose, at the end of a line."""

from __future__ import annotations

import re

import pytest

from i18n import LANGUAGES, gettext, ngettext, use_language
from i18n.extract import extracted

PARTED = re.compile("« | »")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_of_the_catalogue_may_part_them(language: str) -> None:
    with use_language(language):
        for key in extracted():
            sentences = [gettext(key)] if isinstance(key, str) else [ngettext(*key, number) for number in (1, 2)]
            assert not [sentence for sentence in sentences if PARTED.search(sentence)]


def test_what_they_enclose_is_left_as_it_is() -> None:
    assert gettext("Le champ « a b » est lu") == "Le champ «\u00a0a b\u00a0» est lu"
