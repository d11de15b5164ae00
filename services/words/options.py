"""How the options of a decision stand, in words: how sure, what would change it and for whom, what waiting costs."""

from __future__ import annotations

from criteria.hypotheses import HYPOTHESES, Hypothesis
from criteria.options import Ranking
from criteria.robustness import AROUND
from criteria.standing import Hold
from domain.stakeholder import STAKEHOLDERS
from domain.suitability import listed
from i18n import gettext as _
from i18n import ngettext
from i18n.numbers import number
from scenarios.outcome import Span
from services.meeting_gains import ends
from services.meeting_options import ShownOption, ShownOptions, Yearly
from services.words.scenarios import about, percent

WAITING_FACTORS = ("tonnes_per_m2_yr", "jobs_per_1000_t")


def sure_words(shown: ShownOptions, ranking: Ranking) -> str:
    """Say whether the option that is ahead holds, and on what condition; why nothing is said where two options cannot be compared."""
    if ranking.hold is None:
        return _("Pas deux options chiffrées de même nature : rien ne les classe ici.")
    leader = ranking.order[0]
    words = {
        Hold.ALWAYS: _("{letter} tient : tous poids confondus, en tête à {share}"),
        Hold.NEAR: _("{letter} tient si les poids restent à ± {points} pt de ceux-ci (tous poids confondus, en tête à {share})"),
        Hold.NOT: _("{letter} ne tient pas : tous poids confondus, en tête à {share} seulement"),
    }
    share, points = percent(float(ranking.first[leader])), number(100 * AROUND)
    sentence = words[ranking.hold].format(letter=letter_of(shown, leader), share=share, points=points)
    return f"{sentence}{_if_known(shown, ranking)}."


def _if_known(shown: ShownOptions, ranking: Ranking) -> str:
    if not ranking.doubtful:
        return ""
    letters = listed([letter_of(shown, at) for at in ranking.doubtful])
    return " ; " + _("et si ce qui est inconnu ne favorise pas {letters}").format(letters=letters)


def contrary_words(shown: ShownOptions, ranking: Ranking) -> str:
    """Say the smallest change of weights by which another option catches up, and who would prefer it; "" where nothing is ranked."""
    if ranking.hold is None:
        return ""
    leader = letter_of(shown, ranking.order[0])
    if ranking.change is None:
        words = _("Aucun changement de poids ne met une autre option devant {letter} : aucune ne donne plus à personne.")
        return words.format(letter=leader)
    sentence = ranking.change.sentence(lambda at: letter_of(shown, at))
    who = listed([_(STAKEHOLDERS[actor].label) for actor in ranking.preferring])
    return f"{sentence}. " + _("Y gagneraient plus : {who}.").format(who=who) if who else f"{sentence}."


def waiting_words(option: ShownOption) -> str:
    """Say what one more year without an option costs, as ranges; what is unknown is said to be."""
    brought = option.yearly or Yearly((None,) * 3, (None,) * 3, None)
    tonnes, jobs = _tonnes(brought.tonnes), _jobs(brought.jobs)
    people = _("habitants à portée : non renseigné")
    if brought.residents is not None:
        n = brought.residents
        people = ngettext("{n} habitant encore sans ressourcerie à portée", "{n} habitants encore sans ressourcerie à portée", n)
        people = people.format(n=about(n))
    return _("un an de plus sans {letter} : {tonnes}, {jobs}, {people}.").format(
        letter=option.letter, tonnes=tonnes, jobs=jobs, people=people
    )


def _tonnes(span: Span) -> str:
    if span[0] is None:
        return _("tonnes : non renseigné")
    return _("{range} t non réemployées (hypothèse)").format(range=ends(span))


def _jobs(span: Span) -> str:
    if span[0] is None:
        return _("emplois : non renseigné")
    return _("emplois : {range} de moins (hypothèse)").format(range=ends(span))


def waiting_sources() -> str:
    """Say on what these ranges rest."""
    factors = (HYPOTHESES[name] for name in WAITING_FACTORS)
    parts = [_("{name} : {range} {unit} ({source})").format(name=_(one.label), range=_range(one), unit=_(one.unit), source=_(one.source))
             for one in factors]  # fmt: skip
    return _("Sources : {parts}.").format(parts=" ; ".join(parts))


def _range(factor: Hypothesis) -> str:
    return _("{low} à {high}").format(low=number(factor.default.low, 2), high=number(factor.default.high, 2))


def letter_of(shown: ShownOptions, at: int) -> str:
    """Return the letter of the `at`-th option of those that are compared."""
    return shown.options[shown.compared[at]].letter
