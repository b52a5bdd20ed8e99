"""The npsheets command.

What takes long to import (Prefect, pandas) is imported by the commands that need it, so that ``--help``
answers at once.
"""

# ruff: noqa: PLC0415, PLR0917 - imports where they are needed, see above; options are what they are

from __future__ import annotations

import sys
from contextlib import nullcontext, suppress
from importlib.metadata import version
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from flows.session import confirmed, is_terminal, session

if TYPE_CHECKING:
    from flows.init_workbook import Found
    from flows.run import RunReport
    from flows.terminal import Terminal

app = typer.Typer(
    help="A company's Net Promoter programme, run out of the shared spreadsheet it already keeps.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
runs = typer.Typer(help="Run one of the programme's flows once, now.", no_args_is_help=True)
app.add_typer(runs, name="run")

Location = Annotated[str, typer.Argument(help="Path to an .xlsx file, or the address or id of a Google spreadsheet.")]
Month = Annotated[str | None, typer.Option("--month", help="The month to work on, such as 2026-10.")]
AsOf = Annotated[str | None, typer.Option("--as-of", help="The moment the run stands for, such as 2026-11-01T06:30.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would change, sheet by sheet; write nothing.")]
Verbose = Annotated[bool, typer.Option("-v", "--verbose", help="Show Prefect's log.")]
Language = Annotated[str, typer.Option("--language", help="en or ru.")]


def main() -> None:
    for stream in (sys.stdout, sys.stderr):  # a terminal without some sign shows "?" rather than stop a run
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    app()


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"npsheets {version('npsheets')}")
        raise typer.Exit


@app.callback()
def _npsheets(
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass


@app.command()
def demo(
    language: Language = "en",
    output: Annotated[Path, typer.Option("--output", help="The workbook to write.")] = Path("demo.xlsx"),
    verbose: Verbose = False,
) -> None:
    """Write a believable firm and run four months of its programme on it."""
    _one_of_languages(language)
    with session(verbose=verbose, language=language) as terminal:
        _not_over(output)
        from flows.demo import run_demo
        from flows.local_runs import one_shot

        with terminal.busy(steps=False), one_shot():
            report = run_demo(output, language, terminal.progress)
        terminal.demo(report)


@app.command()
def init(
    location: Location,
    language: Annotated[str, typer.Option("--language", help="en or ru: the language of what is created.")],
    dry_run: DryRun = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Accept what is proposed and create what is missing, without asking.")
    ] = False,
) -> None:
    """Say what is recognised, propose the rest, create what is missing, touch nothing that exists."""
    _one_of_languages(language)
    with session(language=language) as terminal:
        from flows import init_report
        from flows.init_workbook import create_missing, look

        with terminal.busy():
            found = look(location, language)
        init_report.tell_found(terminal, found)
        if found.problems:
            raise typer.Exit(1)
        if dry_run:
            terminal.line("init.dry_run")
        elif found.complete:
            init_report.tell_next(terminal, found)
        elif yes or _agrees(terminal, found):
            with terminal.busy():
                create_missing(found)
            init_report.tell_done(terminal, found)


def _agrees(terminal: Terminal, found: Found) -> bool:
    """Asked once; where nobody can answer, only what needs no answer is done."""
    proposed = found.proposals.proposed
    if not is_terminal():
        if not proposed:
            return True
        terminal.line("init.say_yes")
        raise typer.Exit(1)
    question = terminal.text("init.confirm_proposed" if proposed else "init.confirm")
    if confirmed(terminal, question, default=not found.likely and not proposed):
        return True
    terminal.line("init.cancelled")
    return False


@app.command()
def check(location: Location, as_of: AsOf = None) -> None:
    """List what is wrong in the data, cell by cell; write nothing."""
    with session() as terminal:
        from flows.check import issues_of

        with terminal.busy():
            found = issues_of(location, as_of)
        terminal.check(found)


