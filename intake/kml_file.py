"""KML files, parsed event by event: placemarks become rows; no document type, no entity, no link is followed."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from typing import Any
from xml.parsers import expat

from geodata.crs import WGS84
from i18n import gettext as _
from intake.errors import FileError
from intake.geojson_file import of_places
from intake.reading import FOUND, Wanted
from intake.table import Geometry, Table, headings, refuse_amount, refuse_counts, refuse_size

MAX_DEPTH = 60
MAX_ELEMENTS = 3_000_000
MAX_TEXT = 2_000_000
NAME, DESCRIPTION, FOLDER = "name", "description", "dossier"
SHAPES = {"Point": "Point", "LineString": "LineString", "LinearRing": "LineString"}
OPENING = frozenset({"Placemark", "Folder", "Data", "SimpleData", "Polygon"})
CLOSING = frozenset({"Placemark", "Folder", NAME, DESCRIPTION, "address", "SimpleData", "value", "coordinates", "Polygon"})
"""The elements of which something is done as they begin, and as they end."""
MAX_DESCRIPTION = 20_000
MOST_PAIRS = 60
_TAG = re.compile(r"<[^<>]{0,2000}>")
_CELL = r"<t[dh](?:\s[^<>]{0,500})?>((?:(?!</t[dh]|</tr).){0,2000}+)</t[dh]>\s*"
_ROW = re.compile(rf"<tr(?:\s[^<>]{{0,500}})?>\s*{_CELL}{_CELL}</tr>", re.IGNORECASE | re.DOTALL)
_LINE = re.compile(r"<br\s*/?>|</?(?:p|li|div)(?:\s[^<>]{0,500})?>|\n", re.IGNORECASE)
_PAIR = re.compile(r"([^\W\d][^:=]{1,40}?)\s*[:=]\s*(?!//)(\S.*)")


def read(data: bytes, wanted: Wanted = FOUND) -> Table:
    """Return the table of the placemarks of a KML file, in degrees (WGS 84): name, description and their own data.

    Raises
    ------
    FileError
        When it is too big, is no well-formed XML, has a document type, is nested too deep, or has no placemark.
    """
    refuse_size(data)
    reader = _Reader()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    parser.StartDoctypeDeclHandler = _refuse_declaration
    parser.EntityDeclHandler = _refuse_declaration
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        line = getattr(error, "lineno", parser.CurrentLineNumber)
        raise FileError(_("Le KML est mal formé à la ligne {line} : enregistrez-le à nouveau.").format(line=line)) from None
    return _table(reader.places)


def _refuse_declaration(*_parts: Any) -> None:
    raise FileError(_("Le fichier contient des déclarations XML interdites."))


class _Reader:
    """Gathers the placemarks as their elements come: a million elements, so that each costs as little as it can."""

    def __init__(self) -> None:
        self.places: list[tuple[dict[str, str], list[dict[str, Any]]]] = []
        self._names: dict[str, str] = {}
        self._path: list[str] = []
        self._open_places = 0
        self._left = MAX_ELEMENTS
        self._texts: list[str] = []
        self._size = 0
        self._key = ""
        self._rings: list[Any] = []
        self._folders: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = self._names.get(tag)
        if name is None:
            name = self._names[tag] = tag.rpartition(" ")[2]
        self._path.append(name)
        self._left -= 1
        if self._texts:
            self._texts, self._size = [], 0
        if len(self._path) > MAX_DEPTH:
            raise FileError(_("Le fichier est imbriqué trop profondément."))
        if self._left < 0:
            raise FileError(_("Le fichier a trop de sommets ou d'éléments."))
        if name in OPENING:
            self._opened(name, attributes)

    def _opened(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Placemark":
            self._open_places += 1
            self.places.append(({}, []))
            refuse_counts(len(self.places), 0)
        elif name == "Folder":
            self._folders.append("")
        elif name == "Polygon":
            self._rings = []
        else:
            self._key = attributes.get("name", "")

    def text(self, text: str) -> None:
        self._size += len(text)
        if self._size <= MAX_TEXT or self._path[-1] == "coordinates":
            self._texts.append(text)

    def end(self, _tag: str) -> None:
        path = self._path
        name = path.pop()
        if name in CLOSING:
            self._closed(name, path[-1] if path else "", "".join(self._texts).strip())
        if self._texts:
            self._texts, self._size = [], 0

    def _closed(self, name: str, parent: str, text: str) -> None:
        if name == "Folder":
            self._folders.pop()
        elif name == "Placemark":
            self._open_places -= 1
        elif name == NAME and parent == "Folder":
            self._folders[-1] = text
        if self._open_places:
            self._end_inside(name, parent, text)

    def _end_inside(self, name: str, parent: str, text: str) -> None:
        values, shapes = self.places[-1]
        if name in {NAME, DESCRIPTION, "address"} and parent == "Placemark":
            values[name] = text
        elif name in {"SimpleData", "value"} and self._key:
            values[self._key] = text
        elif name == "coordinates":
            self._coordinates(parent, _numbers(text), shapes)
        elif name == "Polygon":
            shapes.append({"type": "Polygon", "coordinates": self._rings})
        if self._folders and self._folders[-1]:
            values.setdefault(FOLDER, self._folders[-1])

    def _coordinates(self, parent: str, found: list[Any], shapes: list[dict[str, Any]]) -> None:
        if parent == "LinearRing" and "Polygon" in self._path:
            self._rings.insert(0 if "outerBoundaryIs" in self._path else len(self._rings), found)
        elif parent == "Point":
            shapes.append({"type": "Point", "coordinates": found[0] if found else []})
        elif parent in SHAPES:
            shapes.append({"type": SHAPES[parent], "coordinates": found})


def _numbers(text: str) -> list[Any]:
    """Positions, « lon,lat,height » apart by blanks; a word that is no number makes a geometry that cannot be read."""
    pairs: list[Any] = []
    for word in text.split():
        try:
            pairs.append([float(part) for part in word.split(",")[:2]])
        except ValueError:
            pairs.append([word[:40]])
    return pairs


def _describe(places: list[dict[str, str]]) -> None:
    """Give places what their descriptions tell as attributes, « Adresse : 1 rue du Port » or a table; the description becomes text."""
    pairs = [_pairs(values.get(DESCRIPTION, "")) for values in places]
    usual = Counter(key for found in pairs for key in found)
    enough = sum(map(bool, pairs)) / 2
    usual_keys = {key for key, n in usual.most_common(MOST_PAIRS) if n >= enough}
    for values, found in zip(places, pairs, strict=True):
        values |= {key: text for key, text in found.items() if key in usual_keys and key not in values}
        if DESCRIPTION in values:
            values[DESCRIPTION] = _plain(values[DESCRIPTION])


def _pairs(description: str) -> dict[str, str]:
    """What a description tells as pairs: the rows of a table of two columns, else its lines, where each is one."""
    cells = [(_plain(key), _plain(value)) for key, value in _ROW.findall(description[:MAX_DESCRIPTION])]
    if not cells:
        lines = [line for line in map(_plain, _LINE.split(description[:MAX_DESCRIPTION])) if line]
        found = [_PAIR.fullmatch(line) for line in lines]
        cells = [(pair[1], pair[2]) for pair in found if pair] if all(found) else []
    return {key.rstrip(" :"): value for key, value in cells if key and value}


def _plain(text: str) -> str:
    return " ".join(unescape(_TAG.sub(" ", text)).split())


def _table(places: list[tuple[dict[str, str], list[dict[str, Any]]]]) -> Table:
    if not places:
        raise FileError(_("Le KML ne contient aucun lieu (Placemark) : exportez-y des repères ou des contours."))
    _describe([values for values, _shapes in places])
    keys: dict[str, None] = {}
    for values, _shapes in places:
        keys.update(dict.fromkeys(values))
        refuse_counts(0, len(keys))
    if len({values.get(FOLDER) for values, _shapes in places}) == 1:
        keys.pop(FOLDER, None)
    refuse_amount(len(places) * len(keys))
    columns = headings(list(keys), keep_all=True)
    records = ([values.get(key) or None for key in keys] for values, _shapes in places)
    return of_places(columns, records, [_geometry(shapes) for _values, shapes in places], WGS84)


def _geometry(shapes: list[dict[str, Any]]) -> Geometry:
    """The one shape of a place; several contours are one of several parts."""
    if len(shapes) < 2:
        return shapes[0] if shapes else None
    if all(shape["type"] == "Polygon" for shape in shapes):
        return {"type": "MultiPolygon", "coordinates": [shape["coordinates"] for shape in shapes]}
    return {"type": "GeometryCollection", "geometries": shapes}
