"""`npsheets preview`: letters as files, of the workbook as it is, without a trace in it."""

from __future__ import annotations

import email
import re
import webbrowser
from email import policy
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from flows.cli import app
from tests.flows.sheet import add_rows

LETTERS = ("invitation", "reminder-1", "reminder-2", "exit")
READY = (
    {"setting": "sender", "value": "Ann Lee <nps@firm.com>"},
    {"setting": "our name", "value": "Firm"},
    {"setting": "form link", "value": "https://f.com/?k={survey key}&s={score}"},
    {"setting": "smtp server", "value": "smtp.firm.com"},
    {"setting": "deliver", "value": "yes"},
    {"setting": "channel of surveys", "value": "e-mail"},
)


def preview(workbook: Path, *words: str) -> Result:
    output = ["--output", str(workbook.parent / "letters")]
    environment = {"LANG": "en_GB.UTF-8", "LC_ALL": "", "COLUMNS": "120"}
    return CliRunner().invoke(app, ["preview", str(workbook), *output, *words], env=environment)


def file(workbook: Path, name: str) -> str:
    return (workbook.parent / "letters" / name).read_text(encoding="utf-8")


@pytest.fixture
def ready(new_workbook: Path) -> Path:
    """A workbook in which nothing is missing for letters."""
    import openpyxl

    book = openpyxl.load_workbook(new_workbook)
    said = {row["setting"]: row["value"] for row in READY}
    for row in book["Settings"].iter_rows(min_row=2):
        if row[0].value in said:
            row[1].value = said[row[0].value]
    book.save(new_workbook)
    return new_workbook


def test_every_letter_is_there_as_html_as_text_and_as_it_would_be_sent(ready: Path) -> None:
    add_rows(ready, "Clients", {"client": "Acme & Co", "contact": "Joe Smith", "email": "joe@acme.com"})
    told = preview(ready)
    assert told.exit_code == 0, told.output
    index = file(ready, "index.html")
    for name in LETTERS:
        message = email.message_from_string(file(ready, f"{name}.eml"), policy=policy.default)
        assert message["To"] == "Joe Smith <joe@acme.com>"
        assert file(ready, f"{name}.txt").startswith(f"{message['Subject']}\n\nHello Joe Smith,")
        assert "Acme &amp; Co" in file(ready, f"{name}.html")
        assert all(f'href="{name}.{ending}"' in index for ending in ("html", "txt", "eml"))
    assert "4 letters" in told.stdout
    assert "The client in them is Acme & Co, the first of “Clients”." in told.stdout
    assert "To look at" not in told.stdout


def test_the_first_of_the_latest_call_list_comes_before_the_first_client(ready: Path) -> None:
    add_rows(ready, "Clients", {"client": "Acme", "contact": "Joe", "email": "joe@acme.com"})
    for month, client in (("2026-09-01", "Old"), ("2026-10-01", "New"), ("2026-10-01", "Newer")):
        row = {"survey key": f"Q-{month[:7]}-{client}", "month": month, "client": client, "email": "x@new.com"}
        add_rows(ready, "Call list", row)
    told = preview(ready)
    assert "The client in them is New, the first of “Call list”." in told.stdout
    assert "https://f.com/?k=Q-2026-10-New&s=" in file(ready, "invitation.txt")


def test_nothing_is_written_to_the_workbook(ready: Path) -> None:
    before = ready.read_bytes()
    preview(ready)
    assert ready.read_bytes() == before


def test_of_an_empty_workbook_it_shows_an_invented_client_and_says_what_is_missing(new_workbook: Path) -> None:
    told = preview(new_workbook)
    assert told.exit_code == 0, told.output
    assert "Sample Ltd, is invented" in told.stdout
    for setting in ("sender", "form link", "smtp server"):
        assert f"Settings lack “{setting}”, so no letter can go." in told.stdout
    assert "Here “https://your-form.example/?key=…” stands in its place." in told.stdout
    assert "Nothing goes out while “deliver” is “no”." in told.stdout
    assert "All clients are called." in told.stdout
    assert "https://your-form.example/?key=Q-" in file(new_workbook, "invitation.txt")
    assert "From: Your Name\n" in file(new_workbook, "exit.eml").replace('"', "")
    assert "stands in its place" in file(new_workbook, "index.html")


