"""Declaration of callbacks: each with the schema of what it accepts, so that the gate can check a request."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

from dash import ALL, ClientsideFunction, Dash, Input, Output, State
from pydantic import TypeAdapter

from access.gate import Contract, Each
from domain.person import Action
from views.components.plain_html import with_plain_html


@dataclass(frozen=True, slots=True)
class Value:
    """One input or state of a callback: component (or each of a type, see `every`), property, and the type of what the browser may send."""

    component: str | Each
    prop: str
    type: Any = Any

    @property
    def schema(self) -> TypeAdapter[Any]:
        """The pydantic adapter of `type`, strict where the type has no configuration of its own."""
        return TypeAdapter(self.type)

    @property
    def dash_id(self) -> str | dict[str, Any]:
        """The component as Dash names it."""
        return self.component if isinstance(self.component, str) else {"type": self.component.type, "index": ALL}


def every(kind: str, index: Any, prop: str, of: Any) -> Value:
    """Return an input of all the components whose id is ``{"type": kind, "index": …}``: the callback takes a list of what each sends.

    `index` is the type of an index, `of` that of what one component may send.
    """
    return Value(Each(kind, TypeAdapter(index)), prop, of)


Target = tuple[str, str]
Running = tuple[Target, Any, Any]
"""A property, its value while a callback runs, and its value afterwards."""


def pressed_once(*buttons: str) -> list[Running]:
    """Return what keeps buttons from being pressed again while a callback runs."""
    return [((button, "disabled"), True, False) for button in buttons]


@dataclass
class Registry:
    """Collects declarations; `bind` gives them to Dash, `contracts` to the gate."""

    wires: list[tuple[Any, ...]] = field(default_factory=list)
    contracts: dict[str, Contract] = field(default_factory=dict)

    def server(
        self,
        outputs: Sequence[Target],
        inputs: Sequence[Value],
        state: Sequence[Value] = (),
        *,
        action: Action | None = None,
        initial: bool = True,
        running: Sequence[Running] = (),
    ) -> Callable[..., Any]:
        """Declare a Python callback. `outputs` with one target returns one value, with several a tuple.

        Parameters
        ----------
        action
            What it does, by which the gate knows who may have it run. There is no default: a forgotten rule must not open anything.
        running
            What the browser writes while the callback runs, and once it has answered or failed; see `pressed_once`.

        Raises
        ------
        ValueError
            When another callback already has these outputs, or no action is given.
        """

        def declare(function: Callable[..., Any]) -> Callable[..., Any]:
            key = output_key(outputs)
            if key in self.contracts:
                raise ValueError(f"two callbacks write {key}")
            if action is None:
                raise ValueError(f"the callback that writes {key} declares no action")
            given, states = (tuple((v.component, v.prop, v.schema) for v in values) for values in (inputs, state))
            self.contracts[key] = Contract(key, tuple(outputs), given, states, action)
            self.wires.append((function, outputs, inputs, state, initial, running))
            return function

        return declare

    def client(
        self, name: str, outputs: Sequence[Target], inputs: Sequence[Value], state: Sequence[Value] = (), *, initial: bool = False
    ) -> None:
        """Declare a callback that runs in the browser: the function `name` of the ``convergence`` namespace."""
        self.wires.append((ClientsideFunction("convergence", name), outputs, inputs, state, initial, ()))

    def bind(self, app: Dash) -> None:
        """Declare everything to Dash."""
        for function, outputs, inputs, state, initial, running in self.wires:
            targets = [Output(component, prop) for component, prop in outputs]
            sources = [Input(v.dash_id, v.prop) for v in inputs] + [State(v.dash_id, v.prop) for v in state]
            arguments = [targets[0] if len(targets) == 1 else targets, *sources] if targets else sources
            if isinstance(function, ClientsideFunction):
                app.clientside_callback(function, *arguments, prevent_initial_call=not initial)
            else:
                meanwhile = [(Output(*target), value, after) for target, value, after in running]
                app.callback(*arguments, prevent_initial_call=not initial, running=meanwhile or None)(drawn_plainly(function, outputs))


def output_key(outputs: Sequence[Target]) -> str:
    """Return the key by which Dash names the outputs in a request."""
    names = [f"{component}.{prop}" for component, prop in outputs]
    return names[0] if len(names) == 1 else f"..{'...'.join(names)}.."


def drawn_plainly(function: Callable[..., Any], outputs: Sequence[Target]) -> Callable[..., Any]:
    """Return a callback whose elements that only show are one component of Dash."""
    are_drawn = [prop == "children" for _component, prop in outputs]
    if not any(are_drawn):
        return function

    @wraps(function)
    def draw(*given: Any) -> Any:
        answer = function(*given)
        if len(are_drawn) == 1:
            return with_plain_html(answer)
        if not isinstance(answer, (list, tuple)):
            return answer
        return [with_plain_html(part) if is_drawn else part for is_drawn, part in zip(are_drawn, answer, strict=True)]

    return draw
