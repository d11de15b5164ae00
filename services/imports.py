"""What people ask and do to import a file of places, step by step; the imports of others are not found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bulk.choices import Corrections
from bulk.service import Bulk
from domain.candidate import Kind
from domain.person import Person
from domain.proposal import kind_of
from i18n import gettext as _
from intake.template import template_csv, template_xlsx
from services.answer import Done
from services.import_answers import ImportProgress, ImportStart, ImportState
from services.import_panel import import_progress, import_start, import_state

TEMPLATES = {"csv": template_csv, "xlsx": template_xlsx}


@dataclass(frozen=True, slots=True)
class ImportChanges:
    """What is changed of the choices of an import; None, or nothing, stays (see `bulk.service.Bulk.choose`)."""

    mapping: Mapping[str, str] | None = None
    crs: str | None = None
    accept: Sequence[str] | None = None
    corrections: Corrections | None = None
    leave: Sequence[int] = ()
    take_back: Sequence[int] = ()
    leave_twins: bool = False


@dataclass(frozen=True, slots=True)
class Spreadsheet:
    """A file to download: `name` has no extension."""

    data: bytes
    name: str


@dataclass(frozen=True, eq=False)
class ImportService:
    """The imports of a person. Every method raises what `bulk.service.Bulk` does."""

    bulk: Bulk

    def start(self, person: Person) -> ImportStart:
        """Return what the panel needs to begin."""
        return import_start(_kind(person), self.bulk.list(person), self.bulk.quota_warning(person))

    def send(self, person: Person, name: str, data: bytes) -> ImportState:
        """Read a file, and return its import as it stands."""
        return import_state(self.bulk.look(person, self.bulk.begin(person, name, data)))

    def state(self, person: Person, import_id: str, only: str) -> ImportState:
        """Return an import as it stands; `only` keeps the errors of one field."""
        return import_state(self.bulk.look(person, import_id), only)

    def change(self, person: Person, import_id: str, changes: ImportChanges, only: str) -> ImportState:
        """Change what is chosen for an import, and return it as it then stands."""
        changed = self.bulk.choose(
            person,
            import_id,
            mapping=changes.mapping,
            crs=changes.crs,
            accept=changes.accept,
            corrections=changes.corrections,
            leave=changes.leave,
            take_back=changes.take_back,
            leave_twins=changes.leave_twins,
        )
        return import_state(changed, only)

    def commit(self, person: Person, import_id: str, only_valid: bool) -> ImportProgress:
        """Make drafts of the next rows."""
        return import_progress(self.bulk.commit(person, import_id, only_valid))

    def cancel(self, person: Person, import_id: str, after: str) -> ImportProgress:
        """Withdraw the next ones of what an import made; `after` is the last one that was tried."""
        return import_progress(self.bulk.cancel(person, import_id, after))

    def submit(self, person: Person, import_id: str, after: str) -> ImportProgress:
        """Submit the next drafts that an import made; `after` is as in `cancel`."""
        return import_progress(self.bulk.submit(person, import_id, after))

    def forget(self, person: Person, import_id: str) -> Done:
        """Drop an import; the drafts that it made stay."""
        self.bulk.forget(person, import_id)
        return Done()

    def template(self, person: Person, fmt: str) -> Spreadsheet:
        """Return an empty file to fill in, « csv » or « xlsx »."""
        kind = _kind(person)
        return Spreadsheet(TEMPLATES[fmt](kind), _("modele-locaux") if kind is Kind.PREMISES else _("modele-sites"))

    def corrected(self, person: Person, import_id: str, fmt: str, only_wrong: bool) -> Spreadsheet:
        """Return the rows that are not imported yet, with what to correct, as « csv » or « xlsx »."""
        return Spreadsheet(self.bulk.corrected_file(person, import_id, fmt, only_wrong), _("a-corriger"))


def _kind(person: Person) -> Kind:
    return kind_of(person) or Kind.PREMISES
