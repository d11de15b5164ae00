"""The base of every JSON answer: what its type says, and nothing else, reaches the browser."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, JsonValue


class Answer(BaseModel):
    """What a service answers. Its schema writes the browser's types (`tools/browser_types.py`); a docstring under a field explains it.

    A field is absent from the JSON while it has its default: the browser reads it as `undefined`. What is not known is None, never NaN.
    """

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", allow_inf_nan=False, use_attribute_docstrings=True)

    def to_json(self) -> str:
        """Return the answer as JSON."""
        return self.model_dump_json(by_alias=True, exclude_defaults=True)

    def to_data(self) -> dict[str, JsonValue]:
        """Return the answer as plain data, for a component that keeps data: what `to_json` writes."""
        return self.model_dump(mode="json", by_alias=True, exclude_defaults=True)

    def given(self) -> dict[str, Any]:
        """Return the fields by name: what an answer that says more begins with, `Longer(**short.given(), more=…)`."""
        return {name: getattr(self, name) for name in type(self).model_fields}


class Done(Answer):
    """What was asked is done, and there is nothing more to say."""


class Problem(Answer):
    """Why a request is refused or cannot be answered."""

    error: str
    """A sentence: what, where, what to do."""
