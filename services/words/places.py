"""A place in words: each field with its unit, what is not known, and what differs between two descriptions of it."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from domain.candidate import Kind
from domain.place_fields import GROUP_LABELS, PLACE_FIELDS, PRECISION, Group, PlaceField, counted, field_of, fields_by_id, grouped
from domain.place_history import EVENTS
from domain.proposal import RENT_SWITCH, Content, hidden_fields
from geodata.crs import to_l93
from i18n import gettext as _
from i18n import ngettext
from i18n.numbers import day, number, quantity
from services.answer import Answer

DECIMALS = 2  # as fine as a figure may be written, so that any change shows
POSITION = "position"
OF_POSITION = ("lon", "lat", PRECISION)
FILE_ONLY = frozenset({"example", "x", "y"})


class Fact(Answer):
    """A field of a place in words."""

    key: str
    label: str
    value: str | None
    """None when it is not known."""
    confidential: bool
    """Whether only those entitled read it."""


class FactBlock(Answer):
    """Fields that go together."""

    title: str
    rows: list[Fact]


class Change(Answer):
    """What differs of a field between two descriptions of a place, in words; None where it is not known."""

    key: str
    label: str
    before: str | None
    after: str | None
    note: str = ""
    """How far the place was moved."""


def label_of(kind: Kind, key: str) -> str:
    """Return the name of a field, in the current language; the key itself for one that is no longer known."""
    field = fields_by_id(kind).get(key)
    return _(field.label) if field else key


def value_of(kind: Kind, key: str, content: Content) -> str | None:
    """Return the value of a field in words, with its unit; None when it is unknown."""
    if not is_known(key, content):
        return None
    if key == POSITION:
        return _position(content)
    field, value = fields_by_id(kind).get(key), content[key]
    return _of_field(field, value) if field and field.is_plain else _other(key, value)


def is_known(key: str, content: Content) -> bool:
    """Say whether the value of a field is known."""
    if key == POSITION:
        return content.get("lon") is not None or content.get("lat") is not None
    return content.get(key) not in (None, "", [])


def _position(content: Content) -> str:
    given = [content.get(key) for key in ("lon", "lat")]
    pair = " ; ".join("…" if part is None else number(part, 5) for part in given)  # the journal tells the one that changed alone
    precision = field_of(PRECISION).word(content.get(PRECISION))
    return f"{pair}, {precision}" if precision else pair


def _of_field(field: PlaceField, value: Any) -> str:
    if field.type == "number" and isinstance(value, (int, float)):
        return quantity(float(value), _(field.unit) if field.unit else "", DECIMALS)
    if field.type == "choice":
        return field.word(value) or str(value)
    return _day(str(value)) if field.type == "day" else str(value)


def _day(text: str) -> str:
    try:
        return day(dt.date.fromisoformat(text))
    except ValueError:
        return text


def _other(key: str, value: Any) -> str:
    if key == "footprint" and isinstance(value, list):
        corners = max(len(value) - 1, 0)
        return ngettext("contour tracé, {n} sommet", "contour tracé, {n} sommets", corners).format(n=number(corners))
    if key == "photos" and isinstance(value, list):
        return ngettext("{n} photo", "{n} photos", len(value)).format(n=number(len(value)))
    if key in ("history", "reminders") and isinstance(value, list):
        return " ; ".join(_dated(item) for item in value)
    return _plain(value)


def _dated(item: Any) -> str:
    """Write what happened to a place, or what is to be done about it: the day, then what."""
    if not isinstance(item, Mapping):
        return _plain(item)
    event = EVENTS.get(str(item.get("what")))
    what = _(event) if event else ""
    done = _("fait") if item.get("done") is True else ""
    return " : ".join(part for part in (_day(str(item.get("on", ""))), what, str(item.get("text", "")), done) if part)


def _plain(value: Any) -> str:
    """Write a value of no declared field: a yes or no, a list, a small record."""
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if isinstance(value, float):
        return number(value, DECIMALS)
    if isinstance(value, Mapping):
        return " : ".join(_plain(item) for item in value.values() if item not in (None, ""))
    if isinstance(value, list):
        return " ; ".join(_plain(item) for item in value)
    return _day(str(value))


def facts(kind: Kind, content: Content) -> list[FactBlock]:
    """Return every field of a place, in blocks."""
    blocks = grouped(kind).items()
    return [FactBlock(title=_(GROUP_LABELS[group]), rows=[_fact(kind, field, content) for field in fields]) for group, fields in blocks]


def _fact(kind: Kind, field: PlaceField, content: Content) -> Fact:
    is_private = field.id in hidden_fields(content) and field.id != RENT_SWITCH
    return Fact(key=field.id, label=_(field.label), value=value_of(kind, field.id, content), confidential=is_private)


def changes(kind: Kind, before: Content, after: Content) -> list[Change]:
    """Return what differs between two descriptions of a place, field by field."""
    return [_change(kind, key, before, after) for key in _keys(before, after) if _raw(key, before) != _raw(key, after)]


def _keys(*contents: Content) -> Iterator[str]:
    """Yield the fields of some contents in the order of the blocks, each once; longitude and latitude are one position."""
    given = {"position" if key in OF_POSITION else key for content in contents for key in content}
    shown = [field.id for group in Group for field in PLACE_FIELDS if field.group is group]
    yield from (key for key in shown if key in given)
    yield from sorted(given - set(shown) - FILE_ONLY)


def _raw(key: str, content: Content) -> Any:
    return tuple(content.get(part) for part in OF_POSITION) if key == "position" else content.get(key)


def _change(kind: Kind, key: str, before: Content, after: Content) -> Change:
    line = Change(key=key, label=label_of(kind, key), before=value_of(kind, key, before), after=value_of(kind, key, after))
    moved = _moved_m(before, after) if key == "position" else math.nan
    if math.isnan(moved):
        return line
    return line.model_copy(update={"note": _("déplacé de {distance}").format(distance=quantity(moved, "m"))})


def _moved_m(before: Content, after: Content) -> float:
    lon, lat = ([content.get(key) for content in (before, after)] for key in ("lon", "lat"))
    if None in (*lon, *lat):
        return math.nan
    x, y = to_l93(np.array(lon, float), np.array(lat, float))
    return math.hypot(x[0] - x[1], y[0] - y[1])


def unfilled(kind: Kind, content: Content) -> list[str]:
    """Return the names of the counted fields that are unknown."""
    return [_(field.label) for field in counted(kind) if not is_known(field.id, content)]


def share_known(kind: Kind, content: Content) -> float:
    """Return the share of the counted fields that are known, in [0, 1]."""
    fields = counted(kind)
    return sum(is_known(field.id, content) for field in fields) / len(fields)
