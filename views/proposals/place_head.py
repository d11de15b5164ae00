"""The head of the form of a place: its name, where it stands, what is to be known of it, what may be done to it as a whole."""

from __future__ import annotations

from typing import Any

from dash import html

from domain.address import Key, write
from domain.candidate import Kind
from domain.proposal import ACT_LABELS, STAGE_LABELS, Act, Stage
from i18n import N_, labelled
from i18n import gettext as _
from services.proposal_sheet import ProposalAct, ProposalPage, ProposalSheet
from views.components import ids
from views.components.parts import PRIMARY, act, example_badge, icon, note, place_name, trouble
from views.proposals.place_around import near, outline, zone

Target = tuple[str, str]
HEAD_SHOWN: tuple[Target, ...] = (
    (ids.PLACE_TITLE, "children"),
    (ids.PLACE_BADGES, "children"),
    (ids.PLACE_STANDING, "children"),
    (ids.PLACE_ACTS, "children"),
    (ids.PLACE_NEAR, "children"),
    (ids.PLACE_OUTLINE, "children"),
    (ids.PLACE_ZONE, "children"),
    (ids.PLACE_HEAD, "data"),
)
"""What follows each saving of a place."""
NEW_NAMES = {Kind.PREMISES: N_("Nouveau local"), Kind.ZONE_SITE: N_("Nouveau site")}
ELSEWHERE = frozenset({Act.ASK, Act.REFUSE})
"""What is decided on the screen « Modérer »."""
ONWARD = frozenset({Act.SUBMIT, Act.ACCEPT, Act.RENEW, Act.RESUME})
UNDONE_BY = {Act.SUBMIT: Act.TAKE_BACK, Act.WITHDRAW: Act.RESUME, Act.ACCEPT: Act.REOPEN}
DONE_WORDS = {
    Act.SUBMIT: N_("Soumis : la décision vous sera dite ici."),
    Act.WITHDRAW: N_("Retiré. Il n'est plus montré à personne d'autre ; rien n'est effacé."),
}


def place_head() -> html.Div:
    """Return the head, empty; `head_shown` fills it."""
    close = act("propose-close", icon("clear"), class_name="icon-button", label=_("Fermer la fiche"))
    parts = [
        html.Div([html.H2(id=ids.PLACE_TITLE, tabIndex=-1), close], className="sheet-head"),
        html.Div(id=ids.PLACE_BADGES, className="propose-badges"),
        html.Div(id=ids.PLACE_STANDING),
        html.Div(id=ids.PLACE_ACTS, className="propose-acts"),
    ]
    return html.Div(parts, id="propose-head", className="propose-head")


def head_new(kind: Kind) -> dict[Target, Any]:
    """Return the head of a place that is not stored yet."""
    return _shown(_(NEW_NAMES[kind]), [_stage(Stage.DRAFT)], [], [], {"id": None})


def head_unread(place_id: str, sentence: str) -> dict[Target, Any]:
    """Return why a place cannot be read."""
    return _shown("", [], [trouble(sentence)], [], {"id": place_id})


def head_shown(page: ProposalPage) -> dict[Target, Any]:
    """Return the head of a place as it is stored."""
    sheet = page.sheet
    badges = [_stage(sheet.stage), html.Span(sheet.id, className="note"), *([example_badge(_("exemple"))] if sheet.is_example else [])]
    seen = {"id": sheet.id, "version": sheet.version, "unread": page.unread}
    shown = _shown(place_name(sheet.name or _("Sans nom")), badges, _standing(page), [_button(one, sheet) for one in _acts(sheet)], seen)
    return shown | {
        (ids.PLACE_NEAR, "children"): near(page.near),
        (ids.PLACE_OUTLINE, "children"): outline(page.outline),
        (ids.PLACE_ZONE, "children"): zone(page.zone),
    }


def act_done(done: Act, sheet: ProposalSheet) -> list[Any]:
    """Return what was done to a place, and the button that undoes it where it can be."""
    words = _(DONE_WORDS[done]) if done in DONE_WORDS else _("{act} : fait.").format(act=_(ACT_LABELS[done]))
    back = UNDONE_BY.get(done)
    undo = [one for one in sheet.acts if one.act is back]
    return [words, " ", *(_press(_("Annuler"), "mini", one.act, sheet) for one in undo)]


def _shown(name: Any, badges: list[Any], standing: list[Any], acts: list[Any], seen: dict[str, Any]) -> dict[Target, Any]:
    values: tuple[Any, ...] = (name, badges, standing, acts, [], outline(None), [], seen)
    return dict(zip(HEAD_SHOWN, values, strict=True))


def _stage(stage: Stage) -> html.Span:
    return html.Span(_(STAGE_LABELS[stage]), className=f"propose-stage stage-{stage}")


def _standing(page: ProposalPage) -> list[Any]:
    """Return what is to be known of a place before one goes on."""
    sheet = page.sheet
    may_go_on = any(one.act in {Act.SUBMIT, Act.ACCEPT} for one in sheet.acts)
    reply = html.Div([html.B(_("Réponse de la Direction de l'Économie ou de l'animation")), html.P(page.reason)],
                     className="propose-decision", role="note")  # fmt: skip
    link = html.A(_("Voir dans Explorer"), href=f"/?{write([(Key.PLACE, sheet.id)])}")
    public = html.P([_("Visible de tous sur la carte, dans les critères et les scénarios."), " ", link], className="note")
    changed = ", ".join(one.label for one in sheet.changes)
    unaccepted = _("Modifications pas encore acceptées")
    lines = (
        (page.reason, reply),
        (sheet.published, public),
        (sheet.due, html.P(_("à confirmer : six mois sans nouvelle"), className="propose-due")),
        (changed, note(labelled(unaccepted, changed))),
        (sheet.lacking and may_go_on, note(_("Pour soumettre, il manque : {names}.").format(names=", ".join(sheet.lacking)))),
    )
    return [line for is_so, line in lines if is_so]


def _acts(sheet: ProposalSheet) -> list[ProposalAct]:
    """Return what is done to a place here: it is confirmed when it is due, and a decision is gone back on once it is accepted."""

    def is_here(one: ProposalAct) -> bool:
        conditions = {Act.RENEW: sheet.due, Act.REOPEN: sheet.stage is Stage.ACCEPTED}
        return one.act not in ELSEWHERE and conditions.get(one.act, True)

    return [one for one in sheet.acts if is_here(one)]


def _button(one: ProposalAct, sheet: ProposalSheet) -> html.Button:
    made = _press(one.label, PRIMARY if one.ready and one.act in ONWARD else "button", one.act, sheet)
    made.disabled, made.key = not one.ready, f"{sheet.id}-{one.act}"
    return made


def _press(words: str, class_name: str, done: Act, sheet: ProposalSheet) -> html.Button:
    """Return a button that does something to a place once what is typed of it is stored (see ``assets/proposals/acts.mjs``)."""
    return act("propose-do", words, class_name=class_name, does=done.value, of=sheet.id)
