"""The list of saved scenarios, and those that are set side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from criteria.provenance import Provenance
from domain.address import SCREEN_KEYS, Address, Key, joined, write
from domain.limits import MAX_NAME, MOST_COMPARED
from domain.saved import Order, SavedScenario, ScenarioPage, Status, Wanted
from scenarios.plan_view import PlanView
from scenarios.provenance import figures
from scenarios.saving import view_of
from services.answer import Answer
from services.context import Context
from services.saved_scenarios import place_name
from store.database import StoreUnavailable

COMPARISON_TAB = "versus"
MOST_PAGES = 999_999


class LibraryQuery(Answer):
    """What is looked for in the list of saved scenarios; `turned` is the way by which its page was come to."""

    search: Annotated[str, Field(max_length=MAX_NAME)] = ""
    show: Literal["", "starred", "draft", "proposed", "chosen"] = ""
    order: Literal["newest", "oldest", "name"] = "newest"
    archived: bool = False
    page: Annotated[int, Field(ge=1, le=MOST_PAGES)] = 1
    turned: Literal["", "previous", "next"] = ""

    @classmethod
    def of(cls, search: str | None, show: str | None, order: str | None, archived: bool) -> LibraryQuery:
        """Return what some fields look for, from its first page on; what a field may not hold looks for everything."""
        try:
            return cls.model_validate({"search": (search or "")[:MAX_NAME], "show": show or "", "order": order, "archived": archived})
        except ValidationError:
            return cls(search=(search or "")[:MAX_NAME], archived=archived)

    @property
    def wanted(self) -> Wanted:
        """The same as the store reads it."""
        status = Status(self.show) if self.show not in ("", "starred") else None
        return Wanted(self.search, self.archived, True if self.show == "starred" else None, status, Order(self.order))

    def to_page(self, turned: Literal["previous", "next"]) -> LibraryQuery:
        """Return the same at the page before or after."""
        page = min(max(self.page + (1 if turned == "next" else -1), 1), MOST_PAGES)
        return self.model_copy(update={"page": page, "turned": turned})

    def switched(self) -> LibraryQuery:
        """Return the first page of what is archived, where what is in use was listed, or the other way round."""
        return self.model_copy(update={"archived": not self.archived, "page": 1, "turned": ""})


@dataclass(frozen=True, eq=False)
class ListedScenarios:
    """One page of the saved scenarios, what was looked for, and what gives the name of a place by its id."""

    page: ScenarioPage
    wanted: Wanted
    name_of: Callable[[str], str]


@dataclass(frozen=True, eq=False)
class ComparedScenarios:
    """The saved scenarios that are set side by side, those that still exist.

    Attributes
    ----------
    name_of : gives the name of a place by its id.
    origins : where the figures of each come from, by the keys of `scenarios.provenance.figures`; empty for one of an older format.
    differing : what they do not all rest on the same of: ``data``, ``criteria``, ``reach``, ``hypotheses``.
    """

    saved: Sequence[SavedScenario]
    name_of: Callable[[str], str]
    origins: Sequence[Mapping[str, Provenance]]
    differing: tuple[str, ...] = ()


def listed_scenarios(context: Context, query: LibraryQuery) -> ListedScenarios:
    """Return the page of the list that is looked for, or the last one where there are fewer.

    Raises
    ------
    StoreUnavailable
        When the saved scenarios cannot be read.
    """
    page = context.scenarios.page(query.wanted, query.page)
    return ListedScenarios(page, query.wanted, partial(place_name, context, page.items))


def comparable(context: Context, names: Sequence[str], query: LibraryQuery) -> list[str]:
    """Return which scenarios may still be compared, in the order in which they were ticked: those of the list that is looked at.

    Raises
    ------
    StoreUnavailable
        When the saved scenarios cannot be read.
    """
    found = [context.scenarios.get(name) for name in names]
    return [item.id for item in found if item is not None and item.archived == query.archived]


def compared_scenarios(context: Context, query: str | None) -> ComparedScenarios | None:
    """Return the scenarios that an address sets side by side; None while the browser asks for none.

    Raises
    ------
    StoreUnavailable
        When the saved scenarios cannot be read.
    """
    if query is None:
        return None
    found = [context.scenarios.get(name) for name in Address.parse(query).ids(Key.COMPARED_SCENARIOS, MOST_COMPARED)]
    saved = [item for item in found if item is not None]
    views = [view_of(item) for item in saved]
    origins = [{} if view is None else figures(view) for view in views]
    return ComparedScenarios(saved, partial(place_name, context, saved), origins, differing_grounds(saved, views))


@dataclass(frozen=True)
class BesideComparison:
    """The plan on screen is none of the scenarios that are compared beside it: name of their reference, and the address that shows it."""

    reference: str
    link: str


def beside_comparison(context: Context, query: str | None) -> BesideComparison | None:
    """Return what to tell of a plan that is shown beside a comparison of others; None where nothing is compared, or it is one of them.

    Raises
    ------
    StoreUnavailable
        When the saved scenarios cannot be read.
    """
    address = Address.parse(query or "")
    names = address.ids(Key.COMPARED_SCENARIOS, MOST_COMPARED)
    reference = context.scenarios.get(names[0]) if len(names) > 1 and address.text(Key.SAVED) not in names else None
    return None if reference is None else BesideComparison(reference.name, _reference_address(reference, names))


def comparison_address(context: Context, query: str) -> str | None:
    """Return the address of the comparison that a query names, the rest of the query kept; None where it compares nothing.

    Where the query asks no question, the reference is the scenario that is shown beside.
    """
    address = Address.parse(query)
    names = address.ids(Key.COMPARED_SCENARIOS, MOST_COMPARED)
    if not names:
        return None
    rest = [(key, text) for key, text in address.parameters.items() if key not in (Key.COMPARED_SCENARIOS, Key.TAB)]
    reference = _found(context, names[0]) if all(key in SCREEN_KEYS for key, _text in rest) and not address.text(Key.SAVED) else None
    if reference is not None:
        return joined(_reference_address(reference, names), write(rest))
    return f"/scenarios?{joined(write(rest), _compared(names))}"


def _found(context: Context, scenario_id: str) -> SavedScenario | None:
    try:
        return context.scenarios.get(scenario_id)
    except StoreUnavailable:
        return None  # the screen itself tells it


def _reference_address(reference: SavedScenario, names: Sequence[str]) -> str:
    return f"/scenarios?{joined(reference.question, write([(Key.SAVED, reference.id)]), _compared(names))}"


def _compared(names: Sequence[str]) -> str:
    return write([(Key.COMPARED_SCENARIOS, ".".join(names)), (Key.TAB, COMPARISON_TAB)])


def differing_grounds(saved: Sequence[SavedScenario], views: Sequence[PlanView | None]) -> tuple[str, ...]:
    """Return what some saved plans do not all rest on the same of; travel times are compared between plans of one mode."""
    known = [view for view in views if view is not None]
    versions: dict[str, set[object]] = {
        "data": {item.data_version for item in saved},
        "criteria": {item.criteria_version for item in saved},
        "hypotheses": {tuple(sorted(view.grounds.hypotheses.items())) for view in known},
    }
    reach = {(view.question.mode, view.grounds.versions["reach"]) for view in known}
    names = [name for name, values in versions.items() if len(values) > 1]
    return (*names, "reach") if len(reach) > len({mode for mode, _version in reach}) else tuple(names)
