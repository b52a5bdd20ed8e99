"""How the languages of the programme write numbers, dates and truth."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Locale:
    """``months`` as they stand after a day, ``months_alone`` without one; days begin with Sunday."""

    decimal: str
    group: str
    date: str
    time: str
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


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


ENGLISH = Locale(
    decimal=".",
    group=",",
    date="M/d/yyyy",
    time="h:mm:ss AM/PM",
    true="TRUE",
    false="FALSE",
    months=_words("January February March April May June July August September October November December"),
    months_alone=_words("January February March April May June July August September October November December"),
    months_short=_words("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"),
    days=_words("Sunday Monday Tuesday Wednesday Thursday Friday Saturday"),
    days_short=_words("Sun Mon Tue Wed Thu Fri Sat"),
)

RUSSIAN = Locale(
    decimal=",",
    group="\N{NO-BREAK SPACE}",
    date="dd.MM.yyyy",
    time="H:mm:ss",
    true="ИСТИНА",
    false="ЛОЖЬ",
    months=_words("января февраля марта апреля мая июня июля августа сентября октября ноября декабря"),
    months_alone=_words("январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь"),
    months_short=_words("янв. февр. мар. апр. мая июн. июл. авг. сент. окт. нояб. дек."),
    days=_words("воскресенье понедельник вторник среда четверг пятница суббота"),
    days_short=_words("вс пн вт ср чт пт сб"),
)


def locale(name: str) -> Locale:
    """``ru_RU`` and everything Russian, else English."""
    return RUSSIAN if name.lower().startswith("ru") else ENGLISH
