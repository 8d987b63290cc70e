"""Finds the task of a message whose making was never answered, or never recorded: it must not be made twice."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from bot.platforms.weixin_group_tasks import WeixinGroupTasks

LOOK_BACK = timedelta(hours=24)
"""A message that is older is no second copy any more."""


class FoundTasks:
    """The tasks of one company that were made lately."""

    def __init__(
        self, tasks: WeixinGroupTasks, *, now: Callable[[], datetime], recorded: Callable[[str, str], Awaitable[bool]]
    ) -> None:
        """`recorded`: whether a task is known to be for a group, so that it can't be what is looked for."""
        self._tasks, self._now, self._recorded = tasks, now, recorded

    async def find(self, owner: str, chat: str, texts: Sequence[str]) -> str:
        """The newest task of these words for this owner and group that is in no row; empty when there is none."""
        now = self._now()
        made = await self._tasks.made(now - LOOK_BACK, now)
        for task in [one for one, text in made if text in texts]:
            if not await self._recorded(task, chat) and await self._is_for(task, owner, chat):
                return task
        return ""

    async def _is_for(self, task: str, owner: str, chat: str) -> bool:
        """By its groups; as long as WeCom names none of them, by who has to press."""
        groups = await self._tasks.outcome(task, owner)
        return chat in groups if groups else owner in (await self._tasks.ask(task) or {})
