"""`zhiban init` as a conversation: one question at a time, nothing lost on a slip, nothing written before the end."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.domain.people import Department, Role, Skill
from bot.domain.roster import ChatKind
from bot.founding.files import ROSTER, SETTINGS
from bot.read.roster import read_roster
from bot.sandbox.client import Sandbox
from bot.settings import load
from tests.founding.interview import FIRST_PERSON, NOWHERE, TOKEN, answers, interview

GUARD = ("王强", "", "1", "", "1,2")
ALL_GROUPS = ("-1001", "-1003", "-1002", "1-2", "-1004", "", "")


def test_a_company_is_founded(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    went = interview(folder, answers(people=[*FIRST_PERSON, *GUARD], groups=ALL_GROUPS))
    assert (went.done, went.hindered, went.left) == (True, "", [])
    assert TOKEN not in went.said
    assert [prompt for prompt in went.prompts if "hidden" in prompt] == ["> hidden"]
    settings = load(folder / SETTINGS, {})
    assert settings.telegram is not None
    assert (settings.company.name, settings.company.language, settings.telegram.token) == ("安居物业", "zh", TOKEN)
    roster = read_roster(folder / ROSTER)
    boss, guard = roster.people
    assert (boss.name, boss.admin, boss.role) == ("罗经理", True, Role.COMMANDER)
    assert (guard.department, guard.role) == (Department.SECURITY, Role.RESPONDER)
    assert guard.skills == {Skill.FIREFIGHTING, Skill.FIRST_AID}
    assert [(chat.id, chat.kind, chat.buildings) for chat in roster.chats] == [
        ("-1001", ChatKind.STAFF, ()),
        ("-1003", ChatKind.COMMAND, ()),
        ("-1002", ChatKind.RESIDENT, ("1", "2")),
        ("-1004", ChatKind.RESIDENT, ()),
    ]


def test_the_end_says_what_comes_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = interview(tmp_path / "my company", answers()).said
    config = f"--config '{tmp_path}/my company/zhiban.toml'"
    assert f"zhiban run {config}\n" in said
    assert said.endswith(f"zhiban check {config}\n")
    assert "/whoami" in said
    monkeypatch.chdir(tmp_path)
    assert interview(Path(), answers()).said.endswith("zhiban check\n"), "the folder one stands in needs no name"


def test_a_company_without_telegram_is_founded_too(tmp_path: Path) -> None:
    went = interview(tmp_path, answers(token="wecom"))
    assert (went.done, went.hindered, went.left) == (True, "", [])
    assert load(tmp_path / SETTINGS, {}).telegram is None
    assert "set-up-wecom.md" in went.said
    assert "/whoami" not in went.said.splitlines()[-1]
    assert went.said.endswith("zhiban.toml\n")


def test_a_slip_is_asked_again_and_loses_nothing(tmp_path: Path) -> None:
    slips = [
        "3", "1", " ", "安居\x00物业", "安居物业", "安居苑", "没有电话", "0755-1234567", "", "", "",
        "9-1", "1-3", "两个", "2 18 4", "3", "4", "1 6", "", "", "Asia/Shanghay", "Asia/Shanghai", "令牌", TOKEN,
        "罗经理", "", "11", "10", "0", "4", "", "", "1001", "-1001", "-1001", "", "-1002", "9", "", "",
        "不对", "是",
    ]  # fmt: skip
    went = interview(tmp_path, slips)
    assert (went.done, went.left) == (True, [])
    for sentence in (
        "只写一个号，1 到 2", "这一项要写", "看不见的字符", "至少要有3个数字", "“9-1”看不懂", "请写两个或三个数",
        "“3号楼”写了两次",
        "是 Asia/Shanghai 吗", "这不像令牌", "只写一个号，1 到 10", "请写 1 到 5 里的号", "群的号码是负数",
        "这个号码前面已经写过了", "要改，写 1 到 8 里的一个号", "没有“9号楼”这栋楼。有的是：1号楼, 2号楼, 3号楼, 4号楼",
    ):  # fmt: skip
        assert went.said.count(sentence) == 1, sentence
    roster = read_roster(tmp_path / ROSTER)
    assert [(b.name, b.flats_per_floor) for b in roster.communities[0].buildings] == [
        ("1号楼", 4), ("2号楼", 4), ("3号楼", 4), ("4号楼", 0),
    ]  # fmt: skip


SUMMARY = """
写下来的是这些：
  1 公司：安居物业
  2 小区：安居苑，0755-1234567，科苑路18号，西门，中心花园
  3 楼：1号楼到3号楼，共3栋：2个单元，18层，每层每单元4户
  4 电梯维保：400-810-0000
  5 时区：Asia/Shanghai
  6 令牌：有了，不显示
  7 人员：罗经理，管理人员，总指挥，管理员，13800001007
      王强，安保员，响应，消防，急救
  8 群：员工群 -1001
      指挥群 -1003
      业主群 -1002 1号楼 2号楼
      业主群 -1004
