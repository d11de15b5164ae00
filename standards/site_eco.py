"""CNIG « sites économiques », class SITE-ECO: the declaration that imports read by and exports are written by.

Made from the Table Schema of the standard: https://github.com/cnigfr/schema-sites-economiques, v1.0.1 (2024-10-18), GT CNIG Aménagement
(CNIG, Cerema), Licence Ouverte 2.0 (etalab-2.0). Names, titles, types and lists are the standard's; what each is of a place is ours.
"""

from __future__ import annotations

from types import MappingProxyType

from domain.candidate import Status
from i18n import N_
from standards.standard import YES_NO, Standard, StandardColumn

UNKNOWN, NONE = "inconnu", "sans objet"
_UNKNOWN_VALUES = (UNKNOWN, "autre", NONE)
_TYPE = (
    "zone d'activité économique",
    "site économique historique hors ZAE",
    "établissement économique isolé",
    "zone AU à vocation économique",
    *_UNKNOWN_VALUES,
)
_VOCADOMI = (
    "industrielle",
    "commerciale",
    "tertiaire",
    "artisanale",
    "touristique",
    "portuaire",
    "aéroportuaire, aéronautique",
    "entrepôts, logistique",
    "logistique agricole",
    "mixte",
    *_UNKNOWN_VALUES,
)
_ETAT = ("en projet", "création", "existant et actif", "projet de déclassement", "déclassé", *_UNKNOWN_VALUES)
_EVOL_URBA = ("extension urbaine", "renouvellement urbain", "mixte", *_UNKNOWN_VALUES)
_MOA_TYPE = ("commune", "epci", "société d'économie mixte", "chambre de commerce et industrie", "Etat", "privé", *_UNKNOWN_VALUES)
_STATUS = MappingProxyType({"déclassé": str(Status.UNAVAILABLE)})
_COLUMNS = (
    StandardColumn("site_id", "identifiant du site", is_required=True, field="cnig_id"),
    StandardColumn("pole_id", "identifiant du pôle", is_required=True),
    StandardColumn("site_nom", "nom du site", is_required=True, field="name"),
    StandardColumn("site_type", "type de site", is_required=True, values=_TYPE, is_remark=True),
    StandardColumn("site_vocadomi", "vocation dominante", is_required=True, values=_VOCADOMI, is_remark=True),
    StandardColumn("site_etat", "état du site", is_required=True, values=_ETAT, field="status", codes=_STATUS, is_remark=True),
    StandardColumn("site_surf_brute", "superficie totale", "number", is_required=True, field="area_m2", unit="ha"),
    StandardColumn("site_surf_utile", "superficie utile", "number", is_required=True, is_remark=True),
    StandardColumn("site_creation_date", "année de création", "year"),
    StandardColumn("site_identif_date", "date d'identification", "date", is_required=True),
    StandardColumn("site_actu_date", "date d'actualisation", "date", is_required=True, is_remark=True),
    StandardColumn("source_producteur", "producteur de la donnée"),
    StandardColumn("site_description", "commentaire libre", is_remark=True, is_comment=True),
    StandardColumn("site_quali_territoire", "labellisation territoriale", is_remark=True),
    StandardColumn("site_evol_urba", "type d'urbanisation", values=_EVOL_URBA),
    StandardColumn("site_url", "page web", is_remark=True),
    StandardColumn("site_epci_nom", "nom de l'EPCI compétent", is_required=True),
    StandardColumn("site_epci_siren", "code SIREN de l'EPCI compétent", is_required=True),
    StandardColumn("site_comm_nom", "nom de la commune", is_required=True, field="town"),
    StandardColumn("site_comm_insee", "code INSEE de la commune", is_required=True),
    StandardColumn("site_moa_type", "type de maîtrise d'ouvrage", is_required=True, values=_MOA_TYPE),
    StandardColumn("site_moa_nom", "nom du gestionnaire", field="contact"),
    StandardColumn("site_moa_amngt", "nom de l'aménageur"),
    StandardColumn("site_moa_comm", "nom du vendeur"),
    StandardColumn("site_uf_nbre", "nombre d'unités foncières", "number"),
    StandardColumn("site_uf_vacant_nbre", "nombre d'unités foncières vacantes", "number"),
    StandardColumn("site_taux_vacance", "taux de vacance", "number", is_remark=True),
    StandardColumn("site_uf_bati_nbre", "nombre d'unités foncières bâties", "number"),
    StandardColumn("site_nb_etab", "nombre d'établissements", "number"),
    StandardColumn("site_nb_emploi", "nombre d'emplois", "number"),
    StandardColumn("site_geomsurf", "géométrie", "geojson", is_required=True),
    StandardColumn("site_geompoint", "centroïde", "geopoint"),
    StandardColumn("site_media", "médias"),
    StandardColumn("site_surf_comm_dispo", "surface commercialisable", "number", is_remark=True),
    StandardColumn("site_surf_projet", "surface réservée", "number"),
    StandardColumn("site_voca_industrielle", "présence activité industrielle", values=YES_NO),
    StandardColumn("site_voca_commerciale", "présence activité commerciale", values=YES_NO),
    StandardColumn("site_voca_tertiaire", "présence activité tertiaire", values=YES_NO),
    StandardColumn("site_voca_artisanale", "présence activité artisanale", values=YES_NO),
    StandardColumn("site_voca_touristique", "présence activité touristique", values=YES_NO),
    StandardColumn("site_voca_portuaire", "présence activité portuaire", values=YES_NO),
    StandardColumn("site_voca_aeroportuaire", "présence activité aéroportuaire", values=YES_NO),
    StandardColumn("reseau_eau_pluviale", "présence réseau d'eau pluviale", values=YES_NO),
    StandardColumn("reseau_eau_potable", "présence réseau d'eau potable", values=YES_NO),
    StandardColumn("reseau_assainissement", "présence réseau d'assainissement", values=YES_NO),
    StandardColumn("reseau_gaz", "présence réseau de gaz", values=YES_NO),
    StandardColumn("reseau_electrique", "présence réseau électrique", values=YES_NO),
    StandardColumn("reseau_fibre_optique", "présence réseau de fibre optique", values=YES_NO),
    StandardColumn("reseau_fret_ferroviaire", "présence d'une ITE", values=YES_NO),
    StandardColumn("reseau_fluvial", "présence d'un réseau fluvial", values=YES_NO),
    StandardColumn("desserte_tc", "présence de transport en commun", values=YES_NO),
    StandardColumn("desserte_route_nom", "desserte routière principale"),
    StandardColumn("autoroute_nom", "autoroute la plus proche"),
    StandardColumn("autoroute_echang_dist", "échangeur le plus proche", "number"),
    StandardColumn("gare_nom", "gare de voyageurs"),
    StandardColumn("gare_dist", "distance à la gare de voyageurs", "number"),
    StandardColumn("gare_fret_nom", "gare de fret"),
    StandardColumn("gare_fret_dist", "distance à la gare de fret", "number"),
    StandardColumn("aeroport_nom", "aéroport"),
    StandardColumn("aeroport_dist", "distance à l'aéroport", "number"),
    StandardColumn("port_nom", "port"),
    StandardColumn("port_dist", "distance au port", "number"),
)  # fmt: skip
SITE_ECO = Standard(
    "cnig-site-eco",
    N_("Standard CNIG sites économiques"),
    "1.0.1",
    "https://github.com/cnigfr/schema-sites-economiques",
    _COLUMNS,
    ("site_geomsurf", "site_geompoint"),
)
