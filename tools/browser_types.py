"""The browser's types of JSON answers, written from the models of services/: `python -m tools.browser_types` prints them."""

from __future__ import annotations

import importlib
import json
import pkgutil
import sys
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from pydantic.json_schema import models_json_schema

import services
from services.answer import Answer

HEAD = "/* JSON answers of the service. Written by `make docs` from the models of services/: do not edit by hand. */\n"
WORDS = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}
REF = "#/$defs/"

Schema = Mapping[str, Any]


def answers() -> list[type[Answer]]:
    """Return every model of an answer that services/ declares, by name.

    Raises
    ------
    ValueError
        When two of them have the same name.
    """
    for module in pkgutil.walk_packages(services.__path__, "services."):
        importlib.import_module(module.name)
    found = sorted({model for model in _below(Answer) if model.__module__.startswith("services.")}, key=lambda model: model.__name__)
    for one, other in pairwise(found):
        if one.__name__ == other.__name__:
            raise ValueError(f"two answers are named {one.__name__}: {one.__module__} and {other.__module__}")
    return found


def _below(model: type[Answer]) -> Iterator[type[Answer]]:
    for child in model.__subclasses__():
        yield child
        yield from _below(child)


def typescript(models: list[type[Answer]]) -> str:
    """Return one TypeScript declaration for each model, and for each type that they hold; a model that says more extends the others.

    Raises
    ------
    ValueError
        A field has a type that says nothing (`Any`) or that this does not know.
    """
    _of, whole = models_json_schema([(model, "validation") for model in models], by_alias=True)
    schemas: dict[str, Schema] = whole.get("$defs", {})
    parents = {model.__name__: [base.__name__ for base in model.__bases__ if base.__name__ in schemas] for model in models}
    return "\n".join([HEAD, *(_declaration(name, schemas, parents.get(name, [])) for name in sorted(schemas))])


def _declaration(name: str, schemas: Mapping[str, Schema], parents: list[str]) -> str:
    schema = schemas[name]
    comment = _comment(schema.get("description"), "")
    if "properties" not in schema and schema.get("type") != "object":
        return f"{comment}export type {name} = {_type(schema, name)};\n"
    required = set(schema.get("required", ()))
    fields = "".join(
        f"{_comment(field.get('description'), '  ')}  {key}{'' if key in required else '?'}: {_type(field, f'{name}.{key}')};\n"
        for key, field in schema.get("properties", {}).items()
        if not any(_has(schemas[parent], key, field, key in required) for parent in parents)
    )
    extends = f" extends {', '.join(parents)}" if parents else ""
    return f"{comment}export interface {name}{extends} {{\n{fields}}}\n"


def _has(parent: Schema, key: str, field: Schema, is_required: bool) -> bool:
    """Say whether a parent declares the same field."""
    return parent.get("properties", {}).get(key) == field and (key in parent.get("required", ())) == is_required


def _comment(text: str | None, indent: str) -> str:
    return f"{indent}/** {' '.join(text.split())} */\n" if text else ""


def _type(schema: Schema, where: str) -> str:
    """Return the TypeScript of one schema; `where` is the field that an error names."""
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(REF)
    if "const" in schema or "enum" in schema:
        return " | ".join(json.dumps(value, ensure_ascii=False) for value in schema.get("enum", [schema.get("const")]))
    for union in ("anyOf", "oneOf"):
        if union in schema:
            return " | ".join(dict.fromkeys(_type(one, where) for one in schema[union]))
    if schema.get("type") == "array":
        return _array(schema, where)
    if schema.get("type") == "object" and isinstance(schema.get("additionalProperties"), Mapping):
        names = schema.get("propertyNames", {}).get("enum", [])
        key = " | ".join(json.dumps(name) for name in names) or "string"
        return f"Record<{key}, {_type(schema['additionalProperties'], where)}>"
    if schema.get("type") in WORDS:
        return WORDS[schema["type"]]
    raise ValueError(f"{where}: a type that says what it holds is needed, not {dict(schema)}")


def _array(schema: Schema, where: str) -> str:
    if "prefixItems" in schema:
        return f"[{', '.join(_type(one, where) for one in schema['prefixItems'])}]"
    inner = _type(schema.get("items", {}), where)
    return f"({inner})[]" if " | " in inner else f"{inner}[]"


if __name__ == "__main__":
    sys.stdout.write(typescript(answers()))
