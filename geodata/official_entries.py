"""Entries of the catalogue of the open data that only a refresh brings."""

from __future__ import annotations

from dataclasses import replace

from geodata.source import Source, to_come
from i18n import N_

TO_COME: tuple[Source, ...] = (
    to_come(
        "decheteries",
        N_("Déchèteries"),
        "ADEME, SINOE",
        "https://data.ademe.fr/datasets/sinoe-(r)-annuaire-des-decheteries-dma",
        N_("Annuaire des déchèteries : la dernière année de chaque site. Tonnages non renseignés."),
    ),
    to_come(
        "ressourceries",
        N_("Ressourceries et recycleries"),
        "ADEME, Longue vie aux objets",
        "https://data.ademe.fr/datasets/longue-vie-aux-objets-acteurs-de-leconomie-circulaire",
        N_("Acteurs de l'économie circulaire dont les services comptent une recyclerie ; les contributeurs sont nommés."),
    ),
    to_come(
        "activity_zones",
        N_("Zones d'activité"),
        "IGN, BD TOPO",
        "https://geoservices.ign.fr/bdtopo",
        N_("Zones « Industriel et commercial » de la couche « zone d'activité ou d'intérêt », avec leurs contours."),
    ),
    to_come(
        "activity_zones_paca",
        N_("Espaces d'activités économiques de la région"),
        "Région Provence-Alpes-Côte d'Azur",
        "https://www.data.gouv.fr/fr/datasets/perimetres-des-espaces-dactivites-economiques-de-la-region-paca-2023/",
        N_("Périmètres de 2023, lus sous les noms de champs du standard national « sites économiques »."),
    ),
    to_come(
        "brownfield_sites",
        N_("Friches, site par site"),
        "Cerema, Cartofriches",
        "https://www.data.gouv.fr/fr/datasets/sites-references-dans-cartofriches/",
        N_("Inventaire non exhaustif : position, surface et avancement de chaque site ; à confirmer sur place."),
    ),
    to_come(
        "transit",
        N_("Arrêts et horaires des transports en commun"),
        "Métropole Aix-Marseille-Provence, transport.data.gouv.fr",
        "https://transport.data.gouv.fr",
        N_("Fichier GTFS gardé entier ; la distance des lieux à l'arrêt le plus proche en est tirée, à vol d'oiseau."),
    ),
    to_come(
        "population_grid",
        N_("Population par carreau de 200 m"),
        "INSEE, Filosofi",
        "https://www.insee.fr/fr/statistiques/8735162",
        N_("Habitants par carreau, ramenés aux populations légales. Sous onze ménages, l'INSEE impute le carreau."),
    ),
    to_come(
        "iris_contours",
        N_("Contours des IRIS"),
        "IGN et INSEE",
        "https://geoservices.ign.fr/contoursiris",
        N_("Placent les chiffres du recensement et des logements sociaux dans leur IRIS."),
    ),
    to_come(
        "quartier_contours",
        N_("Contours des quartiers"),
        "Métropole Aix-Marseille-Provence",
        "https://www.data.gouv.fr/datasets/quartiers-de-marseille-1",
        N_("Placent les habitants et les lieux dans leur quartier, au lieu du centre le plus proche."),
    ),
    to_come(
        "rpls",
        N_("Logements sociaux par IRIS (RPLS)"),
        "Ministère chargé du Logement, RPLS",
        "https://www.data.gouv.fr/fr/datasets/repertoire-des-logements-locatifs-des-bailleurs-sociaux/",
        N_("Logements comptés un à un, par IRIS là où il est renseigné, par commune sinon."),
    ),
    to_come(
        "plui_zones",
        N_("Zones des documents d'urbanisme"),
        "Géoportail de l'urbanisme",
        "https://www.geoportail-urbanisme.gouv.fr",
        N_("Zone du PLU ou PLUi en vigueur à l'endroit du lieu : à confirmer auprès du service d'urbanisme."),
    ),
    to_come(
        "flood_zones",
        N_("Zones inondables réglementées (PPRi)"),
        "Géorisques, DGPR",
        "https://www.georisques.gouv.fr",
        N_("Zonage réglementaire des plans de prévention numérisés : à confirmer en mairie. Hors zone ne veut pas dire sans risque."),
    ),
    to_come(
        "polluted_soils",
        N_("Sols pollués ou potentiellement pollués"),
        "Géorisques, DGPR",
        "https://www.georisques.gouv.fr/donnees/bases-de-donnees/sites-et-sols-pollues-ou-potentiellement-pollues",
        N_("Sites instruits par l'État : à confirmer avant tout usage du sol."),
    ),
    replace(
        to_come(
            "roads",
            N_("Rues et chemins"),
            "OpenStreetMap, Geofabrik",
            "https://download.geofabrik.de/europe/france.html",
            N_("Extrait de la région, gardé entier : les temps à pied, à vélo et en voiture suivent alors les rues."),
        ),
        licence="ODbL 1.0",
        licence_url="https://opendatacommons.org/licenses/odbl/1-0/",
    ),
    to_come(
        "ban",
        N_("Rues et adresses"),
        "Base Adresse Nationale",
        "https://adresse.data.gouv.fr/donnees-nationales",
        N_("Index des rues et numéros, pour chercher une adresse sans réseau."),
    ),
)
