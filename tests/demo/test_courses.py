"""Each course of the demo plays to its end in both languages, and shows in order what it is for."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from bot.demo import community
from bot.demo.film import Film
from bot.demo.script import COURSES, Act, read_acts
from bot.demo.stage import Stage, set_up
from bot.sandbox.client import Sandbox
from bot.sandbox.places import Person, Place
from bot.sandbox.seen import Message, read_message
from bot.sandbox.wecom_phone import FIRST_NUMBER

LANGUAGES = ("zh", "en")
STAFF, RESIDENTS, COMMAND = -1001, -1002, -1003
WANG, ZHOU, ZHAO, ZHU, SUN = 1001, 1004, 1005, 1006, 1008
HE = FIRST_NUMBER
WU, ZHENG, LIN = 2001, 2002, 2003
OTHER_BUILDING, EVERYBODY = -1004, -1005
MORE_GROUPS = """
[[chat]]
platform = "telegram"
id = -1004
kind = "resident"
community = "anju"
buildings = ["{}"]

[[chat]]
platform = "telegram"
id = -1005
kind = "resident"
community = "anju"

"""

SEEN = {
    ("lift", "zh"): [
        (STAFF, "#1 电梯困人", "前到场"),
        (1003, "李电没应答，换你"),
        (STAFF, "到场超时"),
        (ZHU, "升级", "肚子疼"),
        (STAFF, "#1 已结案"),
        (WANG, "R1 #1 电梯困人"),
    ],
    ("lift", "en"): [
        (STAFF, "#1 Lift entrapment", "Arrived"),
        (1003, "No answer from Li Dian"),
        (STAFF, "nobody there in time"),
        (ZHU, "escalated", "in pain"),
        (STAFF, "#1 closed"),
        (WANG, "R1 #1 Lift entrapment"),
    ],
    ("fire", "zh"): [
        (STAFF, "🔥 火灾 · 3号楼4层", "上报"),
        (STAFF, "#1 火灾", "马上打119", "已打119"),
        (ZHOU, "要不要通知3号楼疏散"),
        (STAFF, "119已打"),
        (ZHOU, "到西门外空地集合", "提交"),
        (ZHU, "N1 等你批准", "批准"),
        (WANG, "只有主管或指挥能定"),
        (RESIDENTS, "【真实】请3号楼所有人", "到西门外空地集合", "我安全"),
        (WU, "3号楼2单元1203 安全"),
        (LIN, "代报：3号楼1单元801 安全"),
        (HE, "N1 🆘 3号楼1单元602", "我去"),
        (COMMAND, "🆘 需要帮助 1户", "602"),
        (HE, "1 户要帮助，还没人去"),
        (ZHENG, "何军马上到"),
        (HE, "报了安全，不用去了"),
        (ZHU, "N1 等你批准", "消防队已到"),
        (RESIDENTS, "消防队已到", "第2版，代替"),
        (ZHU, "N1 等你批准", "可以回家"),
        (RESIDENTS, "【真实】N1 解除：3号楼可以回家", "第3版"),
        (STAFF, "已控制，赵班定的"),
        (STAFF, "#1 已结案"),
        (WANG, "R1 #1 火灾", "写报告"),
    ],
    ("fire", "en"): [
        (STAFF, "#1 Fire", "Call 119 now", "Called 119"),
        (ZHOU, "Tell Tower 3 to leave?"),
        (STAFF, "119 called"),
        (ZHU, "N1 waits for you", "Approve"),
        (WANG, "Only a supervisor"),
        (RESIDENTS, "[REAL] Everybody in Tower 3", "the square outside the west gate", "I am safe"),
        (WU, "unit 2, flat 1203 safe"),
        (HE, "unit 1, flat 602", "cannot walk"),
        (ZHENG, "He Jun is on the way"),
        (RESIDENTS, "The fire service is at work", "version 2"),
        (RESIDENTS, "[REAL] N1 all-clear: Tower 3 may go home", "version 3"),
        (STAFF, "#1 closed"),
        (WANG, "R1 #1 Fire", "Write report"),
    ],
    ("typhoon", "zh"): [
        (ZHU, "什么颜色", "橙色"),
        (ZHU, "N1 台风通知", "“深圳市气象台今日13时05分发布台风橙色预警信号", "提交"),
        (STAFF, "#1 台风", "C 加固"),
        (ZHAO, "N1 等你批准"),
        (RESIDENTS, "【真实】", "“深圳市气象台今日13时05分发布台风橙色预警信号", "3号楼地势低或楼老", "我安全"),
        (ZHENG, "王强马上到"),
        (1002, "拍加固好的地方"),
        (ZHOU, "拍一张备好的物资"),
        (RESIDENTS, "【真实】N1 解除：台风信号已解除", "“深圳市气象台今日19时35分解除台风橙色预警信号。”"),
        (STAFF, "信号已解除"),
    ],
    ("typhoon", "en"): [
        (ZHU, "Which colour", "orange"),
        (STAFF, "#1 Typhoon"),
        (ZHAO, "N1 waits for you"),
        (
            RESIDENTS,
            "[REAL]",
            "“Shenzhen Meteorological Observatory issued an orange typhoon signal at 13:05",
            "Tower 3",
        ),
        (ZHENG, "Wang Qiang is on the way"),
        (1002, "A picture of what was made fast"),
        (RESIDENTS, "N1 all-clear: the typhoon signal is lifted", "lifted the orange typhoon signal at 19:35"),
        (STAFF, "signal lifted"),
    ],
}
"""What is read in which chat, one after the other."""


@dataclass(frozen=True, kw_only=True)
class Played:
    """A course that has been played: what the bot wrote and what anybody did, in its order, what was told, when people
    approved, the pins."""

    said: list[Message]
    read: list[Message]
    told: list[str]
    approved: list[int]
    pinned: list[Message]

    def in_order(self, *seen: tuple[int | str, ...]) -> None:
        """All of it was to be read, one behind the other."""
        rest = iter(self.said)
        for chat, *words in seen:
            assert any(one.chat == chat and one.says(*map(str, words)) for one in rest), (chat, words)


async def played(sandbox: Sandbox, course: str, language: str) -> Played:
    """Plays it as fast as it goes."""
    told: list[str] = []

    async def hear(text: str) -> None:
        told.append(text)

    acts = read_acts(course, language)
    async with set_up(sandbox, language=language, begins=acts[0].at, limits=False) as stage:
        await Film(stage, None, fast=True, told=hear).play(acts)
        entries = await stage.community.world.ledger(kinds=["message", "edit", "press", "pin"], limit=1_000_000)
    said = [read_message(one) for one in entries if one["kind"] in {"message", "edit"}]
    pinned = [read_message(one) for one in entries if one["kind"] == "pin"]
    labels = {data: label for one in said for label, data in one.data.items()}
    pressed = [(one["seq"], labels[one["data"]]) for one in entries if one["kind"] == "press"]
    approved = [seq for seq, label in pressed if label in {"批准", "Approve"}]
    return Played(said=[one for one in said if one.bot], read=said, told=told, approved=approved, pinned=pinned)


@pytest.fixture
def estate(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The sample community with one more group of residents for building 1, and one for everybody."""
    folder = tmp_path / "sample"
    shutil.copytree(community.sample("zh"), folder)
    for language, building in (("zh", "1号楼"), ("en", "Tower 1")):
        file = (folder if language == "zh" else folder / language) / "roster.toml"
        before, chat, after = file.read_text(encoding="utf-8").partition("[[chat]]")
        file.write_text(before + MORE_GROUPS.format(building) + chat + after, encoding="utf-8")
    monkeypatch.setattr(community, "_SAMPLE", folder)


