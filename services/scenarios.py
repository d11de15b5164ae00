"""What the browser needs of scenarios: the words and bounds of the question once, then each plan as data for the map."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

from domain.scenario import GOAL_LABELS, GOAL_TERMS, KEYS, MAX_PLACES, MODE_LABELS, MODES, OPENED, Goal
from domain.stakeholder import STAKEHOLDERS
from geodata.territory import Territory
from i18n import N_
from i18n import gettext as _
from scenarios.plan_view import PlaceView, PlanMap, ordered, place_view, plan_map
from scenarios.service import Answer
from scenarios.solving import PROVEN_GAP
from scenarios.stakes import DEMAND_STAKES
from services.words.scenarios import OPENS_LABELS

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
    "filtered_one": N_("{n} lieu passe les filtres"),
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
    "why_undone": N_("Pourquoi ce scénario n'est-il plus retenu ? Le motif est gardé au journal."),
    "confirm": N_("Confirmer"),
    "cancel": N_("Annuler"),
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
    """Return an answer for the map: chosen rows in the order of the list, who reaches each demand point, catchments, progress."""
    state = {"key": answer.key, "steps": answer.steps, "running": answer.running, "cancelled": answer.cancelled, "query": answer.query}
    instance, progress = answer.instance, answer.progress
    if instance is None or progress is None:
        return {**state, "sentence": answer.sentence, "candidates": [], "rows": [], "places": [], "served": "", "outlines": []}
    plan = progress.plan or ()
    territory = instance.travel_times.territory
    rows = [int(instance.sites.rows[place]) for place in ordered(instance, plan)]
    places = [place_view(territory, row) for row in rows]
    picture = drawn(places, plan_map(instance, plan), territory, instance.question.required)
    return {**state, "sentence": answer.sentence, "proven": progress.gap <= PROVEN_GAP, **picture}


def drawn(places: Sequence[PlaceView], plan: PlanMap, territory: Territory, required: Sequence[str]) -> dict[str, Any]:
    """Return what the map draws; rows are those of the places and of the choice that the territory has."""
    row_of = {str(name): row for row, name in enumerate(territory.candidates["id"])}
    shown = [
        {
            "id": place.id,
            "name": place.name,
            "lon": place.lon_wgs84,
            "lat": place.lat_wgs84,
            "row": row_of.get(place.id),
            "imposed": place.id in required,
        }
        for place in places
    ]
    return {
        "candidates": [row_of[name] for name in plan.candidates if name in row_of],
        "rows": [row_of[place.id] for place in places if place.id in row_of],
        "places": shown,
        "served": base64.b64encode(plan.served.tobytes()).decode(),
        "outlines": list(plan.outlines),
    }
