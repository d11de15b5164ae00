"""Objects reused and CO₂ avoided: on the sheet of a place, and under a scenario."""

from __future__ import annotations

from dash import html

from criteria.derived import span_of
from criteria.objects import Reused
from i18n import gettext as _
from services.words.objects import family_words, reused_words
from views.components.provenance import disclosed, hypothesis_badge
from views.components.waiting import LINE


def objects(found: Reused) -> html.Section:
    """Return the section: the sentence, which opens where the CO₂ comes from, then each family of objects."""
    heading = html.H3([_("Objets et CO₂ évités, par an"), " ", hypothesis_badge()])
    if not span_of(found.objects).is_known:
        return html.Section([heading, html.P(reused_words(found))], className="sheet-block waiting")
    lines = [disclosed(family_words(one), one.co2 or one.objects, LINE) for one in found.families]
    return html.Section([heading, disclosed(html.B(reused_words(found)), found.co2, LINE), *lines], className="sheet-block waiting")
