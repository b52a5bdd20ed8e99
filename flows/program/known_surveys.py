"""What is known of each survey that was ever opened, by its key."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

SURVEY_KEYS = ("Q-", "X-")


def known_surveys(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """``survey_key, of_client, of_contact, of_contact_role, of_survey, of_survey_month`` (NaT for an exit survey).

    Rows of the lists may have been archived since, so what was stamped when the call list was opened comes
    first, and what the ledger remembers of an answer last.
    """
    of_calls = tables["call_list"][["survey_key", "month", "client", "contact", "role"]]
    of_exits = tables["exit_surveys"][["survey_key", "client", "contact"]]
    listed = pd.concat([_stamped(tables["attribution"]), of_calls, of_exits], ignore_index=True)
    known = pd.concat([listed, _archived(tables, listed)], ignore_index=True)
    known = known[known["survey_key"].ne("")]
    for column in ("client", "contact", "role"):
        known[column] = known[column].where(known[column].ne(""))
    known = known.groupby("survey_key", as_index=False).first()
    known = known.fillna({"client": "", "contact": "", "role": ""})
    leaving = known["survey_key"].str.startswith("X-") | known["survey_key"].isin(of_exits["survey_key"])
    return pd.DataFrame(
        {
            "survey_key": known["survey_key"],
            "of_client": known["client"],
            "of_contact": known["contact"],
            "of_contact_role": known["role"],
            "of_survey": leaving.map({True: "exit", False: "quarterly"}),
            "of_survey_month": known["month"].astype("datetime64[ns]").where(~leaving),
        }
    )


def _stamped(attribution: pd.DataFrame) -> pd.DataFrame:
    stamped = attribution.drop_duplicates("response_key").rename(columns={"response_key": "survey_key"})
    return stamped.loc[stamped["survey_key"].str.startswith(SURVEY_KEYS), ["survey_key", "month", "client"]]


def _archived(tables: Mapping[str, pd.DataFrame], listed: pd.DataFrame) -> pd.DataFrame:
    """Who answered a survey whose row is gone, and the survey itself where no stamp tells of it."""
    ledger = tables["answer_ledger"]
    standing = pd.concat([tables[table]["survey_key"] for table in ("call_list", "exit_surveys")])
    gone = ledger["response_key"].str.startswith(SURVEY_KEYS) & ~ledger["response_key"].isin(standing)
    rows = ledger[gone].rename(columns={"response_key": "survey_key", "contact_role": "role"})
    unstamped = ~rows["survey_key"].isin(listed["survey_key"])
    month = pd.to_datetime(
        rows["survey_key"].str.extract(r"^Q-(\d{4}-\d{2})-", expand=False), format="%Y-%m", errors="coerce"
    )
    rows = rows.assign(month=month.astype("datetime64[ns]").where(unstamped))
    return rows[["survey_key", "month", "client", "contact", "role"]]
