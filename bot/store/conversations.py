"""What each person is being asked in each chat, as rows."""

from bot.domain.deadline import Conversation
from bot.store.tx import Reads, Tx
from bot.store.values import from_json, micros, moment, to_json

GET = """SELECT form, facts, card, at FROM talk
    WHERE platform = :platform AND chat = :chat AND account = :account ORDER BY at"""
PUT = """INSERT INTO talk (platform, chat, account, form, facts, card, at)
    VALUES (:platform, :chat, :account, :form, :facts, :card, :at)
    ON CONFLICT (platform, chat, account)
    DO UPDATE SET form = excluded.form, facts = excluded.facts, card = excluded.card, at = excluded.at"""
END = "DELETE FROM talk WHERE platform = :platform AND chat = :chat AND account = :account"
# A person who is asked in both chats already goes on in the new one.
DROP_DOUBLES = """DELETE FROM talk WHERE platform = :platform AND chat = :old AND account IN
    (SELECT account FROM talk WHERE platform = :platform AND chat = :new)"""
MOVE = "UPDATE talk SET chat = :new WHERE platform = :platform AND chat = :old"


async def get(reads: Reads, platform: str, chat: str, account: str) -> Conversation | None:
    """What this account is being asked in this chat."""
    row = await reads.one(GET, platform=platform, chat=chat, account=account)
    if row is None:
        return None
    return Conversation(
        platform=platform,
        chat=chat,
        account=account,
        form=row["form"],
        facts=from_json(row["facts"]),
        card=row["card"],
        at=moment(row["at"]),
    )


async def put(tx: Tx, conversation: Conversation) -> None:
    """Keeps it in place of the one before."""
    await tx.run(
        PUT,
        platform=conversation.platform,
        chat=conversation.chat,
        account=conversation.account,
        form=conversation.form,
        facts=to_json(conversation.facts),
        card=conversation.card,
        at=micros(conversation.at),
    )


async def end(tx: Tx, platform: str, chat: str, account: str) -> None:
    """Nothing is asked any more."""
    await tx.run(END, platform=platform, chat=chat, account=account)


async def move_chat(tx: Tx, platform: str, old: str, new: str) -> None:
    """The group has a new id; what was being asked goes on there."""
    await tx.run(DROP_DOUBLES, platform=platform, old=old, new=new)
    await tx.run(MOVE, platform=platform, old=old, new=new)