@pytest.mark.usefixtures("estate")
@pytest.mark.slow
@pytest.mark.parametrize(("course", "language"), [(course, language) for course in COURSES for language in LANGUAGES])
async def test_it_shows_what_it_is_for(sandbox: Sandbox, course: str, language: str) -> None:
    film = await played(sandbox, course, language)
    film.in_order(*SEEN[(course, language)])
    dates = [one.date for one in film.read if not one.edited]
    assert dates == sorted(dates), "nothing is older than what stands above it"
    assert film.told == [act.tell for act in read_acts(course, language) if act.tell]
    to_residents = [one for one in film.said if one.chat in {RESIDENTS, OTHER_BUILDING, EVERYBODY} and not one.service]
    assert not any(one.says("王强", "有人到场了") for one in film.said if one.chat == WANG), "what one does is no news"
    if course == "lift":
        assert to_residents == []
        return
    assert to_residents[0].seq > film.approved[0], "nobody reads what is not approved"
    if course == "fire":
        asked = next(
            one.seq
            for one in film.said
            if one.chat == ZHU and one.says("N1", "批准" if language == "zh" else "Approve")
        )
        between = [one for one in film.said if asked < one.seq < film.approved[0] and not one.edited]
        assert STAFF not in {one.chat for one in between}, "nothing takes the supervisor's phone off the card"
    reached = {one.chat for one in to_residents}
    assert reached == ({RESIDENTS} if course == "fire" else {RESIDENTS, OTHER_BUILDING, EVERYBODY})
    assert not any("602" in one.text for one in film.said if one.chat in reached | {STAFF}), "a flat is nobody's news"
    assert {one.chat for one in film.pinned} >= reached


