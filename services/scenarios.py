"""What the browser needs of scenarios: the words and bounds of the question once, then each plan as data for the map."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from geopandas import GeoSeries

from domain.scenario import GOAL_LABELS, GOAL_TERMS, KEYS, MAX_PLACES, MODE_LABELS, MODES, OPENED, Goal
from domain.stakeholder import STAKEHOLDERS
from geodata.crs import L93
from i18n import N_
from i18n import gettext as _
from scenarios.assignment import BY_EXISTING, MOST, assignment_of
from scenarios.instance import Instance
from scenarios.outcome import outcome_of
from scenarios.service import Answer
from scenarios.stakes import DEMAND_STAKES
from services.words.scenarios import OPENS_LABELS

EXISTING_CODE, FIRST_CODE = 1, 2
OUTLINE_TOLERANCE_M = 25.0
TEXTS = {
    "goal": N_("But"),
    "count": N_("Nombre de nouveaux lieux, au plus"),
    "who": N_("Pour qui"),
    "equal": N_("À parts égales"),
    "reach": N_("À portée"),
    "minutes": N_("Minutes au plus"),
    "min": N_("{n} min"),
    "opens": N_("Quels lieux"),
    "convergent": N_("Seulement où les quatre acteurs gagnent"),
    "filtered": N_("{n} lieux passent les filtres"),
    "close": N_("Fermer"),
    "change_filters": N_("Changer les filtres sur la carte"),
    "conditions": N_("Conditions"),
    "existing": N_("Compter les ressourceries existantes"),
    "spacing": N_("Écart entre deux lieux"),
    "per_commune": N_("Lieux par commune"),
    "basins": N_("Au moins un lieu par bassin"),
    "budget": N_("Budget sur trois ans"),
    "supply": N_("Boutiques près d'un pôle"),
    "per_hub": N_("Boutiques par pôle"),
    "capacity": N_("Ne pas dépasser la capacité des surfaces"),
    "none": N_("sans limite"),
    "metres": N_("≥ {n} m"),
    "at_most": N_("≤ {n}"),
    "keur": N_("≤ {n} k€"),
    "km": N_("≤ {n} km"),
    "imposed": N_("Imposés"),
    "forbidden": N_("Interdits"),
    "impose": N_("Imposer"),
    "forbid": N_("Interdire"),
    "free": N_("Libérer"),
    "free_place": N_("Libérer {name}"),
    "nobody": N_("Cliquez un lieu sur la carte pour l'imposer ou l'interdire."),
    "weight_of": N_("Poids : {name}"),
    "share": N_("{n} %"),
    "hypothesis": N_("hypothèse"),
    "chosen": N_("choisi : n° {n}"),
    "is_imposed": N_("imposé"),
    "is_forbidden": N_("interdit"),
    "not_candidate": N_("hors du choix"),
    "preparing": N_("Préparation du calcul, une fois pour toutes : une demi-minute au plus…"),
    "failed": N_("Le calcul n'a pas pu être demandé : vérifiez la connexion au service."),
    "saved": N_("Scénario enregistré"),
    "link_copied": N_("Lien copié"),
    "conflict": N_("Quelqu'un d'autre vient de modifier ce scénario : la liste a été relue, recommencez."),
    "four_most": N_("Quatre scénarios au plus : retirez-en un."),
    "untitled": N_("Scénario du {date}"),
    "copy_of": N_("{name} (copie)"),
    "profile": N_("Voir ce que chaque acteur y gagne"),
    "newly": N_("nouvellement atteint"),
    "lost": N_("perdu"),
    "both": N_("atteint par les deux"),
}
BOUNDS = {
    "k": (1, MAX_PLACES, 1, 5),
    "min": (2, 45, 1, 10),
    "space": (0, 6_000, 250, 0),
    "percom": (0, 6, 1, 0),
    "budget": (0, 3_000, 50, 0),
    "supply": (0, 20, 1, 0),
    "perhub": (0, 8, 1, 0),
}


def scenario_config() -> dict[str, Any]:
    """Return goals, modes, roles, stakes, bounds of sliders and words, in the current language."""
    return {
        "goals": [{"id": goal.value, "label": _(GOAL_LABELS[goal]), "term": _(GOAL_TERMS[goal])} for goal in Goal],
        "modes": [{"id": mode, "label": _(MODE_LABELS[mode])} for mode in MODES],
        "opens": [{"id": which, "label": _(OPENS_LABELS[which])} for which in OPENED],
        "stakes": [
            {"id": actor.id, "letter": actor.letter, "actor": _(actor.label), "label": _(stake.label)}
            for actor, stake in zip(STAKEHOLDERS, DEMAND_STAKES, strict=True)
        ],
        "bounds": {key: dict(zip(("min", "max", "step", "value"), bounds, strict=True)) | _limits(key) for key, bounds in BOUNDS.items()},
        "texts": {key: _(text) for key, text in TEXTS.items()},
    }


def _limits(key: str) -> dict[str, int]:
    """Return what an address may ask at least and at most, beyond what the slider offers: the screen shows what is answered."""
    read = next(read for name, read, _write in KEYS.values() if name == key)
    return {"low": read("0"), "high": read("9" * 9)}


def plan_json(answer: Answer) -> dict[str, Any]:
    """Return a plan for the map: chosen rows in the order of the list, who reaches each demand point, catchments, progress."""
    state = {"key": answer.key, "steps": answer.steps, "running": answer.running, "cancelled": answer.cancelled, "query": answer.query}
    instance, progress = answer.instance, answer.progress
    if instance is None or progress is None:
        return {**state, "sentence": answer.sentence, "candidates": [], "rows": [], "served": "", "outlines": []}
    plan = ordered(instance, progress.plan or ())
    return {
        **state,
        "sentence": answer.sentence,
        "candidates": instance.sites.rows.tolist(),
        "rows": [int(instance.sites.rows[place]) for place in plan],
        "served": coded(instance, plan),
        "outlines": outlines(instance, plan),
        "proven": progress.gap <= 1e-6,
    }


def ordered(instance: Instance, plan: Sequence[int]) -> list[int]:
    """Return the places of a plan in the order of the list of what to do."""
    at = {str(instance.ids[place]): place for place in plan}
    return [at[item.id] for item in outcome_of(instance, plan).opened]


def coded(instance: Instance, plan: Sequence[int]) -> str:
    """Return one byte a demand point, in base 64: 0 not reached, 1 by an existing place, 2 + i by the i-th place of the plan."""
    served = assignment_of(instance, plan).server
    codes = np.zeros(len(served), dtype=np.uint8)
    codes[served == BY_EXISTING] = EXISTING_CODE
    for i, place in enumerate(plan):
        codes[served == place] = FIRST_CODE + i
    return base64.b64encode(codes.tobytes()).decode()


def outlines(instance: Instance, plan: Sequence[int]) -> list[list[list[list[float]]]]:
    """Return the catchment of each place as rings of [longitude, latitude], simplified."""
    detour, question = instance.hypotheses.central("detour"), instance.question
    shapes = [instance.atlas.outline_l93(int(instance.columns[place]), question.mode, question.minutes, detour) for place in plan]
    if not shapes:
        return []
    wgs84 = GeoSeries(shapely.simplify(np.array(shapes, dtype=object), OUTLINE_TOLERANCE_M), crs=L93).to_crs(4326)
    return [_rings(shape) for shape in wgs84]


def _rings(shape: Any) -> list[list[list[float]]]:
    parts = [part for part in shapely.get_parts(shape) if part.geom_type == "Polygon" and not part.is_empty]
    return [np.round(shapely.get_coordinates(part.exterior), 5).tolist() for part in parts]


def difference_json(before: Answer, after: Answer) -> dict[str, Any]:
    """Return one byte a demand point, in base 64: 0 reached by neither plan, 1 by both, 2 newly reached, 3 lost; and the people of each.

    Under capacity, a point counts as reached on the map where at least half of it is; the people are counted by shares.
    """
    reached = [_reached(answer) for answer in (before, after)]
    if reached[0] is None or reached[1] is None:
        return {"codes": "", "newly": 0, "lost": 0}
    one, other = reached[0] >= MOST, reached[1] >= MOST
    more = reached[1] - reached[0]
    codes = np.select([one & other, other, one], [1, 2, 3], 0).astype(np.uint8)
    people = after.instance.atlas.territory.demand["population"].to_numpy(float) if after.instance else np.zeros(len(codes))
    return {
        "codes": base64.b64encode(codes.tobytes()).decode(),
        "newly": round(float(people @ np.maximum(more, 0.0))),
        "lost": round(float(people @ np.maximum(-more, 0.0))),
    }


def _reached(answer: Answer) -> Any:
    if answer.instance is None or answer.progress is None or answer.progress.plan is None:
        return None
    return assignment_of(answer.instance, answer.progress.plan).reached
