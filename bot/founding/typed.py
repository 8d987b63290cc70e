"""What people type when they are asked, as values; what is not understood says which sentence tells them so."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Sequence
from string import ascii_uppercase

from bot.read.building import building_number
from bot.read.fault import nearest
from bot.read.times import zones

LONGEST_NAME, LONGEST_LINE = 60, 200
MOST_BUILDINGS = 200
USUAL_ZONE = "Asia/Shanghai"

_INVISIBLE = ("Cc", "Cs", "Co")
_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]+")
_GROUP = re.compile(r"-[0-9]{1,18}")
_BETWEEN = re.compile(r"[,、;]")
_BUILDING = r"(?:号楼|栋|幢|座|楼|#)?"
_RANGE = re.compile(rf"(\d{{1,3}})\s*{_BUILDING}\s*(?:[-~–—]|到|至|to)\s*(\d{{1,3}})\s*{_BUILDING}")
_LETTERS = re.compile(rf"([A-Za-z])\s*{_BUILDING}\s*(?:[-~–—]|到|至|to)\s*([A-Za-z])\s*{_BUILDING}")
_SHORT = re.compile(r"\d{1,3}|[A-Za-z]\d?|\d{1,2}[A-Za-z]")
_YES = ("y", "yes", "是", "是的", "好", "对", "ok")
_NO_TELEGRAM = ("wecom", "企业微信")
_FEWEST_DIGITS = 3
_LANGUAGES = {"zh": ("1", "zh", "中文", "汉语", "chinese"), "en": ("2", "en", "英文", "英语", "english")}
_BELOW_ZERO = re.compile(r"(?<![0-9])[-−–][0-9]")


class UnclearError(Exception):
    """An answer that can't be taken: the sentence that says why, and what stands in it."""

    def __init__(self, sentence: str, **facts: object) -> None:
        self.sentence = sentence
        self.facts = facts
        super().__init__(sentence)


def line(text: str, *, most: int = LONGEST_LINE) -> str:
    """One line as the roster takes it; line breaks that were pasted in become spaces."""
    joined = " ".join(text.split())
    if any(unicodedata.category(letter) in _INVISIBLE for letter in joined):
        raise UnclearError("invisible")
    if len(joined) > most:
        raise UnclearError("too_long", most=most)
    return joined


def name(text: str) -> str:
    """What somebody or something is called."""
    return line(text, most=LONGEST_NAME)


def phone(text: str) -> str:
    """A telephone number, written as people like."""
    number = line(text, most=LONGEST_NAME)
    if sum(sign.isdigit() for sign in number) < _FEWEST_DIGITS:
        raise UnclearError("no_digits")
    return number


def token(text: str) -> str:
    """What BotFather gives; empty for who has WeCom and no Telegram. No sentence about it ever shows it."""
    found = _folded(text)
    if found.casefold() in _NO_TELEGRAM:
        return ""
    if not _TOKEN.fullmatch(found):
        raise UnclearError("which_token")
    return found


def zone(text: str) -> str:
    """A time zone there is."""
    found = line(text, most=LONGEST_NAME)
    if found not in zones():
        raise UnclearError("which_zone", zone=found, near=nearest(found, sorted(zones())) or USUAL_ZONE)
    return found


def number_of_choices(most: int) -> Callable[[str], tuple[int, ...]]:
    """Numbers of a list, each once, in the order of the list."""

    def read(text: str) -> tuple[int, ...]:
        parts = [part for part in re.split(r"[,、;.\s]+", _folded(text)) if part]
        if not parts or not all(part.isascii() and part.isdigit() and 1 <= int(part[:4]) <= most for part in parts):
            raise UnclearError("not_a_choice", most=most)
        return tuple(sorted({int(part) for part in parts}))

    return read


def one_of(most: int) -> Callable[[str], int]:
    """One number of a list."""

    def read(text: str) -> int:
        try:
            (found,) = number_of_choices(most)(text)
        except (UnclearError, ValueError):
            raise UnclearError("one_choice", most=most) from None
        return found

    return read


def language(text: str) -> str:
    """By its number, its name or its code."""
    wanted = _folded(text).casefold()
    for code, names in _LANGUAGES.items():
        if wanted in names:
            return code
    raise UnclearError("one_choice", most=len(_LANGUAGES))


def right_or_which(most: int) -> Callable[[str], int]:
    """0 for a clear yes, else the number of what has to be changed."""

    def read(text: str) -> int:
        if agreed(text):
            return 0
        try:
            return one_of(most)(text)
        except UnclearError:
            raise UnclearError("which_part", most=most) from None

    return read


def buildings(text: str, *, named: Callable[[str], str], before: Collection[str] = ()) -> tuple[str, ...]:
    """`1-12`, `1,2,3,A`, `A-D` or names as they are; `before`: the numbers of those that were given already."""
    found: dict[str, str] = {}
    for piece in _pieces(text):
        for short in _row(piece):
            full = named(short.upper()) if _SHORT.fullmatch(short) else line(short, most=LONGEST_NAME)
            number = building_number(full)
            if number in found or number in before:
                raise UnclearError("building_twice", piece=full)
            found[number] = full
    if len(found) + len(before) > MOST_BUILDINGS:
        raise UnclearError("which_range", piece=text.strip()[:LONGEST_NAME])
    return tuple(found.values())


def some_of(text: str, *, known: Sequence[str], named: Callable[[str], str]) -> tuple[str, ...]:
    """Those of the buildings that are known."""
    by_number = {building_number(full): full for full in known}
    found = []
    for full in buildings(text, named=named):
        if building_number(full) not in by_number:
            raise UnclearError("no_such_building", piece=full, known=", ".join(known))
        found.append(by_number[building_number(full)])
    return tuple(found)


def size(text: str) -> tuple[int, int, int]:
    """Units, floors, flats on a floor of one unit; 0 flats: not known."""
    numbers = [int(number[:4]) for number in re.findall(r"[0-9]+", _folded(text))]
    units, floors, flats = (*numbers, 0)[:3] if len(numbers) in (2, 3) else (0, 0, 0)
    if _BELOW_ZERO.search(_folded(text)) or not (1 <= units <= 99 and 1 <= floors <= 200 and flats <= 99):
        raise UnclearError("which_size")
    return units, floors, flats


def group(text: str) -> int:
    """The number of a group; people are above zero."""
    found = _folded(text).replace("−", "-").replace("–", "-")
    if not _GROUP.fullmatch(found) or int(found) == 0:
        raise UnclearError("which_group")
    return int(found)


def agreed(text: str) -> bool:
    """Nothing but a clear yes counts as one."""
    return _folded(text).casefold().strip('."“”。') in _YES


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _pieces(text: str) -> list[str]:
    pieces = [piece.strip() for piece in _BETWEEN.split(_folded(text)) if piece.strip()]
    if not pieces:
        raise UnclearError("empty")
    return pieces


def _row(piece: str) -> list[str]:
    """`1-12` one by one; anything else is itself."""
    for shape, row in ((_RANGE, _numbers), (_LETTERS, _letters)):
        if ends := shape.fullmatch(piece):
            found = row(ends[1], ends[2])
            if not 1 <= len(found) <= MOST_BUILDINGS:
                raise UnclearError("which_range", piece=piece)
            return found
    return [piece]


def _numbers(first: str, last: str) -> list[str]:
    return [str(number) for number in range(int(first), int(last) + 1)]


def _letters(first: str, last: str) -> list[str]:
    begin, end = ascii_uppercase.index(first.upper()), ascii_uppercase.index(last.upper())
    return list(ascii_uppercase[begin : end + 1])
