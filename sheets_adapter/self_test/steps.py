"""The behaviours that the self-test tries, each in a function that ends quietly where the service behaves."""

from __future__ import annotations

from collections.abc import Callable

from sheets_adapter import requests
from sheets_adapter.a1 import always_quoted
from sheets_adapter.diagnosis import NOT_THERE
from sheets_adapter.encoding import Json, cell
from sheets_adapter.page import LineChart, Series, Span
from sheets_adapter.page_look import chart_request
from sheets_adapter.plan import BATCH
from sheets_adapter.self_test.scratch_tab import COLUMNS, ROWS, Misbehaved, Tab, expect

TEXTS = ("=1+1", "'quoted", "+7 900 000-00-00", "007", "1/2", "5 000,5", "TRUE")
NUMBERS = (0.1, -12.5, 12_345_678_901, 0)
MOMENT, PATTERN = 46_327.25, "dd.mm.yyyy hh:mm"
"""1 November 2026, 06:00."""
WARNING = "npsheets self-test"
_LONG = 30_000


def make_tab(tab: Tab) -> None:
    """A sheet gets the id that was asked for, at the end of the tabs."""
    grid = {"rowCount": ROWS, "columnCount": COLUMNS}
    properties = {"sheetId": tab.sheet_id, "title": tab.title, "gridProperties": grid}
    replies = tab.send({"addSheet": {"properties": properties}})
    expect(replies[0]["addSheet"]["properties"]["sheetId"], tab.sheet_id)


def sheet_id_taken(tab: Tab) -> None:
    tab.refuses({"addSheet": {"properties": {"sheetId": tab.sheet_id, "title": tab.second_title}}})


def stamp(tab: Tab) -> None:
    """A named range gets the id that was asked for and is found by its name."""
    tab.send(_stamp(tab, 1))
    expect(tab.names(), {tab.name(1): tab.name(1)})


def stamp_collision(tab: Tab) -> None:
    """An id that exists is refused, and the whole batch with it: of two runs at once one fails whole."""
    tab.refuses(tab.write(0, 0, "must not be seen"), _stamp(tab, 1))
    expect(tab.values("A1:A1"), [])


def atomic(tab: Tab) -> None:
    """A good write beside a bad request is not carried out, whichever comes first."""
    tab.refuses(tab.write(0, 0, "must not be seen"), requests.delete_name(NOT_THERE))
    tab.refuses(requests.delete_name(NOT_THERE), tab.write(0, 0, "must not be seen"))
    expect(tab.values("A1:A1"), [])


def stamp_moves(tab: Tab) -> None:
    """A range is deleted by the id that was returned, and cannot be deleted twice."""
    known = tab.names()
    tab.send(requests.delete_name(known[tab.name(1)]), _stamp(tab, 2))
    expect(tab.names(), {tab.name(2): tab.name(2)})
    tab.refuses(requests.delete_name(known[tab.name(1)]))


def _stamp(tab: Tab, number: int) -> Json:
    return requests.add_name(tab.name(number), tab.area(0, 0, 1, 1))


def literal_text(tab: Tab) -> None:
    """What looks like a formula, a number or a date stays the text that it is."""
    tab.send(tab.write(1, 0, *TEXTS))
    expect(tab.values("A2:G2"), [list(TEXTS)])
    expect(tab.cell("A2", "userEnteredValue").get("userEnteredValue"), {"stringValue": TEXTS[0]})


def numbers(tab: Tab) -> None:
    tab.send(tab.write(2, 0, *NUMBERS, True, False))
    expect(tab.values("A3:F3"), [[*NUMBERS, True, False]])


def dates(tab: Tab) -> None:
    """A moment is a number of days with a format, and is read as the same number."""
    shown = {"numberFormat": {"type": "DATE_TIME", "pattern": PATTERN}}
    moment = {"userEnteredValue": {"numberValue": MOMENT}, "userEnteredFormat": shown}
    tab.send(tab.write(3, 0, moment, fields="userEnteredValue,userEnteredFormat.numberFormat"))
    expect(tab.values("A4:A4"), [[MOMENT]])
    seen = tab.cell("A4", "userEnteredFormat(numberFormat)")
    expect(seen.get("userEnteredFormat", {}).get("numberFormat"), shown["numberFormat"])


def append(tab: Tab) -> None:
    """A row is appended from the first column on, below the last one that has anything in it, wherever that is."""
    tab.send(tab.write(6, 2, "the last row"))
    tab.send(requests.append(tab.sheet_id, [[cell("appended"), cell(9)]], "userEnteredValue"))
    expect(tab.values("A7:C8"), [["", "", "the last row"], ["appended", 9]])


