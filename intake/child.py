"""The process apart: limits itself, reads one file from its input, writes plain JSON. Imports nothing of the house but readers."""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import resource
import sys
from typing import Any

MAX_ANSWER_CHARS = 128 * 1024 * 1024
LENGTH_BYTES = 4
"""In front of the input: the length of what is asked (JSON), which the file follows."""
READERS = {
    "features": "intake.feature_reader",
    "photo": "intake.photo_reader",
    "service": "intake.service_reader",
    "table": "bulk.apart",
    "zone": "intake.zone_reader",
}
"""Module of each reader: `prepare(asked)` loads all that it needs, `read(data, asked)` then returns plain values."""


class RefusedError(Exception):
    """The file is refused; the argument is a key of `intake.sandbox.SENTENCES`."""


def main(reader: str, cpu_s: str, memory_bytes: str, niceness: str) -> None:
    """Read the file on standard input and write the answer, or the reason of the refusal, on standard output."""
    os.nice(int(niceness))
    gc.disable()  # it reads one file and ends: going through millions of cells again and again finds nothing to give back
    _limit(resource.RLIMIT_CPU, int(cpu_s))
    _limit(resource.RLIMIT_AS, int(memory_bytes))
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)
    try:
        answer = _read(reader)
        text = json.dumps(answer, ensure_ascii=True, allow_nan=True)
        if len(text) > MAX_ANSWER_CHARS:
            raise RefusedError("limits")
    except RefusedError as refused:
        text = json.dumps({"refused": refused.args[0]})
    except MemoryError:
        text = '{"refused": "limits"}'
    except BaseException:  # whatever a parser throws at a hostile file is the same answer
        text = '{"refused": "unreadable"}'
    # The descriptors of a library are not worth an orderly end: nothing after the answer may fail.
    with contextlib.suppress(OSError):
        sys.stdout.write(text)
        sys.stdout.flush()
    os._exit(0)


def _limit(what: int, value: int) -> None:
    resource.setrlimit(what, (value, value))


def _read(reader: str) -> dict[str, Any]:
    module = importlib.import_module(READERS[reader])
    stream = sys.stdin.buffer
    request = json.loads(stream.read(int.from_bytes(stream.read(LENGTH_BYTES), "big")))
    module.prepare(request)
    data = stream.read()
    forbid_files_and_sockets()
    answer: dict[str, Any] = module.read(data, request)
    return answer


def forbid_files_and_sockets() -> None:
    """Let no file or socket be opened from here on: the system refuses any new descriptor."""
    _limit(resource.RLIMIT_NOFILE, 0)
