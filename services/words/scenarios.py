"""A question, a plan and their differences in plain words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from domain.candidate import EXAMPLE_SUFFIX
from domain.scenario import GOAL_LABELS, MODE_LABELS, STAKES, Goal, Question
from domain.stakeholder import STAKEHOLDERS
from i18n import N_, ngettext
from i18n import gettext as _
from i18n.numbers import number
from i18n.units import unit_of
from scenarios.outcome import Opened, Outcome, Span
from scenarios.solving import PROVEN_GAP

ONE_LABELS = {"both": N_("un pôle ou une boutique-relais"), "hub": N_("un pôle"), "shop": N_("une boutique-relais")}
OPENS_LABELS = {"both": N_("pôles et boutiques-relais"), "hub": N_("pôles"), "shop": N_("boutiques-relais")}
GROUNDS: Mapping[str, str] = {
    "data": N_("les lieux ou les autres données"),
    "criteria": N_("les critères"),
    "reach": N_("les temps de trajet"),
    "hypotheses": N_("les hypothèses"),
}
"""What a plan rests on that may differ from one computation to another."""
Name = Callable[[str], str]


def percent(share: float, decimals: int = 0) -> str:
    """Write a share of one as « 41 % »."""
    return _("{n} %").format(n=number(100 * share, decimals))


def about(people: float) -> str:
    """Write a number of people as one says it: three figures at most."""
    if people < 1_000:
        return number(people)
    step = 10 ** max(len(str(int(people))) - 3, 0)
    return number(round(people / step) * step)


def within_hour(far: float, total: float) -> str:
    """Say whom a mean time speaks of, and how many it leaves out: « pour les 71 % à moins d'une heure ; 315 000 … »; "" for nobody."""
    if far < 0.5:
        return ""
    share = _("pour les {share} à moins d'une heure").format(share=_nearly_all(1.0 - far / total))
    more = ngettext("{n} habitant est plus loin", "{n} habitants sont plus loin", far).format(n=about(far))
    return f"{share} ; {more}"


def _nearly_all(share: float) -> str:
    """Write a share that is not the whole, never as « 100 % »."""
    return percent(share) if round(share, 2) < 1 else percent(min(share, 0.9999), 2)


def unknown_costs(n: int) -> str:
    """Say how many places a total of costs leaves out; "" for none."""
    return ngettext("{n} lieu au coût non renseigné", "{n} lieux au coût non renseigné", n).format(n=n) if n else ""


def unknown_areas(n: int) -> str:
    """Say how many places tonnes and jobs leave out; "" for none."""
    return ngettext("sans {n} lieu de surface non renseignée", "sans {n} lieux de surface non renseignée", n).format(n=n) if n else ""


def barred(cost: int, area: int) -> list[str]:
    """Say how many places a budget and a capacity rule out, as nobody knows their cost or their floor area."""
    lines = []
    if cost:
        words = ngettext(
            "Le budget écarte {n} lieu dont le coût n'est pas renseigné",
            "Le budget écarte {n} lieux dont le coût n'est pas renseigné",
            cost,
        )
        lines.append(words.format(n=cost))
    if area:
        words = ngettext(
            "La capacité écarte {n} lieu dont la surface n'est pas renseignée",
            "La capacité écarte {n} lieux dont la surface n'est pas renseignée",
            area,
        )
        lines.append(words.format(n=area))
    return lines


def span(value: Span, unit: str, decimals: int = 0) -> str:
    """Write a range « 80 à 160 t/an (central 120) »; « non renseigné » when it is unknown. `unit` is a message id."""
    low, central, high = value
    if low is None or central is None or high is None:
        return _("non renseigné")
    words = _("{low} à {high} {unit} (central {central})")
    ends = {"low": number(low, decimals), "high": number(high, decimals), "central": number(central, decimals)}
    return words.format(**ends, unit=unit_of(high, unit, decimals))


def short(name: str) -> str:
    """Return a place's name without its mark of example (shown as a badge beside it)."""
    return name.removesuffix(EXAMPLE_SUFFIX)


