"""The routes of a landlord's page: everybody's, without script, in HTML and in PDF; nothing where there is no landlord."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from domain.candidate import Kind
from geodata.territory import Territory


def test_the_page_and_its_pdf_are_everybody_s(client: FlaskClient, territory: Territory) -> None:
    frame = territory.candidates
    place = frame.loc[(frame["kind"] == Kind.PREMISES) & frame["landlord"].notna(), "id"].iloc[0]
    page = client.get(f"/landlord/{place}?hyp=waste_eur_t-500")
    assert page.status_code == 200
    assert f"/landlord/{place}.pdf?hyp=waste_eur_t-500" in page.text
    assert "script-src" not in page.headers["Content-Security-Policy"]
    file = client.get(f"/landlord/{place}.pdf")
    assert (file.status_code, file.mimetype, file.data[:5]) == (200, "application/pdf", b"%PDF-")


@pytest.mark.parametrize("place", ["nulle-part", "ZS-001", "<script>", "%00", "x" * 3_000])
def test_what_has_no_landlord_has_no_page(place: str, client: FlaskClient) -> None:
    for path in (f"/landlord/{place}", f"/landlord/{place}.pdf"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "<script" not in answer.text
