"""Whoever opens a file hears first what its first save would lose."""

from flows.opening import open_for_flow
from tests.sheets_adapter.local.hostile import packed


def test_what_a_save_would_lose_is_said_once_and_before_it(tmp_path, capsys):
    path = packed(tmp_path / "team.xlsx", {"xl/connections.xml": b"<connections/>"})
    open_for_flow(str(path))
    open_for_flow(str(path))
    said = capsys.readouterr().err
    assert said.count("data connections (1)") == 1
    assert "as it was" in said


def test_nothing_is_said_of_a_file_that_loses_nothing(tmp_path, capsys):
    open_for_flow(str(packed(tmp_path / "team.xlsx", {})))
    assert capsys.readouterr().err == ""