@app.command()
def preview(
    location: Location,
    output: Annotated[Path, typer.Option("--output", help="The folder to write into.")] = Path("letters-preview"),
    no_open: Annotated[bool, typer.Option("--no-open", help="Do not open the page in the browser.")] = False,
) -> None:
    """Write the letters to clients as files to look at; send nothing."""
    with session() as terminal:
        import webbrowser

        from flows.preview import preview as write_preview
        from flows.preview import tell_preview

        with terminal.busy():
            made = write_preview(location, output)
        tell_preview(terminal, made)
        if not no_open and is_terminal():
            webbrowser.open(made.index.resolve().as_uri())


@app.command()
def undo(
    location: Location,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be taken back; write nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Take it back without asking.")] = False,
) -> None:
    """Take back what the last run wrote, where nobody has built on it; list what stays."""
    with session() as terminal:
        from flows import undo_report
        from flows.undo_run import look_back, take_back

        with terminal.busy():
            look = look_back(location)
        undo_report.show(terminal, look)
        if dry_run:
            terminal.line("undo.dry_run")
        elif not yes and not is_terminal():
            terminal.error(terminal.text("undo.needs_yes"))
            raise typer.Exit(1)
        elif yes or confirmed(terminal, terminal.text("undo.confirm"), default=False):
            with terminal.busy():
                taken = take_back(look)
            undo_report.done(terminal, taken)
            if taken.lost:
                raise typer.Exit(1)
        else:
            terminal.line("undo.cancelled")


@app.command()
def serve(
    place: Annotated[Path, typer.Argument(metavar="FILE|FOLDER", help="An .xlsx file, or a folder of them.")],
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="Port on this machine; 0 takes a free one.")
    ] = 8080,
    # For tests of other programs; it breaks the file on purpose, so people need not see it.
    injection: Annotated[bool, typer.Option("--injection", hidden=True)] = False,
) -> None:
    """Offer spreadsheet files over the Google Sheets API, on this machine only."""
    with session() as terminal:
        from flows.serving import told_of
        from sheets_adapter.local.server import serve as server_for
        from sheets_adapter.translation import translated

        try:
            with translated(str(place)):
                server = server_for(place, port=port, injection=injection)
        except OSError as error:
            kind = "port_refused" if isinstance(error, PermissionError) else "port_taken"
            raise typer.BadParameter(terminal.text(f"error.{kind}", port=port), param_hint="--port") from error
        with server, suppress(KeyboardInterrupt):
            told_of(terminal, server)
            server.serve_forever()


@app.command()
def doctor(
    location: Location,
    self_test: Annotated[
        bool, typer.Option("--self-test", help="Try every behaviour of Google we rely on, on a tab that goes again.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Make the self-test without asking.")] = False,
) -> None:
    """Check what stands between the programme and its spreadsheet, and say how to mend it."""
    with session() as terminal:
        from flows.doctor import Doctor
        from flows.doctor_report import tell_findings, verdict

        at_work = Doctor(location)
        found = tell_findings(terminal, at_work.findings())
        if self_test and not at_work.writable:
            terminal.line("doctor.not_writable")
        elif self_test and (yes or _agreed(terminal)):
            terminal.line("doctor.testing")
            found += tell_findings(terminal, at_work.self_test())
        if not verdict(terminal, found):
            raise typer.Exit(1)


def _agreed(terminal: Terminal) -> bool:
    """Asks whether the self-test may write; where nobody can answer it may not."""
    if not is_terminal():
        terminal.line("doctor.not_interactive")
        return False
    agreed = confirmed(terminal, terminal.text("doctor.confirm"), default=True)
    if not agreed:
        terminal.line("doctor.cancelled")
    return agreed


