"""Letters to clients, read back as a mail program reads them."""

from __future__ import annotations

import email
import json
import re
import smtplib
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from email import policy
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.letters.survey_letters import TEMPLATES, Asked, compose, payload
from flows.program.settings import Settings
from flows.texts import LANGUAGES, say

KINDS = tuple(TEMPLATES)
AT = datetime(2026, 10, 5, 9, 30, tzinfo=timezone(timedelta(hours=3)))
FORM = "https://f.com/?k={survey key}&c={client}&p={contact}"
SETTINGS = Settings(sender="Ann Lee <nps@firm.com>", form_link=FORM)
JOE = Asked(
    "Q-2026-10-1a2b3c4d", "Acme", "Joe Smith", "joe@acme.com", role="decision maker", phone="+44 20",
    first_asked_on=date(2026, 10, 3),
)  # fmt: skip
NASTY = (
    'Ромашка, «Ко» "x"; <a@b.c>\r\nBcc: thief@evil.com\n\n',
    "x@y.z, " * 43,
    "Lee, Ann",
    'quotes " and \\ slashes',
    "👩‍👩‍👧 " * 30,
    "ы" * 300,
    "a" * 300,
    "=?utf-8?q?evil?=",
    "\u202emoc.live\u2028half \ud83d",
    "a: b; c,",
    "",
)


def letter(kind: str = "invitation", person: Asked = JOE, language: str = "en", **given: Any) -> EmailMessage:
    """As it arrives: made, written out as bytes of seven bits, read."""
    deliver = "test" if given.get("test_address") else "yes"
    settings = replace(SETTINGS, language=language, deliver=deliver, **given)
    return read(bytes(compose(kind, person, settings, AT)))


def read(sent: bytes) -> EmailMessage:
    sent.decode("ascii")
    assert max(map(len, sent.split(b"\r\n"))) <= 998
    assert b"\n" not in sent.replace(b"\r\n", b"")
    return email.message_from_bytes(sent, policy=policy.default)


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def links(html: str) -> list[str]:
    return [found.replace("&amp;", "&") for found in re.findall(r'<a [^>]*href="([^"]*)"', html)]


def seen(html: str) -> str:
    """The words without the marks between them."""
    shown = re.sub(r"(?s)<head>.*</head>|<[^>]*>", " ", html)
    return " ".join(email.utils.unquote(shown).replace("&#39;", "'").replace("&amp;", "&").split())


def test_a_letter_says_from_whom_to_whom_and_when() -> None:
    told = letter(reply_to="ann@firm.com")
    assert (told["From"], told["To"]) == ("Ann Lee <nps@firm.com>", "Joe Smith <joe@acme.com>")
    assert told["Reply-To"] == "ann@firm.com"
    assert told["Date"].datetime == AT
    assert told["Auto-Submitted"] == "auto-generated"
    assert told["Message-ID"] == "<Q-2026-10-1a2b3c4d.invitation@firm.com>"


def test_a_letter_that_is_made_again_is_the_same_to_the_byte() -> None:
    assert bytes(compose("exit", JOE, SETTINGS, AT)) == bytes(compose("exit", JOE, SETTINGS, AT))


def test_a_moment_without_a_time_zone_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="time zone"):
        compose("invitation", JOE, SETTINGS, AT.replace(tzinfo=None))


@pytest.mark.parametrize("test_address", ["", "ida@firm.com"])
def test_reminders_belong_to_the_thread_of_the_invitation(test_address: str) -> None:
    first = letter(test_address=test_address)["Message-ID"]
    reminders = [letter(f"reminder {n}", test_address=test_address) for n in (1, 2)]
    assert {told["In-Reply-To"] for told in reminders} == {told["References"] for told in reminders} == {first}
    assert len({first, *(told["Message-ID"] for told in reminders)}) == 3
    assert letter("exit")["In-Reply-To"] is None


def test_at_the_test_address_the_subject_says_whose_letter_it_is() -> None:
    told = letter(test_address="ida@firm.com", person=replace(JOE, contact="Анна, Ли"))
    assert told["To"] == "ida@firm.com"
    assert told["Subject"] == f'[test, for "Анна, Ли" <joe@acme.com>] {letter()["Subject"]}'
    assert told["Message-ID"] == "<Q-2026-10-1a2b3c4d.invitation.test@firm.com>"


def test_one_who_does_not_want_surveys_writes_to_where_answers_go() -> None:
    expected = "subject=Please%20do%20not%20ask%20me%20again%20%28Q-2026-10-1a2b3c4d%29>"
    for settings, address in (
        ({}, "nps@firm.com"),
        ({"reply_to": "ann@firm.com"}, "ann@firm.com"),
        ({"reply_to": "ann@firm.com", "unsubscribe": "stop@firm.com"}, "stop@firm.com"),
    ):
        told = letter(**settings)
        assert told["List-Unsubscribe"] == f"<mailto:{address}?{expected}"
        assert told["List-Unsubscribe-Post"] is None
        assert address in body(told, "plain")


