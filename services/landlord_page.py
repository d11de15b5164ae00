"""What a landlord reads of its premises on one page: what it gains, what it takes, what an operator can pay, who works there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import isnan

from criteria.assess import Assessment
from criteria.derived import Ranges, of_hypothesis, span_of
from criteria.provenance import Provenance
from criteria.ranges import written
from criteria.vacancy import RATES, Vacancy, vacancy_at
from criteria.viability import Viability, viability_at
from criteria.waiting import Left, left_at
from domain.candidate import Kind, Role, role_label
from domain.units import Range
from domain.words import lowered
from i18n import N_
from i18n import gettext as _
from i18n.numbers import day, number
from i18n.units import counted
from scenarios.sites import WORKS_EUR_M2
from services.context import Context
from services.funding_figures import works_figure
from services.place_sheet import PlaceGains, gains_of
from services.words.viability import viability_sentences
from services.words.waiting import ends_of, euros

SHOWN_FACTORS = {"g": "guard_eur_m2_yr", "d": "decay_eur_m2_yr", "p": "bulky_eur_t", "r": "reusable_share", "j": "jobs_per_1000_t"}
UNKNOWN = N_("non renseigné")


@dataclass(frozen=True)
class PageLine:
    """A line of a table: what, how much, and what that means in plain words."""

    what: str
    figure: str
    words: str


@dataclass(frozen=True)
class LandlordPage:
    """The page of the landlord of some premises; all texts in the current language.

    Attributes
    ----------
    id, name : of the place.
    lead : what it is, where, whose and for what.
    barriers : why it is excluded from each role, where it is from both; then nothing of what follows is to be expected.
    balance : gain against effort, in a sentence.
    gains, efforts : lines of the two tables.
    rent : what an operator can pay against what is asked, and how sure that is.
    to_request : what is not known, and would make the page surer; empty when nothing is.
    factors : the hypotheses, each with its range and where it comes from.
    sources : data sets, as they are named.
    """

    id: str
    name: str
    is_example: bool
    lead: str
    barriers: tuple[str, ...]
    balance: str
    gains: tuple[PageLine, ...]
    efforts: tuple[PageLine, ...]
    rent: tuple[str, ...]
    to_request: str
    factors: tuple[PageLine, ...]
    sources: str
    data_day: str


def landlord_page(context: Context, place_id: str, query: str) -> LandlordPage | None:
    """Return the page of a place in the role that suits it better; None where it has no landlord, or is not there."""
    found = gains_of(context.assessor, place_id, query)
    if found is None:
        return None
    assessment, row = found.roles[0], found.row
    place = assessment.workspace.candidates.iloc[row]
    if place["kind"] != Kind.PREMISES or not isinstance(place["landlord"], str):
        return None
    figures, left = assessment.figures(row), {one.id: one for one in left_at(assessment, row)}
    vacancy, accounts = vacancy_at(assessment.workspace, assessment.role, row), viability_at(assessment.workspace, assessment.role, row)
    is_withheld, works = bool(place["rent_is_confidential"]), span_of(works_figure(assessment, row))
    return LandlordPage(
        id=place_id,
        name=str(place["name"]),
        is_example=bool(place["is_example"]),
        lead=_lead(context, assessment, row),
        barriers=_barriers(found),
        balance=_balance(left, works),
        gains=(*_vacancy_lines(vacancy), *_bulky_lines(left["bulky"]), *_people_lines(figures)),
        efforts=_effort_lines(assessment.role, works, accounts, is_withheld=is_withheld),
        rent=_rent(accounts, is_withheld=is_withheld),
        to_request=", ".join(dict.fromkeys(lowered(_(label)) for item in assessment.unknown(row) for label in item.to_request)),
        factors=_factors(assessment.workspace.hypotheses.__getitem__),
        sources=_sources([*(one.amount for one in left.values()), *figures.values()]),
        data_day=day(context.territory.as_of),
    )


def _lead(context: Context, assessment: Assessment, row: int) -> str:
    place = assessment.workspace.candidates.iloc[row]
    area = float(place["area_m2"])
    where = place["address"] if isinstance(place["address"], str) else str(context.territory.areas["name"].get(place["area_code"], ""))
    landlord = context.territory.landlords.get(place["landlord"], place["landlord"])
    size = _(UNKNOWN) if isnan(area) else counted(area, "m²")
    words = _("{landlord} · {where} · surface : {size} · envisagé comme : {role}.")
    return words.format(landlord=landlord, where=where, size=size, role=lowered(role_label(assessment.role)))


def _barriers(found: PlaceGains) -> tuple[str, ...]:
    if any(one.eligible[found.row] for one in found.roles):
        return ()
    words = _("{role} : {reason}")
    return tuple(words.format(role=role_label(one.role), reason=one.suitability.sentence(found.row)) for one in found.roles)


def _balance(left: Mapping[str, Left], works: Range) -> str:
    """Weigh a year's gain against what is spent once; what is unknown is said, and left out."""
    costs = {name: span_of(left[name].cost or left[name].amount) for name in ("premises", "bulky") if name in left}
    known = [span for span in costs.values() if span.is_known]
    gain = _("{span} € par an").format(span=euros(sum(known[1:], start=known[0]))) if known else _(UNKNOWN)
    effort = _("{span} € de travaux, une fois").format(span=euros(works)) if works.is_known else _("des travaux à chiffrer")
    words = _("Ce que vous n'avez plus à payer ou à perdre : {gain}. En face : {effort}, à partager avec l'exploitant et les financeurs.")
    vacancy = costs.get("premises", Range.unknown())
    caution = "" if vacancy.is_known else " " + _("La vacance n'y est pas comptée : dites depuis quand le local est vide, et sa surface.")
    return words.format(gain=gain, effort=effort) + caution


