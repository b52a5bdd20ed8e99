"""Numbers put into the places that a pattern has for them: ``#,##0.00``, ``(000) 000-00``, ``0.0E+00``, ``# ?/?``."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import takewhile

from sheets_adapter.local.locales import Locale
from sheets_adapter.local.patterns import literal

_PLACES = frozenset("0#?")


def has_places(pieces: tuple[str, ...]) -> bool:
    return not _PLACES.isdisjoint(pieces)


def placed(value: float, pieces: tuple[str, ...], ways: Locale) -> str:
    """A number as a section of a pattern with places for digits shows it, its sign before all else."""
    places = [at for at, piece in enumerate(pieces) if piece in _PLACES]
    end = places[-1] + 1
    if pieces[end : end + 1] == ("/",):
        # The denominator is a number that is no place: ?/8.
        end += 1 + len(list(takewhile(str.isdigit, pieces[end + 1 :])))
    body, after = pieces[places[0] : end], pieces[end:]
    # Commas right after the digits divide by thousands.
    thousands = len(list(takewhile(lambda piece: piece == ",", after)))
    # From the shortest decimal that reads as the same number, for people round halves up.
    exact = abs(Decimal(repr(value))).scaleb(2 * sum(piece == "%" for piece in pieces) - 3 * thousands)
    if any(_is_exponent(piece) for piece in body):
        shown = _scientific(exact, body, ways)
    elif "/" in body:
        shown = _fraction(exact, body, ways)
    else:
        shown = _fixed(exact, body, ways)
    sign = "-" if value < 0 and any(digit in shown for digit in "123456789") else ""
    before = "".join(literal(piece) for piece in pieces[: places[0]])
    return sign + before + shown + "".join(literal(piece) for piece in after[thousands:])


def _is_exponent(piece: str) -> bool:
    return piece[0] in "Ee" and len(piece) == 2


def _fixed(value: Decimal, body: tuple[str, ...], ways: Locale) -> str:
    point = body.index(".") if "." in body else len(body)
    whole, fraction = body[:point], body[point + 1 :]
    rounded = value.quantize(Decimal(1).scaleb(-sum(piece in _PLACES for piece in fraction)), ROUND_HALF_UP)
    units, _, rest = f"{rounded:f}".partition(".")
    behind = _behind_the_point(rest, fraction)
    return _whole(units, whole, ways) + (ways.decimal if behind.strip() or point < len(body) else "") + behind


def _whole(units: str, whole: tuple[str, ...], ways: Locale) -> str:
    """Digits from the right into their places; what is left stands before the leftmost."""
    digits = list("" if units == "0" else units)
    left = sum(piece in _PLACES for piece in whole)
    shown: list[str] = []
    put = 0
    for piece in reversed(whole):
        if piece not in _PLACES:
            shown.append("" if piece == "," else literal(piece))
            continue
        left -= 1
        for digit in _next_digits(digits, piece, all_of_them=not left):
            if digit.isdigit():
                shown.append(ways.group if "," in whole and put and put % 3 == 0 else "")
                put += 1
            shown.append(digit)
    return "".join(reversed(shown))


def _next_digits(digits: list[str], place: str, *, all_of_them: bool) -> Iterator[str]:
    yield digits.pop() if digits else {"0": "0", "?": " ", "#": ""}[place]
    while all_of_them and digits:
        yield digits.pop()


def _behind_the_point(digits: str, fraction: tuple[str, ...]) -> str:
    """Zeros at the end are shown in places ``0``, are a space in ``?`` and nothing in ``#``."""
    matter = len(digits.rstrip("0"))
    matter = max(matter, 1 + max((at for at, place in enumerate(_of(fraction)) if place == "0"), default=-1))
    shown, at = "", 0
    for piece in fraction:
        if piece in _PLACES:
            shown += digits[at] if at < matter else " " if piece == "?" else ""
            at += 1
        else:
            shown += literal(piece)
    return shown


def _of(pieces: tuple[str, ...]) -> list[str]:
    return [piece for piece in pieces if piece in _PLACES]


def _scientific(value: Decimal, body: tuple[str, ...], ways: Locale) -> str:
    at = next(at for at, piece in enumerate(body) if _is_exponent(piece))
    mantissa, sign, places = body[:at], body[at], sum(piece in _PLACES for piece in body[at + 1 :])
    decimals = len(_of(mantissa[mantissa.index(".") :])) if "." in mantissa else 0
    power = value.adjusted() if value else 0
    scaled = value.scaleb(-power)
    if scaled.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) >= 10:
        power, scaled = power + 1, scaled.scaleb(-1)
    shown = "-" if power < 0 else "+" if sign[1] == "+" else ""
    return f"{_fixed(scaled, mantissa, ways)}{sign[0]}{shown}{str(abs(power)).zfill(places)}"


def _fraction(value: Decimal, body: tuple[str, ...], ways: Locale) -> str:
    """``3 1/4`` where there is a place for a whole number, else ``13/4``; nothing to divide is left blank."""
    slash = body.index("/")
    under = body[slash + 1 :]
    given = "".join(under)
    space = max((at for at in range(slash) if body[at] not in _PLACES and has_places(body[:at])), default=None)
    whole = int(value) if space is not None else 0
    rest = Fraction(value) - whole
    if given.isdigit() and int(given):
        part, of = int(rest * int(given) + Fraction(1, 2)), int(given)
    else:
        nearest = rest.limit_denominator(10 ** len(_of(under)) - 1)
        part, of = nearest.numerator, nearest.denominator
    if space is not None and part == of:
        whole, part = whole + 1, 0
    if space is None:
        return f"{part}/{of}"
    head, gap = body[:space], "".join(literal(piece) for piece in body[space : space + 1])
    if not part:
        width = len(gap) + (slash - space - 1) + 1 + len(given)
        return (_whole(str(whole), head, ways) or "0") + " " * width
    over = str(part).rjust(slash - space - 1)
    return _whole(str(whole), head, ways) + gap + f"{over}/{str(of).ljust(len(given))}"
