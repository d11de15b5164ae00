"""An archive by Data Package v1 (frictionlessdata.io): a CSV of a standard with its Table Schema, and what is said of it."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

from access.authority import current_authority
from i18n import gettext as _
from i18n import ngettext
from i18n.numbers import number
from reports.cnig import SEPARATOR, Sites, site_csv, sites_of
from reports.extract import Extract
from reports.filter_words import filter_sentence
from reports.provenance import sources_of
from standards.site_eco import SITE_ECO
from standards.standard import Standard, StandardColumn

CSV_NAME, DESCRIPTOR = "site-eco.csv", "datapackage.json"
LICENCES: Mapping[str, str] = {"Licence Ouverte 2.0": "etalab-2.0", "MIT": "MIT"}
"""The identifier of each open licence of the catalogue, by its name; the others ask the producer."""
CLOSED_LICENCE = "other-closed"
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The date of the members of an archive: the same places make the same bytes."""
NAMED = 20
FORMATS: Mapping[str, Mapping[str, str]] = {
    "date": {"type": "date", "format": "%Y-%m-%d"},
    "year": {"type": "date", "format": "%Y"},
    "geopoint": {"type": "geopoint", "format": "default"},
}


def write(extract: Extract) -> bytes:
    """Return the archive of the sites of activity zones of an extract: `CSV_NAME` and `DESCRIPTOR`."""
    sites = sites_of(extract)
    data = site_csv(sites.rows)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        descriptor = json.dumps(descriptor_of(extract, sites, data), ensure_ascii=False, indent=2)
        for name, content in ((DESCRIPTOR, descriptor.encode("utf-8", "replace")), (CSV_NAME, data)):
            archive.writestr(zipfile.ZipInfo(name, FIRST_DAY), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def descriptor_of(extract: Extract, sites: Sites, data: bytes) -> dict[str, Any]:
    """Return what the archive says of itself in `DESCRIPTOR`, in the current language."""
    publisher = current_authority().name
    return {
        "profile": "tabular-data-package",
        "name": "convergence-sites-economiques",
        "title": _title(sites),
        "description": " ".join(_sentences(extract, sites)),
        "homepage": extract.address,
        "version": extract.territory.version,
        "created": f"{extract.on.isoformat()}T00:00:00Z",
        "keywords": ["CNIG", "sites économiques", "zone d'activité économique", "ressourcerie / recyclerie"],
        **({"contributors": [{"title": publisher, "role": "publisher"}]} if publisher else {}),
        "licenses": _licences(extract),
        "sources": _sources(extract),
        "resources": [_resource(data)],
    }


def table_schema(standard: Standard) -> dict[str, Any]:
    """Return the Table Schema of a standard: names, titles, types and constraints in its order."""
    return {
        "name": standard.id,
        "title": standard.title,
        "homepage": standard.url,
        "version": f"v{standard.version}",
        "fields": [_field(column) for column in standard.columns],
        "missingValues": ["", "NA", "NaN", "N/A"],
        "primaryKey": standard.columns[0].name,
    }


def _field(column: StandardColumn) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": column.is_required} | ({"enum": list(column.values)} if column.values else {})
    return {"name": column.name, "title": column.title, **FORMATS.get(column.type, {"type": column.type}), "constraints": constraints}


def _resource(data: bytes) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": "site-eco",
        "path": CSV_NAME,
        "title": SITE_ECO.title,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": SEPARATOR, "quoteChar": '"', "lineTerminator": "\r\n", "header": True},
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "schema": table_schema(SITE_ECO),
    }


def _title(sites: Sites) -> str:
    title = _("Sites en zone d'activité où ouvrir une ressourcerie / recyclerie")
    return f"{title} ({_('exemple')})" if sites.examples_n else title


def _sentences(extract: Extract, sites: Sites) -> list[str]:
    """What a reader must know to use the file."""
    rows_n = len(sites.rows)
    count = ngettext("{n} site, d'après : {standard}.", "{n} sites, d'après : {standard}.", rows_n)
    return [
        count.format(n=number(rows_n), standard=SITE_ECO.title),
        _("Filtre : {filter}.").format(filter=filter_sentence(extract.selection)),
        *_about_rows(sites),
        _("Les locaux en rez-de-chaussée ne sont pas des sites économiques : ils n'y sont pas."),
        _("Hypothèse : « site_surf_utile » reprend la surface du site, et « site_identif_date » le jour de sa dernière mise à jour."),
        _("« site_geomsurf » porte la position du site là où son contour n'est pas connu."),
        _("Ce que le standard ne prévoit pas (avancement, loyer, accès…) est dans « site_description »."),
        _("Une case vide est une valeur non renseignée : elle n'est jamais un zéro."),
    ]


def _about_rows(sites: Sites) -> list[str]:
    """Which sites are invented, and which could not be written."""
    invented = ngettext(
        "exemple : {n} de ces sites est inventé pour montrer le fonctionnement, il ne décrit pas un lieu réel.",
        "exemple : {n} de ces sites sont inventés pour montrer le fonctionnement, ils ne décrivent pas des lieux réels.",
        sites.examples_n,
    )
    lacking = ngettext(
        "{n} site n'y est pas, car sa surface, que le standard demande, n'est pas renseignée : {names}.",
        "{n} sites n'y sont pas, car leur surface, que le standard demande, n'est pas renseignée : {names}.",
        len(sites.left_out),
    )
    names = ", ".join(sites.left_out[:NAMED]) + (", …" if len(sites.left_out) > NAMED else "")
    examples = [invented.format(n=number(sites.examples_n))] if sites.examples_n else []
    return [*examples, *([lacking.format(n=number(len(sites.left_out)), names=names)] if sites.left_out else [])]


def _licences(extract: Extract) -> list[dict[str, str]]:
    """The licences of the rows, each once; those that ask the producer are said to be closed."""
    found: dict[str, dict[str, str]] = {}
    for source in sources_of(extract):
        path = {"path": source.licence_url} if source.licence_url else {}
        found.setdefault(source.licence, {"name": LICENCES.get(source.licence, CLOSED_LICENCE), "title": _(source.licence), **path})
    return list(found.values())


def _sources(extract: Extract) -> list[dict[str, str]]:
    sources = [
        {"title": f"{_(source.label)} ({source.producer})", **({"path": source.url} if source.url else {})}
        for source in sources_of(extract)
    ]
    return [*sources, {"title": SITE_ECO.title, "path": SITE_ECO.url}]
