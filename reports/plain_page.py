"""Pages that any browser reads without JavaScript or account: one layout, light and dark; whatever is put in is escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from markupsafe import Markup

from access.authority import current_authority
from access.letterhead import letterhead, plain_style
from i18n import LANGUAGES, current_language
from i18n import gettext as _

PAGE = Path(__file__).parent / "page"
STYLE = Markup((PAGE / "plain.css").read_text("utf-8"))  # noqa: S704 - our own file
DOCUMENT = Markup(
    '<!DOCTYPE html>\n<html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
    "<title>{title} · Convergence</title><style>{style}</style>{colours}{script}</head>\n"
    "<body>{head}<main>\n{content}\n</main>{foot}</body></html>\n"
)
LANGUAGE_NAMES = {"fr": "Français", "en": "English"}


def plain_page(
    title: str,
    content: Iterable[Markup],
    path: str,
    *,
    is_embedded: bool = False,
    links: Sequence[tuple[str, str]] = (),
    script: str = "",
) -> str:
    """Return a page; `path` is its own address, `links` those of its foot (address, words). Embedded, it has neither head nor foot.

    `script` is the address of the one file that it runs, which it does without.
    """
    head = Markup() if is_embedded else _head(path)
    foot = Markup() if is_embedded else _foot(links)
    body = Markup("\n").join([element("h1", title), *content])
    run = Markup('<script src="{}" defer></script>').format(script) if script else Markup()
    parts = {"style": STYLE, "colours": plain_style(current_authority()), "script": run, "head": head, "content": body, "foot": foot}
    return str(DOCUMENT.format(lang=current_language(), title=title, **parts))


def element(name: str, words: object, /, **attributes: str) -> Markup:
    """Return an element around words; those of `Markup` are put as they are, any other is escaped."""
    marks = Markup().join(Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), value) for key, value in attributes.items())
    tag = Markup(name)  # noqa: S704 - our own name
    return Markup("<{0}{1}>{2}</{0}>").format(tag, marks, words)


def link(href: str, words: str, **attributes: str) -> Markup:
    """Return a link."""
    return element("a", words, href=href, **attributes)


def listed(items: Iterable[object]) -> Markup:
    """Return a list."""
    return element("ul", Markup().join(element("li", item) for item in items))


def choice(name: str, label: str, options: Iterable[tuple[str, str]], chosen: str, **attributes: str) -> Markup:
    """Return a list to choose from (value, words) under its label."""
    made = Markup().join(element("option", words, value=code, **({"selected": ""} if code == chosen else {})) for code, words in options)
    return element("label", label, for_=name) + element("select", made, id=name, name=name, **attributes)


def hidden(name: str, value: str) -> Markup:
    """Return what a form sends without showing it."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(name, value)


def ticked(name: str, label: str, *, is_on: bool) -> Markup:
    """Return a box to tick, inside its label."""
    box = Markup('<input type="checkbox" name="{}" value="1"{}> ').format(name, Markup(" checked") if is_on else "")
    return element("label", box + label, class_="tick")


def table(caption: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Markup:
    """Return a table, whose rows are cards where the page is narrow; the first cell of a row names it."""
    head = Markup().join(element("th", text, scope="col", role="columnheader") for text in heads)
    lines = [
        element("th", row[0], scope="row", role="rowheader")
        + Markup().join(element("td", cell, role="cell", data_head=text) for cell, text in zip(row[1:], heads[1:], strict=True))
        for row in rows
    ]
    body = Markup().join(element("tr", line, role="row") for line in lines)
    parts = element("thead", element("tr", head, role="row"), role="rowgroup") + element("tbody", body, role="rowgroup")
    return element("table", element("caption", caption) + parts, role="table")


def _head(path: str) -> Markup:
    ways = [
        link(f"{path}?lang={code}", LANGUAGE_NAMES[code], lang=code, hreflang=code, **_current(code == current_language()))
        for code in LANGUAGES
    ]
    home = link("/", "Convergence", class_="brand")
    whose = letterhead(current_authority())
    brand = element("div", whose + home, class_="whose") if whose else home
    return element("header", brand + element("nav", Markup(" ").join(ways), aria_label=_("Langue")))


def _current(is_current: bool) -> dict[str, str]:
    return {"aria_current": "true"} if is_current else {}


def _foot(links: Sequence[tuple[str, str]]) -> Markup:
    return (
        element("footer", element("nav", Markup(" ").join(link(*one) for one in links), aria_label=_("Pied de page")))
        if links
        else Markup()
    )
