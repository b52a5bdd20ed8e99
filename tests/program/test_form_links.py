"""The link to the form, made a client's own."""

from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.program.form_links import asks_score, personal_link

NAMES = st.text(st.characters(exclude_categories=["Cs"]))
GOOGLE = "https://docs.google.com/forms/d/e/1F/viewform?usp=pp_url&entry.1=%7Bsurvey+key%7D&entry.2=%7Bclient%7D"


def fields(link):
    return {name: values[0] for name, values in parse_qs(urlsplit(link).query, keep_blank_values=True).items()}


@given(client=NAMES, contact=NAMES, key=NAMES, score=st.integers(0, 10))
def test_whatever_a_name_holds_reaches_the_form_as_it_is_and_changes_nothing_else(client, contact, key, score):
    template = (
        "https://f.com/a?k={ключ опроса}&c={client}&p=%7B%D0%BA%D0%BE%D0%BD%D1%82%D0%B0%D0%BA%D1%82%7D&s={score}#end"
    )
    link = personal_link(template, key, client, contact, score)
    assert fields(link) == {"k": key, "c": client, "p": contact, "s": str(score)}
    assert (urlsplit(link).netloc, urlsplit(link).path, urlsplit(link).fragment) == ("f.com", "/a", "end")
    assert link.isascii()
    assert not set(link) & set(' "<>\r\n\t')


@given(client=NAMES)
def test_a_name_in_the_path_stays_one_step_of_it(client):
    parts = urlsplit(personal_link("https://f.com/for/{client}/{key}", "Q-1", client, "")).path.split("/")
    assert [unquote(part) for part in parts] == ["", "for", client, "Q-1"]


def test_google_forms_own_way_to_write_a_placeholder_is_understood():
    link = personal_link(GOOGLE, "Q-2026-10-1a2b3c4d", "Ромашка & Ко = #1 + {score}", "")
    assert fields(link)["entry.1"] == "Q-2026-10-1a2b3c4d"
    assert fields(link)["entry.2"] == "Ромашка & Ко = #1 + {score}"


@pytest.mark.parametrize(
    ("template", "asks"),
    [("https://f.com/?s={score}", True), ("https://f.com/?s=%7B%D0%BE%D1%86%D0%B5%D0%BD%D0%BA%D0%B0%7D", True),
     ("https://f.com/?s={key}", False), ("", False)],
)  # fmt: skip
def test_a_form_that_can_be_told_the_score_is_known_by_its_link(template, asks):
    assert asks_score(template) is asks


def test_without_a_score_its_place_stays_empty_and_nought_is_a_score():
    template = "https://f.com/?k={key}&s={score}"
    assert personal_link(template, "Q", "", "") == "https://f.com/?k=Q&s="
    assert personal_link(template, "Q", "", "", 0) == "https://f.com/?k=Q&s=0"


def test_an_address_in_cyrillic_becomes_one_that_a_header_may_hold():
    assert personal_link("https://опрос.рф/форма?k={ключ}", "Q", "", "") == (
        "https://xn--n1aaceg.xn--p1ai/%D1%84%D0%BE%D1%80%D0%BC%D0%B0?k=Q"
    )


def test_what_is_percent_encoded_in_the_link_is_not_encoded_again():
    assert personal_link("https://f.com/a%20b?k={key}", "Q", "", "") == "https://f.com/a%20b?k=Q"


def test_half_a_character_does_not_stop_a_letter():
    assert personal_link("https://f.com/?c={client}&k={key}", "Q", "\ud83d", "").isascii()
