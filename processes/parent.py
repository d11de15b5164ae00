"""A process that ends with the one that started it."""

from __future__ import annotations

import os
import signal
import threading
import time

POLL_S = 0.25


def end_with(parent: int) -> None:
    """End this process at once when its parent has ended, however that was (killed too): it then holds no port and no memory.

    A thread looks, which works on every system and for a child of any thread (Linux's ``PR_SET_PDEATHSIG`` would end the child with
    the *thread* that started it). Compiled code that does not release the interpreter delays it by as much.

    Parameters
    ----------
    parent : the parent's process id, taken by the parent: it may be gone before this is called.
    """
    threading.Thread(target=_watch, args=(parent,), name="end-with-parent", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(POLL_S)
    os.kill(os.getpid(), signal.SIGKILL)
