"""Processor time of large files, beside what the usual library takes to open them: ``python -m bench.import_cpu [--rows N] [FILE…]``.

Ours is all of an import until its review is stored: reading, columns guessed, every row checked, what is known of them, in the process
apart and in the one that answers. The peer only opens the file as a frame, in a process of its own. Seconds are of processor: other work
counts for nothing, and a process apart that waits for it is given all the time that it needs.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.import_files import FILES
from bench.imports import LANDLORD
from bulk.service import Bulk
from intake import sandbox
from intake.slots import Slots
from store.database import Database
from store.imports import Imports
from store.proposals import Proposals

PEERS = {
    "csv": "pandas.read_csv(path, sep=';', decimal=',')",
    "xlsx": "pandas.read_excel(path, engine='calamine')",
    "xls": "pandas.read_excel(path, engine='calamine')",
    "ods": "pandas.read_excel(path, engine='calamine')",
    "geojson": "geopandas.read_file(path)",
    "gpkg": "geopandas.read_file(path)",
    "zip": "geopandas.read_file(path)",
    "kml": "geopandas.read_file(path)",
}
"""How each format is usually opened."""
_PEER = """
import sys, time, warnings
import pandas, geopandas
warnings.filterwarnings("ignore")
path, began = sys.argv[1], time.process_time()
{call}
print(time.process_time() - began)
"""


def cpu_s() -> float:
    """Return the processor time of this process and of those that it waited for, in seconds."""
    apart = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + apart.ru_utime + apart.ru_stime


def peer_s(path: Path) -> float | None:
    """Return the processor time that the peer takes to open a file, in seconds; None where it cannot."""
    call = PEERS[path.suffix[1:]]
    done = subprocess.run([sys.executable, "-c", _PEER.format(call=call), str(path)], capture_output=True, text=True, check=False)
    return float(done.stdout) if done.returncode == 0 else None


def main() -> None:
    """Import each file, and print its processor time beside the peer's."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", default=list(FILES))
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--drafts", type=int, default=15_000)
    arguments = parser.parse_args()
    sandbox.WALL_S = 900
    with tempfile.TemporaryDirectory() as folder:
        database = Database.open(f"sqlite:///{Path(folder) / 'imports.db'}")
        database.migrate()
        proposals = Proposals(database)
        bulk = Bulk(Imports(database, proposals), proposals, Slots(folder))
        print("| File | MB | ours, s | peer, s | ratio |\n|---|--:|--:|--:|--:|")
        for name in arguments.files:
            data = FILES[name](arguments.rows)
            path = Path(folder) / name
            path.write_bytes(data)
            began = cpu_s()
            bulk.begin(LANDLORD, name, data)
            ours, peer = cpu_s() - began, peer_s(path)
            beside = f"{peer:.1f} | {ours / peer:.1f} ×" if peer else "– | –"
            print(f"| {name} | {len(data) / 1e6:.1f} | {ours:.1f} | {beside} |", flush=True)
        if arguments.drafts:
            print(f"{arguments.drafts} drafts: {drafts_s(bulk, arguments.drafts):.1f} s")
            began = cpu_s()
            proposals.own_marks(LANDLORD)
            print(f"their marks: {cpu_s() - began:.1f} s")


def drafts_s(bulk: Bulk, count: int) -> float:
    """Return the processor time of so many drafts, made of a file that is read already, in seconds."""
    key = bulk.begin(LANDLORD, "places.csv", FILES["places.csv"](count))
    began, is_over = cpu_s(), False
    while not is_over:
        is_over = bulk.commit(LANDLORD, key, only_valid=True).is_over
    return cpu_s() - began


if __name__ == "__main__":
    main()
