"""Passwords: what one is made of, and which are refused because they would be guessed."""

from __future__ import annotations

from collections.abc import Sequence

from i18n import gettext as _
from i18n import ngettext
from i18n.numbers import number

MIN_PASSWORD = 12
MAX_PASSWORD = 200
MIN_STRENGTH = 3
"""Of zxcvbn's 0 to 4: at least 10⁸ guesses by somebody who tries known passwords, words, names, dates, keyboard walks and repeats."""
MOST_WEIGHED = 72
"""Characters of which the strength is worked out: more of them only add to it, and take time."""
CONTEXT_WORDS = ("convergence", "ressourcerie", "recyclerie", "métropole", "metropole", "bailleur", "animation", "motdepasse", "bonjour")
"""What somebody who attacks this very service would try first, beside the person's own name and login."""


def check_password(password: str, login: str, known: Sequence[str] = ()) -> None:
    """Refuse a password that is too short, too long, holds the login, or would be guessed.

    Guesses are counted by zxcvbn (Wheeler, USENIX Security 2016), whose lists hold some 30,000 common passwords, over `CONTEXT_WORDS`
    and what is `known` of the person, such as a name. No kind of character is asked for.

    Raises
    ------
    ValueError
        With a sentence that does not repeat it.
    """
    if not MIN_PASSWORD <= len(password) <= MAX_PASSWORD:
        sentence = ngettext(
            "Mot de passe : de {low} à {high} caractères attendus, {count} reçu.",
            "Mot de passe : de {low} à {high} caractères attendus, {count} reçus.",
            len(password),
        )
        raise ValueError(sentence.format(low=MIN_PASSWORD, high=MAX_PASSWORD, count=number(len(password))))
    if login.casefold() in password.casefold():
        raise ValueError(_("Mot de passe : il ne doit pas contenir l'identifiant."))
    if strength(password, [login, *known]) < MIN_STRENGTH:
        raise ValueError(_("Mot de passe : trop facile à deviner. Quelques mots sans rapport entre eux conviennent."))


def strength(password: str, known: Sequence[str] = ()) -> int:
    """Return how hard a password is to guess, from 0 to 4, by somebody who knows these words."""
    from zxcvbn import zxcvbn  # its lists take memory that only a process which sets a password needs

    words = [word for text in known for word in (text, *text.split()) if word]
    return int(zxcvbn(password[:MOST_WEIGHED], user_inputs=[*CONTEXT_WORDS, *words])["score"])


def password_hint() -> str:
    """Say what a password is made of."""
    return _("De {low} à {high} caractères, sans votre identifiant. Une phrase convient.").format(low=MIN_PASSWORD, high=MAX_PASSWORD)


def check_same(password: str, again: str) -> None:
    """Refuse, by a ValueError, a password that was not written twice alike."""
    if password != again:
        raise ValueError(_("Les deux mots de passe ne sont pas les mêmes."))
