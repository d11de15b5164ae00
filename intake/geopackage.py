"""GeoPackage files and zipped Shapefiles: GDAL reads them in a process apart, with every other driver switched off before it starts."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from i18n import N_, quoted
from i18n import gettext as _
from intake import geopackage_reader
from intake.archive import GZIP, parts_of, started, stored
from intake.errors import FileError, listed
from intake.geojson_file import of_places
from intake.reading import FOUND, Wanted, Way
from intake.table import Geometry, Table, headings, refuse_amount, refuse_counts, refuse_size

MAGIC = b"SQLite format 3\x00"
SNIFFED = 4 * 1024 * 1024
# GDAL reads these two variables once, when it is loaded: set later, they have no effect.
SKIPPED = (
    "ADBC,AIVector,AVCBin,AVCE00,AmigoCloud,CSV,CSW,Carto,DGN,DXF,EDIGEO,EEDA,ESRIJSON,Elasticsearch,FlatGeobuf,GDALG,GML,"
    "GPSBabel,GPX,GTFS,GeoJSON,GeoJSONSeq,GeoRSS,HTTP,Idrisi,JML,JSONFG,KML,LIBKML,LVBAG,MBTiles,MEM,MVT,MapML,MiraMonVector,NGW,"
    "OAPIF,ODS,OGCAPI,OGR_GMT,OGR_PDS,OGR_VRT,OSM,OpenFileGDB,PCIDSK,PDF,PDS4,PGDUMP,PLSCENES,PMTiles,S57,SQLite,SXF,Selafin,"
    "TopoJSON,VDV,VFK,VICAR,WAsP,WFS,XLSX,GNMFile,GNMDatabase,DERIVED,GTI,SNAP_TIFF,GTiff,COG,LIBERTIFF,VRT,NITF,RPFTOC,ECRGTOC,"
    "HFA,SAR_CEOS,CEOS,JAXAPALSAR,GFF,ESRIC,AIG,AAIGrid,GRASSASCIIGrid,ISG,DTED,PNG,JPEG,JDEM,ESAT,BSB,BMP,DIMAP,AirSAR,RS2,SAFE,"
    "PCRaster,ILWIS,SRTMHGT,Leveller,Terragen,ISIS3,ISIS2,PDS,TIL,ERS,L1B,GRIB,RMF,WCS,WMS,MSGN,RST,GSAG,GSBG,GS7BG,COSAR,TSX,"
    "COASP,MAP,KMLSUPEROVERLAY,PLMOSAIC,CALS,WMTS,SENTINEL2,MRF,PNM,DOQ1,DOQ2,MFF,MFF2,GSC,FAST,BT,LAN,CPG,NDF,EIR,LCP,GTX,LOSLAS,"
    "NTv2,ACE2,SNODAS,KRO,ROI_PAC,RRASTER,BYN,NOAA_B,NSIDCbin,RIK,USGSDEM,GXF,NWT_GRD,NWT_GRC,ADRG,SRP,SAGA,XYZ,HF2,CTG,ZMap,"
    "NGSGEOID,IRIS,PRF,EEDAI,DAAS,SIGDEM,TGA,STACTA,STACIT,PAux,GenBin,ENVI,EHdr,ISCE,Zarr,RCM,MiraMonRaster,"
    "MapInfo File"
)
DRIVERS = {"gpkg": "GPKG", "shp": "ESRI Shapefile"}
"""The one driver that is left to each format."""
SHAPEFILE_PARTS = re.compile(r"(?!__MACOSX/).+\.(shp|shx|dbf|prj|cpg)", re.IGNORECASE)
PART_OF_SHAPEFILE = N_("Un Shapefile tient en plusieurs fichiers : zippez ensemble ses .shp, .shx, .dbf et .prj.")
MAPINFO = N_("C'est une carte MapInfo : exportez-la en GeoPackage ou en Shapefile zippé.")
OTHER_MAP = {
    **dict.fromkeys(("shp", "dbf", "shx"), PART_OF_SHAPEFILE),
    **dict.fromkeys(("mif", "mid"), MAPINFO),
    "dxf": N_("C'est un plan DXF : exportez ses lieux en GeoPackage ou en GeoJSON."),
}
"""What is said of the map formats that are no text of a table, by the ending of their name."""
NAMED = 8
SHP_HEAD = 100
DBF_HEAD, DBF_NAME = 32, 11
"""Bytes of each description of a DBF table, and of the heading that it begins with."""


def form_of(data: bytes) -> str:
    """Return which map format of GDAL the bytes may be in, ``"gpkg"`` or ``"shp"``, compressed or not; empty when they are none."""
    if data.startswith(GZIP):
        data = started(data, SNIFFED)
    if data.startswith(MAGIC):
        return "gpkg"
    return "shp" if data.startswith(b"PK") and re.search(rb"\.shp", data, re.IGNORECASE) else ""


def environment(form: str) -> dict[str, str]:
    """Return what the process apart starts with to read a format of GDAL, or none."""
    others = ",".join(driver for key, driver in DRIVERS.items() if key != form)
    skipped = f"{SKIPPED},{others}"
    return {
        "OGR_SKIP": skipped,
        "GDAL_SKIP": skipped,
        "GDAL_DRIVER_PATH": "disable",
        "OGR_SQLITE_LOAD_EXTENSIONS": "NO",
        "OGR_SQLITE_ALLOW_EXTERNAL_ACCESS": "NO",
        "GDAL_HTTP_PROXY": "http://127.0.0.1:9",
        "GDAL_PAM_ENABLED": "NO",
        "GDAL_NUM_THREADS": "1",
        "GDAL_CACHEMAX": "16",
        "OGR_GPKG_NUM_THREADS": "1",
        "CPL_LOG": "/dev/null",
    }


def read(data: bytes, wanted: Wanted = FOUND) -> Table:
    """Return the table of a layer of a GeoPackage, the one that is wanted or the likeliest; rows are numbered from 1.

    Raises
    ------
    FileError
        When it is too big, damaged, has no layer, or asks too much to be read.
    """
    refuse_size(data)
    if not data.startswith(MAGIC):
        raise FileError(_("Le fichier n'est pas un GeoPackage."))
    return _table(geopackage_reader.read(data, wanted))


def read_shapefile(data: bytes, wanted: Wanted = FOUND) -> Table:
    """Return the table of a zipped Shapefile, measured and made again from its needed parts; `FileError` as in `read`."""
    refuse_size(data)
    parts = {name.rpartition("/")[2]: content for name, content in parts_of(data, SHAPEFILE_PARTS).items()}
    stems = {name.rpartition(".")[0]: name for name in parts if name.lower().endswith(".shp")}
    names = {name.lower() for name in parts}
    for stem, name in stems.items():
        if f"{stem}.shx".lower() not in names:
            parts[f"{stem}.shx"] = _index_of(parts[name])
        _mend_headings(parts, stem)
        _declare_encoding(parts, stem)
    answer = geopackage_reader.read(stored(parts), wanted)
    system = next((content for name, content in parts.items() if name.lower() == f"{answer['layer']}.prj".lower()), b"")
    table = _table({**answer, "crs": system.decode("utf-8", "replace")})
    if f"{answer['layer']}.dbf".lower() in names:
        return table
    note = _("Le Shapefile n'a pas son .dbf : seules les positions sont lues. Zippez-le avec ses .shp, .shx, .dbf et .prj pour les noms.")
    return replace(table, notes=(*table.notes, note))


def _index_of(shapes: bytes) -> bytes:
    """Return the index (.shx) of the records of a .shp: where each begins and how long it is, in words of two bytes."""
    places, at = bytearray(), SHP_HEAD
    while at + 8 <= len(shapes):
        words = int.from_bytes(shapes[at + 4 : at + 8], "big")
        places += (at // 2).to_bytes(4, "big") + words.to_bytes(4, "big")
        at += 8 + 2 * words
    length = (SHP_HEAD + len(places)) // 2
    return shapes[:24] + length.to_bytes(4, "big") + shapes[28:SHP_HEAD] + bytes(places)


def _mend_headings(parts: dict[str, bytes], stem: str) -> None:
    """Headings have ten bytes, by which some programs cut a letter of UTF-8 in two: what is left of it goes."""
    by_name = {name.lower(): name for name in parts}
    name, encoding = (by_name.get(f"{stem}.{ending}".lower(), "") for ending in ("dbf", "cpg"))
    if not name or b"UTF" not in parts.get(encoding, b"").upper():
        return
    table = bytearray(parts[name])
    for at in range(DBF_HEAD, min(int.from_bytes(table[8:10], "little"), len(table)) - DBF_HEAD + 1, DBF_HEAD):
        heading = bytes(table[at : at + DBF_NAME]).partition(b"\x00")[0]
        whole = heading.decode("utf-8", "ignore").encode()
        if heading.startswith(whole):
            table[at : at + DBF_NAME] = whole.ljust(DBF_NAME, b"\x00")
    parts[name] = bytes(table)


def _declare_encoding(parts: dict[str, bytes], stem: str) -> None:
    """A table of texts that says nothing of its encoding is UTF-8 where it can be."""
    by_name = {name.lower(): name for name in parts}
    table = parts.get(by_name.get(f"{stem}.dbf".lower(), ""), b"")
    if f"{stem}.cpg".lower() in by_name or table.isascii():
        return
    try:
        table[32:].decode("utf-8")
    except UnicodeDecodeError:
        return
    parts[f"{stem}.cpg"] = b"UTF-8"


def _table(answer: Mapping[str, Any]) -> Table:
    columns = headings([str(name) for name in answer["columns"]], keep_all=True)
    refuse_counts(len(answer["rows"]), len(columns))
    refuse_amount(len(answer["rows"]) * len(columns))
    shapes = tuple(_geometry(shape) for shape in answer["geometries"])
    table = of_places(columns, answer["rows"], shapes, str(answer["crs"] or ""))
    layers, chosen = answer["layers"], answer["layer"]
    if len(layers) < 2:
        return table
    others = [quoted(name) for name, _sample in layers if name != chosen]
    notes = (
        *table.notes,
        _("Couche lue : « {layer} ».").format(layer=chosen),
        _("Autres couches, non lues : {names}.").format(names=listed(others, NAMED)),
    )
    return replace(table, notes=notes, ways=(Way("part", chosen, tuple((name, f"{name} : {sample}") for name, sample in layers)),))


def _geometry(shape: Any) -> Geometry:
    """A geometry comes as text: it is parsed here, so that the time of the process apart goes to what only it can do."""
    try:
        return json.loads(shape) if isinstance(shape, str) else shape
    except ValueError:
        return {"type": "unreadable"}  # an infinite coordinate is written as no JSON can say it
