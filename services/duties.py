"""The pages that every public service owes, and what they say of this one."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from i18n import N_

CRITERIA = Path(__file__).parent.parent / "reports" / "page" / "rgaa.csv"
RGAA_CRITERIA = 106
MOSTLY = 0.5


class Duty(StrEnum):
    """A page, by its path."""

    ACCESSIBILITY = "/accessibilite"
    LEGAL = "/mentions-legales"
    PRIVACY = "/donnees-personnelles"
    SITE_MAP = "/plan-du-site"


TITLES = {
    Duty.ACCESSIBILITY: N_("Accessibilité"),
    Duty.LEGAL: N_("Mentions légales"),
    Duty.PRIVACY: N_("Données personnelles"),
    Duty.SITE_MAP: N_("Plan du site"),
}


class State(StrEnum):
    """What the evaluation says of a criterion."""

    YES = "yes"
    NO = "no"
    UNCHECKED = "unchecked"
    NOT_APPLICABLE = "na"


@dataclass(frozen=True)
class Criterion:
    """A criterion of the RGAA 4.1.2, in a few words, and what was found."""

    id: str
    state: State
    subject: str
    remark: str


@lru_cache(maxsize=1)
def evaluation() -> tuple[Criterion, ...]:
    """Return the self-evaluation, a criterion a row of ``reports/page/rgaa.csv``."""
    with CRITERIA.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter=";")
        return tuple(Criterion(row["criterion"], State(row["state"]), row["subject"], row["remark"]) for row in rows)


def among(state: State) -> tuple[Criterion, ...]:
    """Return the criteria of a state."""
    return tuple(one for one in evaluation() if one.state is state)


def rate() -> float:
    """Return the share of the applicable criteria that are met, in [0, 1]; one that was not checked counts as not met."""
    applicable = [one for one in evaluation() if one.state is not State.NOT_APPLICABLE]
    return len(among(State.YES)) / len(applicable)


def conformity() -> str:
    """Return what the law has a public service say of itself, by its rate (decree 2019-768)."""
    if rate() == 1:
        return N_("totalement conforme")
    return N_("partiellement conforme") if rate() >= MOSTLY else N_("non conforme")
