"""Several editors on one place at once, each in a process of its own: not one edit is lost, and the journal tells them all."""

from __future__ import annotations

from domain.candidate import Kind
from store.database import Database
from store.proposals import Proposals
from store.verify import faults
from tests.attack.processes import PLACE, add_many
from tests.attack.sizes import SIZES
from tests.store.contents import AGENT
from tests.store.processes import start


def test_of_several_editors_at_once_not_one_edit_is_lost(url: str, database: Database) -> None:
    proposals = Proposals(database)
    place = proposals.create(AGENT, Kind.PREMISES, PLACE)
    started = [start(add_many, url, place.id, SIZES.edits) for _ in range(SIZES.editors)]
    assert [pipe.recv() for _process, pipe in started] == ["ready"] * SIZES.editors
    for _process, pipe in started:
        pipe.send("go")
    told = [pipe.recv() for _process, pipe in started]
    for process, _pipe in started:
        process.join(10)
    final, total = proposals.get(AGENT, place.id), SIZES.editors * SIZES.edits
    assert (final.content["area_m2"], final.version) == (1.0 + total, 1 + total)
    areas = [entry.after["area_m2"] for entry in proposals.timeline(AGENT, place.id) if entry.after]
    assert areas == [1.0 + number for number in range(total + 1)]
    assert sum(conflicts for conflicts, _waits in told) > 0
    assert faults(database) == ()
