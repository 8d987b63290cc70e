"""The lift course, told as it happens: from one line in a group to a closed incident."""

from __future__ import annotations

import pytest

from tests.stories.platforms import everywhere, everywhere_at_length
from tests.stories.town import Town, open_lift


@pytest.mark.covers("DISP-05", "DISP-08", "ORG-07")
@everywhere
async def test_one_line_one_press_opens_the_incident(town: Town) -> None:
    said = await town.wang.says(town.staff, "3号楼2单元电梯困人，里面有个孕妇")
    draft = await town.staff.heard("电梯困人", "3号楼2单元", "上报", "修改", "不是事件", after=said)
    assert draft.reply_to == said.id
    for word in ("紧急", "有孕妇", "人数不清楚"):
        assert word in draft.text
    toast = await town.wang.presses(draft, "上报")
    assert toast.text.startswith("已上报 #1")
    assert (await town.staff.heard("已上报 #1", "王强")).id == draft.id, "the same message changes in place"
    live = await town.staff.heard("#1 电梯困人 · 3号楼2单元", "前到场", "赵班", "有孕妇")
    pinned = await town.staff.pins("#1 电梯困人")
    assert (pinned.id, pinned.silent) == (live.id, True)
    assert live.labels[:3] == ["收到", "出发", "已到场"]
    assert "完成 A" in live.labels
    call = await town.li.heard("#1 电梯困人", "李电，现在做", "400-810-0000", "有孕妇，几点到", "前到场")
    assert not call.silent
    assert call.labels[:3] == ["收到", "出发", "去不了"]
    for person in (town.sun, town.zhou):
        await person.heard("#1 电梯困人", "收到")
    await town.zhao.heard("赵班，你是指挥", "收到")
    assert not await town.called(town.chen, "#1"), "the second of engineering is called only when the first is silent"
    question = await town.wang.heard("#1 里面几个人？")
    assert question.labels == ["1", "2", "3", "4以上", "不清楚"]


@everywhere_at_length
async def test_the_question_card_is_asked_one_at_a_time_and_each_answer_counts(town: Town) -> None:
    live = await open_lift(town)
    count = await town.wang.heard("里面几个人")
    assert (await town.wang.presses(count, "2")).text == "记下：2"
    state = await town.wang.heard("里面有人不舒服吗？")
    assert state.id == count.id, "one card, edited in place"
    await town.wang.presses(state, "有")
    await town.shows("2人 · 有人不舒服", "Ⅱ级", "打120")
    warning = await town.zhao.heard("建议叫120", "科苑路18号安居苑3号楼2单元", "2人", "有人不舒服", "西门")
    assert not warning.silent
    assert warning.labels == ["已打120"]
    hazard = await town.wang.heard("井道里有烟", "让不舒服的人坐下")
    await town.wang.says("没有")  # a typed label is a press
    special = await town.wang.heard("有孕妇、小孩或老人吗")
    await town.wang.presses(special, "没有")
    power = await town.wang.heard("是停电了吗")
    await town.wang.presses(power, "停电了")
    await town.shows("停电引起")
    comm = await town.wang.heard("对讲听得到吗")
    await town.wang.presses(comm, "不清楚")
    await town.wang.heard("有人靠呼吸机")  # the plan for the power cut asks in its turn, but not who is in the lift
    assert hazard.id == count.id
    assert (await town.he.presses(await town.staff.look(live), "收到")).text == "#1 收到"


@pytest.mark.covers("INTAKE-07")
@everywhere_at_length
async def test_the_other_branch_of_every_question(town: Town) -> None:
    await open_lift(town)
    for question, answer, told in (
        ("里面几个人", "4以上", "4人以上"),
        ("不舒服吗", "喊了没人应", "喊了没人应"),
        ("井道里有烟", "夹着人", "夹着人"),
        ("有孕妇", "老人", "有老人"),
        ("停电了吗", "没停电", "有老人"),
        ("对讲听得到吗", "听不到", "对讲不通"),
    ):
        card = await town.wang.heard(question)
        await town.wang.presses(card, answer)
        await town.shows(told)
    warning = await town.zhao.heard("119和120都打", "夹着人")
    assert warning.labels == ["已打119", "已打120"]
    assert (await town.zhao.presses(warning, "已打119")).text.startswith("#1 完成 D"), "anybody may have called (X-03)"
    done = await town.wang.heard("问完了", "隔着门跟里面说话")
    assert done.labels == []


