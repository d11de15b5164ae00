"""How the members of a network combine in a criterion: a hub and its shops are judged as one candidate."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from i18n import N_


class Together(StrEnum):
    """What the measure of a network is made of. Whatever the way, one member that is unknown leaves the whole unknown."""

    WHOLE = "whole"
    WORST = "worst"
    BEST = "best"
    MEAN = "mean"
    SUM = "sum"


WORDS: Mapping[Together, str] = MappingProxyType(
    {
        Together.WHOLE: N_("d'ensemble : les surfaces s'ajoutent, chaque habitant ou logement n'est compté qu'une fois"),
        Together.WORST: N_("le moins bon de ses lieux"),
        Together.BEST: N_("le meilleur de ses lieux"),
        Together.MEAN: N_("la moyenne de ses lieux, selon leur surface"),
        Together.SUM: N_("la somme de ses lieux"),
    }
)
"""Each way in words, after « pour un réseau : »."""
