"""What the service measures of itself, for whoever runs it: in the text format of Prometheus, of all its processes together."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import cache

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest, values
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from store.database import StoreUnavailable
from store.state import StoreState

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
SECONDS = (0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0)
OTHER = "other"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
StateOf = Callable[[], StoreState]


class Requests:
    """The requests of this process, in files that the processes of a service share; made before these part."""

    def __init__(self) -> None:
        folder = tempfile.mkdtemp(prefix="convergence-metrics-")
        atexit.register(_remove, folder, os.getpid())
        os.environ[FOLDER] = folder
        values.ValueClass = values.MultiProcessValue()
        labels = ("route", "method", "status")
        self.answered = Counter("convergence_requests", "Requests answered.", labels, registry=None)
        self.seconds = Histogram("convergence_request_seconds", "Time to answer.", ("route",), registry=None, buckets=SECONDS)
        self.under_way = Gauge("convergence_requests_under_way", "Requests being answered.", registry=None, multiprocess_mode="livesum")

    def count(self, server: Flask) -> None:
        """Count every request of an application from now on."""

        @server.before_request
        def begin() -> None:
            g.began = time.perf_counter()
            self.under_way.inc()

        @server.after_request
        def end(response: Response) -> Response:
            if "began" in g:
                route = request.url_rule.rule if request.url_rule else OTHER
                self.answered.labels(route, request.method if request.method in METHODS else OTHER, str(response.status_code)).inc()
                self.seconds.labels(route).observe(time.perf_counter() - g.began)
            return response

        @server.teardown_request
        def leave(_error: BaseException | None) -> None:
            if g.pop("began", None) is not None:
                self.under_way.dec()


def _remove(folder: str, made_by: int) -> None:
    """Leave nothing behind, once the process that began ends; those that it started end before."""
    if os.getpid() == made_by:
        shutil.rmtree(folder, ignore_errors=True)


@cache
def requests_of_process() -> Requests:
    """Return those of this process, whatever applications it makes."""
    return Requests()


class _State(Collector):
    """What the database says, read each time that it is asked."""

    def __init__(self, state_of: StateOf) -> None:
        self._state_of = state_of

    def collect(self) -> Iterator[Metric]:
        database = GaugeMetricFamily("convergence_database_up", "Whether the database can be read.")
        try:
            state = self._state_of()
        except StoreUnavailable:
            database.add_metric((), 0)
            yield database
            return
        database.add_metric((), 1)
        yield database
        computations = GaugeMetricFamily("convergence_computations", "Computations that are not over.", labels=("state",))
        computations.add_metric(("running",), state.computations_running)
        computations.add_metric(("waiting",), state.computations_waiting)
        yield computations
        letters = GaugeMetricFamily("convergence_letters", "Letters that have not left.", labels=("state",))
        letters.add_metric(("waiting",), state.letters_waiting)
        letters.add_metric(("given_up",), state.letters_given_up)
        yield letters


def measured(state_of: StateOf) -> Response:
    """Return everything, of all processes, and what the database says."""
    registry = CollectorRegistry()
    MultiProcessCollector(registry, os.environ[FOLDER])
    registry.register(_State(state_of))
    return Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
