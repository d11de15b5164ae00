"""How a process gives the system back the memory that it no longer uses, and shares what it loaded with those that it starts."""

from __future__ import annotations

import ctypes
import gc
import sys
import time

import pyarrow

M_MMAP_THRESHOLD, M_ARENA_MAX = -3, -8  # of glibc's <malloc.h>
LARGE_BYTES = 1 << 20
MOST_ARENAS = 2
EVERY_S = 20.0


def give_back_large_blocks() -> None:
    """Have the memory of a large array go back to the system as soon as the array does; to be called before threads start.

    Left to itself, glibc raises the size from which it does so up to 32 MB, and keeps a heap for each thread: a process that makes tables
    of ten megabytes by turns then grows without end. Other C libraries are left as they are. Arrow's own allocator keeps 25 MB or more
    once a table has been read: it is told to use the system's.
    """
    pyarrow.set_memory_pool(pyarrow.system_memory_pool())
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


def share_with_forks() -> None:
    """Leave what is loaded out of the garbage collector's rounds, which write on every page: processes forked from now on share it."""
    gc.collect()
    give_back_small_blocks()
    gc.freeze()


def spawn_without_program() -> None:
    """Have the processes that `multiprocessing` spawns load what they run alone, and not first the program that started this one.

    They would import the module of the command line again, with all its screens: 90 MB each that a solver never uses. Nothing that is
    defined there can be run by them from now on.
    """
    main = sys.modules["__main__"]
    main.__spec__ = None
    main.__dict__.pop("__file__", None)
