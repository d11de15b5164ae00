"""The page of a landlord: for premises that have one alone, ranges, nothing confidential, one accessible sheet of PDF."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import pytest
from pypdf import PdfReader

from domain.candidate import Kind
from geodata.territory import Territory
from i18n import use_language
from reports.landlord_page import landlord_html, landlord_pdf
from services.assessor import Assessor
from services.context import Context
from services.landlord_page import LandlordPage, landlord_page
from tests.reports.tagged import check_tagged

AT = dt.datetime(2026, 11, 30, tzinfo=dt.UTC)


def context_of(territory: Territory) -> Context:
    return cast("Context", SimpleNamespace(territory=territory, assessor=Assessor.of(territory)))


def page_of(territory: Territory, place_id: str) -> LandlordPage:
    found = landlord_page(context_of(territory), place_id, "")
    assert found is not None
    return found


def ids_where(territory: Territory, **known: bool) -> list[str]:
    frame = territory.candidates
    kept = (frame["kind"] == Kind.PREMISES) & frame["landlord"].notna()
    for column, is_known in known.items():
        kept &= frame[column].notna() == is_known
    return [str(one) for one in frame.loc[kept, "id"]]


def test_only_premises_that_have_a_landlord_have_a_page(territory: Territory) -> None:
    frame = territory.candidates
    without = [*frame.loc[frame["kind"] == Kind.ZONE_SITE, "id"][:2], *frame.loc[frame["landlord"].isna(), "id"][:2], "nulle-part"]
    assert [landlord_page(context_of(territory), str(one), "") for one in without] == [None] * len(without)


def test_it_weighs_a_year_against_works_and_says_the_rent_and_the_jobs(territory: Territory) -> None:
    page = page_of(territory, ids_where(territory, area_m2=True, vacant_since=True, rent_eur_m2_yr=True)[0])
    figures = {line.what: line.figure for line in (*page.gains, *page.efforts)}
    assert {"Vacance évitée", "Encombrants en moins à enlever", "Emplois sur place", "Travaux", "Loyer consenti"} <= set(figures)
    assert " à " in figures["Vacance évitée"]
    assert figures["Vacance évitée"].endswith("€/an")
    assert figures["Travaux"].endswith("€")
    assert "€ par an" in page.balance
    assert "travaux" in page.balance
    assert page.rent
    assert page.is_example
    assert all(line.words for line in page.factors)


def test_what_is_unknown_is_said_and_never_counted_as_nothing(territory: Territory) -> None:
    page = page_of(territory, ids_where(territory, vacant_since=False, area_m2=True)[0])
    vacancy = next(line for line in page.gains if line.what == "Vacance évitée")
    assert vacancy.figure == "non renseigné"
    assert "n'y est pas comptée" in page.balance


def test_premises_excluded_from_both_roles_say_so_first(territory: Territory) -> None:
    first = ids_where(territory, area_m2=True)[0]
    tiny = territory.candidates.assign(area_m2=territory.candidates["area_m2"].mask(territory.candidates["id"] == first, 9.0))
    page = page_of(replace(territory, candidates=tiny), first)
    assert [line.split(" : ")[0] for line in page.barriers] == ["Pôle", "Boutique-relais"]
    assert all("exclu" in line for line in page.barriers)
    text = landlord_html(page, "")
    assert text.index("ce local ne convient pas") < text.index("par an")
    assert "ne convient pas" in PdfReader(io.BytesIO(landlord_pdf(page, AT))).pages[0].extract_text()
    assert any(not page_of(territory, one).barriers for one in ids_where(territory, area_m2=True)), "some are suited"


def test_what_is_known_is_never_asked_for(territory: Territory) -> None:
    page = page_of(territory, ids_where(territory, area_m2=True, vacant_since=False)[0])
    assert "surface" not in page.to_request.split(", ")
    assert "date de départ du dernier occupant" in page.to_request
    page = page_of(territory, ids_where(territory, area_m2=False)[0])
    assert "surface" in page.to_request.split(", ")


def test_a_confidential_rent_is_nowhere_on_the_page(territory: Territory) -> None:

    place_id = ids_where(territory, area_m2=True, vacant_since=True, rent_eur_m2_yr=True)[0]
    frame = territory.candidates.assign(rent_is_confidential=True, rent_eur_m2_yr=777.0, charges_eur_m2_yr=555.0)
    page = page_of(replace(territory, candidates=frame), place_id)
    text = landlord_html(page, "")
    assert "777" not in text
    assert "555" not in text
    assert "confidentiel" in text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_pdf_is_one_tagged_page_in_its_language(language: str, territory: Territory) -> None:
    for place_id in ids_where(territory, area_m2=True, rent_eur_m2_yr=True)[:3]:
        with use_language(language):
            reader = PdfReader(io.BytesIO(landlord_pdf(page_of(territory, place_id), AT)))
        assert len(reader.pages) == 1
        check_tagged(reader, language)
        assert place_id in reader.pages[0].extract_text().replace("\N{SOFT HYPHEN}", "-")
