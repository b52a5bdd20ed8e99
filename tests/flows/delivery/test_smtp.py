"""Letters by SMTP against a real server: how far the dialogue came is always known."""

from __future__ import annotations

import select
import socket
import struct
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from flows.delivery import smtp_dialogue
from flows.delivery.parcel import Fate, Outcome
from flows.delivery.smtp import SmtpServer
from flows.texts import LANGUAGES, texts
from tests.flows.mail_server import CUT, FOR_EVER, MailServer, certified

ANN, BOB, CARL = "ann@acme.com", "bob@bolt.com", "carl@crown.com"
LARGE = "A line of a digest that is rather long.\n" * 100_000
"""More than the sockets of a connection hold."""


def reached(server: MailServer, **given: Any) -> SmtpServer:
    given = {"security": "none", "timeout": 20.0, **given}
    return SmtpServer("127.0.0.1", server.port, sender="nps@firm.com", **given)


def logged_in(word: str) -> dict[str, str]:
    return {"login": "nps", "password": word}


def told(outcomes: list[Outcome]) -> list[tuple[Fate, str]]:
    for outcome in outcomes:
        assert outcome.fate is Fate.SENT or all(f"delivery.{outcome.code}" in texts(each) for each in LANGUAGES)
    return [(outcome.fate, outcome.code) for outcome in outcomes]


SENT = (Fate.SENT, "")


def test_all_letters_go_over_one_connection_and_each_is_noted_before_its_end(mail, notes, letter) -> None:
    parcels = [letter(who) for who in (ANN, BOB, CARL)]
    outcomes = list(reached(mail).deliver(parcels, notes))
    assert told(outcomes) == [SENT, SENT, SENT]
    assert [outcome.key for outcome in outcomes] == [parcel.key for parcel in parcels]
    assert mail.connections == 1
    assert set(mail.taken.values()) == {1}
    assert notes.told[:2] == [(parcels[0].key, "handing over"), (parcels[0].key, "sent")]


def test_the_log_has_the_letter_before_the_server_can_take_it(mail, notes, letter) -> None:
    at_the_end: list[Any] = []
    mail.on_step = lambda step: at_the_end.append(notes.told[:]) if step == "data" else None
    parcel = letter(ANN)
    list(reached(mail).deliver([parcel], notes))
    assert at_the_end == [[(parcel.key, "handing over")]]


@pytest.mark.parametrize("starttls", [True, False], ids=["starttls", "tls"])
def test_letters_go_encrypted_and_with_a_login(starttls: bool, tmp_path: Path, notes, letter) -> None:
    for_server, for_client = certified(tmp_path)
    with MailServer(login=("nps", "secret"), tls=for_server, starttls=starttls) as mail:
        security = "starttls" if starttls else "tls"
        server = reached(mail, security=security, **logged_in("secret"), context=for_client)
        assert server.check().fate is Fate.SENT
        assert told(list(server.deliver([letter(ANN)], notes))) == [SENT]
        assert mail.encrypted == [True]
        assert "secret" not in repr(server)


def test_a_wrong_password_is_about_us_and_nobody_is_tried(mail, notes, letter) -> None:
    with MailServer(login=("nps", "secret")) as guarded:
        server = reached(guarded, **logged_in("wrong"))
        outcomes = list(server.deliver([letter(ANN), letter(BOB)], notes))
        assert told(outcomes) == [(Fate.NOT_TRIED, "login_refused")] * 2
        assert outcomes[0].detail.startswith("535 ")
        assert guarded.connections == 1
        assert server.check().code == "login_refused"
        assert reached(guarded, **logged_in("пароль")).check().code == "login_not_ascii"
    assert reached(mail, **logged_in("secret")).check().code == "no_login"


def test_a_server_that_wants_a_login_refuses_us_and_not_the_client(notes, letter) -> None:
    with MailServer(login=("nps", "secret")) as guarded:
        assert told(list(reached(guarded).deliver([letter(ANN)], notes))) == [(Fate.NOT_TRIED, "sender_refused")]


