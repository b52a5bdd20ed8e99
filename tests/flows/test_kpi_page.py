"""The KPI sheet: colour only for enough answers, an arrow only on evidence, nothing in the wrong language."""

from __future__ import annotations

import re
from dataclasses import replace
from math import nan

import pandas as pd
import pytest

from flows.kpi_page import kpi_pages, styles
from flows.program.change import Change
from flows.program.kpi import Kpi, TaskCounts
from flows.program.scores import Figures
from sheets_adapter.page import Cell, Page

AUGUST, SEPTEMBER, OCTOBER = (pd.Timestamp(2026, month, 1) for month in (8, 9, 10))
AS_OF = pd.Timestamp("2026-11-03T07:00")


def figure(name: str, month: pd.Timestamp, n: int, nps: float, **more: object) -> dict[str, object]:
    scope = more.pop("scope", "employee")
    return {"scope": scope, "name": name, "month": month, "n": n, "nps": nps, "low": nps - 20, "high": nps + 20,
            "enough": n >= 5, "adopted": False, **more}  # fmt: skip


def person(name: str, **more: object) -> dict[str, object]:
    return {"employee": name, "role": "manager", "works_since": pd.NaT, "plan": nan, "verdict": "", "improved": 1,
            "worsened": 0, "same": 3, "p": 1.0, "change": "none", "due": 4, "answered": 3, "coverage": 0.75,
            "open": 0, "overdue": 0, "untriaged": 0, **more}  # fmt: skip


@pytest.fixture
def firm() -> Kpi:
    months = [AUGUST, SEPTEMBER, OCTOBER]
    quarter = pd.DataFrame([
        *(figure("", month, 20, 25.0, scope="department") for month in months),
        *(figure("manager", month, 20, 25.0, scope="role") for month in months),
        *(figure("Иванова Анна", month, 12, 41.6666) for month in months),
        figure("Новикова Ева", OCTOBER, 3, -33.3333),
        figure("SEO", OCTOBER, 12, 60.0, scope="service"),
    ])  # fmt: skip
    people = pd.DataFrame([
        person("Иванова Анна", plan=30.0, verdict="reached", improved=8, p=0.008, change="up", open=3, overdue=1),
        person("Новикова Ева", works_since=pd.Timestamp(2026, 9, 1), plan=50.0, verdict="unknown"),
    ])  # fmt: skip
    chart = pd.DataFrame({"department": [25.0] * 3, "Иванова Анна": [nan, 41.6, 41.6]}, index=pd.DatetimeIndex(months))
    return Kpi(
        month=OCTOBER, current=None, data_up_to=pd.Timestamp(2026, 10, 28),
        department={"quarter": Figures(20, 9, 7, 4, 25.0, 2.0, 47.0), "month": Figures(4, 2, 1, 1, 25.0, -40.0, 80.0)},
        department_change=Change(8, 1, 9, 0.04, "up"), active=30, joined=1, left=2, average_revenue=1240.5,
        due=10, answered=8, coverage=0.8, said_share=0.5, tasks=TaskCounts(5, 1, 2), months=months,
        quarter=quarter, monthly=quarter.assign(n=4, enough=False), people=people, chart=chart,
    )  # fmt: skip


def row_of(page: Page, name: str) -> dict[int, Cell]:
    row = next(at[0] for at, cell in page.cells.items() if at[1] == 0 and str(cell.value).strip().startswith(name))
    return {at[1]: cell for at, cell in page.cells.items() if at[0] == row}


def texts_of(page: Page) -> list[str]:
    return [str(cell.value) for cell in page.cells.values() if isinstance(cell.value, str)]


def test_enough_answers_are_coloured_and_show_their_n(firm: Kpi) -> None:
    page, _ = kpi_pages(firm, "en", AS_OF)
    october = row_of(page, "Иванова Анна")[3]
    assert october.value == pytest.approx(41.6666)
    assert october.style.fill == styles.fill_for(41.6666)
    assert october.style.pattern == '"+"0" · 12";"−"0" · 12";""0" · 12"'


def test_few_answers_are_grey_in_brackets_and_without_colour(firm: Kpi) -> None:
    page, _ = kpi_pages(firm, "en", AS_OF)
    october = row_of(page, "Новикова Ева")[3]
    assert (october.style.fill, october.style.color) == ("", styles.FAINT)
    assert october.style.pattern.startswith('"(+"0" · 3)"')


