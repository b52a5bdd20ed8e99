"""The local Sheets service: Google Sheets API v4 over an .xlsx file.

``LocalSheets(path)`` answers calls, ``LocalTransport`` puts it under a requests session (in process),
``server.serve`` offers it over HTTP on loopback, ``create`` writes a new workbook.
"""

from sheets_adapter.local.errors import ApiError, FileProblem, LocalSheetsError
from sheets_adapter.local.service import Answer, Call, LocalSheets, Watch, create
from sheets_adapter.local.transport import HOST, LocalTransport

__all__ = [
    "HOST",
    "Answer",
    "ApiError",
    "Call",
    "FileProblem",
    "LocalSheets",
    "LocalSheetsError",
    "LocalTransport",
    "Watch",
    "create",
]
