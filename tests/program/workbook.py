"""A workbook on which runs are made one after another, as in life."""

from __future__ import annotations

import pandas as pd

from flows.program.call_list import open_round
from flows.program.roster import roster
from flows.program.settings import Settings
from flows.program.shapes import ATTRIBUTION
from flows.program.up_to_date import UpToDate, bring_up_to_date

PROGRAMME = Settings(programme_starts_on=pd.Timestamp("2026-08-01"), min_responses=1)

FIRM = """
clients
| client | services | salesperson | manager | specialists |
| Acme   | SEO      | Sid         | Ann     | Bob         |
| Bolt   | SEO; ads | Sid         | Ann     | Ann; Carl   |
| Crown  | ads      | Sid         | Carl    | Bob         |
| Delta  | ads      |             | Carl    |             |
employees
| employee | role        | plan | interviews |
| Ann      | manager     | 40   |            |
| Bob      | specialist  |      |            |
| Carl     | manager     | -20  |            |
| Sid      | salesperson |      |            |
| Ivy      |             |      | 1          |
| Hal      | head        |      |            |
"""

ANSWERS = """
responses
| date       | client | score | comment         |
| 2026-08-05 | Acme   | 9     | all fine        |
| 2026-08-06 | Bolt   | 3     | slow reports    |
| 2026-09-07 | Crown  | 10    |                 |
| 2026-10-08 | Delta  | 7     | explain the ads |
"""


class Workbook:
    """Tables, and runs whose results are written into them as the adapter does."""

    def __init__(self, tables: dict[str, pd.DataFrame]) -> None:
        self.tables = dict(tables)

    def run(self, on: str, restate: pd.Timestamp | None = None, of: Settings = PROGRAMME) -> UpToDate:
        today = pd.Timestamp(on)
        done = bring_up_to_date(self.tables, of, roster(self.tables, today), today, restate)
        self.write(done.tables, done.appends)
        return done

    def open_round(self, month: pd.Timestamp, on: str) -> None:
        today = pd.Timestamp(on)
        opened = open_round(month, self.tables, roster(self.tables, today), PROGRAMME, today)
        stamped = pd.concat([self.tables["attribution"][list(ATTRIBUTION)], opened.attribution], ignore_index=True)
        self.write({"attribution": stamped, "survey_plan": opened.plan}, {"call_list": opened.rows})
        self.run(on)

    def write(self, tables: dict[str, pd.DataFrame], appends: dict[str, pd.DataFrame]) -> None:
        for key, rows in appends.items():
            self.tables[key] = pd.concat([self.tables[key], rows.assign(row=0)], ignore_index=True)
            self.tables[key]["row"] = range(2, len(self.tables[key]) + 2)
        for key, frame in tables.items():
            self.tables[key] = frame.assign(row=range(2, len(frame) + 2))

    def edit(self, table: str, column: str, value: object, **where: object) -> None:
        found = pd.Series(True, index=self.tables[table].index)
        for key, wanted in where.items():
            found &= self.tables[table][key].eq(wanted)
        assert found.any()
        frame = self.tables[table].copy()
        frame.loc[found, column] = value
        self.tables[table] = frame

    def history(self, *months: pd.Timestamp) -> pd.DataFrame:
        rows = self.tables["history"]
        return rows[rows["month"].isin(months)].drop(columns="row").reset_index(drop=True)

    def figure(
        self, month: pd.Timestamp, name: str = "", period: str = "month", scope: str = ""
    ) -> tuple[float, float]:
        rows = self.tables["history"].set_index(["month", "period", "scope", "name"])
        row = rows.loc[(month, period, scope or ("employee" if name else "department"), name)]
        return row["n"], row["nps"]
