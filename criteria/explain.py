"""Where the scores come from: the provenance of an actor's score, of convergence and of completeness."""

from __future__ import annotations

import numpy as np

from criteria.assess import Assessment
from criteria.criterion import Criterion
from criteria.hypotheses import HYPOTHESES
from criteria.provenance import Provenance, Term, with_result
from criteria.scale import number
from criteria.weights import ACTORS, actor_columns
from domain.stakeholder import STAKEHOLDERS
from i18n import gettext as _


def explain_actor(assessment: Assessment, row: int, actor: str) -> Provenance:
    """Say where one actor's score at a place comes from.

    Raises
    ------
    ValueError
        When no actor has that id.
    """
    index = ACTORS.index(actor)
    columns = actor_columns(assessment.items)[index]
    items = [assessment.items[column] for column in columns]
    values, shares = assessment.values[row, columns], assessment.shares[columns]
    notes = [item.show(measure) for item, measure in zip(items, assessment.measures[row, columns], strict=True)]
    terms = _terms([item.id for item in items], [_(item.label) for item in items], values, shares, notes)
    return _provenance(
        assessment,
        row,
        _("Score : {actor}").format(actor=_(STAKEHOLDERS[index].label)),
        float(assessment.scores.actors[row, index]),
        _("Σ poids × valeur ÷ Σ poids, sur les critères connus"),
        _mean(values, shares),
        terms,
        items,
    )


def explain_convergence(assessment: Assessment, row: int) -> Provenance:
    """Say where the convergence score of a place comes from."""
    scores, shares = assessment.scores.actors[row], assessment.weights.actor_shares()
    labels = [_(actor.label) for actor in STAKEHOLDERS]
    return _provenance(
        assessment,
        row,
        _("Score de convergence"),
        float(assessment.scores.convergence[row]),
        _("Σ poids × score ÷ Σ poids, sur les acteurs connus"),
        _mean(scores, shares),
        _terms(list(ACTORS), labels, scores, shares, [""] * len(ACTORS)),
        list(assessment.items),
    )


def explain_completeness(assessment: Assessment, row: int) -> Provenance:
    """Say which part of the weight is known at a place."""
    parts, shares = assessment.scores.actor_completeness[row], assessment.weights.actor_shares()
    labels = [_(actor.label) for actor in STAKEHOLDERS]
    written = " + ".join(f"{number(share, 3)} × {number(part, 3)}" for part, share in zip(parts, shares, strict=True))
    return _provenance(
        assessment,
        row,
        _("Complétude"),
        float(assessment.scores.completeness[row]),
        _("Σ poids de l'acteur × Σ poids de ses critères connus"),
        written,
        _terms(list(ACTORS), labels, parts, shares, [""] * len(ACTORS)),
        list(assessment.unknown(row)) or list(assessment.items),
    )


def _mean(values: np.ndarray, shares: np.ndarray) -> str:
    known = ~np.isnan(values)
    products = " + ".join(f"{number(share, 3)} × {number(value, 3)}" for value, share in zip(values[known], shares[known], strict=True))
    divisor = " + ".join(number(share, 3) for share in shares[known])
    return f"({products}) ÷ ({divisor})" if known.any() else _("rien n'est connu")


def _terms(symbols: list[str], labels: list[str], values: np.ndarray, shares: np.ndarray, notes: list[str]) -> tuple[Term, ...]:
    pieces = zip(symbols, labels, values, shares, notes, strict=True)
    text = _("valeur {value} · poids {share} %")
    return tuple(
        Term(symbol, label, text.format(value=number(float(value), 3), share=number(100 * float(share), 1)), False, note)
        for symbol, label, value, share, note in pieces
    )


def _provenance(
    assessment: Assessment,
    row: int,
    label: str,
    value: float,
    formula: str,
    worked: str,
    terms: tuple[Term, ...],
    items: list[Criterion],
) -> Provenance:
    text = number(value, 3)
    sources = tuple(dict.fromkeys(source for item in items for source in item.sources_of(assessment.workspace, row)))
    return Provenance(
        label=label,
        unit="",
        text=text,
        value=value,
        low=value,
        high=value,
        formula=formula,
        substituted=with_result(worked, text, value, 3),
        terms=terms,
        sources=sources,
        is_hypothesis=any(HYPOTHESES[key].is_hypothesis for item in items for key in item.hypotheses),
        is_example=any(source.is_example for source in sources),
        version=assessment.version,
    )
