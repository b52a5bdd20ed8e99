"""What ``npsheets serve`` says once it can be reached."""

from __future__ import annotations

from flows.terminal import Terminal
from flows.texts import count
from sheets_adapter import unkept
from sheets_adapter.local.server import LocalServer

SHOWN = 20
"""Spreadsheets that are named; the others are counted."""


def told_of(terminal: Terminal, server: LocalServer) -> None:
    """The address first, then what is served there and how to use it."""
    service, address = server.service, server.address
    if not service.shelf.is_folder:
        terminal.line("report.serving", location=service.path, address=address, id=service.spreadsheet_id)
        terminal.line("report.serving_use", address=address, id=service.spreadsheet_id)
        lost = unkept.told(service, terminal.language)
        if lost:
            terminal.error(lost)
        return
    found = service.shelf.paths()
    how_many = count(terminal.language, "spreadsheets", len(found))
    terminal.line("report.serving_folder", location=service.path, address=address, spreadsheets=how_many)
    for spreadsheet_id, path in list(found.items())[:SHOWN]:
        terminal.line("report.serving_one", id=spreadsheet_id, name=path.name)
    if len(found) > SHOWN:
        terminal.line("report.more", n=len(found) - SHOWN)
    if found:
        terminal.line("report.serving_use", address=address, id=next(iter(found)))
    else:
        terminal.line("report.serving_nothing")
