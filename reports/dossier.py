"""A dossier: the parts that one ticks of what the screens show, by the same filter, weights and hypotheses, for paper."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from criteria.assess import Assessment
from criteria.derived import text_of
from criteria.hypotheses import HYPOTHESES
from criteria.provenance import Provenance
from criteria.reality import reality_of_place
from criteria.score import Colour
from domain.address import Address, Key
from domain.candidate import role_label
from domain.limits import MOST_COMPARED
from domain.person import Person
from domain.saved import SavedScenario
from domain.selection import Selection
from domain.stakeholder import STAKEHOLDERS
from domain.units import Range
from i18n import N_, labelled, ngettext
from i18n import gettext as _
from i18n.numbers import number
from reports.columns import COLUMNS, values_of
from reports.decided_map import map_legend, map_words, with_plans
from reports.extract import Extract, ScreenFacts
from reports.figure_tables import figures_table
from reports.filter_words import filter_sentence
from reports.judgement import judgement
from reports.network_tables import NETWORKS
from reports.pdf.compiling import FONT
from reports.pdf.heading import document_head
from reports.pdf.tables import Table, plain_table, shared_table
from reports.plan_facts import plan_facts
from reports.plan_svg import MOST_NUMBERED, MapContent, MapPlace, map_svg
from reports.plan_tables import hypotheses_table
from reports.provenance import example_words
from reports.sources_words import real_places_words, sources_table, sources_words
from scenarios.provenance import figures
from scenarios.saving import SavedPlan, view_of
from services.context import Context
from services.meeting_surroundings import SourceWords, communes_wgs84, own_sources, sources_in_words
from services.networks import JudgedNetwork, candidates_of, judged_networks
from services.plans import plan_in_full
from services.scenario_writing import scenario_address
from services.words.reality import overturning_words, shares_words
from services.words.scores import COLOUR_NAMES, points, span_text, verdict_words

MOST_ROWS = 30
"""How many places a table of the dossier lists: a workbook holds them all."""
CURRENT = "now"
"""The choice that stands for the plan that is on screen, saved or not."""
PART, PLACE, SCENARIO, COMPARED, MADE = "part_", "profile", "scenario", "vs_", "made"
"""The keys of the form: a part ticked, the place of the profile, a scenario, one compared; that the form was sent."""
PLACE_COLUMNS = {"name": 5, "kind_label": 3, "area_name": 3, "area_m2": 2, "rent_eur_m2_yr": 2, "qpv_distance_m": 3, "status_label": 3}
PLAN_FIELDS = {"rank": 1, "action": 6, "role": 2, "newly_reached": 2, "tonnes_yr_central": 2, "jobs_central": 2, "cost_eur": 2}
ACTOR_FIELDS = {"actor": 3, "gain": 3, "unit": 2, "before": 2, "after": 2, "total": 2, "low": 2, "central": 2, "high": 2, "nature": 2}
FIGURE_FIELDS = {"figure": 3, "text": 2, "nature": 2, "basis": 5}
NETWORK_FIELDS = {"id": 2, "name": 3, "hub": 4, "shops": 5, "residents_newly_reached_central": 3, "tonnes_diverted_central": 2} | {
    "jobs_central": 2,
    "floor_needed_central": 3,
    "cost_eur": 2,
}
HYPOTHESIS_FIELDS = {"label": 5, "unit": 3, "low": 2, "central": 2, "high": 2, "nature": 3, "changed": 3, "source": 6}
NO_WORDS: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Dossier:
    """What is asked of a dossier: the address of a screen, the parts that are ticked, and what some of these are about."""

    context: Context
    person: Person
    query: str

    @cached_property
    def address(self) -> Address:
        """What the query says."""
        return Address.parse(self.query)

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts that are ticked, in reading order; all of them before the form was sent."""
        is_sent = bool(self.address.text(MADE))
        return tuple(part for part in PARTS if not is_sent or self.address.text(PART + part))

    @cached_property
    def selection(self) -> Selection:
        """The filter of the screen."""
        return Selection.from_query(self.query, self.context.facets)

    @cached_property
    def assessment(self) -> Assessment:
        """What the places are worth, by the role, weights and hypotheses of the address."""
        return self.context.assessor.assess(self.query)

    @cached_property
    def screen(self) -> ScreenFacts:
        """What « Convergence » says of the places that pass the filter."""
        return judgement(self.context, self.selection, self.query)

    @cached_property
    def extract(self) -> Extract:
        """The places that pass the filter, as exports have them."""
        return Extract(self.context.territory, self.context.facets, self.selection, "", dt.date.min)

    @cached_property
    def sources(self) -> list[SourceWords]:
        """The data sets of the criteria, and of the places that pass the filter."""
        own = own_sources(self.context.territory.candidates.iloc[self.rows])
        return sources_in_words(self.context.territory, [*(source for item in self.assessment.items for source in item.sources), *own])

    @cached_property
    def rows(self) -> list[int]:
        """The rows that pass the filter, in the order of « Convergence »."""
        mask = self.selection.mask_encoded(self.context.table.encoded)
        return [row for row in self.assessment.order().tolist() if mask[row]]

    @property
    def chosen(self) -> str:
        """The id of the place or the network of the profile: the one that is named, else the one whose sheet is open."""
        return self.address.text(PLACE) or self.address.text(Key.PLACE)

    @cached_property
    def networks(self) -> tuple[JudgedNetwork, ...]:
        """The networks of the address, each as one candidate."""
        return judged_networks(self.context.assessor, self.query)

    @property
    def scenario(self) -> str:
        """The scenario that is chosen: an id, `CURRENT`, or "" for none."""
        on_screen = CURRENT if self.address.text(Key.QUESTION) else ""
        return self.address.text(SCENARIO) if self.address.text(MADE) else on_screen

    @cached_property
    def plan_query(self) -> str:
        """The query of the question of the scenario; "" without one."""
        if self.scenario == CURRENT:
            return self.address.text(Key.QUESTION)
        opened = scenario_address(self.context, self.scenario) if self.scenario else None
        return urlsplit(opened).query if opened else ""

    @cached_property
    def plan(self) -> SavedPlan | None:
        """The plan of the scenario."""
        found = plan_in_full(self.context, self.person, self.plan_query) if self.plan_query else None
        return None if found is None else found[1]

    @cached_property
    def compared(self) -> tuple[SavedScenario, ...]:
        """The saved scenarios that are set side by side."""
        ticked = [key.removeprefix(COMPARED) for key in self.address.parameters if key.startswith(COMPARED)]
        names = ticked if self.address.text(MADE) else self.address.ids(Key.COMPARED_SCENARIOS)
        found = [self.context.scenarios.get(name) for name in names[:MOST_COMPARED]]
        return tuple(one for one in found if one is not None)


