"""Colours, notes, hidden rows and filters: what the program does not see and people are told of once."""

from __future__ import annotations

from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.filters import FilterColumn, Filters

RED, YELLOW = (PatternFill("solid", fgColor=color) for color in ("FFF4C7C3", "FFFFE599"))


def unseen(team_file, heading_row=1, last=9):
    workbook = team_file.open()
    snapshot = workbook.snapshot(strict=False)
    sheet = next(each for each in snapshot.structure.sheets if each.title == "Clients")
    before = dict(workbook.calls)
    (found,) = workbook.unseen([(sheet, heading_row, last)])
    assert workbook.calls["read"] == before["read"] + 1
    return found


def paint(book, rows, fill):
    for row in rows:
        for cell in book["Clients"][row]:
            cell.fill = fill


def eight(make_file):
    rows = "\n".join(f"| Client {number} | Ann | active |" for number in range(8))
    return make_file(f"\nClients\n| Client | Manager | Status |\n{rows}\n")


def test_a_plain_sheet_has_nothing_to_tell(make_file):
    assert not unseen(eight(make_file))


def test_rows_are_counted_by_their_colour(make_file):
    team = eight(make_file)
    team.by_hand(lambda book: (paint(book, (2, 3, 7), RED), paint(book, (4,), YELLOW), paint(book, (1,), YELLOW)))
    assert unseen(team).colored == {"red": 3, "yellow": 1}


def test_a_painted_column_and_stripes_tell_nothing_about_a_row(make_file):
    team = eight(make_file)

    def column(book):
        for row in range(1, 10):
            book["Clients"].cell(row, 2).fill = YELLOW

    team.by_hand(column)
    assert not unseen(team).colored
    team.by_hand(lambda book: paint(book, range(2, 10, 2), YELLOW))
    assert not unseen(team).colored


def test_hidden_rows_notes_and_merged_cells_below_the_headings_are_counted(make_file):
    team = eight(make_file)

    def edit(book):
        sheet = book["Clients"]
        sheet.row_dimensions[3].hidden = sheet.row_dimensions[4].hidden = True
        sheet["A5"].comment = Comment("Ask for Joe", "Ann")
        sheet["A1"].comment = Comment("What this is", "Ann")
        sheet.merge_cells("B6:B7")
        sheet.merge_cells("B8:C8")

    team.by_hand(edit)
    found = unseen(team)
    assert (found.hidden, found.filtered, found.notes, found.merged, found.filter_on) == (2, 0, 1, 1, False)


def test_hidden_columns_are_told_but_not_those_that_nobody_uses(make_file):
    team = eight(make_file)

    def edit(book):
        for letter in ("B", "Y", "Z"):
            book["Clients"].column_dimensions[letter].hidden = True

    team.by_hand(edit)
    assert unseen(team).columns == ("B",)


def test_rows_that_a_filter_hides_are_told_from_those_that_people_hid(make_file):
    team = eight(make_file)

    def edit(book):
        sheet = book["Clients"]
        sheet.auto_filter.ref = "A1:C9"
        sheet.auto_filter.filterColumn.append(FilterColumn(colId=2, filters=Filters(filter=["paused"])))
        for row in range(2, 10):
            sheet.row_dimensions[row].hidden = True

    team.by_hand(edit)
    found = unseen(team)
    assert (found.hidden, found.filtered, found.filter_on) == (0, 8, True)
