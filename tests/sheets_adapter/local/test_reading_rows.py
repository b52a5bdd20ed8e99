# ruff: noqa: E501
"""Rows kept as they were read: the cells made of them are those that openpyxl makes, and only where asked for."""

from __future__ import annotations

import random
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText
from openpyxl.comments import Comment
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from sheets_adapter.local import LocalSheets, loading, strings
from sheets_adapter.local.errors import FileProblem
from tests.sheets_adapter.local.conftest import Desk
from tests.sheets_adapter.local.test_keeping import furnished

DOCS = Path(__file__).parents[3] / "docs"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


class Eager(ExcelReader):
    """openpyxl's own reading of sheets, with serials left as serials."""

    read_strings = loading._Reader.read_strings

    def read_worksheets(self) -> None:
        self.wb._date_formats = set()
        self.wb._timedelta_formats = set()
        super().read_worksheets()


def eagerly(path: Path) -> openpyxl.Workbook:
    reader = Eager(str(path), rich_text=True)
    reader.read()
    return reader.wb


def value_of(cell: Any) -> Any:
    value = cell._value
    if isinstance(value, CellRichText):
        return repr(list(value))
    if isinstance(value, (ArrayFormula, DataTableFormula)):
        return dict(value) | {"text": getattr(value, "text", None)}
    return value


def described(ws: Any) -> dict[str, Any]:
    cells = {
        at: (
            type(cell).__name__,
            (cell.row, cell.column),
            value_of(cell),
            cell.data_type if cell._value is not None else None,
            cell._style.tobytes() if cell._style is not None else b"",
            (cell.hyperlink.ref, cell.hyperlink.target, cell.hyperlink.location) if cell.hyperlink else None,
            (cell.comment.text, cell.comment.author) if cell.comment else None,
        )
        for at, cell in sorted(ws._cells.items())
    }
    rows = {
        row: (dict(record), record._style.tobytes() if record._style is not None else b"")
        for row, record in sorted(ws.row_dimensions.items())
    }
    return {"size": ws.dimensions, "next": ws._current_row, "cells": cells, "rows": rows}


def the_same(path: Path) -> Any:
    """The workbook, once it has been found to hold what openpyxl reads from it."""
    book, expected = loading.load(path), eagerly(path)
    assert book.sheetnames == expected.sheetnames
    sizes = [(ws.min_row, ws.max_row, ws.min_column, ws.max_column) for ws in expected.worksheets]
    assert [ws._cells.extent() for ws in book.worksheets] == sizes
    for ours, theirs in zip(book.worksheets, expected.worksheets, strict=True):
        assert described(ours) == described(theirs)
    return book


def with_rows(path: Path, rows: str, *, head: str = "", encoding: str = "UTF-8") -> Path:
    """A workbook whose only sheet has these rows, as XML."""
    book = openpyxl.Workbook()
    book.active["A1"].font = Font(bold=True)
    book.save(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    # openpyxl writes every text beside its cell; other programs keep a table of them.
    texts = strings.Texts()
    for text in ("first text", "second text"):
        texts.number(text)
    parts[strings.PATH] = texts.xml()
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>", strings.RELATIONSHIP + b"</Relationships>"
    )
    kind = f'<Override PartName="/{strings.PATH}" ContentType="{strings.MIME_TYPE}"/></Types>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", kind.encode())
    declared = f'<?xml version="1.0" encoding="{encoding}"?>'
    sheet = f'{declared}<worksheet xmlns="{MAIN}"{head}><sheetData>{rows}</sheetData></worksheet>'
    parts["xl/worksheets/sheet1.xml"] = sheet.encode(encoding)
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


