"""The perimeter: which communes make the territory, its projection and all that is named after it, read from a file."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

FILE = "territory.toml"
"""The file of the perimeter beside the frames of a snapshot; the embedded snapshot has the product's own."""
OWN = Path(__file__).parent / "territories" / "tmp.toml"
LAMBERT_93 = "EPSG:2154"
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Water:
    """A name to write on the water of the base map: French message id, position in degrees (WGS 84)."""

    label: str
    lon: float
    lat: float


@dataclass(frozen=True)
class Perimeter:
    """One territory, as its file says it (`docs/adr/territories.md`).

    Attributes
    ----------
    id, name, siren : str
        Short code; name of the authority of which the communes are, and its SIREN (both empty for a list of communes).
    crs : str
        Projection in which everything is measured, an EPSG code in metres.
    cell_m : int
        Side of the cells over which residents are spread, metres of `crs`.
    bounds_m, around_m : tuple of float
        West, south, east, north (metres of `crs`): the box in which any place of the territory falls, and that of the communes around.
    communes : tuple of str
        INSEE codes.
    cities : mapping
        The arrondissements of each commune that has some with codes of their own (Paris, Lyon, Marseille), by its code.
    basins : mapping
        A working division (hypothesis): codes of areas by French message id; empty where none was made.
    waters : tuple of Water
        Names of seas and lakes.
    postcodes : mapping
        Postcodes of each area, by its code.
    landlords : mapping
        Names of the landlords of invented premises, by code.
    sources : mapping
        Entries of the catalogue that stand here in the place of others, by the id of these; empty text where nothing does.
    datasets : mapping
        Where open data that each territory publishes for itself are found (address, or name at data.gouv.fr), by id of the catalogue.
    examples : mapping
        What stands as an example in the forms and files to fill in, by field of a place: address of a town hall, position in degrees.
    made_on : str
        ISO day of the data, to which vacancies are counted where no place of the snapshot has a date.
    """

    id: str
    name: str
    siren: str
    crs: str
    cell_m: int
    bounds_m: Box
    around_m: Box
    communes: tuple[str, ...]
    cities: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    basins: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    waters: tuple[Water, ...] = ()
    postcodes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    landlords: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    datasets: Mapping[str, str] = field(default_factory=dict)
    examples: Mapping[str, str] = field(default_factory=dict)
    made_on: str = ""

    @cached_property
    def districts(self) -> tuple[str, ...]:
        """The codes of all arrondissements, sorted."""
        return tuple(sorted(code for codes in self.cities.values() for code in codes))

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The codes of all communes and arrondissements, sorted."""
        return tuple(sorted({*self.communes, *self.districts}))

    @cached_property
    def areas(self) -> tuple[str, ...]:
        """The codes that cover the territory without overlap, sorted: arrondissements in the place of their commune."""
        return tuple(code for code in self.codes if code not in self.cities)

    @cached_property
    def departments(self) -> frozenset[str]:
        """The codes of the départements that the territory has communes in."""
        return frozenset(department_of(code) for code in self.communes)

    @cached_property
    def postcode_prefixes(self) -> frozenset[str]:
        """The two or three figures by which the postcodes of these départements begin."""
        return frozenset(code.replace("A", "0").replace("B", "0") for code in self.departments)

    def commune_of(self, area_code: str) -> str:
        """Return the commune of an area: that of an arrondissement, else the code itself."""
        return self._parents.get(area_code, area_code)

    def basin_of(self, area_code: str) -> str:
        """Return the French label of the basin of an area; empty when it is in none."""
        return next((label for label, codes in self.basins.items() if area_code in codes), "")

    @cached_property
    def _parents(self) -> Mapping[str, str]:
        return {code: parent for parent, codes in self.cities.items() for code in codes}

    def holds(self, x: float, y: float) -> bool:
        """Say whether a position (metres of `crs`) falls in the box; one that is not finite does not."""
        west, south, east, north = self.bounds_m
        return bool(west <= x <= east and south <= y <= north)


def department_of(code: str) -> str:
    """Return the code of the département of a commune: three figures overseas."""
    return code[:3] if code.startswith("97") else code[:2]


def perimeter_of(content: Mapping[str, Any]) -> Perimeter:
    """Return the perimeter of a file's content; raises ``KeyError``, ``TypeError`` or ``ValueError`` when it is of another form."""
    west, south, east, north = map(float, content["bounds_m"])
    around_west, around_south, around_east, around_north = map(float, content["around_m"])
    return Perimeter(
        id=str(content["id"]),
        name=str(content["name"]),
        siren=str(content["siren"]),
        crs=str(content["crs"]),
        cell_m=int(content["cell_m"]),
        bounds_m=(west, south, east, north),
        around_m=(around_west, around_south, around_east, around_north),
        communes=tuple(content["communes"]),
        cities=_lists(content.get("cities", {})),
        basins={one["label"]: tuple(one["codes"]) for one in content.get("basins", ())},
        waters=tuple(Water(one["label"], *map(float, one["at"])) for one in content.get("waters", ())),
        postcodes=_lists(content.get("postcodes", {})),
        landlords=dict(content.get("landlords", {})),
        sources=dict(content.get("sources", {})),
        datasets=dict(content.get("datasets", {})),
        examples=dict(content.get("examples", {})),
        made_on=str(content.get("made_on", "")),
    )


