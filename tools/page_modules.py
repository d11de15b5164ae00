"""What lets a program that drives a page reach the page's modules: an init script that names some of them."""

from __future__ import annotations

from pathlib import Path

PAGE_MODULES = Path(__file__).with_suffix(".js")
