"""The gate before Dash: a callback is run only for who may, and only when its request has exactly the declared form."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dash.exceptions import DependencyException
from flask import Flask, Response, request
from pydantic import TypeAdapter, ValidationError
from werkzeug.exceptions import RequestEntityTooLarge

from access.identity import demand
from access.refusal import refused
from domain.person import Action
from i18n import gettext as _

CALLBACK_PATH = "/_dash-update-component"
MAX_BODY_BYTES = 1_000_000
MOST_ALIKE = 5_000
"""How many components of a type a page may send of at once."""
KEYS = {"output", "outputs", "inputs", "changedPropIds", "state", "parsedChangedPropsIds"}


class Refused(ValueError):  # noqa: N818 - an answer, not a fault of ours
    """A request that the gate does not let through; the message is for the person, in the current language."""


@dataclass(frozen=True, slots=True)
class Each:
    """All the components of a type, however many: Dash's pattern ``{"type": type, "index": ALL}``. `index` is the schema of an index."""

    type: str
    index: TypeAdapter[Any]


Declared = tuple[str | Each, str, TypeAdapter[Any]]
"""An input or a state: its component, or all of a type; its property; the schema of what the browser may send of each."""


@dataclass(frozen=True, slots=True)
class Contract:
    """The form of one callback's request (its output key, its outputs, the schema of each input and state), and what it is to do."""

    output: str
    outputs: tuple[tuple[str, str], ...]
    inputs: tuple[Declared, ...]
    state: tuple[Declared, ...]
    action: Action


def parse_body(raw: bytes) -> dict[str, Any]:
    """Read strict JSON: no NaN, no infinity, an object at the top.

    Raises
    ------
    Refused
        With a sentence that says what is wrong.
    """
    if len(raw) > MAX_BODY_BYTES:
        raise Refused(_("Requête trop volumineuse."))
    try:
        body = json.loads(raw, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise Refused(_("Requête illisible : JSON attendu.")) from error
    if not isinstance(body, dict):
        raise Refused(_("Requête illisible : un objet JSON est attendu."))
    return body


def _no_constant(name: str) -> None:
    raise ValueError(name)


def check(body: Mapping[str, Any], contracts: Mapping[str, Contract]) -> Contract:
    """Return the contract that a body meets; refuse one that is not exactly what one declared callback expects.

    Raises
    ------
    Refused
        Unknown output, other inputs or state than declared, or a value that its schema refuses.
    """
    output = body.get("output")
    contract = contracts.get(output) if isinstance(output, str) else None
    if contract is None:
        raise Refused(_("Action inconnue."))
    if set(body) - KEYS:
        raise Refused(_("Requête inattendue : clés non déclarées."))
    _check_outputs(body.get("outputs"), contract)
    _check_values(body.get("inputs"), contract.inputs, "inputs")
    _check_values(body.get("state", []), contract.state, "state")
    _check_changed(body.get("changedPropIds", []), body["inputs"])
    return contract


def _check_outputs(given: Any, contract: Contract) -> None:
    items = given if isinstance(given, list) else [given]
    pairs = tuple((item.get("id"), item.get("property")) if isinstance(item, dict) else None for item in items)
    if pairs != contract.outputs:
        raise Refused(_("Requête inattendue : sorties non déclarées."))


def _check_values(given: Any, declared: tuple[Declared, ...], part: str) -> None:
    if not isinstance(given, list) or len(given) != len(declared):
        raise Refused(_("Requête inattendue : {part} non déclarés.").format(part=part))
    for item, (component, prop, schema) in zip(given, declared, strict=True):
        if isinstance(component, Each):
            _check_each(item, component, prop, schema, part)
        else:
            _check_value(item, component, prop, schema, part)


def _check_each(given: Any, each: Each, prop: str, schema: TypeAdapter[Any], part: str) -> None:
    """Check the values of the components of a type: each with an id of the declared form, none twice."""
    sent = given if isinstance(given, list) and len(given) <= MOST_ALIKE else [None]
    ids = [item.get("id") if isinstance(item, dict) else None for item in sent]
    if not all(_is_one_of(each, name) for name in ids) or len({json.dumps(name, sort_keys=True) for name in ids}) != len(ids):
        raise Refused(_("Requête inattendue : {part} non déclarés.").format(part=part))
    for item, name in zip(sent, ids, strict=True):
        _check_value(item, name or {}, prop, schema, part)


def _is_one_of(each: Each, name: Any) -> bool:
    if not isinstance(name, dict) or set(name) != {"type", "index"} or name["type"] != each.type:
        return False
    try:
        each.index.validate_python(name["index"])
    except ValidationError:
        return False
    return isinstance(name["index"], str | int)


def _check_value(item: Any, component: str | dict[str, Any], prop: str, schema: TypeAdapter[Any], part: str) -> None:
    if not isinstance(item, dict) or (item.get("id"), item.get("property")) != (component, prop) or set(item) - {"id", "property", "value"}:
        raise Refused(_("Requête inattendue : {part} non déclarés.").format(part=part))
    try:
        schema.validate_python(item.get("value"))
    except ValidationError as error:
        raise Refused(_("Valeur refusée pour {name}.").format(name=f"{name_of(component)}.{prop}")) from error


def name_of(component: str | dict[str, Any]) -> str:
    """Return the id of a component as Dash writes it in the name of a trigger."""
    return component if isinstance(component, str) else json.dumps(component, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _check_changed(given: Any, inputs: list[Any]) -> None:
    """Check the triggers: inputs of this very request, which were checked already."""
    sent = [item for part in inputs for item in (part if isinstance(part, list) else [part])]
    names = {f"{name_of(item['id'])}.{item['property']}" for item in sent}
    if not isinstance(given, list) or not all(isinstance(name, str) and name in names for name in given):
        raise Refused(_("Requête inattendue : déclencheur non déclaré."))


def install_gate(server: Flask, contracts: Mapping[str, Contract]) -> None:
    """Check every callback request of `server` before Dash sees it; a refusal answers 400 with a sentence.

    Whoever may not do what the callback does is answered 403 (see `access.rules`).
    """

    @server.before_request
    def gate() -> Response | None:
        if request.path.rstrip("/") != CALLBACK_PATH or request.method != "POST":
            return None
        try:
            contract = check(parse_body(_read()), contracts)
        except Refused as refusal:
            return refused(refusal, 400)
        demand(contract.action)
        return None

    @server.errorhandler(DependencyException)
    def no_such_component(_error: DependencyException) -> tuple[str, int]:
        """A component's file that does not exist is « not found »; Dash alone would answer 500."""
        return "", 404


def _read() -> bytes:
    """Return the body, without reading more of it than is allowed."""
    request.max_content_length = MAX_BODY_BYTES
    try:
        return request.get_data(cache=True)
    except RequestEntityTooLarge as error:
        raise Refused(_("Requête trop volumineuse.")) from error
