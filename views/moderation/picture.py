"""A small still map of a proposal and of the places set beside it."""

from __future__ import annotations

from collections.abc import Sequence

from domain.proposal import Proposal, has_position
from geodata.crs import to_l93
from geodata.territory import Territory
from views.components.minimap import Mark, minimap
from views.explore.sheet import COLOURS


def picture(territory: Territory, proposal: Proposal, beside: Sequence[str]) -> str | None:
    """Return a picture of the place and of its neighbours `beside` (ids), numbered from 1; None without a position."""
    if not has_position(proposal.content):
        return None
    x, y = to_l93(proposal.content["lon"], proposal.content["lat"])
    frame = territory.candidates.set_index("id")
    marks = [Mark((frame.geometry[key].x, frame.geometry[key].y), str(n)) for n, key in enumerate(beside, 1)]
    return minimap(territory, (float(x), float(y)), COLOURS[proposal.kind], marks)
