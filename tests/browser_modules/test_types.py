"""Who renames a key of the state, a key of the address or a field of an answer is told every place that used it."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TSC = ROOT / "node_modules" / ".bin" / "tsc"
ANSWERS = Path("types") / "answers.d.ts"

#: What is declared, under which other name, and what uses it: a key of the state, one of the address, a field of an answer.
RENAMED = {
    "state": ("  focus: string | null;", "  opened: string | null;", r"\bstate\.focus\b"),
    "address": ('"axis_x"', '"abscissa"', r"\"axis_x\""),
    "answer": ("  outlines: number[][][][];", "  catchments: number[][][][];", r"\bplan\.outlines\b"),
}


#: A type that says nothing, in a declaration or in a comment that declares one.
ANY = re.compile(r".*[{:<|(,=]\s*any\b(?:\[\])*\s*[})>|;,&=].*")


@pytest.mark.skipif(not TSC.exists() or not shutil.which("node"), reason="Node or TypeScript is absent: « make check » installs it")
@pytest.mark.parametrize("what", RENAMED)
def test_a_key_that_is_renamed_is_told_wherever_it_is_used(what: str, tmp_path: Path) -> None:
    before, after, use = RENAMED[what]
    assets = shutil.copytree(ROOT / "assets", tmp_path / "assets", ignore=shutil.ignore_patterns("vendor", "fonts", "*.css"))
    declared = (assets / ANSWERS).read_text("utf-8")
    assert before in declared
    (assets / ANSWERS).write_text(declared.replace(before, after), "utf-8")

    printed = subprocess.run([TSC, "-p", assets], cwd=assets, capture_output=True, text=True, check=False).stdout

    named = set(re.findall(r"^(\S+\.mjs)\((\d+),", printed, re.MULTILINE))
    uses = {
        (module.relative_to(assets).as_posix(), str(line))
        for module in assets.rglob("*.mjs")
        for line, text in enumerate(module.read_text("utf-8").splitlines(), 1)
        if re.search(use, text)
    }
    assert uses
    assert uses <= named, uses - named


def test_nothing_is_any() -> None:
    files = [*(ROOT / "assets").rglob("*.mjs"), *(ROOT / "assets" / "types").glob("*.d.ts")]
    assert {path.name: found for path in files if (found := ANY.findall(path.read_text("utf-8")))} == {}
