"""All that knows about spreadsheets: where they are, how they are read, how they are written.

``open_workbook(location)`` -> ``Workbook``; ``Workbook.snapshot()`` -> ``Snapshot`` (two calls);
``Workbook.commit(snapshot, Changes(...))`` -> ``Receipt`` (one call, or none).
"""

from sheets_adapter.changes import CellChange, Changes, Preview, Receipt, SheetPreview
from sheets_adapter.connect import create_workbook, open_workbook
from sheets_adapter.errors import Conflict, NpsheetsError, ServiceError, SetupError
from sheets_adapter.snapshot import Recognised, Snapshot
from sheets_adapter.workbook import Workbook

__all__ = [
    "CellChange",
    "Changes",
    "Conflict",
    "NpsheetsError",
    "Preview",
    "Receipt",
    "Recognised",
    "ServiceError",
    "SetupError",
    "SheetPreview",
    "Snapshot",
    "Workbook",
    "create_workbook",
    "open_workbook",
]
