"""What the clients of the demo say reads as said by many people, and the default routing understands it."""

from itertools import chain

import pandas as pd
import pytest

from flows.demo_firm import LANGUAGES
from flows.demo_firm.firm import read_data
from flows.demo_firm.voices import Voices
from flows.program.themes import asks_nothing, routing, theme_of

THEMES = {
    "deadlines": {"en": "deadlines", "ru": "сроки"},
    "reports": {"en": "reporting", "ru": "отчетность"},
    "price": {"en": "price", "ru": "цена"},
    "communication": {"en": "communication", "ru": "общение"},
}


def default_routing(language):
    empty = pd.DataFrame({"words": [], "theme": [], "role": [], "row": []}).astype({"theme": "str", "role": "str"})
    return routing(empty, language)[0]


def sentences(language, theme):
    return list(chain.from_iterable(read_data(f"voices_{language}.toml")["gripes"][theme].values()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_stands_twice(language):
    voices = read_data(f"voices_{language}.toml")
    said = [sentence for theme in voices["gripes"] for sentence in sentences(language, theme)]
    said += [sentence for pool in voices["praise"].values() for sentence in pool] + voices["nothing"]["words"]
    assert len(said) > 160
    assert len(set(said)) == len(said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pool_is_told_through_before_it_begins_again(language):
    voices = Voices(language)
    pool = read_data(f"voices_{language}.toml")["gripes"]["deadlines"]["hard"]
    assert sorted(voices.say("gripes", "deadlines", "hard") for _ in pool) == sorted(pool)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("theme", THEMES)
def test_most_gripes_find_their_theme(language, theme):
    known = default_routing(language)
    found = [theme_of(sentence, known) for sentence in sentences(language, theme)]
    right = [one for one in found if one is not None and one.name == THEMES[theme][language]]
    assert len(right) > len(found) / 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_fine_asks_for_nothing_and_every_gripe_asks_for_something(language):
    known = default_routing(language)
    voices = read_data(f"voices_{language}.toml")
    assert all(asks_nothing(words, known) for words in voices["nothing"]["words"])
    gripes = [sentence for theme in voices["gripes"] for sentence in sentences(language, theme)]
    assert not [sentence for sentence in gripes if asks_nothing(sentence, known)]