WAYS_TO_WRITE = {
    "plain": '<row r="1" spans="1:2"><c r="A1" s="1" t="s"><v>0</v></c><c r="B1"><v>1.5</v></c></row>',
    "no cells": '<row r="1"></row><row r="2" ht="30"/>',
    "rows that close themselves": '<row r="1" ht="20" customHeight="1"/><row r="3" hidden="1"/>'
    '<row r="4"><c r="B4"><v>2</v></c></row><row r="9" ht="9"/>',
    "cells without a value": '<row r="2"><c r="A2" s="1"/><c r="B2" t="s"/><c r="C2"><v></v></c><c r="D2"><v/></c></row>',
    "no places": "<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>",
    "rows in another order": '<row r="3"><c r="A3"><v>3</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>',
    "cells in another order": '<row r="1"><c r="C1"><v>3</v></c><c r="A1"><v>1</v></c></row>',
    "a row twice": '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row><row r="1"><c r="B1"><v>3</v></c></row>',
    "a cell twice": '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
    "a cell of another row": '<row r="1"><c r="A1"><v>1</v></c><c r="A2"><v>2</v></c></row>',
    "other order of attributes": '<row spans="1:1" r="1"><c t="s" s="1" r="A1"><v>1</v></c></row>',
    "single quotes": "<row r='1'><c r='A1' t='s'><v>1</v></c></row>",
    "line ends": '\n<row r="1">\r\n  <c r="A1">\n<v>1</v></c>\n</row>\n',
    "every kind": '<row r="1"><c r="A1" t="n"><v>1</v></c><c r="B1" t="b"><v>1</v></c><c r="C1" t="e"><v>#N/A</v></c>'
    '<c r="D1" t="str"><v>text</v></c><c r="E1" t="d"><v>2026-10-01T12:30:00</v></c></row>',
    "numbers": '<row r="1"><c r="A1"><v>-0.5</v></c><c r="B1"><v>1E+20</v></c><c r="C1"><v>9.0</v></c>'
    '<c r="D1"><v>12345678901234567890</v></c><c r="E1"><v>4.5e-3</v></c></row>',
    "texts inside": '<row r="1"><c r="A1" t="inlineStr"><is><t>a &lt; b &amp;&#10; &quot;c&quot;</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t xml:space="preserve"> d </t></is></c><c r="C1" t="inlineStr"><is><t></t></is></c>'
    '<c r="D1" t="inlineStr"><is><t>_x0041_</t></is></c></row>',
    "formats inside a text": '<row r="1"><c r="A1" t="inlineStr"><is><r><t>a</t></r><r><rPr><b/></rPr><t>b</t></r></is></c></row>',
    "formulas": '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>"a"&amp;"&lt;"</f><v>a&lt;</v></c>'
    '<c r="C1" t="e"><f aca="false">NA()</f><v>#N/A</v></c><c r="D1"><f></f></c><c r="E1" t="b"><f>TRUE()</f><v>1</v></c></row>',
    "shared formulas": '<row r="1"><c r="A1"><f t="shared" ref="A1:A3" si="0">B1*2</f><v>0</v></c></row>'
    '<row r="2"><c r="A2"><f t="shared" si="0"/><v>0</v></c></row><row r="3"><c r="A3"><f t="shared" si="0"/></c></row>',
    "array formulas": '<row r="1"><c r="A1"><f t="array" ref="A1:A2">B1:B2*2</f><v>0</v></c></row>',
    "data tables": '<row r="1"><c r="A1"><f t="dataTable" ref="A1:B2" dt2D="1" dtr="1" r1="C1" r2="C2"/></c></row>',
    "references to characters": '<row r="1"><c r="A1"><v>&#49;2</v></c></row>',
    "a comment": '<!-- <row r="7"><c r="A7"><v>7</v></c></row> --><row r="1"><c r="A1"><v>1</v></c></row>',
    "CDATA": '<row r="1"><c r="A1" t="str"><v><![CDATA[</v></c></row>]]></v></c></row>',
    "an instruction": '<row r="1"><?note </row>?><c r="A1"><v>1</v></c></row>',
    "an attribute with a sign in it": '<row r="1" spans="1:1>"><c r="A1"><v>1</v></c></row>',
    "extensions of cells": '<row r="1"><c r="A1" cm="1"><v>1</v><extLst><ext uri="x"/></extLst></c></row>',
    "formats of rows": '<row r="1" s="1" customFormat="1"><c r="A1" s="1"><v>1</v></c></row><row r="2" s="1" customFormat="1"/>',
}


@pytest.mark.filterwarnings("ignore:Unknown extension")
@pytest.mark.parametrize("rows", WAYS_TO_WRITE.values(), ids=WAYS_TO_WRITE)
def test_rows_are_read_however_they_are_written(tmp_path: Path, rows: str) -> None:
    the_same(with_rows(tmp_path / "rows.xlsx", rows))


