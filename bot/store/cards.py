"""The cards that were sent or will be: what each button means, which message shows it and in which version."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.store.tx import Reads, Row, Tx
from bot.store.values import flag, from_json, micros, to_json, truth
from bot.talk.message import Address, Card, Choice, Facts

ADD = """INSERT INTO card (id, about, live, platform, chat, thread, person, template, facts, rows, version, shown,
        message, reply_to, file, quiet, pin, pinned, language, mention, created)
    VALUES (:id, :about, :live, :platform, :chat, :thread, :person, :template, :facts, :rows, :version, :shown,
        :message, :reply_to, :file, :quiet, :pin, :pinned, :language, :mention, :now)"""
CHANGE = """UPDATE card SET template = :template, facts = :facts, rows = :rows, reply_to = :reply_to, file = :file,
    quiet = :quiet, pin = :pin, version = :version WHERE id = :id"""
GET = "SELECT * FROM card WHERE id = :id ORDER BY id"
OF_MESSAGE = """SELECT * FROM card WHERE platform = :platform AND chat = :chat AND message = :message
    ORDER BY created DESC, id LIMIT 1"""
LIVE = """SELECT * FROM card WHERE live = 1 AND about = :about AND platform = :platform AND chat = :chat ORDER BY id"""
LIVES = "SELECT * FROM card WHERE live = 1 AND about = :about ORDER BY platform, chat"
TWIN = """SELECT count(*) AS number FROM card AS twin, card AS one WHERE one.id = :id AND twin.id <> one.id
    AND twin.platform = :platform AND twin.chat = :chat AND twin.about = one.about AND twin.template = one.template
    AND twin.facts = one.facts AND twin.created >= one.created"""
RETIRE = "UPDATE card SET live = 0 WHERE id = :id"
RECORD = """UPDATE card SET shown = :version,
    message = CASE WHEN coalesce(message, '') = :before THEN :message ELSE message END WHERE id = :id"""
RENEW = "UPDATE card SET message = :message WHERE id = :id AND platform = :platform AND chat = :chat"
SET_PINNED = "UPDATE card SET pinned = :pinned WHERE id = :id"
MOVE_SHOWN = """UPDATE card SET chat = :new, live = 0, message = NULL, pinned = 0
    WHERE platform = :platform AND chat = :old AND message IS NOT NULL"""
MOVE_WAITING = """UPDATE card SET chat = :new, live = CASE WHEN about IN
        (SELECT about FROM card WHERE live = 1 AND platform = :platform AND chat = :new) THEN 0 ELSE live END
    WHERE platform = :platform AND chat = :old"""
FORGET_ANSWERED = "UPDATE card SET reply_to = '' WHERE platform = :platform AND chat = :old AND reply_to <> ''"

_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"


@dataclass(frozen=True, kw_only=True)
class Stored:
    """A card as the table has it."""

    id: str
    about: str
    where: Address
    person: str | None
    card: Card
    live: bool
    version: int
    """The newest."""
    shown: int
    """The one people see; 0: none yet."""
    message: str
    """The platform's id of the message that shows it; empty when there is none."""
    pinned: bool
    language: str
    mention: Facts | None
    """Whom a group message is for."""


def new_id() -> str:
    """An id nobody can guess; a button carries it."""
    number = secrets.randbits(50)
    return "".join(_LETTERS[number >> shift & 31] for shift in range(0, 50, 5))


async def add(tx: Tx, stored: Stored, *, now: datetime) -> None:
    """Keeps a new card."""
    await tx.run(
        ADD,
        **_columns(stored.card),
        id=stored.id,
        about=stored.about or None,
        live=flag(stored.live),
        platform=stored.where.platform,
        chat=stored.where.chat,
        thread=stored.where.thread,
        person=stored.person,
        version=stored.version,
        shown=stored.shown,
        message=stored.message or None,
        pinned=flag(stored.pinned),
        language=stored.language,
        mention=None if stored.mention is None else to_json(dict(stored.mention)),
        now=micros(now),
    )


