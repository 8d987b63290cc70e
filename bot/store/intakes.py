"""Reports that came in, as rows: what is looked for has a column, the rest stands in `facts`."""

from dataclasses import asdict, fields, replace
from typing import Any

from bot.domain.intake import Intake, IntakeState
from bot.domain.places import Place
from bot.store.tx import Reads, Row, Tx, Value
from bot.store.values import from_json, micros, moment, to_json

GET = """SELECT id, platform, chat, account, community, type, state, incident, facts, at FROM intake
    WHERE id = :id ORDER BY id"""
LATEST = """SELECT id, platform, chat, account, community, type, state, incident, facts, at FROM intake
    WHERE platform = :platform AND chat = :chat AND account = :account ORDER BY id DESC LIMIT 1"""
ADD = """INSERT INTO intake (platform, chat, account, community, type, state, incident, facts, at)
    VALUES (:platform, :chat, :account, :community, :type, :state, :incident, :facts, :at) RETURNING id"""
CHANGE = """UPDATE intake SET platform = :platform, chat = :chat, account = :account, community = :community,
    type = :type, state = :state, incident = :incident, facts = :facts, at = :at WHERE id = :id"""
OF_CHAT = "SELECT id, facts FROM intake WHERE platform = :platform AND chat = :old ORDER BY id"
MOVE = "UPDATE intake SET chat = :new, facts = :facts WHERE id = :id"

_COLUMNS = ("id", "platform", "chat", "account", "community", "type", "state", "incident", "at")
_FIELDS = {field.name for field in fields(Intake)}


async def get(reads: Reads, id: int) -> Intake | None:
    """The report with this id."""
    row = await reads.one(GET, id=id)
    return _intake(row) if row else None


async def latest(reads: Reads, platform: str, chat: str, account: str) -> Intake | None:
    """The newest report of this account in this chat."""
    row = await reads.one(LATEST, platform=platform, chat=chat, account=account)
    return _intake(row) if row else None


async def add(tx: Tx, intake: Intake) -> Intake:
    """Keeps a new report and returns it with its id."""
    row = await tx.one(ADD, **_row(intake))
    assert row is not None
    return replace(intake, id=row["id"])


async def change(tx: Tx, intake: Intake) -> None:
    """Keeps what has become of a report."""
    await tx.run(CHANGE, id=intake.id, **_row(intake))


async def move_chat(tx: Tx, platform: str, old: str, new: str) -> None:
    """The group has a new id; its reports go on there. Their messages can't be answered any more: ids begin anew."""
    for row in await tx.all(OF_CHAT, platform=platform, old=old):
        await tx.run(MOVE, id=row["id"], new=new, facts=to_json({**from_json(row["facts"]), "message": ""}))


def _row(intake: Intake) -> dict[str, Value]:
    rest: dict[str, Any] = {name: value for name, value in asdict(intake).items() if name not in _COLUMNS}
    return {
        "platform": intake.platform,
        "chat": intake.chat,
        "account": intake.account,
        "community": intake.community,
        "type": intake.type,
        "state": intake.state.value,
        "incident": intake.incident,
        "facts": to_json(rest),
        "at": micros(intake.at),
    }


def _intake(row: Row) -> Intake:
    kept: dict[str, Any] = from_json(row["facts"])
    facts = {name: value for name, value in kept.items() if name in _FIELDS}  # an older program may have kept more
    lists = {name: tuple(facts.get(name, ())) for name in ("files", "paged")}
    return Intake(
        id=row["id"],
        platform=row["platform"],
        chat=row["chat"],
        account=row["account"],
        community=row["community"],
        type=row["type"],
        state=IntakeState(row["state"]),
        incident=row["incident"],
        at=moment(row["at"]),
        **facts | {"place": Place(**facts["place"]), **lists},
    )
