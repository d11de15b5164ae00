"""The description of the interfaces for programs, in OpenAPI 3.1: written from the typed answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import JsonValue
from pydantic.json_schema import models_json_schema

from criteria.weights import ACTORS
from domain.address import Key
from domain.selection import FacetSet
from i18n import gettext as _
from reports.api.answers import ApiPlace, PlacesPage, ScenarioDocument, ScenariosPage, ScoresPage
from reports.ogc import documents
from reports.ogc.crs import known_crs
from reports.ogc.query import BBOX, DATETIME
from services.answer import Answer, Problem
from services.context import Context

REF = "#/components/schemas/{model}"
VERSION = "1.0.0"
Node = dict[str, JsonValue]
OGC = "/ogc"


class OpenApi(Answer):
    """The description (OpenAPI 3.1)."""

    openapi: str
    info: Node
    servers: list[JsonValue]
    security: list[JsonValue]
    tags: list[JsonValue]
    paths: Node
    components: Node


@dataclass(frozen=True, slots=True)
class Operation:
    """A request of the interface: its answer, the parameters of its path and of its query, and the words for people."""

    path: str
    id: str
    summary: str
    answer: type[Answer]
    query: Sequence[Node] = ()
    problem: type[Answer] = Problem
    media: str = "application/json"
    names: Mapping[str, str] = field(default_factory=dict)


def openapi(context: Context) -> OpenApi:
    """Return the description of what the service answers, in the current language."""
    operations = [*_own(context.facets), *_ogc()]
    token_words = _("Un jeton fait sur « Mon compte » ; sans lui, on lit ce que tout le monde lit.")
    return OpenApi(
        openapi="3.1.0",
        info={
            "title": context.settings.authority.title,
            "version": VERSION,
            "description": _(
                "Lieux, scores et scénarios, en lecture, avec les droits et les limites des écrans. « lang » choisit fr ou en."
            ),
        },
        servers=[{"url": context.settings.address}],
        security=[{}, {"token": []}],
        tags=[{"name": "api"}, {"name": "ogc"}],
        paths={operation.path: {"get": _described(operation)} for operation in operations},
        components={
            "schemas": _schemas(operations),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": token_words}},
        },
    )


def _schemas(operations: Sequence[Operation]) -> Node:
    """Return the schema of every answer, by name."""
    models: dict[str, type[Answer]] = {operation.answer.__name__: operation.answer for operation in operations}
    models |= {"Problem": Problem, "OgcProblem": documents.OgcProblem}
    _of, schemas = models_json_schema([(models[name], "validation") for name in sorted(models)], ref_template=REF)
    return dict(schemas["$defs"])


def _described(operation: Operation) -> Node:
    names: list[Node] = [
        {"name": name, "in": "path", "required": True, "description": words, "schema": {"type": "string", "minLength": 1}}
        for name, words in operation.names.items()
    ]
    refusal = _content(operation.problem)
    statuses: dict[str, str] = {
        "400": _("Un paramètre est inconnu ou n'est pas valide."),
        **({"404": _("Rien de ce nom.")} if names else {}),
    }
    own = {
        "401": _("Jeton inconnu, révoqué ou expiré."),
        "429": _("Trop de requêtes : réessayez plus tard."),
        "503": _("Base indisponible."),
    }
    answers: Node = {"200": {"description": operation.summary, "content": _content(operation.answer, operation.media)}}
    answers |= {status: {"description": words, "content": refusal} for status, words in statuses.items()}
    answers |= {status: {"description": words, "content": _content(Problem)} for status, words in own.items()}
    tag = "ogc" if operation.path.startswith(OGC) else "api"
    return {
        "operationId": operation.id,
        "summary": operation.summary,
        "tags": [tag],
        "parameters": [*names, *operation.query],
        "responses": answers,
    }


def _content(model: type[Answer], media: str = "application/json") -> Node:
    return {media: {"schema": {"$ref": REF.format(model=model.__name__)}}}


def _parameter(name: str, words: str, **schema: Any) -> Node:
    return {"name": name, "in": "query", "required": False, "description": words, "schema": {"type": "string", **schema}}


def _own(facets: FacetSet) -> list[Operation]:
    filters = [
        _parameter(facet.id, _("Filtre : {label}, comme dans l'adresse de la carte.").format(label=_(facet.label))) for facet in facets
    ]
    pages = [
        _parameter("limit", _("Nombre d'objets par page, mille au plus."), type="integer", minimum=1),
        _parameter("offset", _("Nombre d'objets passés."), type="integer", minimum=0),
    ]
    page = _parameter("page", _("Page, à partir de 1."), type="integer", minimum=1)
    return [
        Operation("/api", "describe", _("Cette description."), OpenApi),
        Operation("/api/places", "places", _("Les lieux qui passent les filtres."), PlacesPage, [*pages, *filters]),
        Operation("/api/places/{id}", "place", _("Un lieu."), ApiPlace, names={"id": _("Identifiant du lieu")}),
        Operation("/api/scores", "scores", _("Ce que vaut chaque lieu pour chaque acteur."), ScoresPage, [*pages, *_judging(), *filters]),
        Operation("/api/scenarios", "scenarios", _("Les scénarios enregistrés."), ScenariosPage, [page]),
        Operation("/api/scenarios/{id}", "scenario", _("Un scénario."), ScenarioDocument, names={"id": _("Identifiant du scénario")}),
    ]


def _judging() -> list[Node]:
    actors = ", ".join(ACTORS)
    return [
        _parameter(Key.ROLE, _("Rôle dans lequel les lieux sont jugés."), enum=["shop", "hub"]),
        _parameter(Key.ACTOR_WEIGHTS, _("Poids des acteurs : acteur-nombre, séparés par des virgules ({actors}).").format(actors=actors)),
        _parameter(Key.CRITERION_WEIGHTS, _("Poids des critères : critère-nombre, séparés par des virgules.")),
        _parameter(Key.LOCKED, _("Acteurs et critères dont la part ne bouge pas.")),
        _parameter(Key.GREEN, _("Seuil du vert : acteur-nombre de 0 à 1.")),
        _parameter(Key.AMBER, _("Seuil de l'orange : acteur-nombre de 0 à 1.")),
        _parameter(Key.KNOWN, _("Part connue qu'il faut pour juger : acteur-nombre de 0 à 1.")),
        _parameter(Key.HYPOTHESES, _("Hypothèses : identifiant-nombre, séparés par des virgules.")),
    ]


def _ogc() -> list[Operation]:
    json = [_parameter("f", _("Format."), enum=["json"])]
    crs = [_parameter("crs", _("Système des coordonnées."), enum=list(known_crs()))]
    one, geojson = {"collection": _("Identifiant de la collection")}, documents.GEOJSON
    items = [
        _parameter("limit", _("Nombre d'objets par page, dix mille au plus."), type="integer", minimum=1),
        _parameter("offset", _("Nombre d'objets passés."), type="integer", minimum=0),
        _parameter("bbox", _("Rectangle : coin bas, coin haut."), pattern=BBOX),
        _parameter("bbox-crs", _("Système du rectangle."), enum=list(known_crs())),
        _parameter("datetime", _("Instant ou intervalle ; rien ici n'a de date propre."), pattern=f"^{DATETIME.pattern}$"),
    ]
    root = f"{OGC}/collections"
    own = f"{root}/{{collection}}"
    landing = Operation(OGC, "ogcLanding", _("OGC API – Features : page d'accueil."), documents.LandingPage, json)
    conformance = Operation(f"{OGC}/conformance", "ogcConformance", _("Classes de conformité"), documents.Conformance, json)
    listed = Operation(root, "ogcCollections", _("Collections"), documents.CollectionsDocument, json)
    described = Operation(own, "ogcCollection", _("Une collection."), documents.CollectionDocument, json, names=one)
    words, feature = _("Propriétés par lesquelles filtrer"), {**one, "feature": _("Identifiant de l'objet")}
    filtered = Operation(f"{own}/queryables", "ogcQueryables", words, documents.QueryablesDocument, json, media=documents.SCHEMA, names=one)
    page = Operation(
        f"{own}/items", "ogcItems", _("Objets d'une collection."), documents.FeaturePage, [*json, *crs, *items], media=geojson, names=one
    )
    item = Operation(
        f"{own}/items/{{feature}}", "ogcItem", _("Un objet."), documents.FeatureDocument, [*json, *crs], media=geojson, names=feature
    )
    return [replace(one, problem=documents.OgcProblem) for one in (landing, conformance, listed, described, filtered, page, item)]
