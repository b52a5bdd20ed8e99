"""A firm's October for letters about it: full of what no letter may tell."""

from __future__ import annotations

import pandas as pd

from flows.program.digest import Digest, whole
from flows.program.roster import Roster, roster
from flows.program.settings import Settings
from tests.program.conftest import _tables_from
from tests.program.workbook import Workbook

UNSAID = "Unsayable"
"""Stands in everything that a client said, and in what names a contact or reaches one."""
OF = Settings(
    programme_starts_on=pd.Timestamp("2026-01-01"),
    min_responses=3,
    digest_to="everyone",
    deliver="yes",
    sender="Firm <nps@firm.com>",
)
ON = "2026-11-05"
AT_ANN, AT_CARL = ("Acme", "Bolt & <b>Co</b>", "Crown", "Delta", "Eagle", "Flint"), ("Gold", "Hope", "Iris")


def _clients() -> str:
    rows = [f"| {client} | Sid | Ann | Bob |" for client in AT_ANN]
    rows += [f"| {client} | Sid | Carl | {'Zoe' if client != 'Iris' else ''} |" for client in AT_CARL]
    end = f" {UNSAID} Contact | {UNSAID}@client.com | {UNSAID}-555 |"
    return "clients\n| client | salesperson | manager | specialists | contact | email | phone |\n" + "\n".join(
        row + end for row in rows
    )


def _answers() -> str:
    rows = [f"| {day} | {client} | {score} | {UNSAID} {client} is slow |"
            for day, better in (("2026-07-05", False), ("2026-10-05", True))
            for client, score in [
                *((client, 9 if better else 6) for client in AT_ANN),
                *((client, 8) for client in AT_CARL),
            ]]  # fmt: skip
    return "responses\n| date | client | score | comment |\n" + "\n".join(rows)


EMPLOYEES = """
employees
| employee | role        | plan | email         |
| Hal      | head        |      | hal@firm.com  |
| Ann      | manager     | 40   | ann@firm.com  |
| Carl     | manager     | -20  | carl@firm.com |
| Bob      | specialist  | 10   | bob@firm.com  |
| Zoe      | specialist  | 50   | zoe@firm.com  |
| Sid      | salesperson | 30   | sid@firm.com  |
"""
WORK = f"""
tasks
| client | comment        | task                 | responsible | suggested | due        | status   | triage_by  |
| Acme   | {UNSAID} late  | A weekly call        | Bob         |           | 2026-10-26 | accepted |            |
| Gold   | {UNSAID} dear  | An offer             | Carl        |           | 2026-12-01 | accepted |            |
| Crown  | {UNSAID} wrong |                      |             | Bob       |            | new      | 2026-11-06 |
| Hope   | {UNSAID} x y z | see "{UNSAID} x y z" | Zoe         |           | 2026-10-30 | accepted |            |
call_list
| month   | client | contact          | email             | survey_key         | comment      | note         |
| 2026-11 | Iris   | {UNSAID} Contact | {UNSAID}@there.is | Q-2026-11-bbbbbbbb | {UNSAID} hmm | {UNSAID} hmm |
deliveries
| client | contact          | letter     | address           | state   | reason                | survey_key         |
| Iris   | {UNSAID} Contact | invitation | {UNSAID}@there.is | to call | 550 {UNSAID}@there.is | Q-2026-11-bbbbbbbb |
exit_surveys
| client | contact          | survey_key   | reason        |
| Iris   | {UNSAID} Contact | X-aaaaaaaa-1 | {UNSAID} left |
conclusions
| month   | conclusion   |
| 2026-10 | Carl is late |
"""


def october(*, work: str = WORK, answers: str | None = None, of: Settings = OF) -> tuple[Digest, Roster]:
    tables = _tables_from("\n".join([_clients(), EMPLOYEES, _answers() if answers is None else answers, work]))
    people = roster(tables, pd.Timestamp(ON))
    return whole(Workbook(tables).run(ON, of=of), tables, roster=people, settings=of, issues=12), people
