"""The sheet Data issues: each mistake with its cell, what stands there, what was expected, what follows.

The rules and the adapter say what is wrong by a code; the words for it stand in ``texts`` under
``issue.<code>``: ``expected``, ``effect`` (``effect_kept`` where the row counts all the same) and, where
something more is known, ``hint``.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd

from flows.program.issues import COLUMNS
from flows.program.settings import SETTINGS
from flows.texts import has, say
from flows.texts.wording import day, month
from sheets_adapter.columns import Kind
from sheets_adapter.snapshot import Snapshot
from sheets_adapter.tables import BY_KEY, TABLES

LONGEST_FOUND = 200
HINTS_OF_ROWS = frozenset(
    {"duplicate_client", "similar_client", "duplicate_employee", "duplicate_contact", "repeated_setting"}
)
"""Issues whose hint is another row of the same table."""
_DAY, _MONTH = re.compile(r"\d{4}-\d{2}-\d{2}"), re.compile(r"\d{4}-\d{2}")
_PLACE = re.compile(r"([a-z_]+):(\d+)")
_BOUNDS = re.compile(r"(\d+) – (\d+)")
_ORDER = {table.key: place for place, table in enumerate(TABLES)}


def issue_rows(issues: pd.DataFrame, snapshot: Snapshot, language: str) -> pd.DataFrame:
    """``issues`` (shape ``program.issues``) as rows of the sheet Data issues, ordered by tab, row and cell."""
    place = issues["table"].map(_ORDER).fillna(len(_ORDER))
    at = [_position(*cell, snapshot) for cell in zip(issues["table"], issues["row"], issues["column"], strict=True)]
    ordered = issues.assign(place=place, at=at).sort_values(["place", "row", "at", "column", "code"], kind="stable")
    rows = [
        _row(*issue, snapshot=snapshot, language=language)
        for issue in ordered[list(COLUMNS)].itertuples(index=False, name=None)
    ]
    return pd.DataFrame(rows, columns=["sheet", "cell", "found", "expected", "effect"], dtype="str")


def _row(  # noqa: PLR0917 - the columns of an issue
    table: str,
    row: int,
    column: str,
    found: str,
    code: str,
    hint: str,
    rejects: bool,
    *,
    snapshot: Snapshot,
    language: str,
) -> tuple[str, str, str, str, str]:
    code = code if has(language, f"issue.{code}.expected") else "other"
    expected = say(language, f"issue.{code}.expected", **_sheets(snapshot, language))
    if hint and has(language, f"issue.{code}.hint"):
        told = _hint(code, hint, (table, row, column), snapshot, language)
        expected = f"{expected} {say(language, f'issue.{code}.hint', hint=told)}"
    shown = _shown(found, table, column, language)
    kept = not rejects and has(language, f"issue.{code}.effect_kept")
    effect = f"issue.{code}.effect_kept" if kept else f"issue.{code}.effect"
    if has(language, f"issue.{code}.effect_{table}_{column}"):
        effect = f"issue.{code}.effect_{table}_{column}"
    return (
        _title(table, snapshot, language, row),
        _cell(table, row, column, snapshot),
        shown,
        expected,
        say(language, effect, found=shown),
    )


def _title(table: str, snapshot: Snapshot, language: str, row: int = 0) -> str:
    """As the sheet is titled, or would be; of several sheets that of the row, without one the first."""
    found = snapshot.where(table, max(row, 0))
    if found:
        return found[0].sheet.title
    return BY_KEY[table].title(language) if table in BY_KEY else table


def _position(table: str, row: int, column: str, snapshot: Snapshot) -> int:
    """Of a column on its sheet; what concerns the row as a whole comes first."""
    found = snapshot.where(table, max(row, 0))
    return next(iter(found[0].columns.get(column, ())), -1) if found else -1


def _sheets(snapshot: Snapshot, language: str) -> dict[str, str]:
    """The sheets that the texts name."""
    return {table: _title(table, snapshot, language) for table in ("clients", "contacts", "employees")}


def _cell(table: str, row: int, column: str, snapshot: Snapshot) -> str:
    """``C7 #gid=…``; a row that is in the sheet no more has no cell."""
    if row <= 0 or table not in snapshot.places:
        return ""
    label = snapshot.address(table, row, column).rpartition("!")[2]
    return f"{label} {snapshot.link(table, row, column)}"


