"""Every fault of a roster is named with its line; a good one gives the people, places and groups."""

from __future__ import annotations

from datetime import UTC, datetime, time
from pathlib import Path

import pytest

from bot.domain.people import Department, Role, Skill
from bot.domain.roster import ChatKind
from bot.read.roster import read_roster
from tests.read.files import SAMPLE, broken, faults_of, line_of, only_fault

ROSTER = """\
[[community]]
id = "anju"
name = "安居苑"
timezone = "Asia/Shanghai"
gates = [
  "西门",   # the main one
  "东门",
]

  [[community.building]]
  name = "3号楼"
  units = 2
  floors = 18

  [[community.building]]
  name = "B座"
  units = 1
  floors = 6

[[contact]]
community = "anju"
kind = "lift_maintenance"
name = "电梯维保"
phone = "400-810-0000"

[[person]]
id = "wang"
name = "王强"
post = "安保队长"
department = "security"
skills = ["firefighting"]
roles = ["responder"]
communities = ["anju"]
phone = "13800000001"
telegram = 1001
wecom = "wangqiang"
language = "zh"

[[person]]
id = "luo"
name = "罗经理"
post = "经理"
department = "office"
roles = ["commander", "admin"]
communities = ["anju"]
telegram = 1007

[[duty]]
person = "wang"
days = "1-5"
from = "20:00"
to = "08:00"

[[chat]]
platform = "telegram"
id = -1001
kind = "staff"
community = "anju"
topic = 12

[[chat]]
platform = "telegram"
id = -1002
kind = "resident"
community = "anju"
buildings = ["3号楼"]
units = ["1"]
"""


@pytest.mark.covers("ORG-11")
def test_reads_everything(tmp_path: Path) -> None:
    path = tmp_path / "roster.toml"
    path.write_text(ROSTER, encoding="utf-8")
    roster = read_roster(path)
    home = roster.community("anju")
    assert home is not None
    assert [building.number for building in home.buildings] == ["3", "B"]
    assert home.gates == ("西门", "东门")
    contact = home.contact("lift_maintenance")
    assert contact is not None
    assert contact.phone == "400-810-0000"
    wang = roster.account("telegram", "1001")
    assert wang is not None
    assert wang is roster.account("wecom", "wangqiang")
    assert (wang.department, wang.skills, wang.admin) == (Department.SECURITY, frozenset({Skill.FIREFIGHTING}), False)
    luo = roster.person("luo")
    assert luo is not None
    assert luo.admin
    assert luo.roles == {Role.COMMANDER}
    assert (roster.duties[0].start, roster.duties[0].to, roster.duties[0].days) == (
        time(20),
        time(8),
        frozenset({1, 2, 3, 4, 5}),
    )
    staff, resident = roster.chats
    assert (staff.id, staff.kind, staff.topic) == ("-1001", ChatKind.STAFF, "12")
    assert (resident.kind, resident.buildings, resident.units) == (ChatKind.RESIDENT, ("3",), ("1",))


@pytest.mark.parametrize("folder", [SAMPLE, SAMPLE / "en"])
def test_the_samples_are_sound_and_alike(folder: Path) -> None:
    roster = read_roster(folder / "roster.toml")
    at = datetime(2025, 3, 3, 2, 0, tzinfo=UTC)
    assert [p.id for p in roster.skilled("anju", Skill.LIFT, at=at)] == ["li", "chen"]
    assert [p.id for p in roster.leaders("anju", Role, at=at) if Role.DUTY_LEAD in p.roles] == ["zhao"]
    assert [p.id for p in roster.admins()] == ["luo"]
    home = roster.community("anju")
    assert home is not None
    assert [building.number for building in home.buildings] == ["1", "2", "3"]


