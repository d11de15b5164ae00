"""What the browser is told once of scenarios: goals, modes, stakes, bounds of the sliders, words."""

from __future__ import annotations

from domain.scenario import GOAL_LABELS, GOAL_TERMS, KEYS, MAX_PLACES, MODE_LABELS, MODES, OPENED, Goal
from domain.stakeholder import STAKEHOLDERS
from i18n import N_, translated
from i18n import gettext as _
from scenarios.stakes import DEMAND_STAKES
from services.answer import Answer
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


class Choice(Answer):
    """One of the answers that a question of the form takes."""

    id: str
    label: str


class GoalChoice(Choice):
    """A goal, and how it is called within a sentence."""

    term: str


class StakeName(Answer):
    """What an actor looks at in a scenario."""

    id: str
    letter: str
    actor: str
    label: str


class SliderBounds(Answer):
    """What a slider offers; `low` and `high` are what an address may ask at least and at most: the screen shows what is answered."""

    min: int
    max: int
    step: int
    value: int
    low: int
    high: int


class ScenarioConfig(Answer):
    """What the form of a question is made of, in the current language."""

    goals: tuple[GoalChoice, ...]
    modes: tuple[Choice, ...]
    opens: tuple[Choice, ...]
    stakes: tuple[StakeName, ...]
    bounds: dict[str, SliderBounds]
    texts: dict[str, str]


def scenario_config() -> ScenarioConfig:
    """Return goals, modes, roles, stakes, bounds of sliders and words, in the current language."""
    return ScenarioConfig(
        goals=tuple(GoalChoice(id=goal.value, label=_(GOAL_LABELS[goal]), term=_(GOAL_TERMS[goal])) for goal in Goal),
        modes=tuple(Choice(id=mode, label=_(MODE_LABELS[mode])) for mode in MODES),
        opens=tuple(Choice(id=which, label=_(OPENS_LABELS[which])) for which in OPENED),
        stakes=tuple(
            StakeName(id=actor.id, letter=actor.letter, actor=_(actor.label), label=_(stake.label))
            for actor, stake in zip(STAKEHOLDERS, DEMAND_STAKES, strict=True)
        ),
        bounds={key: _bounds(key) for key in BOUNDS},
        texts=translated(TEXTS),
    )


def _bounds(key: str) -> SliderBounds:
    low, high, step, value = BOUNDS[key]
    read = next(read for name, read, _write in KEYS.values() if name == key)
    return SliderBounds(min=low, max=high, step=step, value=value, low=read("0"), high=read("9" * 9))
