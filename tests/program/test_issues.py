"""Issues are rows of one shape."""

import pandas as pd

from flows.program import issues


def test_a_row_rejected_twice_is_rejected_once():
    rows = pd.Series([2, 3])
    found = issues.joined(
        [
            issues.about("responses", rows, "client", "unknown_client", found=pd.Series(["a", "b"]), rejects=True),
            issues.about("responses", rows[:1], "score", "not_a_score", found="11", rejects=True),
            issues.about("clients", rows, "", "no_team_member"),
            issues.none(),
        ]
    )
    assert issues.rejected_rows(found) == 2
    assert found.columns.tolist() == list(issues.COLUMNS)
    assert found["found"].tolist() == ["a", "b", "11", "", ""]


def test_the_same_issue_is_told_once():
    one = issues.about("clients", pd.Series([4]), "client", "duplicate_client", hint="2")
    assert len(issues.joined([one, one])) == 1


def test_no_issue_has_the_same_columns_and_types():
    some = issues.about("clients", pd.Series([4]), "client", "duplicate_client")
    assert issues.none().dtypes.equals(some.dtypes)
    assert issues.joined([]).dtypes.equals(some.dtypes)
