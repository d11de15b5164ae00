"""The candidates as one binary table of typed columns: fetched once by the browser, then filtered there.

Layout: ``CVX1``, header length (uint32, little endian), header JSON, then each column at an offset that is a multiple of 8.
A text column is n + 1 offsets (uint32), padded to 8, then its UTF-8 bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from domain.facet_values import IntColumn
from domain.selection import FacetSet
from geodata.candidate_facets import facet_columns, other_values

MAGIC = b"CVX1"
EXAMPLE = "example"
DTYPES = {np.dtype(np.uint8): "u1", np.dtype(np.uint16): "u2", np.dtype(np.uint32): "u4", np.dtype(np.int32): "i4"}


@dataclass(frozen=True)
class ColumnTable:
    """Encoded candidates. `encoded` maps a facet id to its integer column; `data` is what the browser fetches."""

    encoded: Mapping[str, IntColumn]
    data: bytes
    digest: str


def encode_table(candidates: pd.DataFrame, facets: FacetSet, texts: Sequence[str], others: FacetSet | None = None) -> ColumnTable:
    """Encode every facet's column, those of `others` that nothing filters by, whether each place is an example, and the texts.

    Raises
    ------
    ValueError
        When a value is not among its facet's declared options.
    """
    encoded = facets.encode(facet_columns(candidates))
    shown = {**encoded, **others.encode(other_values(candidates))} if others else encoded
    blocks: list[bytes] = []
    columns: list[dict[str, object]] = []
    offset = 0
    for name, values in shown.items():
        flat = np.ascontiguousarray(values)
        width = flat.shape[1] if flat.ndim == 2 else 1
        columns.append({"name": name, "dtype": DTYPES[flat.dtype], "offset": offset, "width": width})
        blocks.append(_padded(flat.astype(flat.dtype.newbyteorder("<")).tobytes()))
        offset += len(blocks[-1])
    columns.append({"name": EXAMPLE, "dtype": "u1", "offset": offset, "width": 1})
    blocks.append(_padded(candidates["is_example"].to_numpy(np.uint8).tobytes()))
    offset += len(blocks[-1])
    for name in texts:
        columns.append({"name": name, "dtype": "text", "offset": offset})
        blocks.append(_text_block(candidates[name]))
        offset += len(blocks[-1])
    header = json.dumps({"rows": len(candidates), "columns": columns}, separators=(",", ":")).encode()
    start = MAGIC + len(header).to_bytes(4, "little") + header
    data = _padded(start) + b"".join(blocks)
    return ColumnTable(encoded, data, hashlib.sha256(data).hexdigest()[:16])


def _padded(data: bytes) -> bytes:
    return data + b"\0" * (-len(data) % 8)


def _text_block(values: pd.Series) -> bytes:
    words = [b"" if word is None or word != word else str(word).encode() for word in values.tolist()]
    offsets = np.concatenate([[0], np.cumsum([len(word) for word in words])]).astype("<u4")
    return _padded(offsets.tobytes()) + _padded(b"".join(words))
