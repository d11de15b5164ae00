"""What the browser is told once of « Convergence »: actors, ready-made views, thresholds, the bounds of the hypotheses, words."""

from __future__ import annotations

from criteria.hypotheses import FORMER, HYPOTHESES
from criteria.weights import Thresholds, presets
from domain.address import MAX_ID_LENGTH
from domain.network import MAX_NETWORK_NAME, MOST_NETWORKS, MOST_SHOPS, NETWORK_ID
from domain.stakeholder import STAKEHOLDERS
from i18n import N_, translated
from i18n import gettext as _
from services.answer import Answer

VALUES_PATH = "/data/values.json"
TEXTS = {
    "share": N_("{n} %"),
    "lock": N_("Verrouiller la part de {name}"),
    "unlock": N_("Libérer la part de {name}"),
    "criteria_count": N_("Critères ({n})"),
    "example": N_("exemple"),
    "score": N_("Convergence"),
    "compare": N_("Comparer"),
    "convergent": N_("convergent"),
    "missing_one": N_("manque {names}"),
    "unranked": N_("non classé"),
    "network": N_("réseau"),
    "pareto_networks": N_("{n} réseaux qu'aucun autre réseau ne bat (losanges, lignes en tirets)."),
    "pareto_networks_one": N_("{n} réseau qu'aucun autre réseau ne bat (losanges, lignes en tirets)."),
    "green": N_("vert"),
    "amber": N_("orange"),
    "red": N_("rouge"),
    "none": N_("inconnu"),
    "unsure": N_("à compléter"),
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
    "count_excluded_one": N_("{n} exclu"),
    "more_rows": N_("{n} autres lieux : filtrez pour les voir"),
    "more_rows_one": N_("{n} autre lieu : filtrez pour le voir"),
    "no_rows": N_("Aucun lieu ne passe les filtres : levez-en un."),
    "four_most": N_("Quatre lieux au plus : retirez-en un."),
}


class ActorName(Answer):
    """An actor, and what it has at stake."""

    id: str
    letter: str
    label: str
    stake: str


class PresetView(Answer):
    """A ready-made view: the share of each actor, in the order of the actors."""

    id: str
    label: str
    shares: list[float]


class ThresholdDefaults(Answer):
    """Scores from which an actor is green or amber, and the share of what is known under which nothing is said; in [0, 1]."""

    green: float
    amber: float
    known: float


class HypothesisSlider(Answer):
    """A hypothesis that one may move, between the values that an address may ask.

    `former` is what addresses called it before, "" where it had no other name; a value of then is multiplied by `former_factor`.
    """

    id: str
    value: float
    low: float
    high: float
    step: float
    former: str
    former_factor: float


class NetworkBounds(Answer):
    """What an address holds of networks at most (`domain/network.py`), and what their ids begin with."""

    most: int
    most_shops: int
    most_name: int
    most_id: int
    id: str


class ConvergenceConfig(Answer):
    """What the browser scores with, and the words of the matrix, in the current language."""

    actors: tuple[ActorName, ...]
    presets: tuple[PresetView, ...]
    thresholds: ThresholdDefaults
    hypotheses: tuple[HypothesisSlider, ...]
    networks: NetworkBounds
    texts: dict[str, str]
    values_url: str


def convergence_config() -> ConvergenceConfig:
    """Return the actors, ready-made views, thresholds, hypotheses and words, in the current language."""
    return ConvergenceConfig(
        actors=tuple(ActorName(id=a.id, letter=a.letter, label=_(a.label), stake=_(a.stake)) for a in STAKEHOLDERS),
        presets=tuple(
            PresetView(id=view.id, label=_(view.label), shares=view.weights.actor_shares().round(6).tolist()) for view in presets()
        ),
        thresholds=ThresholdDefaults(green=Thresholds.DEFAULT_GREEN, amber=Thresholds.DEFAULT_AMBER, known=Thresholds.DEFAULT_KNOWN),
        hypotheses=tuple(_slider(key) for key in HYPOTHESES),
        networks=network_bounds(),
        texts=translated(TEXTS),
        values_url=VALUES_PATH,
    )


def network_bounds() -> NetworkBounds:
    """Return the bounds of networks."""
    return NetworkBounds(most=MOST_NETWORKS, most_shops=MOST_SHOPS, most_name=MAX_NETWORK_NAME, most_id=MAX_ID_LENGTH, id=NETWORK_ID)


def _slider(key: str) -> HypothesisSlider:
    item = HYPOTHESES[key]
    former, factor = next(((was, factor) for was, (now, factor) in FORMER.items() if now == key), ("", 1.0))
    bounds = {"low": item.lowest, "high": item.highest, "step": item.step}
    return HypothesisSlider(id=key, value=item.default.central, **bounds, former=former, former_factor=factor)
