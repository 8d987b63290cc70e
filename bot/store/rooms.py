"""The groups the program makes for incidents: as they should be, as they are, and when that is looked at next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from bot.store.tx import Reads, Row, Tx
from bot.store.values import from_json, micros, to_json

WANT = """INSERT INTO room (incident, platform, wanted, due) VALUES (:incident, :platform, :wanted, :now)
    ON CONFLICT (incident, platform) DO UPDATE
    SET wanted = excluded.wanted, due = excluded.due, tries = 0, state = 'open'
    WHERE room.state <> 'closed' AND room.wanted <> excluded.wanted"""
OF_INCIDENT = "SELECT * FROM room WHERE incident = :incident AND platform = :platform ORDER BY incident"
OPEN = "SELECT * FROM room WHERE chat <> '' AND state <> 'closed' ORDER BY incident, platform"
DUE = "SELECT * FROM room WHERE due IS NOT NULL AND due <= :now ORDER BY due, incident"
MADE = """UPDATE room SET chat = :chat, made = :made, state = :state, tries = 0, reason = '',
        due = CASE WHEN wanted = :made THEN NULL ELSE :now END
    WHERE incident = :incident AND platform = :platform"""
AGAIN = """UPDATE room SET due = :due, tries = tries + 1, reason = :reason
    WHERE incident = :incident AND platform = :platform"""
REFUSED = """UPDATE room SET state = :state, made = :made, reason = :reason,
        due = CASE WHEN wanted = :wanted THEN NULL ELSE due END
    WHERE incident = :incident AND platform = :platform"""
LOST = "UPDATE room SET chat = '', made = '{}', due = :now WHERE platform = :platform AND chat = :chat"


class RoomState(StrEnum):
    """What a room is good for."""

    OPEN = "open"
    """It is, or will be, the group of a running incident."""
    CLOSED = "closed"
    """The incident is over; its name says so."""
    REFUSED = "refused"
    """The platform does not make it as it was wanted: everybody is written to alone."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A room as it should be, or as it is."""

    id: str = ""
    """What it is to be called by the platform: the same at each try, so that it is never made twice."""
    name: str = ""
    members: tuple[str, ...] = ()
    """Accounts; the first one owns it."""
    over: bool = False


@dataclass(frozen=True, kw_only=True)
class Room:
    """The group of one incident on one platform."""

    incident: int
    platform: str
    chat: str
    """Empty until it is made."""
    state: RoomState
    wanted: Plan
    made: Plan = field(default_factory=Plan)
    tries: int = 0
    reason: str = ""
    """Why it is not as it was wanted."""


async def want(tx: Tx, incident: int, platform: str, plan: Plan, *, now: datetime) -> bool:
    """How it should be; False when that was known, or it is not looked after any more."""
    return await tx.run(WANT, incident=incident, platform=platform, wanted=_json(plan), now=micros(now)) > 0


async def of_incident(reads: Reads, incident: int, platform: str) -> Room | None:
    """The room of an incident, made or not."""
    row = await reads.one(OF_INCIDENT, incident=incident, platform=platform)
    return None if row is None else _room(row)


async def open_ones(reads: Reads) -> Sequence[Room]:
    """Those that are there and whose incident runs."""
    return [_room(row) for row in await reads.all(OPEN)]


async def due(reads: Reads, *, now: datetime) -> Sequence[Room]:
    """Those the platform has to be asked for."""
    return [_room(row) for row in await reads.all(DUE, now=micros(now))]


async def made(tx: Tx, room: Room, chat: str, *, now: datetime, members: Sequence[str] | None = None) -> None:
    """The platform has it as it was wanted then; with `members`, those who are really there."""
    plan = room.wanted if members is None else replace(room.wanted, members=tuple(members))
    state = RoomState.CLOSED if room.wanted.over else RoomState.OPEN
    await tx.run(
        MADE,
        incident=room.incident,
        platform=room.platform,
        chat=chat,
        made=_json(plan),
        state=state.value,
        now=micros(now),
    )


async def again(tx: Tx, room: Room, *, due: datetime, reason: str) -> None:
    """It could not be done now."""
    await tx.run(AGAIN, incident=room.incident, platform=room.platform, due=micros(due), reason=reason)


async def refused(tx: Tx, room: Room, *, reason: str) -> None:
    """It will not be done. What was wanted meanwhile is tried all the same."""
    await _keep_refused(tx, room, RoomState.REFUSED, made=room.made, reason=reason)


async def renamed(tx: Tx, room: Room, *, reason: str) -> None:
    """Only its name is as it was wanted: those who are in it read on, the others are not let in."""
    state = RoomState.CLOSED if room.wanted.over else RoomState.OPEN
    made = replace(room.made, name=room.wanted.name, over=room.wanted.over)
    await _keep_refused(tx, room, state, made=made, reason=reason)


async def _keep_refused(tx: Tx, room: Room, state: RoomState, *, made: Plan, reason: str) -> None:
    await tx.run(
        REFUSED,
        incident=room.incident,
        platform=room.platform,
        state=state.value,
        made=_json(made),
        wanted=_json(room.wanted),
        reason=reason,
    )


async def lost(tx: Tx, platform: str, chat: str, *, now: datetime) -> None:
    """The group is gone: it is made anew."""
    await tx.run(LOST, platform=platform, chat=chat, now=micros(now))


def _json(plan: Plan) -> str:
    return to_json({"id": plan.id, "name": plan.name, "members": list(plan.members), "over": plan.over})


def _plan(text: str) -> Plan:
    said: Mapping[str, object] = from_json(text)
    members = said.get("members")
    return Plan(
        id=str(said.get("id", "")),
        name=str(said.get("name", "")),
        members=tuple(str(one) for one in members) if isinstance(members, list) else (),
        over=bool(said.get("over")),
    )


def _room(row: Row) -> Room:
    return Room(
        incident=row["incident"],
        platform=row["platform"],
        chat=row["chat"],
        state=RoomState(row["state"]),
        wanted=_plan(row["wanted"]),
        made=_plan(row["made"]),
        tries=row["tries"],
        reason=row["reason"],
    )
