"""How large a file may be: what Google Sheets itself takes, with room for how .xlsx says it.

Ten million cells are Google's limit of a spreadsheet. A sheet of 1,000,000 x 10 numbers is 350 MB of XML, one of
the same size full of texts and formats twice that; such sheets are compressed to a tenth or a thirtieth.
"""

from __future__ import annotations

CELLS = 10_000_000
"""Of all sheets of a workbook, empty ones too."""
ROWS, COLUMNS = 1_048_576, 16_384
"""Of a sheet, as Excel has them."""

PARTS = 20_000
"""Files within the archive."""
DIRECTORY = 8 * 1024**2
"""Bytes of the list of files within the archive."""
PART, WHOLE = 1024**3, 2 * 1024**3
"""Bytes of one part and of all, unpacked."""
RATIO, RATIO_FROM = 250, 4 * 1024**2
"""How many times larger a part may be when unpacked, if it has that many bytes then."""

PROLOG = 64 * 1024
"""Bytes before the first element of a part."""
ELEMENTS = 2_000_000
"""XML elements of all parts without those of rows and shared texts, which are counted by cells."""
ELEMENTS_OF_CELLS = 3 * CELLS + 2 * ROWS
"""A cell, its value and its formula."""
STYLES = 140_000
"""Records of formats; Excel allows 65,490 in each of two lists."""
SPREAD = 2_000_000
"""Cells under merged areas or linked areas of one sheet, which are kept cell by cell."""
