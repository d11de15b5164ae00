"""Names under which files of other countries, or written in English, call the fields; see `intake.mapping`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

FOREIGN_NAMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "name": ("property name", "place name", "premises", "site name", "building", "name of premises", "premises name", "shop name",
                 "nombre", "nome", "bezeichnung", "denominazione"),
        "address": ("street address", "street", "postal address", "full address", "dirección", "direccion", "indirizzo", "via",
                    "anschrift", "strasse", "straße", "calle", "morada", "endereço"),
        "postcode": ("postal code", "zip code", "zipcode", "post code", "código postal", "cap", "postleitzahl", "plz"),
        "town": ("municipio", "comune", "ort", "stadt", "ciudad", "città"),
        "area_m2": ("floor area", "floor space", "surface area", "total area", "size", "superficie total", "superficie totale", "fläche",
                    "gesamtfläche", "nutzfläche", "área", "sq m", "sqm"),
        "rent_eur_m2_yr": ("annual rent", "yearly rent", "monthly rent", "weekly rent", "quarterly rent",
                            "asking rent", "alquiler", "renta", "canone", "affitto", "miete",
                           "alquiler mensual", "alquiler anual", "canone mensile", "canone annuo", "monatsmiete", "jahresmiete", "aluguel"),
        "charges_eur_m2_yr": ("service charge", "service charges", "gastos", "spese", "nebenkosten"),
        "notes": ("remarks", "comments", "observaciones", "note", "bemerkungen", "osservazioni"),
        "reference": ("ref no", "reference number", "referencia", "riferimento", "referenz"),
        "x": ("longitud", "longitudine", "längengrad", "laengengrad"),
        "y": ("latitud", "latitudine", "breitengrad"),
        "available_on": ("available", "date available", "disponible desde", "disponibile dal", "verfügbar ab"),
    }
)  # fmt: skip
"""By field: a name that a field of ours has already stays that field's."""
FALSE_FRIENDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {"nombre": frozenset({"direccion", "calle", "municipio", "ciudad", "codigo postal", "alquiler", "referencia", "observaciones"})}
)
"""Names that mean something else in French: they count beside these alone."""
