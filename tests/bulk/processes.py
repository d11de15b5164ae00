"""What the tests of this room run in processes of their own."""

from __future__ import annotations

from multiprocessing.connection import Connection

from bulk import progress, service
from bulk.service import Bulk
from domain.person import Person, PersonRole
from intake.slots import Slots
from store.database import Database
from store.imports import Imports
from store.proposals import Proposals

ADA = Person("p-ada", "ada", "Ada", PersonRole.LANDLORD, "hpr")


def import_by_chunks(pipe: Connection, url: str, import_id: str, chunk: int) -> None:
    """Go on with an import to its end, and tell how far it is after each chunk is acknowledged."""
    service.CHUNK, progress.PART_S = chunk, 0.0
    proposals = Proposals(database := Database.open(url))
    bulk = Bulk(Imports(database, proposals), proposals, Slots(str(database.file)))
    while True:
        told = bulk.commit(ADA, import_id, True)
        pipe.send(told.done)
        if told.is_over:
            return
