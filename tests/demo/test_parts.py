"""The parts of the demo on their own: folding, the script, and a course that does not come about."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from bot.demo import film, show
from bot.demo.screen import Screen, folded
from bot.demo.script import COURSES, Heard, read_acts, read_frame
from bot.sandbox.client import Sandbox
from bot.words import LANGUAGES
from tests.demo.leading import led
from tests.demo.showing import ROOT


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("one two three", 0, ["one two three"]),
        ("one two three", 8, ["one two", "three"]),
        ("电梯困人", 4, ["电梯", "困人"]),
        ("⚠️ab", 3, ["⚠️ab"]),
        ("abcdef", 4, ["abcd", "ef"]),
        ("", 4, [""]),
    ],
)
def test_text_is_folded_at_blanks_and_by_columns(text: str, width: int, lines: list[str]) -> None:
    assert folded(text, width) == lines


def test_no_colour_where_there_is_no_terminal() -> None:
    out = io.StringIO()
    Screen(out).block("Wang", ["a", "b"], bot=True)
    assert out.getvalue() == "Wang\n  a\n  b\n\n"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_script_reads_in_both_languages(language: str) -> None:
    for course in COURSES:
        acts = read_acts(course, language)
        assert acts[0].at
        assert all(act.at or act.tell or act.says or act.presses or act.sends or act.then for act in acts)
    assert set(read_frame(language).words) == set(read_frame("zh").words)


def test_what_the_bot_answers_is_not_in_the_program() -> None:
    for file in (ROOT / "bot" / "demo").glob("*.py"):
        assert "已上报" not in file.read_text(encoding="utf-8")


async def test_a_bot_that_does_something_else_ends_the_demo_with_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second, *_ = (act for act in read_acts("lift", "zh") if act.at or act.says)
    wrong = replace(second, then=(Heard(where="staff", words=("火灾",)),))
    monkeypatch.setattr(show, "read_acts", lambda *_: (first, wrong))
    monkeypatch.setattr(film, "_WITHIN", 1.0)
    assert await show.show(fast=True, language="zh", course="lift") == 1
    assert "火灾" in capsys.readouterr().err


async def test_a_slip_of_the_program_is_not_told_as_a_bot_that_does_something_else(
    monkeypatch: pytest.MonkeyPatch, sandbox: Sandbox
) -> None:
    async def slip(*_: object) -> None:
        raise AssertionError("a slip")

    monkeypatch.setattr(film.Film, "play", slip)
    with pytest.raises(AssertionError, match="a slip"):
        await show.show(fast=True, language="zh", course="lift")
    with pytest.raises(AssertionError, match="a slip"):
        await course_to_its_end(sandbox)


async def course_to_its_end(sandbox: Sandbox) -> None:
    """The lift course behind the page, for as long as the demo goes on."""
    async with led(sandbox) as demo:
        await demo.wish("course", course="lift")
        await demo.ended()
