"""What the interface for programs answers: its schema writes the OpenAPI description."""

from __future__ import annotations

from services.answer import Answer

Cell = str | float | bool | None


class ApiField(Answer):
    """A property: its id, its heading in the current language (unit included)."""

    id: str
    label: str


class ApiPlace(Answer):
    """A place. A property that is null is unknown, never zero; `example` is null for what is real."""

    id: str
    properties: dict[str, Cell]
    contour: list[list[float]] | None = None
    """Ring of [longitude, latitude], WGS 84; absent where none is known."""


class PlacesPage(Answer):
    """A page of the places that pass the filters, `total` of them; `next` is the address of the following page."""

    total: int
    offset: int
    limit: int
    data_version: str
    fields: list[ApiField]
    places: list[ApiPlace]
    next: str | None = None


class ActorWeight(Answer):
    """What an actor weighs, in %, and its thresholds, out of 100."""

    actor: str
    label: str
    share_pct: float
    green: float
    amber: float
    known_pct: float


class ApiHypothesis(Answer):
    """A hypothesis or a sourced factor in force."""

    id: str
    label: str
    unit: str
    low: float
    central: float
    high: float
    is_hypothesis: bool
    is_changed: bool


class ActorScore(Answer):
    """The score of an actor, out of 100, between its ends; null where nothing is known. `colour`: green, amber, red, unsure, unknown."""

    actor: str
    low: float | None
    high: float | None
    colour: str
    completeness_pct: float


class PlaceScore(Answer):
    """What a place is worth; `rank` is null where it is excluded or too little is known."""

    id: str
    name: str
    is_example: bool
    rank: int | None
    verdict: str
    is_excluded: bool
    low: float | None
    high: float | None
    completeness_pct: float
    actors: list[ActorScore]
    missing: list[str]


class ScoresPage(Answer):
    """A page of scores in the order of the screen, with what they rest on."""

    role: str
    version: str
    weights: list[ActorWeight]
    hypotheses: list[ApiHypothesis]
    total: int
    offset: int
    limit: int
    scores: list[PlaceScore]
    next: str | None = None


class ApiScenario(Answer):
    """A saved scenario: `status` is draft, proposed or chosen; `address` opens it on the screen."""

    id: str
    name: str
    status: str
    created_at: str
    address: str


class ScenariosPage(Answer):
    """A page of the saved scenarios that are in use; pages count from 1."""

    total: int
    page: int
    pages: int
    scenarios: list[ApiScenario]


class ApiFact(Answer):
    """What is said of a plan: label and words."""

    label: str
    words: str


class ApiTable(Answer):
    """A table of a plan; values in the order of the fields, null where unknown."""

    id: str
    title: str
    fields: list[ApiField]
    rows: list[list[Cell]]


class ScenarioDocument(ApiScenario):
    """A saved scenario as it was saved: question, certificate, places in order, gains by actor, hypotheses. Its layers are at `/ogc`."""

    question: list[str]
    facts: list[ApiFact]
    tables: list[ApiTable]