def test_nothing_goes_in_clear_text_where_settings_want_starttls(mail, notes, letter) -> None:
    server = reached(mail, security="starttls", **logged_in("secret"))
    assert told(list(server.deliver([letter(ANN)], notes))) == [(Fate.NOT_TRIED, "no_starttls")]
    assert not mail.asked


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(tmp_path: Path) -> None:
    for_server, _ = certified(tmp_path)
    with MailServer(tls=for_server, starttls=False) as mail:
        assert reached(mail, security="tls").check().code == "not_trusted"
        other = SmtpServer("localhost.localdomain", mail.port, "tls", "nps@firm.com", context=certified(tmp_path)[1])
        assert other.check().fate is Fate.NOT_TRIED


def test_a_server_that_speaks_no_tls_at_once_is_told_apart(mail) -> None:
    assert reached(mail, security="tls").check().code == "no_tls"


def test_check_says_who_does_not_answer_and_who_turns_us_away(mail) -> None:
    mail.does["connect", ""] = "554 5.3.2 No service here"
    refused = reached(mail).check()
    assert (refused.fate, refused.code, refused.detail) == (Fate.NOT_TRIED, "turned_away", "554 5.3.2 No service here")
    assert SmtpServer("127.0.0.1", free_port(), "none", "nps@firm.com").check().code == "no_answer"
    assert SmtpServer("no.such.host.invalid", 25, "none", "nps@firm.com").check().code == "no_answer"


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("tls", 465), ("none", 25)])
def test_the_usual_port_is_taken_where_none_is_named(security: str, port: int, monkeypatch) -> None:
    asked: list[tuple[str, int]] = []

    def refused(address: tuple[str, int], *_more: Any) -> None:
        asked.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", refused)
    SmtpServer("mail.firm.com", 0, security, "nps@firm.com").check()
    assert asked == [("mail.firm.com", port)]


@pytest.mark.parametrize(
    ("step", "reply", "fate", "code"),
    [
        ("rcpt", "550 5.1.1 No such user", Fate.REFUSED, "refused"),
        ("rcpt", "450 4.2.0 Greylisted, come back", Fate.PUT_OFF, "put_off"),
        ("rcpt", "452 4.2.2 Mailbox full", Fate.PUT_OFF, "put_off"),
        ("rcpt", "552 5.2.2 Mailbox full", Fate.REFUSED, "refused"),
        ("rcpt", "554 5.7.1 Relay access denied", Fate.NOT_TRIED, "sender_refused"),
        ("rcpt", "550 5.7.1 Unable to relay", Fate.NOT_TRIED, "sender_refused"),
        ("rcpt", "553 5.7.1 Sender address rejected: not owned by user", Fate.NOT_TRIED, "sender_refused"),
        ("rcpt", "530 5.7.0 Authentication required", Fate.NOT_TRIED, "sender_refused"),
        ("command", "554 5.5.1 No valid recipients", Fate.REFUSED, "refused"),
        ("command", "451 4.3.0 Try later", Fate.PUT_OFF, "put_off"),
        ("data", "554 5.6.0 Message refused as spam", Fate.REFUSED, "refused"),
        ("data", "451 4.3.0 Local error", Fate.PUT_OFF, "put_off"),
    ],
)
def test_what_is_said_of_one_letter_leaves_the_others_alone(step, reply, fate, code, *, mail, notes, letter) -> None:
    mail.does[step, BOB] = reply
    outcomes = list(reached(mail).deliver([letter(ANN), letter(BOB), letter(CARL)], notes))
    assert told(outcomes) == [SENT, (fate, code), SENT]
    assert outcomes[1].detail == reply
    assert [to for to, _ in mail.letters] == [ANN, CARL]
    assert mail.connections == 1
    assert (outcomes[1].key, fate) in notes.told


