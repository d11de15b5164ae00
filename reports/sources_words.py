"""How much of what a document shows is real: its places, its data sets; and the table of these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from i18n import gettext as _
from i18n import ngettext
from i18n.numbers import number
from reports.pdf.tables import Table, plain_table
from scenarios.saving import view_of_result
from services.words.scenarios import percent

Row = Mapping[str, Any]
KEYS = ("label", "producer", "vintage", "licence", "nature")


def sources_words(sources: Sequence[Row], version: str) -> str:
    """Return which share of some data sets (`services.meeting_surroundings.source_words`) is published, and the version of the data."""
    n, real = len(sources), sum(one["is_real"] for one in sources)
    words = ngettext(
        "{real} jeu de données sur {n} est publié ; le reste est estimé, déclaré ou d'exemple. Version des données : {version}.",
        "{real} jeux de données sur {n} sont publiés ; le reste est estimé, déclaré ou d'exemple. Version des données : {version}.",
        real,
    )
    return words.format(real=number(real), n=number(n), version=version)


def sources_table(sources: Sequence[Row]) -> Table:
    """Return the same data sets, a row each."""
    heads = (_("Jeu de données"), _("Producteur"), _("Millésime"), _("Licence"), _("Nature"))
    return plain_table("", heads, [tuple(one[key] for key in KEYS) for one in sources])


def real_places_words(scenarios: Mapping[str, Row], places: Mapping[str, Row]) -> str:
    """Return which share of the places that the options open is real; empty where they open none."""
    known = {key: bool(one["is_example"]) for key, one in places.items()}
    for saved in scenarios.values():
        view = view_of_result(saved["result"])
        known |= {place.id: place.is_example for place in view.places} if view else {}
    if not known:
        return ""
    n, real = len(known), sum(not is_example for is_example in known.values())
    sentence = ngettext(
        "Des {n} lieux dont il est question, {real} est réel ({share}) ; les autres sont des exemples inventés.",
        "Des {n} lieux dont il est question, {real} sont réels ({share}) ; les autres sont des exemples inventés.",
        real,
    )
    return sentence.format(n=number(n), real=number(real), share=percent(real / n))
