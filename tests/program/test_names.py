"""Whose name it is, however it was typed."""

import time

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.program.names import bare, is_nobody, looks, normalise, perhaps_one, resolve, says_nothing

LETTERS = st.text(alphabet="абвёйОО«»\"'– -.,&aoLCТtd\u00a0\u0301\u0308\u200b½ﬁß", max_size=25)
NAMES = st.one_of(LETTERS, st.text(max_size=20))


def found(typed: str, *known: str) -> tuple[str, str, str]:
    line = resolve(pd.Series([typed]), pd.Series(known, dtype="str")).iloc[0]
    return line["name"], line["code"], line["hint"]


@given(NAMES)
def test_normalising_twice_changes_nothing(name):
    assert normalise(normalise(name)) == normalise(name)
    assert bare(bare(name)) == bare(name)


@given(NAMES)
def test_a_normalised_name_means_the_same(name):
    assert bare(normalise(name)) == bare(name)
    assert looks(normalise(name)) == looks(name)


@given(st.lists(NAMES.filter(str.strip), min_size=1, max_size=12))
def test_every_name_finds_itself(names):
    known = pd.Series(names, dtype="str").str.strip()
    match = resolve(known, known)
    assert (match["code"] == "").all()
    assert match["name"].map(normalise).tolist() == known.map(normalise).tolist()
    assert match["name"].isin(known).all()


@given(st.lists(NAMES, max_size=8), st.lists(NAMES, unique_by=normalise, max_size=8), st.randoms())
def test_neither_the_order_of_rows_nor_of_known_names_matters(typed, known, random):
    one = resolve(pd.Series(typed, dtype="str"), pd.Series(known, dtype="str"))
    order = random.sample(range(len(typed)), len(typed))
    shuffled = pd.Series(random.sample(known, len(known)), dtype="str")
    other = resolve(pd.Series(typed, dtype="str").iloc[order], shuffled)
    pd.testing.assert_frame_equal(one, other.loc[one.index])


@pytest.mark.parametrize(
    "typed",
    [
        "ООО «Ромашка»",
        'ооо "ромашка"',
        "  ООО   Ромашка ",
        "Ромашка",
        "«Ромашка»",
        "Ромашка, ООО",
        "О.О.О. Ромашка",
        "Общество с ограниченной ответственностью «Ромашка»",
        "OOO Ромашка",
        "Рoмaшкa",
        "Рома\u00adшка",
    ],
)
def test_a_client_is_found_however_it_is_written(typed):
    assert found(typed, "Лютик", "ООО «Ромашка»") == ("ООО «Ромашка»", "", "")


@pytest.mark.parametrize("typed", ["Acme", "ACME LLC", "acme, llc.", "Acme Ltd", "“Acme” LLC", "Асmе LLC"])
def test_an_english_client_is_found_however_it_is_written(typed):
    assert found(typed, "Acme LLC", "Apex Inc") == ("Acme LLC", "", "")


def test_dashes_and_the_letter_yo_are_made_alike():
    assert found("Артем Королев", "Артём Королёв")[0] == "Артём Королёв"
    assert found("Альфа — Банк", "Альфа-Банк")[0] == "Альфа-Банк"


def test_without_the_legal_form_a_name_must_be_unique():
    known = ("ООО Ромашка", "ИП Ромашка")
    assert found("Ромашка", *known) == ("", "ambiguous", "ИП Ромашка, ООО Ромашка")
    assert found("ИП «Ромашка»", *known) == ("ИП Ромашка", "", "")
    assert found("Ромашка", "Ромашка", *known) == ("Ромашка", "", "")


def test_a_legal_form_alone_is_a_name():
    assert bare("ООО") == "ооо"
    assert found("ООО АО", "ООО", "АО") == ("АО", "", "")
    assert found("Ромашка", "ООО") == ("", "unknown", "")


@pytest.mark.parametrize(
    ("typed", "closest"),
    [
        ("Петр Ивонов", "Пётр Иванов"),
        ("Иванов Петр", "Пётр Иванов"),
        ("Иванов", "Пётр Иванов"),
        ("Petr", ""),
        ("Анна", "Анна Белова, Анна Серова"),
    ],
)
def test_an_unknown_name_is_never_guessed_but_the_closest_is_told(typed, closest):
    assert found(typed, "Пётр Иванов", "Анна Белова", "Анна Серова") == ("", "unknown", closest)


def test_nobody_is_no_mistake():
    assert found("", "Acme") == ("", "", "")
    assert found("  ", "Acme") == ("", "", "")
    assert says_nothing("—")
    assert not says_nothing("7 морей")


def test_the_index_and_order_of_the_rows_are_kept():
    typed = pd.Series(["b", "zzz", "a", "b"], index=[7, 3, 3, 1])
    match = resolve(typed, pd.Series(["A", "B"]))
    assert match.index.tolist() == [7, 3, 3, 1]
    assert match["name"].tolist() == ["B", "", "A", "B"]


def test_a_hundred_thousand_answers_cost_no_more_than_their_different_names():
    known = pd.Series([f"ООО Клиент {number}" for number in range(5000)])
    typed = pd.Series([f"клиент {number % 5000}" for number in range(100_000)])
    mistyped = pd.Series([f"клеент {number}" for number in range(50)])
    began = time.process_time()
    match = resolve(pd.concat([typed, mistyped]), known)
    assert time.process_time() - began < 5
    assert (match["code"] == "").sum() == 100_000


def test_a_point_left_out_is_the_same_name_where_it_is_the_only_one() -> None:
    found = resolve(pd.Series(["Петров П", "Орлов Д"]), pd.Series(["Петров П.", "Орлов Д.", "Орлов. Д.", "Иванов"]))
    assert found["name"].tolist() == ["Петров П.", ""]
    assert found["code"].tolist() == ["", "ambiguous"]


@pytest.mark.parametrize("name", ["нет", "Н/Д", "n/a", "None", "—", "?", "не назначен"])
def test_what_people_put_where_nobody_works_is_nobody(name: str) -> None:
    assert is_nobody(name)
    assert not is_nobody("Нетёсов")


def test_names_that_may_be_one_person_are_found_and_namesakes_are_not():
    named = ["Анна", "А. Петрова", "Петрова Анна", "Сидоров И.", "Сидоров Иван Петрович", "Сидоров П.", "Олег Ким"]
    assert perhaps_one(named) == [
        ("Анна", "Петрова Анна"),
        ("А. Петрова", "Петрова Анна"),
        ("Сидоров И.", "Сидоров Иван Петрович"),
        ("Сидоров П.", "Сидоров Иван Петрович"),
    ], "П. may be the first name's initial or the father's: that too is for people to say"


@pytest.mark.parametrize("typed", ["1. Ромашка", "12) ромашка", "№ 3. ООО «Ромашка»"])
def test_a_number_before_a_name_is_that_of_a_list(typed):
    """Choices of a form are often numbered; «1С» and «3» are names."""
    assert found(typed, "ООО «Ромашка»", "1С", "3") == ("ООО «Ромашка»", "", "")
    assert found("1. 1С", "ООО «Ромашка»", "1С", "3") == ("1С", "", "")
    assert found("2. Лютик", "1. Мак", "2. Мак")[1] == "unknown"
