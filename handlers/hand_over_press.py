"""发不了 and 已贴好: the owner of a group can't send a notice on, or somebody has pasted its words by hand."""

from __future__ import annotations

from bot.domain.hand_over import chased_at, paste, waiting
from bot.domain.notice import Notice, named
from bot.domain.paper_events import HandOverUnsent, NoticeConfirmed
from bot.domain.people import Person
from bot.talk.message import Card, Incoming, Toast
from bot.talk.work import Asked, Work
from handlers.chase_hand_over import DEPUTY, UNSENT, about_of, of_owner
from handlers.hand_over import deputy_of


async def cannot_send(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:  # noqa: ARG001
    """发不了: the deputy at once, and from then on as if the time were over."""
    notice, owner = asked.paper, str(asked.facts.get("owner", ""))
    assert isinstance(notice, Notice)
    rows = waiting(await of_owner(work, notice, owner))
    if not rows:
        return Toast(template="nothing_to_send", facts={"name": notice.name})
    by = person.id if person else None
    work.happened(HandOverUnsent(**named(notice), by=by, owner=owner, round=DEPUTY, given_up=True))
    at = max(chased_at(rows[0].created, DEPUTY + 1), work.now)
    work.due(UNSENT, about=about_of(notice, owner), at=at, round=DEPUTY + 1)
    names = dict.fromkeys(one.name for row in rows if (one := deputy_of(work, notice, row)))
    return Toast(template="hand_passed_on", facts={"name": notice.name, "deputies": [*names]})


async def pasted(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:  # noqa: ARG001
    """已贴好: counts as sent on, and what still waits for the owner is taken back."""
    notice, owner, groups = asked.paper, str(asked.facts.get("owner", "")), asked.facts.get("groups")
    assert isinstance(notice, Notice)
    named_groups = groups if isinstance(groups, list) else []
    rows = [one for one in waiting(await of_owner(work, notice, owner)) if list(one.group) in named_groups]
    if not rows:
        return Toast(template="nothing_to_send", facts={"name": notice.name})
    by = person.id if person else ""
    for one in rows:
        await work.hand_overs.put(paste(one, by=by))
        work.happened(
            NoticeConfirmed(
                **named(notice), by=by or None, platform=one.platform, chat=one.chat, owner=owner, pasted=True
            )
        )
    return Toast(template="hand_pasted", facts={"name": notice.name, "count": len(rows)})
