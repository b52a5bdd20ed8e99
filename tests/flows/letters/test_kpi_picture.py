"""The chart in a letter."""

from __future__ import annotations

import struct
from itertools import pairwise
from math import nan

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.letters import kpi_picture
from flows.letters.kpi_picture import MOST_PEOPLE, alt_text, drawn, picture
from flows.program.change import Change
from flows.program.digest import Digest
from flows.program.scores import Figures

MONTHS = pd.DatetimeIndex(pd.date_range("2026-07-01", "2026-10-01", freq="MS"), name="month")


def digest(people=None, department=(10.0, 20.0, 25.0, 30.0)):
    chart = pd.DataFrame({"department": department, **(people or {})}, index=MONTHS)
    band = pd.DataFrame({"low": chart["department"] - 15, "high": chart["department"] + 12})
    none = pd.DataFrame()
    return Digest(
        month=MONTHS[-1], department=Figures(), change=Change(), people=none, tasks=none, silent=none, troubled=none,
        programme=None, chart=chart, band=band, min_responses=5, unit="client",
    )  # fmt: skip


def chunks(png):
    """Kinds of the parts of a PNG, and its width and height."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    at, kinds = 8, []
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        kinds.append(png[at + 4 : at + 8].decode())
        at += length + 12
    return kinds, struct.unpack(">II", png[16:24])


def test_the_picture_is_twice_as_sharp_as_it_is_shown_and_says_nothing_of_when_it_was_made():
    kinds, size = chunks(picture(digest({"Ann": (1.0, 2.0, 3.0, 4.0)}), "en"))
    assert size == (2 * kpi_picture.WIDTH, 2 * kpi_picture.HEIGHT)
    assert set(kinds) <= {"IHDR", "pHYs", "IDAT", "IEND"}


def test_the_same_figures_give_the_same_bytes_and_others_do_not():
    first = picture(digest(), "en")
    assert first == picture(digest(), "en")
    assert first != picture(digest(department=(10.0, 20.0, 25.0, 31.0)), "en")
    assert first != picture(digest(), "ru")
    assert first != picture(digest({"Ann": (1.0, 2.0, 3.0, 4.0)}), "en")


def test_the_interval_is_drawn():
    wide = digest()
    narrow = digest()
    narrow.band["low"] = narrow.band["low"] + 5
    assert picture(wide, "en") != picture(narrow, "en")


@pytest.mark.parametrize("department", [(nan, nan, nan, 30.0), (nan, nan, nan, nan)])
def test_one_point_is_no_line(department):
    assert picture(digest(department=department), "en") is None


def test_gaps_single_points_and_the_ends_of_the_scale_can_be_drawn():
    people = {"Ann": (nan, 5.0, nan, nan), "Анна Петрова-Водкина Очень Длинная": (100.0, nan, 100.0, 100.0)}
    assert picture(digest(people, (-100.0, -100.0, 0.0, 100.0)), "ru")


def test_so_many_people_that_nobody_can_tell_them_apart_leave_the_department_alone():
    few = {f"Person {n}": (1.0 * n, 2.0, 3.0, 4.0) for n in range(MOST_PEOPLE)}
    assert len(drawn(digest(few)).columns) == MOST_PEOPLE + 1
    many = digest({**few, "One more": (1.0, 2.0, 3.0, 4.0)})
    assert list(drawn(many).columns) == ["department"]
    assert picture(many, "en") == picture(digest(), "en")


def test_who_cannot_see_it_is_told_what_it_shows():
    found = alt_text(digest({"Ann": (1.0, 2.0, 3.0, -4.0), "Bob": (1.0, 2.0, 3.0, nan)}), "en")
    assert found == (
        "Line chart: NPS over rolling quarters, Jul 2026 to Oct 2026; the department now stands at +30, "
        "beside it Ann −4."
    )
    assert alt_text(digest(), "ru") == "График: NPS отдела по скользящим кварталам, июл 2026 – окт 2026; сейчас +30."


@given(st.lists(st.floats(-100, 100), min_size=1, max_size=9))
def test_no_name_stands_on_another_and_their_order_is_that_of_the_lines(ends):
    gap = 10.0
    placed = kpi_picture._apart(sorted(ends), gap, -100, 100)
    assert all(above - below >= gap - 1e-6 for below, above in pairwise(placed))
    assert placed[0] >= -100 - 1e-6
    assert placed[-1] <= 100 + 1e-6
