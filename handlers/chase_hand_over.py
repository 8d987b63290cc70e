"""The clock of a notice that waits for its owner's press: after one, three and five minutes, then ever less often."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.deadline import Deadline
from bot.domain.hand_over import HandOver, chased_at, remind, round_at, waiting
from bot.domain.notice import Notice, named
from bot.domain.paper_events import HandOverUnsent
from bot.talk.work import Work

UNSENT = "hand_over"
"""About `N3/1/hand/wangqiang`: this owner has to send the notice on."""
LEAD, DEPUTY = 1, 2
"""From these rounds on whoever leads the shift hears of it, and the deputy is asked to paste the words."""
_MINUTE = timedelta(minutes=1)


def about_of(notice: Notice, owner: str) -> str:
    """What an owner's card and deadline are about."""
    return f"{notice.about}/hand/{owner}"


async def of_owner(work: Work, notice: Notice, owner: str) -> tuple[HandOver, ...]:
    """Everything of this version that was handed over to this owner, oldest first."""
    return tuple(one for one in await work.hand_overs.of_version(notice.about) if one.owner == owner)


async def begin(work: Work, notice: Notice, owner: str) -> None:
    """The first that waits for an owner starts the clock; later ones wait for the same ring."""
    rows = waiting(await of_owner(work, notice, owner))
    first = chased_at(rows[0].created, 0) if rows else work.now
    if work.now < first:
        work.due(UNSENT, about=about_of(notice, owner), at=first)


async def unsent(work: Work, deadline: Deadline) -> None:
    """The owner has not pressed: again to them, then to others; what was missed meanwhile is one round."""
    number, version, _, owner = deadline.about.removeprefix("N").split("/", 3)
    notice = await work.notices.version(int(number), int(version))
    rows = waiting(await of_owner(work, notice, owner)) if notice else ()
    if notice is None or not rows:
        return
    since = rows[0].created
    round = max(deadline.round, round_at(since, work.now))  # noqa: A001 - as the ladder calls it
    for one in rows:
        await work.hand_overs.put(remind(one, now=work.now))
    work.happened(HandOverUnsent(**named(notice), owner=owner, round=round))
    gap = chased_at(since, round + 1) - chased_at(since, round)
    at = min(max(chased_at(since, round + 1), work.now + _MINUTE), work.now + gap)
    work.due(UNSENT, about=deadline.about, at=at, round=round + 1)
