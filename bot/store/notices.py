"""Notices as rows: one for each version; the groups they go to follow when a group gets a new id."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.domain.notice import Notice, NoticeKind, NoticeState, Part
from bot.store.cards import new_id
from bot.store.tx import Reads, Row, Tx, Value
from bot.store.values import flag, from_json, micros, moment, to_json

GET = "SELECT * FROM notice WHERE number = :number ORDER BY version DESC LIMIT 1"
VERSION = "SELECT * FROM notice WHERE number = :number AND version = :version ORDER BY version"
IN_HAND = """SELECT * FROM notice WHERE community = :community AND in_hand = 1
    ORDER BY number, version"""
TOKEN = "SELECT token FROM notice WHERE number = :number ORDER BY version LIMIT 1"
NEWEST = "SELECT max(number) AS newest FROM notice"
OF_CHAT = "SELECT * FROM notice WHERE facts LIKE :named ORDER BY number, version"
PUT = """INSERT INTO notice (number, version, kind, community, incident, state, in_hand, token, digest, drafted,
    submitted, approved, until, facts)
    VALUES (:number, :version, :kind, :community, :incident, :state, :in_hand, :token, :digest, :drafted,
    :submitted, :approved, :until, :facts)
    ON CONFLICT (number, version) DO UPDATE SET kind = excluded.kind, community = excluded.community,
    incident = excluded.incident, state = excluded.state, in_hand = excluded.in_hand, digest = excluded.digest,
    drafted = excluded.drafted, submitted = excluded.submitted, approved = excluded.approved, until = excluded.until,
    facts = excluded.facts"""


async def get(reads: Reads, number: int) -> Notice | None:
    """The newest version of this notice."""
    row = await reads.one(GET, number=number)
    return _notice(row) if row else None


async def version(reads: Reads, number: int, version: int) -> Notice | None:
    """One version of this notice."""
    row = await reads.one(VERSION, number=number, version=version)
    return _notice(row) if row else None


async def in_hand(reads: Reads, community: str) -> list[Notice]:
    """What is being written, waits or holds in a community, oldest first."""
    return [_notice(row) for row in await reads.all(IN_HAND, community=community)]


def waits(notice: Notice) -> bool:
    """Whether it is in somebody's hand: written, waiting, on its way or holding; what ends a notice holds nothing."""
    over = notice.kind.ends and notice.state is NoticeState.SENT
    return notice.state.open or (notice.state.out and not over)


async def token(reads: Reads, number: int) -> str:
    """What nobody guesses and the link under the notice carries; empty when there is no such notice."""
    row = await reads.one(TOKEN, number=number)
    return str(row["token"]) if row else ""


async def newest(reads: Reads) -> int:
    """The highest number there is; 0 when there is none."""
    row = await reads.one(NEWEST)
    return int(row["newest"] or 0) if row else 0


async def put(tx: Tx, notice: Notice) -> None:
    """Keeps a version, new or changed."""
    await tx.run(PUT, **_row(notice), token=new_id())


async def move_chat(tx: Tx, platform: str, old: str, new: str) -> None:
    """A group has a new id: it is the same audience, so what an approval is bound to stays as it was."""
    for row in await tx.all(OF_CHAT, named=f"%{to_json([platform, old])}%"):
        notice = _notice(row)
        parts = tuple(
            replace(
                part,
                chats=_moved(part.chats, platform, old, new),
                lost=_moved(part.lost, platform, old, new),
            )
            for part in notice.parts
        )
        if parts != notice.parts:
            await put(tx, replace(notice, parts=parts))


def _moved(chats: Sequence[tuple[str, str]], platform: str, old: str, new: str) -> tuple[tuple[str, str], ...]:
    """Each group once, even if it was named under both ids."""
    return tuple(dict.fromkeys((platform, new) if chat == (platform, old) else chat for chat in chats))


def _row(notice: Notice) -> dict[str, Value]:
    facts: Mapping[str, object] = {
        "buildings": notice.buildings,
        "given": dict(notice.given),
        "authors": notice.authors,
        "parts": [{"chats": part.chats, "lost": part.lost, "text": part.text} for part in notice.parts],
        "approver": notice.approver,
        "overridden": notice.overridden,
        "reason": notice.reason,
        "before": micros(notice.before),
        "replaces": notice.replaces,
    }
    return {
        "number": notice.number,
        "version": notice.version,
        "kind": notice.kind.value,
        "community": notice.community,
        "incident": notice.incident,
        "state": notice.state.value,
        "in_hand": flag(waits(notice)),
        "digest": notice.digest,
        "drafted": micros(notice.drafted),
        "submitted": micros(notice.submitted),
        "approved": micros(notice.approved),
        "until": micros(notice.until),
        "facts": to_json(facts),
    }


def _notice(row: Row) -> Notice:
    facts: dict[str, Any] = from_json(row["facts"])
    return Notice(
        number=row["number"],
        version=row["version"],
        kind=NoticeKind(row["kind"]),
        community=row["community"],
        incident=row["incident"],
        state=NoticeState(row["state"]),
        buildings=tuple(facts["buildings"]),
        given=facts["given"],
        authors=tuple(facts["authors"]),
        drafted=moment(row["drafted"]),
        submitted=moment(row["submitted"]),
        parts=tuple(_part(part) for part in facts["parts"]),
        digest=row["digest"],
        approver=facts["approver"],
        approved=moment(row["approved"]),
        overridden=facts["overridden"],
        reason=facts["reason"],
        until=moment(row["until"]),
        before=moment(facts["before"]),
        replaces=facts.get("replaces", 0),
    )


def _part(part: Mapping[str, Any]) -> Part:
    return Part(
        chats=tuple((platform, chat) for platform, chat in part["chats"]),
        lost=tuple((platform, chat) for platform, chat in part["lost"]),
        text=part["text"],
    )