def test_attributes_and_prefixes_of_other_programs(tmp_path: Path) -> None:
    head = ' xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"'
    row = '<row r="{0}" spans="1:1" ht="15.75" x14ac:dyDescent="0.25"><c r="A{0}"><v>{0}</v></c></row>'
    shared = '<row r="3" x14ac:dyDescent="0.25"><c r="A3"><f t="shared" ref="A3:A4" si="0">A1+1</f></c></row>'
    the_same(with_rows(tmp_path / "rows.xlsx", row.format(1) + row.format(2) + shared, head=head))


def test_other_encodings(tmp_path: Path) -> None:
    row = '<row r="1"><c r="A1" t="str"><v>Ромашка</v></c></row>'
    for encoding in ("windows-1251", "utf-8"):
        book = the_same(with_rows(tmp_path / "rows.xlsx", row, encoding=encoding))
        assert book.active["A1"].value == "Ромашка"


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>one</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>99</v></c></row>',
        '<row r="1"><c r="A1" s="99"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></row>',
        '<row r="1"><c r="A1" t="str"><v>&unknown;</v></c></row>',
    ],
)
def test_what_is_broken_is_no_spreadsheet(tmp_path: Path, rows: str) -> None:
    with pytest.raises(FileProblem, match="not_a_spreadsheet"):
        loading.load(with_rows(tmp_path / "rows.xlsx", rows))


def many_features(book: openpyxl.Workbook) -> None:
    furnished(book)
    ws = book.create_sheet("All")
    draw = random.Random(4)
    for row in range(1, 3000):
        values = [row, draw.random(), f"text {row % 7}", draw.random() < 0.5, None, f"=A{row}*2", "#N/A", 45000 + row]
        for column, value in enumerate(values, 1):
            cell = ws.cell(row, column, value)
            if draw.random() < 0.1:
                cell.font = Font(bold=True)
            if draw.random() < 0.05:
                del ws._cells[row, column]
    for row in range(5, 2000, 97):
        ws.cell(row, 3).comment = Comment("note", "Anna")
        ws.cell(row + 1, 3).hyperlink = "https://example.org/"
        ws.row_dimensions[row].height = 30
        ws.cell(row + 2, 9, "=SUM(A1:A2)").number_format = "0.00"
        ws.cell(row + 3, 1).border = Border(*[Side("thin")] * 4)
        ws.merge_cells(start_row=row + 3, end_row=row + 4, start_column=1, end_column=3)
    ws.cell(1, 1).alignment = Alignment(wrap_text=True)
    ws["J1"] = ArrayFormula("J1:J2", "=A1:A2*2")


@pytest.mark.parametrize("times_saved_here", [0, 1, 2])
def test_a_workbook_of_many_features(made_elsewhere: Any, times_saved_here: int) -> None:
    desk = made_elsewhere(many_features)
    for _ in range(times_saved_here):
        Desk(desk.path).put([["ours"]], sheet_id=desk.get()["sheets"][0]["properties"]["sheetId"], row=20)
    the_same(desk.path)


@pytest.mark.parametrize("name", ["template-en.xlsx", "template-ru.xlsx"])
def test_the_templates(name: str) -> None:
    the_same(DOCS / name)


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**18), 10**18),
    # openpyxl cuts numbers to 16 digits: the largest of all would become infinite.
    st.floats(-1e300, 1e300),
    st.text(st.characters(min_codepoint=32, max_codepoint=0x2FFF), max_size=12),
    st.sampled_from(["=1+1", '=A1&"<"', "#DIV/0!", " spaces ", "line\nline", "&amp;", "</row>"]),
)


@given(rows=st.lists(st.lists(VALUES, max_size=5), max_size=6))
def test_any_values_are_read_and_kept(rows: list[list[Any]], tmp_path_factory: Any) -> None:
    path = tmp_path_factory.mktemp("values") / "any.xlsx"
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    before = described(the_same(path).active)["cells"]
    Desk(path).put([["ours"]], sheet_id=Desk(path).get()["sheets"][0]["properties"]["sheetId"], row=50)
    after = described(the_same(path).active)["cells"]
    # A cell that holds nothing and looks like no other is not written.
    assert {at: cell for at, cell in after.items() if at != (51, 1)} == {
        at: cell for at, cell in before.items() if cell[2] is not None
    }


