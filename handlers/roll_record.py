"""One answer to a notice: kept, told to the timeline without a name, and to those who can help."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.notice import Notice
from bot.domain.paper_events import RollAnswered
from bot.domain.people import Person
from bot.domain.roll_call import Answer, add_need, answer_again, rings
from bot.talk.message import Incoming
from bot.talk.work import Work
from handlers.roll_rescue import pass_on, tell_rescuers


async def answer(work: Work, notice: Notice, given: Answer, person: Person | None) -> bool:
    """A new answer in place of the one before; False when nothing has changed."""
    before = await work.roll_calls.get(notice.number, (given.platform, given.account), given.family)
    now = answer_again(before, given)
    if before == now:
        return False
    await _keep(work, notice, now, before, by=person)
    return True


async def more(work: Work, notice: Notice, before: Answer, now: Answer, person: Person | None) -> None:
    """More about the same answer: the flat, what help is needed."""
    if before != now:
        await _keep(work, notice, now, before, by=person)


async def need(
    work: Work, notice: Notice, before: Answer, incoming: Incoming, person: Person | None, *, words: str
) -> None:
    """What help is needed: words are kept, what was spoken or photographed goes to those who can go."""
    now = add_need(before, *([words] if words else []), *incoming.files)
    await more(work, notice, before, now, person)
    await pass_on(work, notice, now, incoming.files)


async def _keep(work: Work, notice: Notice, now: Answer, before: Answer | None, *, by: Person | None) -> None:
    loud = rings(now, before, at=work.now)
    now = replace(now, rang=work.now) if loud else now
    await work.roll_calls.put(now)
    work.happened(
        RollAnswered(
            notice=notice.number,
            version=notice.version,
            incident=notice.incident,
            word=now.word.value,
            before=before.word.value if before else "",
            building=now.building,
            again=before is not None and before.word is now.word,
            by=by.id if by else None,
        )
    )
    await tell_rescuers(work, notice, now, before, loud=loud)
