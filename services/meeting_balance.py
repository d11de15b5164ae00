"""The balance of the options of a decision, for weights and a threshold that a meeting tries: nothing of it is stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from criteria.advocate import Overturn, smallest_overturn
from criteria.options import Ranking, rank_options
from criteria.weights import ACTORS, Weights
from domain.meeting import Decision
from services.context import Context
from services.meeting_hypotheses import Trials, trials_of
from services.meeting_options import ShownOption, ShownOptions, shown_options
from services.meeting_shown import AsShown

THRESHOLD = "threshold"
LEVERS = (*ACTORS, THRESHOLD)
"""What one may move: the weight of each actor, and from which score an actor gains; from 0 to 100."""
Levers = Mapping[str, float]


@dataclass(frozen=True, eq=False)
class Balance:
    """The options of a decision as they stand for some levers.

    Attributes
    ----------
    shares : of the actors, summing to one.
    threshold : from which score an actor gains, in [0, 1].
    is_prepared : whether the levers are as they were prepared.
    ranking : of the options that are compared, by their rank in `options.compared`; None where they are not.
    """

    decision: Decision
    options: ShownOptions
    shares: tuple[float, ...]
    threshold: float
    is_prepared: bool
    ranking: Ranking | None
    trials: Trials

    @property
    def overturn(self) -> Overturn | None:
        """The smallest change of one hypothesis by which another option wins, for these shares; None where none does."""
        spans = self.options.spans()
        return smallest_overturn(spans.central, np.array(self.shares), self.trials.trials) if self.options.compared else None

    def gaining(self, at: int) -> tuple[bool | None, ...]:
        """Return whether each actor gains with an option, by its rank among all of them."""
        return self.options.gaining(at, self.threshold)

    def is_convergent(self, at: int) -> bool | None:
        """Whether the four actors gain; None where that is not known."""
        gaining = self.gaining(at)
        return False if False in gaining else None if None in gaining else True

    @property
    def waited(self) -> ShownOption | None:
        """The option of which one says what waiting costs: the one that is decided, else the first that is ahead."""
        options, outcome = self.options.options, self.decision.outcome
        chosen = [one for one in options if outcome and one.found.option.id == outcome.option and one.waiting]
        if chosen or self.ranking is None or not self.ranking.order:
            return next((one for one in chosen or options if one.waiting), None)
        return options[self.options.compared[self.ranking.order[0]]]


def prepared(options: ShownOptions) -> dict[str, float]:
    """Return the levers as they are prepared."""
    shares = {actor: round(100 * share, 1) for actor, share in zip(ACTORS, options.shares, strict=True)}
    return {**shares, THRESHOLD: 100 * options.threshold}


def balance(context: Context, decision: Decision, levers: Levers, as_closed: AsShown | None = None) -> Balance:
    """Weigh the options of a decision, as they were when its meeting was closed or as they are today; levers that are lacking are as
    prepared. Raises StoreUnavailable.
    """
    options = as_closed.options if as_closed else shown_options(context, decision)
    given = prepared(options)
    moved = {key: value for key, value in levers.items() if key in given and value != given[key]}
    weights = {actor: levers.get(actor, given[actor]) for actor in ACTORS}
    is_weighed = any(key != THRESHOLD for key in moved)
    shares = Weights(weights).actor_shares() if is_weighed else np.array(options.shares)
    threshold = moved[THRESHOLD] / 100 if THRESHOLD in moved else options.threshold
    ranking = rank_options(options.spans(), shares) if options.compared else None
    trials = as_closed.trials if as_closed else trials_of(context, decision, options)
    return Balance(decision, options, tuple(float(share) for share in shares), threshold, not moved, ranking, trials)
