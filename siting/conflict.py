"""Why no plan exists: the smallest set of rules that cannot hold together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from siting.highs import MipModel, side_rows, solve_mip
from siting.rules import Frame, Rule, RuleRows
from siting.sides import SideRow, compile_sides

SECONDS_PER_CHECK = 5.0


def can_hold(rules: Sequence[RuleRows], frame: Frame, seconds: float = SECONDS_PER_CHECK) -> bool:
    """Tell whether some choice of places satisfies all of `rules`; True as well when the time is too short to know."""
    given = [SideRow((int(p),), (1.0,), lower=1.0) for p in frame.existing]
    rows = side_rows(compile_sides([*given, *(row for item in rules for row in item.rows)], frame.n))
    model = MipModel(np.zeros(frame.n), np.ones(frame.n), rows, frame.n)
    return not solve_mip(model, seconds).infeasible


def conflict(frame: Frame, extra: Sequence[RuleRows] = ()) -> tuple[Rule, ...]:
    """Return a minimal set of rules that conflict: leave out any one of them and the others can hold; () when all can hold.

    Rules are left out in blocks, then one by one (deletion filter, Chinneck 1997). `extra` are rules that are not in the frame, such as
    « reach every demand point ».
    """
    rules = [item for item in (*frame.rules, *extra) if item.rows]
    if can_hold(rules, frame):
        return ()
    size = max(len(rules) // 2, 1)
    while True:
        at = 0
        while at < len(rules):
            fewer = rules[:at] + rules[at + size :]
            if can_hold(fewer, frame):
                at += size
            else:
                rules = fewer
        if size == 1:
            return tuple(item.rule for item in rules)
        size = max(size // 2, 1)
