"""Incidents with their responders and steps, as rows."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from bot.domain.incident import Incident, Reporter, State
from bot.domain.places import Place
from bot.domain.playbook import Urgency
from bot.store import responders
from bot.store.tx import Reads, Row, Tx, Value
from bot.store.values import flag, from_json, micros, moment, to_json, truth

GET = """SELECT number, community, type, playbook, urgency, level, state, place, answers, facts, reporter, commander,
    commander_heard, opened, event_at, due, arrived, controlled, closed, unverified
    FROM incident WHERE number = :number ORDER BY number"""
IN_HAND = "SELECT number FROM incident WHERE community = :community AND in_hand = 1 ORDER BY number"
REPORTED = """SELECT number FROM incident WHERE reporter_platform = :platform AND reporter_account = :account
    AND opened >= :since ORDER BY number DESC"""
REPORTERS = "SELECT number, reporter FROM incident WHERE reporter_platform = :platform ORDER BY number"
MOVE = "UPDATE incident SET reporter = :reporter WHERE number = :number"
NEWEST = "SELECT max(number) AS newest FROM incident"
PUT = """INSERT INTO incident (number, community, type, playbook, urgency, level, state, in_hand, place, answers, facts,
    reporter, reporter_platform, reporter_account, commander, commander_heard, opened, event_at, due, arrived,
    controlled, closed, unverified)
    VALUES (:number, :community, :type, :playbook, :urgency, :level, :state, :in_hand, :place, :answers, :facts,
    :reporter, :reporter_platform, :reporter_account, :commander, :commander_heard, :opened, :event_at, :due, :arrived,
    :controlled, :closed, :unverified)
    ON CONFLICT (number) DO UPDATE SET community = excluded.community, type = excluded.type,
    playbook = excluded.playbook, urgency = excluded.urgency, level = excluded.level, state = excluded.state,
    in_hand = excluded.in_hand, place = excluded.place, answers = excluded.answers, facts = excluded.facts,
    reporter = excluded.reporter, reporter_platform = excluded.reporter_platform,
    reporter_account = excluded.reporter_account, commander = excluded.commander,
    commander_heard = excluded.commander_heard, opened = excluded.opened, event_at = excluded.event_at,
    due = excluded.due, arrived = excluded.arrived, controlled = excluded.controlled, closed = excluded.closed,
    unverified = excluded.unverified"""


async def get(reads: Reads, number: int) -> Incident | None:
    """The incident with this number."""
    row = await reads.one(GET, number=number)
    return await _incident(reads, row) if row else None


async def in_hand(reads: Reads, community: str) -> list[int]:
    """The numbers of the open incidents of a community, oldest first."""
    return [row["number"] for row in await reads.all(IN_HAND, community=community)]


async def reported(reads: Reads, platform: str, account: str, *, since: datetime) -> list[int]:
    """The numbers of what this account has reported since then, newest first."""
    rows = await reads.all(REPORTED, platform=platform, account=account, since=micros(since))
    return [row["number"] for row in rows]


async def newest(reads: Reads) -> int:
    """The highest number there is; 0 when there is none."""
    row = await reads.one(NEWEST)
    return int(row["newest"] or 0) if row else 0


async def put(tx: Tx, incident: Incident, *, before: Incident | None) -> None:
    """Writes what differs from `before`, the incident as it stands in the rows."""
    row = _row(incident)
    if before is None or _row(before) != row:
        await tx.run(PUT, **row)
    await responders.put(tx, incident, before=before)


async def move_chat(tx: Tx, platform: str, old: str, new: str) -> None:
    """The group has a new id: who reported there hears of it there. The message itself can't be answered any more."""
    for row in await tx.all(REPORTERS, platform=platform):
        reporter: dict[str, Any] = from_json(row["reporter"])
        if reporter["chat"] == old:
            moved = {**reporter, "chat": new, "message": ""}
            await tx.run(MOVE, number=row["number"], reporter=to_json(moved))


def _row(incident: Incident) -> dict[str, Value]:
    reporter = incident.reporter
    return {
        "number": incident.number,
        "community": incident.community,
        "type": incident.type,
        "playbook": incident.playbook,
        "urgency": incident.urgency.value,
        "level": incident.level,
        "state": incident.state.value,
        "in_hand": flag(incident.state.open),
        "place": to_json(asdict(incident.place)),
        "answers": to_json(dict(incident.answers)),
        "facts": to_json(
            {
                "words": incident.words,
                "files": incident.files,
                "passed": incident.passed,
                "commanded_at": micros(incident.commanded_at),
                "entered": dict(incident.entered),
                "commanded_before": incident.commanded_before,
                "awaited": micros(incident.awaited),
            }
        ),
        "reporter": to_json(asdict(reporter)),
        "reporter_platform": reporter.platform,
        "reporter_account": reporter.account,
        "commander": incident.commander,
        "commander_heard": flag(incident.commander_heard),
        "opened": micros(incident.opened),
        "event_at": micros(incident.event_at),
        "due": micros(incident.due),
        "arrived": micros(incident.arrived),
        "controlled": micros(incident.controlled),
        "closed": micros(incident.closed),
        "unverified": flag(incident.unverified),
    }


async def _incident(reads: Reads, row: Row) -> Incident:
    number: int = row["number"]
    facts: dict[str, Any] = from_json(row["facts"])
    return Incident(
        number=number,
        community=row["community"],
        type=row["type"],
        playbook=row["playbook"],
        urgency=Urgency(row["urgency"]),
        level=row["level"],
        state=State(row["state"]),
        unverified=truth(row["unverified"]),
        place=Place(**from_json(row["place"])),
        words=facts["words"],
        files=_texts(facts["files"]),
        answers=from_json(row["answers"]),
        reporter=Reporter(**from_json(row["reporter"])),
        commander=row["commander"],
        commander_heard=truth(row["commander_heard"]),
        passed=_texts(facts["passed"]),
        commanded_at=moment(facts.get("commanded_at")),
        entered=facts.get("entered", {}),
        commanded_before=facts.get("commanded_before", ""),
        awaited=moment(facts.get("awaited")),
        opened=moment(row["opened"]),
        event_at=moment(row["event_at"]),
        due=moment(row["due"]),
        arrived=moment(row["arrived"]),
        controlled=moment(row["controlled"]),
        closed=moment(row["closed"]),
        responders=await responders.of_incident(reads, number),
        steps=await responders.steps_of(reads, number),
    )


def _texts(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(values)
