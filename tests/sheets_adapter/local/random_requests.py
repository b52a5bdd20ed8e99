"""Strategies for valid requests of every kind to a workbook of two small sheets."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

ROWS, COLUMNS = 12, 6
SHEETS = {0: "Sheet1", 7: "Ответы 2"}
NAME, PROTECTED, CHART = "scores", 11, 21

Json = dict[str, Any]

sheet_ids = st.sampled_from(sorted(SHEETS))
texts = st.sampled_from(["", "Anna", "9,5", "12/31/2026", "=1+1", "=A1", "50%", "TRUE", "'007", "многое", "x\ny"])
numbers = st.one_of(st.integers(-1000, 1000), st.floats(-1e6, 1e6))
scalars = st.one_of(st.none(), st.booleans(), numbers, texts)
masks = st.sampled_from(["*", "userEnteredValue", "userEnteredFormat", "userEnteredValue,note", "dataValidation"])


def spans(size: int) -> st.SearchStrategy[tuple[int, int]]:
    return st.tuples(st.integers(0, size - 2), st.integers(1, 3)).map(lambda pair: (pair[0], min(size, sum(pair))))


def _grid(sheet_id: int, rows: tuple[int, int], columns: tuple[int, int]) -> Json:
    ends = {"startRowIndex": rows[0], "endRowIndex": rows[1], "startColumnIndex": columns[0]}
    return {"sheetId": sheet_id, **ends, "endColumnIndex": columns[1]}


grids = st.builds(_grid, sheet_ids, spans(ROWS), spans(COLUMNS))
here = st.builds(_grid, st.just(0), spans(ROWS), spans(COLUMNS))
dimension_ranges = st.one_of(
    st.builds(
        lambda at, ends, name=name: {"sheetId": at, "dimension": name, "startIndex": ends[0], "endIndex": ends[1]},
        sheet_ids,
        spans(size),
    )
    for name, size in (("ROWS", ROWS), ("COLUMNS", COLUMNS))
)
colors = st.fixed_dictionaries({}, optional={part: st.floats(0, 1) for part in ("red", "green", "blue")})
formats = st.fixed_dictionaries(
    {},
    optional={
        "backgroundColor": colors,
        "horizontalAlignment": st.sampled_from(["LEFT", "CENTER", "RIGHT"]),
        "wrapStrategy": st.sampled_from(["WRAP", "CLIP", "OVERFLOW_CELL"]),
        "numberFormat": st.sampled_from([{"type": "PERCENT"}, {"type": "DATE", "pattern": "dd.mm.yyyy"}]),
        "textFormat": st.fixed_dictionaries({}, optional={"bold": st.booleans(), "fontSize": st.integers(6, 30)}),
        "padding": st.just({"top": 1}),
    },
)
conditions = st.sampled_from(
    [
        {"type": "NUMBER_GREATER", "values": [{"userEnteredValue": "5"}]},
        {"type": "TEXT_CONTAINS", "values": [{"userEnteredValue": "a"}]},
        {"type": "CUSTOM_FORMULA", "values": [{"userEnteredValue": "=A1>3"}]},
    ]
)
rules = st.one_of(
    st.builds(lambda condition: {"condition": condition, "strict": True}, conditions),
    st.just({"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": each} for each in "ab"]}}),
    st.just({"condition": {"type": "BOOLEAN"}}),
)
values = st.one_of(
    texts.map(lambda text: {"stringValue": text}),
    numbers.map(lambda number: {"numberValue": number}),
    st.booleans().map(lambda truth: {"boolValue": truth}),
    st.sampled_from(["=SUM(A1:B3)", "='Ответы 2'!A1", "=1/0", "=scores"]).map(lambda text: {"formulaValue": text}),
)
cells = st.fixed_dictionaries(
    {}, optional={"userEnteredValue": values, "userEnteredFormat": formats, "note": texts, "dataValidation": rules}
)
rows_of_cells = st.lists(st.lists(cells, max_size=2).map(lambda row: {"values": row}), max_size=2)
formatting = st.builds(
    lambda grid, condition, look: {"ranges": [grid], "booleanRule": {"condition": condition, "format": look}},
    here,
    conditions,
    st.builds(lambda color: {"backgroundColor": color}, colors),
)
borders = st.sampled_from([{"style": "SOLID"}, {"style": "DOTTED", "color": {"red": 1}}, {"style": "NONE"}])
line_charts = st.builds(
    lambda title: {
        "title": title or "t",
        "basicChart": {
            "chartType": "LINE",
            "domains": [{"domain": {"sourceRange": {"sources": [_grid(0, (0, 5), (0, 1))]}}}],
            "series": [{"series": {"sourceRange": {"sources": [_grid(0, (0, 5), (1, 2))]}}}],
        },
    },
    st.sampled_from(["NPS", "", "Лояльность"]),
)


def _with(name: str, **parts: Any) -> st.SearchStrategy[Json]:
    return st.fixed_dictionaries(
        {key: part if isinstance(part, st.SearchStrategy) else st.just(part) for key, part in parts.items()}
    ).map(lambda found: {name: found})


starts = st.builds(
    lambda at, row, column: {"sheetId": at, "rowIndex": row, "columnIndex": column},
    sheet_ids,
    st.integers(0, ROWS - 3),
    st.integers(0, COLUMNS - 3),
)
positions = st.integers(0, 5).map(
    lambda row: {"overlayPosition": {"anchorCell": {"sheetId": 0, "rowIndex": row, "columnIndex": 1}}}
)
groups = {
    "range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 2, "endIndex": 4},
    "depth": 1,
    "collapsed": True,
}

REQUESTS: dict[str, st.SearchStrategy[Json]] = {
    "addChart": _with(
        "addChart", chart=st.builds(lambda spec, at: {"spec": spec, "position": at}, line_charts, positions)
    ),
    "addConditionalFormatRule": _with("addConditionalFormatRule", rule=formatting, index=st.integers(0, 1)),
    "addDimensionGroup": _with("addDimensionGroup", range=dimension_ranges),
    "addNamedRange": _with(
        "addNamedRange",
        namedRange=st.builds(lambda name, grid: {"name": name, "range": grid}, st.sampled_from(["one", "two"]), grids),
    ),
    "addProtectedRange": _with(
        "addProtectedRange",
        protectedRange=st.builds(lambda grid, warn: {"range": grid, "warningOnly": warn}, grids, st.booleans()),
    ),
    "addSheet": _with(
        "addSheet",
        properties=st.builds(
            lambda title, rows: {"title": title, "gridProperties": {"rowCount": rows, "columnCount": 4}},
            st.sampled_from(["New", "Q1/2026", "x" * 60]),
            st.integers(2, 9),
        ),
    ),
    "appendCells": _with("appendCells", sheetId=sheet_ids, rows=rows_of_cells, fields=masks),
    "appendDimension": _with(
        "appendDimension", sheetId=sheet_ids, dimension=st.sampled_from(["ROWS", "COLUMNS"]), length=st.integers(1, 3)
    ),
    "autoResizeDimensions": _with("autoResizeDimensions", dimensions=dimension_ranges),
    "clearBasicFilter": _with("clearBasicFilter", sheetId=sheet_ids),
    "copyPaste": _with(
        "copyPaste",
        source=here,
        destination=here,
        pasteType=st.sampled_from(
            [
                "PASTE_NORMAL",
                "PASTE_VALUES",
                "PASTE_FORMAT",
                "PASTE_NO_BORDERS",
                "PASTE_FORMULA",
                "PASTE_DATA_VALIDATION",
            ]
        ),
    ),
    "cutPaste": _with(
        "cutPaste", source=here, destination=starts.map(lambda at: {**at, "sheetId": 0}), pasteType="PASTE_VALUES"
    ),
    "deleteConditionalFormatRule": _with("deleteConditionalFormatRule", sheetId=0, index=0),
    "deleteDimension": _with("deleteDimension", range=dimension_ranges),
    "deleteDimensionGroup": _with("deleteDimensionGroup", range=dimension_ranges),
    "deleteEmbeddedObject": _with("deleteEmbeddedObject", objectId=CHART),
    "deleteNamedRange": _with("deleteNamedRange", namedRangeId=NAME),
    "deleteProtectedRange": _with("deleteProtectedRange", protectedRangeId=PROTECTED),
    "deleteRange": _with("deleteRange", range=here, shiftDimension=st.sampled_from(["ROWS", "COLUMNS"])),
    "deleteSheet": _with("deleteSheet", sheetId=7),
    "duplicateSheet": _with("duplicateSheet", sourceSheetId=sheet_ids, insertSheetIndex=st.integers(0, 2)),
    "insertDimension": _with("insertDimension", range=dimension_ranges, inheritFromBefore=st.booleans()),
    "insertRange": _with("insertRange", range=here, shiftDimension=st.sampled_from(["ROWS", "COLUMNS"])),
    "mergeCells": _with(
        "mergeCells", range=grids, mergeType=st.sampled_from(["MERGE_ALL", "MERGE_COLUMNS", "MERGE_ROWS"])
    ),
    "moveDimension": _with("moveDimension", source=dimension_ranges, destinationIndex=st.integers(0, COLUMNS)),
    "repeatCell": _with("repeatCell", range=grids, cell=cells, fields=masks),
    "setBasicFilter": _with("setBasicFilter", filter=here.map(lambda grid: {"range": grid})),
    "setDataValidation": _with("setDataValidation", range=grids, rule=rules),
    "sortRange": _with(
        "sortRange",
        range=here,
        sortSpecs=st.lists(
            st.builds(
                lambda at, order: {"dimensionIndex": at, "sortOrder": order},
                st.integers(0, 2),
                st.sampled_from(["ASCENDING", "DESCENDING"]),
            ),
            min_size=1,
            max_size=2,
        ),
    ),
    "unmergeCells": _with("unmergeCells", range=grids),
    "updateBorders": _with("updateBorders", range=grids, top=borders, innerVertical=borders),
    "updateCells": _with("updateCells", start=starts, rows=rows_of_cells, fields=masks),
    "updateChartSpec": _with("updateChartSpec", chartId=CHART, spec=line_charts),
    "updateConditionalFormatRule": _with("updateConditionalFormatRule", sheetId=0, index=0, rule=formatting),
    "updateDimensionGroup": _with("updateDimensionGroup", dimensionGroup=groups, fields="collapsed"),
    "updateDimensionProperties": _with(
        "updateDimensionProperties",
        range=dimension_ranges,
        properties=st.integers(10, 200).map(lambda size: {"pixelSize": size}),
        fields="pixelSize",
    ),
    "updateEmbeddedObjectPosition": _with(
        "updateEmbeddedObjectPosition", objectId=CHART, newPosition=positions, fields="anchorCell"
    ),
    "updateNamedRange": _with(
        "updateNamedRange", namedRange=grids.map(lambda grid: {"namedRangeId": NAME, "range": grid}), fields="range"
    ),
    "updateProtectedRange": _with(
        "updateProtectedRange",
        protectedRange=texts.map(lambda text: {"protectedRangeId": PROTECTED, "description": text}),
        fields="description",
    ),
    "updateSheetProperties": st.one_of(
        _with("updateSheetProperties", properties={"sheetId": 7, "hidden": True}, fields="hidden"),
        _with("updateSheetProperties", properties={"sheetId": 7, "title": "Q1/2026"}, fields="title"),
        _with("updateSheetProperties", properties={"sheetId": 0, "tabColor": {"red": 1}}, fields="tabColor"),
        _with(
            "updateSheetProperties",
            properties={"sheetId": 0, "gridProperties": {"frozenRowCount": 2}},
            fields="gridProperties.frozenRowCount",
        ),
    ),
    "updateSpreadsheetProperties": _with(
        "updateSpreadsheetProperties",
        properties=st.sampled_from(["ru_RU", "en_US", "de_DE"]).map(lambda locale: {"locale": locale}),
        fields="locale",
    ),
}
"""A strategy for each request of ``batchUpdate`` that is done here."""

batches = st.lists(st.one_of(*REQUESTS.values()), min_size=1, max_size=4).map(lambda found: {"requests": found})

ranges = st.sampled_from(
    ["Sheet1", "Sheet1!A1:C4", "'Ответы 2'!B2", "A:B", "Sheet1!D9:A2", "3:5", NAME, "Sheet1!B2:B", "R1C1:R2C2"]
)
matrices = st.lists(st.lists(scalars, max_size=2), min_size=1, max_size=2)
inputs = st.sampled_from(["RAW", "USER_ENTERED"])
