"""Declaration of callbacks: each with the schema of what it accepts, so that the gate can check a request."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State
from pydantic import ConfigDict, TypeAdapter

from access.gate import Contract
from domain.person import Action

STRICT = ConfigDict(strict=True)


@dataclass(frozen=True, slots=True)
class Value:
    """One input or state of a callback: component, property, and the type of what the browser may send."""

    component: str
    prop: str
    type: Any = Any

    @property
    def schema(self) -> TypeAdapter[Any]:
        """The pydantic adapter of `type`, strict where the type has no configuration of its own."""
        return TypeAdapter(self.type)


Target = tuple[str, str]


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
    ) -> Callable[..., Any]:
        """Declare a Python callback. `outputs` with one target returns one value, with several a tuple.

        Parameters
        ----------
        action
            What it does, by which the gate knows who may have it run. There is no default: a forgotten rule must not open anything.

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
            given, kept = (tuple((v.component, v.prop, v.schema) for v in values) for values in (inputs, state))
            self.contracts[key] = Contract(key, tuple(outputs), given, kept, action)
            self.wires.append((function, outputs, inputs, state, initial))
            return function

        return declare

    def client(
        self, name: str, outputs: Sequence[Target], inputs: Sequence[Value], state: Sequence[Value] = (), *, initial: bool = False
    ) -> None:
        """Declare a callback that runs in the browser: the function `name` of the ``convergence`` namespace."""
        self.wires.append((ClientsideFunction("convergence", name), outputs, inputs, state, initial))

    def bind(self, app: Dash) -> None:
        """Declare everything to Dash."""
        for function, outputs, inputs, state, initial in self.wires:
            targets = [Output(component, prop) for component, prop in outputs]
            sources = [Input(v.component, v.prop) for v in inputs] + [State(v.component, v.prop) for v in state]
            arguments = [targets[0] if len(targets) == 1 else targets, *sources] if targets else sources
            if isinstance(function, ClientsideFunction):
                app.clientside_callback(function, *arguments, prevent_initial_call=not initial)
            else:
                app.callback(*arguments, prevent_initial_call=not initial)(function)


def output_key(outputs: Sequence[Target]) -> str:
    """Return the key by which Dash names the outputs in a request."""
    names = [f"{component}.{prop}" for component, prop in outputs]
    return names[0] if len(names) == 1 else f"..{'...'.join(names)}.."
