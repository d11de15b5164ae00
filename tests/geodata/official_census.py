"""Files of INSEE by IRIS, in their true forms: the census of the year after, with ten people more in one IRIS, and Filosofi."""

from __future__ import annotations

import io
import zipfile

import pandas as pd

from geodata.sources.iris_figures import DWELLINGS, FIELDS, INCOME, PEOPLE
from geodata.territory import Territory

ENTRIES = {PEOPLE: "base-ic-evol-struct-pop-2022.CSV", DWELLINGS: "base-ic-logement-2022.CSV", INCOME: "BASE_TD_FILO_IRIS_2021_DISP.csv"}
MORE = 10


def census_files(territory: Territory) -> dict[str, bytes]:
    """Return the three archives, by their names; each holds a dictionary of variables beside the table, and an IRIS of Paris."""
    rows = territory.iris.assign(population=territory.iris["population"] + (territory.iris.index == 0) * MORE)
    about = {"IRIS": rows["code"], "COM": rows["area_code"], "TYP_IRIS": rows["iris_type"], "LAB_IRIS": rows["label_quality"]}
    files = {}
    for name, fields in FIELDS.items():
        year = "21" if name == INCOME else "22"
        columns = {"IRIS": about["IRIS"]} if name == INCOME else dict(about)
        for theirs, ours in fields.items():
            columns[theirs.format(yy=year)] = _income(rows[ours]) if name == INCOME else rows[ours].map("{:.4f}".format)
        table = pd.DataFrame(columns)
        elsewhere = pd.DataFrame(
            [{**dict.fromkeys(table.columns, "1"), "IRIS": "751010101", **({"COM": "75101"} if "COM" in table else {})}]
        )
        files[name] = _archive(ENTRIES[name], pd.concat([table, elsewhere]).to_csv(sep=";", index=False).encode())
    return files


def _income(values: pd.Series) -> pd.Series:
    """With a comma, and what INSEE writes where it publishes nothing."""
    return values.map(lambda value: "ns" if pd.isna(value) else f"{value:.3f}".rstrip("0").rstrip(".").replace(".", ","))


def _archive(entry: str, data: bytes) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"meta_{entry}", "COD_VAR;LIB_VAR\nIRIS;Code\n")
        archive.writestr(entry, data)
    return sink.getvalue()
