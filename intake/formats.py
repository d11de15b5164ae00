"""The formats that are taken, each with its reader: chosen by the name of the file, and its content must agree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from i18n import gettext as _
from intake import csv_file, geojson_file, geopackage, xlsx_file
from intake.errors import FileError
from intake.table import Table

READERS: Mapping[str, Callable[[bytes], Table]] = MappingProxyType(
    {
        "csv": csv_file.read,
        "tsv": csv_file.read,
        "txt": csv_file.read,
        "xlsx": xlsx_file.read,
        "geojson": geojson_file.read,
        "json": geojson_file.read,
        "gpkg": geopackage.read,
    }
)


def ending_of(filename: str) -> str:
    """Return what follows the last point of a name, in small letters; empty when there is none."""
    return filename.rpartition(".")[2].strip().lower() if "." in filename else ""


def read_here(filename: str, data: bytes) -> Table:
    """Return the table of a file, read in this very process: the process apart calls it, and tests of one format.

    Parameters
    ----------
    filename : str
        As it was sent; only what follows its last point is looked at.
    data : bytes
        The content.

    Raises
    ------
    FileError
        When the format is not taken, or the content cannot be read: no other exception, whatever the bytes.
    """
    reader = READERS.get(ending_of(filename))
    if reader is None:
        raise FileError(_("Formats acceptés : CSV, XLSX, GeoJSON, GeoPackage."))
    return reader(data)
