"""Written numerals → exact values."""

from __future__ import annotations

from decimal import Decimal

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "○": 0}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
SCALES = _SMALL | _LARGE
_VAGUE = "几数"


def arabic(text: str) -> Decimal:
    """1,280.5 → 1280.5. Grouping commas are allowed."""
    return Decimal(text.replace(",", ""))


def scale(text: str) -> int:
    """万亿 → 10**12; the empty string → 1."""
    product = 1
    for char in text:
        product *= SCALES[char]
    return product


def chinese(text: str) -> Decimal | None:
    """三十五点二 → 35.2, 二〇二五 → 2025, 百亿 → 10**10; 几 and 数 count as 1 (几十 → 10).

    None where the numeral is no single number, such as 十四五 or 三五.
    """
    whole, _, fraction = text.partition("点")
    value = _positional(whole) if len(whole) > 1 and all(c in _DIGITS for c in whole) else _additive(whole)
    if value is None or not fraction:
        return value
    return value + Decimal("0." + "".join(str(_DIGITS[c]) for c in fraction))


def pair(text: str) -> tuple[int, int] | None:
    """三五 → (3, 5), 两三 → (2, 3): two growing digits that name a range."""
    if len(text) == 2 and all(c in _DIGITS for c in text) and 0 < _DIGITS[text[0]] < _DIGITS[text[1]]:
        return _DIGITS[text[0]], _DIGITS[text[1]]
    return None


def _positional(text: str) -> Decimal | None:
    return Decimal("".join(str(_DIGITS[c]) for c in text)) if len(text) == 4 else None


def _additive(text: str) -> Decimal | None:
    total = section = 0
    digit: int | None = None
    smallest = 10**4
    before = 0
    for char in text:
        if char in _DIGITS or char in _VAGUE:
            if digit is not None and digit != 0:
                return None
            digit = _DIGITS.get(char, 1)
        elif char in _SMALL:
            if _SMALL[char] >= smallest:
                return None
            smallest = _SMALL[char]
            section += (1 if digit is None or digit == 0 else digit) * smallest
            digit = None
        else:
            large = _LARGE[char]
            section += digit or 0
            if section == 0 and total and total < large:
                total *= large
            elif total and (total < large or before == large):
                total = (total + section) * large
            else:
                total += (section or 1) * large
            section, digit, smallest, before = 0, None, 10**4, large
    return Decimal(total + section + (digit or 0))
