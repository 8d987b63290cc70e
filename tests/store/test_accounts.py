"""Accounts and chats: what is known replaces what was, a lost chat is lost once, a moved one is followed to the end."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.store import accounts
from bot.store.db import Database
from bot.talk.work import Account

NOW = datetime(2026, 3, 1, 2, 40, tzinfo=UTC)
LI = Account(platform="telegram", id="1002", chat="1002", language="zh", chosen=True, name="李电")


async def test_an_account_is_kept_until_it_cannot_be_reached(db: Database) -> None:
    assert await accounts.get(db, "telegram", "1002") is None
    await db.write(lambda tx: accounts.put(tx, LI, now=NOW))
    assert await accounts.get(db, "telegram", "1002") == LI
    assert await accounts.get(db, "wecom", "1002") is None
    await db.write(lambda tx: accounts.put(tx, replace(LI, chat=""), now=NOW))
    found = await accounts.get(db, "telegram", "1002")
    assert found is not None
    assert (found.chat, found.name) == ("", "李电")


async def test_a_name_no_database_takes_is_mended(db: Database) -> None:
    await db.write(lambda tx: accounts.put(tx, Account(platform="telegram", id="5", name="a\0\ud83d"), now=NOW))
    found = await accounts.get(db, "telegram", "5")
    assert found is not None
    assert found.name == "a\ufffd"


async def test_a_chat_is_lost_once_and_found_again(db: Database) -> None:
    assert await db.write(lambda tx: accounts.lose_chat(tx, "telegram", "-1", reason="removed", now=NOW))
    assert not await db.write(lambda tx: accounts.lose_chat(tx, "telegram", "-1", reason="removed", now=NOW))
    assert await accounts.lost(db, "telegram", "-1")
    assert not await accounts.lost(db, "telegram", "-2")
    assert await db.write(lambda tx: accounts.find_chat_again(tx, "telegram", "-1"))
    assert not await db.write(lambda tx: accounts.find_chat_again(tx, "telegram", "-1"))
    assert not await accounts.lost(db, "telegram", "-1")


async def test_moves_lead_to_the_newest_id_and_never_in_a_circle(db: Database) -> None:
    await db.write(lambda tx: accounts.move(tx, "telegram", "-1", "-2", now=NOW))
    await db.write(lambda tx: accounts.move(tx, "telegram", "-2", "-3", now=NOW))
    assert await accounts.moved(db) == {("telegram", "-1"): "-3", ("telegram", "-2"): "-3"}
    await db.write(lambda tx: accounts.move(tx, "telegram", "-3", "-1", now=NOW))
    assert await accounts.moved(db) == {("telegram", "-2"): "-1", ("telegram", "-3"): "-1"}
