"""Settings that say who runs the service: what a legal notice must name, and whom to write to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from access.mail_address import mail_address

LONGEST = 500
PREFIX = "OPERATOR_"


@dataclass(frozen=True)
class Operator:
    """Who runs the service; each is the setting of its name in capitals after ``OPERATOR_``, empty where it was not given.

    Attributes
    ----------
    name, address : the public body that publishes the service, and its postal address.
    director : who is responsible for what is published.
    host : name, address and telephone of who hosts it.
    contact : e-mail address for questions on accessibility and on the service.
    dpo : e-mail address of the data protection officer.
    """

    name: str = ""
    address: str = ""
    director: str = ""
    host: str = ""
    contact: str = ""
    dpo: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """The settings that a public service lacks."""
        return tuple(setting(field.name) for field in fields(self) if not getattr(self, field.name))


def setting(name: str) -> str:
    """Return the variable of an attribute."""
    return PREFIX + name.upper()


def operator(env: Mapping[str, str]) -> Operator:
    """Read the settings.

    Raises
    ------
    ValueError
        One is longer than `LONGEST` characters, or is no e-mail address where one is expected; the message is in French.
    """
    given = {field.name: " ".join(env.get(setting(field.name), "").split()) for field in fields(Operator)}
    for name, text in given.items():
        if len(text) > LONGEST:
            raise ValueError(f"{setting(name)} : au plus {LONGEST} signes.")
    for name in ("contact", "dpo"):
        try:
            mail_address(given[name])
        except ValueError as why:
            raise ValueError(f"{setting(name)} : {why}") from None
    return Operator(**given)
