"""How the options of a decision stand, in words: how sure, what would change it and for whom, what waiting costs."""

from __future__ import annotations

from criteria.advocate import Overturn
from criteria.hypotheses import HYPOTHESES
from criteria.options import Ranking
from criteria.robustness import AROUND
from criteria.standing import Hold
from domain.stakeholder import STAKEHOLDERS
from domain.suitability import listed
from i18n import gettext as _
from i18n.numbers import number
from services.meeting_options import ShownOption, ShownOptions
from services.words.scenarios import percent
from services.words.waiting import waiting_words


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


def hypothesis_words(shown: ShownOptions, leader: int, found: Overturn | None, is_complete: bool) -> str:
    """Say the smallest change of one hypothesis by which another option wins, and who would prefer it; that none does, where none does."""
    first = letter_of(shown, leader)
    if not is_complete:
        return _("non essayées : les données ont changé depuis que ces plans sont enregistrés, ou la capacité des lieux y compte.")
    if found is None:
        return _("aucune hypothèse seule, dans son intervalle, ne met une autre option devant {letter}.").format(letter=first)
    item, trial = HYPOTHESES[found.trial.hypothesis], found.trial
    words = _("{rival} passerait devant {leader} si « {label} » allait de {before} à {after} {unit}.").format(
        rival=letter_of(shown, found.rival),
        leader=first,
        label=_(item.label),
        before=number(trial.before, 2),
        after=number(trial.value, 2),
        unit=_(item.unit),
    )
    who = listed([_(STAKEHOLDERS[actor].label) for actor in found.preferring])
    return words + " " + _("Y gagneraient plus : {who}.").format(who=who) if who else words


def option_waiting_words(option: ShownOption) -> str:
    """Say what one more year without an option costs, as ranges; what is unknown is said to be."""
    return _("un an de plus sans {letter} : {words}.").format(letter=option.letter, words=option.waiting or waiting_words(()))


def option_reused_words(option: ShownOption) -> str:
    """Say what a year with an option reuses, and the CO₂ that it avoids; "" for words."""
    words = _("avec {letter}, par an : {words} (hypothèses).")
    return words.format(letter=option.letter, words=option.objects) if option.objects else ""


def letter_of(shown: ShownOptions, at: int) -> str:
    """Return the letter of the `at`-th option of those that are compared."""
    return shown.options[shown.compared[at]].letter
