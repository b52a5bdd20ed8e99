"""The month's digest as it arrives: taken apart again with the standard library."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from html.parser import HTMLParser

import pandas as pd
import pytest

from flows.letters.digest_letter import digest_letters
from flows.program.digest_readers import READERS, digest_key, readers
from flows.program.shapes import empty
from tests.flows.letters.month import AT_ANN, AT_CARL, OF, ON, UNSAID, october

WHEN = datetime(2026, 11, 5, 8, 0, tzinfo=UTC)
LINK = "https://docs.google.com/spreadsheets/d/1abc/edit"
READERS_BY_NAME = ["Ann", "Bob", "Carl", "Hal", "Sid", "Zoe"]


class Words(HTMLParser):
    """What a reader of the html sees."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_data(self, data):
        self.found.append(data)


def seen(html):
    words = Words()
    words.feed(html.partition("<body")[2])
    return " ".join(" ".join(words.found).split())


@pytest.fixture(scope="module")
def month():
    return october()


@pytest.fixture(scope="module")
def letters_of(month):
    """All letters about October, parsed back, by reader."""

    def _letters_of(about=None, of=OF, link=LINK):
        everything, people = about or month
        found = readers(people, of, pd.Timestamp(ON)).readers
        made = digest_letters(everything, found, roster=people, settings=of, when=WHEN, title="Firm's NPS", link=link)
        return {each.employee: message_from_bytes(each.message.as_bytes(), policy=policy.default) for each in made}

    return _letters_of


@pytest.fixture(scope="module")
def letters(letters_of):
    return {language: letters_of(of=replace(OF, language=language)) for language in ("en", "ru")}


def text_of(letter):
    return letter.get_body(("plain",)).get_content()


def html_of(letter):
    return letter.get_body(("html",)).get_content()


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_letter_has_a_plain_form_and_a_rich_one_with_its_picture(letters, language):
    letter = letters[language]["Hal"]
    kinds = [part.get_content_type() for part in letter.walk()]
    assert kinds == ["multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png"]
    (picture,) = (part for part in letter.walk() if part.get_content_type() == "image/png")
    assert picture["Content-ID"][1:-1] in re.findall(r'src="cid:([^"]+)"', html_of(letter))
    assert picture.get_content_disposition() == "inline"
    assert re.search(r'alt="[^"]*\+67[^"]*"', html_of(letter))


def test_everybody_who_is_to_gets_one_and_only_theirs(letters):
    assert list(letters["en"]) == READERS_BY_NAME
    assert {name: letter["To"] for name, letter in letters["en"].items()} == {
        name: f"{name.lower()}@firm.com" for name in READERS_BY_NAME
    }


def test_the_subject_says_the_month_and_the_figure_with_its_interval(letters):
    assert letters["en"]["Hal"]["Subject"] == "NPS, October 2026: +67 (95% interval: +15 to +85)"
    assert letters["ru"]["Hal"]["Subject"] == "NPS, октябрь 2026: +67 (95 %: от +15 до +85)"


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("reader", READERS_BY_NAME)
def test_no_letter_tells_what_a_client_said_or_how_a_contact_is_reached(letters, language, reader):
    letter = letters[language][reader]
    headers = " ".join(str(value) for part in letter.walk() for value in part.values())
    assert UNSAID.lower() not in (headers + text_of(letter) + html_of(letter)).lower()


@pytest.mark.parametrize("reader", ["Bob", "Zoe", "Sid"])
def test_a_person_reads_no_colleagues_name_figure_or_client(letters, reader):
    told = text_of(letters["en"][reader]) + seen(html_of(letters["en"][reader]))
    colleagues = [name for name in READERS_BY_NAME if name != reader]
    assert not [name for name in colleagues if re.search(rf"\b{name}\b", told)]
    mine = {"Bob": {"Acme"}, "Zoe": {"Hope"}, "Sid": set()}[reader]
    assert {client for client in (*AT_ANN, *AT_CARL) if client in told} == mine
    assert "Carl is late" not in told


def test_a_manager_reads_of_their_own_team_alone(letters):
    told = text_of(letters["en"]["Ann"]) + seen(html_of(letters["en"]["Ann"]))
    assert "Bob: +100" in told
    assert not re.search(r"\bCarl\b|\bZoe\b|Gold|Hope|Iris", told)
    carls = text_of(letters["en"]["Carl"])
    assert "Iris: invitation, to call" in carls
    assert "Ann" not in carls


def test_a_manager_reads_of_everybody_where_settings_say_so(letters_of):
    told = text_of(letters_of(of=replace(OF, managers_see="everything"))["Ann"])
    assert "Zoe" in told
    assert "Carl is late" in told


