"""Actuals of an open place: what is forecast of it the day it opens, what a file brings, and how the two compare."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from criteria.hypotheses import Hypotheses
from criteria.ranges import jobs_range, residents_within_reach, tonnes_range, usable_area_m2
from domain.actuals import merged, replaced, restored
from domain.forecast import Contradiction, Forecast, Gap, contradictions, gaps
from domain.person import Action, Person, require
from domain.project import Parts, Project, forecast_part
from domain.saved import SavedScenario
from domain.units import Range
from i18n import gettext as _
from i18n import ngettext
from i18n.numbers import number
from intake.actuals import read_actuals
from intake.errors import FileError
from intake.read import read
from scenarios.saving import view_of
from services.answer import Answer
from services.context import Context
from services.place_sheet import gains_of
from services.projects import DecidedPlace, decided_place
from store.meetings import NotFound

OF_FORECAST = ("tonnes_per_m2_yr", "collected_kg_per_inhabitant_yr", "jobs_per_1000_t")
"""The hypotheses on which tonnes and jobs rest."""
KEY_LENGTH = 12


class Imported(Answer):
    """What a file brought, in sentences."""

    words: list[str]


@dataclass(frozen=True)
class Compared:
    """What was forecast against what was observed, and what it contradicts."""

    forecast: Forecast
    gaps: tuple[Gap, ...]
    contradictions: tuple[Contradiction, ...]


def compared(project: Project) -> Compared | None:
    """Return how a place does beside what was forecast of it; None before it opened."""
    if project.forecast is None:
        return None
    found = gaps(project.forecast, project.months)
    return Compared(project.forecast, found, contradictions(project.forecast, found))


def forecast_of(context: Context, place: str, decided: DecidedPlace | None, hypotheses: Hypotheses) -> Parts | None:
    """Return what is forecast of a place, as a part of its project: by the saved plan that was decided, else by the criteria as they are.

    `hypotheses` are those in force; a saved plan has its own. None for a place that the territory has no more; what is unknown is left out.
    """
    saved = context.scenarios.get(decided.scenario) if decided and decided.scenario else None
    hypotheses = Hypotheses.from_query(saved.question) if saved else hypotheses
    gains = gains_of(context.assessor, place, hypotheses.to_query())
    if gains is None:
        return None
    assessment = gains.roles[0]
    area = float(usable_area_m2(assessment.workspace, assessment.role)[gains.row])
    residents = float(residents_within_reach(assessment.workspace)[gains.row])
    tonnes = tonnes_range(area, residents, hypotheses)
    spans = {"tonnes_in": tuple(tonnes), "jobs_fte": tuple(jobs_range(tonnes, hypotheses)), "rent_eur": _rent(context, gains.row)}
    origin, ref = "criteria", assessment.version
    planned = _planned(saved, place) if saved else {}
    if planned and saved:
        spans, origin, ref = {**spans, **planned}, "scenario", saved.id
    ranges = {key: tuple(hypotheses[key]) for key in OF_FORECAST}
    return forecast_part(spans, ranges, area, residents, origin, ref)


def _rent(context: Context, row: int) -> tuple[float, ...]:
    """Return the rent of a year; unknown where it is, or is confidential."""
    place = context.territory.candidates.iloc[row]
    rent = math.nan if place["rent_is_confidential"] else float(place["rent_eur_m2_yr"]) * float(place["area_m2"])
    return tuple(Range.exact(rent))


def _planned(saved: SavedScenario, place: str) -> dict[str, Any]:
    """Return what the plan that was decided expects of a place; nothing where it is not told."""
    view = view_of(saved)
    opened = next((one for one in view.outcome.opened if one.id == place), None) if view else None
    return {} if opened is None else {"tonnes_in": opened.tonnes, "jobs_fte": opened.jobs}


def import_actuals(context: Context, person: Person, place: str, filename: str, data: bytes) -> Imported:
    """Write what a file measured of an open place: each month and measure that it holds takes the place of what was there.

    The same file again changes nothing.

    Raises
    ------
    FileError
        It cannot be read, or holds no month.
    NotAllowed, NotFound, ProjectChanged, ValueError, StoreUnavailable
        See `store.projects.Projects.write`.
    """
    require(person, Action.FOLLOW_PLACE)
    project = project_of(context, person, place)
    if project.opened_on is None:
        raise FileError(_("Ce lieu n'est pas encore ouvert : déclarez son ouverture, puis importez ses chiffres."))
    found = read_actuals(read(filename, data))
    if not found.months:
        raise FileError(" ".join((_("Aucun mois n'a pu être lu dans ce fichier."), *found.notes)))
    key = hashlib.sha256(data).hexdigest()[:KEY_LENGTH]
    known = next((one for one in project.files if one.key == key and not one.is_undone), None)
    if known is not None:
        return Imported(words=[_("Ce fichier est déjà importé : rien n'est compté deux fois.")])
    months = merged(project.months, found.months)
    part = {"name": filename, "wrote": found.months, "before": replaced(project.months, found.months), "undone": False}
    parts = {**{f"month.{month}": values for month, values in months.items()}, f"file.{key}": part}
    context.projects.write(person, place, project.name, project.version, parts, "import")
    n = len(months)
    words = ngettext("{n} mois importé : {first}.", "{n} mois importés, de {first} à {last}.", n)
    return Imported(words=[words.format(n=number(n), first=min(months), last=max(months)), *found.notes])


def undo_import(context: Context, person: Person, project: Project, key: str) -> None:
    """Take back what a file wrote; figures that were corrected since stay. Raises as `import_actuals`."""
    one = next((one for one in project.files if one.key == key), None)
    if one is None:
        raise NotFound(_("Cet import n'existe pas."))
    months, _corrected = restored(project.months, one)
    parts: dict[str, Any] = {f"month.{month}": values or None for month, values in months.items()}
    parts[f"file.{key}"] = {"name": one.name, "wrote": one.wrote, "before": one.before, "undone": True}
    context.projects.write(person, project.place, project.name, project.version, parts, "undo_import")


def project_of(context: Context, person: Person, place: str) -> Project:
    """Return the project of a decided place; raises as `services.projects.shown_project`."""
    _decided, name = decided_place(context, person, place, context.meetings.list(person))
    return context.projects.of(person, place, name)


def of_all(projects: Sequence[Project]) -> tuple[int, int]:
    """Return how many observations of all open places lie inside what was forecast, and how many there are."""
    found = [one.gaps for project in projects if (one := compared(project))]
    return sum(gap.inside for each in found for gap in each), sum(len(gap.observations) for each in found for gap in each)
