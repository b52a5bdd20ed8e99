"""Letters from the call list to the mailbox and back: invitations, reminders, answers, departures, tests, webhooks."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Iterator
from email.utils import parseaddr
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest

from tests.flows.killed_runs import Runner
from tests.flows.letter_firm import a_team, outbox, settings
from tests.flows.mail_server import MailServer
from tests.flows.sheet import add_rows, rows_of, type_into


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_team(tmp_path_factory.mktemp("letters") / "team.xlsx", 25)


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runner]:
    home = tmp_path_factory.mktemp("runner")
    found = Runner({"NPSHEETS_STATE": str(home / "state"), "PREFECT_HOME": str(home), "NPSHEETS_WEBHOOK_SECRET": "s3"})
    yield found
    found.close()


@pytest.fixture
def mail() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


class Firm:
    """The workbook of one test, and runs on it."""

    def __init__(self, path: Path, runner: Runner) -> None:
        self.path, self._runner = path, runner

    def run(self, flow: str, at: str, **given: Any) -> None:
        assert self._runner.run(flow, str(self.path), "", as_of=at, **given) == 0

    def letters(self) -> Counter[tuple[str, str]]:
        """Letter and state -> how many."""
        return Counter((row["letter"], row["state"]) for row in rows_of(self.path, "Deliveries"))


@pytest.fixture
def firm(team: Path, runner: Runner, mail: MailServer, tmp_path: Path) -> Firm:
    path = tmp_path / "team.xlsx"
    path.write_bytes(team.read_bytes())
    settings(path, smtp_server=f"127.0.0.1:{mail.port}")
    return Firm(path, runner)


def to(mail: MailServer) -> list[str]:
    return [parseaddr(str(message["To"]))[1] for _, message in mail.letters]


def link_in(message: Any) -> str:
    text = message.get_body(("plain",)).get_content()
    return next(line for line in text.splitlines() if line.startswith("https://form"))


def test_a_months_letters_their_reminders_and_an_answer_through_the_form(firm: Firm, mail: MailServer) -> None:
    firm.run("survey_round", "2026-11-02T06:00")
    assert mail.letters == []  # nobody gets a letter at six in the morning
    firm.run("deliver", "2026-11-02T09:20")
    firm.run("deliver", "2026-11-02T10:20")
    assert sorted(to(mail)) == ["p1@c1.com", "p4@c4.com"]

    answered = mail.letters[0][1]
    key = parse_qs(urlsplit(link_in(answered)).query)["k"][0]
    client = f"Client {parseaddr(answered['To'])[1][1]}"
    form = {"date": "2026-11-04", "client": client, "score": 3, "what to change": "answer faster", "survey key": key}
    add_rows(firm.path, "Responses", form)
    firm.run("deliver", "2026-11-09T10:20")
    other = next(address for address in to(mail) if address != parseaddr(answered["To"])[1])
    assert to(mail)[2:] == [other]
    reminder = mail.letters[2][1]
    assert reminder["In-Reply-To"] == mail.letters[1][1]["Message-ID"]
    assert link_in(reminder) == link_in(mail.letters[1][1])
    firm.run("deliver", "2026-11-16T10:20")
    firm.run("deliver", "2026-11-23T10:20")
    assert to(mail)[3:] == [other]  # the second reminder, and no third
    firm.run("daily_watch", "2026-11-24T07:00")
    (task,) = rows_of(firm.path, "Tasks")
    assert (task["client"], task["score"], task["what to change"]) == (client, 3, "answer faster")
    assert set(mail.taken.values()) == {1}


def test_a_client_that_left_gets_one_letter_a_working_day_later(firm: Firm, mail: MailServer) -> None:
    settings(firm.path, channel_of_surveys="call", channel_of_exit_surveys="e-mail")
    firm.run("daily_watch", "2026-11-12T07:00")
    type_into(firm.path, "Clients", 2, status="churned")
    firm.run("daily_watch", "2026-11-13T07:00")  # a Friday
    firm.run("deliver", "2026-11-13T10:20")
    assert mail.letters == []
    for at in ("2026-11-16T10:20", "2026-11-17T10:20", "2026-11-30T10:20"):
        firm.run("deliver", at)
    assert to(mail) == ["p0@c0.com"]


def test_a_departure_that_was_a_mistake_sends_nothing(firm: Firm, mail: MailServer) -> None:
    settings(firm.path, channel_of_surveys="call", channel_of_exit_surveys="e-mail")
    firm.run("daily_watch", "2026-11-12T07:00")
    type_into(firm.path, "Clients", 2, status="churned")
    firm.run("daily_watch", "2026-11-13T07:00")
    type_into(firm.path, "Clients", 2, status="active")
    firm.run("deliver", "2026-11-16T10:20")
    assert mail.letters == []
    assert firm.letters() == {("exit survey", "withdrawn"): 1}


def test_while_letters_are_tested_all_of_them_go_to_one_address(firm: Firm, mail: MailServer) -> None:
    settings(firm.path, deliver="test", test_address="me@firm.com")
    firm.run("survey_round", "2026-11-02T10:00")
    assert to(mail) == ["me@firm.com", "me@firm.com"]
    assert all("p" in str(message["Subject"]) and "@c" in str(message["Subject"]) for _, message in mail.letters)
    settings(firm.path, deliver="yes")
    firm.run("deliver", "2026-11-02T11:20")
    assert sorted(to(mail)[2:]) == ["p1@c1.com", "p4@c4.com"]
    assert set(mail.taken.values()) == {1}


def test_refused_put_off_and_accepted_letters_are_told_apart(firm: Firm, mail: MailServer) -> None:
    mail.does = {("rcpt", "p1@c1.com"): "550 5.1.1 No such user", ("rcpt", "p4@c4.com"): "451 4.7.1 Greylisted"}
    firm.run("survey_round", "2026-11-02T10:00")
    assert outbox(firm.path) == {"Client 1": "to call", "Client 4": "failed, to be tried again"}
    mail.does = {}
    firm.run("deliver", "2026-11-02T10:30")
    assert mail.letters == []  # an hour has not passed
    firm.run("deliver", "2026-11-02T11:20")
    assert to(mail) == ["p4@c4.com"]
    firm.run("daily_watch", "2026-11-03T07:00")
    issues = [row for row in rows_of(firm.path, "Data issues") if row["sheet"] == "Call list"]
    assert any("No such user" in row["what was expected"] for row in issues)


def test_a_dry_run_says_who_would_get_what_and_sends_nothing(firm: Firm, mail: MailServer) -> None:
    before = firm.path.read_bytes()
    firm.run("survey_round", "2026-11-02T10:00", dry_run=True)
    assert mail.letters == []
    assert firm.path.read_bytes() == before


def test_opting_out_stops_what_waits(firm: Firm, mail: MailServer) -> None:
    firm.run("survey_round", "2026-11-02T06:00")
    spared = {"client": "Client 1", "contact": "Somebody", "email": "P1@C1.com", "do not survey": "yes"}
    add_rows(firm.path, "Contacts", spared)
    firm.run("deliver", "2026-11-02T10:20")
    assert to(mail) == ["p4@c4.com"]
    assert outbox(firm.path)["Client 1"] == "withdrawn"


@pytest.fixture
def hook() -> Iterator[tuple[str, list[tuple[str, dict[str, Any]]]]]:
    """A webhook's address, and the idempotency keys and bodies it was called with; the first call finds it busy."""
    calls: list[tuple[str, dict[str, Any]]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            calls.append((self.headers["Idempotency-Key"], body))
            self.send_response(503 if len(calls) == 1 else 204)
            self.end_headers()

        def log_message(self, *_arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/nps", calls
    server.shutdown()
    server.server_close()


def test_another_program_is_told_of_each_survey_with_the_same_words_on_every_try(firm: Firm, mail, hook) -> None:
    address, calls = hook
    settings(firm.path, channel_of_surveys="webhook", webhook=address)
    firm.run("survey_round", "2026-11-02T10:00")
    for at in ("2026-11-02T11:20", "2026-11-02T12:20", "2026-11-02T13:20"):
        firm.run("deliver", at)
    bodies = {key: [body for one, body in calls if one == key] for key, _ in calls}
    assert len(bodies) == 2
    assert sorted(map(len, bodies.values())) == [1, 2]
    assert all(body == tries[0] for tries in bodies.values() for body in tries)
    assert {tries[0]["client"] for tries in bodies.values()} == {"Client 1", "Client 4"}
    assert mail.letters == []
    assert set(outbox(firm.path).values()) == {"sent"}


def test_a_digest_that_waits_goes_to_todays_address_and_never_under_another_month(firm: Firm, mail: MailServer) -> None:
    settings(firm.path, channel_of_surveys="call", digest_to="heads")
    type_into(firm.path, "Employees", 2, email="hal@firm.com")
    firm.run("survey_round", "2026-11-02T10:00")
    type_into(firm.path, "Call list", 2, score=9, asked_on="2026-11-05", outcome="answered")
    firm.run("daily_watch", "2026-12-01T07:00")
    mail.does = {("mail", ""): "451 busy"}
    firm.run("digest", "2026-12-07T09:00")
    type_into(firm.path, "Employees", 2, email="hal.e@firm.com")
    firm.run("survey_round", "2026-12-07T10:00")
    type_into(firm.path, "Call list", 4, score=9, asked_on="2026-12-09", outcome="answered")
    firm.run("digest", "2026-12-08T09:00")
    mail.does = {}
    firm.run("daily_watch", "2027-01-02T07:00")
    firm.run("digest", "2027-01-07T09:00")
    assert to(mail) == ["hal.e@firm.com"]
    assert firm.letters() == {("digest", "sent"): 1, ("digest", "withdrawn"): 2}


def test_a_row_deleted_while_its_letter_goes_comes_back_and_makes_no_second_letter(
    firm: Firm, mail: MailServer
) -> None:
    firm.run("survey_round", "2026-11-02T06:00")

    def delete_once(step: str) -> None:
        if step == "data" and mail.steps["data"] == 1:
            book = openpyxl.load_workbook(firm.path)
            book["Deliveries"].delete_rows(2)
            book.save(firm.path)

    mail.on_step = delete_once
    firm.run("deliver", "2026-11-02T10:00")
    firm.run("deliver", "2026-11-02T11:00")
    assert sorted(to(mail)) == ["p1@c1.com", "p4@c4.com"]
    assert set(outbox(firm.path).values()) == {"sent"}


@pytest.mark.parametrize("deliver", ["test", "folder"])
def test_another_program_is_told_of_no_survey_before_settings_say_yes(firm: Firm, hook, deliver: str) -> None:
    address, calls = hook
    settings(firm.path, deliver=deliver, test_address="me@firm.com", channel_of_surveys="webhook", webhook=address)
    firm.run("survey_round", "2026-11-02T10:00")
    assert calls == []
    assert set(outbox(firm.path).values()) == {"queued"}
