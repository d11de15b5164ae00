"""The table of bench.siting."""

from __future__ import annotations

import statistics
from typing import Any

from bench.siting_cases import COUNTS, OTHER_RADIUS_KM, RADII_KM, SIZES, Case

Cases = dict[str, dict[str, Any]]
UNKNOWN = "–"
PROVEN_GAP = 1e-6
TITLES = {"median": "p-median", "centre": "p-centre", "lscp": "set cover (LSCP)"}


def table(results: dict[str, Any]) -> str:
    """Return the results as Markdown."""
    cases = results["cases"]
    lines = [_machine(results), ""]
    lines += [
        "| Coverage (MCLP), demand × places, radius | pairs | first answer, ms (gap), k = 8 | proven, s: k = 3 / 8 / 20 "
        "| HiGHS alone, s: k = 3 / 8 / 20 | spopt, s, k = 8 | spopt ÷ ours |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    lines += [_coverage(cases, m, n, limit) for m, n in SIZES for limit in RADII_KM]
    lines += [
        "",
        f"| Other questions, k = 8, set cover at {OTHER_RADIUS_KM} km | first answer, ms (gap) | proven, s | spopt, s | spopt ÷ ours |",
        "|---|--:|--:|--:|--:|",
    ]
    lines += [_other(cases, kind, m, n) for kind in TITLES for m, n in SIZES]
    lines += _extras(cases)
    return "\n".join([*lines, "", *_notes(cases)])


def _machine(results: dict[str, Any]) -> str:
    computer = results["machine"]
    packages = ", ".join(f"{name} {number}" for name, number in results["versions"].items())
    text = f"{computer.get('cores')} cores of {computer.get('cpu')}, {computer.get('memory_gib')} GiB, Python {computer.get('python')}"
    return f"Machine: {text}; {packages}. Processor seconds, one thread, from the travel matrix."


def _number(n: float) -> str:
    return f"{n:,.0f}".replace(",", "\u202f")


def _seconds(value: float) -> str:
    return f"{value:.3f}" if value < 0.1 else f"{value:.2f}" if value < 10 else _number(value)


def _ours(figures: dict[str, Any] | None) -> str:
    if figures is None:
        return UNKNOWN
    return _seconds(figures["proven_s"]) if figures["gap"] <= PROVEN_GAP else f"{figures['gap']:.2%} left"


def _highs(figures: dict[str, Any] | None) -> str:
    return UNKNOWN if figures is None else ("" if figures["proven"] else "> ") + _seconds(figures["proven_s"])


def _first(figures: dict[str, Any] | None) -> str:
    if figures is None or "first_s" not in figures:
        return UNKNOWN
    return f"**{figures['first_s'] * 1e3:.0f}** ({figures['first_gap']:.2%})"


def peer_seconds(figures: dict[str, Any]) -> float:
    """Return the peer's processor seconds; elapsed ones for a run that did not count them."""
    return float(figures.get("cpu_s") or figures["build_s"] + figures["solve_s"])


def _peer(figures: dict[str, Any] | None, ours: dict[str, Any] | None) -> tuple[str, str]:
    if figures is None or ours is None or "error" in figures:
        return UNKNOWN, UNKNOWN
    mark = "> " if figures["timed_out"] else ""
    ratio = peer_seconds(figures) / ours["proven_s"]
    is_proven = ours["gap"] <= PROVEN_GAP
    return mark + _seconds(peer_seconds(figures)), f"{mark}{_number(ratio)} ×" if is_proven else UNKNOWN


def _coverage(cases: Cases, m: int, n: int, limit: float) -> str:
    found = [cases.get(Case("mclp", m, n, limit, k).name, {}) for k in COUNTS]
    at_8 = cases.get(Case("mclp", m, n, limit, 8).name, {})
    mine = " / ".join(_ours(figures.get("ours")) for figures in found)
    highs = " / ".join(_highs(figures.get("highs")) for figures in found)
    pairs = _number(at_8["ours"]["pairs"]) if "ours" in at_8 else UNKNOWN
    cells = [f"{_number(m)} × {n}, {limit} km", pairs, _first(at_8.get("ours")), mine, highs, *_peer(at_8.get("peer"), at_8.get("ours"))]
    return "| " + " | ".join(cells) + " |"


def _other(cases: Cases, kind: str, m: int, n: int) -> str:
    figures = cases.get(Case(kind, m, n).name, {})
    mine = figures.get("ours")
    cells = [f"{TITLES[kind]}, {_number(m)} × {n}", _first(mine), f"**{_ours(mine)}**", *_peer(figures.get("peer"), mine)]
    return "| " + " | ".join(cells) + " |"


def _extras(cases: Cases) -> list[str]:
    rows = ["", "| Without a peer | time, s | certified gap |", "|---|--:|--:|"]
    for limit in (2.5, 4.0):
        figures = cases.get(f"weightings {limit} km", {}).get("ours")
        if figures:
            name = f"{_number(figures['draws'])} weightings of four actors, 2 994 × 300, {limit} km, k = 8"
            rows.append(f"| {name} | {figures['first_s']:.2f} | ≤ {figures['first_gap']:.2%} |")
    country = cases.get("country", {}).get("ours")
    if country:
        name = f"a country: 100 000 × 5 000, {_number(country['pairs'])} pairs, k = 100; peak memory {country['peak_gib']:.1f} GiB"
        rows.append(f"| {name} | {country['first_s']:.2f} | {country['first_gap']:.2%} |")
    solved = [part["ours"] for name, part in cases.items() if name.startswith("pmed") and "ours" in part]
    if solved:
        found, proven = sum(f["found"] for f in solved), sum(f["proven"] for f in solved)
        times = [f["proven_s"] for f in solved]
        name = f"OR-Library pmed1–20: {found} published optima found, {proven} proven"
        rows.append(f"| {name} | median {statistics.median(times):.2f}, longest {_number(max(times))} | – |")
    return rows


def _notes(cases: Cases) -> list[str]:
    firsts = [part["ours"] for name, part in cases.items() if name.startswith("mclp") and "ours" in part]
    others = [f["other_cores"] for part in cases.values() for f in part.values()]
    if not firsts:
        return []
    small = [f for f in firsts if f["pairs"] <= 300_000]
    gap, slowest = statistics.median(f["first_gap"] for f in firsts), max((f["first_s"] for f in small), default=0.0)
    return [
        f"First answers: median certified gap {gap:.2%} over {len(firsts)} coverage cases; the slowest under 300 000 pairs takes "
        f"{slowest * 1e3:.0f} ms. Meanwhile other programs used {statistics.median(others):.1f} of the two cores (median; at most "
        f"{max(others):.1f}): compare the ratios. « > » = stopped there: HiGHS alone after 20 to 60 s elapsed, spopt's solver after 60 s "
        "elapsed (its stopped coverages count elapsed seconds), its p-median and p-centre after 300 processor seconds without an answer; "
        "« left » = certified gap after 30 to 70 s elapsed, of which the busy machine gave about half. " + _too_little(cases),
    ]


def _too_little(cases: Cases) -> str:
    """Say how far spopt's answers at its time limit are from better plans."""
    shares = [
        1 - part["peer"]["value"] / part["ours"]["value"]
        for name, part in cases.items()
        if name.startswith("mclp") and part.get("peer", {}).get("timed_out") and "ours" in part and part["peer"]["value"]
    ]
    worse = [share for share in shares if share > 0]
    return (
        f"At its limit spopt still says « Optimal »: {len(worse)} of {len(shares)} such answers reach less, by up to {max(worse):.2%}."
        if worse
        else ""
    )
