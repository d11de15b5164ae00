"""Promises of the embedded snapshot: complete, unaltered, light, and made again bit for bit."""

from __future__ import annotations

import hashlib

import pandera.errors
import pytest

from geodata.build import CACHE, FRAME_SOURCES, SNAPSHOT, build, tools
from geodata.catalogue import SOURCES
from geodata.manifest import MANIFEST, read_manifest
from geodata.packages import PACKAGES, PackageError
from geodata.schemas import CANDIDATES, ENRICHED_CANDIDATES, SCHEMAS, check

EXPECTED_ROWS = {"municipalities": 34, "priority_neighbourhoods": 44, "quartiers": 111, "iris": 470, "candidates": 164}


def test_every_file_has_the_hash_and_the_rows_of_the_manifest():
    from geodata.parquet import from_bytes

    for entry in read_manifest(SNAPSHOT).entries:
        data = (SNAPSHOT / entry.name).read_bytes()
        assert hashlib.sha256(data).hexdigest() == entry.sha256, entry.name
        assert len(from_bytes(data)) == entry.rows, entry.name


def test_the_manifest_lists_every_file_and_no_other():
    listed = {entry.name for entry in read_manifest(SNAPSHOT).entries} | {MANIFEST}
    assert {path.name for path in SNAPSHOT.iterdir()} == listed
    assert listed == {f"{name}.parquet" for name in SCHEMAS} | {MANIFEST}


def test_the_snapshot_weighs_less_than_two_megabytes():
    assert sum(path.stat().st_size for path in SNAPSHOT.iterdir()) < 2_000_000


def test_each_file_names_sources_of_the_catalogue():
    manifest = read_manifest(SNAPSHOT)
    assert all(set(entry.sources) <= set(SOURCES) for entry in manifest.entries)
    assert {entry.name: entry.sources for entry in manifest.entries} == {f"{name}.parquet": FRAME_SOURCES[name] for name in SCHEMAS}
    assert all(package.sha256 in manifest.packages[package.name] for package in PACKAGES)


@pytest.mark.parametrize("name", sorted(set(SCHEMAS) - {"candidates"}))
def test_every_frame_obeys_its_schema(territory, name):
    frame = getattr(territory, name)
    assert len(check(name, frame)) == len(frame) == EXPECTED_ROWS.get(name, len(frame))


def test_the_candidates_obey_their_schemas_raw_and_enriched(territory):
    ENRICHED_CANDIDATES.validate(territory.candidates)
    raw = territory.candidates[list(CANDIDATES.columns)]
    assert len(check("candidates", raw)) == EXPECTED_ROWS["candidates"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda frame: frame.to_crs(4326),
        lambda frame: frame.set_geometry(frame.geometry.translate(100_000), crs=2154),
        lambda frame: frame.assign(surprise=1),
        lambda frame: frame.drop(columns="area_ha"),
        lambda frame: frame.assign(area_ha=-1.0),
        lambda frame: frame.assign(code=frame["code"].iloc[0]),
        lambda frame: frame.assign(municipality="75056"),
    ],
    ids=["degrees", "misplaced", "extra column", "missing column", "negative area", "duplicate code", "foreign commune"],
)
def test_a_spoilt_frame_is_refused(territory, spoil):
    with pytest.raises((pandera.errors.SchemaError, pandera.errors.SchemaErrors)):
        check("priority_neighbourhoods", spoil(territory.priority_neighbourhoods.copy()))


def test_the_build_gives_the_committed_bytes_again(tmp_path):
    manifest = read_manifest(SNAPSHOT)
    if dict(manifest.tools) != tools():
        pytest.skip(f"other versions of the tools write other bytes: {dict(manifest.tools)} against {tools()}")
    try:
        again = build(CACHE, tmp_path)
    except PackageError as error:
        pytest.skip(f"the pinned packages are neither cached nor reachable: {error}")
    assert again == manifest
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {path.name: path.read_bytes() for path in SNAPSHOT.iterdir()}
