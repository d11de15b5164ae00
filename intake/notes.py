"""What is noted of rows while they are checked: errors, warnings, and the texts that are kept as remarks."""

from __future__ import annotations

from collections import defaultdict

from i18n import gettext as _
from intake.errors import FileError, RowError
from intake.table import MAX_ROWS

MAX_ERRORS = 2 * MAX_ROWS


class Notes:
    """Gathers errors and warnings, which rows are bad, and what is added to the remarks of each."""

    def __init__(self) -> None:
        self.errors: list[RowError] = []
        self.warnings: list[RowError] = []
        self.bad: set[int] = set()
        self.reported: set[tuple[int, str]] = set()
        self.remarks: dict[int, list[str]] = defaultdict(list)

    def error(self, error: RowError) -> None:
        """Note an error; `FileError` when they are beyond counting."""
        self.errors.append(error)
        self.bad.add(error.row)
        self.reported.add((error.row, error.field))
        if len(self.errors) > MAX_ERRORS:
            raise FileError(_("Plus de {limit} erreurs : vérifiez l'association des colonnes.").format(limit=MAX_ERRORS))

    def error_once(self, error: RowError) -> None:
        """Note an error, unless one of this field of this row is noted already."""
        if (error.row, error.field) not in self.reported:
            self.error(error)

    def warn(self, warning: RowError) -> None:
        """Note what is worth a look."""
        if len(self.warnings) < MAX_ERRORS:
            self.warnings.append(warning)

    def keep(self, warning: RowError, text: str) -> None:
        """Note what is worth a look, and keep what the cell held among the remarks of its row."""
        self.warn(warning)
        self.remarks[warning.row].append(text)
