"""The same course for a company that works in English."""

from __future__ import annotations

from tests.stories.town import Town


async def test_the_lift_course_in_english(english_town: Town) -> None:
    town = english_town
    said = await town.wang.says(town.staff, "building 3 unit 2, people trapped in the lift, one is pregnant")
    draft = await town.staff.heard("Lift entrapment · Tower 3, unit 2", "emergency", "pregnant", after=said)
    assert draft.labels == ["🚨 Report", "Change", "Not an incident", "For a caller"]
    assert "Reported #1" in (await town.wang.presses(draft, "Report")).text
    live = await town.staff.heard("#1 Lift entrapment · Tower 3, unit 2", "be there by", "Got it", "Done A")
    call = await town.li.heard("do now:", "Call the maintenance firm", "400-810-0000", "a pregnant woman")
    assert call.labels[:3] == ["Got it", "On my way", "Cannot"]
    await town.wang.presses(await town.wang.heard("How many people are inside?"), "2")
    await town.wang.presses(await town.wang.heard("Is anybody inside unwell?"), "No answer")
    warning = await town.zhao.heard("call 120", "2 people, a pregnant woman, nobody answers")
    assert warning.labels == ["Called 120"]
    for person in (town.li, town.zhao):
        assert (await person.presses(live, "Got it")).text == "#1 got it"
    assert "Got it" in call.labels
    at_three = await town.forward(3.1)
    await town.zhu.heard("No answer from", "it is yours now", after=at_three)
    refused = await town.wang.presses(live, "Close")
    assert refused.text.startswith("Only the commander can close. Commander now: ")
    at_ten = await town.forward(7)
    await town.staff.heard("#1 nobody there in time", "Got it, not gone", after=at_ten)
    await town.wang.says(town.staff, "/escalate 1 the firm needs an hour")
    await town.zhu.heard("#1 escalated", "the firm needs an hour")
    await town.li.says("on my way 1")
    await town.li.says("arrived 1")
    await town.wang.heard("somebody has arrived")
    assert (await town.luo.presses(live, "Take over")).text == "#1 you command now"
    await town.luo.presses(live, "Controlled")
    assert (await town.luo.presses(live, "Close")).text == "#1 closed"
    await town.staff.heard("#1 closed", "first there after 10 min", "Not done:")
    await town.wang.heard("Thank you for reporting")


async def test_a_stranger_reads_their_own_language(town: Town) -> None:
    john = await town.world.person(5002, "John", language="en")
    said = await john.says("there is someone stuck in the lift, building 1")
    draft = await john.heard("Lift entrapment · Building 1", "Report", after=said)
    await john.presses(draft, "Report")
    await john.heard("Reported #1", "unconfirmed")
    await town.staff.heard("#1 电梯困人 · 1号楼", "待核实")
    asked = await john.says("/language")
    await john.presses(await john.heard("Which language", after=asked), "中文")
    again = await john.says("/whoami")
    await john.heard("名册里没有你", after=again)


async def test_staff_read_what_they_chose_whatever_the_roster_says(town: Town) -> None:
    chosen = await town.li.says("/language en")
    await town.li.heard("OK, English", after=chosen)
    asked = await town.li.says("/incidents")
    await town.li.heard("No open incidents", after=asked)
    said = await town.wang.says(town.staff, "3号楼电梯困人")
    await town.wang.presses(await town.staff.heard("上报", after=said), "上报")
    await town.li.heard("Li", "do now", "Got it")