def action(place: Opened, name: str, area: str) -> str:
    """Return what to do, in plain words."""
    possible = {"hub": N_("Ouvrir un pôle : {name}, {area}"), "shop": N_("Ouvrir une boutique-relais : {name}, {area}")}
    barred_now = {
        "hub": N_("Pas de pôle possible en l'état : {name}, {area}"),
        "shop": N_("Pas de boutique-relais possible en l'état : {name}, {area}"),
    }
    return _((barred_now if place.excluded else possible)[place.role]).format(name=short(name), area=area)


def mix_words(question: Question) -> str:
    """Say how much each actor's stake counts."""
    shares = question.shares
    if max(shares) - min(shares) < 1e-9:
        return _("les quatre acteurs à parts égales")
    named = [(share, _(actor.label)) for share, actor in zip(shares, STAKEHOLDERS, strict=True) if share > 0]
    return ", ".join(_("{name} {share}").format(name=label, share=percent(share)) for share, label in sorted(named, reverse=True))


def lead(question: Question) -> str:
    """Say a question in one sentence."""
    reach = {"mode": _(MODE_LABELS[question.mode]), "minutes": question.minutes}
    what = _(OPENS_LABELS[question.opens])
    places = _(ONE_LABELS[question.opens]) if question.k == 1 else _("{n} {what}").format(n=question.k, what=what)
    if question.goal is Goal.COVER:
        return _("Avec {places} au plus, atteindre le plus de monde à moins de {minutes} min {mode}.").format(places=places, **reach)
    if question.goal is Goal.NEAR:
        return _("Avec {places} au plus, rapprocher tout le monde, {mode}.").format(places=places, **reach)
    if question.goal is Goal.WORST:
        return _("Avec {places} au plus, ne laisser personne trop loin, {mode}.").format(places=places, **reach)
    return _("Atteindre tout le monde à moins de {minutes} min {mode}, avec le moins de {what}.").format(**reach, what=what)


def headline(question: Question, outcome: Outcome) -> str:
    """Say the result in one sentence."""
    people, n = outcome.residents, len(outcome.opened)
    if question.goal is Goal.COVER or question.goal is Goal.ALL:
        sentence = ngettext(
            "{n} lieu : {after} habitants atteints sur {total} ({share}), soit {more} de plus qu'avec le réseau existant",
            "{n} lieux : {after} habitants atteints sur {total} ({share}), soit {more} de plus qu'avec le réseau existant",
            n,
        )
        share = percent(people.after / people.total if people.total else 0.0)
        more = about(people.after - people.before)
        return sentence.format(n=n, after=about(people.after), total=about(people.total), share=share, more=more)
    minutes = outcome.farthest_min if question.goal is Goal.WORST else outcome.mean_min
    if minutes is None:
        return _("Personne n'est à moins d'une heure d'un lieu.")
    places = ngettext("{n} lieu", "{n} lieux", n).format(n=n)
    who = within_hour(outcome.beyond_hour, people.total)
    if question.goal is Goal.WORST:
        sentence = _("{places} : personne, parmi ceux qu'un lieu peut atteindre, n'est à plus de {minutes} min")
    else:
        sentence = _("{places} : {minutes} min en moyenne jusqu'au plus proche")
    return ", ".join(part for part in (sentence.format(places=places, minutes=number(minutes, 1)), who) if part)


def certified(gap: float | None) -> str:
    """Say how far from the best possible a plan may be, `gap` being a share of its value; None where no bound is known."""
    if gap is None:
        return _("sans borne")
    return _("prouvé optimal") if gap <= PROVEN_GAP else _("à {gap} du meilleur possible").format(gap=percent(gap, 2))


def conditions(question: Question) -> list[str]:
    """Say every condition that is set, each in its own sentence."""
    lines = [_("On compte : {mix}").format(mix=mix_words(question))]
    if not question.existing:
        lines.append(_("Les ressourceries existantes ne comptent pas"))
    counting = _(", ressourceries existantes comprises") if question.existing else ""
    lines += [text.format(n=number(amount)) for amount, text in _amounts(question, counting) if amount is not None]
    lines += [_("Au moins un lieu par bassin") + counting] if question.basins else []
    flags = (
        (question.capacity, N_("Sans dépasser ce que les surfaces peuvent traiter")),
        (question.convergent, N_("Seulement des lieux où les quatre acteurs gagnent")),
    )
    return lines + [_(text) for on, text in flags if on]


