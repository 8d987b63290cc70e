"""What goes wrong with fetching: a second poller, a token that is refused for a while, a server that is down."""

from __future__ import annotations

import pytest

from tests.faults.trouble import draft_of, everything_said, expect, states
from tests.stories.town import Town


@pytest.mark.slow
async def test_a_second_poller_takes_nothing_away(town: Town) -> None:
    """A bot that gave up at the first 409, or that counted what the other one fetched as done, would not answer."""
    stolen = await town.world.call("getUpdates", timeout=0)
    assert stolen["ok"]
    said = await town.wang.says(town.staff, "3号楼2单元电梯困人")
    again = await town.world.call("getUpdates", timeout=0)
    assert len(again["result"]) == 1, "the other one has seen the report, but not confirmed it"
    await town.staff.heard("电梯困人", "上报", after=said)
    await town.world.quiet()
    assert len(await town.staff.said("电梯困人", "上报")) == 1
    expect(town, "another program fetches updates with this token")


async def test_a_refused_token_holds_everything_back_until_it_is_right_again(town: Town) -> None:
    """A bot that took 401 for a lost chat would have told the group instead; one that gave up would stay silent."""
    draft = await draft_of(town)
    await town.world.fault("401", method="sendMessage")
    await town.wang.presses(draft, "上报")
    refused = await town.world.ledger(after=draft.seq, kinds=["call"], wait=5.0)
    assert refused
    await town.world.heal()
    for person in (town.li, town.sun, town.zhou, town.zhao):
        await person.heard("#1 电梯困人", after=0, within=20)
        assert len(await person.said("#1 电梯困人")) == 1
    await town.staff.heard("#1 电梯困人 · 3号楼2单元", "前到场", "收到", after=draft, within=20)
    assert states(town)["failed"] == 0


@pytest.mark.slow
async def test_a_token_refused_while_fetching_heals_by_itself(town: Town) -> None:
    """PTB's own polling ends for good at the first 401."""
    await town.world.fault("401", method="getUpdates", count=1)
    await draft_of(town)  # the poll that was under way still brings it, the next one is refused
    said = await town.wang.says(town.staff, "1号楼1单元电梯困人")
    answer = await town.staff.heard("电梯困人", "1号楼", "上报", after=said, within=60)
    (refused,) = [call for call in await town.world.calls("getUpdates") if call["fault"] == "401"]
    assert answer.t - refused["t"] > 1, "the answer came after a while without fetching"
    expect(town, "the server refuses the bot's token")


async def test_a_burst_of_server_errors_loses_nothing_and_doubles_nothing(town: Town) -> None:
    """Without a retry the first refused message would be gone; were 5xx taken for unclear, copies would be marked."""
    draft = await draft_of(town)
    before = await everything_said(town)
    await town.world.fault("502", method="getUpdates", count=1)
    await town.world.fault("502", method="sendMessage", count=5)
    await town.world.fault("500", method="editMessageText", count=1)
    await town.wang.presses(draft, "上报")
    for person in (town.li, town.sun, town.zhou, town.zhao):
        await person.heard("#1 电梯困人", after=0, within=20)
    await town.staff.heard("#1 电梯困人 · 3号楼2单元", "前到场", "收到", after=0, within=20)
    await town.wang.heard("里面几个人", after=0, within=20)
    await town.staff.heard("已上报 #1", after=0, within=20)
    said = await everything_said(town) - before
    assert set(said.values()) == {1}, said
    assert not [text for _, text in said if "重发" in text]
    assert states(town)["failed"] + states(town)["uncertain"] == 0
    assert [fault["struck"] for fault in (await town.world.state())["faults"]] == [1, 5, 1]
    expect(town, "the server can't be reached")
