"""What « Convergence » says of the places that are exported from it: scores by actor, verdict, rank, weights, thresholds, hypotheses."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np

from criteria.assess import Assessment
from criteria.criterion import Criterion
from criteria.hypotheses import HYPOTHESES
from criteria.scale import Floats
from criteria.score import Colour
from criteria.weights import ACTORS
from domain.address import Key, write
from domain.candidate import role_label
from domain.network import networks_of, written
from domain.selection import Selection
from domain.stakeholder import STAKEHOLDERS
from i18n import gettext as _
from i18n.numbers import number
from reports.extract import PlaceFigure, ScreenFacts
from reports.network_tables import network_tables
from reports.plan_tables import hypotheses_table, span_of
from reports.side_table import ColumnKind, SideCell, SideField, SideTable
from services.context import Context
from services.networks import judged_networks
from services.words.scenarios import percent
from services.words.scores import COLOUR_NAMES, verdict_words

Rows = Sequence[int]


def judgement(context: Context, selection: Selection, query: str) -> ScreenFacts:
    """Return what the screen says, by the role, weights, thresholds and hypotheses of an address, of the places of a selection."""
    assessment = context.assessor.assess(query)
    rows = np.flatnonzero(selection.mask_encoded(context.table.encoded)).tolist()
    sources = tuple(dict.fromkeys(source for item in assessment.items for source in item.sources))
    hypotheses = assessment.workspace.hypotheses
    ranges = {name: hypotheses[name] for name in HYPOTHESES}
    judged = judged_networks(context.assessor, query)
    networks = network_tables(judged, score_fields(), [score_row(one.assessment, 0) for one in judged])
    tables = (_scores(assessment, rows), _measures(assessment, rows), *networks, _weights(assessment), hypotheses_table(ranges))
    return ScreenFacts(_facts(assessment), _figures(assessment, rows), tables, sources, _address(context, selection, assessment, query))


def _address(context: Context, selection: Selection, assessment: Assessment, query: str) -> str:
    parts = (
        selection.to_query(),
        write([(Key.ROLE, assessment.role)]),
        assessment.weights.to_query(),
        assessment.thresholds.to_query(),
        assessment.workspace.hypotheses.to_query(),
        write([(Key.NETWORKS, written(networks_of(query)))]),
    )
    return f"{context.settings.address}/convergence?{'&'.join(part for part in parts if part)}"


def _facts(assessment: Assessment) -> tuple[tuple[str, str], ...]:
    shares = zip(STAKEHOLDERS, assessment.weights.actor_shares().tolist(), strict=True)
    limits = assessment.thresholds
    words = _("{name} : vert à partir de {green}, orange à partir de {amber}, jugé à partir de {known} % connus")
    thresholds = [
        words.format(
            name=_(actor.label),
            green=number(100 * limits.green[actor.id], 1),
            amber=number(100 * limits.amber[actor.id], 1),
            known=number(100 * limits.known[actor.id], 1),
        )
        for actor in STAKEHOLDERS
    ]
    return (
        (_("Lieux jugés comme"), role_label(assessment.role)),
        (_("Poids des acteurs"), ", ".join(f"{_(actor.label)} {percent(share, 1)}" for actor, share in shares)),
        (_("Seuils, sur 100"), " ; ".join(thresholds)),
        (_("Hypothèses modifiées"), _changes(assessment)),
        (_("Version du calcul"), assessment.version),
    )


def _changes(assessment: Assessment) -> str:
    changed = assessment.workspace.hypotheses.changed
    words = _("{label} : {value} {unit} au lieu de {default} (hypothèse)")
    lines = [
        words.format(
            label=_(HYPOTHESES[name].label),
            value=number(value, 4),
            unit=_(HYPOTHESES[name].unit),
            default=number(HYPOTHESES[name].default.central, 4),
        )
        for name, value in changed.items()
    ]
    return " ; ".join(lines) or _("aucune")


def _figures(assessment: Assessment, rows: Rows) -> tuple[PlaceFigure, ...]:
    """Return the columns of the places; a score of which too little is known is unknown, its range is in the table of scores."""
    ids, scores = [str(assessment.ids[row]) for row in rows], assessment.scores

    def figure(name: str, label: str, values: Iterable[float | str | None], unit: str = "", in_sheet: bool = True) -> PlaceFigure:
        known = {id_: value for id_, value in zip(ids, values, strict=True) if value is not None and value != ""}
        kind: ColumnKind = "number" if unit or name == "rank" else "text"
        return PlaceFigure(name, label, known, unit, kind, 1 if unit else 0, in_sheet)

    out_of, label = _("sur 100"), _("{label}, {actor}")
    figures = [
        figure("rank", _("Rang"), (float(assessment.rank[row]) or None for row in rows)),
        figure("verdict", _("Verdict"), (verdict_words(assessment, row) for row in rows)),
        figure("excluded", _("Exclu du rôle"), (None if assessment.eligible[row] else _("exclu") for row in rows), in_sheet=False),
        figure("convergence", _("Convergence"), (_score(assessment.span(row)) for row in rows), out_of),
        figure("completeness", _("Complétude"), (100 * float(scores.completeness[row]) for row in rows), "%"),
    ]
    for at, actor in enumerate(STAKEHOLDERS):
        marks = [_score(assessment.actor_span(row, at)) for row in rows]
        shades = [_(COLOUR_NAMES[Colour(int(assessment.colours[row, at]))]) for row in rows]
        score, colour = (label.format(label=word, actor=_(actor.label)) for word in (_("Score"), _("Couleur")))
        figures += [figure(f"score_{actor.id}", score, marks, out_of), figure(f"colour_{actor.id}", colour, shades, in_sheet=False)]
    return (*figures, figure("missing", _("Ce qui manque"), (" ".join(assessment.missing(row)) for row in rows), in_sheet=False))


def _score(span: tuple[float, float]) -> float | None:
    """Return a score out of 100; None where it is only known between two."""
    low, high = span
    return 100 * low if low == high and math.isfinite(low) else None


def score_ends(span: tuple[float, float]) -> tuple[float | None, float | None]:
    """Return the two ends between which a score stands, out of 100; None where nothing is known."""
    low, high = span
    return (100 * low, 100 * high) if math.isfinite(low) and math.isfinite(high) else (None, None)


def _who(assessment: Assessment, row: int) -> tuple[SideCell, ...]:
    place = assessment.workspace.candidates.iloc[row]
    return str(place["id"]), str(place["name"]), _("exemple") if place["is_example"] else None


def _who_fields() -> tuple[SideField, ...]:
    return SideField("id", _("Identifiant")), SideField("name", _("Nom")), SideField("example", _("Exemple"))


def _scores(assessment: Assessment, rows: Rows) -> SideTable:
    """Return rank, verdict and scores, each between its ends, in the order of the screen."""
    among = set(rows)
    order = [row for row in assessment.order().tolist() if row in among]
    return SideTable("convergence", _("Convergence"), score_fields(), tuple(score_row(assessment, row) for row in order))


def score_fields() -> tuple[SideField, ...]:
    """Return the columns of `score_row`."""
    low, _central, high = (word for _end, word in span_of())
    fields = [*_who_fields(), SideField("rank", _("Rang"), "number"), SideField("verdict", _("Verdict"))]
    fields += [SideField("convergence_low", f"{_('Convergence')}, {low}", "number", 1)]
    fields += [SideField("convergence_high", f"{_('Convergence')}, {high}", "number", 1)]
    fields += [SideField("completeness_pct", _("Complétude (%)"), "number", 1)]
    for actor in STAKEHOLDERS:
        fields += [SideField(f"{actor.id}_{end}", f"{_(actor.label)}, {word}", "number", 1) for end, word in (("low", low), ("high", high))]
        fields += [SideField(f"{actor.id}_colour", f"{_(actor.label)}, {_('Couleur')}")]
        fields += [SideField(f"{actor.id}_completeness_pct", f"{_(actor.label)}, {_('Complétude (%)')}", "number", 1)]
    return (*fields, SideField("missing", _("Ce qui manque")))


def score_row(assessment: Assessment, row: int) -> tuple[SideCell, ...]:
    """Return rank, verdict and scores of a candidate, each between its ends, and what is missing."""
    scores = assessment.scores
    cells: list[SideCell] = [*_who(assessment, row), float(assessment.rank[row]) or None, verdict_words(assessment, row)]
    cells += [*score_ends(assessment.span(row)), 100 * float(scores.completeness[row])]
    for at in range(len(ACTORS)):
        colour = _(COLOUR_NAMES[Colour(int(assessment.colours[row, at]))])
        cells += [*score_ends(assessment.actor_span(row, at)), colour, 100 * float(scores.actor_completeness[row, at])]
    return (*cells, " ".join(assessment.missing(row)) or None)


def _measures(assessment: Assessment, rows: Rows) -> SideTable:
    """Return the measure of each criterion, in its unit; low, central and high where it rests on hypotheses."""
    fields, columns = list(_who_fields()), list[Floats]()
    for at, item in enumerate(assessment.items):
        heading = _heading(item, assessment)
        if item.hypotheses:
            ends = item.measure_range(assessment.workspace, assessment.role)
            fields += [SideField(f"{item.id}_{end}", f"{heading}, {word}", "number", item.decimals) for end, word in span_of()]
            columns += [ends[:, end] for end in range(ends.shape[1])]
        else:
            fields.append(SideField(item.id, heading, "number", item.decimals))
            columns.append(assessment.measures[:, at])
    cells = [(*_who(assessment, row), *(_known(column[row]) for column in columns)) for row in rows]
    return SideTable("mesures", _("Mesures"), tuple(fields), tuple(cells))


def _heading(item: Criterion, assessment: Assessment) -> str:
    """Return the name of a criterion with its unit, and « hypothèse » where it rests on one."""
    heading = item.heading(assessment.workspace) + (f" ({_(item.unit)})" if item.unit else "")
    is_hypothesis = any(HYPOTHESES[name].is_hypothesis for name in item.hypotheses)
    return f"{heading}, {_('hypothèse')}" if is_hypothesis else heading


def _known(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def _weights(assessment: Assessment) -> SideTable:
    """Return the weight of each actor, with its thresholds, and of each criterion inside its actor."""
    fields = (
        SideField("actor", _("Acteur")),
        SideField("criterion", _("Critère")),
        SideField("share_pct", _("Part du poids (%)"), "number", 2),
        SideField("green", _("Vert à partir de (sur 100)"), "number", 1),
        SideField("amber", _("Orange à partir de (sur 100)"), "number", 1),
        SideField("known_pct", _("Jugé à partir de (% connus)"), "number", 1),
    )
    limits, own = assessment.thresholds, assessment.shares.tolist()
    rows = list[tuple[SideCell, ...]]()
    for actor, share in zip(STAKEHOLDERS, assessment.weights.actor_shares().tolist(), strict=True):
        ends = (100 * limits.green[actor.id], 100 * limits.amber[actor.id], 100 * limits.known[actor.id])
        rows.append((_(actor.label), None, 100 * share, *ends))
        items = [(item, part) for item, part in zip(assessment.items, own, strict=True) if item.stakeholder.id == actor.id]
        rows += [(_(actor.label), _(item.label), 100 * part, None, None, None) for item, part in items]
    return SideTable("poids", _("Poids et seuils"), fields, tuple(rows))
