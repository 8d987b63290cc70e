"""What waits for a group's owner: asked for, reminded of, taken back; the rows say what is left to do."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.notice import NoticeState, Part
from bot.engine.hand_over_watch import HandOvers
from bot.store import hand_overs
from bot.talk.work import Work
from handlers.hand_over import take_back
from tests.engine.handed import GROUP, LIS, NOTICE, SECOND, handed


async def test_it_is_asked_after_fifteen_seconds_then_every_twenty_then_seldom(tmp_path: Path) -> None:
    async with handed(tmp_path) as town:
        await town.approve()
        asked = []
        for second in range(1, 120):
            await town.wait(1, watch=True)
            asked += [second for what, _ in town.said.heard() if what == "ask"]
        assert asked == [15, 35, 55, 75, 95, 115]
        await town.wait(600)
        town.said.heard()
        for _ in range(10):
            await town.wait(60)
        assert [what for what, _ in town.said.heard() if what == "ask"] == ["ask"] * 2, "each five minutes"


async def test_too_early_means_later(tmp_path: Path) -> None:
    async with handed(tmp_path) as town:
        await town.approve()
        town.said.pressed["t1"] = None
        await town.wait(15)
        town.said.pressed["t1"] = {"1": True}
        await town.wait(19)
        assert set((await town.states()).values()) == {"waiting"}
        await town.wait(1)
        assert set((await town.states()).values()) == {"confirmed"}


async def test_a_press_confirms_each_group_and_the_notice_is_sent_with_the_last(tmp_path: Path) -> None:
    notice = replace(NOTICE, parts=(Part(chats=(*NOTICE.parts[0].chats, ("chatter", LIS)), text="x"),))
    async with handed(tmp_path) as town:
        await town.approve(notice, owners={LIS: "2"})
        town.said.pressed["t1"] = {"1": True, "2": False}
        await town.wait(15)
        assert await town.states() == {GROUP: "confirmed", SECOND: "confirmed", LIS: "waiting"}
        assert await state(town.line.work) is NoticeState.SENDING
        town.said.pressed["t1"] = {"1": True, "2": True}
        await town.wait(20)
        assert await state(town.line.work) is NoticeState.SENT
        kinds = await town.line.column("SELECT kind FROM timeline ORDER BY number")
        assert kinds == ["NoticeHandedOver"] * 3 + ["NoticeConfirmed"] * 3
        town.said.heard()
        await town.wait(60)
        assert town.said.heard() == [], "nothing is left to ask"


async def state(work: object) -> NoticeState:
    async def job(work: Work) -> NoticeState:
        found = await work.notices.get(3)
        assert found is not None
        return found.state

    return await work(job)  # type: ignore[operator, no-any-return]


async def test_a_press_that_was_not_let_through_is_no_delivery(tmp_path: Path) -> None:
    """The month of the second group is used up by other messages: its people are told some other way."""
    async with handed(tmp_path) as town:
        await town.approve()
        town.said.pressed["t1"] = {"1": True}
        town.said.outcomes["t1"] = {GROUP: None, SECOND: False}
        await town.wait(15)
        assert await town.states() == {GROUP: "waiting", SECOND: "refused"}
        told = await town.line.column("SELECT count(*) FROM card WHERE template = 'notice/not_delivered'")
        assert told[0] > 0
        town.said.outcomes["t1"] = {GROUP: True, SECOND: False}
        await town.wait(20)
        assert await town.states() == {GROUP: "confirmed", SECOND: "refused"}
        assert await state(town.line.work) is NoticeState.SENT


async def test_a_group_the_platform_does_not_name_counts_only_after_a_while(tmp_path: Path) -> None:
    async with handed(tmp_path) as town:
        await town.approve()
        town.said.pressed["t1"] = {"1": True}
        town.said.outcomes["t1"] = {GROUP: True}
        town.said.silent.add("t1")
        await town.wait(15)
        assert await town.states() == {GROUP: "confirmed", SECOND: "waiting"}
        for _ in range(9):
            await town.wait(60)
        assert await town.states() == {GROUP: "confirmed", SECOND: "waiting"}
        for _ in range(6):
            await town.wait(60)
        assert await town.states() == {GROUP: "confirmed", SECOND: "confirmed"}


async def test_what_nobody_may_send_any_more_is_taken_back_until_the_platform_has_heard(tmp_path: Path) -> None:
    async with handed(tmp_path) as town:
        await town.approve()
        await town.line.work(lambda work: take_back(work, NOTICE))
        town.said.broken = {"cancel", "ask"}
        await town.wait(1)
        await town.wait(19)
        assert town.said.heard() == [("ask", "t1"), ("cancel", "t1")]
        assert set((await town.states()).values()) == {"cancelling"}
        town.said.broken = set()
        await town.wait(1)
        assert town.said.heard() == [("ask", "t1"), ("cancel", "t1")]
        assert set((await town.states()).values()) == {"cancelled"}
        await town.wait(100)
        assert town.said.heard() == []


async def test_the_owner_was_quicker(tmp_path: Path) -> None:
    async with handed(tmp_path) as town:
        await town.approve()
        await town.line.work(lambda work: take_back(work, NOTICE))
        town.said.pressed["t1"] = {"1": True}
        await town.wait(1)
        assert town.said.heard() == [("ask", "t1"), ("outcome of 1", "t1")]
        assert set((await town.states()).values()) == {"confirmed"}


async def test_a_platform_that_never_answers_is_given_up_after_a_day(tmp_path: Path) -> None:
    async with handed(tmp_path) as town:
        await town.approve()
        await town.line.work(lambda work: take_back(work, NOTICE))
        town.said.broken = {"cancel", "ask"}
        await town.wait(24 * 3600, watch=True)
        assert set((await town.states()).values()) == {"cancelled"}


async def test_the_platform_reminds_when_somebody_is_chased_and_is_asked_for_it_once(tmp_path: Path) -> None:
    async with handed(tmp_path) as town:
        await town.approve()
        town.said.broken = {"remind"}
        for _ in range(4):
            await town.wait(60)
        reminded = [what for what, _ in town.said.heard() if what == "remind"]
        assert len(reminded) == 2, "after one and after three minutes, whether it worked or not"
        assert {row.reminded for row in await hand_overs.open_ones(town.line.db)} == {2}


async def test_a_version_that_ended_while_it_was_handed_over_is_taken_back(tmp_path: Path) -> None:
    async with handed(tmp_path) as town:
        await town.approve(replace(NOTICE, state=NoticeState.ENDED))
        assert set((await town.states()).values()) == {"cancelling"}
        assert await town.cards() == [], "nobody is asked to press"
        await town.wait(1)
        assert set((await town.states()).values()) == {"cancelled"}


async def test_one_that_fails_keeps_nobody_from_the_others_and_a_restart_goes_on(tmp_path: Path) -> None:
    second = replace(NOTICE, number=4, parts=(Part(chats=(("chatter", LIS),), text="y"),))
    async with handed(tmp_path) as town:
        await town.approve()
        await town.approve(second, owners={LIS: "2"}, task="t2")
        town.said.broken = {"outcome of 1"}
        town.said.pressed = {"t1": {"1": True}, "t2": {"2": True}}
        await town.wait(15)
        assert await town.states() == {GROUP: "waiting", SECOND: "waiting", LIS: "confirmed"}
        town.said.broken = set()
        town.watch = HandOvers(
            town.line.db, town.line.inbox, {"chatter": town.said}, town.line.clock, after=lambda: None
        )
        await town.wait(1)
        assert set((await town.states()).values()) == {"confirmed"}


async def test_it_runs_beside_the_others(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async with handed(tmp_path) as town:
        await town.approve()
        await town.line.work(lambda work: take_back(work, NOTICE))
        running = asyncio.create_task(town.watch.run())
        async with asyncio.timeout(5):
            while "cancelled" not in (await town.states()).values():  # noqa: ASYNC110 - the rows are what tells
                await asyncio.sleep(0)
        running.cancel()
        assert caplog.records == []
