"""Gathers every sentence of the code into the English catalogue: ``python -m i18n.extract [--check]``."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

from i18n.catalogue import LOCALES_DIR

ROOT = Path(__file__).parents[1]
SKIPPED = {"tests", "bench", "docs", "build", "var", "node_modules"}
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
PLACEHOLDER = re.compile(r"\{\w*\}")
HEADER = """# English translations of Convergence; the message ids are French.
# Updated by « python -m i18n.extract »: only the translations are written by hand.
msgid ""
msgstr ""
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"""

Id = str | tuple[str, str]


def python_files(root: Path = ROOT) -> list[Path]:
    """Return the product's Python files, in a stable order."""
    files = (path for path in root.rglob("*.py") if not _is_skipped(path.relative_to(root)))
    return sorted(files, key=lambda path: path.relative_to(root).as_posix())


def _is_skipped(path: Path) -> bool:
    return any(part in SKIPPED or part.startswith(".") for part in path.parts[:-1])


def extracted(root: Path = ROOT) -> dict[Id, list[str]]:
    """Return every message id of the code and of the perimeters, and the files in which it stands. A plural message is a pair."""
    found: dict[Id, set[str]] = {}
    for path in python_files(root):
        for _line, message, _comments, _context in extract_from_file("python", path, keywords=KEYWORDS):
            key: Id = message if isinstance(message, str) else (message[0], message[1])
            if key:
                found.setdefault(key, set()).add(path.relative_to(root).as_posix())
    for path in sorted(root.glob("geodata/territories/*.toml")):
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        for label in (one["label"] for table in ("basins", "waters") for one in content.get(table, ())):
            found.setdefault(label, set()).add(path.relative_to(root).as_posix())
    with_plural = {key[0] for key in found if isinstance(key, tuple)}
    return {key: sorted(files) for key, files in found.items() if key not in with_plural}


def read_catalogue(path: Path) -> Catalog:
    """Read a ``.po`` file; an empty catalogue when there is none."""
    return read_po(BytesIO(path.read_bytes()), locale="en") if path.exists() else Catalog(locale="en")


def strings_of(message: Message | None, key: Id) -> tuple[str, ...]:
    """Return the translations of a message: one, or two for a plural; empty where there is none yet."""
    wanted = 2 if isinstance(key, tuple) else 1
    given = () if message is None or message.fuzzy else message.string
    strings = tuple(given) if isinstance(given, (list, tuple)) else (given,)
    return (*strings, "", "")[:wanted]


def write_catalogue(messages: dict[Id, list[str]], known: Catalog) -> str:
    """Return the ``.po`` text: sorted by message, without dates or line numbers, `known` translations kept."""
    blocks = [HEADER, *(_block(key, messages[key], strings_of(entry_of(known, key), key)) for key in sorted(messages, key=_singular))]
    return "\n".join(blocks)


def _singular(key: Id) -> str:
    return key if isinstance(key, str) else key[0]


def entry_of(known: Catalog, key: Id) -> Message | None:
    """Return what a catalogue has for a message."""
    return known.get(_singular(key))


def _block(key: Id, files: list[str], strings: tuple[str, ...]) -> str:
    lines = [f"#: {file}" for file in files]
    lines.append(f"msgid {_quoted(_singular(key))}")
    if isinstance(key, tuple):
        lines.append(f"msgid_plural {_quoted(key[1])}")
        lines += [f"msgstr[{form}] {_quoted(text)}" for form, text in enumerate(strings)]
    else:
        lines.append(f"msgstr {_quoted(strings[0])}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def faults(messages: dict[Id, list[str]], known: Catalog) -> Iterator[str]:
    """Say what is wrong: a message without translation, or whose placeholders ``{x}`` differ."""
    for key in sorted(messages, key=_singular):
        originals = (key,) if isinstance(key, str) else key
        for original, text in zip(originals, strings_of(entry_of(known, key), key), strict=True):
            if not text:
                yield f"untranslated: {original!r} ({', '.join(messages[key])})"
            elif sorted(PLACEHOLDER.findall(text)) != sorted(PLACEHOLDER.findall(original)):
                yield f"placeholders differ: {original!r} -> {text!r}"


def main(arguments: list[str]) -> int:
    """Update the English catalogue, or with ``--check`` say whether it is complete and up to date (exit code 1 if not)."""
    path = LOCALES_DIR / "en" / "LC_MESSAGES" / "convergence.po"
    messages, known = extracted(), read_catalogue(path)
    text = write_catalogue(messages, known)
    problems = list(faults(messages, known))
    if "--check" in arguments:
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            problems.insert(0, "stale: run « python -m i18n.extract »")
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for problem in problems:
        print(problem, file=sys.stderr)
    return int(bool(problems) and "--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