def test_a_refusal_is_told_on_one_line_and_without_the_clients_address(mail, notes, letter) -> None:
    mail.does["rcpt", ANN] = f"550-<{ANN}>: unknown\r\n550 {'see the page ' * 40}"
    detail = next(reached(mail).deliver([letter(ANN)], notes)).detail
    assert detail.startswith("550 <…>: unknown see the page")
    assert len(detail) <= 200


def test_a_sender_who_is_refused_is_about_us_and_ends_the_round(mail, notes, letter) -> None:
    mail.does["mail", ""] = "550 5.7.1 Not yours"
    assert (
        told(list(reached(mail).deliver([letter(ANN), letter(BOB)], notes))) == [(Fate.NOT_TRIED, "sender_refused")] * 2
    )
    assert mail.steps["mail"] == 1


@pytest.mark.parametrize(
    ("step", "first"),
    [("connect", Fate.NOT_TRIED), ("mail", Fate.NOT_TRIED), ("rcpt", Fate.PUT_OFF), ("data", Fate.PUT_OFF)],
)
def test_a_server_that_closes_gets_no_more_letters_in_this_round(step, first, mail, notes, letter) -> None:
    """But the letter at which it closed counts as tried, lest it stand at the head of the queue for ever."""
    mail.does[step, ""] = "421 4.3.2 Shutting down"
    outcomes = list(reached(mail).deliver([letter(who) for who in (ANN, BOB, CARL)], notes))
    assert [outcome.fate for outcome in outcomes] == [first, Fate.NOT_TRIED, Fate.NOT_TRIED]
    assert outcomes[2].detail == "421 4.3.2 Shutting down"
    assert mail.connections == 1
    assert not mail.letters


@pytest.mark.parametrize("step", ["mail", "rcpt", "command", "body"])
def test_a_letter_whose_connection_breaks_before_its_end_goes_over_another_one(step, mail, notes, letter) -> None:
    who = "" if step == "mail" else BOB
    mail.does[step, who] = [CUT]
    parcels = [letter(BOB, LARGE if step == "body" else "Hello\n"), letter(CARL)]
    assert told(list(reached(mail).deliver(parcels, notes))) == [SENT, SENT]
    assert set(mail.taken.values()) == {1}
    assert mail.connections == 2


@pytest.mark.parametrize("step", ["rcpt", "command", "body"])
def test_a_letter_that_always_breaks_the_connection_was_not_tried_and_holds_up_no_other(
    step, mail, notes, letter
) -> None:
    mail.does[step, BOB] = CUT
    parcels = [letter(ANN), letter(BOB, LARGE if step == "body" else "Hello\n"), letter(CARL)]
    assert told(list(reached(mail).deliver(parcels, notes))) == [SENT, (Fate.NOT_TRIED, "cut_off"), SENT]
    assert [to for to, _ in mail.letters] == [ANN, CARL]


def test_a_connection_lost_after_the_end_leaves_a_doubt_and_the_letter_is_not_repeated(mail, notes, letter) -> None:
    mail.does["data", BOB] = CUT
    outcomes = list(reached(mail).deliver([letter(ANN), letter(BOB), letter(CARL)], notes))
    assert told(outcomes) == [SENT, (Fate.UNKNOWN, "no_reply"), SENT]
    assert [to for to, _ in mail.letters] == [ANN, BOB, CARL]
    assert set(mail.taken.values()) == {1}


def test_a_server_that_breaks_every_connection_makes_no_more_doubts_than_two(mail, notes, letter) -> None:
    mail.does["data", ""] = CUT
    outcomes = list(reached(mail).deliver([letter(f"p{n}@c.com") for n in range(5)], notes))
    assert told(outcomes) == [(Fate.UNKNOWN, "no_reply")] * 2 + [(Fate.NOT_TRIED, "cut_off")] * 3
    assert len(mail.letters) == 2


