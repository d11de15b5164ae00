"""The English catalogue: complete, up to date, with the same placeholders, and never a surprise in its file."""

from __future__ import annotations

import ast
import re
from functools import cache, partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n import extract, gettext, ngettext, use_language
from i18n.catalogue import LOCALES_DIR

PATH = LOCALES_DIR / "en" / "LC_MESSAGES" / "convergence.po"
PLACEHOLDER = re.compile(r"\{\w*\}")
# Read once a test asks for it: whoever collects the tests does not wait for it.
messages = cache(extract.extracted)
known = cache(partial(extract.read_catalogue, PATH))


def _pairs() -> list[tuple[str, str]]:
    """Every French text that is translated with its English one, singular and plural apart."""
    found = []
    for key in messages():
        originals = (key,) if isinstance(key, str) else key
        singular = originals[0]
        found += list(zip(originals, extract.strings_of(known().get(singular), key), strict=True))
    return [pair for pair in found if pair[1]]


def test_every_message_of_the_code_is_found() -> None:
    assert len(messages()) > 300
    assert "Tout effacer" in messages()
    assert "views/explore/screen.py" in messages()["Tout effacer"]
    assert not any(file.startswith(("tests/", "bench/", "docs/")) for files in messages().values() for file in files)


def test_every_message_has_an_english_translation() -> None:
    missing = [(key, files) for key, files in messages().items() if not all(extract.strings_of(extract.entry_of(known(), key), key))]
    assert not missing


def test_translations_keep_the_placeholders() -> None:
    differing = [(f, e) for f, e in _pairs() if sorted(PLACEHOLDER.findall(f)) != sorted(PLACEHOLDER.findall(e))]
    assert not differing


def test_translations_keep_the_spaces_around_a_message() -> None:
    def ends(text: str) -> tuple[bool, bool]:
        return text[0].isspace(), text[-1].isspace()

    assert not [(f, e) for f, e in _pairs() if f != ", " and ends(f) != ends(e)]


def test_english_has_no_french_typography() -> None:
    odd = re.compile(r"[«»]|\w [;:!?](?:\s|$)|\u00a0")
    assert not [english for _french, english in _pairs() if odd.search(english)]


def test_the_catalogue_is_the_one_that_the_tool_writes() -> None:
    assert PATH.read_text(encoding="utf-8") == extract.write_catalogue(messages(), known()), "run « python -m i18n.extract »"


def test_the_file_says_nothing_of_when_or_where_it_was_written() -> None:
    text = PATH.read_text(encoding="utf-8")
    assert "Date" not in text.split("\n\n")[0]
    assert not re.search(r"^#: .*:\d+", text, re.MULTILINE)
    ids = re.findall(r'^msgid "(.*)"$', text, re.MULTILINE)
    assert len(ids) == len(set(ids))
    assert "fuzzy" not in text


# --- the tool ---------------------------------------------------------------------------------------------------


