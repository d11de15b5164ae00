"""An invitation: a link by which somebody without an account proposes premises for one organisation, and follows them."""

from __future__ import annotations

from dataclasses import dataclass

from domain.person import Person, PersonRole

DAY_S = 24 * 3_600
LASTS_DAYS = (7, 30, 90)
"""How long an invitation may last; the middle one unless another is chosen."""
DEFAULT_DAYS = 30
MOST_PLACES = 20
"""What one invitation may propose in all."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link, without its token.

    Attributes
    ----------
    handle : the first signs of the token's digest, by which it is named.
    organisation : code of the landlord for which it proposes.
    name : whom it was made for, in words.
    author : who made it.
    made_at, ends_at, revoked_at : seconds since 1970; `revoked_at` is None while nobody took it back.
    """

    handle: str
    organisation: str
    name: str
    author: str
    made_at: float
    ends_at: float
    revoked_at: float | None

    def is_open(self, now: float) -> bool:
        """Say whether it still opens anything; a clock that went back before it was made closes it."""
        return self.revoked_at is None and self.made_at <= now < self.ends_at

    @property
    def guest(self) -> Person:
        """As whom its holder proposes."""
        return Person(f"g-{self.handle}", "", self.name, PersonRole.LANDLORD, self.organisation, is_guest=True)
