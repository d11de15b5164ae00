"""What must be said of a chart wherever its picture goes: its sources, which places are invented, what is a hypothesis."""

from __future__ import annotations

from criteria.registry import criteria
from i18n import gettext as _
from i18n import ngettext
from i18n.numbers import number
from services.context import Context
from services.meeting_surroundings import named_sources, own_sources, sources_in_words


def picture_notes(context: Context, *, is_judged: bool) -> str:
    """Return the notes, in the current language; `is_judged` for a chart of scores, which rest on the criteria's sources too."""
    frame = context.territory.candidates
    more = (source for item in criteria() for source in item.sources) if is_judged else ()
    known = sources_in_words(context.territory, [*own_sources(frame), *more])
    invented = int(frame["is_example"].sum())
    marks = ngettext("{n} lieu est un exemple inventé.", "{n} lieux sont des exemples inventés.", invented).format(n=number(invented))
    parts = [named_sources(known) + "."]
    parts += [marks] if invented else []
    parts += [_("Les scores reposent sur des hypothèses.")] if is_judged else []
    return " ".join(parts)
