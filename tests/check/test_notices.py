"""What keeps a notice from being approved or from reaching people is said before the night it is needed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.check.finding import Finding, Level, as_lines
from bot.check.notices import notices, same_phones
from bot.check.offline import PROGRAM
from bot.check.signals import signals
from bot.domain.people import Department, Person, Role
from bot.domain.places import Building, Community
from bot.domain.roster import Chat, ChatKind, Roster
from bot.read.document import Document
from tests.check.test_offline import change
from tests.read.files import line_of

THREE = Building(name="3号楼", number="3", units=2, floors=18, flats_per_floor=4)
FOUR = Building(name="4号楼", number="4", units=1, floors=6, flats_per_floor=2)
WHERE = Document(
    file="roster.toml",
    data={},
    lines={("community", 0): 1, ("community", 0, "building", 0): 8, ("community", 0, "building", 1): 14},
)
DESK, LEAD, BOSS = "desk", "lead", "boss"


def person(name: str, role: Role, *, phone: str = "", department: Department = Department.PROPERTY) -> Person:
    return Person(
        id=name, name=name, department=department, roles=frozenset({role}), communities=("anju",), phone=phone
    )


PEOPLE = (
    person(DESK, Role.RESPONDER, department=Department.SERVICE),
    person(LEAD, Role.SUPERVISOR),
    person(BOSS, Role.COMMANDER),
)

TWICE = (
    person(LEAD, Role.SUPERVISOR, phone="13800001004"),
    person(BOSS, Role.COMMANDER, phone="+86 138 0000 1004"),
)
"""One person with two entries."""


def group(*buildings: str, units: tuple[str, ...] = ()) -> Chat:
    return Chat(
        platform="telegram", id="-1", kind=ChatKind.RESIDENT, community="anju", buildings=buildings, units=units
    )


def found(
    *,
    people: tuple[Person, ...] = PEOPLE,
    chats: tuple[Chat, ...] = (group("3", "4"),),
    buildings: tuple[Building, ...] = (THREE, FOUR),
    phone: str = "0755-1234567",
    assembly: tuple[str, ...] = ("中心花园",),
) -> list[Finding]:
    home = Community(
        id="anju", name="安居苑", timezone="Asia/Shanghai", phone=phone, assembly=assembly, buildings=buildings
    )
    roster = Roster(communities=(home,), people=people, chats=chats)
    return list(notices(roster, home, document=WHERE, position=0))


def only(findings: list[Finding]) -> tuple[Level, str, str]:
    assert len(findings) == 1, as_lines(findings)
    return findings[0].level, findings[0].subject, findings[0].where


def test_a_community_that_can_send_notices_lacks_nothing() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("chats", "buildings", "line", "said"),
    [
        ((), (THREE,), 1, "no group for residents of 安居苑"),
        ((group("4"),), (THREE, FOUR), 8, "no group for 3号楼: "),
        ((group("3"),), (THREE, FOUR), 14, "no group for 4号楼: "),
        ((group(),), (THREE, FOUR), 8, "no group for 3号楼, 4号楼: "),
        ((group("3", units=("1",)),), (THREE,), 8, "no group for 3号楼 (units: 2): "),
    ],
)
def test_buildings_nobody_can_be_told_in(
    chats: tuple[Chat, ...], buildings: tuple[Building, ...], line: int, said: str
) -> None:
    findings = found(chats=chats, buildings=buildings)
    assert only(findings) == (Level.WARN, "residents", f"roster.toml:{line}")
    assert said in findings[0].remedy
    assert "add a [[chat]]" in findings[0].remedy


def test_groups_of_all_units_are_the_building() -> None:
    assert found(chats=(group("3", units=("1",)), group("3", units=("2",))), buildings=(THREE,)) == []


def test_a_building_whose_flats_are_not_known() -> None:
    bare = Building(name="4号楼", number="4", units=1, floors=6)
    findings = found(buildings=(THREE, bare))
    assert only(findings) == (Level.WARN, "flats", "roster.toml:14")
    assert "4号楼" in findings[0].remedy
    assert "3号楼" not in findings[0].remedy
    assert found(buildings=(THREE, Building(name="4号楼", number="4", flats=("101",)))) == []


def test_what_every_notice_would_ask_for() -> None:
    for key, findings in (("phone", found(phone="")), ("assembly", found(assembly=()))):
        assert only(findings) == (Level.WARN, "notice", "roster.toml:1")
        assert findings[0].remedy.endswith(f"add {key}")


@pytest.mark.parametrize(
    ("people", "level", "said"),
    [
        (PEOPLE[:1], Level.FAIL, "nobody may approve a notice in 安居苑"),
        ((), Level.FAIL, "nobody may approve a notice in 安居苑"),
        (PEOPLE[1:2], Level.FAIL, "only lead may write or approve"),
        (PEOPLE[:2], Level.WARN, "only lead may approve"),
        (
            (
                person(LEAD, Role.SUPERVISOR, phone="13800001004"),
                person(BOSS, Role.COMMANDER, phone="+86 138 0000 1004"),
            ),
            Level.FAIL,
            "it takes two persons",
        ),
    ],
)
def test_a_notice_takes_two_persons(people: tuple[Person, ...], level: Level, said: str) -> None:
    findings = found(people=people)
    assert only(findings) == (level, "approval", "roster.toml:1")
    assert said in findings[0].remedy


def test_two_entries_with_one_telephone_count_as_one_person() -> None:
    people = (
        person(DESK, Role.RESPONDER, phone="13800001004"),
        person("nobody", Role.RESPONDER),
        person("nobody else", Role.RESPONDER),
        person(BOSS, Role.SUPERVISOR, phone="+86 138-0000-1004"),
    )
    places = Document(file="roster.toml", data={}, lines={("person", 3): 70})
    findings = list(same_phones(people, places))
    assert only(findings) == (Level.WARN, "phone", "roster.toml:70")
    assert "desk and boss" in findings[0].remedy
    assert list(same_phones(people[:3], places)) == []


@pytest.fixture
def file(tmp_path: Path) -> Path:
    copy = tmp_path / "signals.yaml"
    copy.write_text((PROGRAM / "templates/signals.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    return copy


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('en: "Everybody stays indoors"', 'en: ""', "en is empty"),
        ('{zh: 全都待在屋里，不出门, en: "Everybody stays indoors"}', "{zh: 全都待在屋里，不出门}", "en is missing"),
        ("edition:", "editon:", 'unknown key "editon"'),
        ("  red:", "  rot:", 'unknown key "rot"'),
        ("typhoon:", "typhoon: [", "not valid YAML"),
    ],
)
def test_a_signal_that_is_not_whole(file: Path, old: str, new: str, said: str) -> None:
    assert [one.level for one in signals(file)] == [Level.OK]
    findings = signals(change(file, old=old, new=new))
    assert {one.level for one in findings} == {Level.FAIL}
    assert said in as_lines(findings)


def test_a_colour_asks_for_five_steps_at_most(file: Path) -> None:
    steps = "".join(f'    - {{zh: 第{n}步, en: "Step {n}"}}\n' for n in range(6))
    change(file, old="  red:\n", new=f"  red:\n{steps}")
    findings = signals(file)
    assert only(findings)[:2] == (Level.FAIL, "signals")
    assert findings[0].where == f"{file}:{line_of(file, '  red:')}"
    assert "write 1 to 5" in findings[0].remedy


def test_signals_that_are_not_there(tmp_path: Path) -> None:
    assert only(signals(tmp_path / "signals.yaml"))[:2] == (Level.FAIL, "signals")
