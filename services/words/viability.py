"""What the accounts of who would run a place say of its rent, in sentences."""

from __future__ import annotations

from math import isnan

from criteria.viability import Viability
from domain.units import Range
from i18n import N_
from i18n import gettext as _
from i18n.numbers import number
from i18n.units import counted

RENT = N_("€/m²/an")
YEARLY = N_("€/an")


def viability_sentences(found: Viability, *, is_withheld: bool) -> tuple[str, ...]:
    """Return what the rent asked is against the bearable one, for whom, and how sure that is.

    Parameters
    ----------
    found : Viability
    is_withheld : bool
        Whether the rent is known to its owner and kept confidential.
    """
    bearable = found.bearable
    if bearable.central < 0:
        words = _("Même sans loyer, les comptes de l'exploitant finiraient l'année à {result} (8 chances sur 10 : {span}).")
        return (words.format(result=counted(found.before_rent.central, YEARLY), span=between(found.before_rent, YEARLY)),)
    can = _("Un exploitant peut y supporter un loyer hors charges de {rent} (8 chances sur 10 : {span}).")
    first = can.format(rent=counted(bearable.central, RENT), span=between(bearable, RENT))
    if isnan(found.rent):
        unknown = _("Le loyer est gardé confidentiel.") if is_withheld else _("Le loyer demandé n'est pas renseigné : à demander.")
        return first, unknown
    return first, _of_the_rent(found), _how_sure(found)


def _of_the_rent(found: Viability) -> str:
    rent = counted(found.rent, RENT)
    if found.gap <= 0:
        return _("Le loyer demandé, {asked}, est supportable : il reste {margin}.").format(asked=rent, margin=counted(-found.gap, RENT))
    share = found.gap / found.bearable.central
    over = _("{n} %").format(n=number(100 * share)) if share <= 1 else counted(found.gap, RENT)
    words = _(
        "Le loyer demandé, {asked}, est trop haut de {over} : l'Économie y perdrait une activité, le propriétaire un occupant qui dure."
    )
    return words.format(asked=rent, over=over)


def _how_sure(found: Viability) -> str:
    words = _("Loyer payé, l'année finirait à {result} ; elle perdrait de l'argent dans {share} % des cas tirés parmi les hypothèses.")
    return words.format(result=counted(found.result.central, YEARLY), share=number(100 * found.deficit))


def between(span: Range, unit: str = "", decimals: int = 0) -> str:
    """Write the ends of a range, with their unit (a message id) if any: « de -20 à 46 €/m²/an »."""
    return _("de {low} à {high}").format(low=number(span.low, decimals), high=counted(span.high, unit, decimals))
