"""Callback requests: the one a browser would send for each declared callback, and spoilt ones."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

from access.gate import CALLBACK_PATH, Contract, Each, name_of

POST: dict[str, Any] = {
    "path": CALLBACK_PATH,
    "method": "POST",
    "content_type": "application/json",
    "headers": {"Sec-Fetch-Site": "same-origin"},
}


def items(declared: tuple[tuple[str, str, Any], ...], value: Any) -> list[dict[str, Any]]:
    """Return inputs or state as the browser sends them; of a type of components, one component."""
    return [_item(component, prop, value) for component, prop, _schema in declared]


def _item(component: Any, prop: str, value: Any) -> Any:
    if isinstance(component, Each):
        return [{"id": {"type": component.type, "index": value_that_fits(component.index)}, "property": prop, "value": value}]
    return {"id": component, "property": prop, "value": value}


def first_of(item: Any) -> dict[str, Any]:
    """Return an input as it is sent; of a type of components, the first one's."""
    found: dict[str, Any] = item[0] if isinstance(item, list) else item
    return found


def valid_body(contract: Contract, value: Any = None) -> dict[str, Any]:
    """Return the request of a callback, every value being `value`."""
    outputs = [{"id": component, "property": prop} for component, prop in contract.outputs]
    inputs = items(contract.inputs, value)
    changed = [f"{name_of(item['id'])}.{item['property']}" for item in map(first_of, inputs[:1])]
    return {
        "output": contract.output,
        "outputs": outputs[0] if len(outputs) == 1 else outputs,
        "inputs": inputs,
        "state": items(contract.state, value),
        "changedPropIds": changed,
        "parsedChangedPropsIds": changed,
    }


def value_that_fits(declared: Any, first: Any = None) -> Any:
    """Return a value that a schema accepts: `first` where it may be that, else the first plain value that fits."""
    for value in (first, None, "", [], {}, 0, False, "LP-000001", "LP-000001.1", "star.a.1", "0", "0.0123456789ab"):
        try:
            declared.validate_python(value)
        except ValueError:
            continue
        return value
    raise AssertionError(f"no plain value fits {declared}")


def fitting_body(contract: Contract, first: Any = None) -> dict[str, Any]:
    """Return a request whose every value fits its schema, being `first` where it can."""
    body = valid_body(contract)
    for part, declared in (("inputs", contract.inputs), ("state", contract.state)):
        for item, (_component, _prop, schema) in zip(body[part], declared, strict=True):
            first_of(item)["value"] = value_that_fits(schema, first)
    return body


def _junk(rng: random.Random, depth: int = 0) -> Any:
    plain: list[Callable[[], Any]] = [
        lambda: None,
        lambda: rng.random() < 0.5,
        lambda: rng.randint(-(10 ** rng.randint(0, 30)), 10**6),
        lambda: rng.uniform(-1e9, 1e9),
        lambda: "".join(chr(rng.choice((rng.randint(1, 126), rng.randint(160, 0xD7FF)))) for _ in range(rng.randint(0, 12))),
        lambda: rng.choice(
            ("page.children", "url", "pathname", "..a.b...c.d..", "id", "__proto__", "/sources", "?kinds=premises", "_dash_error")
        ),
    ]
    if depth < 3 and rng.random() < 0.4:
        count = rng.randint(0, 3)
        if rng.random() < 0.5:
            return [_junk(rng, depth + 1) for _ in range(count)]
        return {str(_junk(rng, 3)): _junk(rng, depth + 1) for _ in range(count)}
    return rng.choice(plain)()


def _paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *[found for key, part in inner for found in _paths(part, (*path, key))]]


def mutated(rng: random.Random, body: dict[str, Any]) -> Any:
    """Return `body` with one to three parts replaced, removed, repeated or added."""
    root: Any = {"root": json.loads(json.dumps(body))}
    for _ in range(rng.randint(1, 3)):
        *way, last = rng.choice([path for path in _paths(root) if path])
        holder = root
        for step in way:
            holder = holder[step]
        change = rng.random()
        if change < 0.5:
            holder[last] = _junk(rng)
        elif change < 0.7 and way:
            del holder[last]
        elif isinstance(holder, list):
            holder.insert(rng.randint(0, len(holder)), holder[last])
        else:
            holder[str(_junk(rng, 3))] = _junk(rng)
    return root["root"]


def random_request(rng: random.Random, bodies: list[dict[str, Any]]) -> bytes:
    """Return the bytes of one request: noise, any JSON, a spoilt request, or spoilt bytes of a good one."""
    kind = rng.random()
    if kind < 0.1:
        return rng.randbytes(rng.randint(0, 200))
    if kind < 0.35:
        keys = ("output", "outputs", "inputs", "state", "changedPropIds", "parsedChangedPropsIds", "x")
        body: Any = {key: _junk(rng) for key in rng.sample(keys, rng.randint(0, 6))} if rng.random() < 0.7 else _junk(rng)
        return json.dumps(body).encode()
    if kind < 0.9:
        return json.dumps(mutated(rng, rng.choice(bodies))).encode()
    raw = bytearray(json.dumps(rng.choice(bodies)).encode())
    for _ in range(rng.randint(1, 4)):
        raw[rng.randrange(len(raw))] = rng.randrange(256)
    return bytes(raw)
