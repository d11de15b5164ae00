"""Counts are written in the singular where they are: no sentence with a number and a plural noun has one form alone."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from i18n import ngettext, use_language
from i18n.extract import extracted, python_files

# A placeholder, then within two words a noun or a participle in the plural.
COUNTED = re.compile(r"\{(\w+)\}[ \u202f\u00a0]+(?:[\w'’-]+ )?([\w’-]+[sx])\b")
INVARIABLE = {
    "mois",
    "pas",
    "plus",
    "dans",
    "sous",
    "sans",
    "puis",
    "fois",
    "soumis",
    "exclus",
    "tous",
    "moins",
    "les",
    "des",
    "ses",
    "vers",
    "désormais",
}
# Texts, and bounds that are never 0 or 1.
NOT_COUNTS = {
    "name",
    "actor",
    "part",
    "places",
    "names",
    "what",
    "label",
    "field",
    "when",
    "old",
    "new",
    "who",
    "limit",
    "most",
    "top",
    "low",
    "high",
    "mb",
    "around",
    "gap",
    "login",
    "value",
}
ALONE = {
    "Décidez de {n} lieux au plus à la fois.": "the bound of a decision",
    "Trop d'informations pour un seul lieu : {size} octets, {most} au plus.": "more than the bound",
    "Texte trop long : {count} caractères, {most} au plus.": "more than the bound",
    "{n} lieux à la fois, c'est trop pour un scénario : filtrez-les d'abord (au plus {most}).": "more than the bound",
    "{formats} · {mb} Mo et {rows} lignes au plus": "the bound of a file",
    "Contour de {n} sommets, {area} : glissez un sommet, ou touchez-le pour le supprimer.": "an outline has three vertices at least",
    "Le lieu est placé où vous êtes, à {n}\u202fm près : glissez le repère s'il le faut.": "metres, by their sign",
    "{n} pondérations tirées au hasard (précision ± {margin} point) parmi {places} lieux ; "
    "« proches » : à ± {around} points des poids choisis.": "thousands of weightings, two places at least",
    "{n} pondérations tirées au hasard (précision ± {margin} point) parmi {places} réseaux ; "
    "« proches » : à ± {around} points des poids choisis.": "thousands of weightings, two networks at least",
    "{n} pondérations tirées au hasard pour chaque nombre de lieux ; chaque plan est à moins de {gap} du meilleur possible, prouvé.": (
        "hundreds of weightings"
    ),
    "Colonnes : {mapped} sur {all} reprises": "the columns of a file, more than one",
    "La référence ne distingue pas les lieux : {n} lignes ont celle d'un autre lieu. Est-ce la bonne colonne ?": "two lines at least",
    "{n} boutiques au plus : retirez-en une.": "the bound of a network",
    "Sur {years} ans : {cost}": "the years of a lease, more than one",
    "Repère : la fiche de l'ADEME titre sur {n} emplois, pour tout le déploiement.": "a figure of a publication",
}


def with_one() -> Iterator[str]:
    """Give the sentences of the browser that have a form for one: `key` beside `key_one` in a table of texts."""
    for path in python_files():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Dict):
                texts = {key.value: value for key, value in zip(node.keys, node.values, strict=True) if isinstance(key, ast.Constant)}
                for key, value in texts.items():
                    if f"{key}_one" in texts and isinstance(value, ast.Call) and isinstance(value.args[0], ast.Constant):
                        yield str(value.args[0].value)


def plural_of(message: str) -> str | None:
    """Return the placeholder that counts a plural noun in a sentence; None where there is none."""
    for found in COUNTED.finditer(message):
        if found[1] not in NOT_COUNTS and found[2].lower() not in INVARIABLE:
            return found[1]
    return None


def test_every_sentence_that_counts_has_a_form_for_one() -> None:
    told = set(with_one())
    alone = {message for message in extracted() if isinstance(message, str) and plural_of(message)}
    assert sorted(alone - told - set(ALONE)) == []


def test_the_exceptions_are_sentences_of_the_product() -> None:
    assert set(ALONE) <= set(extracted())


@pytest.mark.parametrize(("count", "french", "english"), [(0, "lieu", "places"), (1, "lieu", "place"), (2, "lieux", "places")])
def test_none_is_singular_in_french_and_plural_in_english(count: int, french: str, english: str) -> None:
    assert ngettext("{n} lieu", "{n} lieux", count).format(n=count) == f"{count} {french}"
    with use_language("en"):
        assert ngettext("{n} lieu", "{n} lieux", count).format(n=count) == f"{count} {english}"
