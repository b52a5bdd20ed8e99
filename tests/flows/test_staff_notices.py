"""Staff is told of detractors, departures and trouble with letters: everything, but little where outsiders read."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace

import pytest

from flows.delivery.notice_words import Departure, Detractor, Notice, text
from flows.delivery.staff_notices import StaffNotices
from flows.errors import BadNotices
from tests.flows.chat import Chat

MARK = "s3cret-t0ken"
NEWS = Notice(
    language="en",
    title="Clients 2026",
    link="https://docs.google.com/spreadsheets/d/1AbC",
    detractors=(Detractor("Acme", "Dora Fox", 2, "slow reports,\nand nobody calls", "Ann, Bob"),),
    departures=(Departure("Bolt", "Ivy", "23 Nov 2026"), Departure("Crown", "", "24 Nov 2026")),
    trouble=("Delta: refused for good, please call",),
)


@pytest.fixture
def chat() -> Iterator[Chat]:
    with Chat() as running:
        yield running


# What is said


def test_in_private_staff_reads_everything_with_the_link_to_the_sheet() -> None:
    assert text(NEWS, public=False) == (
        "Clients 2026: please look today",
        """1 detractor:
- Acme (Dora Fox): 2
  “slow reports, and nobody calls”
  Works with the client: Ann, Bob

Left: 2 clients
- Bolt: Ivy asks why, until 23 Nov 2026
- Crown: nobody is named who asks why, until 24 Nov 2026

Letters that need somebody:
- Delta: refused for good, please call

https://docs.google.com/spreadsheets/d/1AbC""",
    )


def test_in_public_outsiders_read_which_clients_and_no_more() -> None:
    assert text(NEWS, public=True) == (
        "Clients 2026: please look today",
        """1 detractor:
- Acme

Left: 2 clients
- Bolt
- Crown

Some letters need somebody, see the sheet “Deliveries”.""",
    )


@pytest.mark.parametrize(("n", "said"), [(1, "1 критик:"), (2, "2 критика:"), (5, "5 критиков:"), (21, "21 критик:")])
def test_counts_are_in_proper_russian(n: int, said: str) -> None:
    news = Notice("ru", "Клиенты", "", detractors=NEWS.detractors * n)
    assert text(news, public=True)[1].splitlines()[0] == said


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("part", ["detractors", "departures", "trouble"])
def test_what_there_is_none_of_is_not_mentioned(language: str, part: str) -> None:
    alone = Notice(language, "Clients", "", **{part: getattr(NEWS, part)})
    for public in (False, True):
        body = text(alone, public=public)[1]
        assert body
        assert "\n\n" not in body
    assert Notice(language, "Clients", "").empty
    assert not alone.empty


def test_a_failed_run_says_why_in_private_only() -> None:
    failed = Notice("en", "Clients 2026", NEWS.link, trouble=("The spreadsheet is not shared.",), failed="Daily watch")
    assert text(failed, public=False) == (
        "Clients 2026: Daily watch failed",
        f"The spreadsheet is not shared.\n{NEWS.link}",
    )
    assert text(failed, public=True) == ("Clients 2026: Daily watch failed", "The log says why.")


@pytest.mark.parametrize("call", ["@everyone", "<!channel>", "<@U0123>", "<#C0123>", "look, @here!"])
def test_a_clients_words_call_nobody(call: str) -> None:
    said = text(replace(NEWS, detractors=(replace(NEWS.detractors[0], comment=call, client=call),)), public=False)[1]
    assert call not in said
    assert said.replace("\N{ZERO WIDTH SPACE}", "").count(call) == 2
    assert "write to ann@firm.com" in text(replace(NEWS, trouble=("write to ann@firm.com",)), public=False)[1]


# Where it goes


def test_each_channel_is_told_in_its_form(chat: Chat) -> None:
    with Chat() as outside:
        staff = StaffNotices(f"# ours\n{chat.url()}\n\n; theirs\npublic = {outside.url()}\n")
        assert [channel.public for channel in staff.channels] == [False, True]
        assert staff.send(NEWS) == []
        (private,), (public,) = chat.heard, outside.heard
    assert (private["title"], private["message"]) == text(NEWS, public=False)
    assert (public["title"], public["message"]) == text(NEWS, public=True)


def test_on_one_line_the_word_public_is_about_all_its_addresses(chat: Chat) -> None:
    staff = StaffNotices(f"Public={chat.url()}, {chat.url(path='more')}")
    assert [channel.public for channel in staff.channels] == [True, True]


@pytest.mark.parametrize(
    "line",
    [
        "hello",
        "nosuchservice://token",
        "tgram://",
        "publik=json://127.0.0.1/",
        "public,sales=json://127.0.0.1/",
        "json://127.0.0.1/ public=json://127.0.0.1/",
        "json://127.0.0.1/, public=json://127.0.0.1/",
        "include http://127.0.0.1/more.cfg",
        "public",
    ],
)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_line_that_cannot_be_used_is_told_by_its_number_alone(line: str, language: str) -> None:
    with pytest.raises(BadNotices) as refused:
        StaffNotices(f"json://127.0.0.1/{MARK}\n{line}")
    said = refused.value.say(language)
    assert " 2 " in said
    assert MARK not in said
    assert line.rsplit("=", maxsplit=1)[-1] not in said.replace("public=", "")


def test_a_channel_that_does_not_take_it_is_named_by_its_service_and_the_others_hear(
    chat: Chat, caplog: pytest.LogCaptureFixture
) -> None:
    with Chat() as broken:
        broken.status = 500
        staff = StaffNotices(f"{broken.url('mmost', MARK)}\n{chat.url()}\njson://127.0.0.1:1/{MARK}")
        with caplog.at_level(logging.DEBUG):
            assert staff.send(NEWS) == ["Mattermost", "JSON"]
    assert len(chat.heard) == 1
    assert MARK not in caplog.text
    assert "slow reports" not in caplog.text
    assert MARK not in repr(staff.channels)


def test_a_channel_that_never_answers_holds_nobody_up(chat: Chat) -> None:
    with Chat() as silent:
        silent.silent.set()
        staff = StaffNotices(f"{silent.url(rto='600')}\n{chat.url()}")
        assert staff.send(NEWS, seconds=1) == ["JSON"]
    assert len(chat.heard) == 1


def test_a_message_longer_than_the_service_takes_goes_in_parts(chat: Chat) -> None:
    """Mattermost takes 4,000 letters; a chat that refused the whole would never be told."""
    many = tuple(Detractor(f"Client {n}", "", 1, f"<{n}> " + "slow " * 60, "") for n in range(40))
    assert StaffNotices(chat.url("mmost", "t0ken")).send(replace(NEWS, detractors=many)) == []
    texts = [post["text"] for post in chat.heard]
    assert len(texts) > 1
    assert max(len(each) for each in texts) <= 4000
    assert all(any(f"“<{n}> slow" in each for each in texts) for n in range(40))
