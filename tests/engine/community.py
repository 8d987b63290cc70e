"""Two communities with five people and four groups, and a plan of three lanes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.domain.deadline import Times
from bot.domain.people import Department, Person, Role
from bot.domain.places import Building, Community
from bot.domain.playbook import Lane, Playbook, Step, Urgency, Words
from bot.domain.recognise import Lexicon, Recogniser
from bot.domain.roster import Chat, ChatKind, Roster
from bot.read.recogniser import sounds_of
from bot.talk.message import Address
from bot.talk.work import Company

NOW = datetime(2026, 11, 22, 2, 40, tzinfo=UTC)
STAFF = Address(platform="chatter", chat="-1")
COMMAND = Address(platform="chatter", chat="-2")
OTHER = Address(platform="chatter", chat="-3")
RESIDENT = Address(platform="chatter", chat="-4")

LIFT = Playbook(
    id="lift",
    names={"zh": "困人", "en": "lift"},
    icon="🛗",
    family="lift",
    urgency=Urgency.EMERGENCY,
    lowers=False,
    words=Words(any_of=("困人",)),
    marks={},
    anyone=(),
    questions=(),
    called=(),
    lanes=(
        Lane(
            id="A",
            name={"zh": "救援"},
            steps=(step := Step(id="a1", text={"zh": "看"}, department=Department.SECURITY),),
        ),
        Lane(id="B", name={"zh": "安抚"}, steps=(replace(step, id="b1"), replace(step, id="b2"))),
        Lane(id="C", name={"zh": "维保"}, steps=(replace(step, id="c1", department=Department.ENGINEERING),)),
    ),
    closing=(),
    reports=(),
    covers=(),
    sources=(),
)


def person(id: str, account: int, **more: Any) -> Person:
    """Staff of 安居苑 with an account."""
    facts: dict[str, Any] = {"department": Department.SECURITY, "communities": ("anju",), "name": id.title()} | more
    return Person(id=id, accounts={"chatter": str(account)}, **facts)


WANG = person("wang", 1)
LI = person("li", 2, department=Department.ENGINEERING)
CHEN = person("chen", 3, roles=frozenset({Role.DUTY_LEAD}))
FAR = person("far", 4, communities=("yuan",))
LI2 = person("li2", 5, name="Li")
ROSTER = Roster(
    communities=(
        Community(id="anju", name="安居苑", timezone="Asia/Shanghai", buildings=(Building(name="3号楼", number="3"),)),
        Community(id="yuan", name="园", timezone="Asia/Shanghai"),
    ),
    people=(WANG, LI, CHEN, FAR, LI2),
    chats=(
        Chat(platform="chatter", id="-1", kind=ChatKind.STAFF, community="anju"),
        Chat(platform="chatter", id="-2", kind=ChatKind.COMMAND, community="anju"),
        Chat(platform="chatter", id="-3", kind=ChatKind.STAFF, community="yuan"),
        Chat(platform="chatter", id="-4", kind=ChatKind.RESIDENT, community="anju"),
    ),
)
COMPANY = Company(name="安居", language="zh", timezone="Asia/Shanghai", times=Times(), order=(Role.DUTY_LEAD,))
RECOGNISER = Recogniser([LIFT], Lexicon(), sounds=sounds_of)
