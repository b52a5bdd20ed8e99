"""Every answer that stands in people's sheets, wherever it was typed, in one frame.

Answers come from rows of the call list and of the exit surveys that have a score, and from Responses.
A row with a survey key is that survey's answer; a response that bears such a key is tied to it. Any other
response is known by a digest of its date, client, contact and survey, with an ordinal where that repeats,
which follows what the rows say and not where they stand. What cannot be used becomes an issue.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b

import numpy as np
import pandas as pd

from flows.program import issues
from flows.program.names import normalise, resolve
from flows.program.roster import Roster
from flows.program.shapes import ANSWERS, shaped

Tables = Mapping[str, pd.DataFrame]

DATE_COLUMN = {"call_list": "asked_on", "exit_surveys": "asked_on", "responses": "date"}
FIRST_PLAUSIBLE_DAY = pd.Timestamp("2000-01-01")
"""The question has been asked since 2003: an older date is a slip of the pen."""

DIGEST_KEY = "R-"
ROW_KEY = "H-"
SURVEY_KEYS = ("Q-", "X-")


def fingerprint(text: str, digits: int) -> str:
    """So many hex digits that stand for ``text``."""
    return blake2b(text.encode(), digest_size=digits // 2).hexdigest()


def answers(tables: Tables, roster: Roster, as_of: pd.Timestamp) -> tuple[pd.DataFrame, pd.DataFrame]:
    """All usable answers (shape ``shapes.ANSWERS``) and the issues of those that are not.

    ``date`` is NaT where the interviewer typed none; ``survey_month`` is set for an answer to a row of the
    call list; ``client`` is spelt as in Clients. Issues: ``unknown_client``, ``ambiguous_client``,
    ``client_not_listed``, ``key_mismatch``, ``future_date``, ``implausible_date``, ``duplicate_key``.
    """
    lists = (
        _of_call_list(tables["call_list"]),
        _of_exit_surveys(tables["exit_surveys"]),
        _of_responses(tables["responses"]),
    )
    found = pd.concat(lists, ignore_index=True)
    found["date"] = found["date"].astype("datetime64[ns]").dt.normalize()
    found = _tied_to_surveys(found, _surveys(tables))
    found, nameless = _with_clients(found, roster, _remembered(tables))
    found, misdated = _with_plausible_dates(found, as_of)
    found = found.assign(person=_together(found["client"], found["contact"]))
    found = _with_contact_roles(found, roster.contacts)
    found = found.assign(key=_keys_of_rows(found))
    found, repeated = _one_a_survey(found)
    found = found.assign(key=_digest_keys(found[found["key"].eq("")]).reindex(found.index).fillna(found["key"]))
    return shaped(found, ANSWERS), issues.joined([nameless, misdated, repeated])


def _of_call_list(calls: pd.DataFrame) -> pd.DataFrame:
    calls = calls[calls["score"].notna()]
    by_key = pd.to_datetime(
        calls["survey_key"].str.extract(r"^Q-(\d{4}-\d{2})-", expand=False), format="%Y-%m", errors="coerce"
    )
    return calls.assign(
        source="call_list",
        survey="quarterly",
        survey_month=by_key.astype("datetime64[ns]").fillna(calls["month"]),
        date=calls["asked_on"],
        contact_role=calls["role"],
        row_identity=calls["month"].dt.strftime("%Y-%m").fillna(""),
    )


def _of_exit_surveys(exits: pd.DataFrame) -> pd.DataFrame:
    exits = exits[exits["score"].notna()]
    return exits.assign(
        source="exit_surveys",
        survey="exit",
        date=exits["asked_on"],
        contact_role="",
        comment=exits["reason"],
        row_identity=exits["churned_on"].dt.strftime("%Y-%m-%d").fillna(""),
    )


def _of_responses(responses: pd.DataFrame) -> pd.DataFrame:
    survey = responses["survey"].where(responses["survey"].ne(""), "quarterly")
    return responses.assign(source="responses", survey=survey, contact_role="", row_identity="")


def _surveys(tables: Tables) -> pd.DataFrame:
    """What is known of each survey key: ``survey_key, of_client, of_contact, of_contact_role,
    of_survey, of_survey_month``.

    Rows of the call list may have been archived since, so what was stamped when it was opened comes first.
    """
    stamped = tables["attribution"].drop_duplicates("response_key").rename(columns={"response_key": "survey_key"})
    stamped = stamped[stamped["survey_key"].str.startswith(SURVEY_KEYS)]
    of_calls = tables["call_list"][["survey_key", "month", "client", "contact", "role"]]
    of_exits = tables["exit_surveys"][["survey_key", "client", "contact"]]
    known = pd.concat([stamped[["survey_key", "month", "client"]], of_calls, of_exits], ignore_index=True)
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


def _tied_to_surveys(found: pd.DataFrame, surveys: pd.DataFrame) -> pd.DataFrame:
    """Survey kind, month, contact and role follow a known survey key; a key nobody knows is no key."""
    found = found.merge(surveys, on="survey_key", how="left")
    tied = found["of_survey"].notna()
    response = tied & found["source"].eq("responses")
    for column in ("survey", "survey_month", "contact", "contact_role"):
        known = found["of_" + column]
        found[column] = found[column].where(~response | known.isna() | known.eq(""), known)
    key = found["survey_key"].where(tied | found["source"].ne("responses"), "")
    return found.assign(key=key, of_client=found["of_client"].fillna(""))


def _remembered(tables: Tables) -> pd.Series:
    """Clients that answered or were asked before, whether or not they are still listed."""
    frames = [tables[table]["client"] for table in ("answer_ledger", "attribution")]
    return pd.concat(frames, ignore_index=True).drop_duplicates()


def _with_clients(found: pd.DataFrame, roster: Roster, remembered: pd.Series) -> tuple[pd.DataFrame, pd.DataFrame]:
    """``client`` as Clients spells it: the survey's where the key is known, else the one typed."""
    typed, of_survey = (resolve(found[column], roster.clients["client"]) for column in ("client", "of_client"))
    mismatch = typed["name"].ne("") & of_survey["name"].ne("") & typed["name"].ne(of_survey["name"])
    name = of_survey["name"].where(of_survey["name"].ne(""), typed["name"])
    ambiguous = name.eq("") & typed["code"].eq("ambiguous")
    meant = found["of_client"].where(found["of_client"].ne(""), found["client"].mask(ambiguous, ""))
    gone = resolve(meant.mask(name.ne(""), ""), remembered)
    name = name.where(name.ne(""), gone["name"])
    unlisted, nobody = gone["name"].ne(""), name.eq("")
    found = found.assign(typed_client=found["client"], client=name)
    wrong = issues.joined(
        [
            about_cells(found[nobody & ~ambiguous], "client", "unknown_client", found["typed_client"], typed["hint"]),
            about_cells(found[nobody & ambiguous], "client", "ambiguous_client", found["typed_client"], typed["hint"]),
            about_cells(found[mismatch], "client", "key_mismatch", found["typed_client"], of_survey["name"]),
            about_cells(found[unlisted], "client", "client_not_listed", found["typed_client"], rejects=False),
        ]
    )
    return found[~nobody & ~mismatch], wrong


