"""What the command line prints: few lines, in the workbook's language as soon as it is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

import pandas as pd
from rich.console import Console
from rich.markup import escape
from rich.status import Status
from rich.table import Table

from flows.kpi_page.chart import DATA_KEY
from flows.letters_told import LETTERS_ALONE, tell_letters
from flows.progress import listening
from flows.texts import count, say
from flows.texts.wording import capital, day, moment, month, points, short_month
from sheets_adapter.changes import Preview, Receipt, SheetPreview
from sheets_adapter.own_tables import DATA_ISSUES
from sheets_adapter.shared_tables import CALL_LIST
from sheets_adapter.tables import BY_KEY, KPI_TITLE

if TYPE_CHECKING:
    from stamina.instrumentation import RetryDetails

    from flows.check import Checked
    from flows.demo import DemoReport
    from flows.run import RunReport

SHOWN_ISSUES = 200
SHOWN_CELLS = 10
"""Of cells with the same mistake, which are told together."""
FEW_MONTHS = 4
LONG_PAUSE = 3.0
"""Seconds."""


class Terminal:
    """``language`` is the shell's until a workbook tells its own."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.out = Console(highlight=False, soft_wrap=True)
        self.err = Console(stderr=True, highlight=False, soft_wrap=True)
        self._status: Status | None = None

    def text(self, key: str, **values: Any) -> str:
        return say(self.language, key, **values)

    def line(self, key: str, **values: Any) -> None:
        self.out.print(escape(self.text(key, **values)))

    def error(self, sentence: str) -> None:
        self.err.print(f"[bold red]npsheets:[/] {escape(sentence)}")

    @contextmanager
    def busy(self, *, steps: bool = True) -> Iterator[None]:
        """A spinner on a terminal, plain lines elsewhere, gone when the work is done; ``steps``: of each run too."""
        with ExitStack() as stack:
            if self.err.is_terminal:
                self._status = stack.enter_context(self.err.status("npsheets"))
            if steps:
                stack.enter_context(listening(self.progress_step))
            try:
                yield
            finally:
                self._status = None

    def progress_step(self, step: str, values: Mapping[str, Any]) -> None:
        self.language = values.get("language", self.language)
        given = {name: value for name, value in values.items() if name != "language"}
        self.progress(self.text(f"progress.{step}", **given))

    def progress(self, text: str) -> None:
        if self._status is not None:
            self._status.update(escape(text) + " …")
        else:
            self.err.print(f"[dim]{escape(text)} …[/]")

    def tried_again(self, details: RetryDetails) -> None:
        """A call that did not go well waits for its next try; short pauses are no news."""
        if details.wait_for >= LONG_PAUSE:
            self.progress(self.text("progress.waiting", seconds=round(details.wait_for)))

    # A run

    def run(self, report: RunReport) -> None:
        self.language = report.language
        self._heading(report)
        if report.flow in LETTERS_ALONE:
            tell_letters(self, report)
            return
        self._figures(report)
        self._read(report.read, report.rows_read, report.rejected, report.issues)
        if report.preview is not None:
            self.preview(report.preview)
            tell_letters(self, report)
        elif report.receipt is not None:
            self._wrote(report.receipt)
            tell_letters(self, report)
            self._closed(report.closed_now)
            opens_list = report.flow == "survey_round" and not report.round_closed
            sheet = CALL_LIST.title(self.language) if opens_list else KPI_TITLE[self.language][0]
            self.line("report.open_call_list" if opens_list else "report.open", location=report.location, sheet=sheet)

    def _heading(self, report: RunReport) -> None:
        flow, when = self.text(f"flow.{report.flow}"), moment(self.language, report.moment)
        if report.month is None and report.flow in LETTERS_ALONE:
            text = self.text("report.moment", flow=flow, moment=when)
        elif report.month is None:
            text = self.text("report.day", flow=flow, day=day(self.language, report.moment), moment=when)
        else:
            text = self.text("report.month", flow=flow, month=month(self.language, report.month), moment=when)
        self.out.print(f"[bold]{escape(text)}[/]")
        if report.month is None or report.closed_on is None:
            return
        name = capital(month(self.language, report.month))
        if report.restated:
            self.line("report.restated", month=name)
        else:
            key = "report.round_closed" if report.round_closed else "report.closed"
            if report.flow != "survey_round" or report.round_closed:
                self.line(key, month=name, day=day(self.language, report.closed_on))

    def _figures(self, report: RunReport) -> None:
        figures, last = report.figures, report.figures_month
        span = {
            "first": short_month(self.language, last - pd.DateOffset(months=2)),
            "last": short_month(self.language, last),
        }
        if not figures.n:
            self.line("report.no_nps", **span)
            return
        clients = count(self.language, f"{report.kpi.unit}s", figures.n)
        told = {"nps": points(figures.nps), "low": points(figures.low), "high": points(figures.high)}
        few = figures.n < report.kpi.min_responses
        self.line("report.nps_few" if few else "report.nps", clients=clients, **span, **told)

    def _read(self, read: Mapping[str, int], rows: int, rejected: int, issues: int, *, here: str = "") -> None:
        """``here`` is ``_here`` where the issues are listed above and not in a sheet."""
        tables = ", ".join(f"{title} {n}" for title, n in read.items())
        self.line("report.read", rows=count(self.language, "rows", rows), tables=tables)
        sheet, told = DATA_ISSUES.title(self.language), count(self.language, "issues", issues)
        if rejected:
            self.line(f"report.rejected{here}", rows=count(self.language, "rows", rejected), issues=told, sheet=sheet)
        elif issues:
            self.line(f"report.notes{here}", issues=told, sheet=sheet)
        else:
            self.line("report.all_usable")

    def _wrote(self, receipt: Receipt) -> None:
        if not receipt.wrote:
            self.line("report.nothing")
            return
        told = [
            self.text(f"report.sheet_{what}", title=self._title(key), **{noun: count(self.language, noun, n)})
            for what, noun, counts in (
                ("appended", "rows", receipt.appended),
                ("changed", "cells", receipt.cells_changed),
            )
            for key, n in counts.items()
            if n and self._title(key)
        ]
        self.line("report.wrote")
        for text in told or [self.text("report.sheet_redrawn", title=KPI_TITLE[self.language][0])]:
            self.out.print(f"  {escape(text)}")

    def _closed(self, months: Sequence[pd.Timestamp]) -> None:
        names = [month(self.language, one) for one in months]
        if len(names) > FEW_MONTHS:
            names = [names[0], "…", names[-1]]
        if names:
            self.line("report.closed_now", months=", ".join(names))

    def _title(self, key: str) -> str:
        """Of a sheet that people look at; the memory of the program is no news to anybody."""
        if key == "kpi":
            return KPI_TITLE[self.language][0]
        table = BY_KEY.get(key)
        return table.title(self.language) if table and not table.hidden and key != "journal" else ""

    def preview(self, preview: Preview) -> None:
        """Sheet by sheet what would change, the first rows and cells of each."""
        if not preview.writes:
            self.line("report.would_nothing")
            return
        self.out.print(f"[bold]{escape(self.text('report.would'))}[/]")
        for sheet in preview.sheets:
            if sheet.table != DATA_KEY:
                self._preview_sheet(sheet)

    def _preview_sheet(self, sheet: SheetPreview) -> None:
        told = [
            self.text("report.would_create") if sheet.created else "",
            self.text("report.would_append", rows=count(self.language, "rows", sheet.appended))
            if sheet.appended
            else "",
            self.text("report.would_change", cells=count(self.language, "cells", sheet.cells_changed))
            if sheet.cells_changed
            else "",
        ]
        self.out.print(f"\n[bold]{escape(sheet.title)}[/]: {escape(', '.join(filter(None, told)))}")
        if sheet.samples:
            self._samples(sheet)
        if sheet.changes and not sheet.created:
            self.cells(sheet)

    def _samples(self, sheet: SheetPreview) -> None:
        headings = list(dict.fromkeys(heading for row in sheet.samples for heading in row))
        table = _table(*headings)
        for row in sheet.samples:
            table.add_row(*(escape(row.get(heading, "")) for heading in headings))
        self.out.print(table)
        self._more(sheet.appended - len(sheet.samples))

    def cells(self, sheet: SheetPreview) -> None:
        """The first changed cells of a sheet."""
        table = _table(*(self.text(f"report.{key}") for key in ("cell", "before", "after")))
        for change in sheet.changes:
            table.add_row(escape(change.address.rpartition("!")[2]), escape(change.old), escape(change.new))
        self.out.print(table)
        self._more(sheet.cells_changed - len(sheet.changes))

    def _more(self, n: int) -> None:
        if n > 0:
            self.out.print(f"[dim]{escape(self.text('report.more', n=n))}[/]")

    # check

    def check(self, found: Checked) -> None:
        self.language = found.language
        for sheet, rows in found.issues.groupby("sheet", sort=False):
            self.out.print(f"\n[bold]{escape(str(sheet))}[/]")
            table = _table(*(self.text(f"report.{key}") for key in ("cell", "found", "expected", "effect")))
            alike = list(rows.groupby(["found", "expected", "effect"], sort=False)["cell"])
            for told, cells in alike[:SHOWN_ISSUES]:
                where = ", ".join(cells.head(SHOWN_CELLS)) + (" …" if len(cells) > SHOWN_CELLS else "")
                table.add_row(*(escape(str(text)) for text in (where, *told)))
            self.out.print(table)
            self._more(sum(len(cells) for _, cells in alike[SHOWN_ISSUES:]))
        self.out.print()
        self._read(found.read, found.rows_read, found.rejected, len(found.issues), here="_here")

    # demo

    def demo(self, report: DemoReport) -> None:
        """What happened, in a few lines, and what to open."""
        language = self.language = report.language
        first, last = (capital(month(language, pd.Timestamp(report.months[at]))) for at in (0, -1))
        self.out.print(f"[bold]{escape(self.text('demo.lived', firm=report.firm, first=first, last=last))}[/]")
        self.line("demo.runs", runs=report.runs, seconds=round(report.seconds))
        self._figures(report.last_run)
        answers = count(language, "answers", report.answers)
        self.line("demo.answers", answers=answers, spring=report.spring_answers, clients=report.clients)
        self.line("demo.tasks", tasks=report.tasks, open=report.open_tasks, overdue=report.overdue_tasks)
        issues = count(language, "issues", report.data_issues)
        self.line("demo.rest", exits=report.exits, issues=issues, sheet=DATA_ISSUES.title(language))
        self.line("report.open", location=report.path, sheet=KPI_TITLE[language][0])


def _table(*headings: str) -> Table:
    table = Table(show_edge=False, pad_edge=False, header_style="dim")
    for heading in headings:
        table.add_column(escape(heading), overflow="fold")
    return table