def test_an_arrow_stands_only_where_there_is_evidence(firm: Kpi) -> None:
    page, _ = kpi_pages(firm, "en", AS_OF)
    arrows = [text for text in texts_of(page) if "▲" in text or "▼" in text]
    assert arrows.count("▲ 8 up, 0 down") == 1
    assert len(arrows) == 3, "one person, the department, and the sentence on it"
    assert "no evidence (1 : 0)" in texts_of(page)


def test_a_plan_is_reached_or_cannot_be_told(firm: Kpi) -> None:
    page, _ = kpi_pages(firm, "en", AS_OF)
    assert {"+30: reached", "+50: cannot be told"} <= set(texts_of(page))


def test_a_newcomer_is_shown_as_one(firm: Kpi) -> None:
    page, _ = kpi_pages(firm, "en", AS_OF)
    assert "Новикова Ева, since Sep 2026" in [text.strip() for text in texts_of(page)]


def test_the_russian_page_has_no_english_words(firm: Kpi) -> None:
    page, data = kpi_pages(firm, "ru", AS_OF)
    english = {word for text in texts_of(page) + texts_of(data) for word in re.findall("[A-Za-z]{2,}", text)}
    assert english <= {"NPS", "SEO"}


def test_only_checked_on_is_quiet(firm: Kpi) -> None:
    today, _ = kpi_pages(firm, "en", AS_OF)
    later, _ = kpi_pages(firm, "en", AS_OF + pd.Timedelta(days=2))
    changed = {at for at in today.cells if today.cells[at] != later.cells[at]}
    assert changed == set(today.quiet)
    assert kpi_pages(firm, "en", AS_OF + pd.Timedelta(hours=5))[0] == today


def test_no_merged_cell_lies_across_what_is_frozen(firm: Kpi) -> None:
    """Google refuses a sheet with such a one."""
    page, _ = kpi_pages(firm, "en", AS_OF)
    for span in page.merges:
        assert span.first[1] >= page.frozen_columns or span.last[1] < page.frozen_columns
        assert span.first[0] >= page.frozen_rows or span.last[0] < page.frozen_rows


def test_the_chart_draws_the_department_thickest_and_on_top(firm: Kpi) -> None:
    page, data = kpi_pages(firm, "en", AS_OF)
    (chart,) = page.charts
    assert chart.data == data.key
    assert [data.cells[series.values.first].value for series in chart.series] == ["Иванова Анна", "Department"]  # noqa: PD011 - no frame
    assert chart.series[-1].width > chart.series[0].width
    assert (1, 1) not in data.cells, "a month with too few answers is a gap, not nought"


def test_before_the_first_answer_the_page_says_so_and_draws_no_chart() -> None:
    nothing = Kpi(
        month=OCTOBER, current=None, data_up_to=pd.NaT, department={"quarter": Figures(), "month": Figures()},
        department_change=Change(),
    )  # fmt: skip
    for language in ("en", "ru"):
        page, data = kpi_pages(nothing, language, pd.Timestamp("2026-10-01T06:00"))
        assert not page.charts
        assert data.hidden
    assert "No answers yet" in texts_of(kpi_pages(nothing, "en", pd.Timestamp("2026-10-01"))[0])


@pytest.mark.parametrize(
    ("nps", "band"), [(-100, 0), (-30.4, 1), (-0.4, 2), (0, 2), (29.4, 2), (29.5, 3), (60, 4), (100, 4)]
)
def test_colours_follow_the_score_as_it_is_shown(nps: float, band: int) -> None:
    assert styles.fill_for(nps) == styles.BANDS[band].fill


def test_where_contacts_are_counted_the_page_speaks_of_contacts(firm: Kpi) -> None:
    page, _ = kpi_pages(replace(firm, unit="contact"), "en", AS_OF)
    said = " ".join(texts_of(page))
    assert "20 contacts" in said
    assert "on the same contacts: 8 improved" in said
    assert "fewer than 5 contacts" in said
    assert "same clients" not in said


def test_a_month_with_answers_and_no_round_has_nobody_due(firm: Kpi) -> None:
    november = pd.Timestamp(2026, 11, 1)
    opened, unopened = (
        " ".join(texts_of(kpi_pages(replace(firm, current=november, current_due=due), "en", AS_OF)[0]))
        for due in (10, 0)
    )
    assert "0 of 10 due have answered" in opened
    assert "due have answered" not in unopened
    assert "No round has been opened" in unopened
