"""The facets by which candidates are filtered, declared from the territory's own data."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from domain.candidate import KIND_OPTIONS, QPV_OPTIONS, ROLE_OPTIONS, STATUS_OPTIONS, Kind, Role
from domain.facet import CategoryFacet, FlagFacet, PickFacet, PolygonFacet, RangeFacet
from domain.facet_values import Option
from domain.place_fields import ATTRIBUTES, field_of
from domain.selection import FacetSet
from domain.suitability import Verdict, suitability
from geodata.completeness import COMPLETENESS_PCT, completeness_pct
from geodata.perimeter import in_use
from geodata.territory import Territory
from i18n import N_

NO_LANDLORD = "none"
RENT_CONFIDENTIAL, RENT_CONFIDENTIAL_LABEL = "rent_kept", N_("Loyer et charges gardés confidentiels")
YES_NO = (Option("yes", N_("oui")), Option("no", N_("non")))
SUITED = {"suits_hub": (Role.HUB, N_("Pôle")), "suits_shop": (Role.SHOP, N_("Boutique-relais"))}
"""Columns of the table that say in short whether a place suits a role."""
SUITED_OPTIONS = (
    Option("yes", N_("convient")),
    Option("unknown", N_("à préciser")),
    Option("area", N_("exclu : surface insuffisante")),
    Option("van", N_("exclu : sans accès camionnette")),
    Option("tenure", N_("exclu : occupation trop courte")),
    Option("basement", N_("exclu : vente en sous-sol")),
    Option("plui", N_("exclu : PLUi défavorable")),
    Option("flood", N_("exclu : zone inondable rouge")),
    Option("unavailable", N_("exclu : indisponible")),
    Option("several", N_("exclu : plusieurs raisons")),
)
TEXT_COLUMNS = ("id", "name", "address", "zone_name", *(field.id for field in ATTRIBUTES if field.type == "text"), "updated_on")
"""What the browser is told of a candidate beside its facets."""


def candidate_facets(territory: Territory) -> FacetSet:
    """Return the facets in display order. Categories that name places take their options from `territory`; where no priority
    neighbourhood is known, none is spoken of.
    """
    some = territory.has_priority
    return FacetSet(
        (
            CategoryFacet("kinds", N_("Nature du lieu"), KIND_OPTIONS, "kind", has_unknown=False),
            FlagFacet("role", N_("Convient comme"), ROLE_OPTIONS, _role_tests()),
            _municipalities(territory),
            *([CategoryFacet("qpv", N_("Quartier prioritaire (QPV)"), QPV_OPTIONS, "qpv_band", has_unknown=False)] if some else ()),
            _range("area", "area_m2", (80, 150, 300, 500, 800, 1200, 2000)),
            _range("rent", "rent_eur_m2_yr", (60, 80, 100, 120, 140, 160), RENT_CONFIDENTIAL),
            CategoryFacet("status", N_("Avancement"), STATUS_OPTIONS, "status", has_unknown=_has_unknown(territory, "status")),
            CategoryFacet("landlord", N_("Bailleur"), _landlords(territory), "landlord"),
            _range("available", "available_on", _quarters(territory.candidates["available_on"])),
            _range("height", "clear_height_m", (2.5, 3, 3.5, 4, 5, 6)),
            _category("van", "van_access"),
            _range("transit", "transit_m", (100, 200, 300, 400, 600, 800)),
            replace(_range("vacant_since", "vacant_since", _quarters(territory.candidates["vacant_since"])), chart=False),
            replace(_range("tenure_months", "tenure_months", (12, 24, 36, 72, 108)), chart=False),
            replace(_category("plui_allows", "plui_allows"), chart=False),
            replace(_category("flood_zone", "flood_zone"), chart=False),
            RangeFacet("complete", N_("Complétude de la fiche"), COMPLETENESS_PCT, "%", (50, 60, 70, 80, 90), chart=False),
            *([_near(territory)] if some else ()),
            PolygonFacet("zone", N_("Zone")),
            PickFacet("places", N_("Lieux choisis"), ids=tuple(territory.candidates["id"])),
        )
    )


def other_columns(facets: FacetSet) -> FacetSet:
    """Return the fields that no facet carries, in the form of facets: the table shows and sorts them, nothing is filtered by them."""
    carried = {getattr(facet, "column", None) for facet in facets}
    others = [field for field in ATTRIBUTES if field.id not in carried and field.type != "text"]
    fields = (_category(field.id, field.id) if field.choices else _range(field.id, field.id, ()) for field in others)
    suited = (CategoryFacet(column, label, SUITED_OPTIONS, column, has_unknown=False) for column, (_role, label) in SUITED.items())
    return FacetSet(
        (*suited, *fields, CategoryFacet(RENT_CONFIDENTIAL, RENT_CONFIDENTIAL_LABEL, YES_NO, RENT_CONFIDENTIAL, has_unknown=False))
    )


def _range(id_: str, column: str, edges: tuple[float, ...], withheld: str = "") -> RangeFacet:
    """Return the facet of a number or a day as its field declares it."""
    field = field_of(column)
    return RangeFacet(id_, field.label, column, field.unit, edges, field.decimals, is_date=field.type == "day", withheld=withheld)


def _category(id_: str, column: str) -> CategoryFacet:
    """Return the facet of a choice as its field declares it."""
    field = field_of(column)
    return CategoryFacet(id_, field.label, tuple(Option(choice.code, choice.label) for choice in field.choices), column)


def facet_columns(candidates: pd.DataFrame) -> pd.DataFrame:
    """Return `candidates` as the facets read them: a zone site has no landlord, which is not an unknown landlord."""
    is_site = candidates["kind"] == Kind.ZONE_SITE
    landlord = candidates["landlord"].mask(is_site & candidates["landlord"].isna(), NO_LANDLORD)
    is_excluded = (candidates["fits_hub"] == Verdict.NO) & (candidates["fits_shop"] == Verdict.NO)
    confidential = np.where(candidates["rent_is_confidential"], "yes", "no")
    derived = {RENT_CONFIDENTIAL: confidential, COMPLETENESS_PCT: completeness_pct(candidates)}
    return candidates.assign(landlord=landlord, fits_neither=np.where(is_excluded, "yes", "no"), **derived)


def other_values(candidates: pd.DataFrame) -> pd.DataFrame:
    """Return `candidates` as `other_columns` reads them: with the answer in each role in short, by its reason where there is one."""
    suited = {column: suitability(candidates, role).reason_codes() for column, (role, _label) in SUITED.items()}
    return facet_columns(candidates).assign(**suited)


def _has_unknown(territory: Territory, column: str) -> bool:
    """Whether « inconnu » is worth offering: a column that is always filled in the data at hand does not need it."""
    return bool(territory.candidates[column].isna().any())


def _role_tests() -> dict[str, tuple[tuple[str, str], ...]]:
    return {
        "hub": (("fits_hub", "yes"),),
        "shop": (("fits_shop", "yes"),),
        "hub_unknown": (("fits_hub", "unknown"),),
        "shop_unknown": (("fits_shop", "unknown"),),
        "hub_excluded": (("fits_hub", "no"),),
        "shop_excluded": (("fits_shop", "no"),),
        "neither": (("fits_neither", "yes"),),
    }


def _municipalities(territory: Territory) -> CategoryFacet:
    """One option a commune, the arrondissements in the place of their city, which stays as their group."""
    frame = territory.municipalities
    districts = frame[frame["level"] == "arrondissement"].sort_values("code")
    cities = in_use().cities
    others = frame[(frame["level"] == "municipality") & ~frame["code"].isin(list(cities))]
    others = others.sort_values("name", key=lambda names: names.str.normalize("NFD").str.replace(r"^(L[ae]s?) ", "", regex=True))
    options = tuple(
        Option(code, name, is_proper_noun=True)
        for part in (districts, others)
        for code, name in zip(part["code"], part["name"], strict=True)
    )
    label = N_("Commune ou arrondissement") if cities else N_("Commune")
    names = dict(zip(frame["code"], frame["name"], strict=True))
    return CategoryFacet(
        "communes",
        label,
        options,
        "area_code",
        groups=dict(cities),
        group_labels={code: names[code] for code in cities},
        has_unknown=_has_unknown(territory, "area_code"),
    )


def _landlords(territory: Territory) -> tuple[Option, ...]:
    codes = sorted(set(territory.candidates["landlord"].dropna()))
    named = tuple(Option(code, territory.landlords.get(code, code), is_proper_noun=True) for code in codes)
    return (*named, Option(NO_LANDLORD, N_("Sans bailleur (site en zone)")))


def _near(territory: Territory) -> CategoryFacet:
    frame = territory.priority_neighbourhoods.sort_values("name")
    options = tuple(Option(code, name, is_proper_noun=True) for code, name in zip(frame["code"], frame["name"], strict=True))
    return CategoryFacet("near", N_("QPV le plus proche"), options, "qpv_code", has_unknown=False, chart=False)


def _quarters(dates: pd.Series) -> tuple[float, ...]:
    """Starts of quarters that span the known dates, as days since 1970-01-01."""
    known = dates.dropna()
    if known.empty:
        return (20454.0,)
    span = pd.period_range(known.min(), known.max(), freq="Q").to_timestamp()[1:]
    days = (span.to_numpy().astype("datetime64[D]").astype(np.int64)).tolist()
    return tuple(float(day) for day in days[:24]) or (float(known.min().to_datetime64().astype("datetime64[D]").astype(np.int64)),)