def _with_plausible_dates(found: pd.DataFrame, as_of: pd.Timestamp) -> tuple[pd.DataFrame, pd.DataFrame]:
    future, ancient = found["date"].gt(as_of.normalize()), found["date"].lt(FIRST_PLAUSIBLE_DAY)
    typed = found["date"].dt.strftime("%Y-%m-%d").fillna("")
    wrong = issues.joined(
        [
            about_cells(found[future], "date", "future_date", typed),
            about_cells(found[ancient], "date", "implausible_date", typed),
        ]
    )
    return found[~future & ~ancient], wrong


def _with_contact_roles(found: pd.DataFrame, contacts: pd.DataFrame) -> pd.DataFrame:
    """The role in the row itself, else that of the contact in Contacts."""
    roles = dict(zip(_together(contacts["client"], contacts["contact"]), contacts["role"], strict=True))
    listed = [roles.get(person, "") for person in found["person"]]
    return found.assign(contact_role=found["contact_role"].where(found["contact_role"].ne(""), listed))


def _keys_of_rows(found: pd.DataFrame) -> pd.Series:
    """The survey key; for a row that somebody added to a list by hand, one made of what it is about."""
    by_hand = found["key"].eq("") & found["source"].ne("responses")
    about = found[by_hand]
    parts = zip(about["survey"], about["row_identity"], about["person"], strict=True)
    made = pd.Series([ROW_KEY + fingerprint("\n".join(part), 12) for part in parts], index=about.index, dtype="str")
    return found["key"].where(~by_hand, made)


def _one_a_survey(found: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Of several answers to one survey the latest counts; on one day the lowest."""
    if not found.loc[found["key"].ne(""), "key"].duplicated().any():
        return found, issues.none()
    order = found.sort_values(["score", "source", "comment", "row"]).sort_values("date", ascending=False, kind="stable")
    keyed = order[order["key"].ne("")]
    kept = keyed.drop_duplicates("key").set_index("key")
    repeats = keyed[keyed.duplicated("key")]
    counted = kept.reindex(repeats["key"]).set_axis(repeats.index)
    other = counted["source"] + ":" + counted["row"].astype("int64").astype("str")
    wrong = about_cells(repeats, "score", "duplicate_key", repeats["score"].map("{:g}".format), other)
    return found.drop(repeats.index), wrong


def _digest_keys(found: pd.DataFrame) -> pd.Series:
    """A digest of date, client, contact and survey, numbered from the second on by score and comment."""
    days = np.datetime_as_string(found["date"].to_numpy().astype("datetime64[D]"))
    parts = zip(days, found["person"], found["survey"], strict=True)
    base = pd.Series([DIGEST_KEY + fingerprint("\n".join(part), 12) for part in parts], index=found.index, dtype="str")
    repeated = base.duplicated(keep=False)
    ranked = found[["score", "comment"]][repeated].assign(base=base).sort_values(["score", "comment"], kind="stable")
    ordinal = ranked.groupby("base").cumcount() + 1
    again = ordinal[ordinal.gt(1)]
    return base.mask(base.index.isin(again.index), base + "-" + again.astype("str").reindex(base.index))


def _together(clients: Iterable[str], contacts: Iterable[str]) -> list[str]:
    """Client and contact as one text, the same however their names are typed."""
    pairs = list(zip(clients, contacts, strict=True))
    known = {pair: normalise(pair[0]) + "\n" + normalise(pair[1]) for pair in set(pairs)}
    return [known[pair] for pair in pairs]


def about_cells(
    rows: pd.DataFrame,
    column: str,
    code: str,
    found: pd.Series,
    hint: pd.Series | None = None,
    *,
    rejects: bool = True,
) -> pd.DataFrame:
    """One issue a row, at the cell where its table keeps ``column``."""
    if rows.empty:
        return issues.none()
    frames = []
    for table, some in rows.groupby("source"):
        cell = DATE_COLUMN[str(table)] if column == "date" else column
        hints = "" if hint is None else hint.loc[some.index]
        frames.append(
            issues.about(str(table), some["row"], cell, code, found=found.loc[some.index], hint=hints, rejects=rejects)
        )
    return issues.joined(frames)
