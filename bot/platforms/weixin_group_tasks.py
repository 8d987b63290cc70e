"""What waits in the WeCom clients of group owners: whether they have pressed send, reminding them, taking it back."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import Any

from bot.platforms.wecom_api import Api
from bot.platforms.wecom_errors import TOO_EARLY, Act, ApiError
from bot.platforms.weixin_group import SECRET

_PRESSED = 2
_UNSENT, _SENT = 0, 1
_PAGE, _MOST_PAGES = 500, 20
_LIST_PAGE = 100
"""WD 93338."""
_SKEW = 60
"""Seconds: the clocks of this machine and of WeCom need not agree."""


class WeixinGroupTasks:
    """The tasks of one company."""

    def __init__(self, api: Api) -> None:
        self._api = api

    async def ask(self, task: str) -> Mapping[str, bool] | None:
        """Which accounts have pressed send, of those that have to; None: it is too early to ask (WD 93338)."""
        try:
            return {
                str(one.get("userid", "")).lower(): one.get("status") == _PRESSED  # user ids know no case (WD 90195)
                async for one in self._pages("get_groupmsg_task", {"msgid": task}, "task_list")
            }
        except ApiError as error:
            if error.code == TOO_EARLY:
                return None
            raise

    async def outcome(self, task: str, owner: str) -> Mapping[str, bool | None]:
        """Whether each group of an owner got it; None: not yet. Other than sent: its month is used up (WD 93338)."""
        body = {"msgid": task, "userid": owner}
        return {
            str(one.get("chat_id", "")): None if one.get("status") == _UNSENT else one.get("status") == _SENT
            async for one in self._pages("get_groupmsg_send_result", body, "send_list")
        }

    async def made(self, since: datetime, until: datetime) -> list[tuple[str, str]]:
        """The tasks made in that time and their words, newest first."""
        span = {"start_time": int(since.timestamp()), "end_time": int(until.timestamp()) + _SKEW}
        body = {"chat_type": "group", **span, "limit": _LIST_PAGE}
        rows = [one async for one in self._pages("get_groupmsg_list_v2", body, "group_msg_list")]
        rows.sort(key=lambda one: int(one.get("create_time") or 0), reverse=True)
        return [(str(one.get("msgid", "")), str((one.get("text") or {}).get("content", ""))) for one in rows]

    async def remind(self, task: str) -> None:
        """Has WeCom remind the owner, three times in 24 hours at most (WD 97610)."""
        await self._post("remind_groupmsg_send", {"msgid": task})

    async def cancel(self, task: str) -> None:
        """Nobody can send it any more; what was sent stays where it is (WD 97611)."""
        await self._post("cancel_groupmsg_send", {"msgid": task})

    async def _pages(self, name: str, body: Mapping[str, Any], rows: str) -> AsyncIterator[Mapping[str, Any]]:
        cursor = ""
        for _ in range(_MOST_PAGES):
            said = await self._post(name, {"limit": _PAGE, **body, "cursor": cursor})
            for one in said.get(rows) or []:
                yield one
            cursor = said.get("next_cursor") or ""
            if not cursor:
                return
        raise ApiError(0, Act.UNCLEAR, f"{name} has no end")

    async def _post(self, name: str, body: Mapping[str, Any]) -> dict[str, Any]:
        return await self._api.post(f"externalcontact/{name}", body, secret=SECRET)