def rows_as_read(service: LocalSheets) -> list[int]:
    """How many rows of each sheet have no openpyxl cells."""
    with service.shelf.file(service.spreadsheet_id).reading() as document:
        return [len(sheet.cells._plain) for sheet in document.sheets]


@pytest.fixture
def long(made_elsewhere: Any) -> Desk:
    def fill(book: openpyxl.Workbook) -> None:
        for number in range(1, 501):
            book.active.append([number, f"text {number % 9}", number / 7, number % 2 == 0, None, f"=A{number}+1"])
        for row in (1, 2):
            book.active.cell(row, 1).number_format = "dd.mm.yyyy"

    return made_elsewhere(fill)


@pytest.mark.parametrize("render", ["UNFORMATTED_VALUE", "FORMATTED_VALUE", "FORMULA"])
def test_reading_values_makes_no_cells(long: Desk, render: str) -> None:
    shown = long.values("Sheet!A:F", valueRenderOption=render)
    assert rows_as_read(long.service) == [500]
    with long.service.shelf.file(long.service.spreadsheet_id).reading() as document:
        document.sheets[0].cells._make_all()
    assert long.values("Sheet!A:F", valueRenderOption=render) == shown
    assert len(shown) == 500


def test_a_part_of_the_rows_and_columns_is_read_from_them(long: Desk) -> None:
    for a1 in ("B2:C3", "D499:F600", "B:B", "E1:E9", "C5"):
        part = long.values(f"Sheet!{a1}")
        service = long.service
        with service.shelf.file(service.spreadsheet_id).reading() as document:
            document.sheets[0].cells._make_all()
        assert long.values(f"Sheet!{a1}") == part
    assert long.values("Sheet!B2:C3") == [["text 2", pytest.approx(2 / 7)], ["text 3", pytest.approx(3 / 7)]]
    assert long.values("Sheet!E1:F2") == [["", 2], ["", 3]]


def test_a_write_makes_the_cells_of_its_row_only(long: Desk) -> None:
    long.spreadsheet.values_update("Sheet!A7", {"valueInputOption": "RAW"}, {"values": [["ours"]]})
    assert rows_as_read(long.service) == [499]
    assert long.opened().active["A7"].value == "ours"


def test_rows_nobody_touched_survive_changes_around_them(long: Desk) -> None:
    before = {at: cell for at, cell in described(the_same(long.path).active)["cells"].items() if at[0] not in {7, 501}}
    sheet_id = long.get()["sheets"][0]["properties"]["sheetId"]
    for row in (6, 500):
        long.put([["ours", True, 1]], sheet_id=sheet_id, row=row)
    after = {at: cell for at, cell in described(the_same(long.path).active)["cells"].items() if at[0] not in {7, 501}}
    assert after == before
    assert [long.values(f"Sheet!A{row}:C{row}") for row in (7, 501)] == [[["ours", True, 1]]] * 2


def test_the_cells_of_a_sheet_are_a_mapping_by_position(tmp_path: Path) -> None:
    rows = '<row r="2"><c r="B2"><v>1</v></c><c r="D2"><v>2</v></c></row><row r="4"><c r="A4"><v>3</v></c></row>'
    ws = loading.load(with_rows(tmp_path / "rows.xlsx", rows)).worksheets[0]
    cells = ws._cells
    assert (len(cells), bool(cells), sorted(cells)) == (3, True, [(2, 2), (2, 4), (4, 1)])
    assert (2, 2) in cells
    assert (2, 3) not in cells
    assert "B2" not in cells
    assert len(cells._plain) == 2
    assert cells[2, 4].value == 2
    assert cells.get((2, 3)) is None
    with pytest.raises(KeyError):
        cells[2, 3]
    ws["C2"] = 9
    del cells[4, 1]
    with pytest.raises(KeyError):
        del cells[4, 1]
    assert [cell.value for _, cell in sorted(cells.items())] == [1, 9, 2]
    assert sorted(cell.value for cell in cells.values()) == [1, 2, 9]
    assert [(at, cell.value) for at, cell in cells.within(1, 1, 4, 3)] == [((2, 2), 1), ((2, 3), 9)]
    cells.clear()
    assert not cells
    assert ws.dimensions == "A1:A1"
