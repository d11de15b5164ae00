"""The screen « Invitations »: what is open may be taken back, what is over says why, and a link that was made is shown to be copied."""

from __future__ import annotations

from domain.invitation import DAY_S, Invitation
from services.invitations import ManagedInvitations
from tests.components import of_type, text
from views.invitations.listing import listing, made_link

NOW = 1_800_000_000.0


def invitation(handle: str, name: str, ends_in_days: int, revoked_at: float | None = None) -> Invitation:
    return Invitation(handle, "hpr", name, "Gaëlle", NOW - DAY_S, NOW + ends_in_days * DAY_S, revoked_at)


def test_open_links_may_be_taken_back_and_the_others_say_why_they_open_nothing() -> None:
    invitations = invitation("a1", "Mme Roux", 6), invitation("b2", "M. Blanc", -1), invitation("c3", "M. Noir", 6, NOW - 5)
    shown = listing(ManagedInvitations(invitations, NOW, {"hpr": "Habitat (exemple)"}))
    lines = [text(line) for line in of_type(shown, "Li")]
    assert [name in line for name, line in zip(("Mme Roux", "M. Blanc", "M. Noir"), lines, strict=True)] == [True] * 3
    assert "Habitat (exemple)" in lines[0]
    assert ("Retirer" in lines[0], "trop ancien" in lines[1], "retiré" in lines[2]) == (True, True, True)
    assert "Retirer" not in lines[1] + lines[2]


def test_without_any_the_screen_says_so_and_offers_the_form() -> None:
    shown = listing(ManagedInvitations((), NOW, {"hpr": "Habitat (exemple)"}))
    assert "Aucun lien n'est ouvert." in text(shown)
    assert "Créer un lien" in text(shown)


def test_a_link_that_was_made_is_shown_whole() -> None:
    assert "https://exemple.fr/invitation/abc" in text(made_link("https://exemple.fr/invitation/abc"))