def _amounts(question: Question, counting: str) -> tuple[tuple[int | None, str], ...]:
    """Return the conditions that are an amount, None where not set, each with its sentence for that amount.

    `counting` follows those in which the existing ressourceries count as well.
    """
    per_commune, per_hub = question.per_commune or 0, question.per_hub or 0
    places = ngettext("Au plus {n} lieu par commune ou arrondissement", "Au plus {n} lieux par commune ou arrondissement", per_commune)
    return (
        (question.spacing_m, _("Au moins {n} m entre deux lieux") + counting),
        (question.per_commune, places),
        (question.budget_keur, _("Budget de {n} k€ (trois ans de loyer et les travaux)")),
        (question.supply_km, _("Chaque boutique à moins de {n} km d'un pôle") + counting),
        (question.per_hub, ngettext("Au plus {n} boutique par pôle", "Au plus {n} boutiques par pôle", per_hub) + counting),
    )


def named(question: Question, name_of: Name) -> list[str]:
    """Say which places are imposed and which are forbidden, by name, each in its own sentence."""
    lines = []
    for places, one, several in (
        (question.required, N_("Lieu imposé : {names}"), N_("Lieux imposés : {names}")),
        (question.forbidden, N_("Lieu interdit : {names}"), N_("Lieux interdits : {names}")),
    ):
        if places:
            lines.append(_(one if len(places) == 1 else several).format(names=", ".join(short(name_of(place)) for place in places)))
    return lines


def in_full(question: Question, name_of: Name) -> str:
    """Say the whole question in one text, see `full_lines`."""
    return " · ".join(full_lines(question, name_of))


def full_lines(question: Question, name_of: Name) -> list[str]:
    """Say the whole question: what is sought, every condition, every place imposed or forbidden, each in its own sentence."""
    return [lead(question), *conditions(question), *named(question, name_of)]


def differences(one: Question, other: Question, name_of: Name) -> list[str]:
    """Say in words in what `other` differs from `one`; empty when the questions are the same."""
    lines = []
    if one.goal is not other.goal:
        lines.append(_("But : {new} au lieu de {old}").format(new=_(GOAL_LABELS[other.goal]), old=_(GOAL_LABELS[one.goal])))
    if one.k != other.k and Goal.ALL not in (one.goal, other.goal):
        lines.append(ngettext("{new} lieu au lieu de {old}", "{new} lieux au lieu de {old}", other.k).format(new=other.k, old=one.k))
    if one.opens != other.opens:
        lines.append(_("Des {new} au lieu de {old}").format(new=_(OPENS_LABELS[other.opens]), old=_(OPENS_LABELS[one.opens])))
    if (one.mode, one.minutes) != (other.mode, other.minutes):
        words = [_("{n} min {mode}").format(n=q.minutes, mode=_(MODE_LABELS[q.mode])) for q in (other, one)]
        lines.append(_("À portée : {new} au lieu de {old}").format(new=words[0], old=words[1]))
    lines += _named(one.required, other.required, N_("Impose {name}"), N_("N'impose plus {name}"), name_of)
    lines += _named(one.forbidden, other.forbidden, N_("Interdit {name}"), N_("N'interdit plus {name}"), name_of)
    before, after = conditions(one), conditions(other)
    lines += [_("En plus : {what}").format(what=line) for line in after if line not in before]
    return lines + [_("Sans : {what}").format(what=line) for line in before if line not in after]


def _named(before: Sequence[str], after: Sequence[str], now: str, no_more: str, name_of: Name) -> list[str]:
    """Say which places are named after and were not before, and the other way round."""
    lines = [_(now).format(name=short(name_of(place))) for place in after if place not in before]
    return lines + [_(no_more).format(name=short(name_of(place))) for place in before if place not in after]


def signed(value: float, unit: str = "", decimals: int = 0) -> str:
    """Write a difference with its sign; « = » when there is none."""
    rounded = round(value, decimals)
    if not rounded:
        return "="
    text = number(abs(rounded), decimals)
    return f"{'+' if rounded > 0 else '−'}{text}{' ' + unit if unit else ''}"


def stake_shares(stakes: Mapping[str, Mapping[str, float]], when: str) -> dict[str, float]:
    """Return what share of each actor's stake is reached, `when` being ``before`` or ``after``."""
    return {actor: stakes[actor][when] / stakes[actor]["total"] if stakes[actor]["total"] else 0.0 for actor in STAKES}
