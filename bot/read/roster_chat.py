"""A [[chat]] of the roster: a group of a platform, or staff who each read in private what a group would read."""

from __future__ import annotations

import re

from bot.domain.roster import Chat, ChatKind
from bot.read.building import building_number
from bot.read.table import Table, by_value
from bot.read.wecom_console import CUSTOMER_GROUP

_PLATFORMS = {"telegram": "telegram", "wecom": "wecom"}
_CUSTOMER_GROUP = re.compile(r"wr[A-Za-z0-9_-]{1,62}")


def read_chat(table: Table) -> Chat:
    """The entry as a chat; a customer group of WeCom gets the name of its own platform."""
    platform = table.word("platform", _PLATFORMS)
    kind = table.word("kind", by_value(ChatKind))
    community = table.text("community")
    chat = Chat(
        platform="weixin_group" if platform == "wecom" and kind is ChatKind.RESIDENT else platform,
        id=_telegram_id(table) if platform == "telegram" else _wecom_id(table, kind, community),
        kind=kind,
        community=community,
        topic=str(table.number("topic", least=1)) if "topic" in table else "",
        buildings=tuple(building_number(name) for name in table.texts("buildings")),
        units=table.texts("units"),
        owner=_owner(table, platform, kind),
        deputy=table.text("deputy") if "deputy" in table else "",
    )
    for key in ("id", "topic", "owner", "deputy"):
        table.raw(key)
    if platform == "wecom":
        _refuse(table, ("topic",), "WeCom has no topics")
    table.finish()
    return chat


def _telegram_id(table: Table) -> str:
    """Groups have negative numbers in Telegram; a positive one is a person."""
    if "id" not in table:
        return table.text("id")
    number = table.number("id", least=-(10**18), most=10**18)
    if not isinstance(table.raw("id"), int):
        return ""
    if number >= 0:
        table.fault("id", f"id {number} is not a group", "group ids begin with a minus: send /whoami in the group")
    return str(number)


def _wecom_id(table: Table, kind: ChatKind, community: str) -> str:
    """Staff have no group there; residents have one the company's people made in WeCom."""
    if kind is not ChatKind.RESIDENT:
        _refuse(table, ("id",), "staff on WeCom have no group: each reads it in private")
        return f"@{kind}:{community}"
    text = table.text("id")
    if text and not _CUSTOMER_GROUP.fullmatch(text):
        remedy = f"write the chat_id of the {CUSTOMER_GROUP}, which begins with wr: `zhiban wecom groups` lists them"
        table.fault("id", f'id "{text}" is not a customer group', remedy)
    return text


def _owner(table: Table, platform: str, kind: ChatKind) -> str:
    """Only a customer group has somebody who has to press send."""
    if platform == "wecom" and kind is ChatKind.RESIDENT:
        return table.text("owner")
    _refuse(table, ("owner", "deputy"), "only a group of residents on WeCom has somebody who has to press send")
    return ""


def _refuse(table: Table, keys: tuple[str, ...], problem: str) -> None:
    for key in keys:
        if key in table:
            table.fault(key, problem, f"delete {key}")
