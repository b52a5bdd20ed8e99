"""Whom to ask at a client: the one who decides, else who influences, else who uses, else whoever is named.

The contacts are those of the sheet Contacts, and the contact in the client's own row.
"""

from __future__ import annotations

import pandas as pd

from flows.program.names import normalise, says_nothing
from flows.program.scores import SENIORITY
from flows.program.shapes import FLAG, NUMBER, TEXT, shaped

CONTACTS = {
    "client": TEXT,
    "contact": TEXT,
    "role": TEXT,
    "email": TEXT,
    "phone": TEXT,
    "forecast": NUMBER,
    "do_not_survey": FLAG,
}
IN_CLIENTS_ROW = len(SENIORITY)
WITHOUT_ROLE = IN_CLIENTS_ROW + 1


def contacts_to_ask(clients: pd.DataFrame, contacts: pd.DataFrame) -> pd.DataFrame:
    """All contacts of ``clients`` (frames as in ``roster``), the one to ask first on top of each client.

    Columns: client, contact, role (empty for the contact of the client's row), email, phone, forecast,
    do_not_survey. Contacts of one role stand in the order of the sheet. Where Contacts lists the person of
    the client's row too, that is one contact, reached by either row's telephone and address. A client
    without any contact has no row.
    """
    listed = contacts[contacts["client"].isin(clients["client"])]
    listed = listed.assign(order=listed["role"].map(SENIORITY).fillna(WITHOUT_ROLE))
    own = clients.assign(contact=clients["contact"].mask(clients["contact"].map(says_nothing).astype("bool"), ""))
    own = own[(own["contact"] != "") | (own["email"] != "") | (own["phone"] != "")]
    own = own.assign(role="", forecast=float("nan"), do_not_survey=False, order=IN_CLIENTS_ROW)
    everyone = pd.concat([listed, own], ignore_index=True)
    person = everyone.groupby([everyone["client"], everyone["contact"].map(normalise)], sort=False)
    for column in ("email", "phone"):
        everyone[column] = everyone[column].where(everyone[column] != "", person[column].transform("max"))
    once = everyone[person.cumcount() == 0]
    return shaped(once.sort_values(["client", "order", "row"], kind="stable"), CONTACTS)
