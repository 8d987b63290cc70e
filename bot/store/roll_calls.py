"""Answers to notices, as rows: of each person, and of each flat somebody answers for, the newest."""

from bot.domain.roll_call import Answer, Word
from bot.store.tx import Reads, Row, Tx
from bot.store.values import micros, moment, plain

ALL = """SELECT notice, platform, account, family, word, building, flat, need, helper, rang, at FROM roll_answer
    WHERE notice = :notice ORDER BY at, platform, account, family"""
GET = """SELECT notice, platform, account, family, word, building, flat, need, helper, rang, at FROM roll_answer
    WHERE notice = :notice AND platform = :platform AND account = :account AND family = :family ORDER BY at"""
PUT = """INSERT INTO roll_answer (notice, platform, account, family, word, building, flat, need, helper, rang, at)
    VALUES (:notice, :platform, :account, :family, :word, :building, :flat, :need, :helper, :rang, :at)
    ON CONFLICT (notice, platform, account, family) DO UPDATE SET word = excluded.word, building = excluded.building,
    flat = excluded.flat, need = excluded.need, helper = excluded.helper, rang = excluded.rang,
    at = excluded.at"""


async def answers(reads: Reads, notice: int) -> list[Answer]:
    """Every answer to a notice, oldest first."""
    return [_answer(row) for row in await reads.all(ALL, notice=notice)]


async def get(reads: Reads, notice: int, account: tuple[str, str], family: str) -> Answer | None:
    """The answer of this (platform, account), for themselves or for a flat."""
    row = await reads.one(GET, notice=notice, platform=account[0], account=account[1], family=plain(family))
    return _answer(row) if row else None


async def put(tx: Tx, answer: Answer) -> None:
    """Keeps an answer in place of the same person's earlier one."""
    await tx.run(
        PUT,
        notice=answer.notice,
        platform=answer.platform,
        account=answer.account,
        family=plain(answer.family),
        word=answer.word.value,
        building=plain(answer.building),
        flat=plain(answer.flat),
        need=plain(answer.need),
        helper=answer.helper,
        rang=micros(answer.rang),
        at=micros(answer.at),
    )


def _answer(row: Row) -> Answer:
    return Answer(
        notice=row["notice"],
        platform=row["platform"],
        account=row["account"],
        family=row["family"],
        word=Word(row["word"]),
        building=row["building"],
        flat=row["flat"],
        need=row["need"],
        helper=row["helper"],
        rang=moment(row["rang"]),
        at=moment(row["at"]),
    )
