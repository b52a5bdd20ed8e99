"""Print settings of the sheets made here; Google has none in its API."""

from __future__ import annotations

from openpyxl.worksheet.properties import PageSetupProperties

from sheets_adapter.local.document import Sheet

_A4 = 9
_MARGIN = 0.4
"""Inches."""


def prepare(sheet: Sheet) -> None:
    """Landscape, one page wide, as many pages long as it takes."""
    setup = sheet.ws.page_setup
    setup.orientation, setup.paperSize = "landscape", _A4
    setup.fitToWidth, setup.fitToHeight = 1, 0
    margins = sheet.ws.page_margins
    margins.left = margins.right = margins.top = margins.bottom = _MARGIN
    sheet.ws.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def is_prepared(sheet: Sheet) -> bool:
    properties = sheet.ws.sheet_properties.pageSetUpPr
    return properties is not None and bool(properties.fitToPage)


def keep_whole(sheet: Sheet) -> None:
    """One page in all: a chart cut in two by a page break is no use to anybody."""
    if is_prepared(sheet):
        sheet.ws.page_setup.fitToHeight = 1


def repeat_headings(sheet: Sheet, rows: int) -> None:
    """Frozen rows stand on top of every page."""
    if rows and is_prepared(sheet):
        sheet.ws.print_title_rows = f"1:{rows}"
