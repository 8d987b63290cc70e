"""What a person wrote, as we take it: to whom it is, cleaned and of bounded length."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.platforms.payloads import WANG, message, read, said


@pytest.mark.parametrize(
    ("text", "read_as", "to_bot", "to_other"),
    [
        ("/ack@ZhibanBot 1", "/ack 1", True, False),
        ("/ack@zhibanbot", "/ack", True, False),
        ("/ack 1", "/ack 1", False, False),
        ("/ack@other_bot 1", "/ack@other_bot 1", False, True),
        ("/ack@ZhibanBot2 1", "/ack@ZhibanBot2 1", False, True),
        ("@ZhibanBot 电梯困人", "电梯困人", True, False),
        ("请 @zhibanbot 看一下", "请 看一下", True, False),
        ("救命@ZhibanBot电梯困人", "救命电梯困人", True, False),
        ("@ZhibanBot /ack 1", "/ack 1", True, False),
        ("@ZhibanBot", "", True, False),
        ("x@ZhibanBot", "x@ZhibanBot", False, False),
        ("@ZhibanBot2 你好", "@ZhibanBot2 你好", False, False),
        ("问 /help@other_bot", "问 /help@other_bot", False, False),
    ],
)
def test_for_whom_a_text_is(text: str, read_as: str, to_bot: bool, to_other: bool) -> None:  # noqa: FBT001
    found = read(said(text))
    assert (found.text, found.to_bot, found.to_other) == (read_as, to_bot, to_other)


@pytest.mark.parametrize(
    ("text", "read_as"),
    [
        ("a\x00b\x07c", "abc"),
        ("电梯\ud83d困人\udc00", "电梯困人"),
        ("救命🆘", "救命🆘"),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("\u202e反\u2066了\u200f", "反了"),
        ("e\u0301", "é"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("\u200b\x00", ""),
        ("{{ 7*7 }}<b>", "{{ 7*7 }}<b>"),
    ],
)
def test_text_is_cleaned(text: str, read_as: str) -> None:
    assert read({"update_id": 1, "message": message(text)}).text == read_as


def test_text_is_cut_at_4096_units_and_no_character_in_half() -> None:
    assert len(read(said("水" * 10_000)).text) == 4096
    assert read(said("x" + "🆘" * 4000)).text == "x" + "🆘" * 2047


def test_names_and_titles_are_cleaned() -> None:
    user: dict[str, Any] = WANG | {"first_name": "王\u202e\n强", "last_name": "\ud800"}
    assert read({"update_id": 1, "message": message("x", **{"from": user})}).name == "王 强"


def test_everything_read_can_be_written_as_utf8() -> None:
    nasty = "\ud800\x00x\udfff"
    user = WANG | {"first_name": nasty, "language_code": "zh"}
    update = {"update_id": 1, "message": message(nasty, **{"from": user})}
    found = read(json.loads(json.dumps(update)))
    found.text.encode()
    found.name.encode()
    assert found.text == "x"
