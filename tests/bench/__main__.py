"""``make bench``: every benchmark in one run, as a table."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from tests.bench import of_adapter, of_local_sheets, of_rules


def main() -> None:
    table = Table("what", "npsheets", "instead", "ratio", show_lines=True)
    for module in (of_rules, of_adapter, of_local_sheets):
        for row in module.report():
            table.add_row(*row)
    Console(width=140).print(table)


if __name__ == "__main__":
    main()
