"""The workbook in which one types what an open place measured, a row a month."""

from __future__ import annotations

from io import BytesIO

import xlsxwriter

from domain.actuals import MEASURES
from i18n import gettext as _
from intake.actuals import MONTH_HEADING
from reports.xlsx_file import OPTIONS

WIDTH = 22


def template() -> bytes:
    """Return the template; its headings are those that the import reads."""
    buffer = BytesIO()
    book = xlsxwriter.Workbook(buffer, OPTIONS)
    sheet, bold = book.add_worksheet(_("Suivi")), book.add_format({"bold": True, "bottom": 1, "bg_color": "#eef1f3"})
    heads = [_(MONTH_HEADING), *(_(one.label) for one in MEASURES)]
    sheet.set_column(0, len(heads) - 1, WIDTH)
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, bold)
    sheet.freeze_panes(1, 1)
    notes = book.add_worksheet(_("Consignes"))
    notes.set_column(0, 0, 100)
    lines = (
        _("Une ligne par mois, écrit comme 2027-03. Laissez vide ce qui n'a pas été mesuré : vide n'est pas zéro."),
        _("Les tonnes sont en tonnes, les ventes et le loyer en euros, les emplois en équivalents temps plein du mois."),
        _("Un export de logiciel de pesée convient aussi tel quel : une ligne par pesée, avec une date et un poids."),
        _("Un mois réimporté prend la place de ce qui était saisi : rien n'est compté deux fois."),
    )
    for row, line in enumerate(lines):
        notes.write_string(row, 0, line)
    book.close()
    return buffer.getvalue()
