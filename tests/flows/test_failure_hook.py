"""A run that fails while nobody watches is told to staff: once, and not again for the same reason that day."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from flows.progress import listening
from sheets_adapter.errors import MissingTable, NpsheetsError
from tests.flows.chat import Chat
from tests.flows.sheet import add_rows

CELL = "what a client said"


@pytest.fixture
def chat(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Chat]:
    with Chat() as running:
        monkeypatch.setenv("NPSHEETS_NOTICES", running.url())
        monkeypatch.setenv("NPSHEETS_STATE", str(tmp_path / "state"))
        yield running


@pytest.fixture
def broken_workbook(new_workbook: Path) -> Path:
    """The sheet Clients is gone."""
    import openpyxl

    book = openpyxl.load_workbook(new_workbook)
    del book["Clients"]
    book.save(new_workbook)
    return new_workbook


def fail(path: Path) -> None:
    from flows.daily import daily_watch

    with pytest.raises(NpsheetsError):
        daily_watch(str(path), as_of="2026-10-06T07:00")


def ended(flow: str = "daily-watch", message: str = "It went wrong.", location: str = "team.xlsx", **more: object):
    """What Prefect hands to the hook."""
    run = SimpleNamespace(parameters={"location": location, **more})
    return SimpleNamespace(name=flow), run, SimpleNamespace(message=message, data=None)


# With a real Prefect


def test_a_failed_run_is_told_once_and_a_good_one_not_at_all(
    broken_workbook: Path, prefect_here: None, chat: Chat
) -> None:
    fail(broken_workbook)
    (told,) = chat.heard
    assert told["title"] == "team.xlsx: Daily watch failed"
    reason, link = told["message"].split("\n")
    assert "Clients" in reason
    assert link == broken_workbook.as_uri()
    fail(broken_workbook)
    assert len(chat.heard) == 1, "the same sentence of the same workbook and flow on the same day"


def test_a_good_run_tells_nobody(new_workbook: Path, prefect_here: None, chat: Chat) -> None:
    from flows.daily import daily_watch

    add_rows(new_workbook, "Clients", {"client": "Acme", "status": "active"})
    daily_watch(str(new_workbook), as_of="2026-10-06T07:00")
    assert not chat.heard


def test_a_mistake_of_the_program_is_told_and_where_outsiders_read_only_that_there_is_one(
    new_workbook: Path, prefect_here: None, chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.monthly import monthly_nps

    def stumble(*_given: object, **_more: object) -> None:
        raise KeyError(CELL)

    monkeypatch.setattr("flows.monthly.decide", stumble)
    with Chat() as outside:
        monkeypatch.setenv("NPSHEETS_NOTICES", f"{chat.url()}\npublic={outside.url()}")
        with pytest.raises(KeyError):
            monthly_nps(str(new_workbook), as_of="2026-10-06T07:00")
        (private,), (public,) = chat.heard, outside.heard
    assert CELL in private["message"]
    assert (public["title"], public["message"]) == ("team: Monthly NPS failed", "The log says why.")


def test_the_addresses_may_stand_in_prefect(
    broken_workbook: Path, prefect_here: None, chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    from prefect.blocks.system import Secret

    monkeypatch.delenv("NPSHEETS_NOTICES")
    Secret(value=chat.url()).save("npsheets-notices", overwrite=True)
    try:
        fail(broken_workbook)
    finally:
        Secret.delete("npsheets-notices")
    assert len(chat.heard) == 1


@pytest.mark.parametrize("flow", ["survey_round", "monthly_nps", "daily_watch", "deliver"])
def test_every_flow_tells_when_it_fails_or_crashes(flow: str) -> None:
    from flows.delivery.failure_hook import tell_staff
    from flows.schedule.deployments import TIMETABLES

    imported = next(each for each in TIMETABLES if each.flow == flow).imported()
    assert imported.on_failure_hooks == [tell_staff]
    assert imported.on_crashed_hooks == [tell_staff]


# Who is told, and how often


def test_another_reason_workbook_or_flow_is_news_and_another_number_is_not(chat: Chat) -> None:
    from flows.delivery.failure_hook import tell_staff

    for change in (
        {},
        {"message": "Another sentence."},
        {"location": "other.xlsx"},
        {"flow": "monthly-nps"},
        {"message": "7 min slow."},
        {"message": "12 min slow."},
    ):
        tell_staff(*ended(**change))
    assert len(chat.heard) == 5


def test_after_a_day_the_same_is_told_again(chat: Chat, tmp_path: Path) -> None:
    from flows.delivery.failure_hook import tell_staff

    file = tmp_path / "state" / "said.json"
    for age, times in ((0, 1), (23 * 3600, 1), (25 * 3600, 2)):
        if age:
            said = json.loads(file.read_text())
            file.write_text(json.dumps(dict.fromkeys(said, time.time() - age)))
        tell_staff(*ended())
        assert len(chat.heard) == times
    assert "team.xlsx" not in file.read_text()
    assert list(file.parent.iterdir()) == [file]


def test_a_file_that_cannot_be_read_or_kept_does_not_silence_anybody(
    chat: Chat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.delivery.failure_hook import tell_staff

    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "said.json").write_text("[")
    tell_staff(*ended())
    (tmp_path / "a file").touch()
    monkeypatch.setenv("NPSHEETS_STATE", str(tmp_path / "a file"))
    tell_staff(*ended())
    assert len(chat.heard) == 2


def test_what_no_channel_took_is_told_with_the_next_run_that_fails(chat: Chat) -> None:
    from flows.delivery.failure_hook import tell_staff

    chat.status = 500
    tell_staff(*ended())
    chat.status = 200
    tell_staff(*ended())
    assert len(chat.heard) == 2


@pytest.mark.parametrize("at_terminal", [True, False])
def test_who_sits_at_a_terminal_sees_the_error_and_is_not_told(
    chat: Chat, monkeypatch: pytest.MonkeyPatch, at_terminal: bool
) -> None:
    """A command that cron started has no terminal."""
    from flows.delivery.failure_hook import tell_staff

    monkeypatch.setattr("flows.delivery.failure_hook.is_terminal", lambda: at_terminal)
    with listening(lambda _step, _values: None):
        tell_staff(*ended())
    assert len(chat.heard) == (0 if at_terminal else 1)


def test_a_dry_run_tells_nobody(chat: Chat) -> None:
    from flows.delivery.failure_hook import tell_staff

    tell_staff(*ended(dry_run=True))
    assert not chat.heard


def test_it_speaks_the_workbooks_language_and_names_it_once_it_was_read(
    chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    from flows.delivery.failure_hook import remember, tell_staff

    link = "https://docs.google.com/spreadsheets/d/1AbC/edit"
    tell_staff(*ended(location=link))
    remember(link, "Клиенты 2026", "ru")
    flow, run, state = ended(location=link)
    state.data = MissingTable(table="clients", found=[])
    tell_staff(flow, run, state)
    unread, read = chat.heard
    assert unread["title"] == "Google spreadsheet: Daily watch failed"
    assert read["title"] == "Клиенты 2026: запуск не удался (Ежедневная проверка)"
    assert read["message"] == f"{state.data.say('ru')}\n{link}"


# Nothing makes it worse


def test_a_channel_that_never_answers_holds_no_run_up_and_what_cannot_be_read_is_a_warning(
    chat: Chat, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from flows.delivery import failure_hook

    chat.silent.set()
    monkeypatch.setattr(failure_hook, "LONGEST", 0.5)
    monkeypatch.setenv("NPSHEETS_NOTICES", chat.url(rto="600"))
    failure_hook.tell_staff(*ended())
    assert all(each.daemon for each in threading.enumerate() if each.name.endswith(("(hand_over)", "(run)")))
    monkeypatch.setattr(logging.getLogger("prefect"), "propagate", True)
    caplog.set_level(logging.WARNING, "prefect.npsheets")  # a command tried in this process has made Prefect quiet
    monkeypatch.setenv("NPSHEETS_NOTICES", "json://127.0.0.1/ok\nnosuch://s3cret")
    failure_hook.tell_staff(*ended())
    assert "Line 2 " in caplog.text
    assert "s3cret" not in caplog.text
