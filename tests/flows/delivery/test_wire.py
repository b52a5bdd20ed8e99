"""What arrives is what was written, whatever a letter holds."""

from __future__ import annotations

import re
from dataclasses import replace
from email.message import EmailMessage

import pytest

from flows.delivery.parcel import Fate, Parcel
from flows.delivery.smtp import SmtpServer
from flows.delivery.wire import envelope_address, message_bytes, stuffed
from flows.letters.header_lines import POLICY
from tests.flows.mail_server import MailServer


def post(server: MailServer, sender: str = "nps@firm.com") -> SmtpServer:
    return SmtpServer("127.0.0.1", server.port, "none", sender, timeout=20)


def written(text: str, cte: str = "8bit") -> EmailMessage:
    message = EmailMessage(policy=POLICY)
    message["From"] = '"Анна Ли, отдел качества" <nps@firm.com>'
    message["To"] = "ann@acme.com"
    message["Subject"] = "Насколько вероятно, что вы порекомендуете нас коллеге или знакомому? Один вопрос"
    message["Message-ID"] = "<Q-1.invitation@firm.com>"
    message["List-Unsubscribe"] = f"<https://firm.com/{'u' * 120}>"
    message.set_content(text, cte=cte)
    message.add_alternative(f"<p>{text}</p>", subtype="html", cte=cte)
    return message


@pytest.mark.parametrize(
    ("text", "cte"),
    [
        ("Насколько вероятно?\n.\n..\n.точка\n\nПока\n", "8bit"),
        ("Насколько вероятно?\n.\n..\n.точка\n\nПока\n", "base64"),
        (".\n.dot\n..dots\nFrom here\n\n\n", "7bit"),
        (".\n.dot\n..dots\nFrom here\n\n\n", "quoted-printable"),
    ],
)
def test_what_arrives_is_byte_for_byte_what_was_written(text: str, cte: str, mail, notes) -> None:
    message = written(text, cte)
    assert [each.fate for each in post(mail).deliver([Parcel("k", "ann@acme.com", message)], notes)] == [Fate.SENT]
    assert mail.raw == [message_bytes(message)]
    assert max(mail.raw[0]) < 128
    assert not re.search(rb"[^\r]\n|\r[^\n]", mail.raw[0])
    ((_, arrived),) = mail.letters
    assert arrived.get_body(("plain",)).get_content().splitlines() == text.splitlines()
    for name in ("From", "Subject", "Message-ID"):
        assert arrived[name] == message[name]
    assert f"List-Unsubscribe: <https://firm.com/{'u' * 120}>\r\n".encode() in mail.raw[0]
    assert not {option.upper() for option in mail.options} & {"SMTPUTF8", "BODY=8BITMIME"}


def test_a_line_that_begins_with_a_dot_gets_another_one_and_no_other_does() -> None:
    assert stuffed(b".\r\na.b\r\n..c\r\n") == b"..\r\na.b\r\n...c"


def test_a_domain_of_other_letters_goes_as_punycode(mail, notes) -> None:
    message = written("Hello\n", "7bit")
    message.replace_header("To", '"Иван, директор" <ivan@почта.рф>')
    assert next(post(mail, "nps@фирма.рф").deliver([Parcel("k", "ivan@почта.рф", message)], notes)).fate is Fate.SENT
    assert mail.asked == ["ivan@xn--80a1acny.xn--p1ai"]
    ((_, arrived),) = mail.letters
    (to,) = arrived["To"].addresses
    assert (to.display_name, to.addr_spec) == ("Иван, директор", "ivan@xn--80a1acny.xn--p1ai")
    assert str(message["To"]) == '"Иван, директор" <ivan@почта.рф>'


def test_other_letters_before_the_at_need_a_server_that_takes_them(mail, notes, letter) -> None:
    parcels = [letter("иван@acme.com", key="a"), letter("ann@acme.com", key="b")]
    assert [each.fate for each in post(mail).deliver(parcels, notes)] == [Fate.SENT, Fate.SENT]
    assert mail.asked[0] == "иван@acme.com"
    assert mail.options.count("SMTPUTF8") == 1
    assert mail.letters[0][1]["To"] == "иван@acme.com"
    with MailServer(utf8=False) as old:
        outcomes = list(post(old).deliver(parcels, notes))
        assert [(each.fate, each.code) for each in outcomes] == [
            (Fate.REFUSED, "address_needs_utf8"),
            (Fate.SENT, ""),
        ]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("ann@acme.com", "ann@acme.com"),
        ("Ann Lee <ann@acme.com>", "ann@acme.com"),
        ("ann@почта.рф", "ann@xn--80a1acny.xn--p1ai"),
        ("ann@Bücher.example", "ann@xn--bcher-kva.example"),
        ("ann@mail_1.acme.com", "ann@mail_1.acme.com"),
    ],
)
def test_the_envelope_bears_the_address_alone(text: str, meant: str) -> None:
    assert envelope_address(text) == meant


def test_a_parcel_without_a_letter_is_a_mistake_of_the_program(mail, notes, letter) -> None:
    with pytest.raises(TypeError):
        list(post(mail).deliver([replace(letter("ann@acme.com"), message=None)], notes))
