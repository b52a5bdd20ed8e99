"""Letters as files: whole or not at all, one a letter."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from flows.delivery.folder import Folder, folder_of
from flows.delivery.parcel import Fate


def test_a_letter_is_a_file_that_a_mail_program_reads(tmp_path: Path, notes, letter) -> None:
    folder = tmp_path / "a new" / "folder"
    parcel = letter("ann@acme.com", "Насколько вероятно?\n.\n", key="Q-2026-11-1a2b3c4d/reminder 1")
    assert [each.fate for each in Folder(folder).deliver([parcel], notes)] == [Fate.SENT]
    (file,) = folder.iterdir()
    assert file.name == "Q-2026-11-1a2b3c4d-reminder-1.eml"
    found = message_from_bytes(file.read_bytes(), policy=default)
    assert (found["To"], found.get_content()) == ("ann@acme.com", "Насколько вероятно?\n.\n")


def test_the_same_letter_twice_is_one_file(tmp_path: Path, notes, letter) -> None:
    parcel = letter("ann@acme.com")
    for _ in range(2):
        assert [each.fate for each in Folder(tmp_path).deliver([parcel], notes)] == [Fate.SENT]
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("key", ["../../etc/passwd", "C:\\letters\\x", "a/b\0c", "Q-1/exit"])
def test_no_key_leads_out_of_the_folder(key: str, tmp_path: Path, notes, letter) -> None:
    inside = tmp_path / "inside"
    list(Folder(inside).deliver([replace(letter("ann@acme.com"), key=key)], notes))
    assert [each.parent for each in tmp_path.rglob("*.eml")] == [inside]


def test_a_folder_that_cannot_be_written_leaves_the_letter_untried_and_no_half_file(
    tmp_path: Path, notes, letter, monkeypatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    (outcome,) = Folder(tmp_path / "file").deliver([letter("ann@acme.com")], notes)
    assert (outcome.fate, outcome.code) == (Fate.NOT_TRIED, "folder_refused")

    def full(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    (outcome,) = Folder(tmp_path / "full").deliver([letter("ann@acme.com")], notes)
    assert (outcome.fate, outcome.detail) == (Fate.NOT_TRIED, "No space left on device")
    assert not list((tmp_path / "full").iterdir())


def test_letters_lie_beside_the_workbook_unless_the_environment_says_where(monkeypatch) -> None:
    monkeypatch.delenv("NPSHEETS_LETTERS_TO", raising=False)
    assert folder_of("firm/team.xlsx") == Path("firm/team letters")
    monkeypatch.setenv("NPSHEETS_LETTERS_TO", "/srv/letters")
    assert folder_of("firm/team.xlsx") == Path("/srv/letters")
