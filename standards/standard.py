"""What a standard is: its columns as it publishes them, and the field of a place that each tells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from types import MappingProxyType
from typing import Literal

from i18n import gettext as _

ColumnType = Literal["string", "number", "integer", "date", "year", "geojson", "geopoint"]
YES_NO = ("oui", "non")
UNKNOWN_VALUES = frozenset({"", "inconnu", "autre", "sans objet", "na", "nan", "n/a"})
"""What the lists of the standards say where nothing is told, in small letters."""
FEWEST_COLUMNS = 6
"""How many columns of a standard a file has at least to be read as one: fewer may be anybody's."""


@dataclass(frozen=True, slots=True)
class StandardColumn:
    """A column of a standard.

    Attributes
    ----------
    name, title : as the standard writes them; the title stands before the value in the remarks of a place.
    type : a number, a day, a year… `is_required` and `values` (the list of what may be told) are the standard's.
    field : id of the field of a place that is read from it as it is written; empty for none.
    unit : id of the unit in which its numbers are written (see `intake.units`), where it is not that of the field.
    codes : by value of its list, the code of the field: a value that is not there is kept in the remarks.
    is_remark : whether what it tells is kept in the remarks of the place.
    is_comment : whether it is a free text, in which our own exports tell the fields that the standard has not.
    """

    name: str
    title: str
    type: ColumnType = "string"
    is_required: bool = False
    values: tuple[str, ...] = ()
    field: str = ""
    unit: str = ""
    codes: Mapping[str, str] = attribute(default_factory=lambda: MappingProxyType({}))
    is_remark: bool = False
    is_comment: bool = False


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard, or a class of one.

    Attributes
    ----------
    id : ours.
    label : name on screen (a message id).
    version, url, licence : of the schema that is followed.
    columns : in the order of the standard.
    geometries : names of the columns that tell where a place is, the most precise first.
    preferred : by field, the columns of which the first that tells anything is read.
    """

    id: str
    label: str
    version: str
    url: str
    columns: tuple[StandardColumn, ...]
    geometries: tuple[str, ...]
    preferred: Mapping[str, tuple[str, ...]] = attribute(default_factory=lambda: MappingProxyType({}))
    licence: str = "etalab-2.0"

    @property
    def title(self) -> str:
        """Its name and version in the current language."""
        return _("{standard} (version {version})").format(standard=_(self.label), version=self.version)

    @property
    def by_name(self) -> dict[str, StandardColumn]:
        """Its columns by name, in small letters: files write « SIRET » and « siret »."""
        return {column.name.lower(): column for column in self.columns}
