"""Words nobody should have to type, and words that try to be more than words: kept, shown plainly, no traceback."""

from __future__ import annotations

from bot.sandbox.places import Person
from bot.sandbox.wire import Json
from tests.stories.outside import answers, state, stranger
from tests.stories.town import Town, open_lift

TRICK = "<b>{{ 7*7 }}</b>{% raise %} & <a href='tg://user?id=1001'>@all</a>"
MARKS = "\u202e\u200f\u2066\u200b"


def update(person: Person, text: object, *, number: int, **more: object) -> Json:
    """A private message as a hostile client or server might make it."""
    sender = {"id": person.id, "is_bot": False, "first_name": person.name}
    chat = {"id": person.id, "type": "private", "first_name": person.name}
    return {
        "message": {"message_id": number, "date": 1_780_000_000, "chat": chat, "from": sender, "text": text, **more}
    }


async def test_ten_thousand_characters_are_one_report(town: Town) -> None:
    long = "3号楼2单元电梯困人" + "快来" * 5_000
    said = await town.wang.says(town.staff, long)
    draft = await town.staff.heard("电梯困人 · 3号楼2单元", "上报", after=said)
    assert await answers(town.he, town.staff, after=draft) == []

    outsider = await stranger(town)
    said = await outsider.says(long)
    own = await outsider.heard("电梯困人 · 3号楼2单元", "上报", after=said)
    assert {message.id for message in await answers(outsider, after=said) if "电梯困人" in message.text} == {own.id}
    page = await town.zhou.heard("外面有人报", "电梯困人 · 3号楼2单元")
    assert len(page.text) < 600, "the desk reads what matters, not ten thousand characters"
    assert (await outsider.presses(own, "上报")).text.startswith("已上报 #1")
    await town.li.heard("#1 电梯困人 · 3号楼2单元", "李电，现在做", after=0)


async def test_broken_characters_are_left_out(town: Town) -> None:
    outsider = await stranger(town)
    mark = await town.world.mark()
    await town.world.update(update(outsider, "\x00\x07\ud800", number=900_001))
    await town.world.update(update(outsider, "", number=900_002))
    await town.world.update(update(outsider, "3号\x00楼2单元\ud800电梯\udfff困人\u202e", number=900_003))
    draft = await outsider.heard("电梯困人 · 3号楼2单元", "上报", after=mark)
    page = await town.zhou.heard("外面有人报", "“3号楼2单元电梯困人”", after=mark)
    assert [m.id for m in await outsider.said("上报", after=mark)] == [draft.id], "nothing in it is no report"
    assert [m.id for m in await town.zhou.said("外面有人报", after=mark)] == [page.id]
    said = await outsider.says(f"5号楼{MARKS}电梯困人")
    other = await outsider.heard("没有5号楼", after=said)
    assert not set(MARKS) & set(other.text)


async def test_markup_is_shown_as_it_was_typed(town: Town) -> None:
    trick = f"{TRICK}{MARKS}{{{{ config }}}}<script>"
    plain = "".join(sign for sign in trick if sign not in MARKS)
    live = await open_lift(town, f"3号楼2单元电梯困人 {trick}")
    call = await town.li.heard("李电，现在做", "原话", after=0)
    assert f"“3号楼2单元电梯困人 {plain}”" in call.text
    await town.wang.says(town.staff, f"/note 1 {trick}")
    note = await town.command.heard("王强补充", after=0)
    assert note.text.endswith(f"王强补充：{plain}")
    await town.wang.says(town.staff, f"/escalate 1 {trick}")
    reason = await town.zhu.heard("#1 升级", after=0)
    assert f"王强：{plain}" in reason.text
    await town.li.says(f"/done 1 B {trick}")
    await town.li.says(f"/cannot 1 {trick}")
    await town.li.heard("#1 知道了")
    for message in (call, note, reason):
        assert "<a href" not in message.html.replace("&lt;a href", "")
    assert "电梯困人" in (await town.staff.look(live)).text


async def test_names_and_titles_are_words_too(town: Town) -> None:
    outsider = await stranger(town, f"路人{TRICK}{MARKS}")
    await outsider.sends(None, "photo", caption=f"3号楼电梯困人{TRICK}")
    page = await town.zhou.heard("外面有人报", "报的人")
    assert f"报的人：路人{TRICK}" in page.text
    assert f"“3号楼电梯困人{TRICK}”" in page.text
    picture = await town.zhou.heard("3号楼电梯困人", after=page)
    assert picture.media == "photo"
    assert TRICK in picture.text

    group = await town.world.group(-3001, f"群{TRICK}{MARKS}", members=[town.luo], bot="left")
    await group.bot_becomes("member", by=town.luo)
    block = await town.luo.heard("[[chat]]", "-3001", after=0)
    assert block.text.startswith(f"“群{TRICK[:40]}")


async def test_the_caller_and_the_evidence_are_words_too(town: Town) -> None:
    said = await town.zhou.says(town.staff, "3号楼电梯困人")
    draft = await town.staff.heard("上报", after=said)
    await town.zhou.presses(draft, "替来电人报")
    await town.zhou.heard("谁打来的")
    await town.zhou.says(f"业主{TRICK} 13900000000")
    await town.zhou.heard("记下了，只有客服能看到")
    await town.staff.heard("代来电人报")
    await town.zhou.presses(draft, "上报")
    await town.sun.heard("#1 电梯困人", after=0)
    assert not await town.staff.said("13900000000"), "no group reads who called"

    asked = await town.li.says("/done 1")
    await town.li.heard("维保几点到", after=asked)
    await town.li.says(f"十分钟{TRICK}")
    await town.li.heard("#1 完成 B")
    assert "→ 去机房断电" in await state(town)


async def test_places_and_people_are_words_too(town: Town) -> None:
    said = await town.wang.says(town.staff, "电梯困人了")
    asked = await town.staff.heard("在哪一栋", after=said)
    await town.wang.replies(asked, f"R&D楼{TRICK}")
    draft = await town.staff.heard(f"电梯困人 · R&D楼{TRICK[:20]}", "上报", after=said)
    await town.wang.presses(draft, "上报")
    call = await town.li.heard("照着说", after=0)
    assert "安居苑R&D楼<b>" in call.text, "escaped once, not twice"
    said = await town.zhou.says(town.staff, "/arrive 1 <b>{{7*7}}</b>")
    await town.staff.heard("没有叫“<b>{{7*7}}</b>”的人", after=said)


async def test_in_english_too(english_town: Town) -> None:
    town = english_town
    said = await town.wang.says(town.staff, f"People trapped in the lift, building 3 {TRICK}")
    draft = await town.staff.heard("Lift", "3", "Report", after=said)
    assert "{{" not in draft.text
    await town.wang.presses(draft, "Report")
    call = await town.li.heard("#1", "People trapped", after=0)
    assert TRICK in call.text
    outsider = await stranger(town, language="en")
    said = await outsider.says("\u202eHello {{ 1/0 }} <i>\u202c")
    asked = await outsider.heard("“Hello {{ 1/0 }} <i>”", after=said)
    assert "Not an incident" in asked.labels
