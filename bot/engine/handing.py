"""A message went to a platform where the owner of the group has to send it on: the row of it, and who has to know."""

from __future__ import annotations

from bot.domain.hand_over import HandOver, HandState, cancel
from bot.domain.notice import named
from bot.domain.paper_events import NoticeHandedOver
from bot.engine.papers import version_in
from bot.engine.work import OpenWork
from bot.store.outbox import Parcel
from bot.talk.message import Sent


async def hand_over(work: OpenWork, parcel: Parcel, sent: Sent) -> None:
    """Only notices go to groups of residents. One whose version is over meanwhile must not be sent on any more."""
    number = version_in(parcel.about, below=True)
    notice = await work.notices.version(*number) if number else None
    if notice is None:
        raise LookupError(f"parcel {parcel.id} was handed over and is no notice")
    where = work.world.follow(parcel.where)
    one = HandOver(
        platform=where.platform,
        chat=where.chat,
        about=parcel.about,
        owner=sent.owner,
        task=sent.message,
        created=work.now,
    )
    if not notice.state.out:
        one = cancel(one)
    await work.hand_overs.put(one)
    if one.state is HandState.WAITING:
        work.happened(NoticeHandedOver(**named(notice), platform=one.platform, chat=one.chat, owner=one.owner))
