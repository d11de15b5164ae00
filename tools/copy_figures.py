"""Copy the measured tables of bench/README.md into README.md: ``python tools/copy_figures.py [--check]``."""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
BLOCK = re.compile(r"(<!-- (?P<name>[a-z-]+) -->\n)(?P<body>.*?)(<!-- /(?P=name) -->)", re.DOTALL)


def with_figures(page: str, measured: str) -> str:
    """Return `page` with the body of each marked block taken from the block of the same name in `measured`."""
    bodies = {block["name"]: block["body"] for block in BLOCK.finditer(measured)}
    return BLOCK.sub(lambda block: block[1] + bodies.get(block["name"], block["body"]) + block[4], page)


def main(arguments: list[str]) -> int:
    """Write README.md; with ``--check``, only say whether it is up to date (exit code 1 if not)."""
    readme = ROOT / "README.md"
    page = readme.read_text(encoding="utf-8")
    measured = ROOT / "bench" / "README.md"
    fresh = with_figures(page, measured.read_text(encoding="utf-8") if measured.exists() else "")
    if "--check" in arguments:
        if fresh != page:
            print("README.md: the figures are not those of bench/README.md; run « make docs »", file=sys.stderr)
        return int(fresh != page)
    readme.write_text(fresh, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
