"""What every PDF of the product is, as PDF/UA-1 asks: tagged, titled, in its language, figures told, headings and tables in order."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from pypdf import PdfReader


def tree(reader: PdfReader) -> Iterator[Any]:
    """Give the nodes of the structure, in reading order."""
    waiting = [reader.trailer["/Root"]["/StructTreeRoot"]]
    while waiting:
        node = waiting.pop().get_object()
        if isinstance(node, list):
            waiting += reversed(node)
        elif isinstance(node, dict):
            yield node
            waiting += [node["/K"]] if "/K" in node else []


def check_tagged(reader: PdfReader, language: str) -> list[Any]:
    """Check the document; return its nodes."""
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is True or root["/MarkInfo"]["/Marked"].value is True
    assert root["/Lang"] == language and root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()
    assert reader.metadata and reader.metadata.title and reader.metadata.author
    nodes = list(tree(reader))
    kinds = [str(node.get("/S", "")) for node in nodes]
    assert all("/Alt" in node for node in nodes if node.get("/S") == "/Figure")
    levels = [int(kind[2:]) for kind in kinds if kind.startswith("/H") and kind[2:].isdigit()]
    assert levels[0] == 1 and levels.count(1) == 1 and all(after - before <= 1 for before, after in pairwise(levels))
    assert kinds.count("/TH") >= kinds.count("/Table"), "each table has headings"
    return nodes
