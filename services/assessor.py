"""The assessment behind the screen « Convergence »: one workspace for each set of hypotheses, kept from one request to the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import parse_qs

from criteria.assess import Assessment, assess
from criteria.hypotheses import Hypotheses
from criteria.weights import Thresholds, Weights
from criteria.workspace import Workspace, workspaces
from domain.candidate import Role
from geodata.territory import Territory

ROLE_KEY = "as"
COMPARED_KEY = "cmp"
MOST_COMPARED = 4


@dataclass(frozen=True, eq=False)
class Assessor:
    """Turns the parameters of an address into an assessment. `workspace` remembers the last few sets of hypotheses."""

    workspace: Callable[[Hypotheses], Workspace]

    @classmethod
    def of(cls, territory: Territory) -> Assessor:
        """Build for a territory."""
        return cls(workspaces(territory))

    def assess(self, query: str) -> Assessment:
        """Assess every candidate with the role, weights, thresholds and hypotheses of `query`. Total: what is not valid is dropped."""
        workspace = self.workspace(Hypotheses.from_query(query))
        return assess(workspace, role_of(query), Weights.from_query(query), Thresholds.from_query(query))


def role_of(query: str) -> Role:
    """Return the role in which places are judged; the satellite shop unless the address says otherwise."""
    return Role.HUB if _last(query, ROLE_KEY) == Role.HUB else Role.SHOP


def compared(query: str) -> tuple[str, ...]:
    """Return the ids of the places to set side by side, at most four, each once."""
    ids = [text for text in _last(query, COMPARED_KEY).split(".") if text]
    return tuple(dict.fromkeys(ids))[:MOST_COMPARED]


def _last(query: str, key: str) -> str:
    try:
        return parse_qs(query.lstrip("?")[:16_000], errors="replace").get(key, [""])[-1]
    except ValueError:
        return ""
