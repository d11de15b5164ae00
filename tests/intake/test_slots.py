"""Files are read a few at once by all the processes of a machine, and one at a time a person: who waits for long is told so."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from pathlib import Path
from threading import Barrier, BoundedSemaphore

import pytest

from intake.sandbox import ROOT, Busy
from intake.slots import MOST_AT_ONCE, Slots


def test_a_person_reads_one_file_at_a_time(tmp_path: Path) -> None:
    slots = Slots(str(tmp_path))
    with slots.taken("ada"), pytest.raises(Busy, match="en attente"), slots.taken("ada"):
        pass
    with slots.taken("ada"):
        pass


def test_no_more_files_are_read_at_once_than_there_are_places_whatever_the_process(tmp_path: Path) -> None:
    with ExitStack() as held:
        for who in ("ada", "bob"):
            held.enter_context(Slots(str(tmp_path), most=2).taken(who))
        with pytest.raises(Busy, match="en attente"), Slots(str(tmp_path), most=2, patience_s=0).taken("eve"):
            pass
    with Slots(str(tmp_path), most=2).taken("eve"):
        pass


def test_a_process_that_is_killed_gives_its_place_back(tmp_path: Path) -> None:
    hold = f"from intake.slots import Slots\nwith Slots({str(tmp_path)!r}, 1).taken('ada'):\n    print('held', flush=True)\n    input()"
    command = [sys.executable, "-c", hold]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as other:
        assert other.stdout
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(Busy), Slots(str(tmp_path), 1, 0).taken("bob"):
            pass
        other.kill()
    with Slots(str(tmp_path), 1).taken("bob"):
        pass


def test_twenty_who_come_at_once_all_have_their_turn_two_at_a_time(tmp_path: Path) -> None:
    slots, room, gate, served = Slots(str(tmp_path)), BoundedSemaphore(MOST_AT_ONCE), Barrier(20), []

    def read(who: int) -> None:
        gate.wait()
        while who not in served:
            with suppress(Busy), slots.taken(f"person {who}"):
                assert room.acquire(blocking=False)
                served.append(who)
                room.release()

    with ThreadPoolExecutor(20) as people:
        list(people.map(read, range(20)))
    assert sorted(served) == list(range(20))