@app.command()
def schedule(
    location: Location,
    time_zone: Annotated[
        str | None, typer.Option("--time-zone", help="By whose clock, such as Europe/Moscow; else the spreadsheet's.")
    ] = None,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="Show Prefect's log here, not in a file.")] = False,
) -> None:
    """Run everything by itself at its hours, until it is stopped."""
    with session(verbose=True) as terminal:
        from flows.schedule.look import look

        with terminal.busy():
            terminal.progress_step("connect", {"location": location})
            plan = look(location, time_zone)
        from flows.schedule.serving import log_file, serve
        from flows.schedule.told import Told, log_aside

        log = None if verbose else log_file()
        with log_aside(log, terminal) if log else nullcontext():
            serve(plan, Told(terminal, plan, log))
            terminal.line("schedule.stopped")


@runs.command("monthly")
def run_monthly(
    location: Location,
    month: Month = None,
    as_of: AsOf = None,
    dry_run: DryRun = False,
    restate: Annotated[bool, typer.Option("--restate", help="Compute a closed month again.")] = False,
    verbose: Verbose = False,
) -> None:
    """Everybody's NPS for the month before (or --month)."""
    given = {"month": month, "as_of": as_of, "dry_run": dry_run, "restate": restate}
    _run("monthly_nps", location, given, verbose=verbose)


@runs.command("survey-round")
def run_survey_round(
    location: Location, month: Month = None, as_of: AsOf = None, dry_run: DryRun = False, verbose: Verbose = False
) -> None:
    """Open the month: whom to call, and who calls."""
    _run("survey_round", location, {"month": month, "as_of": as_of, "dry_run": dry_run}, verbose=verbose)


@runs.command("daily")
def run_daily(location: Location, as_of: AsOf = None, dry_run: DryRun = False, verbose: Verbose = False) -> None:
    """New answers, clients that left, open months, the KPI sheet."""
    _run("daily_watch", location, {"as_of": as_of, "dry_run": dry_run}, verbose=verbose)


@runs.command("deliver")
def run_deliver(location: Location, as_of: AsOf = None, dry_run: DryRun = False, verbose: Verbose = False) -> None:
    """Letters to clients in their hours, what was put off, notices to staff."""
    _run("deliver", location, {"as_of": as_of, "dry_run": dry_run}, verbose=verbose)


@runs.command("digest")
def run_digest(
    location: Location, month: Month = None, as_of: AsOf = None, dry_run: DryRun = False, verbose: Verbose = False
) -> None:
    """The month in the mailboxes of heads and managers, once."""
    _run("digest", location, {"month": month, "as_of": as_of, "dry_run": dry_run}, verbose=verbose)


def _run(flow: str, location: str, given: dict[str, Any], *, verbose: bool) -> None:
    with session(verbose=verbose, given=given) as terminal:
        from flows.opening import open_for_flow

        open_for_flow(location)  # what cannot be opened is said at once, before Prefect starts
        with terminal.busy():
            terminal.progress_step("starting", {})
            report = _run_flow(flow, location, given)
        terminal.run(report)


def _run_flow(flow: str, location: str, given: dict[str, Any]) -> RunReport:
    from flows.daily import daily_watch
    from flows.deliver import deliver
    from flows.digest import digest
    from flows.local_runs import one_shot
    from flows.monthly import monthly_nps
    from flows.survey_round import survey_round

    flows: dict[str, Any] = {
        "monthly_nps": monthly_nps,
        "survey_round": survey_round,
        "daily_watch": daily_watch,
        "deliver": deliver,
        "digest": digest,
    }
    with one_shot():
        report: RunReport = flows[flow](location, **given)
    return report


def _not_over(output: Path) -> None:
    """The demo makes its own file anew, but nobody else's."""
    from sheets_adapter.errors import FileExists

    if output.exists() and not output.name.startswith("demo"):
        raise FileExists(location=str(output))


def _one_of_languages(language: str) -> None:
    if language not in {"en", "ru"}:
        raise typer.BadParameter(f"{language!r} is not one of en, ru.", param_hint="--language")


if __name__ == "__main__":
    main()
