"""A firm that asks its clients by letter, for tests: its workbook, and what a person types into it."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from flows.init_workbook import create_missing, look
from tests.flows.sheet import add_rows, rows_of

CLIENTS = 6
"""Two of them in each month's cohort."""


def settings(path: Path, **said: str) -> None:
    book = openpyxl.load_workbook(path)
    for row in book["Settings"].iter_rows(min_row=2):
        name = str(row[0].value).replace(" ", "_")
        if name in said:
            row[1].value = said[name]
    book.save(path)


def a_team(path: Path, port: int, clients: int = CLIENTS) -> Path:
    create_missing(look(str(path), "en"))
    settings(
        path,
        deliver="yes",
        channel_of_surveys="e-mail",
        form_link="https://form.example/?k={survey key}",
        sender="Ann Lee <nps@firm.com>",
        smtp_server=f"127.0.0.1:{port}",
        smtp_security="none",
        programme_starts_on="2026-11-01",
        time_zone="Europe/Berlin",
    )
    add_rows(path, "Employees", {"employee": "Hal", "role": "head"}, {"employee": "Ann", "role": "manager"})
    rows = [
        {
            "client": f"Client {n}",
            "manager": "Ann",
            "status": "active",
            "contact": f"Person {n}",
            "email": f"p{n}@c{n}.com",
        }
        for n in range(clients)
    ]
    add_rows(path, "Clients", *rows)
    return path


def outbox(path: Path) -> dict[str, str]:
    """Client -> the state of its letter."""
    return {row["client"]: row["state"] for row in rows_of(path, "Deliveries")}
