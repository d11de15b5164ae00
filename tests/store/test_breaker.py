"""Who asks a server that does not answer: one at a time, with a rest between."""

from __future__ import annotations

import pytest

from store.breaker import Breaker, Resting


def test_after_a_silence_nobody_asks_then_one_does_then_everybody_once_it_answered() -> None:
    now = [0.0]
    breaker = Breaker(5.0, lambda: now[0])
    breaker.enter()
    breaker.trip()
    for _ in range(3):
        with pytest.raises(Resting):
            breaker.enter()
    now[0] = 5.0
    breaker.enter()
    with pytest.raises(Resting):
        breaker.enter()
    breaker.reset()
    for _ in range(3):
        breaker.enter()


def test_whoever_tries_and_never_says_how_it_went_holds_the_others_up_for_one_rest_alone() -> None:
    now = [0.0]
    breaker = Breaker(5.0, lambda: now[0])
    breaker.trip()
    now[0] = 6.0
    breaker.enter()
    now[0] = 11.0
    breaker.enter()
