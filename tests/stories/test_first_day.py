"""The five steps of the README: from a roster without numbers and groups to a bot that `zhiban check` passes."""

from __future__ import annotations

import asyncio
import re
import sys
from pathlib import Path

import pytest

from bot.sandbox.client import Sandbox
from bot.sandbox.places import Person
from tests.stories.town import ROOT, Town, founded

NEW_GROUP = -3001
IN_FORCE = "a new roster is in force"


def without_numbers(roster: str) -> str:
    """The sample roster as somebody has it on the first day."""
    return re.sub(r"telegram = \d+\n", "", roster[: roster.index("[[chat]]")])


async def write_down(town: Town, before: str, after: str) -> None:
    """Changes the roster and waits until that is in force."""
    file = town.folder / "roster.toml"
    text = file.read_text(encoding="utf-8")
    assert before in text
    known = town.log.read_text(encoding="utf-8").count(IN_FORCE)
    file.write_text(text.replace(before, after, 1), encoding="utf-8")
    async with asyncio.timeout(10):
        while town.log.read_text(encoding="utf-8").count(IN_FORCE) == known:
            town.noted.clear()
            await town.noted.wait()


async def number_of(person: Person) -> str:
    """What /whoami tells somebody in private."""
    asked = await person.says("/whoami")
    told = await person.heard("名册里没有你", after=asked)
    found = re.search(r"\d+", told.text)
    assert found is not None
    return found[0]


async def with_numbers(town: Town, *keys: str) -> tuple[str, str]:
    """The roster as it is, and with the numbers these people have asked for."""
    before = after = (town.folder / "roster.toml").read_text(encoding="utf-8")
    for key in keys:
        await town.people[key].starts()
        number = await number_of(town.people[key])
        after = after.replace(f'id = "{key}"\n', f'id = "{key}"\ntelegram = {number}\n')
    return before, after


@pytest.mark.slow
async def test_the_five_steps_of_the_readme(sandbox: Sandbox, tmp_path: Path) -> None:
    async with founded(sandbox, tmp_path, started=False, roster=without_numbers) as town:
        await write_down(town, *await with_numbers(town, "luo"))
        await write_down(town, *await with_numbers(town, *(key for key in town.people if key != "luo")))
        group = await town.world.group(NEW_GROUP, "安居苑员工群", members=[town.luo, town.wang], bot="left")
        await group.bot_becomes("administrator", by=town.luo)
        lines = (await town.luo.heard("[[chat]]")).text
        pasted = lines[lines.index("[[chat]]") :]
        assert f"id = {NEW_GROUP}" in pasted
        await write_down(town, "[[contact]]", f"{pasted}\n\n[[contact]]")
        said = await town.wang.says(group, "3号楼电梯困人")
        await town.wang.presses(await group.heard("上报", after=said), "上报")
        await town.wang.heard("王强，现在做")
        checked = await check(town)
        assert "安居苑员工群: in it, with the rights it needs" in checked
        assert checked.splitlines()[-2].endswith(" 0 FAIL")


async def check(town: Town) -> str:
    """What `zhiban check` finds beside the running bot."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "check", "--config", str(town.folder / "zhiban.toml"),
        cwd=ROOT, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    told, _ = await process.communicate()
    assert process.returncode == 0
    return told.decode()