def _vacancy_lines(vacancy: Vacancy) -> list[PageLine]:
    lines = [PageLine(_("Vacance évitée"), _a_year(vacancy.cost), _vacancy_words(vacancy))]
    return lines if not vacancy.cost.is_known else lines + [
        PageLine(f"– {_(RATES[symbol])}", _a_year(vacancy.line(symbol)), "" if rate.is_known else _("laissé de côté"))
        for symbol, rate in vacancy.rates.items()
    ]  # fmt: skip


def _vacancy_words(vacancy: Vacancy) -> str:
    if isnan(vacancy.months):
        return _("On ne sait pas depuis quand le local est vide.")
    if vacancy.months <= 0:
        return _("Le local n'est pas vide : rien n'est perdu.")
    return _("Vide depuis {months} : ce qu'il coûte tant qu'il le reste.").format(months=counted(vacancy.months, N_("mois")))


def _bulky_lines(bulky: Left) -> list[PageLine]:
    tonnes = span_of(bulky.amount)
    cost = span_of(bulky.cost) if bulky.cost else Range.unknown()
    words = _("{tonnes} : la part réemployable de ce qui est déposé alentour, dans la limite de la surface.")
    return [PageLine(_("Encombrants en moins à enlever"), _a_year(cost), words.format(tonnes=written(tonnes, N_("t/an"), 1)))]


def _people_lines(figures: Mapping[str, Provenance]) -> list[PageLine]:
    jobs = written(span_of(figures["jobs"]), N_("emplois"), 1)
    lines = [PageLine(_("Emplois sur place"), jobs, _("Ouverts d'abord aux locataires et aux habitants des quartiers prioritaires."))]
    share = figures.get("social_housing_around")
    if share is not None and not isnan(share.value):
        words = _("Des locataires qui n'ont qu'à descendre : dépôt, achats à petit prix, réparation.")
        lines.append(PageLine(_("Logements sociaux à pied alentour"), _("{n} %").format(n=number(share.value)), words))
    return lines


def _effort_lines(role: Role, works: Range, accounts: Viability | None, *, is_withheld: bool) -> tuple[PageLine, ...]:
    words = _("Une fois, avant aides : {price} pour une ouverture au public (hypothèse).")
    lines = [PageLine(_("Travaux"), _of(works), words.format(price=counted(WORKS_EUR_M2[role], "€/m²")))]
    if is_withheld or accounts is None or isnan(accounts.rent):
        why = _("Le loyer est gardé confidentiel.") if is_withheld else _("Le loyer demandé n'est pas renseigné.")
        return (*lines, PageLine(_("Loyer consenti"), _(UNKNOWN), why))
    given = Range(*sorted(max(0.0, accounts.rent - max(0.0, end)) for end in accounts.bearable))
    area = accounts.result.central - accounts.before_rent.central
    whole = given * (-area / accounts.rent) if accounts.rent > 0 else Range.exact(0.0)
    words = _("Écart entre le loyer demandé et ce qu'un exploitant peut payer, s'il faut le lui consentir.")
    return (*lines, PageLine(_("Loyer consenti"), _a_year(whole), words))


def _rent(accounts: Viability | None, *, is_withheld: bool) -> tuple[str, ...]:
    if accounts is None:
        return (_("La surface n'est pas renseignée : sans elle, pas de loyer supportable."),)
    return viability_sentences(accounts, is_withheld=is_withheld)


def _factors(ranges: Ranges) -> tuple[PageLine, ...]:
    found = [of_hypothesis(symbol, key, ranges) for symbol, key in SHOWN_FACTORS.items()]
    return tuple(PageLine(one.label, one.term.text, one.note) for one in found)


def _sources(figures: list[Provenance]) -> str:
    names = dict.fromkeys(f"{_(source.label)} ({source.producer}, {_(source.vintage)})" for one in figures for source in one.sources)
    return " ; ".join(names)


def _a_year(span: Range) -> str:
    return _("{span} €/an").format(span=euros(span)) if span.is_known else _(UNKNOWN)


def _of(span: Range) -> str:
    return _("{span} €").format(span=ends_of(number(span.low), number(span.high))) if span.is_known else _(UNKNOWN)
