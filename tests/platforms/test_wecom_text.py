"""HTML to plain words, and cutting by bytes where no sign is broken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.wecom_text import MORE, MOST_TEXTS, TEXT_BYTES, cut, parts, plain, shorten, size

FAMILY = "👨‍👩‍👧"
SIGNS = [FAMILY, "🇨🇳", "👍🏽", "1️⃣", "❤️", "é", "楼", "𠮷", "a", "\n", " "]
WRITTEN = st.lists(st.sampled_from(SIGNS), max_size=200).map(lambda signs: "".join(signs) * 16)


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("<b>3号楼</b> &lt;2&gt; &amp; <i>x</i>\n<code>/done 7</code>", "3号楼 <2> & x\n/done 7"),
        ('<a href="https://map.example/?a=1&amp;b=2">地图</a>看', "地图 https://map.example/?a=1&b=2 看"),
        ('<a href="https://a.example">https://a.example</a>', "https://a.example"),
        ('<a href="tg://user?id=1001">王强</a> 请看', "王强 请看"),
        ("&lt;a href='https://bad.example'&gt;领红包&lt;/a&gt;", "‹a href='https://bad.example'>领红包‹/a>"),
        ("&lt;b&gt; 5 &lt; 7", "<b> 5 < 7"),
        ("\ud83d 半\u0000个", "半个"),
    ],
)
def test_our_html_becomes_words(marked: str, words: str) -> None:
    assert plain(marked) == words


@given(WRITTEN, st.integers(0, 200))
def test_a_cut_breaks_no_sign(text: str, limit: int) -> None:
    kept = cut(text, limit)
    assert text.startswith(kept)
    assert size(kept) <= limit
    if kept != text:
        rest = text[len(kept) :]
        assert rest[0] not in "\u200d\u20e3\ufe0f\U0001f3fd\u0301"
        assert not kept.endswith("\u200d")
        assert (len(kept) - len(kept.rstrip("🇨🇳"))) % 2 == 0


@given(WRITTEN)
def test_parts_fit_and_say_when_words_are_missing(text: str) -> None:
    found = parts(text)
    assert len(found) <= MOST_TEXTS
    assert all(0 < size(part) <= TEXT_BYTES for part in found)
    whole = "".join(text.split())
    said = "".join("".join(part.split()) for part in found)
    if found and found[-1].endswith(MORE):
        assert whole.startswith(said.removesuffix(MORE))
        assert len(said) < len(whole)
    else:
        assert said == whole


def test_2048_bytes_are_one_text_and_a_byte_more_is_two() -> None:
    full = "楼" * 682 + "ab"
    assert parts(full) == (full,)
    assert parts(full + "c") == (full, "c")
    emoji = "a" * 2045 + FAMILY
    assert parts(emoji) == ("a" * 2045, FAMILY)


def test_parts_are_cut_at_the_ends_of_lines() -> None:
    lines = [f"{number} " + "楼" * 100 for number in range(12)]
    first, second = parts("\n".join(lines))
    assert (first, second) == ("\n".join(lines[:6]), "\n".join(lines[6:]))


def test_what_needs_more_than_that_ends_with_a_sign_of_it() -> None:
    found = parts("楼" * 5000)
    assert len(found) == MOST_TEXTS
    assert found[-1].endswith("楼" + MORE)
    assert not any(part.endswith(MORE) for part in found[:-1])


def test_shortening_counts_characters() -> None:
    assert shorten("1234567890", 10) == "1234567890"
    assert shorten("12345678901", 10) == "123456789…"
    assert shorten("12345678" + FAMILY, 10) == "12345678…"