def test_both_forms_tell_a_head_the_same(letters):
    for language, facts in {
        "en": ("Ann", "+100", "▲ 6 up, 0 down", "p = 0.03", "A weekly call", "10 days overdue", "Iris", "to call",
               "Carl is late", "Data issues"),
        "ru": ("Ann", "+100", "▲ выше 6, ниже 0", "p = 0,03", "A weekly call", "просрочено на 10 дней", "позвонить",
               "Carl is late", "Проблемы данных"),
    }.items():  # fmt: skip
        plain, rich = text_of(letters[language]["Hal"]), seen(html_of(letters[language]["Hal"]))
        assert not [fact for fact in facts if fact not in plain]
        assert not [fact for fact in facts if fact not in rich]


def test_too_few_answers_are_told_as_such_and_get_neither_arrow_nor_colour_nor_verdict(letters):
    """Two clients have answered whom Zoe serves."""
    line = next(line for line in text_of(letters["en"]["Hal"]).splitlines() if line.startswith("- Zoe:"))
    assert line == "- Zoe: (0) (−48 … +48), 2 clients: too few answers to judge"
    rows = {
        name: html_of(letters["en"]["Hal"]).partition(f">{name}</td>")[2].partition("</tr>")[0]
        for name in ("Ann", "Zoe")
    }
    assert "border-left" in rows["Ann"]
    assert "border-left" not in rows["Zoe"]
    assert not re.search("▲|▼|reached|evidence", rows["Zoe"])


def test_people_stand_by_name_and_not_by_score(letters):
    lines = text_of(letters["en"]["Hal"]).partition("EVERYBODY")[2].splitlines()
    assert [line[2:].partition(":")[0] for line in lines if line.startswith("- ")][:5] == [
        "Ann", "Bob", "Carl", "Sid", "Zoe",
    ]  # fmt: skip


def test_a_name_with_signs_of_html_stays_a_name(letters_of):
    work = "tasks\n| task_key | client | task | responsible | due | status |\n"
    work += "| T-1 | Bolt & <b>Co</b> | <script>alert(1)</script> | Bob | 2026-10-01 | accepted |\n"
    letter = letters_of(october(work=work))["Hal"]
    assert "<script>" not in html_of(letter)
    assert "Bolt & <b>Co</b>" in seen(html_of(letter))
    assert "<script>alert(1)</script>" in seen(html_of(letter))
    assert "- Bolt & <b>Co</b>: <script>alert(1)</script> (Bob, until 1 Oct 2026, 35 days overdue)" in text_of(letter)


def test_a_long_list_is_cut_and_the_rest_counted(letters_of):
    rows = [f"| T-{n} | Acme | Task {n:02} of many | Bob | 2026-10-01 | accepted |\n" for n in range(20)]
    work = "tasks\n| task_key | client | task | responsible | due | status |\n" + "".join(rows)
    letter = letters_of(october(work=work))["Hal"]
    for told in (text_of(letter), seen(html_of(letter))):
        assert len(re.findall("Task .. of many", told)) == 15
        assert "… and 5 more in the spreadsheet" in told
        assert re.search("overdue tasks: 20", told, re.IGNORECASE)


@pytest.mark.parametrize("language", ["en", "ru"])
def test_without_an_answer_there_is_a_letter_and_no_picture(letters_of, language):
    of = replace(OF, language=language)
    letter = letters_of(october(answers="", work="", of=of), of=of)["Hal"]
    assert [part.get_content_type() for part in letter.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    assert "nan" not in text_of(letter).lower()


def test_while_letters_are_tested_all_go_to_the_test_address(letters_of, letters):
    tested = letters_of(of=replace(OF, deliver="test", test_address="try@firm.com"))
    assert {letter["To"] for letter in tested.values()} == {"try@firm.com"}
    assert tested["Hal"]["Subject"].strip().startswith("[test, for hal@firm.com] NPS, October 2026")
    assert tested["Hal"]["Message-ID"] != letters["en"]["Hal"]["Message-ID"]


def test_a_letter_that_is_made_again_is_the_same_letter(letters, letters_of, month):
    again = letters_of()
    for name, letter in letters["en"].items():
        assert again[name]["Message-ID"] == letter["Message-ID"]
        key = digest_key(month[0].month, f"{name.lower()}@firm.com", name)
        assert letter["Message-ID"] == f"<{key}.digest@firm.com>"
        parts = [
            [part.get_payload() for part in each.walk() if not part.is_multipart()] for each in (letter, again[name])
        ]
        assert parts[0] == parts[1]


def test_the_link_leads_on_where_there_is_one_and_the_title_says_which_else(letters, letters_of):
    assert f'href="{LINK}"' in html_of(letters["en"]["Hal"])
    assert f"Firm's NPS: {LINK}" in text_of(letters["en"]["Hal"])
    without = letters_of(link="")["Hal"]
    assert "href=" not in html_of(without)
    assert "Firm's NPS" in text_of(without)
    assert "Firm's NPS" in seen(html_of(without))


def test_nobody_to_write_to_is_no_letter(month):
    everything, people = month
    nobody = empty(READERS)
    assert digest_letters(everything, nobody, roster=people, settings=OF, when=WHEN, title="NPS") == []


def test_what_draws_is_loaded_only_where_something_is_drawn():
    asked = "import sys, flows.letters.digest_letter; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0
