"""The settings of the programme: what people may decide, what holds if they decide nothing.

The sheet Settings has a name and a value a row. Names are understood in both languages and in
any case; a value that cannot be used leaves the default standing and becomes an issue.
"""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from flows.program import issues
from flows.program.declared_settings import BY_KEY, SETTINGS, Setting
from flows.program.names import looks, normalise, resolve
from flows.program.setting_defaults import Settings
from flows.program.setting_values import parts, read_days

__all__ = ["BY_KEY", "SETTINGS", "Setting", "Settings", "read_settings"]

_KEY_OF_NAME = {
    normalise(name.replace("_", " ")): setting.key
    for setting in SETTINGS
    for name in (setting.key, *setting.names["en"], *setting.names["ru"])
}


def read_settings(frame: pd.DataFrame) -> tuple[Settings, pd.DataFrame]:
    """The settings said in ``tables['settings']`` and the issues found.

    Of a setting said twice the last counts (``repeated_setting`` on the others, with the row that
    counts). ``unknown_setting`` hints the closest name, ``bad_setting`` what was expected. A row
    without a value leaves the default and is no mistake.
    """
    said = frame.loc[(frame["setting"] != "") | (frame["value"] != ""), ["setting", "value", "row"]]
    written = said["setting"].str.rstrip(" :").str.replace("_", " ").map(normalise)
    said = said.assign(key=written.map(_KEY_OF_NAME).fillna("").astype("str")).sort_values("row", kind="stable")
    found = [_unknown(said[said["key"] == ""])]

    known = said[(said["key"] != "") & (said["value"] != "")]
    last = known.groupby("key", sort=False)["row"].transform("max")
    repeated = known["row"] != last
    found.append(_about(known[repeated], "setting", "repeated_setting", last[repeated].astype("str"), rejects=True))

    values: dict[str, object] = {}
    for line in known[~repeated].drop_duplicates("key", keep="last").itertuples():
        key, text = str(line.key), str(line.value)
        value, refused = _read(BY_KEY[key], text)
        if value is not None:
            values[key] = value
        for part in refused:
            row = known.loc[[line.Index]].assign(value=part)
            found.append(_about(row, "value", "bad_setting", BY_KEY[key].expects, rejects=value is None))
    return replace(Settings(), **values), issues.joined(found)  # type: ignore[arg-type]


def _read(setting: Setting, text: str) -> tuple[object | None, list[str]]:
    """The value, or None if nothing of it can be used, and the parts that cannot be used."""
    if setting.key != "days_off":
        try:
            return setting.read(text), []
        except ValueError:
            return None, [text]
    days: set[pd.Timestamp] = set()
    refused = []
    for part in parts(text):
        try:
            days |= set(read_days(part))
        except ValueError:
            refused.append(part)
    return tuple(sorted(days)) or None, refused


def _unknown(rows: pd.DataFrame) -> pd.DataFrame:
    names = pd.Series([name for setting in SETTINGS for name in (*setting.names["en"], *setting.names["ru"])])
    closest = resolve(rows["setting"].where(rows["setting"].map(looks) != "", rows["value"]), names)["hint"]
    return _about(rows, "setting", "unknown_setting", closest, rejects=True)


def _about(rows: pd.DataFrame, column: str, code: str, hint: pd.Series[str] | str, *, rejects: bool) -> pd.DataFrame:
    return issues.about("settings", rows["row"], column, code, found=rows[column], hint=hint, rejects=rejects)
