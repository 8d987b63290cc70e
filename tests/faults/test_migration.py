"""T13: a group becomes a supergroup while messages wait for it, whichever of its three signs comes first."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from bot.sandbox.client import Sandbox
from bot.sandbox.places import Group
from tests.stories.town import Town, founded

NOTES = 20
SIGNS = ("told in the old chat", "told in the new chat", "refused")
ORDERS = tuple(itertools.permutations(SIGNS))
OLD, NEW = -501, -1_000_501
PAST = ("moved_chat", "timeline", "inbox", "outbox.key", "outbox.chat", "trouble/chat_moved")
"""Where the old id may stand: it is what the table is for, the record and what the platform sent are as they were, a
key is no address, what was sent was sent there, and the admins were told which id has changed."""


def with_groups(roster: str) -> str:
    """A staff group more for each order."""
    group = '\n[[chat]]\nplatform = "telegram"\nid = {}\nkind = "staff"\ncommunity = "anju"\n'
    return roster + "".join(group.format(OLD - number) for number in range(len(ORDERS)))


def moved(group: Group) -> Group:
    """The same group under its new id."""
    return Group(group.world, group.id + NEW - OLD, group.name)


def message(chat: int, **content: object) -> dict[str, object]:
    """An update as it comes from a group."""
    kind = "group" if chat > NEW // 2 else "supergroup"
    where = {"id": chat, "type": kind, "title": "员工群"}
    return {"message": {"message_id": 900, "date": 1_760_000_000, "chat": where, **content}}


async def test_every_order_of_the_three_signs_comes_to_the_same(sandbox: Sandbox, tmp_path: Path) -> None:
    """A group that was followed by one sign only would lose its notes, or get them twice, in some of the orders."""
    async with founded(sandbox, tmp_path, roster=with_groups) as town:
        groups = [await group_of(town, OLD - number) for number in range(len(ORDERS))]
        said = await town.he.says(groups[0], "3号楼电梯困人")
        await town.he.presses(await groups[0].heard("上报", after=said), "上报")
        live = await groups[0].heard("#1", "前到场", after=said)
        await let_notes_wait(town, groups)
        mark = await town.world.mark()
        for group in groups:
            await town.world.ask("migrate", chat=group.id, to=moved(group).id, order="silent")
        for signs in zip(*ORDERS, strict=True):
            await give(town, groups, signs)
        for group in groups:
            await moved(group).heard(f"第{NOTES - 1:02d}条", after=0, within=20)
        await town.world.quiet()
        for group in groups:
            await everything_came_once(town, group, after=mark)
        assert len(await town.luo.said("编号变了")) == len(groups), "once each"
        assert list(places_of(town, [group.id for group in groups])) == []
        await what_comes_from_the_old_chat_counts(town, groups[0], live_card=live.id)


async def group_of(town: Town, id: int) -> Group:
    """A small group, not yet a supergroup."""
    members = list(town.people.values())
    return await town.world.group(id, "员工群", members=members, bot="member", kind="group")


async def let_notes_wait(town: Town, groups: list[Group]) -> None:
    """One message to every group is on its way and not answered; all others wait behind it."""
    await town.world.quiet()
    mark, held = await town.world.mark(), 0
    for group in groups:
        await town.world.fault("late", method="sendMessage", chat=group.id, count=1)
    for number in range(NOTES):
        await town.li.says(f"/note 1 第{number:02d}条")
    await town.staff.heard(f"第{NOTES - 1:02d}条", after=0)
    while held < len(groups):
        calls = await town.world.ledger(after=mark, kinds=["call"], wait=20)
        held, mark = held + sum(call["fault"] == "late" for call in calls), calls[-1]["seq"]


async def give(town: Town, groups: list[Group], signs: tuple[str, ...]) -> None:
    """Each group gets one sign, and the bot has read all of them when this is over."""
    for group, sign in zip(groups, signs, strict=True):
        if sign == "refused":
            await town.world.heal("late", chat=group.id)
            await moved(group).heard("第00条", after=0)
        elif sign == "told in the old chat":
            await town.world.update(message(group.id, migrate_to_chat_id=moved(group).id))
        else:
            await town.world.update(message(moved(group).id, migrate_from_chat_id=group.id))
    asked = await town.li.says("/whoami")
    await town.li.heard("1002", after=asked)


async def everything_came_once(town: Town, group: Group, *, after: int) -> None:
    """In order, unmarked, in the new chat; the old one was called once, with the message that was on its way."""
    notes = [one.text for one in await moved(group).said("李电补充")]
    assert [text[-4:] for text in notes] == [f"第{number:02d}条" for number in range(NOTES)]
    assert not [text for text in notes if "重发" in text]
    assert await group.said(after=after) == []
    assert [call["status"] for call in await town.world.calls(after=after, chat=group.id)] == [400]


async def what_comes_from_the_old_chat_counts(town: Town, group: Group, *, live_card: int) -> None:
    """A report that was written before the group moved and read after it, and a press on a card of the old chat."""
    he = {"id": town.he.id, "is_bot": False, "first_name": "何军"}
    await town.world.update(message(group.id, text="1号楼电梯困人", **{"from": he}))
    draft = await moved(group).heard("电梯困人 · 1号楼", "上报", after=0)
    assert draft.reply_to is None, "the number of a message of the old chat is somebody else's in the new one"
    [card] = [one for one in await group.messages() if one.id == live_card]
    assert (await town.sun.presses(card, "收到")).text == "#1 收到"


def places_of(town: Town, ids: list[int]) -> Iterator[str]:
    """Where in the database one of these ids stands and should not."""
    with sqlite3.connect(town.folder / "zhiban.db") as db:
        db.row_factory = sqlite3.Row
        for (table,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").fetchall():
            for row in db.execute(f"SELECT * FROM {table}"):
                place = dict(row)
                if table in PAST or place.get("template") in PAST:
                    continue
                waits = table == "outbox" and place["state"] in ("todo", "sending")
                for column, value in place.items():
                    if waits and column == "chat" and str(value) in map(str, ids):
                        yield f"{table}.{column}: {value} still waits"
                    if f"{table}.{column}" not in PAST and any(str(old) in str(value) for old in ids):
                        yield f"{table}.{column}: {value}"
