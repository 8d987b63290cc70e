"""Groups the app makes among members: it writes there, hears nothing, and can't end them (WD 90244-90248, 98913)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.sandbox.limits import Window
from bot.sandbox.wecom_content import IN_ROOMS, drawn
from bot.sandbox.wecom_phone import Phone
from bot.sandbox.wecom_wire import WecomRefusal
from bot.sandbox.wire import Json

if TYPE_CHECKING:
    from bot.sandbox.wecom_corp import Corp

CHATID = re.compile(r"[0-9A-Za-z]{1,32}")
FEWEST, MOST, NAME = 2, 2_000, 50
MADE_A_DAY, CHANGED_AN_HOUR, PERSONS_A_MINUTE = 1_000, 1_000, 20_000


@dataclass(kw_only=True)
class Room:
    """One group."""

    name: str
    owner: str
    members: list[str]
    phone: Phone


@dataclass(kw_only=True)
class Rooms:
    """All groups of the app, and how many more it may make, change and fill."""

    by_id: dict[str, Room] = field(default_factory=dict)
    made: Window = field(default_factory=lambda: Window(most=MADE_A_DAY, span=86_400.0))
    changed: Window = field(default_factory=lambda: Window(most=CHANGED_AN_HOUR, span=3_600.0))
    reached: Window = field(default_factory=lambda: Window(most=PERSONS_A_MINUTE, span=60.0))
    dropped: int = 0

    def find(self, chatid: str) -> Room:
        """A group by its id."""
        if chatid not in self.by_id:
            raise WecomRefusal(86003)
        return self.by_id[chatid]


def _spend(corp: Corp, window: Window, count: int = 1) -> None:
    if window.wait(corp.now(), count) > 0:
        raise WecomRefusal(45009)
    window.times.extend([corp.now()] * count)


def create(corp: Corp, body: Json) -> Json:
    """appchat/create."""
    if not corp.sees_everybody:
        raise WecomRefusal(48002)
    chatid = body.get("chatid", f"room{len(corp.rooms.by_id) + 1:08d}")
    if not CHATID.fullmatch(chatid):
        raise WecomRefusal(86001)
    if chatid in corp.rooms.by_id:
        raise WecomRefusal(86215)
    name, people = body.get("name", ""), list(dict.fromkeys(body["userlist"]))
    _check_name(name)
    people = _check_people(corp, people)
    owner = _spelled(corp, body.get("owner") or people[0])
    if owner not in people:
        raise WecomRefusal(86207)
    _spend(corp, corp.rooms.made)
    phone = corp.new_phone("room", chatid, name)
    corp.rooms.by_id[chatid] = Room(name=name, owner=owner, members=people, phone=phone)
    return {"chatid": chatid}


def _check_name(name: str) -> None:
    if len(name) > NAME:
        raise WecomRefusal(86004)


def _check_people(corp: Corp, people: list[str]) -> list[str]:
    """The members as they were made."""
    known = list(dict.fromkeys(_spelled(corp, one) for one in people))
    if any(one not in corp.members for one in known):
        raise WecomRefusal(86216)
    if not FEWEST <= len(known) <= MOST:
        raise WecomRefusal(86006)
    return known


def _spelled(corp: Corp, userid: str) -> str:
    """User ids are found whatever their case, and answered as the member was made (WD 90195)."""
    member = corp.find_member(userid)
    return member.userid if member else userid


def update(corp: Corp, body: Json) -> Json:
    """appchat/update."""
    room = corp.rooms.find(body["chatid"])
    gone = [_spelled(corp, one) for one in body.get("del_user_list", ())]
    if any(one not in room.members for one in gone):
        raise WecomRefusal(86216)
    added = [_spelled(corp, one) for one in body.get("add_user_list", ())]
    people = [one for one in dict.fromkeys((*room.members, *added)) if one not in gone]
    _check_name(body.get("name", ""))
    _check_people(corp, people)
    owner = _spelled(corp, body.get("owner", room.owner))
    if owner not in people:
        raise WecomRefusal(86207 if "owner" in body else 86005)
    _spend(corp, corp.rooms.changed)
    room.name, room.owner, room.members = body.get("name") or room.name, owner, people
    room.phone.name = room.name
    return {}


def read(corp: Corp, body: Json) -> Json:
    """appchat/get."""
    room = corp.rooms.find(body["chatid"])
    return {"chat_info": {"chatid": body["chatid"], "name": room.name, "owner": room.owner, "userlist": room.members}}


def send(corp: Corp, body: Json) -> Json:
    """appchat/send: no number to take it back by."""
    room = corp.rooms.find(body["chatid"])
    sort, text, more = drawn(corp, body, IN_ROOMS)
    _spend(corp, corp.rooms.reached, len(room.members))
    reached = 0
    for member in (corp.members[name] for name in room.members if name in corp.members):
        if member.room_window.wait(corp.now(), 1) > 0:
            corp.rooms.dropped += 1
            continue
        member.room_window.times.append(corp.now())
        reached += 1
    if reached:
        room.phone.put(sort, text, **more)
    return {}


def read_room(corp: Corp, wish: Json) -> Json:
    """A group as its members see it; a control verb."""
    room = corp.rooms.find(str(wish["chatid"]))
    return {"number": room.phone.number, "name": room.name, "owner": room.owner, "members": room.members}
