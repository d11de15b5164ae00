"""Discovery of the schemes: every module of ``funding.schemes`` that holds a ``SCHEME``."""

from __future__ import annotations

from functools import lru_cache

from domain.discovery import declared
from funding.scheme import Eligibility, Facts, Scheme, State, eligibility

_ORDER = (State.OPEN, State.MISSING, State.CLOSED)


@lru_cache(maxsize=1)
def all_schemes() -> tuple[Scheme, ...]:
    """Return every scheme, by id.

    Raises
    ------
    ValueError
        When two schemes share an id.
    """
    found: list[Scheme] = declared("funding.schemes", "SCHEME")
    return tuple(sorted(found, key=lambda one: one.id))


def eligibilities(facts: Facts) -> tuple[Eligibility, ...]:
    """Return what the facts say of every scheme of the perimeter's authority: those open first, those closed last."""
    mine = [one for one in all_schemes() if one.siren in ("", facts.siren)]
    return tuple(sorted((eligibility(one, facts) for one in mine), key=lambda one: (_ORDER.index(one.state), one.scheme.id)))