def _shown(text: str, table: str, column: str, language: str) -> str:
    """A code, a day or a month as the language writes it; anything else as it stands."""
    declared = next((each for each in BY_KEY[table].columns if each.key == column), None) if table in BY_KEY else None
    if declared and declared.kind is Kind.CHOICE and text in declared.choices:
        return declared.choices[text][language][0]
    for pattern, parts, told in ((_DAY, "%Y-%m-%d", day), (_MONTH, "%Y-%m", month)):
        date = pd.to_datetime(text, format=parts, errors="coerce") if pattern.fullmatch(text) else pd.NaT
        if not pd.isna(date):
            return told(language, date)
    return text if len(text) <= LONGEST_FOUND else text[: LONGEST_FOUND - 1] + "…"


def _hint(code: str, hint: str, cell: tuple[str, int, str], snapshot: Snapshot, language: str) -> str:
    """``cell``: table, row and column of the issue."""
    table, row, column = cell
    if code in HINTS_OF_ROWS:
        return _other_row(table, row, int(hint), snapshot, language)
    special: dict[str, Callable[[], str]] = {
        "not_a_choice": lambda: ", ".join(_shown(part, table, column, language) for part in hint.split(", ")),
        "bad_setting": lambda: _expected_value(hint, language),
        "duplicate_key": lambda: _address(hint, snapshot),
        "bad_meaning": lambda: _words_of(hint.split(", "), language),
        "unread_sheet": lambda: BY_KEY[table].column(hint).heading(language),
    }
    return special[code]() if code in special else _shown(hint, table, column, language)


def _words_of(columns: list[str], language: str) -> str:
    """The words to choose from in columns such as ``clients.status``."""
    lists = [BY_KEY[table].column(key).choices for table, _, key in (each.partition(".") for each in columns)]
    return ", ".join(dict.fromkeys(words[language][0] for choices in lists for words in choices.values()))


def _other_row(table: str, row: int, other: int, snapshot: Snapshot, language: str) -> str:
    """A row's number, with the sheet where it is not the one that the issue stands on."""
    here, there = snapshot.where(table, row), snapshot.where(table, other)
    if here is None or there is None or here[0] == there[0]:
        return str(there[1] if there else other)
    return say(language, "issue_hint.row_elsewhere", row=there[1], sheet=there[0].sheet.title)


def _expected_value(hint: str, language: str) -> str:
    """What a setting must be: one of its words, a number within bounds, or a kind of value."""
    words = next((setting.choices for setting in SETTINGS if setting.choices and setting.expects == hint), None)
    if words:
        return ", ".join(word[language][0] for word in words.values())
    bounds = _BOUNDS.fullmatch(hint)
    if bounds:
        return say(language, "expects.number", low=bounds[1], high=bounds[2])
    return say(language, f"expects.{hint}") if has(language, f"expects.{hint}") else hint


def _address(hint: str, snapshot: Snapshot) -> str:
    place = _PLACE.fullmatch(hint)
    return snapshot.address(place[1], int(place[2])) or hint if place else hint


def plan_in_words(plan: pd.DataFrame, language: str) -> pd.DataFrame:
    """The survey plan with the codes of ``role_coverage`` and ``why_skipped`` in words; words stay as they are."""
    roles = BY_KEY["contacts"].column("role").choices

    def coverage(text: str) -> str:
        parts = [part.rpartition(" ") for part in text.split("; ")]
        return "; ".join(f"{roles[role][language][0] if role in roles else role} {said}" for role, _, said in parts)

    def why(code: str) -> str:
        return say(language, f"plan.{code}") if has(language, f"plan.{code}") else code

    return plan.assign(
        role_coverage=plan["role_coverage"].map(lambda text: coverage(text) if text else ""),
        why_skipped=plan["why_skipped"].map(why),
    ).astype({"role_coverage": "str", "why_skipped": "str"})
