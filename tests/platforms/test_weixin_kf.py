"""The service account writes to a resident: only inside the window; each message counts once; refusals have reasons."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from bot.engine.service_window import ServiceWindows
from bot.platforms.wecom_api import Api
from bot.platforms.weixin_kf import ALLOWANCE, CLOSED, NO_FILE, TOO_LATE, USED_UP, WeixinKf
from bot.store import service_windows
from bot.store.db import Database, open_database
from bot.store.migrate import migrate
from bot.talk.message import Address, Button, Content, Delivery, Drawn, Sent
from bot.talk.platform import PlatformError
from bot.talk.window import Shut, Ticket
from tests.platforms.kf import KF, LI, NOW
from tests.platforms.qyapi import Qyapi, cut, no

MIGRATIONS = Path(__file__).parents[2] / "migrations"
TO = Address(platform="weixin_kf", chat=LI)
BUTTONS = ((Button(text="✅ 我安全", data="c0ffee:safe"), Button(text="🆘 需要帮助", data="c0ffee:help")),)
ASK = Drawn(text="<b>N1 疏散</b>\n你安全吗？&amp;", buttons=BUTTONS, serial="c0ffee-1-s1")


@dataclass
class Wall:
    """A clock that stands still."""

    at: datetime = NOW
    rests: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        """The time."""
        return self.at

    def monotonic(self) -> float:
        """Nobody asks for it."""
        return 0.0


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await open_database(f"sqlite:///{tmp_path / 'zhiban.db'}")
    await migrate(opened, MIGRATIONS, backup=False)
    yield opened
    await opened.close()


@pytest.fixture
def windows(db: Database, wall: Wall) -> ServiceWindows:
    return ServiceWindows(db, wall, platform="weixin_kf", allowance=ALLOWANCE)


@pytest.fixture
def account(client: Api, windows: ServiceWindows) -> WeixinKf:
    return WeixinKf(client, KF, windows=windows)


async def wrote(db: Database, at: datetime = NOW) -> None:
    """The resident has written."""
    await db.write(partial(service_windows.open_again, platform="weixin_kf", account=LI, at=at))


async def welcomed(db: Database) -> None:
    """The resident has opened the chat and written nothing."""
    until = NOW + timedelta(seconds=20)
    job = partial(service_windows.welcome, platform="weixin_kf", account=LI, code="CODE", until=until)
    await db.write(job)


def numbered(number: int) -> Drawn:
    """A message of its own."""
    return Drawn(text=f"第{number}条", serial=f"card{number}-1-s1")


async def test_a_question_is_one_menu(qyapi: Qyapi, db: Database, account: WeixinKf) -> None:
    await wrote(db)
    assert await account.send(TO, ASK) == Sent(delivery=Delivery.SENT, message="c0ffee-1")
    taps = [
        {"type": "click", "click": {"id": "c0ffee:safe", "content": "✅ 我安全"}},
        {"type": "click", "click": {"id": "c0ffee:help", "content": "🆘 需要帮助"}},
    ]
    menu = {"head_content": "N1 疏散\n你安全吗？&", "list": taps}
    assert qyapi.asked("kf/send_msg") == [
        {"touser": LI, "open_kfid": KF, "msgid": "c0ffee-1", "msgtype": "msgmenu", "msgmenu": menu}
    ]


async def test_five_may_follow_what_they_wrote_and_a_sixth_is_lost(
    qyapi: Qyapi, db: Database, account: WeixinKf, windows: ServiceWindows
) -> None:
    await wrote(db)
    sent = [await account.send(TO, numbered(number)) for number in range(6)]
    assert [one.delivery for one in sent] == [Delivery.SENT] * 5 + [Delivery.LOST]
    assert (sent[5].reason, len(qyapi.asked("kf/send_msg"))) == (USED_UP, 5)
    assert await windows.look(LI, "new") == Ticket(shut=Shut.SPENT)
    await wrote(db, NOW + timedelta(minutes=1))
    assert (await account.send(TO, numbered(7))).delivery is Delivery.SENT


async def test_after_two_days_and_before_the_first_word_nothing_is_even_tried(
    qyapi: Qyapi, db: Database, account: WeixinKf, wall: Wall
) -> None:
    never = await account.send(TO, ASK)
    assert (never.delivery, "not written yet" in never.reason) == (Delivery.LOST, True)
    await wrote(db)
    wall.at = NOW + timedelta(hours=48)
    assert await account.send(TO, ASK) == Sent(delivery=Delivery.LOST, reason=TOO_LATE)
    assert qyapi.asked("kf/send_msg") == []


async def test_what_may_have_arrived_is_counted_once_and_tried_again_under_its_name(
    qyapi: Qyapi, db: Database, account: WeixinKf, windows: ServiceWindows
) -> None:
    await wrote(db)
    for number in range(4):
        await account.send(TO, numbered(number))
    qyapi.plan("kf/send_msg", cut)
    assert (await account.send(TO, ASK)).delivery is Delivery.UNCLEAR
    assert await windows.look(LI, "new") == Ticket(shut=Shut.SPENT)
    again = Drawn(text="重发 N1", buttons=BUTTONS, serial="c0ffee-1-s2")
    assert (await account.send(TO, again)).delivery is Delivery.SENT
    assert [one["msgid"] for one in qyapi.asked("kf/send_msg")][-2:] == ["c0ffee-1", "c0ffee-1"]


async def test_a_refusal_nobody_knows_is_no_delivery_of_what_was_tried_before(
    qyapi: Qyapi, db: Database, account: WeixinKf
) -> None:
    """WD 94677: no name twice; with which code it is refused stands nowhere."""
    await wrote(db)
    qyapi.plan("kf/send_msg", cut, no(95999, "msgid existed"), no(95999, "something else"))
    assert (await account.send(TO, ASK)).delivery is Delivery.UNCLEAR
    assert (await account.send(TO, ASK)).delivery is Delivery.UNCLEAR
    assert (await account.send(TO, numbered(1))).delivery is Delivery.NEVER


@pytest.mark.parametrize("answer", [no(45009), no(60020), no(40058)])
async def test_what_was_certainly_not_sent_is_not_counted(
    qyapi: Qyapi, db: Database, account: WeixinKf, windows: ServiceWindows, answer: Any
) -> None:
    await wrote(db)
    qyapi.plan("kf/send_msg", answer)
    assert (await account.send(TO, ASK)).delivery in (Delivery.LATER, Delivery.NEVER)
    assert (await windows.look(LI, "new")).left == 5


@pytest.mark.parametrize(("code", "reason"), [(95001, USED_UP), (95002, TOO_LATE), (95013, CLOSED), (95018, CLOSED)])
async def test_what_the_platform_refuses_is_lost_with_its_reason_and_nothing_more_is_tried(
    qyapi: Qyapi, db: Database, account: WeixinKf, code: int, reason: str
) -> None:
    await wrote(db)
    qyapi.plan("kf/send_msg", no(code))
    assert await account.send(TO, ASK) == Sent(delivery=Delivery.LOST, reason=reason)
    assert (await account.send(TO, numbered(1))).delivery is Delivery.LOST
    assert len(qyapi.asked("kf/send_msg")) == 1


async def test_a_fault_of_the_settings_is_a_problem_until_something_goes_out(
    qyapi: Qyapi, db: Database, account: WeixinKf
) -> None:
    await wrote(db)
    qyapi.plan("kf/send_msg", no(60020, "not allow to access from your ip, from ip: 203.0.113.9"))
    sent = await account.send(TO, ASK)
    assert (sent.delivery, sent.everybody, "203.0.113.9" in account.problem) == (Delivery.LATER, True, True)
    await account.send(TO, ASK)
    assert account.problem == ""


async def test_who_has_only_opened_the_chat_is_greeted_once(qyapi: Qyapi, db: Database, account: WeixinKf) -> None:
    await welcomed(db)
    assert (await account.send(TO, ASK)).delivery is Delivery.SENT
    assert (await account.send(TO, ASK)).delivery is Delivery.LOST
    (greeting,) = qyapi.asked("kf/send_msg_on_event")
    assert (greeting["code"], greeting["msgid"], greeting["msgtype"]) == ("CODE", "c0ffee-1", "msgmenu")
    assert qyapi.asked("kf/send_msg") == []


async def test_a_code_that_is_spent_is_no_way_in(qyapi: Qyapi, db: Database, account: WeixinKf) -> None:
    await welcomed(db)
    qyapi.plan("kf/send_msg_on_event", no(40058))
    assert (await account.send(TO, ASK)).delivery is Delivery.LOST


async def test_long_words_go_before_their_menu_and_around_it_when_there_is_no_room(
    qyapi: Qyapi, db: Database, account: WeixinKf
) -> None:
    long = Drawn(text="N1 疏散\n" + "走楼梯下楼。\n" * 60, buttons=BUTTONS, serial="c0ffee-1-s1")
    await wrote(db)
    await account.send(TO, long)
    words, menu = qyapi.asked("kf/send_msg")
    assert words["text"]["content"] == long.text.strip()
    assert (words["msgid"], menu["msgid"]) == ("c0ffee-1", "c0ffee-1-2")
    assert menu["msgmenu"]["head_content"] == "N1 疏散"
    for number in range(2):
        await account.send(TO, numbered(number))
    await account.send(TO, Drawn(text=long.text, buttons=BUTTONS, serial="last-1-s1"))
    around = qyapi.asked("kf/send_msg")[-1]["msgmenu"]
    assert f"{around['head_content']}\n{around['tail_content']}" == long.text.strip()
    assert all(len(around[part].encode()) <= 1024 for part in ("head_content", "tail_content"))


async def test_bytes_are_kept_to_at_the_edge_of_a_sign(qyapi: Qyapi, db: Database, account: WeixinKf) -> None:
    await wrote(db)
    await account.send(TO, Drawn(text="😀" * 700, serial="a-1-s1"))
    await account.send(TO, Drawn(text="好", buttons=((Button(text="楼" * 60, data="c:1"),),), serial="b-1-s1"))
    words, menu = qyapi.asked("kf/send_msg")
    assert (words["text"]["content"][-2:], len(words["text"]["content"].encode()) <= 2048) == ("😀…", True)
    label = menu["msgmenu"]["list"][0]["click"]["content"]
    assert (label[-2:], len(label.encode()) <= 128) == ("楼…", True)


async def test_more_choices_than_fit_are_named(qyapi: Qyapi, db: Database, account: WeixinKf) -> None:
    await wrote(db)
    row = tuple(Button(text=f"{number}单元", data=f"c:{number}") for number in range(12))
    await account.send(TO, Drawn(text="几单元？", buttons=(row,), serial="c-1-s1"))
    menu = qyapi.asked("kf/send_msg")[0]["msgmenu"]
    assert (len(menu["list"]), menu["tail_content"]) == (10, "10单元 · 11单元")


async def test_files_and_places(qyapi: Qyapi, db: Database, account: WeixinKf) -> None:
    await wrote(db)
    photo = Content(name="1.jpg", data=b"\xff\xd8\xff" + b"x" * 50)
    await account.send(TO, Drawn(text="看", file="photo:wecom/1", content=photo, serial="p-1-s1"))
    await account.send(TO, Drawn(text="", file="location:22.5,114.0", serial="l-1-s1"))
    await account.send(TO, Drawn(text="王强", file="contact:13800000001", serial="c-1-s1"))
    bodies = [{key: one[key] for key in (one["msgtype"], "msgid")} for one in qyapi.asked("kf/send_msg")]
    assert bodies == [
        {"image": {"media_id": "media-1"}, "msgid": "p-1"},
        {"text": {"content": "看"}, "msgid": "p-1-2"},
        {"location": {"latitude": 22.5, "longitude": 114.0}, "msgid": "l-1"},
        {"text": {"content": "王强\n13800000001"}, "msgid": "c-1"},
    ]
    unknown = await account.send(TO, Drawn(text="", file="photo:AgAC", serial="u-1-s1"))
    assert unknown == Sent(delivery=Delivery.NEVER, reason=NO_FILE)


async def test_a_tap_is_answered_in_words_or_it_is_said(qyapi: Qyapi, db: Database, account: WeixinKf) -> None:
    with pytest.raises(PlatformError, match="not written yet"):
        await account.answer(LI, "收到 <3", alert=False)
    await wrote(db)
    await account.answer(LI, "收到 <3", alert=False)
    assert qyapi.asked("kf/send_msg")[0]["text"] == {"content": "收到 <3"}


async def test_counting_outlives_a_restart(db: Database, client: Api, wall: Wall) -> None:
    await wrote(db)
    for number in range(5):
        again = ServiceWindows(db, wall, platform="weixin_kf", allowance=ALLOWANCE)
        assert (await WeixinKf(client, KF, windows=again).send(TO, numbered(number))).delivery is Delivery.SENT
    assert (await again.look(LI, "new")).shut is Shut.SPENT
