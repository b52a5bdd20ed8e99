"""What a file holds that openpyxl does not write again is found, said, and kept in a copy."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest

from sheets_adapter import unkept
from sheets_adapter.connect import open_workbook
from sheets_adapter.local import LocalSheets
from sheets_adapter.local.losses import Loss
from tests.sheets_adapter.local.hostile import MAIN, SHEET, packed

RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING = f"{RELATED}/drawing"
XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"


def drawn(inside: str) -> dict[str, bytes | None]:
    """A sheet with a drawing."""
    sheet = f'<worksheet xmlns="{MAIN}" xmlns:r="{RELATED}"><sheetData/><drawing r:id="rId1"/></worksheet>'
    links = "http://schemas.openxmlformats.org/package/2006/relationships"
    related = (
        f'<Relationships xmlns="{links}"><Relationship Id="rId1" Type="{DRAWING}" '
        'Target="/xl/drawings/drawing1.xml"/></Relationships>'
    )
    corners = "".join(
        f"<xdr:{name}><xdr:col>{at}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{at}</xdr:row>"
        f"<xdr:rowOff>0</xdr:rowOff></xdr:{name}>"
        for name, at in (("from", 1), ("to", 4))
    )
    drawing = (
        f'<xdr:wsDr xmlns:xdr="{XDR}" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        f"<xdr:twoCellAnchor>{corners}{inside}<xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>"
    )
    return {
        SHEET: sheet.encode(),
        "xl/worksheets/_rels/sheet1.xml.rels": related.encode(),
        "xl/drawings/drawing1.xml": drawing.encode(),
    }


def shape(kind: str) -> str:
    return f'<xdr:sp><xdr:nvSpPr><xdr:cNvPr id="2" name="x"/><xdr:cNvSpPr{kind}/></xdr:nvSpPr><xdr:spPr/></xdr:sp>'


SPARKLINES = (
    f'<worksheet xmlns="{MAIN}"><sheetData/><extLst><ext uri="x">'
    '<x14:sparklineGroups xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
    "<x14:sparklineGroup/><x14:sparklineGroup/></x14:sparklineGroups></ext></extLst></worksheet>"
)

HELD: dict[str, tuple[dict[str, bytes | None], Loss]] = {
    "a text box": (drawn(shape(' txBox="1"')), Loss("text_boxes", "Sheet", 1)),
    "a shape": (drawn(shape("")), Loss("shapes", "Sheet", 1)),
    "sparklines": ({SHEET: SPARKLINES.encode()}, Loss("sparklines", "Sheet", 2)),
    "a data connection": ({"xl/connections.xml": b"<connections/>"}, Loss("connections", "", 1)),
    "macros in a file that may have none": ({"xl/vbaProject.bin": b"x"}, Loss("macros", "", 1)),
}


def write(service: LocalSheets, value: str) -> None:
    address = f"/v4/spreadsheets/{service.spreadsheet_id}/values/A1"
    assert service.handle("PUT", address, "valueInputOption=RAW", {"values": [[value]]}).status == 200


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize(("parts", "loss"), HELD.values(), ids=HELD)
def test_it_is_found_said_and_kept_in_a_copy(tmp_path: Path, parts: Any, loss: Loss) -> None:
    path = packed(tmp_path / "team.xlsx", parts)
    before = path.read_bytes()
    service = LocalSheets(path)
    assert service.losses()[0] == [loss]
    copy = service.losses()[1]
    for language in ("en", "ru"):
        sentence = unkept.told(service, language)
        assert copy.name in sentence
        assert "team.xlsx" in sentence
    assert open_workbook(path).unkept("en") == unkept.told(service, "en")
    assert not copy.exists()
    write(service, "first")
    assert copy.read_bytes() == before
    assert unkept.told(service, "en") == ""
    write(service, "second")
    assert sorted(each.name for each in tmp_path.iterdir()) == sorted([copy.name, "team.xlsx"])
    assert LocalSheets(path).losses()[0] == []


def test_a_workbook_that_loses_nothing_says_nothing_and_makes_no_copy(tmp_path: Path) -> None:
    path = packed(tmp_path / "team.xlsx", {})
    service = LocalSheets(path)
    write(service, "first")
    assert unkept.told(service, "en") == ""
    assert [each.name for each in tmp_path.iterdir()] == ["team.xlsx"]
    assert open_workbook(path).unkept("ru") == ""


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_the_copy_is_no_spreadsheet_of_a_folder(tmp_path: Path) -> None:
    path = packed(tmp_path / "team.xlsx", HELD["a shape"][0])
    service = LocalSheets(tmp_path)
    (spreadsheet_id,) = service.shelf.paths()
    address = f"/v4/spreadsheets/{spreadsheet_id}/values/A1"
    assert service.handle("PUT", address, "valueInputOption=RAW", {"values": [["x"]]}).status == 200
    assert len(list(tmp_path.iterdir())) == 2
    assert list(service.shelf.paths().values()) == [path.resolve()]
    assert zipfile.is_zipfile(next(each for each in tmp_path.iterdir() if each != path))
