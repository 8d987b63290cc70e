"""Cutting marked text where a person can bear it."""

from __future__ import annotations

import html
import re
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.telegram_text import cut, fit, shorten, units

PARTS = st.sampled_from(
    ["<b>", "</b>", "<i>", "</i>", '<a href="x">', "</a>", "&lt;", "&#128681;", "水", "🆘", "\n", "a "]
)


def visible(marked: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", marked))


def test_what_fits_stays_as_it_is() -> None:
    assert fit("<b>ab</b>", 2) == "<b>ab</b>"
    assert fit("&lt;" * 10, 10) == "&lt;" * 10


def test_it_is_cut_at_a_line_break() -> None:
    assert fit("one line\ntwo lines\nthree lines", 20) == "one line\ntwo lines\n…"


def test_a_break_too_far_back_is_not_used() -> None:
    assert fit("a\n" + "b" * 30, 12) == "a\n" + "b" * 8 + "…"


def test_tags_are_closed_and_marks_stay_whole() -> None:
    assert fit("<b>one <i>two&amp;three</i></b>", 10) == "<b>one <i>two&amp;</i></b>…"


@given(st.lists(PARTS, max_size=60).map("".join), st.integers(min_value=3, max_value=40))
def test_cut_text_fits_and_keeps_its_tags_balanced(marked: str, limit: int) -> None:
    short = fit(marked, limit)
    assert units(visible(short)) <= limit
    assert short == marked or short.endswith("…")
    if short != marked:
        kept = short.removesuffix("…").removesuffix("\n")
        assert visible(marked).startswith(visible(kept))


def nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    wrapped = st.tuples(st.sampled_from(["b", "i", "code"]), inner).map(
        lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>"
    )
    return wrapped | st.lists(inner, max_size=5).map("".join)


@given(st.recursive(st.sampled_from(["水", "&amp;", "\n", "ab"]), nested, max_leaves=40), st.integers(3, 20))
def test_cut_text_is_well_formed(marked: str, limit: int) -> None:
    ElementTree.fromstring(f"<all>{fit(marked, limit)}</all>")


@given(st.text(st.characters(codec="utf-8"), max_size=30), st.integers(min_value=0, max_value=20))
def test_a_cut_never_halves_a_character(text: str, limit: int) -> None:
    short = cut(text, limit)
    assert text.startswith(short)
    assert units(short) <= limit < units(short) + 2 or short == text
    assert units(short) == len(short.encode("utf-16-le")) // 2


def test_a_toast_is_shortened() -> None:
    assert shorten("abc", 3) == "abc"
    assert shorten("abcd", 3) == "ab…"