def test_an_answer_that_does_not_come_in_time_leaves_a_doubt(mail, notes, letter, monkeypatch) -> None:
    monkeypatch.setattr(smtp_dialogue, "PATIENCE_AT_END", 1)
    mail.does["data", ANN] = FOR_EVER
    outcomes = list(reached(mail, timeout=1.0).deliver([letter(ANN)], notes))
    assert told(outcomes) == [(Fate.UNKNOWN, "no_reply")]
    assert "timed out" in outcomes[0].detail


def test_the_end_of_a_letter_may_take_longer_than_other_answers(mail, notes, letter) -> None:
    mail.does["data", ANN] = 1.5
    assert told(list(reached(mail, timeout=1.0).deliver([letter(ANN)], notes))) == [SENT]


def test_a_slow_server_is_waited_for_twice_and_not_for_every_letter(mail, notes, letter) -> None:
    mail.does["rcpt", ""] = FOR_EVER
    outcomes = list(reached(mail, timeout=1.0).deliver([letter(f"p{n}@c.com") for n in range(4)], notes))
    assert told(outcomes) == [(Fate.NOT_TRIED, "cut_off")] * 4
    assert len(mail.asked) == 2


def test_a_server_that_is_gone_is_asked_once(notes, letter) -> None:
    with MailServer() as mail:
        server = reached(mail)
    assert told(list(server.deliver([letter(ANN), letter(BOB)], notes))) == [(Fate.NOT_TRIED, "no_answer")] * 2


def test_a_server_that_goes_between_letters_leaves_the_rest_untried(notes, letter) -> None:
    with MailServer() as mail:
        outcomes = reached(mail).deliver([letter(who) for who in (ANN, BOB, CARL)], notes)
        assert next(outcomes).fate is Fate.SENT
    assert told(list(outcomes)) == [(Fate.NOT_TRIED, "no_answer")] * 2


def test_a_letter_that_cannot_be_noted_does_not_go(mail, notes, letter) -> None:
    notes.full = True
    assert told(list(reached(mail).deliver([letter(ANN), letter(BOB)], notes))) == [(Fate.NOT_TRIED, "not_noted")] * 2
    assert not mail.letters


@pytest.mark.parametrize(
    "address", ["", "ann", "ann@", "@acme.com", "ann@acme", "ann lee@acme.com", "ann@acme.com\r\nRCPT TO:<eve@x.com>"]
)
def test_what_is_no_address_is_refused_without_asking_anybody(address: str, notes, letter) -> None:
    nowhere = SmtpServer("127.0.0.1", free_port(), "none", "nps@firm.com")
    assert told(list(nowhere.deliver([replace(letter(ANN), address=address)], notes))) == [
        (Fate.REFUSED, "bad_address")
    ]


def test_a_small_letter_cut_in_the_middle_is_in_no_doubt_though_all_of_it_was_sent(
    mail, notes, letter, monkeypatch
) -> None:
    real = select.select
    monkeypatch.setattr(smtp_dialogue.select, "select", lambda read, write, wrong, _now: real(read, write, wrong, 20))
    mail.does["body", ANN] = CUT
    assert told(list(reached(mail).deliver([letter(ANN)], notes))) == [(Fate.NOT_TRIED, "cut_off")]


@pytest.mark.parametrize(
    ("deed", "gone"), [("nothing", False), ("says something", False), ("closes", True), ("breaks off", True)]
)
def test_whoever_has_hung_up_is_not_sent_the_end(deed: str, gone: bool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as ours:
        theirs = server.accept()[0]
        if deed == "says something":
            theirs.sendall(b"421 Closing\r\n")
        if deed == "breaks off":
            theirs.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        if gone:
            theirs.close()
        if deed != "nothing":
            select.select([ours], [], [], 20)
        assert smtp_dialogue._hung_up(ours) is gone
        theirs.close()


def free_port() -> int:
    """Where nobody listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
