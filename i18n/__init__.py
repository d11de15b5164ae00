"""Interface language: French message ids, translations read from gettext catalogues."""

from i18n.catalogue import (
    DEFAULT_LANGUAGE,
    LANGUAGES,
    N_,
    current_language,
    gettext,
    in_every_language,
    labelled,
    ngettext,
    quoted,
    set_language,
    translated,
    use_language,
)

__all__ = [
    "DEFAULT_LANGUAGE",
    "LANGUAGES",
    "N_",
    "current_language",
    "gettext",
    "in_every_language",
    "labelled",
    "ngettext",
    "quoted",
    "set_language",
    "translated",
    "use_language",
]
