"""What comes as a file: places, voices and pictures are kept with the incident, what is too big is not."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

from bot.sandbox.client import Sandbox
from tests.stories.outside import state
from tests.stories.town import STAFF, Town, founded, open_lift

TOPIC = 12
TOO_BIG = 21 * 1024 * 1024


def kept(town: Town) -> list[str]:
    """The files of the incident: those of the report, then those of the notes."""
    with sqlite3.connect(town.folder / "zhiban.db") as db:
        (first,) = db.execute("SELECT facts FROM incident ORDER BY number").fetchone()
        notes = db.execute("SELECT facts FROM timeline WHERE kind = 'NoteAdded' ORDER BY number").fetchall()
    return [*json.loads(first)["files"], *(file for (facts,) in notes for file in json.loads(facts)["files"])]


def in_a_topic(roster: str) -> str:
    """The staff group is a forum, and the bot writes in one of its topics."""
    return roster.replace(f"id = {STAFF}", f"id = {STAFF}\ntopic = {TOPIC}")


async def test_a_place_and_a_voice_are_kept_wherever_they_are_said(sandbox: Sandbox, tmp_path: Path) -> None:
    async with founded(sandbox, tmp_path, roster=in_a_topic) as town:
        everybody = list(town.people.values())
        await town.world.group(STAFF, "员工群", members=everybody, bot="administrator", topics={TOPIC: "值班"})
        began = await town.he.sends(None, "location", latitude=22.5, longitude=113.9)
        draft = await town.he.heard("什么事", after=began)
        await town.he.presses(draft, "安全事故")
        await town.he.presses(await town.he.heard("返回", after=began), "电梯困人")
        await town.he.presses(await town.he.heard("在哪一栋", after=began), "3号楼")
        await town.he.presses(await town.he.heard("3号楼", "修改", after=began), "上报")
        live = await town.staff.heard("#1", "前到场", after=0)
        assert live.topic == TOPIC
        voice = await town.he.sends(None, "voice", duration=4)
        await town.he.heard("#1", "记下了", after=voice)
        place = await town.wang.sends(town.staff, "location", latitude=1.5, longitude=2.5, reply_to=live)
        shown = await town.staff.heard("#1", "补充", after=place)
        assert shown.topic == TOPIC
        spoken = await town.wang.sends(town.staff, "voice", reply_to=live)
        await town.staff.heard("#1", "补充", after=spoken)
        talk = await town.wang.sends(town.staff, "voice", topic=TOPIC)
        await town.world.quiet()
        files = kept(town)
        assert [file.partition(":")[0] for file in files] == ["location", "voice", "location", "voice"]
        assert (files[0], files[2]) == ("location:22.5,113.9", "location:1.5,2.5")
        assert not [one for one in await town.staff.said(after=talk) if one.reply_to == talk.id], "talk"


async def test_what_is_too_big_is_said_and_changes_nothing(town: Town) -> None:
    await open_lift(town)
    await town.li.heard("李电，现在做", after=0)
    await town.world.quiet()
    for kind in ("document", "photo"):
        said = await town.li.sends(None, kind, size=TOO_BIG)
        await town.li.heard("超过20MB", after=said)
        await town.world.quiet()
        assert len(await town.li.said(after=said)) == 1, "one sentence"
    assert kept(town) == []
    for caption, words in (("门口", "记下了"), ("3号楼2单元又困人了", "记下了")):
        said = await town.li.sends(None, "document", size=TOO_BIG, caption=caption)
        await town.li.heard("超过20MB", after=said)
        await town.li.heard(words, after=said)
    for words in ("维保十点到", "断了", "2人，都好"):
        said = await town.li.says(f"/done 1 {words}")
        await town.li.heard("#1 完成 B", after=said)
    for where in (town.li, town.staff):
        said = await town.li.says(where, "/done 1")
        await where.heard("停梯牌", "没法拍", after=said)
        for caption in ("", "放好了"):
            said = await town.li.sends(where, "photo", size=TOO_BIG, caption=caption)
            told = await where.heard("超过20MB", after=said)
            await town.world.quiet()
            assert [one.id for one in await where.said(after=said)] == [told.id]
    assert "→ 电梯锁停" in await state(town)
    await town.li.sends(town.staff, "photo")
    await town.staff.heard("#1 完成 B")
    talk = await town.wang.sends(town.staff, "document", size=TOO_BIG, name="ad.mp4", caption="周末团建")
    said = await town.wang.sends(town.staff, "document", size=TOO_BIG, caption="1号楼电梯困人")
    await town.staff.heard("电梯困人 · 1号楼", "上报", after=said)
    told = await town.staff.heard("超过20MB", after=said)
    assert told.reply_to == said.id
    assert not [one for one in await town.staff.said("超过20MB") if one.reply_to == talk.id]
    assert kept(town) == []
