"""What two buttons do is not called by one word."""

from __future__ import annotations

from domain.proposal import ACT_LABELS, Act
from i18n import gettext, use_language
from services.words.attachments import removed


def test_a_filter_and_a_photograph_are_removed_and_a_place_is_withdrawn() -> None:
    with use_language("en"):
        assert gettext(ACT_LABELS[Act.WITHDRAW]) == "Withdraw"
        assert gettext("Enlever") == "Remove" and removed("photo") == "Photo removed."
        assert gettext("Lever le filtre {what}").startswith("Remove")
