"""The formats of a file of places, as a person reads them and as a browser asks for them."""

from __future__ import annotations

from i18n import N_

FORMATS = N_("CSV, Excel (XLSX, XLSM, XLS), ODS, GeoJSON, GeoPackage, Shapefile zippé ou KML")
ENDINGS = ("csv", "tsv", "txt", "prn", "gz", "xlsx", "xlsm", "xls", "ods", "geojson", "json", "geojsonl", "gpkg", "kml", "kmz", "zip")
"""Endings that a browser offers; the content decides."""
