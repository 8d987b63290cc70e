"""The number people mean by a building's name: 3号楼, 三栋 and Tower 3 are 3, B座 is B."""

from __future__ import annotations

import re
import unicodedata

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_CHINESE = "零〇一二两三四五六七八九十百"
_NUMBER = rf"(?P<number>\d+|[A-Z]\d*|\d+[A-Z]|[{_CHINESE}]+)"
_SHAPES = (
    re.compile(rf"第?{_NUMBER}\s*(?:#|号)?\s*(?:楼栋|楼|栋|幢|座|号|#)?"),
    re.compile(rf"(?:TOWER|BLOCK|BUILDING|BLDG\.?|BLK\.?|NO\.?|#|楼|栋|座)\s*{_NUMBER}"),
)


def building_number(name: str) -> str:
    """Arabic digits or capital letters; the name itself when it has no number."""
    folded = unicodedata.normalize("NFKC", name).strip().upper()
    for shape in _SHAPES:
        if found := shape.fullmatch(folded):
            return _plain(found["number"])
    return unicodedata.normalize("NFKC", name).strip()


def _plain(number: str) -> str:
    if number.isdigit() and number.isascii():
        return str(int(number))
    return str(_chinese(number)) if number[0] in _CHINESE else number


def _chinese(number: str) -> int:
    """Up to 999; digits in a row without 十 or 百 are read one by one: 一二 is 12."""
    if not set(number) & set("十百"):
        return int("".join(str(_DIGITS[digit]) for digit in number))
    total, digit = 0, 0
    for letter in number:
        if letter in "十百":
            total += (digit or 1) * (10 if letter == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[letter]
    return total + digit
