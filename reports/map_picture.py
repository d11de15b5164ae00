"""The map of what is on screen as a picture, with its title, its legend, its sources and its marks written in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from types import MappingProxyType

from i18n import gettext as _
from i18n import ngettext
from i18n.numbers import day, number
from reports.decided_map import map_legend, map_words
from reports.dossier import Dossier, map_content, map_notes
from reports.filter_words import filter_sentence
from reports.pdf.compiling import FONT, drawable, png
from reports.plan_svg import MOST_NUMBERED, Captions, MapContent, captioned_svg
from reports.sources_words import real_places_words
from services.meeting_surroundings import SourceWords, named_sources, own_sources, sources_in_words, sources_of_places


def map_picture(dossier: Dossier, ending: str, on: dt.date) -> bytes | None:
    """Return the map in one of `PICTURES`; None where there is no place to show, or no such kind of picture.

    Raises
    ------
    StoreUnavailable
        When the scenario that is asked for cannot be read.
    """
    content = map_content(dossier)
    return None if content.is_empty or ending not in PICTURES else PICTURES[ending](content, _captions(dossier, content, on))


def _captions(dossier: Dossier, content: MapContent, on: dt.date) -> Captions:
    n = len(content.places)
    title = ngettext("{n} lieu pour une ressourcerie", "{n} lieux pour une ressourcerie", n).format(n=number(n))
    listed = " ; ".join(f"{one.number} {one.name}" for one in content.places) if n <= MOST_NUMBERED else ""
    real = real_places_words({}, {str(one.number): {"is_example": one.is_example} for one in content.places})
    below = (
        listed,
        _("Filtre : {words}").format(words=filter_sentence(dossier.selection)) if dossier.plan is None else "",
        f"{map_notes(dossier, content)} {real}",
        named_sources(_sources(dossier)),
        _("Données {version}, image faite le {day}.").format(version=dossier.context.territory.version, day=day(on)),
    )
    return Captions(title, map_legend(content), [words for words in below if words])


def _sources(dossier: Dossier) -> list[SourceWords]:
    """Return the data sets of what is drawn: the places and the communes, and whom a plan reaches."""
    territory = dossier.context.territory
    if dossier.plan is not None:
        return sources_of_places(territory, [one.id for one in dossier.plan.view.places])
    return sources_in_words(territory, ["communes", *own_sources(territory.candidates.iloc[dossier.rows])])


def _svg(content: MapContent, captions: Captions) -> bytes:
    return captioned_svg(content, map_words(content), captions).encode()


def _png(content: MapContent, captions: Captions) -> bytes:
    """Draw it in the embedded font; whoever opens an SVG has a sans serif."""
    alt = map_words(content)
    return png("picture.typ", {"svg": drawable(captioned_svg(content, alt, captions, FONT)), "alt": alt})


PICTURES: Mapping[str, Callable[[MapContent, Captions], bytes]] = MappingProxyType({"png": _png, "svg": _svg})
"""The kinds of pictures, by the ending of their files."""
