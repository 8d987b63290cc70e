"""What stands under [[chat]] for WeCom: staff without a group, and groups of residents with somebody to press send."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.roster import Chat, ChatKind
from bot.read.roster import read_roster
from tests.read.files import broken, line_of, only_fault

ROSTER = """\
[[community]]
id = "anju"
name = "安居苑"
timezone = "Asia/Shanghai"

  [[community.building]]
  name = "3号楼"
  units = 2
  floors = 18

[[person]]
id = "wang"
name = "王强"
post = "安保队长"
department = "security"
roles = ["responder"]
communities = ["anju"]
wecom = "wangqiang"

[[person]]
id = "he"
name = "何管家"
post = "管家"
department = "service"
roles = ["responder"]
communities = ["anju"]
wecom = "He.GuanJia-1"

[[person]]
id = "luo"
name = "罗经理"
post = "经理"
department = "office"
roles = ["commander", "admin"]
communities = ["anju"]
telegram = 1007

[[chat]]
platform = "wecom"
kind = "staff"
community = "anju"

[[chat]]
platform = "wecom"
kind = "command"
community = "anju"

[[chat]]
platform = "wecom"
kind = "resident"
community = "anju"
id = "wrOgQhDgAAMYQiS5ol9G7gK9JVAAAA"
owner = "he"
deputy = "wang"
buildings = ["3号楼"]
"""
RESIDENTS = 'id = "wrOgQhDgAAMYQiS5ol9G7gK9JVAAAA"'


def test_reads_staff_without_a_group_and_a_group_with_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "roster.toml"
    path.write_text(ROSTER, encoding="utf-8")
    roster = read_roster(path)
    staff, command, residents = roster.chats
    assert staff == Chat(platform="wecom", id="@staff:anju", kind=ChatKind.STAFF, community="anju")
    assert command == Chat(platform="wecom", id="@command:anju", kind=ChatKind.COMMAND, community="anju")
    assert residents == Chat(
        platform="weixin_group",
        id="wrOgQhDgAAMYQiS5ol9G7gK9JVAAAA",
        kind=ChatKind.RESIDENT,
        community="anju",
        buildings=("3",),
        owner="he",
        deputy="wang",
    )
    assert [chat.spread for chat in roster.chats] == [True, True, False]
    he = roster.person("he")
    assert he is not None
    assert he.accounts == {"wecom": "he.guanjia-1"}


def test_the_deputy_may_be_missing(tmp_path: Path) -> None:
    path = broken(tmp_path / "roster.toml", ROSTER, old='deputy = "wang"\n', new="")
    assert [chat.deputy for chat in read_roster(path).chats] == ["", "", ""]


FAULTS = [
    # old, new, on the line with, problem, remedy
    ('kind = "staff"', 'kind = "staff"\nid = "wr1"', 'id = "wr1"', "staff on WeCom have no group", "delete id"),
    ('kind = "staff"', 'kind = "staff"\ntopic = 3', "topic", "WeCom has no topics", "delete topic"),
    ('kind = "command"', 'kind = "command"\nowner = "he"', 'owner = "he"', "only a group of residents", "delete owner"),
    (RESIDENTS, "", "# here", "id is missing", "add id"),
    (RESIDENTS, 'id = "R:123"', "R:123", 'id "R:123" is not a customer group', "begins with wr"),
    (RESIDENTS, "id = -1001", "-1001", "id is not text but -1001", "quotes"),
    ('owner = "he"\n', "", "# here", "owner is missing", "add owner"),
    ('owner = "he"', 'owner = "hee"', '"hee"', 'no person "hee"', '"he"'),
    ('owner = "he"', 'owner = "luo"', 'owner = "luo"', 'owner "luo" has no account in WeCom', "wecom ="),
    ('deputy = "wang"', 'deputy = "luo"', "deputy", 'deputy "luo" has no account in WeCom', "wecom ="),
    ('deputy = "wang"', 'deputy = "he"', "deputy", "deputy is the owner", "somebody else"),
    ('["3号楼"]', '["5号楼"]', "5号楼", '安居苑 has no building "5号楼"', "3号楼"),
]


@pytest.mark.parametrize(("old", "new", "mark", "problem", "remedy"), FAULTS, ids=lambda value: str(value)[:20])
def test_a_fault_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, mark: str, problem: str, remedy: str
) -> None:
    marked = ROSTER.replace(
        '[[chat]]\nplatform = "wecom"\nkind = "resident"', '[[chat]] # here\nplatform = "wecom"\nkind = "resident"'
    )
    path = broken(tmp_path / "roster.toml", marked, old=old, new=new)
    fault = only_fault(read_roster, path)
    assert fault.line == line_of(path, mark)
    assert problem in fault.problem
    assert remedy in fault.remedy


def test_staff_stand_once(tmp_path: Path) -> None:
    path = broken(tmp_path / "roster.toml", ROSTER, old='kind = "command"', new='kind = "staff"')
    fault = only_fault(read_roster, path)
    first = line_of(path, 'kind = "staff"')
    assert (fault.line, fault.problem) == (first + 5, f'wecom chat of kind "staff" stands twice, first in line {first}')
    assert fault.remedy.startswith("delete one")
