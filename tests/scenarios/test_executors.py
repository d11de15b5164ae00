"""Slices run in other processes, on this machine or on a cluster; one that is killed costs a slice, not the study."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from distributed import LocalCluster

from geodata.published import with_places
from geodata.territory import Territory
from scenarios.cluster import Cluster
from scenarios.executors import Pool, dask_pool, process_pool
from scenarios.planner import Planner
from scenarios.service import Service
from scenarios.slices import FRONT, ROBUST, Job, TerritorySource, begun, planner_of, work, work_at
from scenarios.solvers import Solvers
from scenarios.solving import first
from store.database import Database
from store.searches import Searches
from tests.published import LAUNDRY, YARD
from tests.scenarios.test_service import FOOT, finished, until
from tests.serving import free_port


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> TerritorySource:
    return TerritorySource(cache=tmp_path_factory.mktemp("times"))


@pytest.fixture
def searches(tmp_path: Path) -> Searches:
    database = Database.open(f"sqlite:///{tmp_path / 'c.db'}")
    database.migrate()
    return Searches(database)


@pytest.fixture(scope="module")
def processes(home: TerritorySource) -> Iterator[Pool]:
    pool = process_pool(home)
    yield pool
    pool.renew()


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    """A real scheduler and two workers, each a process of its own."""
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0", silence_logs=50) as started:
        yield started


def children(pool: Pool) -> list[int]:
    held = pool._current
    return held[1].pids() if held and isinstance(held[1], Solvers) else []


def test_a_slice_gives_the_same_in_another_process(planner: Planner, processes: Pool) -> None:
    query = planner.canonical(FOOT)
    instance = planner.instance(query)
    job = Job(ROBUST, query, begun(instance, ROBUST).state, first(instance).plan or (), 0.0)
    assert processes.submit(job).result(timeout=120) == work(planner, job)


def test_a_process_knows_the_accepted_places_that_come_with_the_job(territory: Territory, home: TerritorySource, processes: Pool) -> None:
    whole = with_places(territory, (LAUNDRY, YARD)).territory
    with_them = replace(home, version=whole.version, places=(LAUNDRY, YARD))
    here = planner_of(territory, with_them)
    query = here.canonical(f"{FOOT}&open=both&imp=LP-000001")
    instance = here.instance(query)
    job = Job(ROBUST, query, begun(instance, ROBUST).state, first(instance).plan or (), 0.0)
    assert "LP-000001" in instance.ids
    assert processes.running(partial(work_at, with_them)).submit(job).result(timeout=120) == work(here, job)
    assert children(processes)


def test_a_process_killed_in_the_middle_costs_a_slice_only(planner: Planner, processes: Pool, searches: Searches) -> None:
    service = Service(planner, searches, processes, slice_s=0.0)
    until(lambda: service.study(FRONT, FOOT), lambda seen: seen is not None and seen.steps >= 2, 120)
    for child in children(processes):
        os.kill(child, signal.SIGKILL)
    study = finished(service, FRONT)
    assert study.steps > 2


def test_a_cluster_does_the_slices_and_survives_the_loss_of_a_worker(
    planner: Planner, home: TerritorySource, cluster: LocalCluster, searches: Searches
) -> None:
    pool = dask_pool(cluster.scheduler_address, home)
    service = Service(planner, searches, pool, slice_s=0.0)
    until(lambda: service.study(FRONT, FOOT), lambda seen: seen is not None and seen.steps >= 2, 120)
    busy = next(iter(cluster.workers.values()))
    os.kill(busy.pid, signal.SIGKILL)
    study = finished(service, FRONT)
    alone = Service(planner, searches, process_pool(home))
    again = alone.study(FRONT, FOOT)
    assert again is not None
    assert again.state == study.state  # the state lives in the store: any worker, with any executor, reads it
    pool.renew()


def test_several_slices_run_at_once_on_a_cluster(planner: Planner, home: TerritorySource, cluster: LocalCluster) -> None:
    pool = dask_pool(cluster.scheduler_address, home)
    query = planner.canonical(FOOT)
    state = begun(planner.instance(query), FRONT).state
    results = [future.result(timeout=120) for future in [pool.submit(Job(FRONT, query, state, (), 0.0)) for _ in range(4)]]
    assert len({result.state for result in results}) == 1
    pool.renew()


@contextmanager
def dask(part: str, *options: str) -> Iterator[subprocess.Popen[bytes]]:
    """A scheduler or a worker, in a process of its own."""
    command = [sys.executable, "-m", f"distributed.cli.dask_{part}", *options, "--no-dashboard"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        yield process
        process.kill()


def test_a_scheduler_that_is_killed_and_comes_back_costs_a_wait_and_no_error(
    planner: Planner, home: TerritorySource, searches: Searches
) -> None:
    port = free_port()
    address, scheduler = f"tcp://127.0.0.1:{port}", ("scheduler", "--host", "127.0.0.1", "--port", str(port))
    worker = ("worker", address, "--nthreads", "1", "--no-nanny")
    service = Service(planner, searches, Pool(lambda: Cluster(address), partial(work_at, home), retry_s=0.2), slice_s=0.0)
    waits = until(lambda: service.study(FRONT, FOOT), lambda seen: seen is not None and bool(seen.sentence), 120)
    assert waits is not None
    assert waits.running
    with dask(*scheduler) as first_one, dask(*worker):
        until(lambda: service.study(FRONT, FOOT), lambda seen: seen is not None and seen.steps >= 1, 240)
        first_one.kill()
        until(lambda: service.study(FRONT, FOOT), lambda seen: seen is not None and bool(seen.sentence), 120)
    with dask(*scheduler), dask(*worker):
        assert finished(service, FRONT).finished
    service._pool.renew()


def test_processes_are_replaced_after_some_slices_and_end_when_nothing_is_asked() -> None:
    solvers = Solvers(most_slices=2, idle_s=0.2)
    pids = [solvers.submit(os.getpid).result(120) for _ in range(3)]
    assert pids[0] == pids[1] != pids[2]
    until(lambda: ended(pids[0]) and ended(pids[2]), bool, 60)
    assert solvers.submit(os.getpid).result(120) not in pids
    solvers.shutdown()


def test_the_processes_of_a_killed_server_end_with_it(home: TerritorySource) -> None:
    code = (
        "import os, sys; from pathlib import Path\n"
        "from scenarios.executors import process_pool; from scenarios.slices import TerritorySource\n"
        "if __name__ == '__main__':\n"
        " pool = process_pool(TerritorySource(cache=Path(sys.argv[1])))\n"
        " print(pool._executor().submit(os.getpid).result(), flush=True)\n"
        " sys.stdin.read()\n"
    )
    script = home.cache / "server.py" if home.cache else Path("server.py")
    script.write_text(code)
    there = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, str(script), str(home.cache)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=there) as server:
        assert server.stdout is not None
        solver = int(server.stdout.readline())
        server.kill()
    until(lambda: ended(solver), bool, 60)


def ended(pid: int) -> bool:
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout.strip()
    return not state or state.startswith("Z")
