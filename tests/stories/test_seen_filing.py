"""A report is signed and decided on as it was read; and how it ends when nobody has to read it any more."""

from __future__ import annotations

import sqlite3

from tests.stories.test_filing import at
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
