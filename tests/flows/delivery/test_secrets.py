"""Where passwords come from: the environment, else a Secret block of a Prefect server of one's own."""

from __future__ import annotations

from typing import Any

import pytest
from prefect.blocks.system import Secret
from prefect.settings import PREFECT_API_URL, temporary_settings

from flows.credentials import key_in_prefect
from flows.delivery.secrets import SMTP, in_prefect, secret, where_is
from flows.errors import NoSecret
from sheets_adapter.errors import NoCredentials

API = "http://127.0.0.1:9/api"


class Kept:
    """In place of Prefect's Secret: the blocks that there are, or an error."""

    def __init__(self, blocks: dict[str, Any], error: Exception | None = None) -> None:
        self.blocks, self.error = blocks, error
        self.asked: list[str] = []

    def load(self, name: str) -> Any:
        self.asked.append(name)
        if self.error:
            raise self.error
        if name not in self.blocks:
            raise ValueError(name)
        return Secret(value=self.blocks[name])


@pytest.fixture(autouse=True)
def nothing_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SMTP[0], raising=False)


def keeps(monkeypatch: pytest.MonkeyPatch, blocks: dict[str, Any], error: Exception | None = None) -> Kept:
    kept = Kept(blocks, error)
    monkeypatch.setattr("prefect.blocks.system.Secret", kept)
    return kept


def test_the_environment_goes_before_prefect(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = keeps(monkeypatch, {"npsheets-smtp": "of the block"})
    monkeypatch.setenv(SMTP[0], " of the environment\n")
    with temporary_settings({PREFECT_API_URL: API}):
        assert (secret(*SMTP), where_is(*SMTP)) == ("of the environment", SMTP[0])
        assert not kept.asked
        monkeypatch.setenv(SMTP[0], " ")
        assert (secret(*SMTP), where_is(*SMTP)) == ("of the block", "npsheets-smtp")
        monkeypatch.setenv(SMTP[0], "none")
        assert (secret(*SMTP), where_is(*SMTP)) == ("", "")


def test_without_a_server_of_ones_own_prefect_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = keeps(monkeypatch, {"npsheets-smtp": "of the block"})
    with temporary_settings({PREFECT_API_URL: None}):
        assert (secret(*SMTP), where_is(*SMTP)) == ("", "")
    assert not kept.asked


def test_a_block_that_is_not_there_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    keeps(monkeypatch, {})
    with temporary_settings({PREFECT_API_URL: API}):
        assert secret(*SMTP) == ""
        assert in_prefect("npsheets-smtp") is None
        assert key_in_prefect() is None


def test_a_server_that_does_not_answer_is_no_proof_that_there_is_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    keeps(monkeypatch, {}, ConnectionError("no answer"))
    with temporary_settings({PREFECT_API_URL: API}):
        with pytest.raises(NoSecret, match=r"npsheets-smtp.*127\.0\.0\.1:9"):
            secret(*SMTP)
        with pytest.raises(NoCredentials, match="does not answer"):
            key_in_prefect()


def test_googles_key_comes_the_same_way_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    keeps(monkeypatch, {"npsheets-google": {"type": "service_account"}})
    with temporary_settings({PREFECT_API_URL: API}):
        assert key_in_prefect() == ("npsheets-google (Prefect)", {"type": "service_account"})
