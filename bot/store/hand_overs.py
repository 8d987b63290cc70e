"""Messages that wait for the owner of a group to send them on, as rows; what was handed over counts by month."""

from datetime import datetime

from bot.domain.hand_over import HandOver, HandState
from bot.store.outbox import span
from bot.store.tx import Reads, Row, Tx
from bot.store.values import micros, moment

PUT = """INSERT INTO hand_over (platform, task, chat, about, owner, state, reminded, due, pasted, created, ended)
    VALUES (:platform, :task, :chat, :about, :owner, :state, :reminded, :due, :pasted, :created, :ended)
    ON CONFLICT (platform, task, chat) DO UPDATE SET state = excluded.state, reminded = excluded.reminded,
        due = excluded.due, pasted = excluded.pasted, ended = excluded.ended"""
OF_VERSION = """SELECT * FROM hand_over WHERE about = :about OR (about > :low AND about < :high)
    ORDER BY created, platform, task, chat"""
OPEN = "SELECT * FROM hand_over WHERE state IN ('waiting', 'cancelling') ORDER BY created, platform, task, chat"
OF_TASK = "SELECT * FROM hand_over WHERE platform = :platform AND task = :task ORDER BY created, chat"
USED = """SELECT count(*) AS number FROM hand_over
    WHERE platform = :platform AND chat = :chat AND created >= :since AND state IN ('waiting', 'confirmed')"""


async def put(tx: Tx, one: HandOver) -> None:
    """Keeps one, new or changed."""
    await tx.run(
        PUT,
        platform=one.platform,
        task=one.task,
        chat=one.chat,
        about=one.about,
        owner=one.owner,
        state=one.state.value,
        reminded=one.reminded,
        due=micros(one.due),
        pasted=one.pasted,
        created=micros(one.created),
        ended=micros(one.ended),
    )


async def of_version(reads: Reads, about: str) -> list[HandOver]:
    """Of a version of a notice (`N3/1`) and of what hangs on it, oldest first."""
    about, low, high = span(f"{about}/*")
    return [_hand_over(row) for row in await reads.all(OF_VERSION, about=about, low=low, high=high)]


async def open_ones(reads: Reads) -> list[HandOver]:
    """Those the platform has to be asked or told about, oldest first."""
    return [_hand_over(row) for row in await reads.all(OPEN)]


async def of_task(reads: Reads, platform: str, task: str) -> list[HandOver]:
    """Those that wait together in one owner's client."""
    return [_hand_over(row) for row in await reads.all(OF_TASK, platform=platform, task=task)]


async def used(reads: Reads, platform: str, chat: str, *, since: datetime) -> int:
    """How many messages a group has got since then, or will when its owner presses."""
    row = await reads.one(USED, platform=platform, chat=chat, since=micros(since))
    return int(row["number"]) if row else 0


def _hand_over(row: Row) -> HandOver:
    return HandOver(
        platform=row["platform"],
        chat=row["chat"],
        about=row["about"],
        owner=row["owner"],
        task=row["task"],
        state=HandState(row["state"]),
        reminded=row["reminded"],
        due=moment(row["due"]),
        pasted=row["pasted"],
        created=moment(row["created"]),
        ended=moment(row["ended"]),
    )