def _code(root: Path, text: str) -> None:
    (root / "views").mkdir(exist_ok=True)
    (root / "views" / "screen.py").write_text(text, encoding="utf-8")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of one file, whose catalogue the tool maintains."""
    real = extract.extracted
    monkeypatch.setattr(extract, "extracted", lambda: real(tmp_path))
    monkeypatch.setattr(extract, "LOCALES_DIR", tmp_path / "locales")
    _code(tmp_path, 'a = _("Bonjour {name}")\nb = N_("Lieu")\nc = ngettext("{n} lieu", "{n} lieux", n)\n')
    return tmp_path


def _po(project: Path) -> Path:
    return project / "locales" / "en" / "LC_MESSAGES" / "convergence.po"


def _translate(project: Path, **texts: str) -> None:
    text = _po(project).read_text(encoding="utf-8")
    for french, english in (("Bonjour {name}", texts.get("hello", "Hello {name}")), ("Lieu", "Place")):
        text = text.replace(f'msgid "{french}"\nmsgstr ""', f'msgid "{french}"\nmsgstr "{english}"')
    _po(project).write_text(text.replace('[0] ""', '[0] "{n} place"').replace('[1] ""', '[1] "{n} places"'), encoding="utf-8")


def test_the_check_fails_until_every_message_is_translated(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert extract.main(["--check"]) == 1
    assert "stale" in capsys.readouterr().err
    assert extract.main([]) == 0
    assert extract.main(["--check"]) == 1
    assert "untranslated: 'Lieu' (views/screen.py)" in capsys.readouterr().err
    _translate(project)
    assert extract.main(["--check"]) == 0


def test_a_new_message_makes_the_catalogue_stale_and_translations_are_kept(project: Path) -> None:
    extract.main([])
    _translate(project)
    _code(project, (project / "views" / "screen.py").read_text(encoding="utf-8") + 'd = _("Nouveau")\n')
    assert extract.main(["--check"]) == 1
    extract.main([])
    text = _po(project).read_text(encoding="utf-8")
    assert 'msgstr "Hello {name}"' in text
    assert 'msgstr[1] "{n} places"' in text
    assert 'msgid "Nouveau"\nmsgstr ""' in text


def test_a_message_that_left_the_code_leaves_the_catalogue(project: Path) -> None:
    extract.main([])
    _code(project, 'b = N_("Lieu")\n')
    extract.main([])
    assert "Bonjour" not in _po(project).read_text(encoding="utf-8")


def test_a_lost_placeholder_is_a_fault(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    extract.main([])
    _translate(project, hello="Hello {nom}")
    assert extract.main(["--check"]) == 1
    assert "placeholders differ: 'Bonjour {name}'" in capsys.readouterr().err


def test_running_the_tool_twice_changes_nothing(project: Path) -> None:
    extract.main([])
    first = _po(project).read_bytes()
    extract.main([])
    assert _po(project).read_bytes() == first


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from('"\\\n\t'), min_size=1, max_size=40))
def test_any_text_is_written_and_read_back(message: str) -> None:
    text = extract.write_catalogue({message: ["a.py"]}, extract.Catalog(locale="en"))
    read = extract.read_po(extract.BytesIO(text.encode()), locale="en")
    assert [entry.id for entry in read if entry.id] == [message]


# --- in use -----------------------------------------------------------------------------------------------------


def test_french_is_the_source_language_and_an_unknown_message_stays_as_it_is() -> None:
    assert gettext("Tout effacer") == "Tout effacer"
    with use_language("en"):
        assert gettext("Tout effacer") == "Clear all"
        assert gettext("jamais écrit nulle part") == "jamais écrit nulle part"


@pytest.mark.parametrize(
    ("number", "french", "english"), [(0, "lieu", "places"), (1, "lieu", "place"), (1.5, "lieu", "places"), (2, "lieux", "places")]
)
def test_plurals_follow_the_language(number: float, french: str, english: str) -> None:
    singular, plural = "{n} lieu sur {total}", "{n} lieux sur {total}"
    assert ngettext(singular, plural, number) == f"{{n}} {french} sur {{total}}"
    with use_language("en"):
        assert ngettext(singular, plural, number) == f"{{n}} {english} out of {{total}}"


def test_an_unknown_language_is_french() -> None:
    with use_language("xx"):
        assert gettext("Tout effacer") == "Tout effacer"


def _called(path: Path) -> set[str]:
    """Return the texts that a file gives to `_`, wherever they stand."""
    calls = (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call) and node.args)
    given = (call.args[0] for call in calls if isinstance(call.func, ast.Name) and call.func.id in {"_", "N_"})
    return {node.value for node in given if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_no_sentence_is_out_of_reach_of_the_catalogue_as_within_an_f_string() -> None:
    singular = {key if isinstance(key, str) else key[0] for key in messages()}
    both = singular | {key[1] for key in messages() if isinstance(key, tuple)}
    assert {path.name: lost for path in extract.python_files() if (lost := _called(path) - both)} == {}