def _lists(content: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    return {str(key): tuple(map(str, values)) for key, values in content.items()}


def content_of(perimeter: Perimeter) -> dict[str, Any]:
    """Return a perimeter as plain values, from which `perimeter_of` makes it again."""
    plain: dict[str, Any] = {name: getattr(perimeter, name) for name in ("id", "name", "siren", "crs", "cell_m", "made_on")}
    plain |= {name: list(getattr(perimeter, name)) for name in ("bounds_m", "around_m", "communes")}
    plain |= {name: {key: list(codes) for key, codes in getattr(perimeter, name).items()} for name in ("cities", "postcodes")}
    plain |= {name: dict(getattr(perimeter, name)) for name in ("landlords", "sources", "datasets", "examples")}
    plain |= {"basins": [{"label": label, "codes": list(codes)} for label, codes in perimeter.basins.items()]}
    return plain | {"waters": [{"label": one.label, "at": [one.lon, one.lat]} for one in perimeter.waters]}


def to_toml(perimeter: Perimeter) -> str:
    """Return a perimeter as the text of its file."""
    content = content_of(perimeter)
    tables = {name: content.pop(name) for name in ("cities", "postcodes", "landlords", "sources", "datasets", "examples")}
    lists = {name: content.pop(name) for name in ("basins", "waters")}
    lines = [_line(key, value) for key, value in content.items()]
    for name, table in tables.items():
        lines += ["", f"[{name}]", *(_line(json.dumps(key), value) for key, value in table.items())]
    for name, rows in lists.items():
        lines += [line for row in rows for line in ("", f"[[{name}]]", *(_line(key, value) for key, value in row.items()))]
    return "\n".join(lines) + "\n"


def _line(key: str, value: Any) -> str:
    return f"{key} = {json.dumps(value, ensure_ascii=False)}"  # texts, numbers and lists are written alike in JSON and in TOML


def read_perimeter(directory: Path | None) -> Perimeter:
    """Return the perimeter of a snapshot; the product's own where the snapshot has no file of its own, or None is given.

    Raises
    ------
    OSError, KeyError, TypeError, ValueError
        The file cannot be read, or is of another form.
    """
    own = None if directory is None else directory / FILE
    return _read(OWN if own is None or not own.is_file() else own)


def _read(path: Path) -> Perimeter:
    return perimeter_of(tomllib.loads(path.read_text(encoding="utf-8")))


_in_use = _read(OWN)


def in_use() -> Perimeter:
    """Return the perimeter that this process serves: that of the territory it loaded last, the product's own before."""
    return _in_use


def use(perimeter: Perimeter) -> None:
    """Serve a perimeter from now on: its projection and its box are those of the whole process."""
    global _in_use
    _in_use = perimeter


@contextmanager
def using(perimeter: Perimeter) -> Iterator[Perimeter]:
    """Serve a perimeter for the block: a process that reads several territories does it in turn."""
    before = in_use()
    use(perimeter)
    try:
        yield perimeter
    finally:
        use(before)


def municipality_of(area_code: str) -> str:
    """Return the commune of an area of the perimeter in use: that of an arrondissement, else the code itself."""
    return _in_use.commune_of(area_code)
