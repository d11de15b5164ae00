"""Reads what a map service says that it has, in the process apart (`intake.child`): WMS, WMTS, OGC API."""

from __future__ import annotations

import codecs
import json
from collections.abc import Mapping
from itertools import islice
from typing import Any

from intake.ogc_api import read_ogc
from intake.service_xml import NotAServiceError, tree
from intake.wms import ROOTS, read_wms
from intake.wmts import read_wmts

MOST_LAYERS = 5_000
ENCODINGS = ("utf-8-sig", "latin-1", "iso8859-15", "cp1252", "utf-16")


def prepare(_request: Mapping[str, Any]) -> None:
    """Load what may be needed once no file opens any more: the encodings of documents."""
    for encoding in ENCODINGS:
        codecs.lookup(encoding)


def read(data: bytes, request: Mapping[str, Any]) -> dict[str, Any]:
    """Return the ``layers`` of a service, or the ``next`` address to read; or in ``reason`` why it is none.

    Parameters
    ----------
    request
        ``url`` where the document was read.
    """
    try:
        if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
            return read_ogc(_object(data), request["url"])
        return {"layers": _layers(data, request["url"])}
    except NotAServiceError as why:
        return {"reason": why.args[0]}


def _object(data: bytes) -> dict[str, Any]:
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise NotAServiceError("unreadable") from None
    if not isinstance(content, dict):
        raise NotAServiceError("unknown")
    return content


def _layers(data: bytes, url: str) -> list[dict[str, Any]]:
    root = tree(data)
    if root.tag in ROOTS:
        return list(islice(read_wms(root, url), MOST_LAYERS))
    if root.tag == "Capabilities" and root.find("Contents/TileMatrixSet") is not None:
        return list(islice(read_wmts(root, url), MOST_LAYERS))
    raise NotAServiceError("exception" if root.tag in {"ServiceExceptionReport", "ExceptionReport"} else "unknown")
