"""How languages and countries write numbers, dates, money and truth."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache


@dataclass(frozen=True)
class Locale:
    """``months`` as they stand after a day, ``months_alone`` without one; days begin with Sunday.

    ``day_first``: 1/2 is the first of February. ``separators`` may stand between the numbers of a date.
    """

    decimal: str
    group: str
    date: str
    time: str
    day_first: bool
    separators: str
    currency: str
    true: str
    false: str
    months: tuple[str, ...]
    months_alone: tuple[str, ...]
    months_short: tuple[str, ...]
    days: tuple[str, ...]
    days_short: tuple[str, ...]

    @property
    def date_time(self) -> str:
        return f"{self.date} {self.time}"

    def money(self, symbol: str, digits: str) -> str:
        """A number pattern with a currency: before the number or, where the decimal mark is a comma, after it."""
        return f'{digits} "{symbol}"' if self.decimal == "," else f'"{symbol}"{digits}'


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_ENGLISH_MONTHS = _words("January February March April May June July August September October November December")
ENGLISH = Locale(
    decimal=".",
    group=",",
    date="M/d/yyyy",
    time="h:mm:ss AM/PM",
    day_first=False,
    separators="/-",
    currency="$",
    true="TRUE",
    false="FALSE",
    months=_ENGLISH_MONTHS,
    months_alone=_ENGLISH_MONTHS,
    months_short=_words("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
    days=_words("Sunday Monday Tuesday Wednesday Thursday Friday Saturday"),
    days_short=_words("Sun Mon Tue Wed Thu Fri Sat"),
)
BRITISH = replace(ENGLISH, date="dd/MM/yyyy", time="HH:mm:ss", day_first=True, separators="/-.", currency="£")

RUSSIAN = Locale(
    decimal=",",
    group="\N{NO-BREAK SPACE}",
    date="dd.MM.yyyy",
    time="H:mm:ss",
    day_first=True,
    separators="./-",
    currency="₽",
    true="ИСТИНА",
    false="ЛОЖЬ",
    months=_words("января февраля марта апреля мая июня июля августа сентября октября ноября декабря"),
    months_alone=_words("январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь"),
    months_short=_words("янв. февр. мар. апр. мая июн. июл. авг. сент. окт. нояб. дек."),
    days=_words("воскресенье понедельник вторник среда четверг пятница суббота"),
    days_short=_words("вс пн вт ср чт пт сб"),
)

_GERMAN_MONTHS = _words("Januar Februar März April Mai Juni Juli August September Oktober November Dezember")
GERMAN = Locale(
    decimal=",",
    group=".",
    date="dd.MM.yyyy",
    time="HH:mm:ss",
    day_first=True,
    separators="./-",
    currency="€",
    true="WAHR",
    false="FALSCH",
    months=_GERMAN_MONTHS,
    months_alone=_GERMAN_MONTHS,
    months_short=_words("Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez."),
    days=_words("Sonntag Montag Dienstag Mittwoch Donnerstag Freitag Samstag"),
    days_short=_words("So Mo Di Mi Do Fr Sa"),
)

_FRENCH_MONTHS = _words("janvier février mars avril mai juin juillet août septembre octobre novembre décembre")
FRENCH = Locale(
    decimal=",",
    group="\N{NARROW NO-BREAK SPACE}",
    date="dd/MM/yyyy",
    time="HH:mm:ss",
    day_first=True,
    separators="/-.",
    currency="€",
    true="VRAI",
    false="FAUX",
    months=_FRENCH_MONTHS,
    months_alone=_FRENCH_MONTHS,
    months_short=_words("janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc."),
    days=_words("dimanche lundi mardi mercredi jeudi vendredi samedi"),
    days_short=_words("dim. lun. mar. mer. jeu. ven. sam."),
)

_BY_LANGUAGE = {"ru": RUSSIAN, "de": GERMAN, "fr": FRENCH}


@cache
def locale(name: str) -> Locale:
    """``ru_RU`` and what else is Russian, German or French; any other language is taken for American English.

    Other countries than the USA write English dates day first.
    """
    language, _, country = name.partition("_")
    if language == "en" and country not in {"", "US"}:
        return BRITISH if country == "GB" else replace(BRITISH, currency="$")
    return _BY_LANGUAGE.get(language.lower(), ENGLISH)
