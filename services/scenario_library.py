"""The list of saved scenarios, and those that are set side by side."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import parse_qs

from criteria.provenance import Provenance
from domain.address import Address, Key
from domain.saved import MAX_NAME, Order, SavedScenario, ScenarioPage, Status, Wanted
from scenarios.provenance import figures
from scenarios.saving import view_of
from services.context import Context
from services.saved_scenarios import place_name

MOST_COMPARED = 4


@dataclass(frozen=True, eq=False)
class ListedScenarios:
    """One page of the saved scenarios, and what was looked for."""

    page: ScenarioPage
    wanted: Wanted


@dataclass(frozen=True, eq=False)
class ComparedScenarios:
    """The saved scenarios that are set side by side, those that still exist.

    Attributes
    ----------
    name_of : gives the name of a place by its id.
    origins : where the figures of each come from, by the keys of `scenarios.provenance.figures`; empty for one of an older format.
    """

    saved: Sequence[SavedScenario]
    name_of: Callable[[str], str]
    origins: Sequence[Mapping[str, Provenance]]


def listed_scenarios(context: Context, asked: str | None) -> ListedScenarios | None:
    """Return the page of the list that the browser asks for; None while it asks for none.

    Raises
    ------
    StoreUnavailable
        When the saved scenarios cannot be read.
    """
    if asked is None:
        return None
    wanted, number = wanted_of(asked)
    return ListedScenarios(context.scenarios.page(wanted, number), wanted)


def wanted_of(asked: str) -> tuple[Wanted, int]:
    """Read what the browser asks of the list, and the number of the page; what is of another form asks for nothing."""
    told = {key: values[-1] for key, values in parse_qs(asked, max_num_fields=20).items()}
    show, number = told.get("show", ""), told.get("page", "")
    wanted = Wanted(
        told.get("q", "")[:MAX_NAME],
        told.get("archived") == "1",
        True if show == "starred" else None,
        Status(show) if show in set(Status) else None,
        Order(told["order"]) if told.get("order") in set(Order) else Order.NEWEST,
    )
    return wanted, int(number) if re.fullmatch(r"[1-9][0-9]{0,5}", number, re.ASCII) else 1


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
    return ComparedScenarios(saved, partial(place_name, context, saved), [{} if view is None else figures(view) for view in views])