@pytest.mark.covers("DISP-07")
@everywhere_at_length
async def test_people_move_and_the_reporter_hears_of_it(town: Town) -> None:
    live = await open_lift(town)
    call = await town.li.heard("李电，现在做")
    assert (await town.li.presses(call, "收到")).text == "#1 收到"
    await town.shows("李电 收到")
    assert (await town.li.presses(call, "收到")).text == "#1 你已经收到了"
    await town.li.presses(call, "出发")
    await town.shows("李电 出发")
    await town.wang.heard("有人出发了：李电")
    arrived = await town.li.says("已到场")
    await town.li.heard("#1 到场了", after=arrived)
    await town.shows("李电 到场", "有人到场")
    await town.wang.heard("有人到场了：李电")
    radioed = await town.zhou.says(town.staff, "/arrive 1 何军")
    await town.staff.heard("#1 到场了（何军）", after=radioed)
    refused = await town.wang.says(town.staff, "/arrive 1 孙岚")
    assert "只有客服、值班长和主管" in (await town.staff.heard("只有", after=refused)).text
    left = await town.li.says("离场 1")
    await town.li.heard("#1 离场了", after=left)
    declined = await town.sun.presses(await town.sun.heard("#1", "去不了"), "去不了")
    assert "换人去" in declined.text
    await town.shows("孙岚 去不了")
    assert (await town.staff.look(live)).pinned


@everywhere_at_length
async def test_steps_take_words_a_number_and_a_picture_as_a_reply(town: Town) -> None:
    await open_lift(town)
    call = await town.li.heard("李电，现在做", "完成 B")
    assert "维保几点到？" in (await town.li.presses(call, "完成 B")).text
    await town.li.heard("#1 完成 B：维保几点到？", "打字回我")
    said = await town.li.says("10:20到")
    await town.shows("断电挂锁")
    await town.li.heard("断电挂锁", "没证不盘车", after=said)
    switched = await town.li.says("完成 1")
    await town.li.heard("#1 完成 B", after=switched)
    await town.li.says("完成 1")
    await town.li.heard("放出几个人")
    said = await town.li.says("2人，都好")
    await town.settles()
    await town.li.heard("电梯锁停", after=said)
    locked = await town.li.says("完成1")
    photo = await town.li.heard("拍一张停梯牌", after=locked)
    assert photo.labels == ["没法拍"]
    await town.li.sends(None, "photo", caption="")
    await town.zhou.heard("放出后道歉")
    refused = await town.li.presses(await town.shows("放出后道歉"), "完成 B")
    assert refused.alert
    assert "这是客服的步骤" in refused.text
    camera = await town.sun.heard("对讲安抚")
    await town.sun.presses(camera, "完成 C")
    await town.sun.heard("看监控")
    asked = await town.sun.says(town.staff, "完成 1")
    question = await town.staff.heard("监控里看到几个人？", *town.addressed(town.sun), after=asked)
    await town.talks(town.sun, "等一下")  # talk among people answers nothing
    await town.sun.replies(question, "2")
    await town.shows("C 联络", "点一遍")


@pytest.mark.covers("DISP-23", "ORG-12")
@everywhere_at_length
async def test_command_is_for_those_who_have_it(town: Town) -> None:
    live = await open_lift(town)
    for label, sentence in (
        ("结案", "只有指挥能结案。现在的指挥是赵班"),
        ("已控制", "只有指挥能按已控制。现在的指挥是赵班"),
    ):
        refused = await town.wang.presses(live, label)
        assert refused.alert
        assert refused.text == sentence
    await town.zhao.presses(await town.zhao.heard("你是指挥"), "收到")
    assert "赵班在指挥" in (await town.he.presses(live, "接管")).text
    assert (await town.luo.presses(live, "接管")).text == "#1 现在你是指挥"
    await town.staff.heard("罗经理接管，现在是指挥", "原来是赵班")
    await town.zhao.heard("罗经理接管")
    assert "现在的指挥是罗经理" in (await town.zhao.presses(live, "结案")).text
    controlled = await town.luo.says("已控制 1")
    await town.luo.heard("#1 已控制", after=controlled)
    await town.luo.heard("结案前核对", "人都出来了")
    await town.staff.heard("已控制，罗经理定的")
    await town.wang.heard("已控制")
    closed = await town.luo.presses(await town.luo.heard("结案前核对", after=0), "结案")
    assert closed.text == "#1 已结案"
    await town.staff.heard("#1 已结案", "罗经理结案", "没人按到场", "没做完")
    await town.wang.heard("已结案", "谢谢你报")
    await town.shows("#1", "已结案", "紧急")
    assert (await town.staff.look(live)).labels == []
    assert "已经结案" in (await town.li.presses(await town.li.heard("李电，现在做", after=0), "收到")).text