"""


def test_before_anything_is_written_it_is_shown_and_can_be_changed(tmp_path: Path) -> None:
    given = answers(people=[*FIRST_PERSON, *GUARD], groups=ALL_GROUPS)[:-1]
    changed = ["1", "安心物业", "3", "1-2", "1 6", "", "-1001", "", "-1002", "2", "", "6", "7:new", "4", "", "yes"]
    went = interview(tmp_path / "new", [*given, *changed])
    assert (went.done, went.left) == (True, [])
    assert SUMMARY in went.said
    assert went.said.count("对吗？") == 5
    last = went.said[went.said.rindex("写下来的是这些") :]
    for line in ("公司：安心物业", "1号楼到2号楼，共2栋：1个单元，6层\n", "电梯维保：没填", "业主群 -1002 2号楼\n"):
        assert line in last
    settings, roster = load(tmp_path / "new" / SETTINGS, {}), read_roster(tmp_path / "new" / ROSTER)
    assert settings.telegram is not None
    assert (settings.company.name, settings.telegram.token) == ("安心物业", "7:new")
    assert [(building.name, building.floors) for building in roster.communities[0].buildings] == [
        ("1号楼", 6), ("2号楼", 6),
    ]  # fmt: skip
    assert [chat.id for chat in roster.chats] == ["-1001", "-1002"]
    assert roster.communities[0].contacts == ()


@pytest.mark.parametrize(("typed", "asked"), [("zh", "公司叫什么"), ("中文", "公司叫什么"), ("EN", "company called")])
def test_a_language_is_known_by_its_name(tmp_path: Path, typed: str, asked: str) -> None:
    assert asked in interview(tmp_path, [typed]).said


ALL = answers(people=[*FIRST_PERSON, *GUARD], groups=ALL_GROUPS)


@pytest.mark.parametrize("after", range(len(ALL)))
@pytest.mark.parametrize(
    ("end", "said"), [(EOFError(), "话没说完就断了，什么都没写"), (KeyboardInterrupt(), "停了，什么都没写")]
)
def test_whenever_it_ends_early_nothing_is_there(tmp_path: Path, after: int, end: BaseException, said: str) -> None:
    folder = tmp_path / "new"
    went = interview(folder, [*ALL[:after], end])
    assert not went.done
    assert said in went.hindered
    assert "什么都没写" in went.hindered
    assert went.hindered.count("\n") == 2
    assert not folder.exists()


@pytest.mark.parametrize("name", [SETTINGS, ROSTER])
@pytest.mark.parametrize("answer", ["", "安居物业", "no"])
def test_what_is_there_is_left_alone(tmp_path: Path, name: str, answer: str) -> None:
    (tmp_path / name).write_text("mine", encoding="utf-8")
    went = interview(tmp_path, ["1", answer, *ALL])
    assert not went.done
    assert went.hindered == f"\n{name} 已经在 {tmp_path} 里，没有动，什么都没写。换个文件夹，或者先把它移开。\n"
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == {name: "mine"}


def test_what_is_there_is_replaced_when_somebody_says_so(tmp_path: Path) -> None:
    (tmp_path / SETTINGS).write_text("mine", encoding="utf-8")
    given = answers()
    assert interview(tmp_path, [given[0], "是", *given[1:]]).done
    assert (tmp_path / f"{SETTINGS}.old-1").read_text(encoding="utf-8") == "mine"
    assert load(tmp_path / SETTINGS, {}).company.name == "安居物业"


def test_a_place_that_is_no_folder_is_said_before_the_questions(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        went = interview(folder, ["2", *ALL])
        assert went.hindered == f"\n{tmp_path / 'file'} is no folder, so nothing was written. Take another name.\n"
        assert len(went.left) == len(ALL)


@pytest.mark.parametrize(
    ("environment", "first"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "[1] > "),
        ({"LANG": "en_US.UTF-8"}, "[2] > "),
        ({"LANG": "de_DE"}, "[2] > "),
        ({"LANG": "C.UTF-8"}, "[1] > "),
        ({}, "[1] > "),
        ({"LANG": "en_US", "LC_ALL": "zh_TW"}, "[1] > "),
    ],
)
def test_the_machine_s_language_is_offered_first(tmp_path: Path, environment: dict[str, str], first: str) -> None:
    went = interview(tmp_path, [""], environment=environment)
    assert went.prompts[0] == first
    assert ("公司叫什么" in went.said) == (first == "[1] > ")


def test_it_speaks_english(tmp_path: Path) -> None:
    went = interview(tmp_path, ["2", *answers()[1:]])
    assert went.done
    assert "Three steps from here" in went.said
    assert load(tmp_path / SETTINGS, {}).company.language == "en"
    assert read_roster(tmp_path / ROSTER).communities[0].buildings[0].name == "Building 1"
    assert "现在" not in went.said


async def test_telegram_is_asked_who_the_bot_is(sandbox: Sandbox, tmp_path: Path) -> None:
    world = await sandbox.world(username="anju_duty_bot", privacy=True)
    given = answers(token=world.token)
    at = given.index(world.token)
    there = {**NOWHERE, "ZHIBAN_TELEGRAM__BASE_URL": sandbox.url}
    went = await asyncio.to_thread(interview, tmp_path, [*given[:at], TOKEN, *given[at:]], environment=there)
    assert went.done
    assert went.said.count("Telegram 不认这个令牌") == 1
    assert "找到了：@anju_duty_bot" in went.said
    assert "/setprivacy" in went.said
    assert "每个人打开@anju_duty_bot" in went.said
    assert world.token not in went.said


async def test_a_bot_that_reads_groups_is_not_told_to(sandbox: Sandbox, tmp_path: Path) -> None:
    world = await sandbox.world(username="anju_duty_bot", privacy=False)
    there = {**NOWHERE, "ZHIBAN_TELEGRAM__BASE_URL": sandbox.url}
    went = await asyncio.to_thread(interview, tmp_path, answers(token=world.token), environment=there)
    assert went.done
    assert "/setprivacy" not in went.said


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "foo", "http://[::1", "http://127.0.0.1:99999"])
def test_without_a_network_it_goes_on(tmp_path: Path, address: str) -> None:
    went = interview(tmp_path, answers(), environment={**NOWHERE, "ZHIBAN_TELEGRAM__BASE_URL": address})
    assert went.done
    said = went.said
    assert "现在联系不上 Telegram，没能查令牌，先往下走。" in said
    assert "每个人打开机器人，按 Start" in said
