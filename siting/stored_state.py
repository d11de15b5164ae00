"""A search as bytes and back, without pickle: any worker, on any day, can go on from it."""

from __future__ import annotations

import io
from zipfile import BadZipFile

import numpy as np

from siting.exact import ExactState, Node


def state_to_bytes(state: ExactState) -> bytes:
    """Return `state` as an .npz archive of plain arrays."""
    nodes = state.nodes
    stream = io.BytesIO()
    np.savez_compressed(
        stream,
        allow_pickle=False,
        plan=np.array(state.plan or (), dtype=np.int64),
        has_plan=np.array(state.plan is not None),
        value=np.array(state.value),
        slices=np.array(state.slices),
        bounds=np.array([node.bound for node in nodes]),
        opened=np.concatenate([np.zeros(0, dtype=np.int32), *[node.opened for node in nodes]]),
        dropped=np.concatenate([np.zeros(0, dtype=np.int32), *[node.dropped for node in nodes]]),
        sizes=np.array([[len(node.opened), len(node.dropped)] for node in nodes], dtype=np.int64).reshape(-1, 2),
    )
    return stream.getvalue()


def state_from_bytes(data: bytes) -> ExactState:
    """Return the state that :func:`state_to_bytes` wrote.

    Raises
    ------
    ValueError
        When the bytes are damaged, or hold anything but plain arrays.
    """
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
    except (OSError, EOFError, BadZipFile) as error:
        raise ValueError("this is not a stored search") from error
    ends = np.cumsum(arrays["sizes"], axis=0)
    starts = ends - arrays["sizes"]
    nodes = tuple(
        Node(arrays["opened"][a[0] : b[0]], arrays["dropped"][a[1] : b[1]], float(bound))
        for a, b, bound in zip(starts, ends, arrays["bounds"], strict=True)
    )
    plan = tuple(int(p) for p in arrays["plan"]) if bool(arrays["has_plan"]) else None
    return ExactState(plan, float(arrays["value"]), nodes, int(arrays["slices"]))
