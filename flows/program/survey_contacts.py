"""Which contacts of a client a round asks: the one whose word decides most, or all of them.

Who comes first is in ``whom_to_ask``. Who is not to be surveyed is never asked, whichever sheet
names them.
"""

from __future__ import annotations

import pandas as pd

from flows.program.names import normalise
from flows.program.roster import Roster
from flows.program.whom_to_ask import contacts_to_ask

COLUMNS = ["client", "contact", "role", "phone", "email", "forecast", "person"]


def survey_contacts(roster: Roster, contacts_per_client: str) -> pd.DataFrame:
    """The contacts to ask: client, contact, role, phone, email, forecast, person (the name normalised).

    ``contacts_per_client``: ``one``, or ``all`` (those in Contacts; of a client that has none there, the
    contact of its own row). The first to ask stands first within each client. No row for a client of whom
    nobody may be asked; but one with an empty contact for a client of whom nobody is named at all:
    somebody there will pick up the telephone.
    """
    clients = roster.clients
    everyone = contacts_to_ask(clients, roster.contacts)
    everyone = everyone.assign(person=everyone["contact"].map(normalise))
    refusing = everyone.loc[everyone["do_not_survey"], "client"]
    nobody_else = everyone["person"].eq("") & everyone["client"].isin(refusing)
    willing = everyone[~everyone["do_not_survey"] & ~nobody_else]
    if contacts_per_client == "one":
        willing = willing.drop_duplicates("client")
    else:
        listed = _same_people(willing, roster.contacts)
        willing = willing[listed | ~willing["client"].isin(willing.loc[listed, "client"])]
    unnamed = clients.loc[~clients["client"].isin(everyone["client"]), ["client"]]
    unnamed = unnamed.assign(contact="", role="", phone="", email="", forecast=float("nan"), person="")
    return pd.concat([willing[COLUMNS], unnamed[COLUMNS]], ignore_index=True)


def _same_people(people: pd.DataFrame, contacts: pd.DataFrame) -> pd.Series:
    """Which of ``people`` (client, person) stand in Contacts."""
    listed = pd.MultiIndex.from_arrays([contacts["client"], contacts["contact"].map(normalise)])
    among = pd.MultiIndex.from_frame(people[["client", "person"]]).isin(listed)
    return pd.Series(among, index=people.index)
