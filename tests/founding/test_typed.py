"""What people type is taken as they mean it, or refused with the sentence that tells them how to write it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.founding import typed
from bot.founding.found import LANGUAGES, TEMPLATES

CHOICES = typed.number_of_choices(5)
WORDS = {
    language: yaml.safe_load((TEMPLATES / language / "words.yaml").read_text(encoding="utf-8"))
    for language in LANGUAGES
}
_BLANK = re.compile(r"\{(\w+)\}")


def refused(parse: Callable[[str], object], text: str) -> str:
    with pytest.raises(typed.UnclearError) as raised:
        parse(text)
    return raised.value.sentence


def houses(text: str, *before: str) -> tuple[str, ...]:
    return typed.buildings(text, named=lambda number: f"{number}号楼", before=before)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("3", ("3号楼",)),
        ("1-3", ("1号楼", "2号楼", "3号楼")),
        ("１－３", ("1号楼", "2号楼", "3号楼")),
        ("1号楼到3号楼", ("1号楼", "2号楼", "3号楼")),
        ("1,2，A", ("1号楼", "2号楼", "A号楼")),
        ("a-c、5", ("A号楼", "B号楼", "C号楼", "5号楼")),
        ("Tower 3, 会所", ("Tower 3", "会所")),
        ("1-2;4,", ("1号楼", "2号楼", "4号楼")),
    ],
)
def test_rows_of_buildings(text: str, names: tuple[str, ...]) -> None:
    assert houses(text) == names


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("12-1", "which_range"),
        ("1-900", "which_range"),
        ("4-150,201-300", "which_range"),
        ("C-A", "which_range"),
        ("1,2,1", "building_twice"),
        ("3栋", "building_twice"),
        (",", "empty"),
        ("会" * 61, "too_long"),
        ("a\x07b", "invisible"),
    ],
)
def test_buildings_that_are_refused(text: str, sentence: str) -> None:
    assert refused(lambda text: houses(text, "3"), text) == sentence


def test_some_of_the_buildings() -> None:
    known = ["1号楼", "2号楼", "会所"]

    def some(text: str) -> tuple[str, ...]:
        return typed.some_of(text, known=known, named=lambda number: f"{number}号楼")

    assert some("1-2") == ("1号楼", "2号楼")
    assert some("会所，2栋") == ("会所", "2号楼")
    assert refused(some, "4") == "no_such_building"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2-18-4", (2, 18, 4)),
        ("2 18 4", (2, 18, 4)),
        ("2单元18层", (2, 18, 0)),
        ("１，６，２", (1, 6, 2)),
        ("99 200 99", (99, 200, 99)),
    ],
)
def test_sizes(text: str, found: tuple[int, int, int]) -> None:
    assert typed.size(text) == found


@pytest.mark.parametrize(
    "text", ["", "2", "0 18", "2 0", "100 18", "2 201", "2 18 100", "1 2 3 4", "2 18 1000", "-2 18", "2 -18"]
)
def test_sizes_that_are_refused(text: str) -> None:
    assert refused(typed.size, text) == "which_size"


@pytest.mark.parametrize(("text", "found"), [("1", (1,)), ("3,1，1", (1, 3)), ("2 5", (2, 5)), ("５", (5,))])
def test_choices(text: str, found: tuple[int, ...]) -> None:
    assert CHOICES(text) == found


@pytest.mark.parametrize("text", ["0", "6", "1,6", "a", "-1", ",", "9" * 5000])
def test_choices_that_are_refused(text: str) -> None:
    assert refused(CHOICES, text) == "not_a_choice"
    assert refused(typed.one_of(5), text) == "one_choice"


def test_one_choice_is_one() -> None:
    assert typed.one_of(5)(" 4 ") == 4
    assert refused(typed.one_of(5), "1,2") == "one_choice"


def test_a_language_by_number_name_or_code() -> None:
    assert [typed.language(text) for text in ("1", "zh", " 中文 ", "ZH", "１")] == ["zh"] * 5
    assert [typed.language(text) for text in ("2", "en", "English", "英文")] == ["en"] * 4
    assert [refused(typed.language, text) for text in ("3", "de", "", "1,2")] == ["one_choice"] * 4


def test_right_or_what_is_not() -> None:
    right = typed.right_or_which(8)
    assert [right(text) for text in ("是", "对", "yes", "3", "８")] == [0, 0, 0, 3, 8]
    assert [refused(right, text) for text in ("不对", "no", "0", "9", "1,2")] == ["which_part"] * 5


def test_tokens_groups_telephones_zones() -> None:
    assert typed.token("  123:Ab_-9\n") == "123:Ab_-9"
    assert [refused(typed.token, text) for text in ("123", "bot123:abc", "1:a b", "一:a")] == ["which_token"] * 4
    assert [typed.token(text) for text in ("wecom", " WeCom", "企业微信")] == ["", "", ""]
    assert [typed.group(text) for text in ("-1001234", "−5", "－7")] == [-1001234, -5, -7]
    assert [refused(typed.group, text) for text in ("1001", "-", "-0", "-" + "9" * 19)] == ["which_group"] * 4
    assert typed.phone(" +86 138 0000  0001 ") == "+86 138 0000 0001"
    assert typed.phone("119") == "119"
    assert [refused(typed.phone, text) for text in ("没有", "1", "电话12")] == ["no_digits"] * 3
    assert typed.zone("Asia/Shanghai") == "Asia/Shanghai"
    assert refused(typed.zone, "Asia/Shanghay") == "which_zone"
    assert [typed.agreed(text) for text in ("yes", "是", "“是”", "Y", "no", "", "安居物业")] == [True] * 4 + [False] * 3


def taken(parse: Callable[[str], object], text: str) -> object:
    """None: refused, with a sentence that is there in every language."""
    try:
        return parse(text)
    except typed.UnclearError as unclear:
        sentence = unclear.sentence
    assert all(sentence in WORDS[language] for language in LANGUAGES)
    return None


@given(st.text())
def test_a_line_is_one_line_or_refused(text: str) -> None:
    found = taken(typed.name, text)
    if found is None:
        return
    assert isinstance(found, str)
    assert len(found) <= typed.LONGEST_NAME
    assert found == found.strip()
    assert "  " not in found
    assert not any(unicodedata.category(letter) in ("Cc", "Cs", "Co", "Zl", "Zp") for letter in found)


@given(st.text())
@pytest.mark.parametrize(
    "parse",
    [houses, typed.size, CHOICES, typed.one_of(5), typed.token, typed.group, typed.zone, typed.phone, typed.language],
)
def test_whatever_is_typed_is_taken_or_refused(parse: Callable[[str], object], text: str) -> None:
    found = taken(parse, text)
    assert found is None or found


def test_both_languages_say_the_same() -> None:
    chinese, english = (WORDS[language] for language in LANGUAGES)
    assert set(chinese) == set(english)
    for name, text in chinese.items():
        assert set(_BLANK.findall(text)) == set(_BLANK.findall(english[name])), name
