"""The parts of the demo on their own: folding, the script, and a course that does not come about."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from bot.demo import lift
from bot.demo.screen import Screen, folded
from bot.demo.script import LIFT, read_script
from bot.words import LANGUAGES
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


async def test_no_colour_where_there_is_no_terminal() -> None:
    out = io.StringIO()
    await Screen(out, fast=True).block("Wang", ["a", "b"], bot=True)
    assert out.getvalue() == "Wang\n  a\n  b\n\n"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_script_reads_in_both_languages(language: str) -> None:
    script = read_script(language)
    assert script.acts[0].at == "10:02:00"
    assert all(act.at or act.tell or act.says or act.presses or act.sends or act.then for act in script.acts)
    assert set(script.frame) == set(read_script("zh").frame)


def test_what_the_bot_answers_is_not_in_the_program() -> None:
    for file in (ROOT / "bot" / "demo").glob("*.py"):
        assert "已上报" not in file.read_text(encoding="utf-8")


async def test_a_bot_that_does_something_else_ends_the_demo_with_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "lift.yaml"
    text = LIFT.read_text(encoding="utf-8").replace("zh: [电梯困人, 上报]", "zh: [火灾]")
    other.write_text(text, encoding="utf-8")
    monkeypatch.setattr(lift, "read_script", lambda language: read_script(language, other))
    monkeypatch.setattr(lift, "_WITHIN", 1.0)
    assert await lift.play(fast=True, language="zh") == 1
    assert "火灾" in capsys.readouterr().err
