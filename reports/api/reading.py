"""What programs ask, read strictly, and answered from what the screens show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from urllib.parse import urlencode, urlsplit

import numpy as np

from criteria.assess import Assessment
from criteria.hypotheses import HYPOTHESES
from criteria.score import Colour
from domain.address import Key, clean_id
from domain.person import Person
from domain.saved import SavedScenario
from domain.scenario import Question
from domain.selection import FacetSet, Selection
from domain.stakeholder import STAKEHOLDERS
from i18n import gettext as _
from reports.api.answers import (
    ActorScore,
    ActorWeight,
    ApiFact,
    ApiField,
    ApiHypothesis,
    ApiPlace,
    ApiScenario,
    ApiTable,
    PlaceScore,
    PlacesPage,
    ScenarioDocument,
    ScenariosPage,
    ScoresPage,
)
from reports.columns import columns_of, values_of
from reports.extract import Extract
from reports.judgement import score_ends
from reports.ogc.collections import plain
from reports.ogc.query import BadParameter, whole
from reports.plan_facts import plan_facts
from reports.side_table import SideTable
from services.context import Context
from services.saved_scenarios import place_name
from services.scenario_writing import scenario_address
from services.words.scenarios import full_lines
from services.words.scores import verdict_words

DEFAULT_LIMIT, MOST = 100, 1_000
LANGUAGE = Key.LANGUAGE.value
PAGED = frozenset({"limit", "offset", LANGUAGE})
JUDGED = frozenset(
    key.value for key in (Key.ROLE, Key.ACTOR_WEIGHTS, Key.CRITERION_WEIGHTS, Key.LOCKED, Key.GREEN, Key.AMBER, Key.KNOWN, Key.HYPOTHESES)
)
Parameters = Mapping[str, str]


def facet_keys(facets: FacetSet) -> frozenset[str]:
    """Return the parameters by which places are filtered: those of the address of the screens."""
    return frozenset(facet.id for facet in facets)


def places(context: Context, person: Person, parameters: Parameters) -> PlacesPage:
    """Return a page of the places that pass the filters, with what whoever asks may read of them.

    Raises
    ------
    BadParameter
    """
    _check(parameters, PAGED | facet_keys(context.facets))
    limit, offset = _paged(parameters)
    extract = _extract(context, person, Selection.from_query(_query(parameters), context.facets))
    following = _next(context, "places", parameters, offset + limit, len(extract.rows))
    return PlacesPage(
        total=len(extract.rows),
        offset=offset,
        limit=limit,
        data_version=context.territory.version,
        fields=[ApiField(id=column.id, label=column.heading) for column in columns_of(extract)],
        places=_places(context, extract, range(offset, min(offset + limit, len(extract.rows)))),
        next=following,
    )


def place(context: Context, person: Person, name: str, parameters: Parameters) -> ApiPlace | None:
    """Return one place; None where there is none of this id.

    Raises
    ------
    BadParameter
    """
    _check(parameters, frozenset({LANGUAGE}))
    if clean_id(name) is None:
        return None
    extract = _extract(context, person, Selection.from_query(f"places={name}", context.facets))
    return _places(context, extract, [0])[0] if len(extract.rows) == 1 and extract.rows["id"].iloc[0] == name else None


def scores(context: Context, parameters: Parameters) -> ScoresPage:
    """Return a page of what places are worth, by the role, weights, thresholds and hypotheses that one asks, best first.

    Raises
    ------
    BadParameter
    """
    _check(parameters, PAGED | JUDGED | facet_keys(context.facets))
    if parameters.get(Key.ROLE, "shop") not in ("shop", "hub"):
        raise BadParameter(_("{name} : « shop » ou « hub » est attendu.").format(name=Key.ROLE))
    (limit, offset), query = _paged(parameters), _query(parameters)
    assessment = context.assessor.assess(query)
    mask = Selection.from_query(query, context.facets).mask_encoded(context.table.encoded)
    order = [row for row in assessment.order().tolist() if mask[row]]
    return ScoresPage(
        role=assessment.role.value,
        version=assessment.version,
        weights=_weights(assessment),
        hypotheses=_hypotheses(assessment),
        total=len(order),
        offset=offset,
        limit=limit,
        scores=[_score(assessment, row) for row in order[offset : offset + limit]],
        next=_next(context, "scores", parameters, offset + limit, len(order)),
    )


def scenarios(context: Context, parameters: Parameters) -> ScenariosPage:
    """Return a page of the saved scenarios that are in use.

    Raises
    ------
    BadParameter
    """
    _check(parameters, frozenset({"page", LANGUAGE}))
    page = context.scenarios.page(number=whole(parameters, "page", 1, 1))
    listed = [ApiScenario(**_summary(context, saved)) for saved in page.items]
    return ScenariosPage(total=page.total, page=page.number, pages=page.pages, scenarios=listed)


def scenario(context: Context, person: Person, name: str, parameters: Parameters) -> ScenarioDocument | None:
    """Return a saved scenario as it was saved; None where there is none of this id.

    Raises
    ------
    BadParameter
    """
    _check(parameters, frozenset({LANGUAGE}))
    saved, opened = context.scenarios.get(name), scenario_address(context, name)
    if saved is None or opened is None:
        return None
    screen = plan_facts(context, person, urlsplit(opened).query)
    lines = full_lines(Question.from_query(saved.question), lambda one: place_name(context, [saved], one))
    return ScenarioDocument(
        **_summary(context, saved),
        question=lines,
        facts=[ApiFact(label=label, words=words) for label, words in screen.facts],
        tables=[_table(table) for table in screen.tables if not table.geometry_type],
    )


def _check(parameters: Parameters, allowed: frozenset[str]) -> None:
    for name in parameters:
        if name not in allowed:
            raise BadParameter(_("Paramètre inconnu : « {name} ».").format(name=name))


def _paged(parameters: Parameters) -> tuple[int, int]:
    return min(whole(parameters, "limit", DEFAULT_LIMIT, 1), MOST), whole(parameters, "offset", 0, 0)


def _query(parameters: Parameters) -> str:
    return urlencode({name: text for name, text in parameters.items() if name not in PAGED})


def _next(context: Context, what: str, parameters: Parameters, offset: int, total: int) -> str | None:
    if offset >= total:
        return None
    return f"{context.settings.address}/api/{what}?{urlencode({**parameters, 'offset': str(offset)})}"


def _extract(context: Context, person: Person, selection: Selection) -> Extract:
    confidential = context.proposals.confidential(person)
    return Extract(context.territory, context.facets, selection, context.settings.address, dt.date.today(), confidential)


def _places(context: Context, extract: Extract, rows: Iterable[int]) -> list[ApiPlace]:
    values, contours = values_of(extract), context.proposals.contours()
    ids = extract.rows["id"].tolist()
    return [
        ApiPlace(
            id=ids[row],
            properties={name: plain(column.iat[row]) for name, column in values.items()},
            contour=[list(map(float, corner)) for corner in contours[ids[row]]] if ids[row] in contours else None,
        )
        for row in rows
    ]


def _weights(assessment: Assessment) -> list[ActorWeight]:
    limits, shares = assessment.thresholds, assessment.weights.actor_shares().tolist()
    return [
        ActorWeight(
            actor=actor.id,
            label=_(actor.label),
            share_pct=100 * share,
            green=100 * limits.green[actor.id],
            amber=100 * limits.amber[actor.id],
            known_pct=100 * limits.known[actor.id],
        )
        for actor, share in zip(STAKEHOLDERS, shares, strict=True)
    ]


def _hypotheses(assessment: Assessment) -> list[ApiHypothesis]:
    values = assessment.workspace.hypotheses
    return [
        ApiHypothesis(
            id=name,
            label=_(item.label),
            unit=_(item.unit),
            low=values[name].low,
            central=values[name].central,
            high=values[name].high,
            is_hypothesis=item.is_hypothesis,
            is_changed=name in values.changed,
        )
        for name, item in HYPOTHESES.items()
    ]


def _score(assessment: Assessment, row: int) -> PlaceScore:
    given, (low, high) = assessment.scores, score_ends(assessment.span(row))
    candidate = assessment.workspace.candidates.iloc[row]
    return PlaceScore(
        id=str(candidate["id"]),
        name=str(candidate["name"]),
        is_example=bool(candidate["is_example"]),
        rank=int(assessment.rank[row]) or None,
        verdict=verdict_words(assessment, row),
        is_excluded=not bool(assessment.eligible[row]),
        low=low,
        high=high,
        completeness_pct=100 * float(given.completeness[row]),
        actors=[_actor(assessment, row, at) for at in range(len(STAKEHOLDERS))],
        missing=list(assessment.missing(row)),
    )


def _actor(assessment: Assessment, row: int, at: int) -> ActorScore:
    known = not np.isnan(assessment.scores.actors[row, at])
    low, high = score_ends(assessment.actor_span(row, at)) if known else (None, None)
    colour, completeness = Colour(int(assessment.colours[row, at])), float(assessment.scores.actor_completeness[row, at])
    return ActorScore(actor=STAKEHOLDERS[at].id, low=low, high=high, colour=colour.name.lower(), completeness_pct=100 * completeness)


def _summary(context: Context, saved: SavedScenario) -> dict[str, str]:
    return {
        "id": saved.id,
        "name": saved.name,
        "status": saved.status.value,
        "created_at": saved.created_at.isoformat(),
        "address": f"{context.settings.address}/s/{saved.id}",
    }


def _table(table: SideTable) -> ApiTable:
    fields = [ApiField(id=field.id, label=field.heading) for field in table.fields]
    return ApiTable(id=table.id, title=table.title, fields=fields, rows=[list(row) for row in table.rows])
