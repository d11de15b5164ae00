"""What the browser needs to score places by itself: criteria, values, exclusions, and the hypotheses' sliders."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from criteria.assess import Assessment, version_of
from criteria.criterion import Criterion
from criteria.hypotheses import HYPOTHESES
from criteria.weights import ACTORS, Thresholds, presets
from domain.stakeholder import STAKEHOLDERS
from domain.suitability import Flags, Suitability
from i18n import N_
from i18n import gettext as _

VALUE_DECIMALS = 10  # finer than what parts two ranks
TEXTS = {
    "role_hub": N_("Pôle"),
    "role_shop": N_("Boutique-relais"),
    "share": N_("{n} %"),
    "lock": N_("Verrouiller la part de {name}"),
    "unlock": N_("Libérer la part de {name}"),
    "weight_of": N_("Poids de {name}"),
    "criteria_count": N_("Critères ({n})"),
    "example": N_("exemple"),
    "reset": N_("Revenir aux valeurs de départ"),
    "custom": N_("Personnalisé"),
    "rank": N_("Rang"),
    "place": N_("Lieu"),
    "score": N_("Convergence"),
    "completeness": N_("Complétude"),
    "state": N_("Verdict"),
    "compare": N_("Comparer"),
    "convergent": N_("convergent"),
    "missing_one": N_("manque {names}"),
    "unranked": N_("non classé"),
    "green": N_("vert"),
    "amber": N_("orange"),
    "red": N_("rouge"),
    "none": N_("inconnu"),
    "unsure": N_("à compléter"),
    "known": N_("complétude de chaque acteur"),
    "incomplete": N_("à compléter : {names}"),
    "five_fewer": N_("{n} lieux convergents seulement"),
    "five_fewer_one": N_("1 lieu convergent seulement"),
    "five_none": N_("Aucun lieu n'est convergent : rien n'est gardé."),
    "count_green": N_("{n} convergents"),
    "count_green_one": N_("{n} convergent"),
    "count_ranked": N_("{n} classés"),
    "count_ranked_one": N_("{n} classé"),
    "count_unsure": N_("{n} à compléter"),
    "count_excluded": N_("{n} exclus"),
    "sort_by": N_("Trier par {name}"),
    "more_rows": N_("{n} autres lieux : filtrez pour les voir"),
    "more_rows_one": N_("{n} autre lieu : filtrez pour le voir"),
    "no_rows": N_("Aucun lieu ne passe les filtres : levez-en un."),
    "four_most": N_("Quatre lieux au plus : retirez-en un."),
    "by_score": N_("Score de convergence"),
    "by_green": N_("Nombre d'acteurs verts"),
    "hypothesis": N_("hypothèse"),
    "default_value": N_("valeur de départ : {value}"),
}


def values_json(assessment: Assessment) -> bytes:
    """Return the values in [0, 1] of every candidate for the role's criteria (null where unknown),
    and which places are excluded or « à préciser », in words.
    """
    values = np.round(assessment.values, VALUE_DECIMALS)
    suited = assessment.suitability
    return json.dumps(
        {
            "role": assessment.role.value,
            "version": version_of(assessment.workspace),
            "criteria": [_criterion(item) for item in assessment.items],
            "values": [[None if value != value else value for value in row] for row in values.tolist()],
            "excluded": _words(suited, suited.excluded),
            "withheld": {
                row: np.flatnonzero(assessment.withheld[row]).tolist() for row in np.flatnonzero(assessment.withheld.any(axis=1)).tolist()
            },
            "undecided": _words(suited, suited.undecided),
        },
        separators=(",", ":"),
        allow_nan=False,
    ).encode()


def _words(suited: Suitability, among: Flags) -> dict[int, str]:
    """Return the answer « convient comme » of some places in words, by row."""
    return {row: suited.sentence(row) for row in np.flatnonzero(among).tolist()}


def _criterion(item: Criterion) -> dict[str, Any]:
    return {"id": item.id, "label": _(item.label), "actor": ACTORS.index(item.stakeholder.id), "weight": item.weight}


def convergence_config() -> dict[str, Any]:
    """Return the actors, ready-made views, thresholds, hypotheses and words, in the current language."""
    actors = [{"id": a.id, "letter": a.letter, "label": _(a.label), "stake": _(a.stake)} for a in STAKEHOLDERS]
    views = [{"id": view.id, "label": _(view.label), "shares": view.weights.actor_shares().round(6).tolist()} for view in presets()]
    return {
        "actors": actors,
        "presets": views,
        "thresholds": {"green": Thresholds.DEFAULT_GREEN, "amber": Thresholds.DEFAULT_AMBER, "known": Thresholds.DEFAULT_KNOWN},
        "hypotheses": [_hypothesis(key) for key in HYPOTHESES],
        "texts": {key: _(text) for key, text in TEXTS.items()},
        "values_url": "/data/values.json",
    }


def _hypothesis(key: str) -> dict[str, Any]:
    item = HYPOTHESES[key]
    return {
        "id": key,
        "label": _(item.label),
        "unit": _(item.unit) if item.unit else "",
        "value": item.default.central,
        "low": item.lowest,
        "high": item.highest,
        "step": item.step,
        "source": _(item.source),
        "is_hypothesis": item.is_hypothesis,
    }
