"""The one door to numba: a typed decorator whose compiled code is kept on disk between runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

import numba

Kernel = TypeVar("Kernel", bound=Callable[..., object])


def compiled(function: Kernel) -> Kernel:
    """Compile `function` to machine code on its first call, and keep the code for the next process.

    Sums may be reassociated (vector instructions), but NaN and infinity keep their meaning: an infinite
    travel time must stay infinite.
    """
    options = {"reassoc", "contract", "nsz", "arcp"}
    return cast(Kernel, numba.njit(cache=True, nogil=True, fastmath=options)(function))
