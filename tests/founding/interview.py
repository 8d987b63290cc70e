"""Somebody who answers the questions of `zhiban init`, each by its name, however the words are chosen."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path

from bot.founding.files import SETTINGS
from bot.founding.found import found

TOKEN = "123456789:AAE-top_secret_value"
NOWHERE = {"ZHIBAN_TELEGRAM__BASE_URL": "http://127.0.0.1:9", "LANG": "zh_CN.UTF-8"}
"""An environment in which Telegram can't be reached."""

FIRST_PERSON = ("罗经理", "13800001007", "10", "4", "")
COMPANY = (
    "安居物业",
    "安居苑",
    "0755-1234567",
    "科苑路18号",
    "西门",
    "中心花园",
    "1-3",
    "2 18 4",
    "",
    "400-810-0000",
    "",
)
NO_GROUPS = ("", "", "")


def answers(
    *, people: Sequence[str] = FIRST_PERSON, token: str = TOKEN, groups: Sequence[str] = NO_GROUPS
) -> list[str]:
    """All answers, from the language to the last group, and that it is right so."""
    return ["1", *COMPANY, token, *people, "", *groups, "是"]


@dataclass
class Interviewed:
    """How it went."""

    done: bool
    said: str
    hindered: str
    prompts: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    """Answers nobody asked for."""


def interview(
    folder: Path,
    given: Sequence[str | BaseException],
    *,
    environment: Mapping[str, str] = NOWHERE,
    settings: str = SETTINGS,
) -> Interviewed:
    """Answers every question with the next of the answers; an exception is what happens instead."""
    waiting = list(given)
    prompts = []

    def read(prompt: str, hidden: bool) -> str:  # noqa: FBT001 - the shape of `Read`
        prompts.append(f"{prompt}{'hidden' if hidden else ''}")
        if not waiting:
            raise EOFError
        answer = waiting.pop(0)
        if isinstance(answer, BaseException):
            raise answer
        return answer

    said, hindered = io.StringIO(), io.StringIO()
    with redirect_stdout(said), redirect_stderr(hindered):
        done = found(folder / settings, environment, read=read)
    return Interviewed(done, said.getvalue(), hindered.getvalue(), prompts, [str(one) for one in waiting])
