"""Which report is meant by who wants to write one."""

from __future__ import annotations

from pathlib import Path

from bot.domain.report import ReportState
from bot.talk.message import Choice
from tests.engine.bench import bench
from tests.engine.test_gate import STRANGER, newest_card, shown
from tests.engine.test_papers import CROWD, private, put, report, toast

LI, OF_ANOTHER, FAR = private(2), private(1), private(9)


async def test_the_number_is_that_of_the_incident_and_the_name_that_of_the_report(tmp_path: Path) -> None:
    async with bench(tmp_path, roster=CROWD) as line:
        await line.open_incident()
        assert await toast(line, "/write 1", **LI) == "no_report"
        await put(line, report(5, author="li"), report(6, author="wang"))
        for words in ("/write 1", "/write R6", "/write r6 好"):
            assert await toast(line, words, **private(8)) == "write"
            assert line.seen.calls[-1][2].name == "R6", "the newest of the incident"
        for more, words, refused in (
            (LI, "/write 9", "no_such_incident"),
            (LI, "/write R9", "no_such_paper"),
            (FAR, "/write 1", "no_such_incident"),
            (FAR, "/write R5", "no_such_paper"),
            (STRANGER, "/write 1", "refused_staff_only"),
            (STRANGER, "/write", "refused_staff_only"),
        ):
            assert await toast(line, words, **more) == refused


async def test_without_a_number_it_is_ones_own_that_is_owed(tmp_path: Path) -> None:
    async with bench(tmp_path, roster=CROWD) as line:
        await line.open_incident()
        await put(line, report(5, author="li", state=ReportState.SUBMITTED), report(6, author="wang"))
        assert await toast(line, "/write", **LI) == "no_report_of_yours"
        await put(line, report(7, author="li", state=ReportState.RETURNED))
        assert await toast(line, "/write", **LI) == "write"
        assert line.seen.calls[-1][2].name == "R7"
        await put(line, report(8, author="li"))
        assert await toast(line, "/write", **LI) == "which_incident"
        card = await newest_card(line)
        assert [(row[0].key, row[0].facts["report"]) for row in card.card.rows] == [("write:7", 7), ("write:8", 8)]
        button = await shown(line, Choice(key="write:8", label="incident", facts={"report": 8}))
        await line.press(button, "write:8", account="2")
        assert line.seen.calls[-1][2].name == "R8"
