"""Who was shown which words of a notice to decide on: the approval card, and what each has last seen."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.audience import by_hand
from bot.domain.notice import Notice, NoticeState
from bot.domain.people import Person
from bot.talk.message import Card, Priority
from bot.talk.work import Work
from handlers import notice_form as form
from handlers.chase_help import alone
from handlers.facts import Json, head_of, iso, name_of
from handlers.notice_words import audience_of, homes_of, names_of, seconds_of


async def ask(work: Work, notice: Notice, person: Person, *, again: bool = False) -> None:
    """The exact words, the audience and the time it takes, with 批准 and 驳回."""
    for place, part in enumerate(notice.parts[1:]):
        groups = [_group(work, notice, chat) for chat in part.groups]
        card = Card(template="notice/variant", facts={"name": notice.name, "text": part.text, "groups": groups})
        key = f"{said_of(notice)}/part/{place}/{person.id}"
        work.send(person, card, key=key, priority=Priority.EMERGENCY, about=about(notice))
    await work.keep(_fact(notice), {**await shown(work, notice), person.id: notice.digest})
    work.live(person, await _approval_card(work, notice, again=again), about=f"{notice.about}/approve", fresh=True)


async def shown(work: Work, notice: Notice) -> Mapping[str, str]:
    """Roster id to the hash of the words that person was last asked about."""
    known = await work.recall(_fact(notice))
    return {str(one): str(digest) for one, digest in known.items()} if isinstance(known, dict) else {}


async def show_asked(work: Work, notice: Notice) -> None:
    """Who was asked sees what became of it, and has no button any more."""
    for id in await shown(work, notice):  # noqa: A001 - as the roster calls it
        person = work.roster.person(id)
        if person is not None:
            work.live(person, await _approval_card(work, notice), about=f"{notice.about}/approve")


async def decision_facts(work: Work, notice: Notice) -> Json:
    """A submitted notice as those in charge read it."""
    incident = await work.incidents.get(notice.incident) if notice.incident else None
    audience = await audience_of(work, notice)
    community = work.roster.community(notice.community)
    return {
        "name": notice.name,
        "version": notice.version,
        "kind": notice.kind.value,
        "state": notice.state.value,
        "head": await head_of(work, incident) if incident else None,
        "areas": names_of(work, notice),
        "community": community.name if community else "",
        "text": notice.parts[0].text if notice.parts else "",
        "more": max(0, len(notice.parts) - 1),
        "author": name_of(work.roster, notice.authors[-1]),
        "submitted": iso(notice.submitted),
        "until": iso(notice.submitted + work.company.times.approval_valid) if notice.submitted else None,
        "alone": len(await alone(work, notice.number)),
        "groups": sum(len(part.chats) for part in notice.parts),
        "lost": len(audience.lost),
        "homes": homes_of(work, notice),
        "seconds": seconds_of(work, audience),
        "by_hand": by_hand(audience.chats),
        "approver": name_of(work.roster, notice.approver),
        "approved": iso(notice.approved),
        "overridden": notice.overridden,
        "reason": notice.reason,
        "zone": community.timezone if community else work.company.timezone,
    }


def said_of(notice: Notice) -> str:
    """Tells one submission from the next, also of the same words: what is said of it is said once each time."""
    moment = notice.submitted.timestamp() if notice.submitted else 0
    return f"{notice.about}/{notice.digest[:16]}/{moment}"


def about(notice: Notice) -> str:
    """What its side messages are about: the incident, else the notice itself, but never as one of its deliveries."""
    return str(notice.incident) if notice.incident else f"{notice.name}/said"


async def _approval_card(work: Work, notice: Notice, *, again: bool = False) -> Card:
    waits = notice.state is NoticeState.SUBMITTED
    rows = (
        form.button("approve", notice, digest=notice.digest),
        form.button("reject", notice, digest=notice.digest),
    )
    facts = {**await decision_facts(work, notice), "again": again}
    return Card(template="notice/approve", facts=facts, rows=(rows,) if waits else ())


def _group(work: Work, notice: Notice, chat: tuple[str, str]) -> list[str]:
    """A group by the buildings it is of; none: the whole community."""
    known = work.roster.chat(*chat)
    community = work.roster.community(notice.community)
    numbers = known.buildings if known else ()
    return [one.name for number in numbers if community and (one := community.building(number))]


def _fact(notice: Notice) -> str:
    return f"asked:{notice.about}"
