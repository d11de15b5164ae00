"""The page of an invitation link: a form that a phone fills in without an account or JavaScript, and what became of what it proposed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from markupsafe import Markup

from domain.place_fields import PRECISION, PlaceField, field_of
from domain.proposal import STAGE_LABELS
from i18n import gettext as _
from i18n import ngettext
from i18n.numbers import day
from intake.photo import MAX_UPLOAD_BYTES
from reports.landlord_page import PATH as LANDLORD_PATH
from reports.plain_page import choice, element, link, listed, plain_page
from services.attachments import PHOTO
from services.invitations import GUEST_PATH, GuestPage, GuestPlace, guest_fields
from services.proposal_sheet import ProposalItem

PLACE_KEY = "lieu"
SCRIPT = "/assets/guest_form.js"
INPUT = Markup('<input id="{name}" name="{name}"{attributes}>')
TYPES: Mapping[str, Mapping[str, str]] = {
    "number": {"type": "text", "inputmode": "decimal"},
    "day": {"type": "date"},
    "text": {"type": "text"},
}
"""What an input is, by the type of a field; a choice is a list."""
PHONE_HINTS: Mapping[str, Mapping[str, str]] = {
    "address": {"autocomplete": "street-address"},
    "postcode": {"inputmode": "numeric", "autocomplete": "postal-code"},
    "town": {"autocomplete": "address-level2"},
    "contact": {"autocomplete": "tel"},
}


@dataclass(frozen=True)
class Sent:
    """What became of what was just sent: a sentence, what is wrong of each field, and what was typed where it is refused."""

    sentence: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)

    @property
    def state(self) -> str:
        """What the script reads: a form that was saved, one that was refused, or one that is only shown."""
        return "refused" if self.typed or self.errors else "saved" if self.sentence else "shown"


NOTHING_SENT = Sent()


def invitation_page(page: GuestPage, token: str, sent: Sent = NOTHING_SENT) -> str:
    """Return the page, with what became of what was just sent."""
    path, opened = f"{GUEST_PATH}/{quote(token, safe='')}", page.opened
    until = day(dt.datetime.fromtimestamp(page.invitation.ends_at, dt.UTC).date())
    words = _("Pour {landlord}, à l'intention de {name}. Ce lien est bon jusqu'au {day} ; il ne montre rien d'autre que ce qu'il propose.")
    parts = [element("p", words.format(landlord=page.landlord, name=page.invitation.name, day=until))]
    parts += [element("p", sent.sentence, role="status", class_="decided")] if sent.sentence else []
    if opened is not None:
        parts += _opened(opened)
    elif page.may_begin:
        parts.append(element("h2", _("Un local à proposer")))
    if (opened is not None and opened.sheet.can_edit) or (opened is None and page.may_begin):
        parts.append(_form(page, path, sent))
    parts += _places(page, path)
    return plain_page(_("Proposer un local"), parts, path, script=SCRIPT)


def _opened(place: GuestPlace) -> list[Markup]:
    sheet = place.sheet
    lines = [element("h2", sheet.name or sheet.id), element("p", element("b", _(STAGE_LABELS[sheet.stage])))]
    lines += [element("p", _("Ce qui vous est répondu : {words}").format(words=place.reason), class_="words")] if place.reason else []
    precision = field_of(PRECISION).word(sheet.content.get(PRECISION))
    where = f"{sheet.where} ({precision})" if precision else sheet.where
    lines += [element("p", _("Position : {where}").format(where=where))] if sheet.placed else []
    photos = ngettext("{n} photo jointe", "{n} photos jointes", place.photos).format(n=place.photos)
    lines.append(element("p", photos if place.photos else _("Aucune photo jointe")))
    if sheet.published:
        lines.append(element("p", link(f"{LANDLORD_PATH}/{quote(sheet.id, safe='')}", _("Ce que ce local vaut pour vous, à imprimer"))))
    return lines


def _form(page: GuestPage, path: str, sent: Sent) -> Markup:
    opened, errors = page.opened, sent.errors
    content: Mapping[str, object] = opened.sheet.content if opened is not None else {}
    hidden = {"place": opened.sheet.id, "version": str(opened.sheet.version)} if opened is not None else {"place": "", "version": "0"}
    fields = [_input("hidden", {"type": "hidden", "value": value, "name": key}) for key, value in hidden.items()]
    fields += [_field(one, sent.typed.get(one.id, content.get(one.id)), errors.get(one.id, "")) for one in guest_fields()]
    most = MAX_UPLOAD_BYTES // 1_000_000
    label = element("label", _("Photo ({most} Mo au plus)").format(most=most), for_=PHOTO)
    marks, alert = _wrong(PHOTO, errors.get(PHOTO, ""))
    fields.append(element("p", label + _input(PHOTO, {"type": "file", "accept": "image/jpeg,image/png", "name": PHOTO, **marks}) + alert))
    acts: tuple[tuple[str, str], ...] = (("submit", _("Envoyer")), ("save", _("Enregistrer sans envoyer")))
    if opened is not None and not opened.may_submit:
        acts = (("submit", _("Enregistrer")),)
    buttons = Markup(" ").join(element("button", words, type="submit", name="act", value=act) for act, words in acts)
    restored = element("p", _("Ce que vous aviez tapé sans l'envoyer est revenu."), role="status", hidden="", data_restored="1")
    body = Markup("\n").join([restored, *fields, element("p", buttons)])
    draft = {"data_draft": page.invitation.handle, "data_state": sent.state}
    return element("form", body, method="post", action=path, enctype="multipart/form-data", class_="guest-form", **draft)


def _field(one: PlaceField, value: object, wrong: str) -> Markup:
    label = one.heading + (_(" (obligatoire)") if one.is_required else "")
    text = "" if value is None else str(value).removesuffix(".0")
    marks, alert = _wrong(one.id, wrong)
    if one.choices:
        options = [("", _("non renseigné")), *((option.code, _(option.label)) for option in one.choices)]
        return element("p", choice(one.id, label, options, text, **marks) + alert)
    attributes = {**TYPES[one.type], **PHONE_HINTS.get(one.id, {}), "value": text, "maxlength": "200", **marks}
    if one.is_required:
        attributes["required"] = ""
    return element("p", element("label", label, for_=one.id) + _input(one.id, attributes) + alert)


def _wrong(name: str, words: str) -> tuple[dict[str, str], Markup]:
    """Return what marks a field that is wrong, and what says why beside it."""
    if not words:
        return {}, Markup()
    return {"aria-invalid": "true", "aria-describedby": f"{name}-wrong"}, element("span", words, id=f"{name}-wrong", class_="wrong")


def _input(id_: str, attributes: Mapping[str, str]) -> Markup:
    marks = Markup().join(Markup(' {}="{}"').format(key, value) for key, value in attributes.items() if key != "name")
    if attributes.get("type") == "hidden":
        return Markup('<input name="{}"{}>').format(attributes["name"], marks)
    return INPUT.format(name=id_, attributes=marks)


def _places(page: GuestPage, path: str) -> list[Markup]:
    if not page.places:
        return []
    items = [_line(one, path, is_open=page.opened is not None and page.opened.sheet.id == one.id) for one in page.places]
    more = [element("p", link(path, _("Proposer un autre local")))] if page.opened is not None and page.may_begin else []
    return [element("h2", _("Ce que ce lien a proposé")), listed(items), *more]


def _line(one: ProposalItem, path: str, *, is_open: bool) -> Markup:
    name = one.name or one.id
    shown = element("b", name) if is_open else link(f"{path}?{PLACE_KEY}={one.id}", name)
    return shown + Markup(" · ") + element("span", _(STAGE_LABELS[one.stage]))
