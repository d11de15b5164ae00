"""The formats that are taken, each with its reader: told by the content of the file, whatever its name."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from i18n import N_
from i18n import gettext as _
from intake import csv_file, geojson_file, geopackage, kml_file, workbook_file
from intake.archive import GZIP, gunzipped, names_in, parts_of
from intake.closed_lists import text_key
from intake.encodings import MARKS
from intake.errors import FileError
from intake.form_names import FORMATS
from intake.geopackage import MAGIC, MAPINFO, OTHER_MAP, PART_OF_SHAPEFILE
from intake.made_columns import with_made
from intake.reading import FOUND, Wanted
from intake.standard_columns import with_standard
from intake.table import Table, refuse_size

READERS: Mapping[str, Callable[[bytes, Wanted], Table]] = MappingProxyType(
    {
        "csv": csv_file.read,
        "xlsx": workbook_file.read,
        "ods": workbook_file.read_ods,
        "xls": workbook_file.read_xls,
        "geojson": geojson_file.read,
        "gpkg": geopackage.read,
        "shp": geopackage.read_shapefile,
        "kml": kml_file.read,
    }
)
ZIP, OLE = b"PK", b"\xd0\xcf\x11\xe0"
_PICTURE = N_("C'est une image : envoyez le tableau ou la carte dont elle vient.")
FOREIGN = (
    (b"%PDF", N_("C'est un PDF, dont un tableau ne se relit pas : envoyez le classeur ou le CSV dont il vient.")),
    (b"\xff\xd8\xff", _PICTURE),
    (b"\x89PNG", _PICTURE),
    (b"Rar!", N_("C'est une archive RAR : décompressez-la, puis envoyez le fichier qu'elle contient.")),
    (b"7z\xbc\xaf", N_("C'est une archive 7z : décompressez-la, puis envoyez le fichier qu'elle contient.")),
    (b"PAR1", N_("C'est un fichier Parquet : exportez-le en GeoPackage ou en CSV.")),
    (b"fgb", N_("C'est un fichier FlatGeobuf : exportez-le en GeoPackage.")),
    (b"\x00\x00\x27\x0a", PART_OF_SHAPEFILE),
    (b"{\\rtf", N_("C'est un document RTF : copiez son tableau dans un classeur .xlsx.")),
    (b"!table", MAPINFO),
)  # fmt: skip
"""First bytes of what cannot be read, and how to save it instead."""
XML_FOREIGN = (
    (rb"<(?:\w+:)?html|<!doctype html|<table", N_("C'est une page web : ouvrez-la dans un tableur, puis enregistrez-la en .xlsx.")),
    (rb"<(?:\w+:)?Workbook", N_("C'est un classeur XML de 2003 : ouvrez-le dans un tableur, puis enregistrez-le en .xlsx.")),
    (rb"<(?:\w+:)?gpx", N_("C'est une trace GPX : exportez-la en KML ou en GeoJSON.")),
    (rb"opengis\.net/gml|<gml:", N_("C'est un fichier GML : exportez-le en GeoPackage.")),
    (rb"", N_("C'est un fichier XML, pas un tableau : enregistrez-le en CSV, XLSX ou GeoJSON.")),
)  # fmt: skip
SNIFFED = 4_096
WIDE_MARKS = tuple(mark for encoding, mark in MARKS.items() if encoding != "utf-8-sig")
DATA_PACKAGE = "datapackage.json"
_MEMBER = re.compile(r"(?!__MACOSX/).+\.(csv|tsv|txt|geojson|json|kml|xlsx|xls|ods)", re.IGNORECASE)
_KML_MEMBER = re.compile(r"(?!__MACOSX/).+\.kml", re.IGNORECASE)


def ending_of(filename: str) -> str:
    """Return what follows the last point of a name, in small letters; empty when there is none."""
    return filename.rpartition(".")[2].strip().lower() if "." in filename else ""


def read_here(filename: str, data: bytes, wanted: Wanted = FOUND) -> Table:
    """Return the table of a file, read in this very process: the process apart calls it, and tests of one format.

    Parameters
    ----------
    filename : str
        As it was sent: it decides nothing but what is said of a file that cannot be read.
    data : bytes
        The content.
    wanted : Wanted
        What a person chose of its reading.

    Raises
    ------
    FileError
        When the format is not taken, or the content cannot be read: no other exception, whatever the bytes.
    """
    refuse_size(data)
    if data.startswith(GZIP):
        data = gunzipped(data)
        refuse_size(data)
    form, content = _opened(data)
    if form == "csv":
        _refuse_other(filename)
    table = READERS[form](content, wanted)
    return with_made(with_standard(replace(table, shape=f"{form}:{_digest(table.columns)}"), wanted.kind), wanted.kind)


def _digest(columns: Sequence[str]) -> str:
    """What the same headings have in common, whatever their order, case, accents and spaces."""
    return hashlib.sha256("\n".join(sorted(map(text_key, columns))).encode()).hexdigest()[:40]


def _opened(data: bytes, *, is_inside: bool = False) -> tuple[str, bytes]:
    """Return the format of some bytes, and those to be read: a file alone in an archive is taken out of it."""
    for start, sentence in FOREIGN:
        if data.startswith(start):
            raise FileError(_(sentence))
    if data.startswith(MAGIC):
        return "gpkg", data
    if data.startswith(OLE):
        return "xls", data
    if data.startswith(ZIP):
        return _archived(data, is_inside=is_inside)
    return _text_form(data), data


def _archived(data: bytes, *, is_inside: bool) -> tuple[str, bytes]:
    names = names_in(data)
    if "xl/workbook.xml" in names:
        return "xlsx", data
    if "content.xml" in names and any(name.startswith("META-INF/") for name in names):
        return "ods", data
    if "xl/workbook.bin" in names:
        raise FileError(_("C'est un classeur binaire .xlsb : enregistrez-le en .xlsx."))
    if any(name.endswith(".iwa") for name in names):
        raise FileError(_("C'est un document Numbers : exportez-le en Excel (.xlsx)."))
    if "word/document.xml" in names:
        raise FileError(_("C'est un document {program} : copiez son tableau dans un classeur .xlsx.").format(program="Word"))
    if any(name.lower().endswith(".shp") for name in names):
        return "shp", data
    members = _maps(names) or _tables(names)
    if len(members) != 1 or is_inside:
        raise FileError(
            _("L'archive ne contient pas un seul tableau ou une seule carte : envoyez le fichier voulu. {formats}").format(
                formats=_accepted()
            )
        )
    content = parts_of(data, re.compile(re.escape(members[0])))[members[0]]
    refuse_size(content)
    return _opened(content, is_inside=True)


def _maps(names: Iterable[str]) -> list[str]:
    """The KML of an archive: « doc.kml », by which a KMZ begins, or those that there are."""
    maps = [name for name in names if _KML_MEMBER.fullmatch(name)]
    return [name for name in maps if name.lower() == "doc.kml"] or maps


def _tables(names: Iterable[str]) -> list[str]:
    """The members that may be a table or a map; neither the description of a data package nor a text is one beside its tables."""
    members = [name for name in names if _MEMBER.fullmatch(name)]
    tables = [name for name in members if name.rpartition("/")[2] != DATA_PACKAGE and not name.lower().endswith(".txt")]
    return tables or members


def _text_form(data: bytes) -> str:
    head = data[:SNIFFED].removeprefix(b"\xef\xbb\xbf").lstrip()
    if data.startswith(WIDE_MARKS):
        head = data[:SNIFFED].replace(b"\x00", b"")[2:].lstrip()
    if head.startswith((b"{", b"\x1e", b"[")):
        return "geojson"
    if not head.startswith(b"<"):
        return "csv"
    if re.search(rb"<(?:\w+:)?kml\b", head):
        return "kml"
    raise FileError(_(next(sentence for pattern, sentence in XML_FOREIGN if re.search(pattern, head, re.IGNORECASE))))


def _refuse_other(filename: str) -> None:
    """Refuse what is none of the formats under the name of another: read as a text, it would make no sense."""
    ending = ending_of(filename)
    if ending in OTHER_MAP:
        raise FileError(_(OTHER_MAP[ending]))


def _accepted() -> str:
    return _("Formats acceptés : {formats}.").format(formats=_(FORMATS))
