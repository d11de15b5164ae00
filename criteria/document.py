"""Writes docs/criteria.md from the declarations: ``python -m criteria.document > docs/criteria.md``."""

from __future__ import annotations

import sys

from criteria.criterion import Criterion
from criteria.hypotheses import HYPOTHESES, Hypothesis
from criteria.ranges import written
from criteria.registry import criteria, criteria_version
from criteria.scale import number
from criteria.together import WORDS
from criteria.weights import Thresholds
from domain.candidate import ROLE_OPTIONS
from domain.stakeholder import STAKEHOLDERS, Stakeholder
from domain.suitability import KNOCKOUTS
from geodata.catalogue import SOURCES
from i18n import gettext as _

_DIRECTIONS = {"up": "plus c'est élevé, mieux c'est", "down": "plus c'est bas, mieux c'est", "fit": "une juste mesure"}
_ROLES = {option.code: option.label for option in ROLE_OPTIONS}


def criteria_page() -> str:
    """Return docs/criteria.md (French, the source language)."""
    parts = [_head(), *(_actor(actor) for actor in STAKEHOLDERS), _hypotheses(), _knockouts(), _METHOD]
    return "\n".join(part.rstrip("\n") + "\n" for part in parts)


def _head() -> str:
    return (
        "# Critères\n\n"
        "Page écrite par `python -m criteria.document > docs/criteria.md` : ne pas la modifier à la main.\n\n"
        f"{len(criteria())} critères, version `{criteria_version()}`. [H] = hypothèse de travail, modifiable à l'écran.\n"
    )


def _actor(actor: Stakeholder) -> str:
    mine = [item for item in criteria() if item.stakeholder is actor]
    return f"## {actor.label} ({actor.letter}) : {actor.stake}\n\n" + "\n".join(_criterion(item) for item in mine)


def _criterion(item: Criterion) -> str:
    names = [variable.symbol for variable in item.variables] + [factor.symbol for factor in item.factors]
    rows = [("Unité", _(item.unit) or "oui / non, ou degré")]
    rows += [
        (f"Valeur ({_ROLES[role]})", f"{scale.sentence(_(item.unit))} ({_DIRECTIONS[scale.direction]})")
        for role, scale in item.scales.items()
    ]
    rows += [("Formule", item.formula.format(**{name: name for name in names}))]
    rows += [(entry.symbol, f"{entry.label}{f' ({entry.unit})' if entry.unit else ''}") for entry in item.variables]
    rows += [(entry.symbol, f"hypothèse ou facteur `{entry.hypothesis}`") for entry in item.factors]
    rows += [("Portées", ", ".join(f"`{key}`" for key in item.reaches))] if item.reaches else []
    rows += [("Pour un réseau", WORDS[item.together])]
    rows += [("Poids chez l'acteur", number(item.weight, 2)), ("Levier sur place", "oui" if item.is_lever else "non")]
    rows += [("Sources", " ; ".join(f"{SOURCES[key].label} (`{key}`)" for key in item.sources)), ("Version", str(item.version))]
    lines = "\n".join(f"| {name} | {value} |" for name, value in rows)
    return f"### {item.label}\n\n`{item.id}` : {item.why}\n\n| | |\n|---|---|\n{lines}\n"


def _hypotheses() -> str:
    lines = "\n".join(_hypothesis(item) for item in HYPOTHESES.values())
    head = "| Code | Libellé | Basse–haute (centrale) | Bornes du curseur | Nature | Origine |\n|---|---|---|---|---|---|\n"
    return f"## Hypothèses et facteurs\n\n{head}{lines}\n"


def _hypothesis(item: Hypothesis) -> str:
    bounds = f"{number(item.lowest, 2)} à {number(item.highest, 2)}"
    kind = "hypothèse" if item.is_hypothesis else "chiffre sourcé ou calculé"
    return f"| `{item.id}` | {item.label} | {written(item.default, item.unit, 2)} | {bounds} | {kind} | {item.source} |"


def _knockouts() -> str:
    lines = "\n".join(f"| {item.label} | {', '.join(_ROLES[role] for role in item.roles)} | `{item.column}` |" for item in KNOCKOUTS)
    note = (
        "Un lieu convient à un rôle quand rien de ce qui suit ne l'exclut et que tout a pu être vérifié. Il est « à préciser » tant qu'une "
        "de ces données manque : un renseignement inconnu n'exclut jamais. Un lieu exclu reste visible, avec sa raison."
    )
    return f"## Ce qui exclut un lieu\n\n{note}\n\n| Raison | Rôles | Donnée |\n|---|---|---|\n{lines}\n"


_METHOD = f"""## Du critère à la convergence

* Valeur : fonction linéaire par morceaux de la mesure, de 0 à 1 ; une mesure inconnue n'a pas de valeur.
* Score d'un acteur : moyenne pondérée des valeurs de ses critères connus. Aucun critère connu : pas de score.
* Convergence : moyenne pondérée des scores des acteurs connus. Complétude : part du poids qui est connue ; elle ne change pas le score.
* Vert à partir de {number(Thresholds.DEFAULT_GREEN, 2)}, orange à partir de {number(Thresholds.DEFAULT_AMBER, 2)} (réglables par acteur). \
Un lieu converge quand rien ne l'exclut et que les quatre acteurs sont verts ; un acteur inconnu n'est pas vert.
* Tant que moins de {number(100 * Thresholds.DEFAULT_KNOWN)} % du poids d'un acteur est connu (réglable), il n'a pas de couleur : son \
score est une fourchette, du pire au meilleur de ce que l'inconnu peut donner, et le lieu n'est pas classé. \
Un loyer gardé confidentiel n'est ni connu ni manquant : il ne compte pas dans la complétude.
* Ce qui manque : le plus petit changement d'un seul critère qui rend l'acteur vert, les leviers d'abord, \
les autres critères restant ce qu'ils sont.
* Robustesse (SMAA) : poids tirés au hasard, uniformément, entre les acteurs et chez chacun ; poids verrouillés ou bornés respectés ; \
part des tirages où un lieu est premier, ou parmi les premiers. 10 000 tirages : ± 1 point.
* Ce qui ferait basculer : le plus petit déplacement de poids entre acteurs (en norme L1) qui met un autre lieu à égalité \
avec le premier, exact.
* Pareto : lieux qu'aucun autre ne bat pour les quatre acteurs ; un score inconnu ne suffit jamais à faire battre un lieu.
* Réseau (un pôle et ses boutiques-relais, jugés comme un seul candidat) : chaque critère dit comment ses lieux se combinent ; il ne porte \
que sur ceux au rôle desquels il s'applique, selon les seuils du pôle s'il en a. Un lieu inconnu laisse l'ensemble inconnu ; un lieu \
exclu exclut le réseau. Un réseau n'a pas de rang : ceux des lieux restent les leurs.
* Distances : vol d'oiseau corrigé de l'échelle de la projection (0,1 % près), × détour pour un trajet.
"""


if __name__ == "__main__":
    sys.stdout.write(criteria_page())