FAULTS = [
    # old, new, on the line with, problem, remedy
    ("telegram = 1001", "telegramm = 1001", "telegramm", 'unknown key "telegramm"', '"telegram"'),
    ("[[contact]]", "[[kontact]]", "[[kontact]]", 'unknown key "kontact"', '"contact"'),
    ('roles = ["responder"]', 'roles = ["resp0nder"]', "resp0nder", 'unknown word "resp0nder"', '"responder"'),
    ('"security"', '"police"', '"police"', 'unknown department "police"', "engineering"),
    ('["firefighting"]', '["fire"]', '["fire"]', 'unknown word "fire" in skills', "first_aid"),
    ('kind = "staff"', 'kind = "stuff"', '"stuff"', 'unknown kind "stuff"', '"staff"'),
    ('platform = "telegram"', 'platform = "icq"', '"icq"', 'unknown platform "icq"', "telegram, wecom"),
    ('name = "B座"', 'name = "三栋"', "三栋", 'building number "3" stands twice, first in line 11', "its own"),
    ('communities = ["anju"]\nphone', 'communities = ["anjo"]\nphone', '"anjo"', 'no community "anjo"', '"anju"'),
    ('[[contact]]\ncommunity = "anju"', '[[contact]]\ncommunity = "x"', '"x"', 'no community "x"', "anju"),
    ('community = "anju"\ntopic', 'community = "x"\ntopic', '"x"', 'no community "x"', "anju"),
    ('person = "wang"', 'person = "wamg"', '"wamg"', 'no person "wamg"', '"wang"'),
    ("Asia/Shanghai", "Asia/Shangai", "Shangai", 'unknown time zone "Asia/Shangai"', '"Asia/Shanghai"'),
    ("Asia/Shanghai", "Asia", '"Asia"', 'unknown time zone "Asia"', "Asia/Shanghai"),
    ('name = "王强"\n', "", "[[person]]", "name is missing", "add name"),
    ('days = "1-5"\n', "", "[[duty]]", "days is missing", "add days"),
    ("  units = 2\n", "", "  [[community.building]]", "units is missing", "add units"),
    ("id = -1001\n", "", "[[chat]]", "id is missing", "add id"),
    ("telegram = 1001", 'telegram = "1001"', '"1001"', "telegram is not a whole number", "without quotes"),
    ("telegram = 1001", "telegram = true", "= true", "telegram is not a whole number", "without quotes"),
    ('phone = "13800000001"', "phone = 13800000001", "13800000001", "phone is not text", "quotes"),
    ('phone = "400-810-0000"', "phone = 4008100000", "4008100000", "phone is not text", "quotes"),
    ("floors = 18", "floors = 0", "floors = 0", "floors is 0", "from 1 to 200"),
    ('buildings = ["3号楼"]', 'buildings = ["5号楼"]', "5号楼", '安居苑 has no building "5号楼"', "3号楼, B座"),
    ('gates = [\n  "西门",', "gates = [\n  7,", "  7,", "an entry of gates is not text", "quotes"),
    ('  "东门",\n]', '  "",\n]', '  "",', "an entry of gates is empty", "delete"),
    ('name = "王强"', 'name = "王\\u0000强"', "\\u0000", "invisible character", "anew"),
    ('days = "1-5"', 'days = "1-8"', '"1-8"', 'days "1-8" is not understood', '"6,7"'),
    ('from = "20:00"', 'from = "25:00"', '"25:00"', 'from "25:00" is not understood', '"08:00"'),
    ('to = "08:00"', "to = 08:00:00", "08:00:00", "to is not text", "quotes"),
    ("id = -1002", "id = 1002", "id = 1002", "id 1002 is not a group", "/whoami"),
    ('language = "zh"', 'language = "de"', '"de"', 'unknown language "de"', "zh, en"),
    ('"wangqiang"', '"王强"', "wecom =", 'wecom "王强" is not a WeCom account', "账号"),
    ("topic = 12", 'owner = "wang"', "owner", "only a group of residents on WeCom", "delete owner"),
    ("topic = 12", 'deputy = "wang"', "deputy", "only a group of residents on WeCom", "delete deputy"),
]


