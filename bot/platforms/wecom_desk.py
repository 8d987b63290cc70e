"""What an operator has set and looked up in WeCom: the menu of the app, and the customer groups of residents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.platforms.telegram_text import clean_line
from bot.platforms.wecom_api import Api
from bot.platforms.wecom_errors import Act, ApiError

_PAGE = 100


@dataclass(frozen=True, kw_only=True)
class MenuEntry:
    """An entry of the app's menu in words: a command (without its slash), or a list."""

    name: str
    command: str = ""
    below: tuple[MenuEntry, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CustomerGroup:
    """A group of residents on WeChat that somebody of the company owns."""

    id: str
    name: str
    owner: str
    """Their account in WeCom."""


async def set_menu(api: Api, entries: Sequence[MenuEntry]) -> None:
    """Puts the menu under the chat with the app; a click comes in as the command (WD 90231)."""
    buttons = [_button(entry) for entry in entries]
    await api.post("menu/create", {"button": buttons}, query={"agentid": str(api.agent_id)})


def _button(entry: MenuEntry) -> Mapping[str, Any]:
    if entry.below:
        return {"name": entry.name, "sub_button": [_button(below) for below in entry.below]}
    return {"type": "click", "name": entry.name, "key": entry.command}


async def customer_groups(api: Api) -> tuple[CustomerGroup, ...]:
    """All customer groups the app may see (WD 92120, 92122)."""
    found: list[CustomerGroup] = []
    cursor = ""
    while True:
        body = {"status_filter": 0, "limit": _PAGE, **({"cursor": cursor} if cursor else {})}
        page = await api.post("externalcontact/groupchat/list", body, secret="contact")
        for one in page.get("group_chat_list") or ():
            found.append(await look_at_group(api, str(one["chat_id"])))
        cursor = str(page.get("next_cursor") or "")
        if not cursor:
            return tuple(found)


async def look_at_group(api: Api, chat: str) -> CustomerGroup:
    """One customer group; `ApiError` when there is none of that id, or it can't be seen."""
    body = {"chat_id": chat, "need_name": 0}
    answer = await api.post("externalcontact/groupchat/get", body, secret="contact")
    group = answer.get("group_chat")
    if not isinstance(group, dict):
        raise ApiError(0, Act.UNCLEAR)
    return CustomerGroup(id=chat, name=clean_line(str(group.get("name") or "")), owner=str(group.get("owner") or ""))
