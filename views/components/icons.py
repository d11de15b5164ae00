"""The line icons, as one style sheet."""

from __future__ import annotations

ICONS = {
    "undo": "M7 4 3 8l4 4M3 8h7a4 4 0 0 1 0 8H7",
    "clear": "m5 5 10 10M15 5 5 15",
    "share": "M8 11 12 7M7 8 5 10a3 3 0 0 0 4 5l2-2M13 12l2-2a3 3 0 0 0-4-5L9 7",
    "download": "M10 3v9m0 0 4-4m-4 4-4-4M4 16h12",
    "rectangle": "M4 5h12v10H4z",
    "polygon": "m10 3 6.5 5-2.5 8h-8L3.5 8z",
    "lasso": "M10 4c4 0 7 2 7 4.5S14 13 10 13c-1.500 0-3-.3-4-1m-3-3.500C3 6 6 4 10 4M6 12c-1.500 1.500-.5 3 .5 3.500",
    "file": "M5 3h7l3 3v11H5zM12 3v3h3M10 9v5m0-5-2 2m2-2 2 2",
    "view": "M4 7V4h3m6 0h3v3m0 6v3h-3m-6 0H4v-3",
    "plus": "M10 4v12M4 10h12",
    "minus": "M4 10h12",
    "home": "M4 10 10 4l6 6M6 9v7h8V9",
    "target": "M10 3v3m0 8v3M3 10h3m8 0h3M10 7a3 3 0 1 0 0 6 3 3 0 0 0 0-6z",
    "here": "M10 17s5-5 5-9a5 5 0 0 0-10 0c0 4 5 9 5 9zM10 6.500a1.500 1.500 0 1 0 0 3 1.500 1.500 0 0 0 0-3z",
    "layers": "m10 3 7 4-7 4-7-4zM3 11l7 4 7-4",
    "filter": "M3 5h14l-5.500 6v5l-3-1.500V11z",
    "table": "M3 5h14v10H3zM3 9h14M8 9v6",
    "theme": "M10 3a7 7 0 1 0 7 7 5.500 5.500 0 0 1-7-7z",
    "person": "M10 10a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM3.500 17c.5-3.500 3-5 6.500-5s6 1.500 6.500 5",
    "columns": "M4 4h12v12H4zM8 4v12M12 4v12",
}

STROKE = "fill='none' stroke='black' stroke-width='1.6' stroke-linecap='round' stroke-linejoin='round'"


def icon_css() -> str:
    """Return the style sheet of the icons: each path as a mask, so that it takes the text's colour."""
    rules = []
    for name, path in ICONS.items():
        path_tag = f"<path d='{path}'/>"
        picture = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 20 20' {STROKE}>{path_tag}</svg>"
        escaped = picture.replace("<", "%3C").replace(">", "%3E").replace("#", "%23")
        rules.append(f'.icon-{name}{{--icon:url("data:image/svg+xml,{escaped}")}}')
    return "\n".join(rules)
