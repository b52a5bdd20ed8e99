"""The Net Promoter Score computed a second time, in plain Python loops, from the definitions alone."""

from __future__ import annotations

from datetime import date
from math import nan, sqrt

RANKS = ["decision maker", "influencer", "end user", ""]


def months_back(month: date, back: int) -> date:
    count = month.year * 12 + month.month - 1 - back
    return date(count // 12, count % 12 + 1, 1)


def adjusted_wald(promoters: int, passives: int, detractors: int) -> tuple[float, float]:
    n = promoters + passives + detractors + 3
    up, down = (promoters + 0.75) / n, (detractors + 0.75) / n
    error = 1.959963984540054 * sqrt((up + down - (up - down) ** 2) / n)
    return max(-1.0, up - down - error), min(1.0, up - down + error)


def is_better(one: dict, other: dict, unit: str) -> bool:
    if unit == "client" and one["contact_role"] != other["contact_role"]:
        return RANKS.index(one["contact_role"]) < RANKS.index(other["contact_role"])
    if one["date"] != other["date"]:
        return one["date"] > other["date"]
    if one["score"] != other["score"]:
        return one["score"] < other["score"]
    return one["response_key"] < other["response_key"]


def chosen(answers: list[dict], month: date, length: int, unit: str) -> list[dict]:
    best: dict[object, dict] = {}
    for answer in answers:
        if answer["survey"] != "quarterly" or not answer["counted"]:
            continue
        if answer["month"] not in [months_back(month, back) for back in range(length)]:
            continue
        who = answer["client"] if unit == "client" else (answer["client"], answer["contact"])
        if who not in best or is_better(answer, best[who], unit):
            best[who] = answer
    return list(best.values())


def figures(answers: list[dict]) -> dict[str, float]:
    promoters = sum(1 for answer in answers if answer["score"] >= 9)
    detractors = sum(1 for answer in answers if answer["score"] <= 6)
    passives = len(answers) - promoters - detractors
    low, high = adjusted_wald(promoters, passives, detractors)
    n = len(answers)
    return {
        "n": n,
        "promoters": promoters,
        "passives": passives,
        "detractors": detractors,
        "nps": 100 * (promoters - detractors) / n if n else nan,
        "low": 100 * low if n else nan,
        "high": 100 * high if n else nan,
    }


def history(answers: list[dict], stamps: list[dict], months: list[date], unit: str) -> dict[tuple, dict[str, float]]:
    """(month, period, scope, name) -> the figures."""
    result = {}
    for month in months:
        for period, length in (("month", 1), ("quarter", 3)):
            counting = chosen(answers, month, length, unit)
            result[month, period, "department", ""] = figures(counting)
            groups: dict[tuple[str, str], list[dict]] = {}
            for answer in counting:
                team = [
                    stamp for stamp in stamps if stamp["response_key"] == answer["response_key"] and stamp["employee"]
                ]
                marks = {("service", stamp["employee"]) for stamp in team if stamp["role"] == "service"}
                marks |= {("employee", stamp["employee"]) for stamp in team if stamp["role"] != "service"}
                marks |= {("role", stamp["role"]) for stamp in team if stamp["role"] != "service"}
                for mark in marks:
                    groups.setdefault(mark, []).append(answer)
            for (scope, name), some in groups.items():
                result[month, period, scope, name] = figures(some)
    return result
