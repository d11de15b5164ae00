"""The file of a logo, an SVG or a PNG: read, checked and written again; nothing in it runs or is fetched from elsewhere."""

from __future__ import annotations

import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from domain.authority import Logo

MOST_BYTES = 200_000
MOST_PIXELS = 4_096
MOST_ELEMENTS = 5_000
MOST_DEPTH = 40
TALLEST, WIDEST = 0.25, 10.0
"""Least and most of a width as a share of the height: a header has no room for others."""
PNG_START = b"\x89PNG\r\n\x1a\n"
SVG = "http://www.w3.org/2000/svg"
XHTML = "http://www.w3.org/1999/xhtml"
XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
DRAWN = frozenset(
    {"svg", "g", "defs", "symbol", "use", "title", "desc", "style", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
    | {"text", "tspan", "linearGradient", "radialGradient", "stop", "clipPath", "mask"}
)
"""What a logo may be drawn with; elements of editors (other namespaces) and `metadata` are left out."""
ELSEWHERE = re.compile(r"""url\(\s*['"]?\s*(?!['"]?#)|@import|image-set|src\(|//|javascript:|data:|\\""", re.I)
"""What an attribute or a style never holds: an address but of an element of the file, or a sign that hides one."""
LENGTH = re.compile(r"\s*([0-9]*\.?[0-9]+)\s*(?:px|pt|mm|cm|in)?\s*", re.ASCII)
SAVE_PLAIN = "enregistrez-le en SVG simple"


def read_logo(path: Path) -> Logo:
    """Return a logo.

    Raises
    ------
    ValueError
        The file cannot be read, is too large, is neither an SVG nor a PNG, or holds what a logo may not; the message is in French.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise ValueError(f"le fichier « {path} » ne peut pas être lu ({error.strerror}).") from None
    if len(data) > MOST_BYTES:
        raise ValueError(f"le fichier « {path} » dépasse {MOST_BYTES // 1000} ko : réduisez-le.")
    try:
        logo = _png(data) if data.startswith(PNG_START) else _svg(data)
        if not TALLEST <= logo.width / logo.height <= WIDEST:
            raise ValueError(f"sa largeur doit être entre {TALLEST:g} et {WIDEST:g} fois sa hauteur".replace(".", ","))
        return logo
    except ValueError as why:
        raise ValueError(f"le fichier « {path} » est refusé : {why}.") from None


def _png(data: bytes) -> Logo:
    """Read the picture, and write its pixels alone."""
    try:
        with Image.open(io.BytesIO(data), formats=("PNG",)) as picture:
            if max(picture.size) > MOST_PIXELS:
                raise ValueError(f"au plus {MOST_PIXELS} pixels de côté")
            pixels = picture.convert("RGBA")
    except (OSError, SyntaxError, Image.DecompressionBombError):
        raise ValueError("ce PNG est abîmé") from None
    out = io.BytesIO()
    pixels.save(out, "PNG", optimize=True)
    return Logo("image/png", out.getvalue(), float(pixels.width), float(pixels.height))


def _svg(data: bytes) -> Logo:
    """Read the drawing, and write again what was checked of it."""
    try:
        text = data.decode("utf-8-sig")
        if "<!entity" in text.lower():
            raise ValueError(f"il définit des entités, {SAVE_PLAIN}")
        root = ET.fromstring(text)  # noqa: S314 - no entity but XML's own
    except (UnicodeDecodeError, ET.ParseError, RecursionError):
        raise ValueError("un SVG (en UTF-8) ou un PNG est attendu") from None
    if root.tag != f"{{{SVG}}}svg":
        raise ValueError("un SVG (en UTF-8) ou un PNG est attendu")
    _keep_drawn(root, 0)
    elements = list(root.iter())
    if len(elements) > MOST_ELEMENTS:
        raise ValueError(f"plus de {MOST_ELEMENTS} éléments, simplifiez-le")
    _check_uses(elements)
    width, height = _size(root)
    root.attrib |= {"width": f"{width:g}", "height": f"{height:g}", "viewBox": root.get("viewBox", f"0 0 {width:g} {height:g}")}
    ET.register_namespace("", SVG)
    again = ET.tostring(root, encoding="unicode").replace("\t", " ").replace("\r", " ")
    return Logo("image/svg+xml", again.encode(), width, height)


def _keep_drawn(element: ET.Element, depth: int) -> None:
    """Check an element and those in it; take out what only an editor reads."""
    if depth > MOST_DEPTH:
        raise ValueError(f"plus de {MOST_DEPTH} niveaux d'éléments, simplifiez-le")
    for inner in list(element):
        namespace, _brace, name = inner.tag[1:].rpartition("}") if isinstance(inner.tag, str) else ("", "", "")
        if namespace == XHTML or (namespace == SVG and name not in {*DRAWN, "metadata"}):
            raise ValueError(f"l'élément « {name} » n'y est pas admis, {SAVE_PLAIN}")
        if namespace != SVG or name == "metadata":
            element.remove(inner)
        else:
            _keep_drawn(inner, depth + 1)
    if element.tag == f"{{{SVG}}}style" and ELSEWHERE.search(element.text or ""):
        raise ValueError("son style cherche quelque chose hors du fichier")
    for name, value in list(element.attrib.items()):
        _check_attribute(element, name, value)


def _check_attribute(element: ET.Element, name: str, value: str) -> None:
    """Refuse what runs or is fetched; take out what only an editor reads."""
    if name.lower().startswith("on"):
        raise ValueError(f"l'attribut « {name} » lance un programme")
    if name in {"href", XLINK_HREF}:
        if not value.strip().startswith("#"):
            raise ValueError("un lien mène hors du fichier")
        del element.attrib[name]
        element.set("href", value.strip())
    elif name.startswith("{"):
        del element.attrib[name]
    elif ELSEWHERE.search(value):
        raise ValueError(f"l'attribut « {name} » cherche quelque chose hors du fichier")


def _check_uses(elements: list[ET.Element]) -> None:
    """Refuse an element that is drawn by its name and draws another so: a few would draw without end."""
    named = {element.get("id"): element for element in elements if element.get("id")}
    for element in _uses(elements):
        target = named.get(element.get("href", "")[1:])
        if target is not None and any(True for _one in _uses(target.iter())):
            raise ValueError("des éléments « use » se suivent, simplifiez-le")


def _uses(elements: Iterator[ET.Element] | list[ET.Element]) -> Iterator[ET.Element]:
    return (element for element in elements if element.tag == f"{{{SVG}}}use")


def _size(root: ET.Element) -> tuple[float, float]:
    """Return the width and height of a drawing: of its view box, else its own."""
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    try:
        width, height = (float(one) for one in box[2:]) if len(box) == len(("x", "y", "w", "h")) else _lengths(root)
    except ValueError:
        width = height = 0.0
    if not (0 < width < float("inf") and 0 < height < float("inf")):
        raise ValueError("ni « viewBox » ni largeur et hauteur n'en donnent la taille")
    return width, height


def _lengths(root: ET.Element) -> tuple[float, float]:
    found = [LENGTH.fullmatch(root.get(name, "")) for name in ("width", "height")]
    return tuple(float(one[1]) if one else 0.0 for one in found)  # type: ignore[return-value]
