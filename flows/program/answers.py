"""Every answer that stands in people's sheets, wherever it was typed, in one frame.

Answers come from rows of the call list and of the exit surveys that have a score, and from Responses.
A row with a survey key is that survey's answer; a response that bears such a key is tied to it, and so is one
without a key where the client's name tells (see ``by_name``). Any other response is known by a digest of its date,
client, contact and survey, with an ordinal where that repeats, which follows what the rows say and not where they
stand. What cannot be used becomes an issue.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from hashlib import blake2b

import numpy as np
import pandas as pd

from flows.program import issues
from flows.program.by_name import tied_by_name
from flows.program.form_keys import keys_meant
from flows.program.known_surveys import known_surveys
from flows.program.names import normalise, resolve, says_nothing
from flows.program.roster import Roster
from flows.program.shapes import ANSWERS, shaped

Tables = Mapping[str, pd.DataFrame]

DATE_COLUMN = {"call_list": "asked_on", "exit_surveys": "asked_on", "responses": "date"}
FIRST_PLAUSIBLE_DAY = pd.Timestamp("2000-01-01")
"""The question has been asked since 2003: an older date is a slip of the pen."""

DIGEST_KEY = "R-"
ROW_KEY = "H-"


def fingerprint(text: str, digits: int) -> str:
    """So many hex digits that stand for ``text``."""
    return blake2b(text.encode(), digest_size=digits // 2).hexdigest()


def answers(tables: Tables, roster: Roster, as_of: pd.Timestamp) -> tuple[pd.DataFrame, pd.DataFrame]:
    """All usable answers (shape ``shapes.ANSWERS``) and the issues of those that are not.

    ``date`` is NaT where the interviewer typed none; ``survey_month`` is set for an answer to a row of the
    call list; ``client`` is spelt as in Clients. Issues: ``unknown_client``, ``ambiguous_client``,
    ``client_not_listed``, ``key_mismatch``, ``unknown_key``, ``future_date``, ``implausible_date``,
    ``perhaps_exit``, ``duplicate_key``.
    """
    surveys = known_surveys(tables)
    lists = (
        _of_call_list(tables["call_list"]),
        _of_exit_surveys(tables["exit_surveys"]),
        _of_responses(tables["responses"]),
    )
    found = pd.concat(lists, ignore_index=True)
    found["date"] = found["date"].astype("datetime64[ns]").dt.normalize()
    found, unknown = _tied_to_surveys(found, surveys)
    found, nameless = _with_clients(found, roster, _remembered(tables))
    found, misdated = _with_plausible_dates(found, as_of)
    found = tied_by_name(found, surveys, tables, roster)
    doubtful = about_cells(found[found["perhaps_exit"]], "survey", "perhaps_exit", found["client"], rejects=False)
    found = found.assign(person=_together(found["client"], found["contact"]))
    found = _with_contact_roles(found, roster.contacts)
    found = found.assign(key=_keys_of_rows(found))
    found, repeated = _one_a_survey(found)
    found = found.assign(key=_digest_keys(found[found["key"].eq("")]).reindex(found.index).fillna(found["key"]))
    return shaped(found, ANSWERS), issues.joined([unknown, nameless, misdated, doubtful, repeated])


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
    said = responses["survey"].ne("")
    return responses.assign(source="responses", survey=survey, says_survey=said, contact_role="", row_identity="")


def _tied_to_surveys(found: pd.DataFrame, surveys: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Survey kind, month, contact and role follow a known survey key; a key nobody knows is no key.

    A response that names neither a survey nor a client is left out.
    """
    response = found["source"].eq("responses")
    meant = keys_meant(found["survey_key"].where(response, ""), surveys["survey_key"])
    typed = found["survey_key"]
    found = found.assign(survey_key=meant.where(response, typed)).merge(surveys, on="survey_key", how="left")
    for column in ("survey", "survey_month", "contact", "contact_role"):
        known = found["of_" + column]
        found[column] = found[column].where(~response | known.isna() | known.eq(""), known)
    unknown = response & meant.eq("") & ~typed.map(says_nothing).astype("bool")
    lost = unknown & found["client"].eq("")
    wrong = [
        about_cells(found[unknown & some], "survey_key", "unknown_key", typed, rejects=rejects)
        for some, rejects in ((lost, True), (~lost, False))
    ]
    found = found.assign(key=found["survey_key"], of_client=found["of_client"].fillna(""))
    return found[~lost], issues.joined(wrong)


def _remembered(tables: Tables) -> pd.Series:
    """Clients that answered or were asked before, whether or not they are still listed."""
    exits = tables["exit_surveys"]
    frames = [tables["answer_ledger"]["client"], tables["attribution"]["client"]]
    asked_why = exits.loc[exits["survey_key"].ne(""), "client"]
    return pd.concat([*frames, asked_why], ignore_index=True).drop_duplicates()


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
