"""Sentences as clients say them and as the head words them, drawn so that none comes back soon."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

from flows.demo_firm import SEED
from flows.demo_firm.firm import Client, read_data
from flows.demo_firm.moods import class_of

NO_WORDS = "silent"


class Voices:
    """The sentences of one language; each pool is shuffled and told through before it begins again."""

    def __init__(self, language: str) -> None:
        self._data = read_data(f"voices_{language}.toml")
        self._left: dict[tuple[str, ...], list[str]] = {}
        self._results = {task: result for theme in self._data["tasks"].values() for task, result in theme["pairs"]}

    def say(self, *pool: str) -> str:
        """The next sentence of a pool, named by the keys that lead to it."""
        left = self._left.setdefault(pool, [])
        if not left:
            left.extend(_at(self._data, pool))
            Random(f"{SEED} {' '.join(pool)}").shuffle(left)
        return left.pop()

    def answer(self, client: Client, score: int, theme: str) -> str:
        """What a client with this score says about this theme; empty if it says nothing."""
        group = class_of(score)
        if theme == NO_WORDS:
            return ""
        if theme == "nothing":
            return self.say("nothing", "words")
        if theme == "praise":
            named = group == "promoter" and client.manager in self._data["praise_of"] and client.index % 3 == 0
            return self.say("praise_of", client.manager, "promoter") if named else self.say("praise", group)
        return self.say("gripes", theme, "hard" if group == "detractor" else "mild")

    def task(self, theme: str) -> str:
        """How the head words a task of this theme."""
        return self.say("tasks", theme, "pairs")

    def result(self, task: str) -> str:
        """What was done about a task with this wording."""
        return str(self._results[task])

    def conclusion(self, month: str) -> str:
        """What the head concludes from the month, ``2026-07``."""
        return str(self._data["conclusions"][month])


def _at(data: Mapping[str, Any], keys: tuple[str, ...]) -> list[str]:
    for key in keys:
        data = data[key]
    return [entry if isinstance(entry, str) else entry[0] for entry in data]
