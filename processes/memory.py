"""How a process gives the system back the memory that it no longer uses."""

from __future__ import annotations

import ctypes
import time

M_MMAP_THRESHOLD, M_ARENA_MAX = -3, -8  # of glibc's <malloc.h>
LARGE_BYTES = 1 << 20
MOST_ARENAS = 2
EVERY_S = 20.0


def give_back_large_blocks() -> None:
    """Have the memory of a large array go back to the system as soon as the array does; to be called before threads start.

    Left to itself, glibc raises the size from which it does so up to 32 MB, and keeps a heap for each thread: a process that makes tables
    of ten megabytes by turns then grows without end. Other C libraries are left as they are.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(M_MMAP_THRESHOLD, LARGE_BYTES)
        mallopt(M_ARENA_MAX, MOST_ARENAS)


def give_back_small_blocks() -> None:
    """Give the system back the free memory between blocks in use; where the C library cannot, nothing is done."""
    malloc_trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if malloc_trim is not None:
        malloc_trim(0)


def keep_giving_back() -> None:
    """Give memory back for ever, a few times a minute."""
    while True:
        time.sleep(EVERY_S)
        give_back_small_blocks()
