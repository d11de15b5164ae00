"""The XML in which map services say what they have: small trees without namespaces; no entity, no file and no address is followed."""

from __future__ import annotations

from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

MAX_DEPTH = 60
MAX_ELEMENTS = 1_000_000
MAX_TITLE = 200


class NotAServiceError(ValueError):
    """What was read tells no map service that is known; the argument is a key of `intake.map_service.SENTENCES`."""


def tree(data: bytes) -> Element:
    """Return the root of a document, names without their namespaces.

    A document type is passed over, since that of WMS 1.1.1 has one; an entity that it declares is refused, and the file that it names is
    not read.

    Raises
    ------
    NotAServiceError
        It is no well-formed XML, declares an entity, or is nested too deep or too long.
    """
    builder, depth, count = TreeBuilder(), 0, 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth, count = depth + 1, count + 1
        if depth > MAX_DEPTH or count > MAX_ELEMENTS:
            raise NotAServiceError("long")
        builder.start(_local(name), {_local(key): value for key, value in attributes.items()})

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(_local(name))

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, builder.data
    parser.EntityDeclHandler = _refuse_entity
    try:
        parser.Parse(data, True)
        return builder.close()
    except (expat.ExpatError, LookupError, AssertionError):
        raise NotAServiceError("unreadable") from None


def _refuse_entity(*_parts: Any) -> None:
    raise NotAServiceError("entity")


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def text(element: Element | None, path: str) -> str:
    """Return the text of an element, on one line and of bounded length; empty where there is none."""
    return plain("" if element is None else element.findtext(path) or "")


def plain(words: object) -> str:
    """Return a title or an attribution as it may be shown: one line, no hidden sign, of bounded length."""
    line = " ".join(str(words).split())
    return "".join(sign for sign in line if sign.isprintable())[:MAX_TITLE]


def box(values: list[str | None]) -> list[float] | None:
    """Return west, south, east, north in degrees from what a document writes; None where that is no box."""
    try:
        west, south, east, north = (float(value or "") for value in values)
    except ValueError:
        return None
    return [west, south, east, north] if -180 <= west <= east <= 180 and -90 <= south <= north <= 90 else None
