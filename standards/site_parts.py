"""CNIG « sites économiques », classes TERRAIN-ECO and ETABLISSEMENT: what imports read of them.

Made from the schemas of the standard: https://github.com/cnigfr/schema-sites-economiques, v1.0.1 (2024-10-18), Licence Ouverte 2.0
(etalab-2.0). Columns of which nothing is read here are named so that the class is recognised.
"""

from __future__ import annotations

from types import MappingProxyType

from domain.candidate import Status
from i18n import N_
from standards.standard import YES_NO, Standard, StandardColumn

_URL = "https://github.com/cnigfr/schema-sites-economiques"
_SOLD = MappingProxyType(
    dict.fromkeys(
        (
            "vendu, commercialisation achevée",
            "non commercialisable",
            "réservé par option de réservation",
            "réservé par une délibération de l'EPCI",
        ),
        str(Status.UNAVAILABLE),
    )
)
_TERRAIN = (
    StandardColumn("terr_id", "identifiant du terrain", is_required=True, field="reference"),
    StandardColumn("site_id", "identifiant du site", is_required=True, field="cnig_id"),
    StandardColumn("terr_refcad", "liste des parcelles", field="parcels"),
    StandardColumn("terr_surf_brute", "superficie brute", "number", is_required=True, field="area_m2", unit="ha"),
    StandardColumn("terr_utile", "superficie à prendre en compte", values=YES_NO),
    StandardColumn("terr_identif_date", "date d'identification", "date", is_required=True),
    StandardColumn("terr_actu_date", "date d'actualisation", "date", is_required=True, is_remark=True),
    StandardColumn("terr_maitrise_fonc", "maîtrise foncière", is_required=True, field="owner"),
    StandardColumn("terr_stade_amngt", "stade d'aménagement", is_required=True, is_remark=True),
    StandardColumn("terr_stade_comm", "stade de commercialisation", is_required=True, field="status", codes=_SOLD, is_remark=True),
    StandardColumn("terr_etat_occup", "état d'occupation", is_required=True, is_remark=True),
    StandardColumn("terr_usage", "usage du terrain", is_required=True, is_remark=True),
    StandardColumn("terr_url_cartofriches", "URL de la friche dans cartofriches", is_remark=True),
    StandardColumn("terr_geomsurf", "géométrie", "geojson", is_required=True),
    StandardColumn("terr_cle_en_main", "terrain clé en main", values=YES_NO, is_remark=True),
    StandardColumn("terr_acquereur", "nom de l'acquéreur"),
    StandardColumn("terr_cession_date", "date de la cession", "date"),
    StandardColumn("terr_vente_montant", "montant de la vente", "number"),
    StandardColumn("terr_m2_prix", "prix au m²", "number"),
)
_ESTABLISHMENT = (
    StandardColumn("SIRET", "identifiant SIRET", is_required=True, field="siret"),
    StandardColumn("SIREN", "identifiant SIREN"),
    StandardColumn("terr_id", "identifiant du terrain", field="reference"),
    StandardColumn("ban-id", "identifiant de l'adresse"),
    StandardColumn("ban_id", "identifiant de l'adresse"),
    StandardColumn("bat-id", "identifiant du bâtiment"),
    StandardColumn("bat_id", "identifiant du bâtiment"),
    StandardColumn("etab_adresse", "adresse de l'établissement", field="address"),
    StandardColumn("etab_raison_sociale", "raison sociale"),
    StandardColumn("etab_nat_juridique", "nature juridique"),
    StandardColumn("etab_nom", "nom de l'établissement"),
    StandardColumn("epci_nom", "nom de l'EPCI"),
    StandardColumn("epci_siren", "code SIREN de l'EPCI"),
    StandardColumn("comm_nom", "nom de la commune", field="town"),
    StandardColumn("comm_insee", "code INSEE de la commune"),
    StandardColumn("etab_siege", "siège", values=YES_NO),
    StandardColumn("etab_creation_date", "date de création", "date"),
    StandardColumn("etab_identif_date", "date d'identification", "date"),
    StandardColumn("etab_actu_date", "date d'actualisation", "date", is_remark=True),
    StandardColumn("etab_actif", "établissement actif", values=YES_NO, is_remark=True),
    StandardColumn("etab_fermeture_date", "date de fermeture", "date", is_remark=True),
    StandardColumn("etab_description", "description de l'activité", is_remark=True),
    StandardColumn("etab_activite_code", "code de l'activité"),
    StandardColumn("etab_activite_libelle", "libellé de l'activité", is_remark=True),
    StandardColumn("etab_effectif_code", "code de l'effectif"),
    StandardColumn("etab_effectif_libelle", "effectif", is_remark=True),
    StandardColumn("etab_effectif_annee", "année de l'effectif"),
    StandardColumn("etab_source_info", "source de l'information"),
    StandardColumn("geocodage_qualite", "qualité du géocodage", is_remark=True),
    StandardColumn("etab_geompoint", "position", "geojson"),
    StandardColumn("etab_contact_mail", "courriel", field="contact"),
    StandardColumn("etab_contact_tel", "téléphone"),
)
TERRAIN_ECO = Standard("cnig-terrain-eco", N_("Standard CNIG sites économiques, terrains"), "1.0.1", _URL, _TERRAIN, ("terr_geomsurf",))
ESTABLISHMENT = Standard(
    "cnig-etablissement",
    N_("Standard CNIG sites économiques, établissements"),
    "1.0.1",
    _URL,
    _ESTABLISHMENT,
    ("etab_geompoint",),
    MappingProxyType({"name": ("etab_nom", "etab_raison_sociale")}),
)
