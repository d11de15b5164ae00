"""What an e-mail address looks like in a setting."""

from __future__ import annotations

import re

MAIL_ADDRESS = re.compile(r"[^\s@<>,;:\"\\]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*", re.ASCII)


def mail_address(text: str) -> str:
    """Return the address that a setting gives, which may be empty; raises ValueError with a sentence in French."""
    if text and not MAIL_ADDRESS.fullmatch(text):
        raise ValueError(f"adresse électronique attendue, reçu « {text} ».")
    return text