def masked_write(tab: Tab) -> None:
    """Only the fields that are named are written; one that is named and not given is emptied."""
    bold = {"userEnteredValue": {"stringValue": "x"}, "userEnteredFormat": {"textFormat": {"bold": True}}}
    tab.send(tab.write(9, 0, bold, bold, fields="userEnteredValue,userEnteredFormat.textFormat.bold"))
    tab.send(tab.write(9, 0, "y"), tab.write(9, 1, {}, fields="userEnteredFormat"))
    fields = "userEnteredValue,userEnteredFormat(textFormat(bold))"
    expect(tab.cell("A10", fields), bold | {"userEnteredValue": {"stringValue": "y"}})
    plain = tab.cell("B10", fields)
    expect((plain.get("userEnteredValue"), _is_bold(plain)), ({"stringValue": "x"}, False))


def _is_bold(data: Json) -> bool:
    return bool(data.get("userEnteredFormat", {}).get("textFormat", {}).get("bold"))


def link(tab: Tab) -> None:
    """A text leads to a cell of the same spreadsheet."""
    address = f"#gid={tab.sheet_id}&range=A1"
    text = {"userEnteredValue": {"stringValue": "A1"}, "userEnteredFormat": {"textFormat": {"link": {"uri": address}}}}
    tab.send(tab.write(10, 0, text, fields="userEnteredValue,userEnteredFormat.textFormat.link"))
    seen = tab.cell("A11", "hyperlink,userEnteredFormat(textFormat(link))")
    found = (
        seen.get("userEnteredFormat", {}).get("textFormat", {}).get("link", {}).get("uri", seen.get("hyperlink", ""))
    )
    if not str(found).endswith(address):
        raise Misbehaved(repr(found))


def dropdown(tab: Tab) -> None:
    """A list of names that stays open downwards, so that new rows are on it."""
    source = f"={always_quoted(tab.title)}!$A$2:$A"
    rule = {"condition": {"type": "ONE_OF_RANGE", "values": [{"userEnteredValue": source}]}, "showCustomUi": True}
    tab.send(requests.validate(tab.area(11, 0, 12, 1), rule))
    seen = tab.cell("A12", "dataValidation(condition)").get("dataValidation", {}).get("condition", {})
    expect(seen.get("type"), "ONE_OF_RANGE")
    expect(seen["values"][0]["userEnteredValue"], source)


def conditional_format(tab: Tab) -> None:
    formula = "=$A$1=1"
    tab.send(requests.shade(tab.area(12, 0, 13, 2), formula, "#b7e1cd"))
    seen = tab.sheet("conditionalFormats(booleanRule(condition))").get("conditionalFormats", [{}])
    expect(seen[0].get("booleanRule", {}).get("condition", {}).get("values"), [{"userEnteredValue": formula}])


def filter_grows(tab: Tab) -> None:
    """A filter that is on is stretched over new rows and keeps what it hides."""
    hidden = {"0": {"hiddenValues": ["b"]}}
    tab.send(
        *(tab.write(row, 0, text) for row, text in ((14, "head"), (15, "a"), (16, "b"))),
        {"setBasicFilter": {"filter": {"range": tab.area(14, 0, 17, 2), "criteria": hidden}}},
    )
    before = tab.sheet("basicFilter")["basicFilter"]
    tab.send(requests.extend_filter(before, 18))
    after = tab.sheet("basicFilter")["basicFilter"]
    expect((after["range"]["endRowIndex"], after["range"]["startRowIndex"]), (18, 14))
    expect(after.get("criteria", {}).get("0", {}).get("hiddenValues"), ["b"])


def protected(tab: Tab) -> None:
    """A sheet is protected with a warning and stays open to whoever may edit."""
    tab.send(requests.protect(tab.sheet_id, WARNING))
    seen = tab.sheet("protectedRanges(warningOnly,description)").get("protectedRanges", [{}])[0]
    expect((seen.get("warningOnly"), seen.get("description")), (True, WARNING))
    tab.send(tab.write(18, 0, "still open"))
    expect(tab.values("A19:A19"), [["still open"]])


