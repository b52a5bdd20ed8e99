"""The doctor looks at letters and notices: what is missing, whether the server takes the login, who is told."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from flows.cli import app
from flows.doctor_report import sentence
from flows.letters_health import letters_findings
from sheets_adapter.connect import open_workbook
from tests.flows.mail_server import MailServer
from tests.flows.sheet import add_rows

PASSWORD = "s3cret-p4ss"  # noqa: S105
LETTERS = {
    "deliver": "yes",
    "channel of surveys": "e-mail",
    "form link": "https://form.example/?k={survey key}",
    "sender": "Ann Lee <nps@firm.example>",
}


def settle(path: Path, settings: Mapping[str, str]) -> None:
    book = openpyxl.load_workbook(path)
    rows = {row[0].value: row for row in book["Settings"].iter_rows(min_row=2)}
    for name, value in settings.items():
        rows[name][1].value = value
    book.save(path)


def findings(path: Path, **settings: str) -> list[tuple[str, str, str]]:
    """(level, key, sentence) of each."""
    settle(path, {name.replace("_", " "): value for name, value in settings.items()})
    snapshot = open_workbook(str(path)).snapshot(strict=False)
    found = letters_findings(str(path), snapshot)
    return [(each.level, each.key.removeprefix("letters."), sentence(each, snapshot.language)) for each in found]


def keys(found: list[tuple[str, str, str]], *levels: str) -> list[str]:
    return [key for level, key, _ in found if level in (levels or ("fine", "look", "wrong"))]


def said(found: list[tuple[str, str, str]], key: str) -> str:
    return next(sentence for _, each, sentence in found if each == key)


def test_where_everybody_is_called_nothing_is_said(new_workbook: Path) -> None:
    assert findings(new_workbook) == []


def test_all_is_well_with_a_server_that_takes_the_login(new_workbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NPSHEETS_SMTP_PASSWORD", PASSWORD)
    monkeypatch.setenv("NPSHEETS_NOTICES", f"json://127.0.0.1/{PASSWORD}\npublic=json://127.0.0.1/")
    add_rows(
        new_workbook, "Clients", {"client": "Acme", "status": "active", "contact": "Dora", "email": "d@acme.example"}
    )
    with MailServer(login=("ann", PASSWORD)) as server:
        found = findings(
            new_workbook,
            **LETTERS,
            smtp_server=f"127.0.0.1:{server.port}",
            smtp_security="none",
            smtp_login="ann",
        )
        assert not server.letters
    assert keys(found) == ["deliver_yes", "settings", "smtp_login", "addresses", "memory", "notices"]
    assert keys(found, "fine") == keys(found)
    assert "NPSHEETS_SMTP_PASSWORD" in said(found, "smtp_login")
    assert "2 channels, 1 of them public" in said(found, "notices")
    assert PASSWORD not in " ".join(each for _, _, each in found)


@pytest.mark.parametrize(("deliver", "level"), [("no", "look"), ("yes", "wrong")])
def test_what_settings_lack_is_wrong_once_letters_are_to_go(new_workbook: Path, deliver: str, level: str) -> None:
    found = findings(new_workbook, deliver=deliver, channel_of_surveys="e-mail")
    assert "missing" in keys(found, level)
    assert "“form link”, “sender”, “smtp server”" in said(found, "missing")


def test_letters_that_wait_for_a_word_are_told_with_their_number(new_workbook: Path) -> None:
    add_rows(new_workbook, "Deliveries", {"survey key": "Q-1", "letter": "invitation", "state": "queued"})
    found = findings(new_workbook, **{**LETTERS, "deliver": "no"})
    assert "deliver_no" in keys(found, "look")
    assert "deliver: no" in said(found, "deliver_no")
    assert "1 letter." in said(found, "deliver_no")
    assert f"npsheets preview {new_workbook}" in said(found, "deliver_no")


def test_a_single_client_that_gets_letters_is_enough(new_workbook: Path) -> None:
    add_rows(new_workbook, "Clients", {"client": "Acme", "status": "active", "survey channel": "e-mail"})
    assert "deliver_no" in keys(findings(new_workbook))


def test_a_form_link_without_the_surveys_key_is_not_used_and_missing(new_workbook: Path) -> None:
    found = findings(new_workbook, **{**LETTERS, "form link": "https://form.example/"})
    assert "“https://form.example/” is not used" in said(found, "bad")
    assert "“form link”" in said(found, "missing")


def test_a_server_that_does_not_answer_or_refuses_the_login_is_told_with_what_to_do(
    new_workbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NPSHEETS_SMTP_PASSWORD", "wrong")
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        away = findings(new_workbook, **LETTERS, smtp_server=f"127.0.0.1:{nobody.getsockname()[1]}", smtp_login="ann")
    assert "smtp_wrong_address" in keys(away, "wrong")
    with MailServer(login=("ann", PASSWORD)) as server:
        refused = findings(new_workbook, smtp_server=f"127.0.0.1:{server.port}", smtp_security="none")
        plain = findings(new_workbook, smtp_security="starttls")
    assert "smtp_wrong_login" in keys(refused, "wrong")
    assert "535" in said(refused, "smtp_wrong_login")
    assert "smtp_wrong_security" in keys(plain, "wrong")


def test_a_login_without_a_password_is_told_with_where_to_put_it(new_workbook: Path) -> None:
    found = findings(new_workbook, **LETTERS, smtp_server="smtp.firm.example", smtp_login="ann")
    assert "no_smtp_secret" in keys(found, "wrong")
    assert "NPSHEETS_SMTP_PASSWORD" in said(found, "no_smtp_secret")


@pytest.mark.parametrize(("key", "found_as"), [("", "no_webhook_secret"), ("whsec_abc", "webhook")])
def test_a_webhook_needs_a_key(new_workbook: Path, monkeypatch: pytest.MonkeyPatch, key: str, found_as: str) -> None:
    monkeypatch.setenv("NPSHEETS_WEBHOOK_SECRET", key)
    found = findings(new_workbook, channel_of_surveys="webhook", webhook="https://crm.example/nps")
    assert found_as in keys(found)
    assert "whsec_abc" not in str(found)


def test_whom_no_letter_reaches_is_counted(new_workbook: Path) -> None:
    add_rows(
        new_workbook,
        "Clients",
        {"client": "Acme", "status": "active", "contact": "Dora", "email": "d@acme.example"},
        {"client": "Bolt", "status": "active", "contact": "Bert"},
        {"client": "Crown", "status": "active", "contact": "Cora", "email": "no idea"},
        {"client": "Delta", "status": "active", "contact": "Dan", "survey channel": "call"},
        {"client": "Echo", "status": "churned", "contact": "Eve"},
    )
    found = findings(new_workbook, **LETTERS)
    assert "no_address" in keys(found, "look")
    assert "3 contacts" in said(found, "no_address")
    assert "go to: 2." in said(found, "no_address")


def test_doubtful_letters_are_told_with_how_to_settle_them(new_workbook: Path) -> None:
    add_rows(new_workbook, "Deliveries", {"survey key": "Q-1", "letter": "invitation", "state": "unconfirmed"})
    found = findings(new_workbook, **LETTERS)
    assert "1 letter" in said(found, "unconfirmed")
    assert "“Deliveries”" in said(found, "unconfirmed")


def test_notices_are_told_whether_letters_go_or_not(new_workbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NPSHEETS_NOTICES", "json://127.0.0.1/")
    assert keys(findings(new_workbook)) == ["notices"]
    monkeypatch.setenv("NPSHEETS_NOTICES", "json://127.0.0.1/\nnosuch://s3cret")
    (bad,) = findings(new_workbook)
    assert bad[0] == "wrong"
    assert "Line 2" in bad[2]
    assert "s3cret" not in bad[2]
    monkeypatch.delenv("NPSHEETS_NOTICES")
    assert "no_notices" in keys(findings(new_workbook, **LETTERS), "look")


def test_a_folder_that_cannot_be_kept_is_told(
    new_workbook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a file").touch()
    monkeypatch.setenv("NPSHEETS_STATE", str(tmp_path / "a file" / "deeper"))
    assert "no_memory" in keys(findings(new_workbook, **LETTERS), "look")


def test_the_teams_own_templates_are_named(new_workbook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "letters"
    (own / "en").mkdir(parents=True)
    (own / "en" / "invitation.txt").write_text("Subject: Hello\n")
    monkeypatch.setenv("NPSHEETS_LETTERS", str(own))
    assert "en/invitation.txt" in said(findings(new_workbook, **LETTERS), "templates")
    monkeypatch.setenv("NPSHEETS_LETTERS", str(tmp_path / "nowhere"))
    assert any("nowhere" in each for level, _, each in findings(new_workbook) if level == "wrong")


def test_the_command_tells_it_too(new_workbook: Path) -> None:
    settle(new_workbook, {"deliver": "yes"})
    told = CliRunner().invoke(app, ["doctor", str(new_workbook)], env={"LANG": "en_GB.UTF-8", "COLUMNS": "200"})
    assert told.exit_code == 1
    assert "✗ No letter goes before Settings say: “sender”, “smtp server”." in told.stdout
