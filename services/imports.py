"""What people ask and do to import a file of places, step by step; the imports of others are not found."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bulk.alike import alike
from bulk.choices import Corrections
from bulk.import_view import ImportView
from bulk.progress import Progress
from bulk.service import Bulk
from domain.candidate import Kind
from domain.person import Person
from domain.proposal import kind_of
from geodata.finder import NoAddresses
from i18n import gettext as _
from intake.errors import FileError
from intake.reading import LEFT
from intake.sandbox import Busy
from intake.template import template_csv, template_xlsx
from services.import_answers import ImportAnswer, ImportColumn, ImportRefusal, ImportRun, ImportSent, Step
from services.import_gestures import CellChange, Gesture, GestureName, RunRequest
from services.import_panel import import_start, import_state
from services.import_rows import ALL, WRONG
from services.import_values import chosen_values
from services.import_ways import import_ways
from services.place_search import PlaceSearch
from store.database import StoreUnavailable
from store.proposals import Conflict, NotFound

TEMPLATES = {"csv": template_csv, "xlsx": template_xlsx}
REFUSALS = (FileError, ValueError, NotFound, Conflict, StoreUnavailable, NoAddresses)


@dataclass(frozen=True, slots=True)
class Spreadsheet:
    """A file to download: `name` has no extension."""

    data: bytes
    name: str


@dataclass(frozen=True, eq=False)
class ImportService:
    """The imports of a person; `search` places their addresses."""

    bulk: Bulk
    search: PlaceSearch

    def send(self, person: Person, name: str, data: bytes) -> ImportSent:
        """Read a file, and return its import (see `bulk.service.Bulk.begin` for what is raised)."""
        return ImportSent(id=self.bulk.begin(person, name, data))

    def template(self, person: Person, fmt: str) -> Spreadsheet:
        """Return an empty file to fill in, « csv » or « xlsx »."""
        kind = kind_of(person) or Kind.PREMISES
        return Spreadsheet(TEMPLATES[fmt](kind), _("modele-locaux") if kind is Kind.PREMISES else _("modele-sites"))

    def corrected(self, person: Person, import_id: str, fmt: str, only_wrong: bool) -> Spreadsheet:
        """Return the rows that are not imported yet, with what to correct, as « csv » or « xlsx »."""
        return Spreadsheet(self.bulk.corrected_file(person, import_id, fmt, only_wrong), _("a-corriger"))

    def after(self, person: Person, gesture: Gesture) -> ImportAnswer:
        """Do what a person did in the panel, and return what it shows next; what cannot be done is a sentence of the answer."""
        try:
            return _GESTURES[gesture.name](self, person, gesture)
        except Busy as why:
            return ImportAnswer(gesture.step, gesture.import_id, str(why), gesture.name, only_valid=gesture.only_valid)
        except REFUSALS as why:
            return self._unchanged(person, gesture, str(why))

    def run(self, person: Person, request: RunRequest, before: ImportRun | None, *, is_example: bool = False) -> ImportRun:
        """Do the next part of a long action, and return how far it is; `before` is what the part before it returned.

        `is_example`: what is imported is made up, since an example person does it.
        """
        so_far = before if before and (before.turn, before.id, before.action) == (request.turn, request.id, request.action) else None
        so_far = so_far or ImportRun(request.turn, request.id, request.action)
        try:
            return _further(so_far, self._part(person, request, is_example))
        except REFUSALS as why:
            return replace(so_far, after=request.after, error=str(why))

    def _part(self, person: Person, request: RunRequest, is_example: bool) -> Progress:
        if request.action == "commit":
            return self.bulk.commit(person, request.id, request.only_valid, is_example=is_example)
        if request.action == "place":
            return self.bulk.place(person, request.id, self.search.locate)
        act = self.bulk.cancel if request.action == "cancel" else self.bulk.submit
        return act(person, request.id, request.after)

    def _unchanged(self, person: Person, gesture: Gesture, alert: str) -> ImportAnswer:
        """The panel as it is, with what could not be done; what was typed and is refused is taken off the screen."""
        answer = ImportAnswer(gesture.step, gesture.import_id, alert, only_valid=gesture.only_valid)
        try:
            view = self.bulk.view(person, gesture.import_id) if gesture.name in _CHANGES else None
        except (*REFUSALS, Busy):
            return answer
        return replace(answer, state=import_state(view, gesture.rows)) if view else answer

    def _begin(self, person: Person, _gesture: Gesture) -> ImportAnswer:
        return ImportAnswer("file", is_new=True, start=import_start(self.bulk.list(person), self.bulk.quota_warning(person)))

    def _forget(self, person: Person, gesture: Gesture) -> ImportAnswer:
        self.bulk.forget(person, gesture.chosen)
        return self._begin(person, gesture)

    def _resume(self, person: Person, gesture: Gesture) -> ImportAnswer:
        closing = next((line for line in self.bulk.list(person) if line.id == gesture.chosen and line.is_closing), None)
        sentence = _("L'annulation de « {name} » n'est pas terminée : appuyez sur « Annuler l'import ».")
        return replace(self._open(person, gesture.chosen), alert=sentence.format(name=closing.name) if closing else "")

    def _sent(self, person: Person, gesture: Gesture) -> ImportAnswer:
        return self._open(person, gesture.chosen)

    def _open(self, person: Person, import_id: str, step: Step | None = None, *, only_valid: bool = True) -> ImportAnswer:
        """Look at an import: at its columns where they are to be chosen first, else at its rows, those to correct before all."""
        view = self.bulk.view(person, import_id)
        state = import_state(view, WRONG if view.wrong_n else ALL)
        settled: Step = "columns" if view.review.need else step or "check"
        return ImportAnswer(settled, import_id, is_new=True, state=state, only_valid=only_valid)

    def _go(self, person: Person, gesture: Gesture) -> ImportAnswer:
        if gesture.to_step == "file" or not gesture.import_id:
            return self._begin(person, gesture)
        if gesture.to_step == "made":
            return ImportAnswer(gesture.step, gesture.import_id, only_valid=gesture.only_valid)
        return self._open(person, gesture.import_id, gesture.to_step, only_valid=gesture.only_valid)

    def _shown(self, gesture: Gesture, view: ImportView) -> ImportAnswer:
        state = import_state(view, gesture.rows)
        return ImportAnswer(gesture.step, view.id, state=state, only_valid=gesture.only_valid)

    def _map(self, person: Person, gesture: Gesture) -> ImportAnswer:
        state = import_state(self.bulk.view(person, gesture.import_id), gesture.rows)
        mapping = {column.name: column.field for column in state.columns.columns if column.field}
        fields = {field.heading: field.id for field in state.columns.fields}
        for change in gesture.typed:
            mapping = _mapped(mapping, _column(state.columns.columns, int(change.row)), fields.get(change.text, ""))
        return self._shown(gesture, self.bulk.choose(person, gesture.import_id, mapping=mapping))

    def _crs(self, person: Person, gesture: Gesture) -> ImportAnswer:
        return self._shown(gesture, self.bulk.choose(person, gesture.import_id, crs=gesture.crs))

    def _way(self, person: Person, gesture: Gesture) -> ImportAnswer:
        """Read the file as it is chosen now: what is no longer as it was found is what was chosen."""
        view = self.bulk.view(person, gesture.import_id)
        before = {way.id: way.chosen for way in import_ways(view)}
        changed = {key: value for key, value in gesture.ways.items() if before.get(key, value) != value}
        if hidden := changed.pop("hidden", ""):
            leave, take_back = (view.table.hidden, ()) if hidden == LEFT else ((), view.table.hidden)
            return self._shown(gesture, self.bulk.choose(person, view.id, leave=leave, take_back=take_back))
        if not changed:
            return self._shown(gesture, view)
        return self._read_anew(gesture, self.bulk.read_otherwise(person, view.id, changed))

    def _guess(self, person: Person, gesture: Gesture) -> ImportAnswer:
        return self._read_anew(gesture, self.bulk.guess_anew(person, gesture.import_id))

    def _read_anew(self, gesture: Gesture, view: ImportView) -> ImportAnswer:
        state = import_state(view, WRONG if view.wrong_n else ALL)
        step: Step = "columns" if view.review.need else gesture.step
        return ImportAnswer(step, view.id, is_new=True, state=state, only_valid=gesture.only_valid)

    def _unit(self, person: Person, gesture: Gesture) -> ImportAnswer:
        return self._shown(gesture, self.bulk.choose(person, gesture.import_id, units=gesture.units))

    def _match(self, person: Person, gesture: Gesture) -> ImportAnswer:
        values = chosen_values(self.bulk.view(person, gesture.import_id), gesture.values)
        return self._shown(gesture, self.bulk.choose(person, gesture.import_id, values=values))

    def _known(self, person: Person, gesture: Gesture) -> ImportAnswer:
        return self._shown(gesture, self.bulk.choose(person, gesture.import_id, known=gesture.known))

    def _show_rows(self, person: Person, gesture: Gesture) -> ImportAnswer:
        return self._shown(gesture, self.bulk.view(person, gesture.import_id))

    def _correct(self, person: Person, gesture: Gesture) -> ImportAnswer:
        corrections = _corrections(gesture.typed)
        if gesture.all_alike:
            corrections = alike(self.bulk.view(person, gesture.import_id), corrections)
        return self._shown(gesture, self.bulk.choose(person, gesture.import_id, corrections=corrections))

    def _leave(self, person: Person, gesture: Gesture) -> ImportAnswer:
        return self._shown(gesture, self.bulk.choose(person, gesture.import_id, leave=_ticked(gesture)))

    def _take_back(self, person: Person, gesture: Gesture) -> ImportAnswer:
        return self._shown(gesture, self.bulk.choose(person, gesture.import_id, take_back=_ticked(gesture)))

    def _leave_known(self, person: Person, gesture: Gesture) -> ImportAnswer:
        return self._shown(gesture, self.bulk.choose(person, gesture.import_id, leave_duplicates=True))

    def _accept(self, person: Person, gesture: Gesture) -> ImportAnswer:
        view = self.bulk.view(person, gesture.import_id)
        offered = view.review.checked.misplacements if view.review.checked else ()
        accepted = (*view.choices.accept, *(one.id for one in offered))
        return self._shown(gesture, self.bulk.choose(person, gesture.import_id, accept=accepted))

    def _refuse(self, person: Person, gesture: Gesture) -> ImportAnswer:
        return self._shown(gesture, self.bulk.choose(person, gesture.import_id, accept=()))

    def _ran(self, person: Person, gesture: Gesture) -> ImportAnswer:
        """A long action is over: what it made, and what is left to correct."""
        run = gesture.run
        if run is not None and run.action == "place":
            return replace(self._open(person, run.id, only_valid=gesture.only_valid), alert=run.error)
        if run is None or run.error:
            return ImportAnswer("run", gesture.import_id, run.error if run else "")
        if run.action == "cancel":
            return ImportAnswer("made", "", is_new=True, run=run)
        state = import_state(self.bulk.view(person, run.id), WRONG)
        return ImportAnswer("made", run.id, is_new=True, state=state, run=run)


_GESTURES: Mapping[GestureName, Callable[[ImportService, Person, Gesture], ImportAnswer]] = {
    "begin": ImportService._begin,
    "sent": ImportService._sent,
    "resume": ImportService._resume,
    "forget": ImportService._forget,
    "step": ImportService._go,
    "map": ImportService._map,
    "crs": ImportService._crs,
    "unit": ImportService._unit,
    "known": ImportService._known,
    "way": ImportService._way,
    "match": ImportService._match,
    "guess": ImportService._guess,
    "rows": ImportService._show_rows,
    "correct": ImportService._correct,
    "leave": ImportService._leave,
    "take_back": ImportService._take_back,
    "leave_known": ImportService._leave_known,
    "accept": ImportService._accept,
    "refuse": ImportService._refuse,
    "mode": ImportService._show_rows,
    "ran": ImportService._ran,
}
_CHANGES: frozenset[GestureName] = frozenset(
    {"map", "crs", "unit", "known", "way", "match", "guess", "correct", "leave", "take_back", "leave_known", "accept", "refuse"}
)


def _ticked(gesture: Gesture) -> Sequence[int]:
    if not gesture.ticked:
        raise ValueError(_("Cochez d'abord, dans le tableau, les lignes dont il s'agit."))
    return gesture.ticked


def _column(columns: Sequence[ImportColumn], rank: int) -> str:
    if rank >= len(columns):
        raise ValueError(_("Le fichier n'a pas cette colonne : rouvrez l'import."))
    return columns[rank].name


def _mapped(mapping: Mapping[str, str], column: str, field: str) -> dict[str, str]:
    """Return a mapping in which a column becomes a field; a field has one column, and giving it to another takes it from the first."""
    others = {name: mapped for name, mapped in mapping.items() if name != column and mapped != field}
    return {**others, column: field} if field else others


def _corrections(cells: Sequence[CellChange]) -> Corrections:
    found: dict[int, dict[str, str]] = {}
    for cell in cells:
        found.setdefault(int(cell.row), {})[cell.column] = cell.text
    return found


def _further(so_far: ImportRun, progress: Progress) -> ImportRun:
    refused = (*so_far.refused, *(ImportRefusal(key, sentence) for key, sentence in progress.refused))
    return replace(
        so_far,
        done=progress.done,
        total=progress.total,
        is_over=progress.is_over,
        acted=so_far.acted + progress.acted,
        updated=so_far.updated + progress.updated,
        same=so_far.same + progress.same,
        left=progress.left,
        after=progress.last,
        to_submit=progress.to_submit,
        to_place=progress.to_place,
        refused=refused,
        error="",
    )
