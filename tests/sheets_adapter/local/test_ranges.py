from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sheets_adapter.local.areas import joined, overlap, without
from sheets_adapter.local.masks import parse, prune, wants
from sheets_adapter.local.ranges import (
    Area,
    column_letters,
    column_number,
    from_grid,
    parse_cells,
    quote,
    split_title,
    to_a1,
    to_grid,
)

rows = st.integers(0, 60)
columns = st.integers(0, 60)


@st.composite
def areas(draw: st.DrawFn) -> Area:
    top, left = draw(rows), draw(columns)
    return Area(top, left, top + draw(st.integers(1, 60)), left + draw(st.integers(1, 60)))


@given(areas())
def test_an_area_reads_back_from_its_a1_notation(area: Area) -> None:
    assert parse_cells(to_a1(area)) == area
    assert parse_cells(to_a1(area, absolute=True).replace("$", "")) == area


@given(areas())
def test_an_area_reads_back_from_its_grid_range(area: Area) -> None:
    assert from_grid(to_grid(7, area)) == area


@given(st.integers(0, 16_383))
def test_column_letters_and_numbers_are_each_others_inverse(number: int) -> None:
    assert column_number(column_letters(number)) == number


def cells_of(area: Area) -> set[tuple[int, int]]:
    bottom, right = area.ends
    return {(row, column) for row in range(area.top, bottom) for column in range(area.left, right)}


@given(st.lists(areas(), max_size=4), areas())
def test_cutting_an_area_out_leaves_exactly_the_other_cells(given_areas: list[Area], hole: Area) -> None:
    left = without(given_areas, hole)
    wanted = set().union(*(cells_of(area) for area in given_areas)) - cells_of(hole)
    assert set().union(*(cells_of(area) for area in left)) == wanted
    assert not any(overlap(area, hole) for area in left)


@given(st.lists(areas(), max_size=5))
def test_joining_areas_one_by_one_covers_all_their_cells(given_areas: list[Area]) -> None:
    found: list[Area] = []
    for area in given_areas:
        found = joined(without(found, area), area)
    assert set().union(*(cells_of(area) for area in found)) == set().union(*(cells_of(area) for area in given_areas))


def test_rows_appended_one_after_another_stay_one_rectangle() -> None:
    found: list[Area] = []
    for row in range(1, 50):
        found = joined(found, Area(row, 3, row + 1, 4))
    assert found == [Area(1, 3, 50, 4)]


def test_open_reversed_and_single_ranges() -> None:
    assert parse_cells("D4:A1") == parse_cells("A1:D4") == Area(0, 0, 4, 4)
    assert parse_cells("A2:C") == Area(1, 0, None, 3)
    assert parse_cells("2:5") == Area(1, 0, 5, None)
    assert parse_cells("A:C") == Area(0, 0, None, 3)
    assert parse_cells("b3") == Area(2, 1, 3, 2)
    assert [parse_cells(text) for text in ("A", "3", "A0", "A1:", ":B2", "Call list", "A1:B2:C3")] == [None] * 7


def test_titles_are_split_off_and_quoted_where_needed() -> None:
    assert split_title("'Bob''s: list'!A1") == ("Bob's: list", "A1")
    assert split_title("Call list!A1:B2") == ("Call list", "A1:B2")
    assert split_title("'Клиенты'") == ("Клиенты", "")
    assert split_title("A1") == (None, "A1")
    assert [quote(title) for title in ("Clients", "Call list", "Bob's", "A1", "Ответы")] == [
        "Clients",
        "'Call list'",
        "'Bob''s'",
        "'A1'",
        "'Ответы'",
    ]


def test_a_mask_takes_dots_slashes_and_brackets() -> None:
    tree = parse("sheets(properties/title,charts.chartId),properties(locale,timeZone)")
    assert tree == {
        "sheets": {"properties": {"title": {}}, "charts": {"chartId": {}}},
        "properties": {"locale": {}, "timeZone": {}},
    }
    assert wants(tree, "sheets", "charts", "chartId")
    assert not wants(tree, "sheets", "data")
    assert wants(parse("*"), "anything", "at all")


def test_a_mask_prunes_inside_lists() -> None:
    answer = {"sheets": [{"properties": {"title": "A", "index": 0}, "merges": []}], "spreadsheetId": "x"}
    assert prune(answer, parse("sheets.properties.title")) == {"sheets": [{"properties": {"title": "A"}}]}
