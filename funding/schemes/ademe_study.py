"""ADEME's aid for a feasibility study."""

from __future__ import annotations

from dataclasses import replace

from funding.conditions import STUDY
from funding.scheme import Facts, Scheme
from i18n import N_


def _not_done(facts: Facts) -> bool | None:
    return None if facts.has_study is None else not facts.has_study


SCHEME = Scheme(
    id="ademe_study",
    label=N_("Aide à l'étude de faisabilité"),
    funder="ADEME",
    pays=N_("diagnostic et étude de faisabilité"),
    amount=N_("60 à 80 % d'une étude de 50 000 € (diagnostic) ou 100 000 € (projet) au plus"),
    source=N_("pages de l'aide 2025 relayées par Ekopolis et Ambition ESS"),
    as_of="2025",
    conditions=(replace(STUDY, words=N_("étude de faisabilité pas encore faite"), holds=_not_done),),
    items=(N_("cahier des charges de l'étude"), N_("devis du bureau d'études")),
    figures=("floor_area", "tonnes_diverted", "residents_newly_reached", "works"),
)
