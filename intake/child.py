"""The process apart: limits itself, reads one file from its input, writes plain JSON. Imports nothing of the house but readers."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import sys
from typing import Any, NamedTuple

MAX_ANSWER_CHARS = 128 * 1024 * 1024


class Limits(NamedTuple):
    """What the process may use, and what it may return."""

    cpu_s: int
    memory_bytes: int
    rows: int
    columns: int
    vertices: int
    cell_chars: int


class RefusedError(Exception):
    """The file is refused; the argument is a key of `intake.sandbox.SENTENCES`."""


def main(reader: str, limits_json: str) -> None:
    """Read the file on standard input and write the answer, or the reason of the refusal, on standard output."""
    limits = Limits(*json.loads(limits_json))
    _limit(resource.RLIMIT_CPU, limits.cpu_s)
    _limit(resource.RLIMIT_AS, limits.memory_bytes)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)
    try:
        answer = _read(reader, limits)
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


def _read(reader: str, limits: Limits) -> dict[str, Any]:
    if reader == "xlsx":
        from intake import xlsx_reader as module
    elif reader == "photo":
        from intake import photo_reader as module  # type: ignore[no-redef]
    else:
        from intake import geopackage_reader as module  # type: ignore[no-redef]
    module.prepare()
    data = sys.stdin.buffer.read()
    close_the_doors()
    return module.read(data, limits)


def close_the_doors() -> None:
    """Let no file or socket be opened from here on: the system refuses any new descriptor."""
    _limit(resource.RLIMIT_NOFILE, 0)