def test_or_opens_a_page_where_one_click_is_enough() -> None:
    told = letter(unsubscribe="https://firm.com/stop?k={key}&c={client}", person=replace(JOE, client="A & Ы>"))
    page = "https://firm.com/stop?k=Q-2026-10-1a2b3c4d&c=A%20%26%20%D0%AB%3E"
    assert told["List-Unsubscribe"] == f"<{page}>"
    assert told["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert page in links(body(told, "html"))
    assert letter(unsubscribe="http://localhost/stop")["List-Unsubscribe-Post"] is None


def test_a_page_in_cyrillic_and_a_long_word_stay_one_link_in_the_header() -> None:
    raw = bytes(compose("invitation", JOE, replace(SETTINGS, unsubscribe="https://опрос.рф/" + "стоп" * 40), AT))
    line = next(line for line in raw.split(b"\r\n") if line.startswith(b"List-Unsubscribe: "))
    assert line.startswith(b"List-Unsubscribe: <https://xn--n1aaceg.xn--p1ai/%D1%81")
    assert line.endswith(b">")


@pytest.mark.parametrize("name", NASTY)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_name_breaks_a_letter_or_adds_a_recipient(name: str, language: str) -> None:
    person = replace(JOE, client=name, contact=name)
    for kind in KINDS:
        told = letter(kind, person, language, our_name=name, sender=f"{name} <nps@firm.com>", question=name)
        assert [address.addr_spec for address in told["To"].addresses] == ["joe@acme.com"]
        assert [address.addr_spec for address in told["From"].addresses] == ["nps@firm.com"]
        assert told["Bcc"] is None
        assert not {part.get_content_type() for part in told.walk()} - {
            "multipart/alternative", "text/plain", "text/html",
        }  # fmt: skip
        asked = letter(kind, person, language, test_address="ida@firm.com")
        assert [address.addr_spec for address in asked["To"].addresses] == ["ida@firm.com"]


@given(name=st.text(max_size=400))
def test_a_name_reaches_the_reader_as_it_is_written(name: str) -> None:
    line = letter(person=replace(JOE, contact=name), our_name=name)
    plain = " ".join(name.split())
    if plain and name.replace(" ", "").isprintable():
        assert line["Subject"] == say_subject(plain)
        assert [address.addr_spec for address in line["To"].addresses] == ["joe@acme.com"]


def say_subject(name: str) -> str:
    return f"{name}: two questions about our work"


def test_smtp_takes_the_recipient_that_is_meant() -> None:
    """What smtplib reads out of a letter whose contact's name looks like a list of addresses."""
    sent: list[tuple[str, list[str]]] = []

    class Server(smtplib.SMTP):
        def ehlo_or_helo_if_needed(self) -> None:
            pass

        def sendmail(self, from_addr, to_addrs, msg, *_options, **_more):  # type: ignore[no-untyped-def]
            sent.append((from_addr, list(to_addrs)))
            read(bytes(msg))

    person = replace(JOE, contact="x@y.z, " * 43)
    Server().send_message(compose("invitation", person, SETTINGS, AT))
    assert sent == [("nps@firm.com", ["joe@acme.com"])]


def test_a_domain_in_cyrillic_travels_as_punycode() -> None:
    told = letter(person=replace(JOE, address="joe@ромашка.рф"), sender="Анна <nps@фирма.рф>")
    assert told["To"].addresses[0].domain == "xn--80aa3agjl3d.xn--p1ai"
    assert told["Message-ID"].endswith("@xn--80apmps.xn--p1ai>")


def test_a_key_somebody_typed_breaks_no_message_id() -> None:
    ids = {
        letter(person=replace(JOE, survey_key=key))["Message-ID"] for key in ("a b", "a>\n<b", "..", ".", "ключ", "a.b")
    }
    assert len(ids) == 6
    assert all(re.fullmatch(r"<[A-Za-z0-9=-]+(\.[A-Za-z0-9=-]+)*@firm\.com>", one) for one in ids)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_text_and_the_html_say_the_same(kind: str, language: str) -> None:
    told = letter(kind, language=language, form_link=FORM)
    text, html = body(told, "plain"), seen(body(told, "html"))
    assert [part.get_content_type() for part in told.iter_parts()] == ["text/plain", "text/html"]
    prefix = "exit_" if kind == "exit" else ""
    for said in (
        "Joe Smith", "Acme", "Ann Lee",
        say(language, f"letter.{prefix}question"), say(language, f"letter.{prefix}second_question"),
        {"en": "0 – not at all likely", "ru": "0 — точно не порекомендую"}[language],
        {"en": "10 – extremely likely", "ru": "10 — обязательно порекомендую"}[language],
        {"en": "a minute", "ru": "минуту"}[language],
        {"en": "A person here reads every answer", "ru": "Каждый ответ у нас читает человек"}[language],
    ):  # fmt: skip
        assert said in text
        assert said in html
    form = "https://f.com/?k=Q-2026-10-1a2b3c4d&c=Acme&p=Joe%20Smith"
    assert form in text
    assert form in links(body(told, "html"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_questions_are_the_firms_own_if_it_has_some(language: str) -> None:
    own = {"question": "Q1?", "second_question": "Q2?", "exit_question": "X1?", "exit_second_question": "X2?"}
    for kind in KINDS:
        text = body(letter(kind, language=language, **own), "plain")
        asked = [name for name in ("Q1?", "Q2?", "X1?", "X2?") if name in text]
        assert asked == (["X1?", "X2?"] if kind == "exit" else ["Q1?", "Q2?"])


def test_where_the_form_takes_a_score_a_click_on_a_number_answers_the_first_question() -> None:
    html = body(letter(form_link=FORM + "&s={score}"), "html")
    scores = [link for link in links(html) if link.startswith("https://f.com")]
    assert [link.rpartition("=")[2] for link in scores] == [str(score) for score in range(11)]
    one = [link for link in links(body(letter(), "html")) if link.startswith("https://f.com")]
    assert len(one) == 1


def test_a_client_that_left_is_led_to_the_form_for_those_who_leave_if_there_is_one() -> None:
    own = {"exit_form_link": "https://bye.com/?k={key}"}
    assert "https://bye.com/?k=" in body(letter("exit", **own), "plain")
    assert "https://f.com/?k=" in body(letter("exit"), "plain")
    assert "https://bye.com" not in body(letter(**own), "plain")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reminder_is_shorter_and_the_last_one_says_that_it_is(language: str) -> None:
    invitation, first, last = (body(letter(kind, language=language), "plain") for kind in KINDS[:3])
    assert len(first.splitlines()) < len(invitation.splitlines())
    once_more = {"en": "We will not remind you again.", "ru": "Больше напоминать не будем."}[language]
    assert (once_more in first, once_more in last) == (False, True)
    assert once_more in body(letter("reminder 1", language=language, reminders=1), "plain")
    assert {"en": "On 3 October we", "ru": "3 октября мы"}[language] in first


@pytest.mark.parametrize(
    ("contact", "en", "ru"),
    [("Анна Ли", "Hello Анна Ли,", "Здравствуйте, Анна Ли!"),
     ("", "Hello,", "Здравствуйте!")],
)  # fmt: skip
def test_a_letter_greets_by_name_if_there_is_one(contact: str, en: str, ru: str) -> None:
    person = replace(JOE, contact=contact)
    assert body(letter(person=person), "plain").startswith(en)
    assert body(letter(person=person, language="ru"), "plain").startswith(ru)


@pytest.mark.parametrize(
    ("our_name", "sender", "known_as", "signed"),
    [("Firm", "Ann Lee <nps@firm.com>", "Firm", "Ann Lee\nFirm\n"),
     ("", "Ann Lee <nps@firm.com>", "Ann Lee", "Ann Lee\n\n"),
     ("", "nps@firm.com", "firm.com", "firm.com\n\n")],
)  # fmt: skip
def test_the_firm_is_called_as_it_wishes(our_name: str, sender: str, known_as: str, signed: str) -> None:
    told = letter(our_name=our_name, sender=sender)
    assert told["Subject"].startswith(f"{known_as}:")
    assert signed in body(told, "plain").replace("\r\n", "\n")


def test_marks_of_html_in_a_name_stay_words() -> None:
    html = body(letter(person=replace(JOE, client="<script>x</script>", contact='"><img src=x>')), "html")
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;" in html


def test_nothing_in_a_letter_is_fetched_and_it_says_its_language() -> None:
    for language in LANGUAGES:
        html = body(letter(language=language), "html")
        assert f'<html lang="{language}"' in html
        assert not re.search(r"<img|src=|@import|url\(|<link|<script", html)
        assert html.count("<table") == html.count('<table role="presentation"')


def test_a_webhook_is_told_the_same_every_time() -> None:
    told = payload("reminder 1", JOE, replace(SETTINGS, form_link=FORM + "&s={score}"))
    assert told | {"score_links": {}} == {
        "type": "survey.reminder",
        "id": "Q-2026-10-1a2b3c4d/reminder 1",
        "survey_key": "Q-2026-10-1a2b3c4d",
        "reminder": 1,
        "client": "Acme",
        "contact": {"name": "Joe Smith", "role": "decision maker", "email": "joe@acme.com", "phone": "+44 20"},
        "language": "en",
        "question": "How likely are you to recommend us to a colleague or a friend?",
        "second_question": "What should we change so that you are wholly satisfied?",
        "our_name": "Ann Lee",
        "link": "https://f.com/?k=Q-2026-10-1a2b3c4d&c=Acme&p=Joe%20Smith&s=",
        "score_links": {},
    }
    assert told["score_links"]["10"].endswith("&s=10")
    assert list(told) == sorted(told)
    assert json.dumps(told) == json.dumps(payload("reminder 1", JOE, replace(SETTINGS, form_link=FORM + "&s={score}")))


def test_a_webhook_needs_neither_a_sender_nor_a_form() -> None:
    told = payload("exit", replace(JOE, address=""), Settings(language="ru"))
    assert (told["type"], told["link"], told["score_links"]) == ("survey.exit", "", {})
    assert told["question"] == say("ru", "letter.exit_question")
