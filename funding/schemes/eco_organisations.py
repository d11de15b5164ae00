"""The reuse funds of the eco-organisations."""

from __future__ import annotations

from funding.conditions import SOCIAL_ECONOMY
from funding.scheme import Scheme
from i18n import N_

SCHEME = Scheme(
    id="eco_organisations",
    label=N_("Fonds réemploi et réutilisation des éco-organismes"),
    funder=N_("éco-organismes des filières REP"),
    pays=N_("collecte, tri, réparation, équipement"),
    amount=N_("selon la filière et les tonnes : barème à demander à chaque éco-organisme"),
    source=N_("fonds réservés à l'économie sociale et solidaire depuis le 1er janvier 2022 (loi AGEC)"),
    as_of="2022",
    conditions=(SOCIAL_ECONOMY,),
    items=(N_("agrément ESUS ou statuts"), N_("tonnes par filière"), N_("traçabilité des objets réemployés")),
    figures=("tonnes_diverted", "sales", "refuse", "vehicles", "jobs"),
)
