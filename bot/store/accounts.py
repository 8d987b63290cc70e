"""Who and where on a platform: accounts that were met, chats that moved, chats that can't be reached."""

from collections.abc import Mapping
from datetime import datetime

from bot.store.tx import Reads, Tx
from bot.store.values import micros, plain
from bot.talk.work import Account

GET = """SELECT platform, account, private_chat, language, chosen, name FROM account
    WHERE platform = :platform AND account = :id ORDER BY account"""
PUT = """INSERT INTO account (platform, account, private_chat, language, chosen, name, seen)
    VALUES (:platform, :id, :chat, :language, :chosen, :name, :now)
    ON CONFLICT (platform, account) DO UPDATE SET private_chat = excluded.private_chat, language = excluded.language,
        chosen = excluded.chosen, name = excluded.name, seen = excluded.seen"""
LOSE = """INSERT INTO lost_chat (platform, chat, at, reason) VALUES (:platform, :chat, :now, :reason)
    ON CONFLICT (platform, chat) DO NOTHING"""
FIND_AGAIN = "DELETE FROM lost_chat WHERE platform = :platform AND chat = :chat"
LOST = "SELECT count(*) AS number FROM lost_chat WHERE platform = :platform AND chat = :chat"
OUT_OF_REACH = """SELECT (SELECT count(*) FROM lost_chat WHERE platform = :platform AND chat = :chat)
    + (SELECT count(*) FROM account WHERE platform = :platform AND account = :chat AND private_chat = '') AS number"""
MOVE = """INSERT INTO moved_chat (platform, old_chat, new_chat, at) VALUES (:platform, :old, :new, :now)
    ON CONFLICT (platform, old_chat) DO UPDATE SET new_chat = excluded.new_chat, at = excluded.at"""
FOLLOW = "UPDATE moved_chat SET new_chat = :new WHERE platform = :platform AND new_chat = :old"
NO_CIRCLE = "DELETE FROM moved_chat WHERE platform = :platform AND old_chat = new_chat"
MOVED = "SELECT platform, old_chat, new_chat FROM moved_chat ORDER BY platform, old_chat"


async def get(reads: Reads, platform: str, id: str) -> Account | None:
    """The account, when it has been met."""
    row = await reads.one(GET, platform=platform, id=id)
    if row is None:
        return None
    return Account(
        platform=platform,
        id=id,
        chat=row["private_chat"],
        language=row["language"],
        chosen=bool(row["chosen"]),
        name=row["name"],
    )


async def put(tx: Tx, account: Account, *, now: datetime) -> None:
    """Keeps what is known of it, in place of what was."""
    await tx.run(
        PUT,
        platform=account.platform,
        id=account.id,
        chat=account.chat,
        language=account.language,
        chosen=int(account.chosen),
        name=plain(account.name),
        now=micros(now),
    )


async def lose_chat(tx: Tx, platform: str, chat: str, *, reason: str, now: datetime) -> bool:
    """The bot can't write there any more; False when that was known."""
    return await tx.run(LOSE, platform=platform, chat=chat, reason=reason, now=micros(now)) > 0


async def find_chat_again(tx: Tx, platform: str, chat: str) -> bool:
    """The bot can write there after all; False when it was never lost."""
    return await tx.run(FIND_AGAIN, platform=platform, chat=chat) > 0


async def lost(reads: Reads, platform: str, chat: str) -> bool:
    """Whether the chat is known to be out of reach."""
    row = await reads.one(LOST, platform=platform, chat=chat)
    return row is not None and row["number"] > 0


async def out_of_reach(reads: Reads, platform: str, chat: str) -> bool:
    """Whether a group is lost, or a private chat, which bears the id of its account, was closed by its owner."""
    row = await reads.one(OUT_OF_REACH, platform=platform, chat=chat)
    return row is not None and row["number"] > 0


async def move(tx: Tx, platform: str, old: str, new: str, *, now: datetime) -> None:
    """A chat has a new id; who knew an even older one is led to the newest.

    Its cards and parcels are moved with `cards.move_chat` and `outbox.move_chat` in the same commit.
    """
    await tx.run(FOLLOW, platform=platform, old=old, new=new)
    await tx.run(MOVE, platform=platform, old=old, new=new, now=micros(now))
    await tx.run(NO_CIRCLE, platform=platform)


async def moved(reads: Reads) -> Mapping[tuple[str, str], str]:
    """The newest id of each chat that moved, by (platform, old id)."""
    return {(row["platform"], row["old_chat"]): row["new_chat"] for row in await reads.all(MOVED)}
