"""The workbook of the demo is one that a team has kept for years, not one made for a program."""

import pytest
from openpyxl import load_workbook

from flows.demo_firm import LANGUAGES, mess
from flows.demo_firm.firm import build_firm
from flows.demo_firm.workbook import write_workbook


@pytest.fixture(scope="module", params=LANGUAGES)
def kept(request, tmp_path_factory):
    """(firm, workbook) of the first day."""
    firm = build_firm(request.param)
    path = tmp_path_factory.mktemp("kept") / "firm.xlsx"
    write_workbook(firm, path)
    return firm, load_workbook(path)


def cells(book):
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book.worksheets}


def test_it_is_the_same_every_time(kept, tmp_path):
    firm, book = kept
    write_workbook(firm, tmp_path / "again.xlsx")
    assert cells(load_workbook(tmp_path / "again.xlsx")) == cells(book)


def test_headings_stand_in_row_2_below_a_banner_in_the_teams_order_with_its_own_columns(kept):
    firm, book = kept
    sheet = book[firm.sheet("clients")]
    assert sheet["A1"].value == firm.word("banner")
    headings = [cell.value for cell in sheet[2]]
    assert headings[0] == firm.heading("industry")
    assert headings.index(firm.heading("manager")) < headings.index(firm.heading("salesperson"))
    assert firm.heading("remark") in headings


def test_there_are_blank_rows_a_note_a_rule_and_a_sum(kept):
    firm, book = kept
    sheet = book[firm.sheet("clients")]
    filled = [any(cell.value is not None for cell in row) for row in sheet.iter_rows(min_row=3)]
    assert filled.count(False) == 3
    assert [cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment] == [
        firm.word("client_note")
    ]
    assert len(sheet.conditional_formatting) == 1
    assert book[firm.sheet("totals")]["B2"].value.startswith("=SUM(")


def test_every_mistake_planted_in_the_client_base_stands_there(kept):
    firm, book = kept
    for planted in mess.planted(firm):
        if planted.table in ("clients", "contacts"):
            values = [cell.value for row in book[firm.sheet(planted.table)].iter_rows() for cell in row]
            assert values.count(planted.found) == 1, planted


def test_a_name_misspelt_keeps_its_letters():
    for name in ("Sophie Lane", "София Лапина", "Highland Cold Storage Inc.", "ООО «Ипотека-Консалт»"):
        assert mess.misspelt(name) != name
        assert sorted(mess.misspelt(name)) == sorted(name)


def test_in_speech_a_client_has_no_legal_form():
    assert mess.without_legal_form("Lakeshore Montessori LLC") == "Lakeshore Montessori"
    assert mess.without_legal_form("ООО «Красный Кирпич»") == "Красный Кирпич"
