"""The routes of the funding files: everybody's, without script; a saved scenario goes with them; nothing where there is no place."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from scenarios.saving import draft_of
from services.context import Context
from tests.callbacks.test_ogc import PLANNER


def test_the_page_leads_to_files_that_open(client: FlaskClient) -> None:
    page = client.get("/funding/ZS-001?as=hub&ess=1")
    assert page.status_code == 200
    assert "script-src" not in page.headers["Content-Security-Policy"]
    for ending, start in (("pdf", b"%PDF-"), ("xlsx", b"PK")):
        file = client.get(f"/funding/ZS-001/ademe_reuse.{ending}?as=hub&ess=1")
        assert (file.status_code, file.data[: len(start)]) == (200, start)


def test_a_saved_scenario_goes_with_the_file_and_says_if_the_place_is_in_it(client: FlaskClient, context: Context) -> None:
    saved = context.scenarios.create(PLANNER, draft_of(context.service.answer("mode=straight&k=2&open=hub"), "Pour un dossier", ""))
    opened = saved.result["outcome"]["opened"][0]["id"]
    assert f'value="{saved.id}"' in client.get(f"/funding/{opened}").text
    with_it, without = (client.get(f"/funding/{opened}/ademe_reuse.xlsx{tail}").data for tail in (f"?scenario={saved.id}", ""))
    assert len(with_it) > len(without)
    assert client.get(f"/funding/{opened}/ademe_reuse.pdf?scenario={saved.id}").data[:5] == b"%PDF-"


@pytest.mark.parametrize("path", ["nulle-part", "<script>", "ZS-001/nothing.pdf", "ZS-001/ademe_reuse.exe", "x" * 3_000])
def test_what_is_not_there_is_not_found(path: str, client: FlaskClient) -> None:
    answer = client.get(f"/funding/{path}")
    assert answer.status_code == 404
    assert "<script" not in answer.text
