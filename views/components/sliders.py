"""Sliders of which the browser sets the value: they show what the address asks, and a hand on one makes another address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash import dcc, html

from i18n import N_

PERCENT = N_("{n} %")


@dataclass(frozen=True, slots=True)
class Scale:
    """Values of a slider: its ends, its step and where it begins; `words` says one of them ``{n}``, with so many decimals at most."""

    low: float
    high: float
    step: float
    value: float
    words: str = "{n}"
    decimals: int = 0


def slider(
    name: str,
    label: str,
    scale: Scale,
    data: Mapping[str, str],
    *,
    sign: Sequence[Any] = (),
    marks: Sequence[Any] = (),
    after: Sequence[Any] = (),
    below: Sequence[Any] = (),
    is_small: bool = True,
) -> html.Div:
    """Return a slider (see ``assets/core/sliders.mjs``) under its label.

    `data` are the attributes of its row by which the browser knows what it moves; `sign` stands before the label, `marks` after it,
    `after` after the value in words, `below` under the slider. Dash hears nothing of it.
    """
    range_ = dcc.Input(id=name, type="range", min=scale.low, max=scale.high, step=scale.step, value=scale.value, className="range-input")
    output = html.Output(htmlFor=name, className="slider-value")
    head = html.Div([*sign, html.Label(label, htmlFor=name), *marks, output, *after], className="weight-head")
    shown = {"data-words": scale.words, "data-decimals": str(scale.decimals)}
    return html.Div([head, range_, *below], className="weight small" if is_small else "weight", **shown, **data)
