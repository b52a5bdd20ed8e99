"""A form that knows the survey's key need not ask who answers."""

from __future__ import annotations

CLIENTS = """
Clients
| Client | Manager |
| Acme   | Ann     |

Employees
| Employee |
| Ann      |
"""


def answers(make_file, *lines: str):
    return make_file(CLIENTS + "\nForm Responses 1\n" + "\n".join(lines)).open().snapshot()


def test_a_form_without_a_question_for_the_client_is_read_by_its_keys(make_file):
    snapshot = answers(
        make_file,
        "| Timestamp    | Survey key     | Score | What to change |",
        "| = 2026-11-04 | Q-2026-11-aaaa | 3     | be faster      |",
    )
    rows = snapshot.tables["responses"]
    assert rows[["client", "survey_key", "score"]].to_numpy().tolist() == [["", "Q-2026-11-aaaa", 3.0]]
    assert snapshot.issues.empty


def test_an_answer_needs_a_client_or_a_key(make_file):
    snapshot = answers(
        make_file,
        "| Timestamp    | Client | Survey key     | Score |",
        "| = 2026-11-04 |        | Q-2026-11-aaaa | 3     |",
        "| = 2026-11-05 |        |                | 9     |",
        "| = 2026-11-06 | Acme   |                | 10    |",
    )
    assert snapshot.tables["responses"]["score"].tolist() == [3.0, 10.0]
    assert snapshot.issues[["code", "column", "row"]].to_numpy().tolist() == [["missing_value", "client", 3]]
