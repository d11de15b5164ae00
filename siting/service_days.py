"""On which days the services of a GTFS run, and the weekday that stands for them all."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from i18n import N_
from siting.gtfs import Feed, FeedError
from siting.incidence import Bools

MOST_DAYS = 1_100
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WORKING = 5
ADDED, REMOVED = "1", "2"


@dataclass(frozen=True, eq=False)
class ServiceDays:
    """The services of a feed, day by day.

    Attributes
    ----------
    first, last : the first and last day that the feed covers.
    runs : one row a service, one column a day from `first` on (at most three years).
    """

    services: pd.Index
    first: dt.date
    last: dt.date
    runs: Bools

    def on(self, day: dt.date) -> set[str]:
        """Return the services that run on a day."""
        column = (day - self.first).days
        return set(self.services[self.runs[:, column]]) if 0 <= column < self.runs.shape[1] else set()

    def typical(self, service_of_trip: pd.Series) -> dt.date:
        """Return the weekday whose number of trips is the median of all weekdays that have any, the first of its kind.

        Raises
        ------
        FeedError
            No trip runs on any weekday.
        """
        trips = service_of_trip.value_counts().reindex(self.services).fillna(0).to_numpy(np.int64) @ self.runs.astype(np.int64)
        weekday = (self.first.weekday() + np.arange(len(trips))) % 7
        days = np.flatnonzero((trips > 0) & (weekday < WORKING))
        if not len(days):
            text = N_("Horaires (GTFS) : aucune course n'y circule un jour de semaine, du {first} au {last}.")
            raise FeedError(text, first=f"{self.first:%d/%m/%Y}", last=f"{self.last:%d/%m/%Y}")
        count = np.sort(trips[days])[len(days) // 2]
        return self.first + dt.timedelta(int(days[np.argmax(trips[days] == count)]))


def service_days(feed: Feed) -> ServiceDays:
    """Read calendar.txt, then what calendar_dates.txt adds and removes.

    Raises
    ------
    FeedError
        A date is none, or no day at all is covered.
    """
    weeks, dates = feed["calendar.txt"], feed["calendar_dates.txt"]
    starts, ends = (_days(weeks[name], "calendar.txt") for name in ("start_date", "end_date"))
    on = _days(dates["date"], "calendar_dates.txt")
    added = on[(dates["exception_type"] == ADDED).to_numpy()]
    bounds = np.concatenate((starts[starts <= ends], ends[starts <= ends], added))
    if not len(bounds):
        raise FeedError(N_("Horaires (GTFS) : le calendrier ne couvre aucun jour (une date de fin vient avant celle du début)."))
    first, last = bounds.min(), bounds.max()
    services = pd.Index(pd.unique(pd.concat([weeks["service_id"], dates["service_id"]])))
    runs = np.zeros((len(services), min(int((last - first).astype(int)) + 1, MOST_DAYS)), dtype=np.bool_)
    day = first + np.arange(runs.shape[1])
    weekday = (first.astype(object).weekday() + np.arange(len(day))) % 7
    for row, start, end, *week in zip(services.get_indexer(weeks["service_id"]), starts, ends, *(weeks[n] for n in WEEKDAYS), strict=True):
        runs[row] |= (day >= start) & (day <= end) & (np.array(week) == "1")[weekday]
    for kind in (REMOVED, ADDED):
        chosen = (dates["exception_type"] == kind).to_numpy()
        column = (on[chosen] - first).astype(int)
        inside = (column >= 0) & (column < len(day))
        runs[services.get_indexer(dates["service_id"][chosen])[inside], column[inside]] = kind == ADDED
    return ServiceDays(services, first.astype(object), last.astype(object), runs)


def _days(column: pd.Series, table: str) -> NDArray[np.datetime64]:
    """Return a column YYYYMMDD as days."""
    days = pd.to_datetime(column, format="%Y%m%d", errors="coerce")
    if days.isna().any():
        wrong = str(column[days.isna()].iloc[0])[:20]
        text = N_("Horaires (GTFS) : dans {table}, « {text} » n'est pas une date (année, mois, jour : 20270115).")
        raise FeedError(text, table=table, text=wrong)
    return days.to_numpy().astype("datetime64[D]")
