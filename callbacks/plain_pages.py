"""Answers that are pages without any script, readable by everybody."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import Response, make_response

from access.headers import public_policy
from i18n import gettext as _
from reports.public_page import no_page
from store.database import StoreUnavailable


def plain_answer(
    page: str, status: int = 200, ancestors: Sequence[str] = (), *, has_form: bool = False, has_script: bool = False
) -> Response:
    """Return a page under the policy of pages without script; see `access.headers.public_policy`."""
    response = make_response(page, status)
    response.headers["Content-Security-Policy"] = public_policy(ancestors, has_form=has_form, has_script=has_script)
    response.headers["Cache-Control"] = "no-cache"
    return response


def not_found(sentence: str) -> Response:
    """Return the page that says why there is none at an address."""
    return plain_answer(no_page(_("Page introuvable"), sentence), 404)


def unless_unavailable(make: Callable[[], Response]) -> Response:
    """Return what is made, or the page that says that the database cannot be read now."""
    try:
        return make()
    except StoreUnavailable:
        return plain_answer(unavailable(), 503)


def unavailable() -> str:
    """Return the page that says that another cannot be read now."""
    return no_page(_("Page indisponible"), _("Cette page ne peut pas être lue maintenant : réessayez plus tard."))
