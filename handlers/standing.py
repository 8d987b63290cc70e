"""Which version of a notice residents have, whatever is being written since."""

from __future__ import annotations

from bot.domain.notice import Notice, NoticeState
from bot.talk.work import Work


async def standing(work: Work, number: int) -> Notice | None:
    """The newest version residents got, whatever is being written since; None when they never got one."""
    newest = await work.notices.get(number)
    for version in range(newest.version if newest else 0, 0, -1):
        one = await work.notices.version(number, version)
        if one is not None and one.approved is not None:
            return one
    return None


def is_over(notice: Notice) -> bool:
    """Whether nobody is called to answer any more."""
    return notice.kind.ends or notice.state is NoticeState.ENDED


async def in_force(work: Work, notice: Notice) -> Notice | None:
    """The version that holds now; None when it was never sent, or is over."""
    found = await standing(work, notice.number)
    return None if found is None or is_over(found) else found
