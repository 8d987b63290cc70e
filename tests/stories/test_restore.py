"""A backup is restored: what may have gone out since waits for a person, and what is new goes its way."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import sqlite3
import sys
from pathlib import Path

import pytest

from bot.sandbox.places import Group
from bot.sandbox.seen import Message
from tests.stories.test_evacuation import submit_evacuation
from tests.stories.town import ROOT, Town

NOTE = "电表箱发烫"


async def zhiban(town: Town, *arguments: str) -> tuple[int, str]:
    """A command beside the bot: its exit code and what it prints."""
    environment = {**os.environ, "ZHIBAN_CLOCK_FILE": str(town.folder / "clock")}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments, "--config", str(town.folder / "zhiban.toml"),
        cwd=ROOT, env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    printed, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, printed.decode()


async def let_wait(town: Town, *groups: Group) -> None:
    """What is sent to these is under way until it is healed."""
    for group in groups:
        await town.world.fault("late", method="sendMessage", chat=group.id)


async def copied_in_the_middle(town: Town) -> Path:
    """A fire, its notice and a note are under way while a backup is made; then they arrive, and somebody answers."""
    asked = await submit_evacuation(town)
    await town.world.quiet()
    await let_wait(town, town.residents, town.staff)
    mark = await town.world.mark()
    await town.zhu.presses(asked, "批准")
    await town.li.says(f"/note 1 {NOTE}")
    while len(await town.world.calls("sendMessage", after=mark)) < 2:
        await town.world.ledger(after=await town.world.mark(), wait=0.2)
    backup = town.folder / "copy"
    code, printed = await zhiban(town, "backup", str(backup))
    assert (code, printed.startswith(f"{backup}  ")) == (0, True), printed
    await town.world.heal()
    notice = await town.residents.heard("【真实】", after=mark)
    await town.staff.heard(NOTE, after=mark)
    await (await town.world.person(6001, "张三")).presses(notice, "我安全")
    await town.world.quiet()
    await town.stop()
    return backup


def numbers(listed: str) -> dict[str, int]:
    """What is held, by what stands behind its number."""
    return {words: int(number) for number, words in re.findall(r"^ *(\d+)  (.+)$", listed, re.MULTILINE)}


def number_of(listed: str, *words: str) -> int:
    """The one line with all these words."""
    (found,) = [number for line, number in numbers(listed).items() if all(one in line for one in words)]
    return found


async def copies(town: Town) -> tuple[list[Message], list[Message]]:
    """The notice and the note, every time they were said."""
    return await town.residents.said("【真实】"), await town.staff.said(NOTE)


async def test_nothing_goes_out_twice_unless_somebody_says_so(town: Town) -> None:
    backup = await copied_in_the_middle(town)
    token = town.world.token.encode()
    assert token not in backup.read_bytes(), "a backup can be carried about"
    code, printed = await zhiban(town, "restore", str(backup))
    assert code == 0, printed
    assert "FOR RESIDENTS" in printed
    assert not re.search(r"1[3-9]\d{9}|张三", printed), "neither telephones nor residents"
    kept = list(town.folder.glob("zhiban.db.before-restore.*"))
    assert len(kept) == 1, "what stood there is never thrown away"

    started = await town.world.mark()
    await town.start()
    for leader in (town.luo, town.zhao):
        await leader.heard("记录退回到了", "条消息没有再发", "给业主的通知", after=started)
    said = await town.zhu.says(town.staff, "/note 1 水已经关了")
    await town.staff.heard("水已经关了", after=said)
    await town.forward(1)
    await town.world.quiet()
    notices, notes = await copies(town)
    assert (len(notices), len(notes)) == (1, 1), "held, while what is new goes out"

    code, listed = await zhiban(town, "held")
    notice = number_of(listed, "notice/text of N1/1", "the resident group of 安居苑 3号楼", "FOR RESIDENTS")
    code, printed = await zhiban(town, "release", str(notice))
    assert (code, printed) == (0, "1 released\n")
    again = await town.residents.heard("重发", "【真实】", after=said)
    await town.residents.pins("【真实】", after=said)
    assert again.labels == notices[0].labels
    code, printed = await zhiban(town, "release", str(notice))
    assert (code, "not held (any more)" in printed) == (1, True), "nobody sends it a third time"
    code, printed = await zhiban(town, "release", "--drop", "--all")
    assert code == 0, printed

    restarted = await town.world.mark()
    await town.restart()
    await town.forward(1)
    await town.world.quiet()
    assert [len(one) for one in await copies(town)] == [2, 1]
    assert await town.luo.said("记录退回到了", after=restarted) == [], "told once"


async def copied_before_the_approval_was_worked_on(town: Town) -> Path:
    """A backup that holds the press on 批准 as kept and not worked on; in the world it was worked on at once."""
    asked = await submit_evacuation(town)
    await town.world.quiet()
    backup = town.folder / "copy"
    code, printed = await zhiban(town, "backup", str(backup))
    assert code == 0, printed
    await town.zhu.presses(asked, "批准")
    await town.residents.heard("【真实】", after=0)
    await town.world.quiet()
    await town.stop()
    with sqlite3.connect(backup) as copy:
        copy.execute("ATTACH ? AS world", (str(town.folder / "zhiban.db"),))
        copy.execute(
            "INSERT INTO inbox (platform, key, chat, at, body) SELECT platform, key, chat, at, body FROM world.inbox "
            "WHERE id > (SELECT max(id) FROM main.inbox) AND instr(body, 'callback_query') ORDER BY id LIMIT 1"
        )
        assert copy.execute("SELECT count(*) FROM main.inbox WHERE state = 'new'").fetchone() == (1,)
    copy.close()
    return backup


async def test_an_approval_that_was_only_kept_is_not_worked_on_again(town: Town) -> None:
    """Residents would read the notice twice, the second time without 重发; the approver is asked to press again."""
    backup = await copied_before_the_approval_was_worked_on(town)
    code, printed = await zhiban(town, "restore", str(backup))
    assert code == 0, printed
    assert "set aside: 1 things people wrote or pressed just before it" in printed
    started = await town.world.mark()
    await town.start()
    await town.luo.heard("记录退回到了", "1 条（写的、按的）不再处理", "再写、再按一遍", after=started)
    await town.forward(1)
    await town.world.quiet()
    assert len(await town.residents.said("【真实】")) == 1
    asked = await town.zhu.heard("N1 等你批准", after=0)
    pressed = await town.zhu.presses(asked, "批准")
    await town.residents.heard("【真实】", after=pressed.seq)  # because a person said so


@pytest.mark.slow
async def test_a_dropped_notice_counts_as_one_that_may_have_arrived(town: Town) -> None:
    """Nobody is sent to knock at doors for what residents have read already; nor is it waited for any longer."""
    backup = await copied_in_the_middle(town)
    await zhiban(town, "restore", str(backup))
    started = await town.world.mark()
    await zhiban(town, "release", "--drop", "--all")
    await town.start()
    await town.luo.heard("记录退回到了", after=started)
    shown = await town.zhu.says("点名 N1")
    await town.zhu.heard("N1 疏散", "1个群不确定", after=shown)
    await town.world.quiet()
    assert await town.staff.said("没发到", after=started) == []
    assert [len(one) for one in await copies(town)] == [1, 1]


@pytest.mark.slow
async def test_without_holding_everything_goes_out_again(town: Town) -> None:
    """The control: the copy in the place of the database, as one would do it by hand."""
    backup = await copied_in_the_middle(town)
    for left in town.folder.glob("zhiban.db*"):
        left.unlink()
    shutil.copy(backup, town.folder / "zhiban.db")
    await town.start()
    await town.world.quiet()
    assert [len(one) for one in await copies(town)] == [2, 2]
