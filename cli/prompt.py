"""What is asked on the terminal: a plain yes, a password."""

from __future__ import annotations

import getpass
import sys

from cli.french import Refusal
from i18n import gettext as _

YES = "oui"


def agreed(question: str) -> bool:
    """Ask on the terminal; anything but a plain yes is no."""
    try:
        return input(question).strip().lower() == YES
    except EOFError:
        return False


def password(from_stdin: bool) -> str:
    """Read a password: the first line of what is piped in, else twice from the terminal, which does not show it.

    Raises
    ------
    Refusal
        The two differ.
    """
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    typed = getpass.getpass(_("Mot de passe : "))
    if getpass.getpass(_("Encore une fois : ")) != typed:
        raise Refusal(_("Les deux mots de passe diffèrent : rien n'a été fait."))
    return typed
