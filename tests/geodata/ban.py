"""Makes small files in the format of the Base Adresse Nationale."""

from __future__ import annotations

from collections.abc import Iterable

HEAD = (
    "id;id_fantoir;numero;rep;nom_voie;code_postal;code_insee;nom_commune;code_insee_ancienne_commune;nom_ancienne_commune;x;y;lon;lat;"
    "type_position;alias;nom_ld;libelle_acheminement;nom_afnor;source_position;source_nom_voie;certification_commune;cad_parcelles"
)
LON, LAT = 5.3705, 43.3005  # in the 2nd arrondissement of Marseille


def line(
    number: object = 12, rep: str = "", street: str = "Rue de la République", postcode: str = "13002", code: str = "13202",
    lon: object = LON, lat: object = LAT, town: str = "Marseille",
) -> str:  # fmt: skip
    """One address, with every column of the source."""
    key = f"{code}_7955_{number}"
    head = f"{key};{code}_7955;{number};{rep};{street};{postcode};{code};{town};;;892531.03;6247440.84;{lon};{lat};entrée;;;"
    return head + f"{town.upper()};{street.upper()};commune;commune;1;{code}000AB0123"


def ban(lines: Iterable[str], head: str = HEAD) -> bytes:
    return "\n".join((head, *lines, "")).encode()


def small_town() -> bytes:
    """Three streets of the territory, and one outside."""
    main = [line(n, lon=LON + n * 1e-4, lat=LAT + (n % 2) * 1e-4) for n in (2, 4, 10, 11, 1, 3)]
    repeated = [line(12, rep="bis", lon=LON + 13e-4), line(12, lon=LON + 12e-4)]
    mayday = [line(n, street="Rue du 8 Mai 1945", postcode="13700", code="13054", lon=5.215 + n * 1e-4, lat=43.418) for n in (1, 3, 8)]
    hamlet = [line(99999, street="Hameau de la Nerthe", postcode="13016", code="13055", lon=5.327, lat=43.364)]
    aix = [line(5, street="Cours Mirabeau", postcode="13100", code="13001", town="Aix-en-Provence", lon=5.447, lat=43.527)]
    return ban([*main, *repeated, *mayday, *hamlet, *aix])
