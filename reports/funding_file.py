"""The file of a funding scheme for a place, filled as far as is known: conditions, figures with where they come from, what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from criteria.provenance import Provenance
from domain.address import Address, Key, write
from domain.candidate import role_label
from domain.person import Person
from domain.words import lowered
from funding.scheme import STATES, Condition, Eligibility
from geodata.source import Source
from i18n import gettext as _
from i18n.numbers import day, number
from reports.extract import PlaceFigure, ScreenFacts
from reports.figure_tables import factors_table, figures_table, sources_table
from reports.plan_facts import plan_facts
from reports.side_table import SideCell, SideField, SideTable
from services.context import Context
from services.funding import BEARER, funding_of
from services.funding_figures import PlaceFigures
from services.scenario_writing import scenario_address

SCENARIO = "scenario"
"""The key of an address that names a saved scenario."""


@dataclass(frozen=True, eq=False)
class FundingFile:
    """The file of one scheme for one place; all texts in the current language.

    Attributes
    ----------
    found : what the facts say of the scheme.
    lead : what the place is, where, and in which role.
    figures : in the order of the scheme.
    scenario : the name of the saved scenario that it goes with, and what that says; None without one.
    address : shows the place, in full.
    """

    found: Eligibility
    id: str
    name: str
    lead: str
    is_example: bool
    figures: tuple[Provenance, ...]
    scenario: tuple[str, ScreenFacts] | None
    address: str
    data_day: str
    version: str

    @property
    def title(self) -> str:
        """The title of the file."""
        return _("{scheme} : {name}").format(scheme=_(self.found.scheme.label), name=self.name)

    @property
    def sources(self) -> tuple[Source, ...]:
        """The data sets that the figures rest on."""
        return tuple(dict.fromkeys(source for figure in self.figures for source in figure.sources))


def funding_files(context: Context, person: Person, place_id: str, query: str) -> tuple[FundingFile, ...] | None:
    """Return the file of every scheme of the perimeter, those open first; None where no place has this id.

    Raises
    ------
    StoreUnavailable
        When the scenario that the address names cannot be read.
    """
    assessment = context.assessor.assess(query)
    row = assessment.row_of(place_id)
    if row is None:
        return None
    scenario = _scenario(context, person, Address.parse(query).text(SCENARIO))
    figures = PlaceFigures(assessment, row)
    return tuple(_file(context, figures, found, scenario) for found in funding_of(assessment, row, query))


def file_query(query: str) -> str:
    """Return what of an address a file depends on, and the language."""
    address = Address.parse(query)
    keys = (Key.LANGUAGE, Key.ROLE, Key.ACTOR_WEIGHTS, Key.CRITERION_WEIGHTS, Key.HYPOTHESES, *BEARER, SCENARIO)
    return write([(key, address.text(key)) for key in keys if address.text(key)])


def _scenario(context: Context, person: Person, name: str) -> tuple[str, ScreenFacts] | None:
    saved, address = (context.scenarios.get(name), scenario_address(context, name)) if name else (None, None)
    if saved is None or address is None:
        return None
    return saved.name, plan_facts(context, person, urlsplit(address).query)


def _file(context: Context, figures: PlaceFigures, found: Eligibility, scenario: tuple[str, ScreenFacts] | None) -> FundingFile:
    assessment, row = figures.assessment, figures.row
    place = assessment.workspace.candidates.iloc[row]
    where = place["address"] if isinstance(place["address"], str) else str(context.territory.areas["name"].get(place["area_code"], ""))
    role = write([(Key.PLACE, str(place["id"])), (Key.ROLE, assessment.role)])
    return FundingFile(
        found=found,
        id=str(place["id"]),
        name=str(place["name"]),
        lead=_("{where} · envisagé comme : {role}.").format(where=where, role=lowered(role_label(assessment.role))),
        is_example=bool(place["is_example"]),
        figures=figures.of(found.scheme),
        scenario=scenario,
        address=f"{context.settings.address}/convergence?{role}",
        data_day=day(context.territory.as_of),
        version=assessment.version,
    )


def head_lines(file: FundingFile) -> list[tuple[str, str]]:
    """Return what the scheme is and pays, label and words."""
    scheme = file.found.scheme
    return [
        (_("Financeur"), _(scheme.funder)),
        (_("Ce que cela paie"), _(scheme.pays)),
        (_("Combien"), _("{amount} (à vérifier)").format(amount=_(scheme.amount))),
        (_("Réponse en l'état"), _(STATES[file.found.state])),
        (_("Atouts du dossier"), " ; ".join(_(one.words) for one in file.found.assets) or _("aucun connu")),
        (_("Règles relevées"), _("{source} ({year}), à vérifier").format(source=_(scheme.source), year=scheme.as_of)),
        (_("Lieu"), f"{file.name} · {file.lead}"),
        (_("Adresse de la vue"), file.address),
        (_("Données au"), file.data_day),
        (_("Version du calcul"), file.version),
    ]


def file_tables(file: FundingFile) -> tuple[SideTable, ...]:
    """Return the tables of a file, in reading order: conditions, figures, scenario, what is missing, hypotheses, sources."""
    tables = (
        _conditions(file.found),
        figures_table(file.figures),
        _plan(file),
        missing_table(file),
        factors_table(file.figures),
        sources_table(file.sources),
    )
    return tuple(table for table in tables if table.rows)


def _conditions(found: Eligibility) -> SideTable:
    fields = (SideField("condition", _("Condition")), SideField("answer", _("Réponse")), SideField("to_request", _("À savoir")))

    def lines(conditions: Iterable[Condition], answer: str, *, is_unknown: bool = False) -> Iterator[tuple[SideCell, ...]]:
        return ((_(one.words), answer, _(one.missing) if is_unknown else None) for one in conditions)

    rows = (*lines(found.fails, _("non")), *lines(found.holds, _("oui")), *lines(found.unknown, _("non renseigné"), is_unknown=True))
    return SideTable("conditions", _("Conditions"), fields, rows)


def _plan(file: FundingFile) -> SideTable:
    """Return what the scenario says of the whole, then of this place; that the place is not in it is said."""
    fields = (SideField("label", _("Ce que dit le scénario")), SideField("words", _("Valeur")), SideField("basis", _("D'où il vient")))
    if file.scenario is None:
        return SideTable("scenario", _("Scénario"), fields, ())
    name, screen = file.scenario
    basis = _("scénario « {name} » : {address}").format(name=name, address=screen.address)
    lines = [(label, words) for label, words in screen.facts]
    own = [(one.label, _written(one, one.values[file.id])) for one in screen.figures if file.id in one.values]
    lines += own or [(_("Ce lieu"), _("n'est pas dans le plan de ce scénario"))]
    return SideTable("scenario", _("Scénario"), fields, tuple((label, words, basis) for label, words in lines))


def _written(figure: PlaceFigure, value: str | float) -> str:
    return value if isinstance(value, str) else number(value, figure.decimals) + (f" {figure.unit}" if figure.unit else "")


def missing_table(file: FundingFile) -> SideTable:
    """Return what the file still lacks: unknown conditions and figures, the papers, the rules of the year; never empty."""
    fields = (SideField("what", _("Ce qui manque")), SideField("why", _("Pourquoi")))
    found, scheme = file.found, file.found.scheme
    rows = [(_(one.missing), _("condition : {words}").format(words=_(one.words))) for one in found.unknown]
    rows += [(one.label, _("chiffre du dossier, à demander au propriétaire")) for one in file.figures if one.text == _("non renseigné")]
    rows += [(_(item), _("pièce que le financeur demande")) for item in scheme.items]
    checked = _("relevées en {year} : à vérifier auprès du financeur ({funder})").format(year=scheme.as_of, funder=_(scheme.funder))
    rows.append((_("règles de l'année : montant, taux, calendrier"), checked))
    return SideTable("manques", _("Ce qui manque"), fields, tuple(rows))
