"""What an import made, chunk by chunk: submitted, or withdrawn and what it updated told as before."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bulk.progress import Progress, for_a_while
from domain.person import NotAllowed, Person
from domain.place_fields import PLACE_FIELDS
from domain.proposal import Act, Proposal, Stage, has_position
from i18n import gettext as _
from intake.table import MAX_ROWS
from store.imports import Imports, WrittenRow
from store.proposals import Conflict, NotFound, Proposals

ACT_CHUNK = 250
REFUSALS = (NotFound, NotAllowed, Conflict, ValueError)
WITHDRAWABLE = frozenset({Stage.DRAFT, Stage.SUBMITTED, Stage.TO_COMPLETE})


class Made:
    """What the imports of a service made. `after` is the last one that was tried (`Progress.last`), empty to begin."""

    def __init__(self, imports: Imports, proposals: Proposals) -> None:
        self._imports = imports
        self._proposals = proposals

    def withdraw(self, person: Person, import_id: str, after: str) -> Progress:
        """Withdraw the next ones of what an import made, and tell those that it updated as before.

        What is accepted already stays; of what it updated, so do the fields that somebody told otherwise since.
        """
        return self._act(person, import_id, after, Act.WITHDRAW, lambda it: it.stage in WITHDRAWABLE)

    def submit(self, person: Person, import_id: str, after: str) -> Progress:
        """Submit the next drafts that an import made; those without a position stay drafts."""
        return self._act(person, import_id, after, Act.SUBMIT, lambda it: it.stage is Stage.DRAFT and has_position(it.content))

    def drafts(self, person: Person, import_id: str) -> tuple[int, int]:
        """Return how many drafts an import has made with a position, and without."""
        made = {written.proposal_id for written in self._imports.done(person, import_id).values() if written.is_made}
        drafts = self._proposals.list(person, stages=[Stage.DRAFT], limit=MAX_ROWS + len(made))
        placed = [has_position(it.content) for it in drafts if it.id in made]
        return sum(placed), len(placed) - sum(placed)

    def _act(self, person: Person, import_id: str, after: str, act: Act, wanted: Callable[[Proposal], bool]) -> Progress:
        """Do something to the next ones of what an import made, for a while."""
        rows = self._imports.done(person, import_id).values()
        written = [one for one in rows if one.is_made or (act is Act.WITHDRAW and one.version)]
        left = sorted((one for one in written if _rank(one.proposal_id) > _rank(after)), key=lambda one: _rank(one.proposal_id))
        chunks = (left[first : first + ACT_CHUNK] for first in range(0, len(left), ACT_CHUNK))
        begun = Progress(len(written) - len(left), len(written), last=after)
        return for_a_while(begun, (self._chunk(person, chunk, act, wanted) for chunk in chunks))

    def _chunk(self, person: Person, chunk: list[WrittenRow], act: Act, wanted: Callable[[Proposal], bool]) -> Progress:
        made = self._proposals.own(person, [one.proposal_id for one in chunk if one.is_made])
        todo = [it for it in made if wanted(it)]
        refused = self._imports.act(person, [(it.id, it.version) for it in todo], act)
        updated = [one for one in chunk if not one.is_made]
        stays = self._restored(person, updated)
        acted, restored = len(todo) - len(refused), len(updated) - len(stays)
        return Progress(len(chunk), 0, acted, (*refused, *stays), chunk[-1].proposal_id, updated=restored)

    def _restored(self, person: Person, updated: Sequence[WrittenRow]) -> list[tuple[str, str]]:
        """Tell places as they were before rows updated them; return what stays of some and why, (id, sentence) each."""
        try:
            stays = self._imports.restore(person, updated)
        except REFUSALS as why:
            if len(updated) == 1:
                return [(updated[0].proposal_id, str(why))]
            return [stay for one in updated for stay in self._restored(person, [one])]
        return [(one.proposal_id, _stays(fields)) for one, fields in zip(updated, stays, strict=True) if fields]


def _stays(fields: Sequence[str]) -> str:
    names = [_(field.label) for field in PLACE_FIELDS if field.id in fields or (field.id == "position" and {"lon", "lat"} & set(fields))]
    return _("Changé depuis l'import, laissé tel quel : {fields}.").format(fields=", ".join(names))


def _rank(proposal_id: str) -> tuple[int, str]:
    """Ids in the order in which they were given: they grow longer after a million."""
    return len(proposal_id), proposal_id
