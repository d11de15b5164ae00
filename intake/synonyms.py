"""Other French names under which spreadsheets of landlords and authorities call the fields, weaker than those that the fields declare."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

SYNONYMS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "name": ("enseigne", "nom commercial", "dénomination", "appellation", "raison sociale", "intitulé lot", "libellé lot",
                 "libellé programme",
                 "nom programme", "programme", "nom résidence", "nom opération", "local commercial", "nom commerce", "nom bâtiment"),
        "address": ("adresse complète", "adr", "adresse 1", "adresse ligne 1", "adr complète", "adresse immeuble", "adresse rue",
                    "adresse programme",
                    "adresse géographique", "situation", "emplacement", "localisation"),
        "postcode": ("code post", "codepostal", "adr cp", "adresse cp", "code postal commune"),
        "town": ("adr ville", "adr commune", "adresse ville", "libellé commune"),
        "reference": ("n° local", "numéro lot", "code lot", "code local", "id lot", "id local", "id site", "code site", "code ug", "n° ug",
                      "matricule"),
        "area_m2": ("surface louable", "surface locative", "surface lot", "surface habitable", "surface bâtie", "gla", "surf", "sup", "sdp",
                    "shab", "sub", "surf utile", "surf totale", "surface utile brute", "surface exploitée", "m2", "nb m2"),
        "rent_eur_m2_yr": ("loyer actuel", "loyer facial", "loyer souhaité", "loyer prévisionnel"),
        "charges_eur_m2_yr": ("provisions charges",),
        "available_on": ("dispo", "date dispo", "disponible le", "libre à partir", "disponible à compter"),
        "clear_height_m": ("hauteur sous poutre", "h sous plafond", "haut sous plafond"),
        "contact": ("tél", "mail", "mél", "adresse mail", "gestionnaire"),
        "location": ("lat/long", "lat/lon", "lat/lng", "latitude/longitude", "long lat", "lon lat", "xy", "x y", "coord", "geo", "géoloc",
                     "géolocalisation", "position gps", "point gps", "localisation gps"),
        "x": ("coord x", "coordx", "x coord", "xcoord", "coordonnée en x", "lon dd", "x long"),
        "y": ("coord y", "coordy", "y coord", "ycoord", "coordonnée en y", "lat dd", "y lat"),
    }
)  # fmt: skip
"""By field: a name that a field of ours has already stays that field's."""
