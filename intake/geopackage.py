"""GeoPackage files: GDAL reads them in a process apart, with every other driver switched off before it starts."""

from __future__ import annotations

import json
from typing import Any

from i18n import gettext as _
from intake import geopackage_reader
from intake.errors import FileError
from intake.geojson_file import of_places
from intake.table import Geometry, Table, headings, refuse_amount, refuse_counts, refuse_size

MAGIC = b"SQLite format 3\x00"
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
    "NGSGEOID,IRIS,PRF,EEDAI,DAAS,SIGDEM,TGA,STACTA,STACIT,PAux,GenBin,ENVI,EHdr,ISCE,Zarr,RCM,MiraMonRaster,ESRI Shapefile,"
    "MapInfo File"
)
ENVIRONMENT = {
    "OGR_SKIP": SKIPPED,
    "GDAL_SKIP": SKIPPED,
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


def read(data: bytes) -> Table:
    """Return the table of a GeoPackage with one layer of places; rows are numbered from 1.

    Raises
    ------
    FileError
        When it is too big, damaged, has no layer or several, or asks too much to be read.
    """
    refuse_size(data)
    if not data.startswith(MAGIC):
        raise FileError(_("Le fichier n'est pas un GeoPackage."))
    answer = geopackage_reader.read(data)
    columns = headings([str(name) for name in answer["columns"]], keep_all=True)
    refuse_counts(len(answer["rows"]), len(columns))
    refuse_amount(len(answer["rows"]) * len(columns))
    shapes = tuple(_geometry(shape) for shape in answer["geometries"])
    return of_places(columns, answer["rows"], shapes, _crs(answer["crs"]))


def _geometry(shape: Any) -> Geometry:
    """A geometry comes as text: it is parsed here, so that the time of the process apart goes to what only it can do."""
    try:
        return json.loads(shape) if isinstance(shape, str) else shape
    except ValueError:
        return {"type": "unreadable"}  # an infinite coordinate is written as no JSON can say it


def _crs(name: Any) -> str | None:
    """The coordinate system, when it is one of the two that places are told in."""
    return name if name in {"EPSG:4326", "EPSG:2154"} else None
