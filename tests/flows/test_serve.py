"""``npsheets serve`` as a person meets it: the address when it is ready, clear words when it cannot be."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests
from typer.testing import CliRunner, Result

from flows.cli import app
from sheets_adapter.local import create

COMMAND = [sys.executable, "-c", "from flows.cli import main; main()", "serve"]


@contextmanager
def served(*words: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The running command and the first line that it prints."""
    environment = os.environ | {"LC_ALL": "en_GB.UTF-8", "PYTHONIOENCODING": "utf-8"}
    running = subprocess.Popen(
        [*COMMAND, *words, "--port", "0"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )
    try:
        yield running, running.stdout.readline()
    finally:
        running.kill()
        running.communicate()


def npsheets(*words: str, language: str = "en_GB.UTF-8") -> Result:
    return CliRunner().invoke(app, ["serve", *words], env={"LANG": language, "LC_ALL": "", "COLUMNS": "120"})


def test_a_folder_can_be_reached_as_soon_as_its_address_is_printed(tmp_path: Path) -> None:
    create(tmp_path / "Team.xlsx")
    create(tmp_path / "Команда.xlsx")
    with served(str(tmp_path)) as (running, line):
        found = re.fullmatch(
            r"Serving (.+) at (http://127\.0\.0\.1:\d+): 2 spreadsheets, on this machine only\. Ctrl\+C stops it\.\n",
            line,
        )
        assert found is not None, line
        assert found[1] == str(tmp_path)
        listed = requests.get(f"{found[2]}/drive/v3/files", timeout=10).json()["files"]
        assert {each["name"] for each in listed} == {"Team", "Команда"}
        # What readline has taken ahead of need communicate would not see.
        rest = {running.stdout.readline() for _ in listed}
        running.send_signal(signal.SIGINT)
        _, errors = running.communicate(timeout=20)
    assert rest == {f"  {each['id']}  {each['name']}.xlsx\n" for each in listed}
    assert errors == ""
    assert running.returncode == 0


def test_one_file_is_served_under_its_id(tmp_path: Path) -> None:
    path = create(tmp_path / "Team.xlsx")
    with served(str(path)) as (_, line):
        found = re.search(r"at (http://\S+) as spreadsheet (\S+),", line)
        assert found is not None, line
        answer = requests.get(f"{found[1]}/v4/spreadsheets/{found[2]}", timeout=10)
        assert answer.json()["properties"]["title"] == "Team"


def test_an_empty_folder_says_what_may_come(tmp_path: Path) -> None:
    with served(str(tmp_path)) as (running, line):
        assert ": 0 spreadsheets," in line
        assert "There is no .xlsx file in it yet" in running.stdout.readline()


@pytest.mark.parametrize(
    ("language", "sentence"), [("en_GB.UTF-8", "another program has it"), ("ru_RU.UTF-8", "занят другой программой")]
)
def test_a_port_that_is_taken_is_said(tmp_path: Path, language: str, sentence: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        told = npsheets(str(tmp_path), "--port", str(other.getsockname()[1]), language=language)
    assert told.exit_code == 2
    assert sentence in " ".join(told.stderr.replace("│", "").split())


def test_a_port_that_is_not_allowed_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object) -> None:
        raise PermissionError

    monkeypatch.setattr("socketserver.TCPServer.server_bind", refuse)
    told = npsheets(str(tmp_path), "--port", "80")
    assert told.exit_code == 2
    assert "may not be used by this account" in " ".join(told.stderr.replace("│", "").split())


def test_a_place_where_nothing_is_is_said(tmp_path: Path) -> None:
    told = npsheets(str(tmp_path / "nowhere"))
    assert told.exit_code == 1
    assert "There is nothing at" in told.stderr
