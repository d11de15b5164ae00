"""What the browser is told once of scenarios (stakes, default values, words), and the bounds of the sliders."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from domain.address import Key
from domain.scenario import KEYS, MAX_PLACES, STAKES, Question
from geodata.territory import ROADS
from i18n import N_, translated
from i18n import gettext as _
from scenarios.roads import Roads
from services.answer import Answer
from services.context import Context

TEXTS = {
    "filtered": N_("{n} lieux passent les filtres"),
    "filtered_one": N_("{n} lieu passe les filtres"),
    "impose": N_("Imposer"),
    "forbid": N_("Interdire"),
    "free": N_("Libérer"),
    "chosen": N_("choisi : n° {n}"),
    "is_imposed": N_("imposé"),
    "is_forbidden": N_("interdit"),
    "not_candidate": N_("hors du choix"),
    "preparing": N_("Préparation du calcul, une fois pour toutes : une demi-minute au plus…"),
    "failed": N_("Le calcul n'a pas pu être demandé : vérifiez la connexion au service."),
    "link_copied": N_("Lien copié"),
    "compared": N_("de « {before} » à « {after} », dont les lieux portent un numéro"),
    "newly": N_("nouvellement atteint"),
    "lost": N_("perdu"),
    "both": N_("atteint par les deux"),
}
SLIDERS = {
    "k": (1, MAX_PLACES, 1),
    "minutes": (2, 45, 1),
    "spacing_m": (0, 6_000, 250),
    "per_commune": (0, 6, 1),
    "budget_keur": (0, 3_000, 50),
    "supply_km": (0, 20, 1),
    "per_hub": (0, 8, 1),
}
"""The least, the most and the step that the slider of a question's attribute offers; 0 is no limit."""


@dataclass(frozen=True)
class SliderBounds:
    """What a slider offers; `low` and `high` are what an address may ask at least and at most: the screen shows what is answered."""

    key: Key
    min: int
    max: int
    step: int
    value: int
    low: int
    high: int


class ScenarioConfig(Answer):
    """What the browser knows of a question, in the current language."""

    stakes: tuple[str, ...]
    """Ids of the actors whose stakes are weighed, in order."""
    defaults: dict[str, str]
    """What a question that says nothing of a key asks, as the address would write it (0: no limit); by key."""
    texts: dict[str, str]


NO_ROADS = N_(
    "À pied, à vélo et en voiture, on compte des lignes droites et un détour : un extrait OpenStreetMap, "
    "que « Sources » reçoit ou que l'exploitant indique par CONVERGENCE_OSM, donne les rues."
)
READING = N_("Les rues (OpenStreetMap) sont en cours de lecture : rechargez la page dans quelques minutes.")
NO_READER = N_(
    "Les rues sont reçues (OpenStreetMap), mais ne servent pas encore : l'exploitant doit installer pyrosm (requirements/roads.lock)."
)


@dataclass(frozen=True)
class ModeChoice:
    """The modes of travel that one may choose, and what is lacking for another; empty when nothing is."""

    modes: tuple[str, ...]
    sentence: str


def mode_choice(context: Context) -> ModeChoice:
    """Return the modes of travel whose times are known here."""
    known = context.service.planner.travel_times
    words = (known.timetables.sentence(dt.date.today()), _roads_lacking(known.roads_so_far, ROADS in context.territory.files))
    return ModeChoice(known.modes, " ".join(one for one in words if one))


def _roads_lacking(roads: Roads | None, are_received: bool) -> str:
    """Say why times do not follow the streets, or not yet; empty where they do."""
    if roads is None:
        return _(READING)
    if roads.reach is not None:
        return ""
    return str(roads.refusal) if roads.refusal else _(NO_READER if are_received else NO_ROADS)


def scenario_config() -> ScenarioConfig:
    """Return stakes, default values and words, in the current language."""
    return ScenarioConfig(stakes=STAKES, defaults=_defaults(), texts=translated(TEXTS))


def slider_bounds(name: str) -> SliderBounds:
    """Return what the slider of an attribute of the question offers."""
    low, high, step = SLIDERS[name]
    key, read, _write = KEYS[name]
    return SliderBounds(key, low, high, step, getattr(Question(), name) or 0, read("0"), read("9" * 9))


def _defaults() -> dict[str, str]:
    question = Question()
    values = {name: 0 if getattr(question, name) is None else getattr(question, name) for name in KEYS}
    return {key.value: write_value(values[name]) for name, (key, _read, write_value) in KEYS.items()}