async def test_every_card_says_119_until_somebody_has_called(sandbox: Sandbox) -> None:
    acts = read_acts("fire", "zh")
    called = next(place for place, act in enumerate(acts) if act.presses == "已打119")
    async with set_up(sandbox, language="zh", begins=acts[0].at, limits=False) as stage:
        await Film(stage, None, fast=True).play(acts[:called])
        people = stage.community.people
        staff = [people[name] for name in ("wang", "li", "chen", "zhou", "zhao", "zhu", "luo", "sun", "he")]
        for place in (*staff, stage.place("staff")):
            told = "指挥" if place.id < FIRST_NUMBER else "现在做"  # on WeCom not all has room
            card = await newest(place, "#1 火灾", told, "119")
            assert card.says("马上打119", "已打119"), place.name


async def newest(place: Place, *words: str) -> Message:
    """The newest message of the bot with these words, as it stands."""
    return [one for one in await place.messages() if one.bot and one.says(*words)][-1]


def test_both_languages_tell_the_same_story_in_short_lines() -> None:
    for course in COURSES:
        chinese, english = (read_acts(course, language) for language in LANGUAGES)
        assert [shape(act) for act in chinese] == [shape(act) for act in english]
        for one, other in zip(chinese, english, strict=True):
            assert (one.tell != other.tell) or not one.tell
            assert len(one.tell) <= 60
            assert len(other.tell) <= 160


def shape(act: Act) -> tuple[object, ...]:
    """What an act is, without its words."""
    heard = [one.where for one in act.then]
    return act.who, act.where, act.at, bool(act.tell), bool(act.says), bool(act.presses), act.sends, act.opens, heard


@pytest.mark.slow
async def test_a_clock_that_is_pushed_meanwhile_does_not_stop_it(sandbox: Sandbox) -> None:
    acts = read_acts("lift", "zh")
    late = next(place for place, act in enumerate(acts) if act.at == "10:12:30")
    told = [act.tell for act in acts[:late] if act.tell]
    async with set_up(sandbox, language="zh", begins=acts[0].at, limits=False) as stage:

        async def push(text: str) -> None:
            if text == told[-2]:
                await stage.clock.set(stage.clock.now() + timedelta(minutes=11))

        await Film(stage, None, fast=True, told=push).play(acts[: late + 1])
        await stage.place("staff").heard("到场超时", after=0)


async def test_what_somebody_has_begun_is_done_when_the_film_is_stopped(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go = asyncio.Event(), asyncio.Event()
    says = Person.says

    async def slowly(person: Person, where: Place | str | None, text: str = "") -> Message:
        begun.set()
        await go.wait()
        return await says(person, where, text)

    monkeypatch.setattr(Person, "says", slowly)
    acts = read_acts("fire", "zh")
    async with set_up(sandbox, language="zh", begins=acts[0].at, limits=False) as stage:
        film = asyncio.create_task(Film(stage, None, fast=True).play(acts))
        await begun.wait()
        film.cancel()
        await asyncio.sleep(0)
        assert not film.done()
        go.set()
        with pytest.raises(asyncio.CancelledError):
            await film
        assert await lines(stage) == ["3号楼4楼着火，烟往上走"]
        await stage.place("staff").heard("上报", after=0)
        assert await lines(stage) == ["3号楼4楼着火，烟往上走"], "and nothing after it"


async def lines(stage: Stage) -> list[str]:
    """What people have written in the staff group."""
    return [one.text for one in await stage.place("staff").messages() if not one.bot and not one.service]