def chart(tab: Tab) -> None:
    """A chart gets the id that was asked for, and is deleted by it."""
    tab.send(
        *(tab.write(row, 3, *cells) for row, cells in ((20, ("month", "NPS")), (21, ("Oct", 30)), (22, ("Nov", 34))))
    )
    drawn = LineChart(
        title=tab.title, data="", domain=Span((20, 3), (22, 3)), series=(Series(Span((20, 4), (22, 4)), "#1a73e8"),),
        anchor=(24, 0), width=400, height=200,
    )  # fmt: skip
    tab.send(chart_request(drawn, tab.sheet_id, tab.sheet_id, tab.sheet_id))
    expect([each["chartId"] for each in tab.sheet("charts(chartId)").get("charts", [])], [tab.sheet_id])
    tab.send({"deleteEmbeddedObject": {"objectId": tab.sheet_id}})
    expect(tab.sheet("charts(chartId)").get("charts", []), [])


def masked_read(tab: Tab) -> None:
    """An answer holds what was asked for and nothing else."""
    seen = tab.get("properties(title),sheets(properties(sheetId))")
    others = {name for each in seen["sheets"] for name in [*each, *each["properties"]]} - {"properties", "sheetId"}
    expect((set(seen), set(seen["properties"]), others), ({"properties", "sheets"}, {"title"}, set()))


def grid_grows(tab: Tab) -> None:
    tab.send(requests.grow(tab.sheet_id, "ROWS", 5))
    seen = tab.sheet("properties(gridProperties(rowCount))")
    expect(seen["properties"].get("gridProperties", {}).get("rowCount"), ROWS + 5)


def row_deleted(tab: Tab) -> None:
    """Rows below a deleted one move up, and the grid is smaller by it."""
    tab.send(tab.write(26, 9, "goes"), tab.write(27, 9, "moves up"))
    before = _rows(tab)
    tab.send(requests.delete_rows(tab.sheet_id, 26, 27))
    expect(tab.values("J27:J28"), [["moves up"]])
    expect(_rows(tab), before - 1)


def _rows(tab: Tab) -> int:
    grid = tab.sheet("properties(gridProperties(rowCount))")["properties"].get("gridProperties", {})
    return int(grid.get("rowCount", 0))


def look_copied(tab: Tab) -> None:
    """Formats and dropdowns of one row are given to another, its values are not."""
    bold = {"userEnteredValue": {"stringValue": "model"}, "userEnteredFormat": {"textFormat": {"bold": True}}}
    rule = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "yes"}]}, "showCustomUi": True}
    model, copy = tab.area(28, 0, 29, 1), tab.area(29, 0, 30, 1)
    tab.send(
        tab.write(28, 0, bold, fields="userEnteredValue,userEnteredFormat.textFormat.bold"),
        requests.validate(model, rule),
        requests.look_like(model, copy),
    )
    seen = tab.cell("A30", "userEnteredValue,userEnteredFormat(textFormat(bold)),dataValidation(condition)")
    dropdown_too = seen.get("dataValidation", {}).get("condition", {}).get("type")
    expect((_is_bold(seen), dropdown_too, seen.get("userEnteredValue")), (True, "ONE_OF_LIST", None))


def sheet_again(tab: Tab) -> None:
    """A sheet is deleted and one of the same id and title added in one batch."""
    number = tab.sheet_id + 1
    again = {"addSheet": {"properties": {"sheetId": number, "title": tab.second_title}}}
    tab.send(again)
    tab.send(requests.cells(number, 0, 0, [[cell("old")]], "userEnteredValue"))
    tab.send(requests.delete_sheet(number), again)
    titles = {each["properties"]["title"]: each for each in tab.get("sheets(properties(sheetId,title))")["sheets"]}
    expect(titles[tab.second_title]["properties"].get("sheetId", 0), number)
    expect(tab.values("A1:A1", tab.second_title), [])
    tab.send(requests.delete_sheet(number))


def large_batch(tab: Tab) -> None:
    """As much as the program ever sends in one call."""
    rows = [[cell("x" * _LONG)] for _ in range(BATCH // _LONG)]
    tab.send(requests.cells(tab.sheet_id, 30, 5, rows, "userEnteredValue"))
    expect(len(tab.values(f"F{30 + len(rows)}")[0][0]), _LONG)


STEPS: dict[str, Callable[[Tab], None]] = {
    each.__name__: each
    for each in (
        sheet_id_taken,
        stamp,
        stamp_collision,
        atomic,
        stamp_moves,
        literal_text,
        numbers,
        dates,
        append,
        masked_write,
        link,
        dropdown,
        conditional_format,
        filter_grows,
        protected,
        chart,
        masked_read,
        grid_grows,
        row_deleted,
        look_copied,
        sheet_again,
        large_batch,
    )
}
