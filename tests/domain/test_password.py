"""Passwords: long enough, never the login, and not what anybody would try first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.password import MAX_PASSWORD, MIN_PASSWORD, MIN_STRENGTH, check_password, strength

GUESSED = [
    "123456789012",
    "password1234",
    "motdepasse123",
    "azertyuiop12",
    "aaaaaaaaaaaa",
    "abcdefghijkl",
    "qwertyuiopas",
    "Convergence1",
    "Ressourcerie26",
    "P@ssw0rd1234",
    "iloveyou1234",
    "1q2w3e4r5t6y",
    " " * MIN_PASSWORD,
]
KEPT = [
    "le lampadaire du vieux quai",
    "correct horse battery",
    "kX9#vQ2!mZ7p",
    "œuf bleu, tram lent, dimanche",
    "x9" + "é" * 40 + "un vélo rouille",
]


@given(st.text(max_size=220), st.text("abcdefghij0123456789", min_size=2, max_size=20))
def test_a_password_is_long_enough_hard_to_guess_and_never_holds_the_login(password: str, login: str) -> None:
    is_sized = MIN_PASSWORD <= len(password) <= MAX_PASSWORD
    is_right = is_sized and login not in password.casefold() and strength(password, [login]) >= MIN_STRENGTH
    try:
        check_password(password, login)
    except ValueError as error:
        assert not is_right
        assert "Mot de passe" in str(error)
        assert len(password) < MIN_PASSWORD or password not in str(error)
    else:
        assert is_right


@pytest.mark.parametrize("password", ["ADA.love-de-mai-2026", "xxada.lovexx-xx"])
def test_a_password_that_holds_the_login_in_any_case_is_refused(password: str) -> None:
    with pytest.raises(ValueError, match="identifiant"):
        check_password(password, "Ada.Love")


@pytest.mark.parametrize("password", GUESSED)
def test_what_anybody_would_try_first_is_refused(password: str) -> None:
    with pytest.raises(ValueError, match="facile à deviner"):
        check_password(password, "curie")


def test_a_person_s_own_name_is_what_one_tries_first() -> None:
    check_password("Quatrefages7", "curie", ("Marie Curie",))
    with pytest.raises(ValueError, match="facile à deviner"):
        check_password("Quatrefages7", "curie", ("Marie Quatrefages",))


@pytest.mark.parametrize("password", KEPT)
def test_no_kind_of_character_is_asked_for(password: str) -> None:
    check_password(password, "curie")
