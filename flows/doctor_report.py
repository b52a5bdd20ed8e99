"""How the doctor's findings are printed: a sign and a sentence each."""

from __future__ import annotations

from collections.abc import Iterable

from rich.markup import escape

from flows.findings import Finding
from flows.terminal import Terminal
from flows.texts import say

SIGNS = {"fine": "[green]✓[/]", "look": "[yellow]![/]", "wrong": "[red]✗[/]"}


def tell_findings(terminal: Terminal, findings: Iterable[Finding]) -> list[Finding]:
    """Prints each as soon as it is found, in the workbook's language once that is known; returns them."""
    told = []
    for finding in findings:
        terminal.language = finding.language or terminal.language
        terminal.out.print(f"{SIGNS[finding.level]} {escape(sentence(finding, terminal.language))}")
        told.append(finding)
    return told


def sentence(finding: Finding, language: str) -> str:
    said = say(language, f"doctor.{finding.key}", **finding.values) if finding.key else ""
    instead = finding.error.say(language) if finding.error else finding.seen
    if not said or not instead:
        return said or instead
    return say(language, "doctor.test_failed", behaviour=said.rstrip("."), seen=instead)


def verdict(terminal: Terminal, findings: list[Finding]) -> bool:
    """One line at the end; whether nothing is wrong."""
    wrongs, looks = (sum(each.level == level for each in findings) for level in ("wrong", "look"))
    key = "verdict_wrong" if wrongs else "verdict_look" if looks else "verdict_fine"
    terminal.out.print()
    terminal.line(f"doctor.{key}", wrong=wrongs, look=looks)
    return not wrongs
