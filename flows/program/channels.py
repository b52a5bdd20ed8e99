"""How a survey reaches a client: somebody calls, a letter goes, or another program is told.

What *Clients* says of a client goes before what Settings say of all. Without an address no letter can go, so
somebody calls.
"""

from __future__ import annotations

import pandas as pd

CALL, EMAIL, WEBHOOK = "call", "email", "webhook"
LETTERS_GO_BY = (EMAIL, WEBHOOK)


def channel_of(people: pd.DataFrame, clients: pd.DataFrame, usual: str) -> pd.Series[str]:
    """The channel of each row of ``people`` (client, email); ``clients`` as in ``roster``, ``usual``: the setting."""
    own = people["client"].map(clients.set_index("client")["channel"]).fillna("")
    chosen = own.where(own.ne(""), usual).astype("str")
    return chosen.mask(chosen.eq(EMAIL) & people["email"].eq(""), CALL)
