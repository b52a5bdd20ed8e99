"""The local Sheets service: the Sheets API v4, and Drive's calls about files, over an .xlsx file or a folder of them.

``LocalSheets(path)`` answers calls, ``LocalTransport`` puts it under a requests session (in process),
``server.serve`` offers it over HTTP on loopback, ``create`` writes a new workbook.
"""

from sheets_adapter.local.calls import Answer, Call
from sheets_adapter.local.errors import ApiError, FileProblem, LocalSheetsError
from sheets_adapter.local.new import create
from sheets_adapter.local.service import LocalSheets
from sheets_adapter.local.transport import EVERY_HOST, HOST, LocalTransport

__all__ = [
    "EVERY_HOST",
    "HOST",
    "Answer",
    "ApiError",
    "Call",
    "FileProblem",
    "LocalSheets",
    "LocalSheetsError",
    "LocalTransport",
    "create",
]
