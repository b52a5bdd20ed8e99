"""Letters wait, are claimed, go, fail and are settled: no client gets two, none is forgotten in silence."""

from __future__ import annotations

from dataclasses import replace

import hypothesis
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.program.deliveries import Outgoing, deliveries
from flows.program.fates import LEASE, RETRY_AFTER, Fared, Left, settled
from flows.program.outbox import SENDING, SENT, key_of, of_run
from flows.program.roster import roster
from flows.program.settings import Settings
from flows.program.shapes import ANSWERS, DELIVERIES, EXIT_SURVEYS, empty, shaped

NOON = pd.Timestamp("2026-11-12 12:00")  # a Thursday
RUN, NEXT = "20261112T110000Z-aaaa", "20261112T120000Z-bbbb"
LETTERS = Settings(
    deliver="yes",
    survey_channel="email",
    exit_channel="email",
    form_link="https://form.example/?k={survey key}",
    sender="Ann <nps@firm.com>",
    smtp_server="localhost",
    programme_starts_on=pd.Timestamp("2026-08-01"),
)
CALLS = """
clients
| client | contact | email      | status |
| Acme   | Dora    | d@acme.com | active |
| Bolt   | Bert    | b@bolt.com | active |
call_list
| month      | client | contact | email      | survey_key     |
| 2026-11-01 | Acme   | Dora    | d@acme.com | Q-2026-11-aaaa |
| 2026-11-01 | Bolt   | Bert    | b@bolt.com | Q-2026-11-bbbb |
"""


def outbox(tables, now=NOON, run=RUN, of=LETTERS, *, left=None, answered=(), utc=None, closed=(), **more):
    """The sheet Deliveries as a run at ``now`` wants it."""
    return deliveries(
        tables,
        roster=roster(tables, now),
        settings=of,
        answered=answered,
        closed=closed,
        fresh=more.get("fresh", empty(ANSWERS)),
        left_now=more.get("left_now", empty(EXIT_SURVEYS)),
        digests=None,
        outgoing=Outgoing(run, now, utc if utc is not None else now, left or {}, notices=more.get("notices", False)),
    )


def with_outbox(tables, frame):
    return {**tables, "deliveries": frame.assign(row=range(2, len(frame) + 2))}


def all_fared(frame, run, fate, reason=""):
    rows = of_run(frame, run)
    return {key_of(*each): Fared(fate, reason) for each in rows[["survey_key", "letter"]].to_numpy()}


def sent(tables, now=NOON, run=RUN, of=LETTERS, fate="sent", **more):
    """The tables after a run all of whose letters had the same fate."""
    claimed = outbox(tables, now, run, of, **more)
    return with_outbox(tables, settled(claimed, run, all_fared(claimed, run, fate), now, test=of.deliver == "test"))


def states(frame_or_tables):
    frame = frame_or_tables["deliveries"] if isinstance(frame_or_tables, dict) else frame_or_tables
    return {
        (client, letter): state
        for client, letter, state in frame[["client", "letter", "state"]].itertuples(index=False)
    }


INVITED = {("Acme", "invitation"), ("Bolt", "invitation")}
KEYS = ("Q-2026-11-aaaa/invitation", "Q-2026-11-bbbb/invitation")


@pytest.fixture
def calls(tables_from):
    return tables_from(CALLS)


def test_whoever_is_on_the_call_list_gets_one_invitation(calls):
    claimed = outbox(calls)
    assert states(claimed) == dict.fromkeys(INVITED, SENDING)
    assert set(claimed["address"]) == {"d@acme.com", "b@bolt.com"}
    after = sent(calls)
    assert states(after) == dict.fromkeys(INVITED, SENT)
    again = outbox(after, NOON + pd.Timedelta(hours=1), NEXT)
    assert of_run(again, NEXT).empty
    pd.testing.assert_frame_equal(again, shaped(after["deliveries"], DELIVERIES))


def test_of_two_runs_at_once_the_second_claims_nothing(calls):
    first = with_outbox(calls, outbox(calls))
    second = outbox(first, NOON, NEXT, left={RUN: Left(known=True, alive=True)})
    assert of_run(second, NEXT).empty
    assert set(second["run"]) == {RUN}


def test_a_run_that_sees_its_own_claim_again_still_has_it(calls):
    landed = with_outbox(calls, outbox(calls))
    assert len(of_run(outbox(landed), RUN)) == 2


def test_what_a_killed_run_had_not_come_to_goes_with_the_next_run(calls):
    claimed = with_outbox(calls, outbox(calls))
    dead = Left(known=True, fates={"Q-2026-11-aaaa/invitation": "sent"})
    after = outbox(claimed, NOON, NEXT, left={RUN: dead})
    assert states(after) == {("Acme", "invitation"): SENT, ("Bolt", "invitation"): SENDING}
    assert list(of_run(after, NEXT)["client"]) == ["Bolt"]
    assert list(after["tries"]) == [1, 1]


