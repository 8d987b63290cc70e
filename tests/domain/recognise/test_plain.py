"""Whatever way a line is written, it reads the same: older signs, dialect, emoji, markup and what is not seen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.recognise.lexicon import Lexicon
from bot.domain.recognise.plain import MOST, Plain
from bot.read.lexicon import read_lexicon
from tests.domain.estate import TEMPLATES

PLAIN = Plain(read_lexicon(TEMPLATES))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("３＃２单元　ＬＩＦＴ", "3#2单元 lift"),
        ("3号楼   电 梯\t困 人", "3号楼电梯困人"),
        ("着\u200b火\u200d了\ufeff", "着火了"),
        ("\u202e3号楼着火\u202c", "3号楼着火"),
        ("着\x00火", "着火"),
        ("着\u0336火\u0336了", "着火了"),
        ("3️⃣号楼", "3号楼"),
        ("cafe\u0301 café", "cafe cafe"),
        ("<b>着火</b>", "着火"),
        ("**着火** __3号楼__", "着火 3号楼"),
        ("[3号楼漏水](https://example.org/fire?a=1)", "[3号楼漏水"),
        ("着火&nbsp;了", "着火了"),
        ("看 https://example.org/smoke 这里", "看这里"),
        ("「老王:3号楼着火了」\n- - - - - - - - - - -\n收到", "收到"),
        ("先一行\n再一行", "先一行\n再一行"),
    ],
)
def test_what_is_no_part_of_the_words_is_not_read(written: str, read: str) -> None:
    assert PLAIN(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("3號樓電梯裡困了兩個人", "3号楼电梯里困了两个人"),
        ("廚房著火,煙霧好大", "厨房着火,烟雾好大"),
        ("我個仔唔見咗", "我个仔不见了"),
        ("阿婆喺入面出唔到嚟", "阿婆在里面出不来"),
        ("冇人受傷", "没人受伤"),
        ("唔係演習", "不是演习"),
        ("爆咗水喉", "水管爆了"),
        ("寻勿着", "找不到"),
        ("莫得人管", "没有人管"),
        ("火火火", "着火"),
        ("困𨋢", "困电梯"),
        ("🚑快来", "救护车快来"),
    ],
)
def test_dialect_older_signs_and_emoji_are_read_as_they_are_meant(written: str, read: str) -> None:
    assert PLAIN(written) == read


@pytest.mark.parametrize(
    "line", ["不好意思", "身体不好", "天天打交道", "伊拉克", "这系统", "3*4=12", "a_b", "请勿乱扔"]
)
def test_what_only_looks_like_dialect_or_markup_stays(line: str) -> None:
    assert PLAIN(line) == line


def test_whole_turns_are_read_before_single_signs() -> None:
    plain = Plain(Lexicon(signs=("樓楼",), written={"唔": "不", "唔好": "不要", "上樓": "never", "上楼": "上去"}))
    assert plain("唔好上樓,唔得") == "不要上去,不得"


def test_a_word_of_a_pattern_is_written_like_the_lines_it_is_looked_for_in() -> None:
    assert PLAIN.word("唔見咗") == "不见了"


def test_only_the_first_signs_are_read() -> None:
    assert len(PLAIN("水" * 10_000)) == MOST


@given(st.text(max_size=80))
def test_any_text_is_written_plainly_and_always_the_same(text: str) -> None:
    line = PLAIN(text)
    assert PLAIN(text) == line
    assert line == line.strip()
    assert "\x00" not in line
    assert "\u200b" not in line


@given(st.lists(st.sampled_from(["\u200b", "\u2060", "\u202e", "\ufeff", "\x00", "\u0336"]), min_size=7, max_size=7))
def test_signs_of_no_width_anywhere_change_nothing(unseen: list[str]) -> None:
    line = "三号楼着火了"
    assert PLAIN("".join(a + b for a, b in zip(unseen, line + " ", strict=True))) == line
