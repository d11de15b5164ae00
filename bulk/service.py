"""Imports step by step: a file is read, its choices changed, its rows made drafts in chunks, undone or submitted in chunks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from time import monotonic

from bulk.choices import Choices, Corrections
from bulk.import_view import ImportView, with_matches, with_positions
from bulk.made import ACT_CHUNK, Made
from bulk.placements import Placement
from bulk.progress import Progress, for_a_while
from bulk.review import Review
from bulk.reviews import Reviews, under
from bulk.rewriting import rewritings
from bulk.shapes import KnownShape
from domain.candidate import Kind
from domain.person import NotAllowed, Person
from domain.proposal import kind_of
from domain.written_address import Written
from geodata.crs import to_l93
from geodata.neighbours import Neighbours, Places
from geodata.written_address import Located
from i18n import gettext as _
from intake.check import Row
from intake.closed_lists import Values, matched_values
from intake.column_units import column_units, headings_with_units
from intake.content import content_of
from intake.errors import SHOWN_CHARS, shown
from intake.packed import pack_checked, source_of, unpack, with_source
from intake.read import examine
from intake.slots import Slots
from intake.table import Table
from intake.template import corrected_csv, corrected_xlsx
from store.imports import Imports, Line, Overtaken, StoredImport
from store.proposal_writing import MOST_AT_ONCE
from store.proposals import Known, Proposals

CHUNK = 500
"""Rows written by one request, in one transaction: a second at most, so that others write meanwhile."""
WHOLE = MOST_AT_ONCE
"""The same when it is all or none: what fits in one transaction is never made by halves."""
PLACE_CHUNK = 250
"""Addresses that one request looks for: a second of the street index, one file of the geocoder."""
Locate = Callable[[Sequence[Written]], Sequence[Located]]
MOST_TURNS = 5
"""How often a choice is made again when another request of the same person wrote meanwhile."""
REARRANGING = frozenset({"part", "separator", "turned"})
"""Ways of reading under which the headings are looked for again."""
SPREADSHEETS = {"csv": corrected_csv, "xlsx": corrected_xlsx}


@dataclass(frozen=True, slots=True)
class _Change:
    """A change to what is chosen; what is None stays (see `Bulk.choose`)."""

    mapping: Mapping[str, str] | None
    crs: str | None
    accept: Sequence[str] | None
    corrections: Corrections | None
    leave: frozenset[int]
    take_back: frozenset[int]
    leave_duplicates: bool
    units: Mapping[str, str] | None = None
    values: Values | None = None
    placements: Mapping[int, Placement | None] | None = None
    known: Mapping[str, str] | None = None

    @property
    def only_places(self) -> bool:
        """Whether nothing is changed but where some rows are."""
        return self.placements is not None and not (self.corrections or self.leave or self.take_back or self.leave_duplicates)

    @property
    def is_read_anew(self) -> bool:
        """Whether every row is read otherwise."""
        return any(given is not None for given in (self.mapping, self.crs, self.accept, self.units, self.values))

    def read_anew(self, choices: Choices, table: Table, kind: Kind) -> Choices:
        """Return the choices with the columns, their units and values, the system of coordinates and the readings of this change."""
        mapped = {column: field for column, field in (choices.mapping if self.mapping is None else self.mapping).items() if field}
        accept = choices.accept if self.accept is None else tuple(self.accept)
        chosen = {column: self.units[name] for column, name in mapped.items() if self.units and name in self.units}
        units = column_units(table, mapped, kind, {**choices.units, **chosen})
        of_columns = {column: {**choices.values.get(column, {}), **(self.values or {}).get(column, {})} for column in mapped}
        values = matched_values(table, mapped, kind, of_columns)
        return replace(choices, mapping=mapped, crs=self.crs or choices.crs, accept=accept, units=units, values=values)


class Bulk:
    """The imports of a service. `person` is who asks; `store.proposals.NotFound` for the imports of others.

    Where a file is to be read or checked whole, `intake.sandbox.Busy` says that it waits: nothing was done, one asks again.
    """

    def __init__(self, imports: Imports, proposals: Proposals, slots: Slots) -> None:
        self._imports = imports
        self._proposals = proposals
        self._slots = slots
        self._reviews = Reviews(imports, slots, proposals.areas_at)
        self._made = Made(imports, proposals)

    def list(self, person: Person) -> tuple[Line, ...]:
        """Return the person's imports that are not over, the newest first."""
        return self._imports.list(person)

    def quota_warning(self, person: Person) -> str:
        """Return what to say to the person's organisation when it has nearly all that it may keep; empty otherwise."""
        return self._proposals.quota_warning(person)

    def begin(self, person: Person, name: str, data: bytes) -> str:
        """Read a file, guess its columns, and return the id of its import.

        Raises
        ------
        intake.errors.FileError
            The file cannot be read.
        NotAllowed
            The person proposes nothing.
        """
        kind = kind_of(person)
        if kind is None:
            raise NotAllowed(_("Votre organisation ne propose pas de lieux."))
        with self._slots.taken(person.id):
            answer = examine(name, data, kind, known=self._known(person, kind))
        review = pack_checked(self._reviews.settled(answer.checked), answer.need)
        title = shown(name[-SHOWN_CHARS:])
        packed = with_source(answer.table, data)
        return self._imports.begin(person, kind, title, answer.rows_n, packed, answer.choices, review, under())

    def read_otherwise(self, person: Person, import_id: str, ways: Mapping[str, str]) -> ImportView:
        """Read the file of an import otherwise (see `intake.reading.Wanted`), guess its columns anew, and return it as it then stands.

        Raises
        ------
        intake.errors.FileError
            It cannot be read so.
        ValueError
            Some rows are imported already, or the file is no longer kept.
        """
        stored, source = self._readable(person, import_id)
        known: dict[str, str] = {way.id: way.chosen for way in unpack(stored.data).ways if not REARRANGING & ways.keys()}
        before = Choices.from_json(stored.choices)
        stay = {key: way for key, way in before.ways.items() if key != "head" or not REARRANGING & ways.keys()}
        chosen = {"ways": {**stay, **ways}, "first": before.first}
        self._read_again(person, stored, source, {**known, **ways}, chosen)
        return self.view(person, import_id)

    def guess_anew(self, person: Person, import_id: str) -> ImportView:
        """Forget what was chosen for other files of the shape of an import's, and return it as guessed; raises as `read_otherwise`."""
        stored, source = self._readable(person, import_id)
        self._imports.shapes.forget(person, stored.kind, str(Choices.from_json(stored.choices).recalled.get("shape", "")))
        self._read_again(person, stored, source, {}, {})
        return self.view(person, import_id)

    def _readable(self, person: Person, import_id: str) -> tuple[StoredImport, bytes]:
        """Return an import and its file, which may be read anew."""
        stored = self._imports.get(person, import_id)
        if self._imports.done(person, import_id):
            raise ValueError(_("Des lignes sont déjà importées : le fichier n'est plus lu autrement."))
        source = source_of(stored.data)
        if not source:
            raise ValueError(_("Le fichier n'est plus gardé : envoyez-le à nouveau pour le lire autrement."))
        return stored, source

    def _read_again(
        self, person: Person, stored: StoredImport, source: bytes, ways: Mapping[str, str], chosen: Mapping[str, object]
    ) -> None:
        with self._slots.taken(person.id):
            answer = examine(stored.name, source, stored.kind, ways)
        review = pack_checked(self._reviews.settled(answer.checked), answer.need)
        packed = with_source(answer.table, source)
        self._imports.choose(person, stored.id, {**answer.choices, **chosen}, review, under(), stored.choices, (answer.rows_n, packed))

    def _known(self, person: Person, kind: Kind) -> Sequence[Mapping[str, object]]:
        """Return what the person's organisation chose for files of other shapes, the newest first."""
        return [asdict(KnownShape.of(one.shape, one.choices, one.at)) for one in self._imports.shapes.list(person, kind)]

    def view(self, person: Person, import_id: str) -> ImportView:
        """Return an import as it stands."""
        stored = self._imports.get(person, import_id)
        table = unpack(stored.data)
        return self._beside_known(person, self._view(person, stored, table, self._reviews.get(person, stored, table)))

    def _view(self, person: Person, stored: StoredImport, table: Table, review: Review) -> ImportView:
        done = self._imports.done(person, stored.id)
        return ImportView(stored.id, stored.name, stored.kind, stored.at, table, Choices.from_json(stored.choices), review, done)

    def _recognised(self, person: Person, view: ImportView) -> ImportView:
        """Return an import with the places that its rows tell and that are there already."""
        own = self._proposals.own_marks(person)
        named = view.named_ids - {place.id for place in own}
        others = {place.id: place.name for place in self._proposals.known(person) if place.id in named} if named else {}
        return with_matches(view, own, others)

    def _beside_known(self, person: Person, view: ImportView) -> ImportView:
        """Return an import with the places that its rows tell, and those that lie near the rows that tell a new one."""
        view, made = self._recognised(person, view), {written.proposal_id for written in view.done.values()}
        known = [place for place in self._proposals.known(person) if place.id not in made and (place.is_public or not place.is_closed)]
        return replace(view, duplicates=known_near_rows(view.ready_to("add"), known))

    def choose(
        self,
        person: Person,
        import_id: str,
        *,
        mapping: Mapping[str, str] | None = None,
        crs: str | None = None,
        accept: Sequence[str] | None = None,
        corrections: Corrections | None = None,
        leave: Iterable[int] = (),
        take_back: Iterable[int] = (),
        leave_duplicates: bool = False,
        units: Mapping[str, str] | None = None,
        values: Values | None = None,
        placements: Mapping[int, Placement | None] | None = None,
        known: Mapping[str, str] | None = None,
    ) -> ImportView:
        """Change what is chosen for an import, and return it as it then stands.

        What is None stays; `units` are by field, `values` by column, `known` by sureness (see `bulk.known`). `placements` are by row
        number; None takes one away.

        Raises
        ------
        ValueError
            There are too many corrections, or some rows are imported already and their columns cannot be read otherwise.
        """
        rows = (corrections, frozenset(leave), frozenset(take_back), leave_duplicates)
        change = _Change(mapping, crs, accept, *rows, units, values, placements, known)
        for _turn in range(MOST_TURNS):
            with suppress(Overtaken):
                return self._choose(person, import_id, change)
        raise ValueError(_("Cet import change sans cesse : fermez vos autres fenêtres, puis recommencez."))

    def _choose(self, person: Person, import_id: str, change: _Change) -> ImportView:
        stored = self._imports.get(person, import_id)
        choices, is_read_anew, table = Choices.from_json(stored.choices), change.is_read_anew, unpack(stored.data)
        if is_read_anew:
            if self._imports.done(person, import_id):
                raise ValueError(_("Des lignes sont déjà importées : les colonnes ne changent plus."))
            choices = change.read_anew(choices, table, stored.kind)
        if change.corrections:
            choices = choices.corrected(change.corrections)
        choices = replace(choices.placed(change.placements or {}), known={**choices.known, **(change.known or {})})
        leave = {*change.leave, *(self.view(person, import_id).duplicates if change.leave_duplicates else ())}
        choices = replace(choices, left_out=tuple(sorted({*choices.left_out, *leave} - change.take_back)))
        changed = {*leave, *change.take_back, *(change.corrections or ()), *(change.placements or ())}
        rows = None if is_read_anew else changed
        review = self._reviews.change(person, stored, table, choices, rows, only_placed=change.only_places)
        return self._beside_known(person, self._view(person, replace(stored, choices=choices.to_json()), table, review))

    def place(self, person: Person, import_id: str, locate: Locate) -> Progress:
        """Look for the addresses of the next rows that have no position, and say how far it is; what `locate` raises goes through."""
        view = self.view(person, import_id)
        chunk = view.to_place[:PLACE_CHUNK]
        looked = len(view.unplaced) - len(view.to_place) + len(view.placed)
        if chunk:
            addresses = [Written.of(row.values) for row in chunk]
            answers = zip(chunk, addresses, locate(addresses), strict=True)
            found = {row.number: Placement.of(written, one) for row, written, one in answers}
            self.choose(person, import_id, placements=found)
        return Progress(looked + len(chunk), looked + len(view.to_place), len(chunk))

    def corrected_file(self, person: Person, import_id: str, fmt: str, only_wrong: bool) -> bytes:
        """Return the rows that are not imported yet, with the corrections made so far and a column that says what to correct.

        Parameters
        ----------
        fmt
            ``"csv"`` or ``"xlsx"``.
        """
        found = self.view(person, import_id)
        table, mapping = with_positions(found)
        table = replace(table, crs=found.choices.crs or table.crs)
        columns = headings_with_units(table.columns, mapping, found.choices.units, found.kind)
        wrong = {error.row for error in found.review.errors}
        written = {number for number in table.numbers if number not in found.done and (number in wrong or not only_wrong)}
        return SPREADSHEETS[fmt](replace(table.part(written), columns=columns), found.review.errors, found.kind)

    def commit(self, person: Person, import_id: str, only_valid: bool, *, is_example: bool = False) -> Progress:
        """Write the next rows, drafts or updates, and say how far it is; to be asked again until it is over, whatever happened in between.

        Raises
        ------
        store.proposals.Conflict
            A place was changed meanwhile: to be asked again.
        ValueError
            Rows are wrong and all or none is asked; or nothing can be checked.
        """
        since, stored = monotonic(), self._imports.get(person, import_id)
        table = unpack(stored.data)
        found = self._recognised(person, self._view(person, stored, table, self._reviews.get(person, stored, table)))
        if found.review.need:
            raise ValueError(found.review.need)
        if found.wrong_n and not only_valid:
            raise ValueError(_("Tout ou rien : corrigez d'abord les lignes à corriger, ou laissez-les de côté."))
        new, again = found.ready_to("add"), found.ready_to("update")
        total = len(found.done) + len(new) + len(again)
        if (new or again) and not found.done and table.shape:
            self._imports.shapes.put(person, stored.kind, table.shape, KnownShape.chosen(table, found.choices).to_json())
        sizes = (CHUNK, ACT_CHUNK) if only_valid else (WHOLE, WHOLE)
        parts = (self._written(person, found, *chunk, is_example) for chunk in _chunks(new, again, *sizes))
        progress = for_a_while(Progress(0, 0), _until_overtaken(parts), since)
        done = len(self._imports.done(person, import_id))  # another request may have made some of them
        if done < total:
            return replace(progress, done=done, total=total)
        to_submit, to_place = self._made.drafts(person, import_id)
        left = found.ready_to("leave")
        closed = tuple((match.id, match.obstacle) for row in left if (match := found.matches[row.number]).obstacle)
        refused = (*progress.refused, *closed)
        return replace(progress, done=done, total=total, to_submit=to_submit, to_place=to_place, left=len(left), refused=refused)

    def _written(self, person: Person, found: ImportView, new: Sequence[Row], again: Sequence[Row], is_example: bool) -> Progress | None:
        """Write some rows; None when somebody else wrote one of them meanwhile, and nothing is written."""
        updates, refused = rewritings(found, again, self._proposals.own(person, [found.matches[row.number].id for row in again]))
        added = [(row.number, content_of(row)) for row in new]
        if (added or updates) and not self._imports.write(person, found.id, added, updates, is_example):
            return None
        updated = sum(bool(one.changes) for one in updates)
        return Progress(0, 0, len(added), refused, updated=updated, same=len(updates) - updated)

    def cancel(self, person: Person, import_id: str, after: str = "") -> Progress:
        """Withdraw the next ones of what an import made, and forget it at the end (see `bulk.made.Made.withdraw`)."""
        self._imports.close(person, import_id)
        progress = self._made.withdraw(person, import_id, after)
        if progress.is_over:
            self._imports.forget(person, import_id)
        return progress

    def submit(self, person: Person, import_id: str, after: str = "") -> Progress:
        """Submit the next drafts that an import made (see `bulk.made.Made.submit`)."""
        progress = self._made.submit(person, import_id, after)
        return replace(progress, to_place=self._made.drafts(person, import_id)[1]) if progress.is_over else progress

    def forget(self, person: Person, import_id: str) -> None:
        """Drop an import; the drafts that it made stay."""
        self._imports.forget(person, import_id)


def _until_overtaken(parts: Iterable[Progress | None]) -> Iterator[Progress]:
    """The parts up to the first that another request made meanwhile."""
    for part in parts:
        if part is None:
            return
        yield part


def _chunks(new: Sequence[Row], again: Sequence[Row], new_n: int, again_n: int) -> Iterator[tuple[Sequence[Row], Sequence[Row]]]:
    """The rows that make places, then those that update some, (new, again) so many at a time; all together where they fit."""
    if new_n == again_n and len(new) <= new_n and len(again) <= again_n:
        yield new, again
        return
    yield from ((new[at : at + new_n], ()) for at in range(0, len(new), new_n))
    yield from (((), again[at : at + again_n]) for at in range(0, len(again), again_n))


def known_near_rows(rows: Sequence[Row], places: Sequence[Known]) -> dict[int, Neighbours]:
    """Return the known places near each row that has a position, by the row's number; rows that have none are left out."""
    x, y = to_l93([place.lon for place in places], [place.lat for place in places])
    known = Places([place.id for place in places], [place.name for place in places], x, y)
    near = known.near([row.x_l93 for row in rows], [row.y_l93 for row in rows])
    return {row.number: found for row, found in zip(rows, near, strict=True) if found.count}
