"""How each layer of an export is drawn in a GIS program, as on the screen: rules, and their form in QML (QGIS) and SLD 1.1."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from domain.candidate import KIND_OPTIONS, Kind
from i18n import gettext as _
from i18n.numbers import number
from layers.facilities import KIND_LABELS
from reports.extract import Extract
from reports.network_tables import NETWORKS
from reports.plan_tables import CATCHMENTS, REACHED

SITE, PREMISES, FACILITY, MARK_LINE = "#0072b2", "#e69f00", "#33414c", "#1d2830"
AREA_LINE, QPV, PAPER, EXCLUDED = "#93a0aa", "#b0568c", "#ffffff", "#b9c1c8"
SCORES = ("#fde9a3", "#b7d88a", "#5fb88b", "#2b8f8f", "#2d6089", "#3b2f75")
TINTS = (
    "#0072b2", "#d55e00", "#009e73", "#b0568c", "#8a6d00", "#56a0d3", "#7b4fa3", "#2e8b8b", "#a63d40", "#4f7d2a", "#6a6fcf", "#b07a3c",
)  # fmt: skip
UNREACHED, REACHED_EXISTING = "#e7d9b8", "#8fa3b3"
"""The colours of the light theme, as `assets/*.css` declares them (a test holds both equal)."""

SLD, SE, OGC = "http://www.opengis.net/sld", "http://www.opengis.net/se", "http://www.opengis.net/ogc"
Operator = Literal["=", ">=", "<", "known", "unknown"]
COMPARISONS = {"=": "PropertyIsEqualTo", ">=": "PropertyIsGreaterThanOrEqualTo", "<": "PropertyIsLessThan"}
PX_MM = 0.26


@dataclass(frozen=True, slots=True)
class Sign:
    """How a feature is drawn. `size_px` is of a mark, 0 for an area; `fill` is a colour, "" for none; `opacity` in [0, 1]."""

    fill: str
    shape: str = "circle"
    size_px: float = 0.0
    stroke: str = MARK_LINE
    stroke_px: float = 1.0
    dashed: bool = False
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Condition:
    """A test of one field."""

    field: str
    operator: Operator
    value: str | float = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """What is drawn by one sign: every feature of the layer that passes all the conditions. `label` is in the current language."""

    label: str
    sign: Sign
    conditions: tuple[Condition, ...] = ()


def styles_of(extract: Extract) -> dict[str, tuple[Rule, ...]]:
    """Return the rules of each layer of a GeoPackage, by its name."""
    figures = {figure.id for figure in extract.screen.figures}
    areas = {
        "communes": (Rule(_("Limite de commune ou d'arrondissement"), Sign("", stroke=AREA_LINE)),),
        "qpv": (Rule(_("Quartier prioritaire (QPV 2024)"), Sign(QPV, stroke=QPV, stroke_px=1.2, opacity=0.28)),),
        "equipements": tuple(_facilities()),
        "contours": (Rule(_("Contour d'un lieu"), Sign("", stroke=SITE, stroke_px=1.6)),),
        NETWORKS: tuple(_with_examples(_("Réseau : un pôle et ses boutiques-relais"), Sign("", size_px=20, stroke_px=2))),
    }
    if "plan_order" in figures:
        return {"lieux": tuple(_opened(extract)), **areas, **_plan_layers(extract)}
    return {"lieux": tuple(_judged() if "convergence" in figures else _kinds()), **areas}


def _kinds() -> list[Rule]:
    """Return the signs of Explore: a shape and a colour a kind, dashes where it is invented."""
    signs = {Kind.ZONE_SITE: Sign(SITE, "square", 11), Kind.PREMISES: Sign(PREMISES, "circle", 11)}
    labels = {option.code: option.label for option in KIND_OPTIONS}
    return [rule for kind, sign in signs.items() for rule in _with_examples(_(labels[kind]), sign, Condition("kind", "=", kind.value))]


def _with_examples(label: str, sign: Sign, *conditions: Condition) -> list[Rule]:
    """Return two rules: what is real, and what is invented, in dashes."""
    invented = f"{label} ({_('exemple')})"
    return [
        Rule(label, sign, (*conditions, Condition("example", "unknown"))),
        Rule(invented, replace(sign, dashed=True), (*conditions, Condition("example", "known"))),
    ]


def _facilities() -> list[Rule]:
    sign = Sign(FACILITY, "triangle", 11)
    return [
        rule
        for kind, label in KIND_LABELS.items()
        for rule in (
            Rule(_(label), sign, (Condition("kind", "=", kind), Condition("example", "unknown"))),
            Rule(
                f"{_(label)} ({_('exemple')})",
                replace(sign, fill=PAPER, dashed=True),
                (Condition("kind", "=", kind), Condition("example", "known")),
            ),
        )
    ]


def _judged() -> list[Rule]:
    """Return the colours of Convergence: six classes of score, grey where a place is excluded, hollow where too little is known."""
    step, rules = 100 / len(SCORES), list[Rule]()
    for at, colour in enumerate(SCORES):
        ends = [Condition("convergence", ">=", at * step)]
        ends += [Condition("convergence", "<", (at + 1) * step)] if at < len(SCORES) - 1 else []
        label = _("Convergence de {low} à {high}").format(low=number(at * step), high=number((at + 1) * step))
        rules.append(Rule(label, Sign(colour, "circle", 11), (Condition("excluded", "unknown"), *ends)))
    unsure = (Condition("excluded", "unknown"), Condition("convergence", "unknown"))
    rules.append(Rule(_("trop peu connu"), Sign(PAPER, "circle", 11), unsure))
    return [*rules, Rule(_("exclu du rôle"), Sign(EXCLUDED, "circle", 9), (Condition("excluded", "known"),))]


def _opened(extract: Extract) -> list[Rule]:
    """Return the places of a plan, each in its own colour, and the others pale."""
    opened = [Rule(f"{i}. {label}", Sign(_tint(i), "circle", 16), (Condition("id", "=", id_),)) for i, id_, label in _numbered(extract)]
    return [*opened, Rule(_("Lieu hors du plan"), Sign(EXCLUDED, "circle", 8), (Condition("plan_order", "unknown"),))]


def _plan_layers(extract: Extract) -> dict[str, tuple[Rule, ...]]:
    cells = [
        Rule(f"{i}. {label}", Sign(_tint(i), "square", 6, _tint(i), 0), (Condition("place_id", "=", id_),))
        for i, id_, label in _numbered(extract)
    ]
    existing = (Condition("place_id", "unknown"), Condition("reached_by", "known"))
    cells.append(Rule(_("ressourcerie existante"), Sign(REACHED_EXISTING, "square", 6, REACHED_EXISTING, 0), existing))
    cells.append(Rule(_("non atteint"), Sign(UNREACHED, "square", 6, UNREACHED, 0), (Condition("reached_by", "unknown"),)))
    areas = [
        Rule(f"{i}. {label}", Sign(_tint(i), stroke=_tint(i), stroke_px=2, opacity=0.12), (Condition("id", "=", id_),))
        for i, id_, label in _numbered(extract)
    ]
    return {REACHED: tuple(cells), CATCHMENTS: tuple(areas)}


def _tint(order: int) -> str:
    return TINTS[(order - 1) % len(TINTS)]


def _numbered(extract: Extract) -> Sequence[tuple[int, str, str]]:
    """Return the order, the id and the name of each place of the plan."""
    (areas,) = (table for table in extract.screen.tables if table.id == CATCHMENTS)
    return [(at, str(row[1]), str(row[2])) for at, row in enumerate(areas.rows, start=1)]


# QML


def to_qml(rules: Sequence[Rule]) -> str:
    """Return a style of QGIS 3: a renderer by rules."""
    root = ET.Element("qgis", version="3.22.0", styleCategories="Symbology")
    renderer = ET.SubElement(root, "renderer-v2", type="RuleRenderer", symbollevels="0", forceraster="0", enableorderby="0")
    listed = ET.SubElement(renderer, "rules", key="{root}")
    symbols = ET.SubElement(renderer, "symbols")
    for at, rule in enumerate(rules):
        listing = ET.SubElement(listed, "rule", key=f"{{rule-{at}}}", symbol=str(at), label=rule.label)
        if rule.conditions:
            listing.set("filter", _expression(rule.conditions))
        _qml_symbol(symbols, str(at), rule.sign)
    return f"<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n{ET.tostring(root, encoding='unicode')}"


def _expression(conditions: Sequence[Condition]) -> str:
    return " AND ".join(map(_test, conditions))


def _test(condition: Condition) -> str:
    field = '"' + condition.field.replace('"', '""') + '"'
    if condition.operator in ("known", "unknown"):
        return f"{field} IS {'NOT ' if condition.operator == 'known' else ''}NULL"
    value = condition.value if isinstance(condition.value, float) else "'" + str(condition.value).replace("'", "''") + "'"
    return f"{field} {condition.operator} {value}"


def _qml_symbol(symbols: ET.Element, name: str, sign: Sign) -> None:
    kind = "marker" if sign.size_px else "fill"
    symbol = ET.SubElement(symbols, "symbol", type=kind, name=name, alpha="1", clip_to_extent="1", force_rhr="0")
    layer = ET.SubElement(symbol, "layer", {"class": "SimpleMarker" if sign.size_px else "SimpleFill"}, enabled="1", locked="0")
    layer.set("pass", "0")
    line = "no" if not sign.stroke_px else "dash" if sign.dashed else "solid"
    properties = {
        "color": _rgba(sign.fill or PAPER, sign.opacity if sign.fill else 0.0),
        "outline_color": _rgba(sign.stroke, 1.0),
        "outline_style": line,
        "outline_width": f"{sign.stroke_px * PX_MM:.3g}",
        "outline_width_unit": "MM",
    }
    if sign.size_px:
        properties |= {"name": sign.shape, "size": f"{sign.size_px * PX_MM:.3g}", "size_unit": "MM"}
    else:
        properties["style"] = "solid" if sign.fill else "no"
    options = ET.SubElement(layer, "Option", type="Map")
    for key, value in properties.items():
        ET.SubElement(options, "Option", name=key, type="QString", value=value)
    for key, value in properties.items():  # what QGIS before 3.26 reads
        ET.SubElement(layer, "prop", k=key, v=value)


def _rgba(colour: str, opacity: float) -> str:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"{red},{green},{blue},{round(255 * opacity)}"


# SLD


def to_sld(name: str, rules: Sequence[Rule]) -> str:
    """Return a style in SLD 1.1 (Symbology Encoding 1.1, Filter Encoding 1.1)."""
    for prefix, space in (("", SLD), ("se", SE), ("ogc", OGC)):
        ET.register_namespace(prefix, space)
    root = ET.Element(f"{{{SLD}}}StyledLayerDescriptor", version="1.1.0")
    layer = ET.SubElement(root, f"{{{SLD}}}NamedLayer")
    _add(layer, "Name", name)
    style = ET.SubElement(layer, f"{{{SLD}}}UserStyle")
    _add(style, "Name", name)
    features = _add(style, "FeatureTypeStyle")
    for rule in rules:
        _sld_rule(features, rule)
    return ET.tostring(root, encoding="unicode", xml_declaration=True)


def _add(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, f"{{{SE}}}{tag}", attributes)
    element.text = text or None
    return element


def _sld_rule(parent: ET.Element, rule: Rule) -> None:
    element = _add(parent, "Rule")
    _add(element, "Name", rule.label)
    if rule.conditions:
        filter_ = ET.SubElement(element, f"{{{OGC}}}Filter")
        within = ET.SubElement(filter_, f"{{{OGC}}}And") if len(rule.conditions) > 1 else filter_
        for condition in rule.conditions:
            _comparison(within, condition)
    if not rule.sign.size_px:
        _paint(_add(element, "PolygonSymbolizer"), rule.sign)
        return
    graphic = _add(_add(element, "PointSymbolizer"), "Graphic")
    mark = _add(graphic, "Mark")
    _add(mark, "WellKnownName", rule.sign.shape)
    _paint(mark, rule.sign)
    _add(graphic, "Size", f"{rule.sign.size_px:g}")


def _comparison(parent: ET.Element, condition: Condition) -> None:
    if condition.operator in ("known", "unknown"):
        within = ET.SubElement(parent, f"{{{OGC}}}Not") if condition.operator == "known" else parent
        ET.SubElement(ET.SubElement(within, f"{{{OGC}}}PropertyIsNull"), f"{{{OGC}}}PropertyName").text = condition.field
        return
    element = ET.SubElement(parent, f"{{{OGC}}}{COMPARISONS[condition.operator]}")
    ET.SubElement(element, f"{{{OGC}}}PropertyName").text = condition.field
    ET.SubElement(element, f"{{{OGC}}}Literal").text = str(condition.value)


def _paint(parent: ET.Element, sign: Sign) -> None:
    if sign.fill:
        fill = _add(parent, "Fill")
        _add(fill, "SvgParameter", sign.fill, name="fill")
        if sign.opacity < 1:
            _add(fill, "SvgParameter", f"{sign.opacity:g}", name="fill-opacity")
    if sign.stroke_px:
        stroke = _add(parent, "Stroke")
        _add(stroke, "SvgParameter", sign.stroke, name="stroke")
        _add(stroke, "SvgParameter", f"{sign.stroke_px:g}", name="stroke-width")
        if sign.dashed:
            _add(stroke, "SvgParameter", "3 2", name="stroke-dasharray")
