"""What an export says of itself: filter, address, date, version, warnings, and the sources it drew on."""

from __future__ import annotations

from collections.abc import Iterable

from access.authority import current_authority
from domain.scenario import Question
from domain.selection import Selection
from geodata.catalogue import SOURCES, estimate_words, nature
from geodata.crs import local_crs, projection_name
from geodata.source import Source
from i18n import N_, ngettext
from i18n import gettext as _
from i18n.numbers import day, number
from reports.columns import is_confidential
from reports.extract import Extract
from reports.filter_words import filter_sentence
from services.words.scenarios import in_full

# What the columns of every export are computed from, beside each row's own source.
ROW_SOURCES = ("communes", "legal_populations", "qpv2024", "quartiers", "postcodes")
MAP_SOURCES = ("example_facilities",)
INDICATOR_SOURCES = ("sru2024", "cartofriches", "dwellings2021", "lovac2025", "filosofi2021")
TITLE = N_("Lieux candidats pour une ressourcerie / recyclerie")
SOURCE_HEADINGS = (
    N_("Jeu de données"),
    N_("Producteur"),
    N_("Millésime"),
    N_("Licence"),
    N_("Texte de la licence"),
    N_("Adresse de publication"),
    N_("Nature"),
    N_("Note"),
)


def sources_of(extract: Extract, more: Iterable[str] = ()) -> list[Source]:
    """Return the sources of the rows, of what was computed for them and of `more`, in the catalogue's order."""
    used = {*extract.rows["source_id"].dropna().unique(), *ROW_SOURCES, *extract.screen.sources, *more}
    return list(extract.territory.sources(id_ for id_ in SOURCES if id_ in used))


def source_row(source: Source) -> tuple[str, ...]:
    """Return a source's facts in the order of `SOURCE_HEADINGS`, in the current language."""
    return (
        _(source.label),
        source.producer,
        _(source.vintage),
        _(source.licence),
        source.licence_url,
        source.url,
        nature(source),
        " ".join(_(words) for words in (source.note, source.error.measured_on if source.error else "") if words),
    )


def citation(source: Source) -> str:
    """Return a source in one line, with what it is worth where it is an estimate that was measured."""
    worth = estimate_words([source])
    if worth:
        return _("{label} ({producer}, {vintage}, {licence} ; {worth})").format(
            label=_(source.label), producer=source.producer, vintage=_(source.vintage), licence=_(source.licence), worth=worth
        )
    return _("{label} ({producer}, {vintage}, {licence})").format(
        label=_(source.label), producer=source.producer, vintage=_(source.vintage), licence=_(source.licence)
    )


def facts(extract: Extract) -> list[tuple[str, str]]:
    """Return what the export says of itself: label and value, in reading order."""
    return [
        (_("Contenu"), _(TITLE)),
        (_("Lieux"), count_words(extract)),
        *screen_facts(extract),
        (_("Filtre"), filter_sentence(extract.selection)),
        (_("Adresse de la vue"), extract.address),
        (_("Exporté le"), day(extract.on)),
        *_publisher(),
        (_("Version des données"), extract.territory.version),
        *[(_("À savoir"), note) for note in notes(extract)],
    ]


def _publisher() -> list[tuple[str, str]]:
    name = current_authority().name
    return [(_("Diffusé par"), name)] if name else []


def screen_facts(extract: Extract) -> list[tuple[str, str]]:
    """Return what the screen says of the whole: the question of a scenario in full, among which places it chose, and the rest."""
    return [*_question_facts(extract), *extract.screen.facts]


def _question_facts(extract: Extract) -> list[tuple[str, str]]:
    if not extract.question:
        return []
    candidates = extract.territory.candidates
    names = dict(zip(candidates["id"], candidates["name"], strict=True))
    question = in_full(Question.from_query(extract.question), lambda place: str(names.get(place, _("lieu inconnu"))))
    among = Selection.from_query(extract.question, extract.facets)
    return [(_("Question"), question), (_("Lieux au choix"), filter_sentence(among))]


def count_words(extract: Extract) -> str:
    """Return « 37 lieux sur 164 »."""
    shown = len(extract.rows)
    return ngettext("{n} lieu sur {total}", "{n} lieux sur {total}", shown).format(n=number(shown), total=number(extract.total))


def example_words(extract: Extract) -> str:
    """Return the warning about invented rows; empty when there is none."""
    invented = int(extract.rows["is_example"].sum())
    if not invented:
        return ""
    sentence = ngettext(
        "{n} lieu d'exemple : inventé pour montrer le fonctionnement, il ne décrit pas un lieu réel.",
        "{n} lieux d'exemple : inventés pour montrer le fonctionnement, ils ne décrivent pas des lieux réels.",
        invented,
    )
    return sentence.format(n=number(invented))


def notes(extract: Extract) -> list[str]:
    """Return what a reader must know to use the rows."""
    always = [
        _(
            "Une valeur vide est une valeur non renseignée, ou un loyer et des charges gardés confidentiels là où leur colonne "
            "dit « oui » : elle n'est jamais un zéro."
        ),
        _("Une zone d'activité ne se dit que d'un site, un bailleur que d'un local : vide ailleurs, sans objet."),
        _("Distances à vol d'oiseau. « Convient comme… » applique des hypothèses de travail, à confirmer sur place."),
        _("Coordonnées : longitude et latitude en WGS 84 (EPSG:4326), X et Y en {projection} ({code}).").format(
            projection=projection_name(), code=local_crs()
        ),
    ]
    return [words for words in (example_words(extract), confidential_words(extract), *always) if words]


def confidential_words(extract: Extract) -> str:
    """Return the warning about confidential columns; empty when there is none."""
    if not is_confidential(extract):
        return ""
    return _("Colonnes confidentielles, réservées à la Direction de l'Économie, à l'animation et au bailleur concerné : à ne pas diffuser.")
