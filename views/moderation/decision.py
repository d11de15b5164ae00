"""What is decided: the buttons, the form of a reason, what was done and how to undo it, what somebody else did meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from dash import dcc, html

from domain.address import Key, write
from domain.proposal import Act, Stage
from domain.suitability import Verdict
from i18n import N_, ngettext
from i18n import gettext as _
from i18n.numbers import number
from services.moderation import DecisionRefusal, LateChange
from services.moderation_detail import ModerationDetail
from services.moderation_queue import QueueFilters
from views.components import ids
from views.components.parts import CANCEL, PRIMARY, button, note
from views.components.parts import SEND as SENDS
from views.moderation.fields import DECISION_FIELDS, ONE
from views.moderation.parts import known, plain_table, scrolling, warning

LITTLE_PERCENT = 10
"""Of what counts: whoever decides on less is warned."""
BUTTONS = ((Act.ACCEPT, N_("Accepter"), "A"), (Act.ASK, N_("Demander un complément"), "C"), (Act.REFUSE, N_("Refuser"), "R"))
SEND = {Act.ASK: N_("Envoyer la demande"), Act.REFUSE: N_("Refuser le lieu")}
SEND_MANY = {Act.ASK: N_("Envoyer la demande à tous"), Act.REFUSE: N_("Refuser les lieux cochés")}
DONE = {
    Act.ACCEPT: N_("Accepté, visible de tous : {name}."),
    Act.ASK: N_("Complément demandé : {name}."),
    Act.REFUSE: N_("Refusé : {name}."),
    Act.REOPEN: N_("Décision annulée : {name} attend de nouveau une décision."),
}
NONE = {
    "submitted": N_("Rien n'attend de décision : ce que les bailleurs et la Direction de l'Économie soumettent arrive ici."),
    "to_complete": N_("Aucun complément n'est attendu."),
    "accepted": N_("Aucun lieu accepté pour l'instant."),
    "refused": N_("Aucun lieu refusé."),
    "withdrawn": N_("Aucun lieu retiré."),
}


def act_buttons(scope: str) -> list[html.Button]:
    """Return the three decisions; those on one proposal have a key each."""
    return [_act_button(scope, *one) for one in BUTTONS]


def _act_button(scope: str, act: Act, label: str, key: str) -> html.Button:
    extra: dict[str, Any] = {}
    if scope == ONE:
        extra = {"aria-keyshortcuts": key, "title": _("{label} (touche {key})").format(label=_(label), key=key)}
    return button(ids.decision(scope, act), _(label), kind=PRIMARY if act is Act.ACCEPT else "button", **extra)


def form(scope: str, given: Mapping[Act, Sequence[str]] = MappingProxyType({})) -> html.Div:
    """Return the form of a decision that needs a reason, with sentences that any proposal may be given; hidden until one is begun."""
    ready = [html.Ul(ready_sentences(scope, given.get(act, ())), id=ids.decision(scope, f"ready-{act}"), hidden=True) for act in SEND]
    send = button(ids.decision(scope, "send"), _(SEND[Act.ASK]), kind=PRIMARY, **SENDS)
    cancel = button(ids.decision(scope, "cancel"), _("Abandonner"), **CANCEL)
    fields = [one.made(scope) for one in DECISION_FIELDS]
    stores = [dcc.Store(id=ids.decision(scope, name)) for name in ("act", "focus", "step", "done")]
    body = html.Div([*fields, *ready, html.Div([send, cancel], className="mod-acts")], id=ids.decision(scope, "form"), hidden=True)
    body.className = "mod-form"
    return html.Div([*stores, body])


def ready_sentences(scope: str, sentences: Sequence[str]) -> list[Any]:
    """Return sentences that a press puts in the reason."""
    of = {"data-phrase-for": ids.decision(scope, DECISION_FIELDS[0].id)}
    lines = [html.Li(html.Button(text, type="button", className="mod-ready", **of)) for text in sentences]
    return [html.Li(note(_("Phrases prêtes, à compléter :"))), *lines] if lines else []


def standing(detail: ModerationDetail) -> list[Any]:
    """Return where a proposal stands, and what whoever decides should have read first; nothing is forbidden."""
    acts = {one.id for one in detail.acts}
    parts: list[Any] = [html.P(detail.stage_label, className=f"mod-stage mod-stage-{detail.stage}")]
    if Act.ACCEPT in acts:
        parts += [warning(text) for text in _warnings(detail)]
    return parts if acts else [*parts, note(_("Rien à décider à cette étape."))]


def _warnings(detail: ModerationDetail) -> list[str]:
    texts, roles = [], detail.feedback.roles
    if detail.known_percent <= LITTLE_PERCENT:
        words = N_("Presque rien de ce qui compte n'est renseigné (rempli à {n} %) : accepté, ce lieu ne pourrait pas être évalué.")
        texts.append(_(words).format(n=number(detail.known_percent)))
    if roles and all(role.fits is Verdict.NO for role in roles):
        texts.append(_("Ce lieu est exclu des deux rôles, pour les raisons dites sous « Ce que le lieu vaut »."))
    return texts


def reopen_note(detail: ModerationDetail) -> str:
    """Return what going back on the decision does."""
    if detail.stage is Stage.ACCEPTED:
        return _("La proposition attendra de nouveau une décision, et tous verront ce qu'ils voyaient avant celle-ci.")
    return _("La proposition attendra de nouveau une décision.")


def conflict(name: str, changes: Sequence[LateChange]) -> list[Any]:
    """Return what somebody else changed meanwhile: nothing was written."""
    who = ", ".join(dict.fromkeys(one.author for one in changes if one.author)) or _("quelqu'un d'autre")
    text = html.P(_("{name} vient d'être modifié par {who} : rien n'a été enregistré.").format(name=name, who=who))
    if not changes:
        return [text, note(_("Aucun champ ne diffère : seule l'étape ou une pièce jointe a changé."))]
    heads = (_("Champ"), _("Ce que vous regardiez"), _("Maintenant"))
    rows = [(one.label, known(one.before), known(one.after)) for one in changes]
    return [text, scrolling(_("Ce qui a changé"), plain_table(heads, rows))]


def many_done(act: Act, n: int) -> str:
    """Say what was done to many."""
    words = {
        Act.ACCEPT: ngettext("{n} lieu accepté, visible de tous.", "{n} lieux acceptés, visibles de tous.", n),
        Act.ASK: ngettext("{n} complément demandé.", "{n} compléments demandés.", n),
        Act.REFUSE: ngettext("{n} lieu refusé.", "{n} lieux refusés.", n),
        Act.REOPEN: ngettext(
            "{n} décision annulée : ce lieu attend de nouveau une décision.",
            "{n} décisions annulées : ces lieux attendent de nouveau une décision.",
            n,
        ),
    }
    return words[act].format(n=number(n))


def many_left(refused: Sequence[DecisionRefusal]) -> list[Any]:
    """Return what could not be done, with the reason of each."""
    if not refused:
        return []
    words = ngettext("{n} non traité :", "{n} non traités :", len(refused)).format(n=number(len(refused)))
    lines = [html.Li([html.A(one.name, href=f"/moderer?{write([(Key.REVIEWED, one.id)])}"), f" {one.sentence}"]) for one in refused]
    return [html.P(words), html.Ul(lines)]


def ticked_label(n: int) -> str:
    """Return what the button that accepts says when so many are ticked."""
    if n == 0:
        return _("Cochez pour décider")
    return ngettext("Accepter le lieu coché", "Accepter les {n} cochés", n).format(n=number(n))


def nothing(filters: QueueFilters) -> str:
    """Say that the queue shows nothing."""
    return _("Aucune proposition ne correspond à cette recherche.") if filters.is_narrowed else _(NONE.get(filters.tab, NONE["submitted"]))
