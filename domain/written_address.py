"""An address as somebody wrote it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from domain.words import words

_CODE = re.compile(r"\b\d{5}\b")


@dataclass(frozen=True, slots=True)
class Written:
    """An address as it was written, with the postcode and the commune that stand beside it; empty where there are none."""

    address: str
    postcode: str = ""
    town: str = ""

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Written:
        """Return the address of a place, from its fields by id."""
        return cls(*(str(values.get(name) or "") for name in ("address", "postcode", "town")))

    @property
    def line(self) -> str:
        """The address on one line."""
        beside = (self.postcode if self.postcode not in self.address else "", self.town if not self._names(self.town) else "")
        return " ".join(part for part in (self.address, *beside) if part)

    @property
    def code(self) -> str:
        """Its postcode; the one that stands in the address where there is none beside it."""
        found = _CODE.findall(self.address)
        return self.postcode or (found[-1] if found else "")

    def _names(self, town: str) -> bool:
        return set(words(town)) <= set(words(self.address))
