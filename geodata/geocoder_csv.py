"""The file of addresses that the geocoder places at once: the form that sends it, and its answer as features."""

from __future__ import annotations

import csv
import io
import math
import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from geodata.download import Form

ROW, ADDRESS = "row", "address"
PREFIX = "result_"
RESULTS = ("label", "type", "postcode", "citycode")


def addresses_form(addresses: Iterable[str]) -> Form:
    """Return the form (multipart) that asks for the addresses of a CSV file, a line each."""
    lines = io.StringIO(newline="")
    writer = csv.writer(lines)
    writer.writerow((ROW, ADDRESS))
    writer.writerows((rank, address or "-") for rank, address in enumerate(addresses))
    boundary = secrets.token_hex(16)
    parts = (
        ('form-data; name="columns"', "", ADDRESS),
        ('form-data; name="data"; filename="addresses.csv"', "Content-Type: text/csv; charset=utf-8\r\n", lines.getvalue()),
    )
    body = "".join(f"--{boundary}\r\nContent-Disposition: {name}\r\n{more}\r\n{value}\r\n" for name, more, value in parts)
    return Form(f"{body}--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}")


def features_of(data: bytes) -> list[Any]:
    """Return what was found of each address, in the order in which they were sent, as the service tells one address; None for nothing.

    Raises
    ------
    ValueError
        The answer is no such file, or lacks an address.
    """
    reader = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    missing = {ROW, "longitude", "latitude", PREFIX + "score", *(PREFIX + name for name in RESULTS)} - set(reader.fieldnames or ())
    if missing:
        raise ValueError(f"columns: {sorted(missing)}")
    try:
        found = {int(line[ROW]): _feature(line) for line in reader}
    except csv.Error as why:
        raise ValueError(str(why)) from why
    if set(found) != set(range(len(found))):
        raise ValueError("lines")
    return [found[rank] for rank in range(len(found))]


def _feature(line: Mapping[str, str | None]) -> Any:
    lon, lat, score = (_number(line.get(name)) for name in ("longitude", "latitude", PREFIX + "score"))
    if math.isnan(lon) or math.isnan(lat) or math.isnan(score):
        return None
    answer = {name: line.get(PREFIX + name) or "" for name in RESULTS}
    after = _number(line.get(PREFIX + "score_next"))
    properties = {**answer, "score": score, "score_next": 0.0 if math.isnan(after) else after}
    return {"geometry": {"coordinates": [lon, lat]}, "properties": properties}


def _number(text: str | None) -> float:
    try:
        return float(text or "nan")
    except ValueError:
        return math.nan
