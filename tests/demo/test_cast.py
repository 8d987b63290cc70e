"""The people of the demo act by themselves: whatever a visitor reports goes on to its end, and nobody runs away."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from bot.demo.community import read_residents
from bot.demo.rules import Rule, read_rules
from bot.sandbox.client import Sandbox
from bot.words import LANGUAGES
from tests.demo.leading import Led, led
from tests.demo.showing import ROOT

STAFF = {"wang", "li", "chen", "zhou", "zhao", "zhu", "luo", "sun", "he"}
LEFT_ALONE = ("不是事件", "去不了", "升级", "误报", "驳回", "接管", "不发", "没法拍")


async def nobody_runs_away(demo: Led) -> None:
    """In a group nobody presses a button of a message twice, in private not more than a few times."""
    entries = await demo.world.ledger(kinds=["press"], limit=1_000_000)
    counted = Counter((one["from"], one["chat"], one["message_id"], one["data"]) for one in entries)
    for (person, chat, *_), times in counted.items():
        assert times <= (3 if chat > 0 else 1), (person, chat, times)


@pytest.mark.slow
async def test_a_lift_that_a_visitor_reports_goes_on_until_it_is_closed_and_written_up(sandbox: Sandbox) -> None:
    async with led(sandbox) as demo:
        await demo.free()
        staff = demo.community.groups["staff"]
        await demo.reports("3号楼2单元电梯困人")
        await demo.reaches(demo.person("chen"), "李电没应答，换你")
        await demo.reaches(staff, "#1 已结案")
        mine = [press["chat"] for press in await demo.presses_of(1001)]
        assert mine == [staff.id], "the visitor has pressed 上报 and nobody pressed for them"
        await demo.wish("leave", person=1001)
        supervisor = demo.person("zhu")
        await supervisor.presses(await demo.reaches(supervisor, "等你批准：R1"), "批准")
        await demo.reaches(demo.person("wang"), "已批准 R1")
        await nobody_runs_away(demo)


@pytest.mark.slow
async def test_a_fire_goes_on_to_its_all_clear_with_the_supervisor_approving_by_hand(sandbox: Sandbox) -> None:
    async with led(sandbox) as demo:
        await demo.free()
        residents, supervisor = demo.community.groups["resident"], demo.person("zhu")
        await demo.reports("3号楼4楼着火，烟往上走")
        first = await demo.reaches(supervisor, "N1 等你批准")
        await supervisor.presses(first, "批准")
        await demo.reaches(residents, "【真实】", "我安全")
        await demo.reaches(demo.person("zheng"), "何军马上到")
        await demo.reaches(demo.person("zheng"), "你报了", "安全")
        await demo.reaches(demo.person("lin"), "1单元801 安全")
        last = await demo.reaches(supervisor, "N1 等你批准", "可以回家")
        await supervisor.presses(last, "批准")
        await demo.reaches(residents, "N1 解除")
        await demo.reaches(demo.community.groups["staff"], "#1 已结案")
        assert not await demo.presses_of(2001), "the resident on the third phone is the visitor's"
        await nobody_runs_away(demo)


@pytest.mark.slow
async def test_a_resident_reports_in_private_and_the_desk_takes_it_from_there(sandbox: Sandbox) -> None:
    async with led(sandbox, language="en") as demo:
        await demo.free()
        wu, staff = demo.person("wu"), demo.community.groups["staff"]
        await wu.starts()
        said = await wu.says("Tower 3 unit 1: there is a snake in the lobby")
        draft = await wu.heard("🚨 Report", after=said)
        await wu.presses(draft, "🚨 Report")
        await demo.reaches(staff, "#1", "unconfirmed")
        await demo.reaches(wu, "The desk has confirmed it")
        await demo.reaches(staff, "#1 closed")
        await nobody_runs_away(demo)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_names_people_there_are_and_words_that_are_said(language: str) -> None:
    people = STAFF | set(read_residents(language))
    corpus = said_by_the_bot(language)
    for rule in read_rules(language):
        assert set(rule.who) <= people
        assert rule.after > 0
        assert [bool(rule.presses), bool(rule.says), bool(rule.sends)].count(True) == 1, rule
        for word in words_of(rule):
            assert word in corpus, f"{word!r} of {rule} is said nowhere"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rules_are_the_same_in_both_languages(language: str) -> None:
    here, zh = read_rules(language), read_rules("zh")
    assert [(rule.who, rule.where, rule.after, rule.opens) for rule in here] == [
        (rule.who, rule.where, rule.after, rule.opens) for rule in zh
    ]


def test_some_buttons_are_left_alone() -> None:
    for rule in read_rules("zh"):
        assert not any(label in rule.presses or rule.presses in label for label in LEFT_ALONE if rule.presses)


def words_of(rule: Rule) -> list[str]:
    """The single words a rule looks for, without names and numbers."""
    texts = [*rule.card, *rule.without, *(word for one in (*rule.heard, *rule.unheard) for word in one.words)]
    found = re.split(r"[\s{}]+", " ".join([*texts, rule.presses]))
    return [word.strip(":,，") for word in found if word.strip(":,，") not in {"", "name", "number", "R"}]


def said_by_the_bot(language: str) -> str:
    """Everything it may say in a language, and the names it knows."""
    templates = ROOT / "templates"
    sample = templates / "sample" if language == "zh" else templates / "sample" / language
    files: list[Path] = [*(templates / language).rglob("*.*"), *(templates / "playbooks").glob("*.yaml")]
    return "\n".join(file.read_text(encoding="utf-8") for file in [*files, sample / "roster.toml"])


async def test_the_same_answer_to_the_same_words_is_not_given_without_end(sandbox: Sandbox) -> None:
    async with led(sandbox) as demo:
        await demo.free()
        world, lin = demo.world, demo.person("lin")
        await lin.starts()
        for _ in range(8):
            await world.call("sendMessage", chat_id=lin.id, text="家人住几零几？打门牌号，比如 402。")
            await world.quiet(calm=0.3)
        entries = await world.ledger(chat=lin.id, kinds=["message"], limit=1_000)
        assert [entry["text"] for entry in entries if not entry["bot"]].count("3号楼1单元801") == 3


async def test_a_fire_is_closed_when_it_was_watched_for_an_hour_and_written_up_when_it_is_closed(
    sandbox: Sandbox,
) -> None:
    async with led(sandbox, pace=0.1) as demo:
        await demo.free()
        world, zhao, wang = demo.world, demo.person("zhao"), demo.person("wang")
        staff = demo.community.groups["staff"]
        await demo.wish("leave", person=wang.id)
        await demo.staged(lambda stage: bool(stage["people"][str(wang.id)]["played"]))
        await says(demo, staff.id, "#7 火灾 · 3号楼4层\n已控制，赵班定的。")
        await says(demo, wang.id, "R1 #7 火灾 · 3号楼4层\n我已按过程写好草稿", "写报告")
        await says(demo, zhao.id, "#7 火灾 · 3号楼4层\n结案前核对：", "结案")
        assert not await world.ledger(kinds=["press"], wait=4.0)
        await demo.wish("forward", seconds=3_600)
        (press,) = await world.ledger(kinds=["press"], wait=8.0)
        assert press["from"] == zhao.id
        await says(demo, staff.id, "#7 已结案 · 火灾 · 3号楼4层")
        (written,) = await world.ledger(after=press["seq"], kinds=["press"], wait=8.0)
        assert written["from"] == wang.id


async def says(demo: Led, chat: int, text: str, label: str = "") -> None:
    """The bot, with a button if there is a label."""
    keyboard = {"inline_keyboard": [[{"text": label, "callback_data": "nothing"}]]} if label else None
    await demo.world.call("sendMessage", chat_id=chat, text=text, **({"reply_markup": keyboard} if keyboard else {}))
