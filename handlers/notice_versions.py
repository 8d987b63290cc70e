"""更新 and 解除: a notice that is out is followed by a new version, which names it."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.notice import Notice, NoticeKind, NoticeState
from bot.domain.notice_form import Field
from bot.domain.people import Person
from bot.domain.refused import Impossible
from bot.talk.message import Card, Incoming, Toast
from bot.talk.work import Asked, Work
from handlers import notice_form as form
from handlers.notice import both, place_of, put_aside, record
from handlers.notice_words import proposed, renewed, without_times
from handlers.standing import in_force


async def update(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:
    """更新: a new version that names the old one; times and news are asked anew."""
    notice, by = both(asked, person)
    before = await in_force(work, notice)
    return await _follow(work, notice, before.kind if before else notice.kind, by=by, incoming=incoming)


async def all_clear(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:
    """解除: a notice of its own, which names what it ends."""
    notice, by = both(asked, person)
    before = await in_force(work, notice)
    kind = NoticeKind.LIFTED if before and before.kind is NoticeKind.TYPHOON else NoticeKind.ALL_CLEAR
    return await _follow(work, notice, kind, by=by, incoming=incoming)


async def _follow(
    work: Work, notice: Notice, kind: NoticeKind, *, by: Person, incoming: Incoming
) -> Card | Toast | None:
    """The draft of the next version, in place of another draft of it."""
    before = await in_force(work, notice)
    if before is None or before.kind.ends:
        raise Impossible("notice_not_out", name=notice.name)
    where = await place_of(work, by, incoming)
    if where is None:
        return Toast(template="write_me_first", alert=True)
    draft = notice
    if not notice.state.open or notice.kind is not kind:  # else it is being written, or waits: shown, not written twice
        version = notice.version + 1
        if notice.state.open:  # an update gives way to the all-clear; its authors hear it, its words are kept
            await put_aside(work, notice, by=by)
        elif notice.state is NoticeState.DROPPED:
            version = notice.version
        draft = await _renew(work, before, kind, version=version, by=by)
        await record(work, draft, by=by)
    await form.show(work, draft, where, account=by.accounts[where.platform], fresh=True)
    return Toast(template="look_in_private") if not incoming.private else None


async def _renew(work: Work, before: Notice, kind: NoticeKind, *, version: int, by: Person) -> Notice:
    """What holds on is taken over; times, and what is new, are given anew."""
    draft = renewed(before, kind, version=version, by=by.id, now=work.now)
    kept = without_times(before.given, (Field.NEWS, Field.COLOUR, Field.ORIGINAL, Field.STATION))
    incident = await work.incidents.get(draft.incident) if draft.incident else None
    given = {**await proposed(work, draft, incident), **(kept if kind is before.kind else {})}
    return replace(draft, given=given)