async def change(tx: Tx, id: str, card: Card, *, version: int) -> None:
    """A newer version of a live card."""
    await tx.run(CHANGE, **_columns(card), id=id, version=version)


async def get(reads: Reads, id: str) -> Stored | None:
    """The card with this public id."""
    return _stored(await reads.one(GET, id=id))


async def of_message(reads: Reads, where: Address, message: str) -> Stored | None:
    """The card behind a message of the bot; in every thread of the chat."""
    return _stored(await reads.one(OF_MESSAGE, platform=where.platform, chat=where.chat, message=message))


async def live(reads: Reads, where: Address, about: str) -> Stored | None:
    """The live card of a thing in a chat, whatever its thread."""
    return _stored(await reads.one(LIVE, platform=where.platform, chat=where.chat, about=about))


async def lives(reads: Reads, about: str) -> list[Stored]:
    """The live cards of a thing in all chats."""
    return [_made(row) for row in await reads.all(LIVES, about=about)]


async def said_in(reads: Reads, id: str, where: Address) -> bool:
    """Whether a chat was told the same as this card says, with it or later."""
    row = await reads.one(TWIN, id=id, platform=where.platform, chat=where.chat)
    return row is not None and row["number"] > 0


async def retire(tx: Tx, id: str) -> None:
    """It is no longer the live one: a fresh duty replaced it."""
    await tx.run(RETIRE, id=id)


async def record(tx: Tx, id: str, *, version: int, message: str, before: str) -> None:
    """What people see now. A handle that a press has brought since it was `before` is newer and stays."""
    await tx.run(RECORD, id=id, version=version, message=message or None, before=before)


async def renew(tx: Tx, id: str, where: Address, message: str) -> None:
    """Its message has a new handle, by which it is changed next."""
    await tx.run(RENEW, id=id, platform=where.platform, chat=where.chat, message=message)


async def record_pin(tx: Tx, id: str, *, pinned: bool) -> None:
    """Whether its message is pinned now."""
    await tx.run(SET_PINNED, id=id, pinned=flag(pinned))


async def move_chat(tx: Tx, platform: str, old: str, new: str) -> None:
    """A chat has a new id. Messages do not move with it: a card that was shown there is live no more.

    The ids of messages begin anew, so that what a card answers would be somebody else's.
    """
    names = {"platform": platform, "old": old, "new": new}
    await tx.run(FORGET_ANSWERED, platform=platform, old=old)
    await tx.run(MOVE_SHOWN, **names)
    await tx.run(MOVE_WAITING, **names)


def _columns(card: Card) -> dict[str, str | int | None]:
    return {
        "template": card.template,
        "facts": to_json(dict(card.facts)),
        "rows": to_json([[_column(choice) for choice in row] for row in card.rows]),
        "reply_to": card.reply_to,
        "file": card.file,
        "quiet": flag(card.quiet),
        "pin": flag(card.pin),
    }


def _column(choice: Choice) -> dict[str, object]:
    return {"key": choice.key, "label": choice.label, "facts": dict(choice.facts)}


def _choices(rows: Sequence[Sequence[dict[str, object]]]) -> tuple[tuple[Choice, ...], ...]:
    return tuple(tuple(Choice(**choice) for choice in row) for row in rows)  # type: ignore[arg-type]


def _stored(row: Row | None) -> Stored | None:
    return None if row is None else _made(row)


def _made(row: Row) -> Stored:
    card = Card(
        template=row["template"],
        facts=from_json(row["facts"]),
        rows=_choices(from_json(row["rows"])),
        reply_to=row["reply_to"],
        quiet=truth(row["quiet"]),
        pin=truth(row["pin"]),
        file=row["file"],
    )
    return Stored(
        id=row["id"],
        about=row["about"] or "",
        where=Address(platform=row["platform"], chat=row["chat"], thread=row["thread"]),
        person=row["person"],
        card=card,
        live=truth(row["live"]),
        version=row["version"],
        shown=row["shown"],
        message=row["message"] or "",
        pinned=truth(row["pinned"]),
        language=row["language"],
        mention=None if row["mention"] is None else from_json(row["mention"]),
    )