@dataclass(frozen=True)
class Part:
    """What the template draws of a part: sentences, tables under their titles, a map."""

    title: str
    words: tuple[str, ...] = NO_WORDS
    tables: tuple[Table, ...] = ()
    map: Mapping[str, Any] | None = None

    def plain(self) -> dict[str, Any]:
        """Return it as the template reads it."""
        return {"title": self.title, "words": list(self.words), "tables": list(self.tables), "map": self.map}


def dossier_content(dossier: Dossier) -> dict[str, Any]:
    """Return what the template reads; its fingerprint is that of all the rest.

    Raises
    ------
    StoreUnavailable
        When a scenario that is asked for cannot be read.
    """
    parts = [PARTS[name][1](dossier).plain() for name in dossier.parts]
    title, shown = _("Où ouvrir une ressourcerie : dossier"), len(dossier.rows)
    counted = ngettext("{n} lieu sur {total}", "{n} lieux sur {total}", shown)
    lead = [counted.format(n=number(shown), total=number(len(dossier.assessment.ids))), filter_sentence(dossier.selection)]
    found = {
        **document_head(title),
        "lead": " · ".join([*lead, role_label(dossier.assessment.role)]),
        "example": example_words(dossier.extract) or None,
        "contents": _("Sommaire"),
        "parts": parts,
        "address": {"title": _("Adresse et empreinte"), "words": _("Cette vue s'ouvre à l'adresse :"), "value": dossier.screen.address},
    }
    fingerprint = hashlib.sha256(json.dumps(found, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    words = _("Empreinte SHA-256 du contenu, la même tant que rien n'y change :")
    return {
        **found,
        "fingerprint": {"words": words, "value": fingerprint},
        "footer": f"{dossier.context.territory.version} · {fingerprint[:12]}",
    }


def _places(dossier: Dossier) -> Part:
    extract = dossier.extract
    columns = [column for name in PLACE_COLUMNS for column in COLUMNS if column.id == name]
    values = values_of(extract, columns)
    ids = extract.rows["id"].tolist()
    at = {name: row for row, name in enumerate(ids)}
    order = [at[name] for name in dossier.assessment.ids[dossier.rows].tolist()]
    numbered = [[str(n), *(_cell(values[one.id].iat[row], one.decimals) for one in columns)] for n, row in enumerate(order[:MOST_ROWS], 1)]
    table = plain_table("", [_("N°"), *(column.heading for column in columns)], numbered)
    return Part(_("Lieux"), _more(len(order)), ({**table, "widths": [1, *PLACE_COLUMNS.values()]},) if numbered else ())


def _cell(value: Any, decimals: int) -> str:
    if isinstance(value, str):
        return value
    return _("non renseigné") if value is None or value != value else number(float(value), decimals)


def _more(n: int) -> tuple[str, ...]:
    if not n:
        return (_("Aucun lieu ne passe le filtre : retirez-en un."),)
    words = _("Lieux 1 à {most} sur {total}, dans l'ordre de « Convergence » : le classeur (XLSX) les a tous.")
    return (words.format(most=number(MOST_ROWS), total=number(n)),) if n > MOST_ROWS else ()


def _matrix(dossier: Dossier) -> Part:
    found = dossier.assessment
    heads = (_("Rang"), _("Lieu"), *(_(actor.label) for actor in STAKEHOLDERS), _("Convergence"), _("Complétude (%)"), _("Verdict"))
    rows = [_matrix_row(found, row) for row in dossier.rows[:MOST_ROWS]]
    networks = [_matrix_row(one.assessment, 0) for one in dossier.networks]
    widths = [2, 6, *(4 for _actor in STAKEHOLDERS), 4, 4, 6]
    listed = [("", rows), *([(_("Réseaux, hors classement"), networks)] if networks else [])]
    tables = [{**plain_table(title, heads, lines), "widths": widths} for title, lines in listed]
    made = [shared_table(one, NETWORK_FIELDS) for one in dossier.screen.tables if one.id == NETWORKS]
    words = _("Score de chaque acteur sur 100, et sa couleur. Rôle : {role}.").format(role=role_label(found.role))
    facts = (labelled(label, text) for label, text in dossier.screen.facts)
    return Part(_("Matrice des acteurs"), (words, *_more(len(dossier.rows)), *facts), (*tables, *made))


def _matrix_row(found: Assessment, row: int) -> list[str]:
    place = found.workspace.candidates.iloc[row]
    shades = [_(COLOUR_NAMES[Colour(int(code))]) for code in found.colours[row]]
    marks = [f"{_actor_text(found, row, at)} · {shade}" for at, shade in enumerate(shades)]
    rank, complete = str(found.rank[row] or "–"), points(float(found.scores.completeness[row]))
    return [rank, str(place["name"]), *marks, span_text(*found.span(row)), complete, verdict_words(found, row)]


def _actor_text(found: Assessment, row: int, actor: int) -> str:
    known = not np.isnan(found.scores.actors[row, actor])
    return span_text(*found.actor_span(row, actor)) if known else points(float("nan"))


def _profile(dossier: Dossier) -> Part:
    opened = candidates_of(dossier.context.assessor, dossier.query, [dossier.chosen])
    if not opened:
        return Part(_("Profil d'un lieu"), (_("Aucun lieu n'est choisi."),))
    ((found, row),) = opened
    place, reality = found.workspace.candidates.iloc[row], reality_of_place(found, row)
    actors = [[_(one.label), _actor_text(found, row, at), _(COLOUR_NAMES[Colour(int(found.colours[row, at]))])]
              for at, one in enumerate(STAKEHOLDERS)]  # fmt: skip
    scores = {**plain_table("", (_("Acteur"), _("Score sur 100"), _("Couleur")), actors), "widths": [3, 1, 1]}
    measures = shared_table(figures_table(tuple(found.figures(row).values())), FIGURE_FIELDS)
    words = (verdict_words(found, row), *found.missing(row), _("Cet avis repose sur : {shares}.").format(shares=shares_words(reality)))
    turning = overturning_words(reality)
    return Part(_("Profil : {name}").format(name=place["name"]), (*words, *([turning] if turning else [])), (scores, measures))


def _scenario(dossier: Dossier) -> Part:
    if dossier.plan is None:
        return Part(_("Scénario"), (_("Aucun scénario n'est choisi, ou il n'a pas de plan."),))
    screen = plan_facts(dossier.context, dossier.person, dossier.plan_query)
    tables = {table.id: table for table in screen.tables}
    question = [str(row[1]) for row in tables["question"].rows]
    facts = {**plain_table("", (_("Rubrique"), _("Ce qu'il en est")), screen.facts), "widths": [1, 3]}
    drawn = (facts, shared_table(tables["plan"], PLAN_FIELDS), shared_table(tables["acteurs"], ACTOR_FIELDS))
    return Part(_("Scénario"), tuple(question), drawn)


def _comparison(dossier: Dossier) -> Part:
    title, saved = _("Comparaison de scénarios"), dossier.compared
    views = [(one.name, view) for one in saved if (view := view_of(one)) is not None]
    if len(views) < 2:
        return Part(title, (_("Il faut au moins deux scénarios enregistrés à comparer."),))
    known = [figures(view) for _name, view in views]
    keys = list(dict.fromkeys(key for one in known for key in one))
    label = {key: one[key].label for one in reversed(known) for key in one}
    rows = [[label[key], *(_compared(one[key]) if key in one else "–" for one in known)] for key in keys]
    rows.append([_("Lieux"), *("\n".join(place.name for place in view.places) for _name, view in views)])
    table = {**plain_table("", (_("Chiffre"), *(name for name, _view in views)), rows), "widths": [2, *(3 for _one in views)]}
    return Part(title, (_("Chiffres tels qu'ils ont été enregistrés."),), (table,))


def _compared(one: Provenance) -> str:
    return f"{text_of(one)} ({_('hypothèse')})" if one.is_hypothesis else text_of(one)


def map_content(dossier: Dossier) -> MapContent:
    """Return the map of the plan that is chosen, with who is reached; else of the places that pass the filter."""
    plan = dossier.plan
    if plan is not None:
        points_of = [(one.name, one.lon_wgs84, one.lat_wgs84, one.is_example) for one in plan.view.places]
    else:
        shown = dossier.context.territory.candidates.iloc[dossier.rows]
        columns = (shown["name"].astype(str), shown["lon"].astype(float), shown["lat"].astype(float), shown["is_example"].astype(bool))
        points_of = list(zip(*(column.tolist() for column in columns), strict=True))
    places = tuple(MapPlace(n, *point) for n, point in enumerate(points_of, 1))
    return with_plans(places, [plan] if plan is not None else [], communes_wgs84(dossier.context.territory))


def map_notes(dossier: Dossier, content: MapContent) -> str:
    """Return how the marks of a map are read, and which layers it leaves out."""
    words = [_("Un contour en tirets est un lieu d'exemple.")]
    words += [_("Les numéros sont ceux de la liste.")] if len(content.places) <= MOST_NUMBERED else []
    return " ".join([*words, dossier.context.external_layers.left_out()]).strip()


def _map(dossier: Dossier) -> Part:
    content = map_content(dossier)
    if content.is_empty:
        return Part(_("Carte"), (_("Il n'y a pas de lieu à montrer."),))
    alt = map_words(content)
    drawn = {"svg": map_svg(content, alt, FONT), "alt": alt, "legend": map_legend(content)}
    listed = {**plain_table("", (_("N°"), _("Lieu")), [(str(one.number), one.name) for one in content.places]), "widths": [1, 9]}
    return Part(_("Carte"), (map_notes(dossier, content),), (listed,) if dossier.plan is not None else (), drawn)


def _grounds(dossier: Dossier) -> Part:
    hypotheses = dossier.assessment.workspace.hypotheses
    ranges: dict[str, Range] = {name: hypotheses[name] for name in HYPOTHESES}
    words = (_("Une hypothèse se discute : elle est basse, centrale, haute. Un facteur sourcé dit d'où il vient."),)
    return Part(_("Sources et hypothèses"), words, (shared_table(hypotheses_table(ranges), HYPOTHESIS_FIELDS), _sources(dossier)))


def _sources(dossier: Dossier) -> Table:
    return {**sources_table(dossier.sources), "title": _("Sources"), "widths": [4, 3, 2, 2, 2]}


def _real(dossier: Dossier) -> Part:
    frame = dossier.context.territory.candidates.iloc[dossier.rows]
    ids = {str(name): {"is_example": bool(example)} for name, example in zip(frame["id"], frame["is_example"], strict=True)}
    words = [real_places_words({}, ids), sources_words(dossier.sources, dossier.context.territory.version)]
    return Part(_("Part de données réelles"), tuple(filter(None, words)))


Builder = Callable[[Dossier], Part]
PARTS: Mapping[str, tuple[str, Builder]] = MappingProxyType(
    {
        "places": (N_("Lieux"), _places),
        "map": (N_("Carte"), _map),
        "matrix": (N_("Matrice des acteurs"), _matrix),
        "profile": (N_("Profil d'un lieu"), _profile),
        "scenario": (N_("Scénario"), _scenario),
        "comparison": (N_("Comparaison de scénarios"), _comparison),
        "grounds": (N_("Sources et hypothèses"), _grounds),
        "real": (N_("Part de données réelles"), _real),
    }
)
"""The parts of a dossier, in reading order: what each is called, and what makes it."""