def test_a_letter_that_was_handed_over_without_an_answer_waits_for_a_person(calls):
    claimed = with_outbox(calls, outbox(calls))
    after = outbox(claimed, NOON, NEXT, left={RUN: Left(known=True, fates={"Q-2026-11-aaaa/invitation": ""})})
    assert states(after)["Acme", "invitation"] == "unconfirmed"
    later = outbox(with_outbox(calls, after), NOON + pd.Timedelta(days=9), "20261121T110000Z-cccc")
    assert states(later)["Acme", "invitation"] == "unconfirmed"
    assert ("Acme", "reminder 1") not in states(later)


def test_a_claim_made_on_another_machine_is_believed_for_its_lease_and_then_doubted(calls):
    claimed = with_outbox(calls, outbox(calls))
    begun = pd.Timestamp("2026-11-12 11:00")
    assert states(outbox(claimed, run=NEXT, utc=begun + LEASE / 2)) == dict.fromkeys(INVITED, SENDING)
    doubted = outbox(claimed, run=NEXT, utc=begun + LEASE * 1.01)
    assert states(doubted) == dict.fromkeys(INVITED, "unconfirmed")


def test_a_webhook_in_doubt_is_called_again_since_its_key_makes_that_harmless(calls):
    hooks = replace(LETTERS, survey_channel="webhook", webhook="https://hook.example", smtp_server="")
    claimed = with_outbox(calls, outbox(calls, of=hooks))
    after = outbox(claimed, run=NEXT, of=hooks, left={RUN: Left(known=True, fates={"Q-2026-11-aaaa/invitation": ""})})
    assert set(of_run(after, NEXT)["client"]) == {"Acme", "Bolt"}


@pytest.mark.parametrize(("written", "becomes"), [("sent", SENT), ("queued", SENDING), ("", "unconfirmed")])
def test_a_person_settles_a_doubt_by_writing_into_the_state(calls, written, becomes):
    doubtful = sent(calls, fate="unknown")
    doubtful["deliveries"] = doubtful["deliveries"].assign(state=written)
    assert set(states(outbox(doubtful, run=NEXT)).values()) == {becomes}


def test_a_letter_put_off_is_tried_again_after_ever_longer_and_then_somebody_calls(calls):
    now, tables = NOON, calls
    for number, wait in enumerate(RETRY_AFTER, 1):
        tables = sent(tables, now, f"20261112T11000{number}Z-a", fate="put off")
        assert set(states(tables).values()) == {"failed"}
        assert set(tables["deliveries"]["send_on"]) == {now + wait}
        early = outbox(tables, now + wait - pd.Timedelta(minutes=1), NEXT)
        assert of_run(early, NEXT).empty
        now = now + wait + (pd.Timedelta(days=3) if (now + wait).day_of_week >= 5 else pd.Timedelta(0))
    tables = sent(tables, now, "20261112T110009Z-a", fate="put off")
    assert set(states(tables).values()) == {"to call"}
    assert of_run(outbox(tables, now + pd.Timedelta(days=1), NEXT), NEXT).empty


def test_a_refused_letter_is_a_call_until_somebody_writes_another_address(calls):
    refused = sent(calls, fate="refused")
    assert set(states(refused).values()) == {"to call"}
    refused["call_list"] = refused["call_list"].assign(email=["new@acme.com", "b@bolt.com"])
    after = outbox(refused, run=NEXT)
    assert states(after) == {("Acme", "invitation"): SENDING, ("Bolt", "invitation"): "to call"}
    assert list(of_run(after, NEXT)["address"]) == ["new@acme.com"]


def test_a_dead_server_costs_no_try(calls):
    tables = calls
    for day in range(5):
        tables = sent(tables, NOON + pd.Timedelta(hours=day), f"20261112T11000{day}Z-a", fate="not tried")
    assert set(states(tables).values()) == {"queued"}
    assert set(tables["deliveries"]["tries"]) == {0}


def test_letters_of_a_test_go_again_to_the_clients_when_it_is_over(calls):
    tested = sent(calls, of=replace(LETTERS, deliver="test", test_address="me@firm.com"))
    assert set(states(tested).values()) == {"tested"}
    assert of_run(outbox(tested, run=NEXT, of=replace(LETTERS, deliver="no")), NEXT).empty
    assert states(outbox(tested, run=NEXT)) == dict.fromkeys(INVITED, SENDING)


def test_nothing_goes_while_settings_lack_what_a_letter_needs(calls):
    for lacking in ("form_link", "sender", "smtp_server"):
        held = outbox(calls, of=replace(LETTERS, **{lacking: ""}))
        assert set(states(held).values()) == {"queued"}
    assert outbox(calls, of=replace(LETTERS, deliver="no")).empty


def test_letters_that_wait_wait_on_while_nothing_is_delivered(calls):
    put_off = sent(calls, fate="put off")
    asleep = outbox(put_off, NOON + pd.Timedelta(hours=2), NEXT, replace(LETTERS, deliver="no"))
    pd.testing.assert_frame_equal(asleep, shaped(put_off["deliveries"], DELIVERIES))


