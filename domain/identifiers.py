"""National identifiers that a place may bear, read as people write them: SIRET and SIREN, cadastral parcels, identifiers of CNIG."""

from __future__ import annotations

import re

from i18n import gettext as _

SIREN_DIGITS, SIRET_DIGITS = 9, 14
LA_POSTE = "356000000"
"""Its establishments are numbered by another rule than Luhn's: the sum of their digits is a multiple of 5 (INSEE, Sirene)."""
PARCELS_BETWEEN = ", "
_SPACES = re.compile(r"[\s.\u00a0\u202f-]+")
_APART = re.compile(r"[\s|,;/]+")
_PARCEL = re.compile(r"(?:\d{2}|2[AB])\d{6}[0-9A-Z]{2}\d{4}", re.ASCII)
_CNIG_ID = re.compile(r"(?:\d{2}|2[AB])\d{3}_\S.*", re.ASCII)


def siret(text: str) -> str:
    """Return a SIRET (14 digits) or a SIREN (9) without its spaces; the 0 that a spreadsheet took off its beginning is put back.

    Raises
    ------
    ValueError
        With a sentence: another number of digits, or a key that is wrong.
    """
    digits = _SPACES.sub("", text)
    if digits.isdigit() and digits.isascii() and len(digits) in (SIREN_DIGITS - 1, SIRET_DIGITS - 1) and _has_key(f"0{digits}"):
        digits = f"0{digits}"
    if not (digits.isdigit() and digits.isascii()) or len(digits) not in (SIREN_DIGITS, SIRET_DIGITS):
        raise ValueError(_("14 chiffres (SIRET) ou 9 chiffres (SIREN) attendus"))
    if not _has_key(digits):
        raise ValueError(_("la clé de contrôle est fausse : un chiffre est sans doute mal recopié"))
    return digits


def _has_key(digits: str) -> bool:
    """Whether a SIREN or SIRET satisfies its rule: Luhn, or that of La Poste."""
    if len(digits) == SIRET_DIGITS and digits.startswith(LA_POSTE) and sum(map(int, digits)) % 5 == 0:
        return True
    doubled = (int(digit) * (1 + rank % 2) for rank, digit in enumerate(reversed(digits)))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def parcels(text: str) -> str:
    """Return cadastral parcels, each once, as identifiers of 14 characters parted by « , ».

    Raises
    ------
    ValueError
        With a sentence that names the first one that is none.
    """
    found = dict.fromkeys(part.upper() for part in _APART.split(text) if part)
    for parcel in found:
        if not _PARCEL.fullmatch(parcel):
            sentence = _("« {parcel} » n'est pas un identifiant de parcelle : 14 caractères attendus, comme 13215904AB0012")
            raise ValueError(sentence.format(parcel=parcel[:40]))
    return PARCELS_BETWEEN.join(found)


def cnig_id(text: str) -> str:
    """Return an identifier of a site of the CNIG standards: the INSEE code of its commune, « _ », then what tells it from others.

    Raises
    ------
    ValueError
        With a sentence, when it does not begin so.
    """
    found = " ".join(text.split())
    if not _CNIG_ID.fullmatch(found):
        raise ValueError(_("le code INSEE de la commune, puis « _ » et le numéro du site attendus, comme 13055_SITE-ECO_00001"))
    return found