def test_a_russian_workbook_has_russian_letters(tmp_path: Path) -> None:
    from flows.init_workbook import create_missing, look

    path = tmp_path / "team.xlsx"
    create_missing(look(str(path), "ru"))
    told = preview(path)
    assert "вымышленный" in told.stdout
    assert "Здравствуйте, Иван Примеров!" in file(path, "invitation.txt")
    assert '<html lang="ru">' in file(path, "index.html")
    assert re.search(r"<h2[^>]*>Приглашение", file(path, "index.html"))


def test_a_setting_that_cannot_be_used_is_told_with_its_cell(ready: Path) -> None:
    add_rows(ready, "Settings", {"setting": "exit form link", "value": "https://f.com/no-key"})
    told = preview(ready)
    assert re.search(r"Settings, \w+\d+: “https://f.com/no-key” is not used\.", told.stdout)


def test_a_client_without_an_address_is_shown_with_an_invented_one(ready: Path) -> None:
    add_rows(ready, "Clients", {"client": "Acme", "contact": "Joe"})
    assert "Acme has no e-mail address; an invented one stands there." in preview(ready).stdout
    assert "client.example" in file(ready, "invitation.eml")


def test_letters_are_shown_as_to_the_client_even_while_they_are_tested(ready: Path) -> None:
    add_rows(ready, "Settings", {"setting": "deliver", "value": "test"})
    told = preview(ready)
    assert "Settings lack “test address”" in told.stdout
    assert not file(ready, "invitation.txt").startswith("[test")


def test_templates_of_the_teams_own_are_named(ready: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = ready.parent / "own"
    (own / "en").mkdir(parents=True)
    (own / "en" / "exit.txt").write_text("Subject: Bye\n\nBye {{ client }}")
    monkeypatch.setenv("NPSHEETS_LETTERS", str(own))
    told = preview(ready)
    assert f"Your own templates, from {own}: en/exit.txt." in told.stdout
    assert "en/exit.txt is yours, en/exit.html is the usual one." in told.stdout
    assert file(ready, "exit.txt") == "Bye\n\nBye Sample Ltd\n"


def test_a_template_that_cannot_be_used_is_one_sentence(ready: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = ready.parent / "own"
    own.mkdir()
    (own / "exit.html").write_text("{{ clinet }}")
    monkeypatch.setenv("NPSHEETS_LETTERS", str(own))
    told = preview(ready)
    assert told.exit_code == 1
    assert "line 1 what does not exist: clinet. These names do: client, contact," in told.stderr
    assert "Traceback" not in told.output


def test_a_folder_that_cannot_be_made_is_one_sentence(ready: Path) -> None:
    (ready.parent / "letters").write_text("a file")
    told = preview(ready)
    assert told.exit_code == 1
    assert "letters" in told.stderr


@pytest.mark.parametrize(
    ("terminal", "words", "opened"), [(True, (), 1), (True, ("--no-open",), 0), (False, (), 0)]
)  # fmt: skip
def test_the_page_opens_where_somebody_sits_at_a_terminal(
    ready: Path, monkeypatch: pytest.MonkeyPatch, terminal: bool, words: tuple[str, ...], opened: int
) -> None:
    pages: list[str] = []
    monkeypatch.setattr(webbrowser, "open", pages.append)
    monkeypatch.setattr("flows.cli.is_terminal", lambda: terminal)
    preview(ready, *words)
    assert pages == [(ready.parent / "letters" / "index.html").as_uri()] * opened


def test_a_new_preview_takes_the_place_of_the_old(ready: Path) -> None:
    preview(ready)
    add_rows(ready, "Clients", {"client": "Acme", "contact": "Joe", "email": "joe@acme.com"})
    preview(ready)
    assert "Acme" in file(ready, "invitation.html")
