"""A funding file: no figure without where it comes from, what is unknown is listed as missing, nothing confidential, one tagged PDF."""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from domain.person import VISITOR
from funding.registry import all_schemes
from funding.scheme import State
from geodata.territory import Territory
from i18n import gettext, use_language
from reports.funding_file import FundingFile, file_tables, funding_files
from reports.funding_pages import PDF_FIELDS, content, file_list, file_pdf, file_workbook
from reports.side_table import SideTable
from services.assessor import Assessor
from services.context import Context
from services.funding_figures import FIGURES
from tests.reports.conftest import DAY
from tests.reports.tagged import check_tagged

AT = dt.datetime(2026, 11, 30, tzinfo=dt.UTC)


def context_of(territory: Territory) -> Context:
    settings = SimpleNamespace(address="https://convergence.example")
    return cast("Context", SimpleNamespace(territory=territory, assessor=Assessor.of(territory), settings=settings))


def files_of(context: Context, row: int, query: str = "") -> tuple[FundingFile, ...]:
    found = funding_files(context, VISITOR, str(context.territory.candidates["id"].iloc[row]), query)
    assert found
    return found


def table_of(file: FundingFile, name: str) -> SideTable:
    return next(table for table in file_tables(file) if table.id == name)


@pytest.fixture(scope="module")
def known(territory: Territory) -> Context:
    return context_of(territory)


@settings(max_examples=10)
@given(data=st.data(), role=st.sampled_from(("shop", "hub")), study=st.sampled_from(("", "&study=1", "&study=0&ess=1&ins=0")))
def test_no_figure_is_without_its_nature_and_where_it_comes_from(known: Context, data: Any, role: str, study: str) -> None:
    row = data.draw(st.integers(0, len(known.territory.candidates) - 1))
    for file in files_of(known, row, f"as={role}{study}"):
        missing = {line[0] for line in table_of(file, "manques").rows}
        for one, line in zip(file.figures, table_of(file, "chiffres").rows, strict=True):
            _label, text, nature, basis, low, central, high, unit = line
            assert nature and unit is not None and ".. " not in f"{basis} "
            assert one.sources and all(gettext(source.label) in str(basis) for source in one.sources)
            assert (central is None) == (low is None) == (high is None)
            if central is None:
                assert text == "gardé confidentiel" or one.label in missing, "unknown is listed, and is no zero"
            else:
                assert low <= central <= high  # type: ignore[operator]
                assert one.is_hypothesis == ("hypothèse" in str(nature))
                assert one.is_example == ("exemple" in str(nature))
        for label, text, source in table_of(file, "hypotheses").rows if any(one.is_hypothesis for one in file.figures) else ():
            assert label and text and source


@pytest.mark.parametrize("scheme", all_schemes(), ids=lambda scheme: scheme.id)
def test_every_figure_that_a_scheme_names_is_one(scheme: Any) -> None:
    assert scheme.figures and set(scheme.figures) <= FIGURES
    assert scheme.ceiling is None or scheme.ceiling.figure in scheme.figures


def test_what_is_missing_is_what_is_not_known_and_what_is_to_be_joined(known: Context) -> None:
    files = {file.found.scheme.id: file for file in files_of(known, 3)}
    lines = dict(table_of(files["ademe_reuse"], "manques").rows)
    assert lines["l'étude de faisabilité"].startswith("condition")  # type: ignore[union-attr]
    assert "devis d'équipement et de travaux" in lines
    assert any("à vérifier auprès du financeur" in str(why) for why in lines.values())
    told = {file.found.scheme.id: file for file in files_of(known, 3, "study=1")}
    assert told["ademe_reuse"].found.state is State.OPEN
    assert "l'étude de faisabilité" not in dict(table_of(told["ademe_reuse"], "manques").rows)


def test_an_aid_never_exceeds_its_rate_nor_its_ceiling(known: Context) -> None:
    for row in range(0, len(known.territory.candidates), 7):
        (file,) = (file for file in files_of(known, row, "as=hub") if file.found.scheme.id == "ademe_reuse")
        works, most = file.figures[-2], file.figures[-1]
        assert most.value != most.value or most.value == pytest.approx(min(0.3 * works.value, 200_000))


def test_a_confidential_rent_is_nowhere_in_a_file(territory: Territory) -> None:
    frame = territory.candidates.assign(rent_is_confidential=True, rent_eur_m2_yr=777.0, charges_eur_m2_yr=555.0)
    kept, row = context_of(replace(territory, candidates=frame)), int((frame["kind"] == "premises").to_numpy().argmax())
    files = files_of(kept, row)
    for file in files:
        text = f"{content(file)}{file_tables(file)}"
        assert "777" not in text and "555" not in text
    (fund,) = (file for file in files if "rent" in file.found.scheme.figures)
    assert "gardé confidentiel" in {line[1] for line in table_of(fund, "chiffres").rows}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_pdf_is_tagged_in_its_language_and_says_what_is_to_be_checked(language: str, known: Context) -> None:
    with use_language(language):
        for file in files_of(known, 3):
            reader = PdfReader(io.BytesIO(file_pdf(file, AT)))
            check_tagged(reader, language)
            text = " ".join(page.extract_text() for page in reader.pages).replace("\N{SOFT HYPHEN}", "-")
            assert ("à vérifier" if language == "fr" else "to be checked") in text.replace("\n", " ")
            assert file.id in text
            assert all(table.id in PDF_FIELDS for table in file_tables(file))


def test_the_workbook_has_a_sheet_a_table_and_numbers_beside_their_basis(known: Context) -> None:
    file = files_of(known, 3)[0]
    book = CalamineWorkbook.from_filelike(io.BytesIO(file_workbook(file, DAY)))
    assert book.sheet_names == ["Dossier", *(table.title for table in file_tables(file))]
    head, *rows = book.get_sheet_by_name("Chiffres").to_python()
    assert rows and all(row[head.index("D'où il vient")] for row in rows)
    assert all(isinstance(row[head.index("central")], float) for row in rows if re.search(r"\d", str(row[head.index("Valeur")])))


def test_the_page_lists_every_scheme_with_its_two_files_and_keeps_what_was_answered(known: Context) -> None:
    query = "as=hub&ess=1&hyp=detour-1.5"
    files = files_of(known, 3, query)
    text = file_list(files, query, [])
    for file in files:
        for ending in ("pdf", "xlsx"):
            assert f"/funding/{file.id}/{file.found.scheme.id}.{ending}?as=hub&amp;hyp=detour-1.5&amp;ess=1" in text
    assert re.search(r'name="ess"><option value="">.*?<option value="1" selected="">', text)
    assert "Lieu d&#39;exemple" in text