def test_a_client_that_is_renamed_gets_no_second_invitation(calls):
    invited = sent(calls)
    invited["clients"] = invited["clients"].replace({"client": {"Acme": "Brand new"}})
    renamed = invited["call_list"].iloc[[0]].assign(client="Brand new", survey_key="Q-2026-11-cccc")
    invited["call_list"] = pd.concat([invited["call_list"], renamed], ignore_index=True)
    assert of_run(outbox(invited, NOON + pd.Timedelta(hours=1), NEXT), NEXT).empty


@pytest.mark.parametrize("moment", ["2026-11-12 08:59", "2026-11-12 18:00", "2026-11-14 12:00"])
def test_outside_the_hours_and_on_days_off_letters_wait(calls, moment):
    assert set(states(outbox(calls, pd.Timestamp(moment))).values()) == {"queued"}


def test_a_row_that_is_gone_withdraws_its_letter_and_comes_back_with_it(calls):
    queued = with_outbox(calls, outbox(calls, pd.Timestamp("2026-11-12 07:00")))
    without = {**queued, "call_list": queued["call_list"].iloc[1:]}
    gone = outbox(without)
    assert states(gone)["Acme", "invitation"] == "withdrawn"
    back = {**queued, "deliveries": with_outbox(calls, gone)["deliveries"]}
    assert states(outbox(back, run=NEXT))["Acme", "invitation"] == SENDING


FATES = st.sampled_from(["sent", "refused", "put off", "not tried", "unknown", "killed", "killed after", "answer lost"])


@hypothesis.settings(max_examples=25)
@given(st.lists(st.tuples(FATES, st.booleans()), max_size=6))
def test_whatever_happens_no_client_gets_two_letters_and_none_is_forgotten(tables_from, story):
    """Each run meets one fate; ``killed`` before the letter was handed over, ``killed after``, or with its last write
    lost; the machine may have lost its memory, too.
    """
    tables, now = tables_from(CALLS), NOON
    delivered = dict.fromkeys(("Q-2026-11-aaaa", "Q-2026-11-bbbb"), 0)
    left: dict[str, Left] = {}
    for number, (fate, forgets) in enumerate([*story, ("sent", False)]):
        run = f"{now:%Y%m%dT%H%M%SZ}-{number}"
        claimed = outbox(tables, now, run, left=left)
        mine = of_run(claimed, run)
        mine = mine[mine["letter"].eq("invitation")]
        reached = fate in {"sent", "unknown", "killed after", "answer lost"}
        for survey in mine["survey_key"]:
            delivered[survey] += reached
        if fate in {"killed", "killed after", "answer lost"}:
            known = {"killed": None, "killed after": "", "answer lost": "sent"}[fate]
            keys = {} if known is None else {key_of(survey, "invitation"): known for survey in mine["survey_key"]}
            left[run] = Left() if forgets else Left(known=True, fates=keys)
            tables = with_outbox(tables, claimed)
        else:
            tables = with_outbox(tables, settled(claimed, run, all_fared(claimed, run, fate), now, test=False))
        now += pd.Timedelta(days=7)
    rows = tables["deliveries"]
    for row in rows[rows["letter"].eq("invitation")].itertuples():
        assert delivered[row.survey_key] <= 1
        if row.state == SENT:
            assert delivered[row.survey_key] == 1
        assert row.state != SENDING or row.run.endswith(f"-{len(story)}")
        if delivered[row.survey_key] == 0:
            assert row.state in {"to call", "unconfirmed", "queued", "failed", "withdrawn"}


def test_a_doubtful_letter_is_not_sent_again_because_somebody_meant_to_call_for_a_day(calls):
    claimed = with_outbox(calls, outbox(calls))
    doubted = with_outbox(
        calls, outbox(claimed, NOON, NEXT, left={RUN: Left(known=True, fates=dict.fromkeys(KEYS, ""))})
    )
    called = with_outbox(calls, outbox(doubted, NOON, NEXT, replace(LETTERS, survey_channel="call")))
    again = outbox(called, NOON, "20261112T130000Z-cccc")
    assert states(again) == dict.fromkeys(INVITED, "unconfirmed")


@pytest.mark.parametrize(("run", "afterwards", "state"), [(RUN, "test", "sent"), (f"{RUN}-test", "yes", "sending")])
def test_what_a_killed_run_sent_is_judged_by_whom_it_sent_it_to_whatever_settings_say_since(
    calls, run, afterwards, state
):
    claimed = with_outbox(calls, outbox(calls, run=run))
    of = replace(LETTERS, deliver=afterwards, test_address="me@firm.com")
    after = outbox(claimed, NOON, NEXT, of, left={run: Left(known=True, fates=dict.fromkeys(KEYS, "sent"))})
    assert states(after) == dict.fromkeys(INVITED, state)
