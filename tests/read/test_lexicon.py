"""The words every type shares: the shipped ones are in order, and what is wrong in them is said with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.read.fault import FaultsError
from bot.read.lexicon import TALK, WORDS, read_lexicon

SHIPPED = Path(__file__).parents[2] / "templates"
GOOD = "classes: {lift: [电梯]}\nsigns: [樓楼]\nwritten: {唔好: 不要}\nheard: [电梯]\naside: [火锅]\nright: [打假]\n"


def folder_with(tmp_path: Path, *, words: str = GOOD, talk: str = "film: {says: [电影]}\n") -> Path:
    """A folder with these two files."""
    (tmp_path / WORDS).write_text(words, encoding="utf-8")
    (tmp_path / TALK).write_text(talk, encoding="utf-8")
    return tmp_path


def test_everything_of_the_files_is_known(tmp_path: Path) -> None:
    lexicon = read_lexicon(folder_with(tmp_path))
    assert (lexicon.signs, dict(lexicon.written), lexicon.heard) == (("樓楼",), {"唔好": "不要"}, ("电梯",))
    assert (lexicon.aside, lexicon.right, lexicon.talk["film"].says) == (("火锅",), ("打假",), ("电影",))


@pytest.mark.parametrize(
    ("words", "talk", "said"),
    [
        (GOOD, "film: {says: ['@nobody']}\n", "@nobody"),
        (GOOD, "film: {says: [电影], unless: ['真的|']}\n", "missing"),
        (GOOD, "film: {unless: [真的]}\n", "says"),
        (GOOD.replace("樓楼", "樓"), "film: {says: [电影]}\n", "two signs"),
        (GOOD + "hearing: [电梯]\n", "film: {says: [电影]}\n", "hearing"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, words: str, talk: str, said: str) -> None:
    with pytest.raises(FaultsError, match=said):
        read_lexicon(folder_with(tmp_path, words=words, talk=talk))


def test_no_sign_is_read_in_two_ways() -> None:
    signs = [pair[0] for pair in read_lexicon(SHIPPED).signs]
    assert len(signs) == len(set(signs))
