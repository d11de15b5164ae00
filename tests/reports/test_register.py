"""The register as a workbook: what the filters find, and no formula."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

from python_calamine import CalamineWorkbook

from domain.commitment import commitment_of
from reports.register_xlsx import register_workbook
from services.register import Register, RegisterFilters
from tests.domain.test_meeting import POSTPONED, decided, meeting

TODAY = dt.date(2027, 2, 1)
CONTENT = {
    "actor": "waste", "kind": "funding", "what": "=1+1", "amount": 41000.5, "unit": "€", "deadline": "2027-01-31", "condition": "",
    "is_lifted": False, "status": "planned", "reason": "", "decision": "", "place": "p1",
}  # fmt: skip


def test_the_workbook_holds_what_is_found() -> None:
    spring = meeting({"title": "Printemps", "day": "2027-01-10", **decided("Où ?", POSTPONED)})
    one = commitment_of({"id": "c1", "meeting_id": "m1", "author": None, "content": CONTENT, "version": 1})
    found = Register(RegisterFilters(), ((spring, spring.decisions[0]),), ((spring, one),), {"p1": "Halle"}, TODAY, False)
    book = CalamineWorkbook.from_filelike(BytesIO(register_workbook(found)))
    decisions, commitments = (book.get_sheet_by_name(name).to_python() for name in ("Décisions", "Engagements"))
    assert decisions[1][:4] == ["Printemps", dt.date(2027, 1, 10), "Où ?", "Reportée à une prochaine séance"]
    row = dict(zip(commitments[0], commitments[1], strict=True))
    assert (row["Engagement"], row["Montant ou quantité"], row["Échéance"]) == ("=1+1", 41000.5, dt.date(2027, 1, 31))
    assert (row["État"], row["Lieu"]) == ("En retard", "Halle")


def test_the_address_of_the_workbook_keeps_the_filters() -> None:
    filters = RegisterFilters("waste", "p1", "late")
    assert filters.export_address == "/decisions/registre.xlsx?actor=waste&place=p1&state=late"
    assert RegisterFilters.parse({"actor": "waste", "place": "p1", "state": "late"}) == filters
