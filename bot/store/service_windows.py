"""Since when an account may be written to because it has written, and what it was sent since then."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.store.tx import Reads, Tx
from bot.store.values import from_json, micros, moment, to_json
from bot.talk.platform import Allowance
from bot.talk.work import Room

GET = """SELECT opened, sent, welcome, welcome_until FROM service_window
    WHERE platform = :platform AND account = :account ORDER BY account"""
PUT = """INSERT INTO service_window (platform, account, opened, sent, welcome, welcome_until)
    VALUES (:platform, :account, :opened, :sent, :welcome, :until)
    ON CONFLICT (platform, account) DO UPDATE SET opened = excluded.opened, sent = excluded.sent,
        welcome = excluded.welcome, welcome_until = excluded.welcome_until"""


@dataclass(frozen=True, kw_only=True)
class Window:
    """What is known of one account."""

    opened: datetime | None = None
    """When it last wrote; None: it never did."""
    sent: tuple[str, ...] = ()
    """The names of the messages it was sent since then."""
    welcome: str = ""
    """A code for one first message, while it has only opened the chat."""
    welcome_until: datetime | None = None

    def room(self, allowance: Allowance, *, now: datetime) -> Room | None:
        """What may still be written to it; None when nothing is known, or it was too long ago."""
        if self.opened is None or now >= self.opened + allowance.lasts:
            return None
        return Room(left=max(0, allowance.messages - len(self.sent)), until=self.opened + allowance.lasts)

    def greeting(self, *, now: datetime) -> str:
        """The code, while it is good."""
        return self.welcome if self.welcome_until is not None and now < self.welcome_until else ""


async def get(reads: Reads, platform: str, account: str) -> Window:
    """What is known of an account; nothing of one that never came."""
    row = await reads.one(GET, platform=platform, account=account)
    if row is None:
        return Window()
    return Window(
        opened=moment(row["opened"]),
        sent=tuple(from_json(row["sent"])),
        welcome=row["welcome"],
        welcome_until=moment(row["welcome_until"]),
    )


async def open_again(tx: Tx, platform: str, account: str, at: datetime) -> None:
    """It has written: the count begins anew. What it wrote earlier than is known changes nothing."""
    window = await get(tx, platform, account)
    if window.opened is None or at >= window.opened:
        await _put(tx, platform, account, Window(opened=at))


async def welcome(tx: Tx, platform: str, account: str, *, code: str, until: datetime) -> None:
    """It has opened the chat and may be greeted."""
    window = await get(tx, platform, account)
    await _put(tx, platform, account, replace(window, welcome=code, welcome_until=until))


async def spend(tx: Tx, platform: str, account: str, name: str) -> None:
    """A message is about to be sent; the same name once more is the same message tried again."""
    window = await get(tx, platform, account)
    if name not in window.sent:
        await _put(tx, platform, account, replace(window, sent=(*window.sent, name)))


async def give_back(tx: Tx, platform: str, account: str, name: str) -> None:
    """It was certainly not sent."""
    window = await get(tx, platform, account)
    await _put(tx, platform, account, replace(window, sent=tuple(one for one in window.sent if one != name)))


async def exhaust(tx: Tx, platform: str, account: str, allowance: Allowance) -> None:
    """The platform lets nothing through any more, whatever we have counted."""
    window = await get(tx, platform, account)
    missing = range(len(window.sent), allowance.messages)
    await _put(tx, platform, account, replace(window, sent=(*window.sent, *(f"?{number}" for number in missing))))


async def greeted(tx: Tx, platform: str, account: str) -> None:
    """The code is used: it is good for one message."""
    window = await get(tx, platform, account)
    await _put(tx, platform, account, replace(window, welcome="", welcome_until=None))


async def _put(tx: Tx, platform: str, account: str, window: Window) -> None:
    await tx.run(
        PUT,
        platform=platform,
        account=account,
        opened=micros(window.opened),
        sent=to_json(window.sent),
        welcome=window.welcome,
        until=micros(window.welcome_until),
    )
