"""What panels that read the store say when it cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from store.database import StoreUnavailable
from views.components.parts import trouble


def store_failures_shown(show: Callable[..., Any]) -> Callable[..., Any]:
    """Where the store cannot be read, a panel says why instead of staying empty."""

    @wraps(show)
    def told(*args: Any) -> Any:
        try:
            return show(*args)
        except StoreUnavailable as why:
            return trouble(str(why))

    return told
