"""CNIG « friches »: what imports read of it, Cartofriches' files among others.

Made from the Table Schema of the standard: https://github.com/cnigfr/schema-friches, v1.0.6 (2025-12-16), GT CNIG Friches (CNIG, Cerema),
Licence Ouverte 2.0 (etalab-2.0). Columns of which nothing is read here are named so that the standard is recognised.
"""

from __future__ import annotations

from types import MappingProxyType

from domain.candidate import Status
from i18n import N_
from standards.standard import Standard, StandardColumn

_STATUS = MappingProxyType(
    {
        "friche potentielle": str(Status.SPOTTED),
        "friche sans projet": str(Status.SPOTTED),
        "friche reconvertie": str(Status.UNAVAILABLE),
    }
)
"""« friche avec projet » is no stage of ours: somebody else's project may close the place, or be this one."""
_CONDITION = MappingProxyType(
    {
        "dégradation inexistante ou faible": "good",
        "dégradation moyenne": "refresh",
        "dégradation très importante": "renovate",
    }
)
_COLUMNS = (
    StandardColumn("site_id", "identifiant du site", is_required=True, field="cnig_id"),
    StandardColumn("site_nom", "nom du site", is_required=True, field="name"),
    StandardColumn("site_type", "type de site", is_required=True, is_remark=True),
    StandardColumn("site_adresse", "adresse du site", field="address"),
    StandardColumn("site_identif_date", "date d'identification du site", "date", is_required=True),
    StandardColumn("site_actu_date", "date de dernière actualisation", "date", is_required=True, is_remark=True),
    StandardColumn("site_url", "URL du site", is_remark=True),
    StandardColumn("site_ademe_url", "URL de la fiche de l'ADEME"),
    StandardColumn("site_securite", "type de sécurisation", is_remark=True),
    StandardColumn("site_occupation", "occupation du site", is_remark=True),
    StandardColumn("site_statut", "statut du site", field="status", codes=_STATUS, is_remark=True),
    StandardColumn("site_projet_url", "site web d'un éventuel projet sur le site"),
    StandardColumn("site_reconv_annee", "année d'achèvement de reconversion", "year"),
    StandardColumn("site_reconv_type", "type de reconversion", is_remark=True),
    StandardColumn("activite_libelle", "libellé des activités", is_remark=True),
    StandardColumn("activite_code", "code BASIAS des activités"),
    StandardColumn("activite_fin_annee", "année de fin d'activité", "year", is_remark=True),
    StandardColumn("comm_nom", "nom de la commune", is_required=True, field="town"),
    StandardColumn("comm_insee", "code INSEE de la commune", is_required=True),
    StandardColumn("bati_type", "type de bâtiments", is_remark=True),
    StandardColumn("bati_nombre", "nombre de bâtiments", "integer"),
    StandardColumn("bati_surface", "surface des bâtiments (m²)", "integer"),
    StandardColumn("bati_pollution", "pollution connue", is_remark=True),
    StandardColumn("bati_vacance", "état de vacance", is_remark=True),
    StandardColumn("bati_patrimoine", "présence de bâti patrimonial", is_remark=True),
    StandardColumn("bati_etat", "dégradation des bâtiments", field="condition", codes=_CONDITION, is_remark=True),
    StandardColumn("local_ancien_annee", "première année de construction", "year"),
    StandardColumn("local_recent_annee", "dernière année de construction", "year"),
    StandardColumn("proprio_type", "type de propriétaire"),
    StandardColumn("proprio_personne", "type de personne"),
    StandardColumn("proprio_nom", "nom du propriétaire", field="owner"),
    StandardColumn("sol_pollution_annee", "année de la pollution du sol", "year"),
    StandardColumn("sol_pollution_existe", "existence de pollution du sol", is_remark=True),
    StandardColumn("sol_pollution_origine", "origine de la pollution du sol"),
    StandardColumn("sol_pollution_commentaire", "commentaire sur la pollution du sol", is_remark=True),
    StandardColumn("sol_depollution_fiche", "fiche de dépollution"),
    StandardColumn("unite_fonciere_surface", "surface de l'unité foncière (m²)", "integer"),
    StandardColumn("unite_fonciere_refcad", "liste des parcelles cadastrales", field="parcels"),
    StandardColumn("urba_zone_type", "type de zone d'urbanisme", is_remark=True),
    StandardColumn("urba_zone_lib", "libellé de la zone d'urbanisme", is_remark=True),
    StandardColumn("urba_zone_formdomi", "forme dominante de la zone"),
    StandardColumn("urba_zaer", "situation en zone d'accélération des énergies renouvelables"),
    StandardColumn("urba_doc_type", "type de document d'urbanisme", is_remark=True),
    StandardColumn("desserte_distance", "distances d'accès aux réseaux"),
    StandardColumn("desserte_commentaire", "desserte du site", is_remark=True),
    StandardColumn("source_nom", "nom de la source", is_required=True, is_remark=True),
    StandardColumn("source_url", "URL de la source"),
    StandardColumn("source_producteur", "identification du producteur"),
    StandardColumn("source_contact", "adresse mail", field="contact"),
    StandardColumn("geompoint", "coordonnées du centroïde", "geopoint", is_required=True),
    StandardColumn("geomsurf", "géométrie surfacique"),
)
FRICHES = Standard(
    "cnig-friches",
    N_("Standard CNIG friches"),
    "1.0.6",
    "https://github.com/cnigfr/schema-friches",
    _COLUMNS,
    ("geomsurf", "geompoint"),
    MappingProxyType({"area_m2": ("bati_surface", "unite_fonciere_surface")}),
)
