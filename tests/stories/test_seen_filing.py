"""A report is signed and decided on as it was read; and how it ends when nobody has to read it any more."""

from __future__ import annotations

import sqlite3

from tests.stories.test_filing import at, sign, write
from tests.stories.town import Town, open_lift


async def test_an_incident_of_before_there_were_reports_is_put_away_when_it_is_closed(town: Town) -> None:
    await at(town, 10, 2)
    live = await open_lift(town)
    await town.zhao.presses(live, "收到")
    await town.stop()
    with sqlite3.connect(town.folder / "zhiban.db") as db:
        db.execute("DELETE FROM report")
        db.execute("DELETE FROM deadline WHERE kind = 'report'")
    await town.start()
    await town.zhao.presses(live, "结案")
    await town.shows("#1", "已归档，已结案")
    said = await town.wang.says("写报告 1")
    await town.wang.heard("#1 没有要写的报告", after=said)
    mark = await at(town, 19)
    await town.forward(1)
    for chat in (town.wang, town.staff):
        assert await chat.said("R1 #1", after=mark) == []


async def test_what_happens_after_the_signature_is_read_and_signed_before_it_is_handed_in(town: Town) -> None:
    await at(town, 10, 2)
    live = await open_lift(town)
    await town.zhao.presses(live, "收到")
    await town.wang.says("/file 1")
    await town.wang.heard("做了什么")
    await town.wang.says("叫了维保")
    await write(town)
    await town.wang.sends(None, "photo")
    await town.wang.heard("签字：王强")
    await town.wang.says("王强")
    signed = await town.wang.heard("签好了，按提交")
    said = await town.li.says("补充 1 门缝里有血")
    await town.li.heard("#1", after=said)
    toast = await town.wang.presses(signed, "提交")
    assert (toast.text, toast.alert) == ("签完又有新内容。再看一遍，再签字", True)
    again = await town.wang.heard("门缝里有血", "看一遍。对就打自己的名字签字：王强", after=signed)
    assert again.id == signed.id
    assert "签名" not in again.text
    assert await town.zhu.said("等你批准") == []
    await sign(town)
    await town.zhu.heard("等你批准：R1 #1", "门缝里有血", "签名 王强", after=0)