@pytest.mark.parametrize(("old", "new", "mark", "problem", "remedy"), FAULTS, ids=lambda value: str(value)[:20])
def test_a_fault_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, mark: str, problem: str, remedy: str
) -> None:
    path = broken(tmp_path / "roster.toml", ROSTER, old=old, new=new)
    fault = only_fault(read_roster, path)
    assert (fault.file, fault.line) == (str(path), line_of(path, mark))
    assert problem in fault.problem
    assert remedy in fault.remedy
    assert str(fault) == f"{path}:{fault.line}: {fault.problem}; {fault.remedy}"


@pytest.mark.parametrize(
    ("old", "new", "line", "first", "what"),
    [
        ('id = "luo"', 'id = "wang"', 40, 27, 'person id "wang"'),
        ("telegram = 1007", "telegram = 1001", 46, 35, 'telegram account "1001"'),
        ("id = -1002", "id = -1001", 63, 56, 'chat id "-1001"'),
        ("telegram = 1007", 'wecom = "WangQiang"', 46, 36, 'wecom account "wangqiang"'),
    ],
)
def test_a_double_names_both_lines(tmp_path: Path, old: str, new: str, line: int, first: int, what: str) -> None:
    path = broken(tmp_path / "roster.toml", ROSTER, old=old, new=new)
    fault = only_fault(read_roster, path)
    assert (fault.line, fault.problem) == (line, f"{what} stands twice, first in line {first}")


def test_a_second_community_of_the_same_id(tmp_path: Path) -> None:
    path = tmp_path / "roster.toml"
    path.write_text(
        ROSTER + '\n[[community]]\nid = "anju"\nname = "二期"\ntimezone = "Asia/Shanghai"\n', encoding="utf-8"
    )
    assert only_fault(read_roster, path).line == line_of(path, "二期") - 1


def test_two_communities_may_both_have_a_building_3(tmp_path: Path) -> None:
    more = '\n[[community]]\nid = "he"\nname = "和苑"\ntimezone = "Asia/Shanghai"\n'
    more += '[[community.building]]\nname = "3号楼"\nunits = 1\nfloors = 6\n'
    path = tmp_path / "roster.toml"
    path.write_text(ROSTER + more, encoding="utf-8")
    assert [len(community.buildings) for community in read_roster(path).communities] == [2, 1]


def test_all_faults_are_found_in_one_pass_and_in_order(tmp_path: Path) -> None:
    text = ROSTER.replace('"security"', '"police"').replace('person = "wang"', 'person = "x"').replace("floors = 6", "")
    path = tmp_path / "roster.toml"
    path.write_text(text, encoding="utf-8")
    faults = faults_of(read_roster, path)
    assert [fault.line for fault in faults] == [15, line_of(path, '"police"'), line_of(path, 'person = "x"')]


def test_what_toml_does_not_allow_has_its_own_line(tmp_path: Path) -> None:
    path = broken(tmp_path / "roster.toml", ROSTER, old='name = "罗经理"', new="name = 罗经理")
    fault = only_fault(read_roster, path)
    assert fault.line == line_of(path, "name = 罗经理")
    assert fault.problem.startswith("not valid TOML")


def test_an_empty_file_a_missing_file_and_a_file_in_another_code(tmp_path: Path) -> None:
    path = tmp_path / "roster.toml"
    assert str(only_fault(read_roster, path)) == f"{path}: there is no such file; create it or correct the path"
    path.write_text("", encoding="utf-8")
    assert [fault.problem for fault in faults_of(read_roster, path)] == ["community is missing", "person is missing"]
    path.write_bytes('# a\n[[person]]\nname = "王强"\n'.encode("gbk"))
    assert only_fault(read_roster, path).where == f"{path}:3"


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "roster.toml"
    path.write_bytes(b"\xef\xbb\xbf" + ROSTER.replace("\n", "\r\n").replace("floors = 6", "floors = 0").encode())
    assert only_fault(read_roster, path).line == ROSTER[: ROSTER.index("floors = 6")].count("\n") + 1
