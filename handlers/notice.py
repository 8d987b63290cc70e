"""A notice from its first press to 提交: /notice, 看通知, the form, 不发."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.audience import by_hand
from bot.domain.incident import Incident
from bot.domain.notice import Notice, NoticeKind, change, drop, fingerprint, named, require_open
from bot.domain.notice import submit as submitted
from bot.domain.notice_form import MOST_WORDS, Field, lint, too_long
from bot.domain.paper_events import NoticeDrafted, NoticeDropped, NoticeSubmitted
from bot.domain.people import Action, Person, may
from bot.domain.refused import Impossible
from bot.domain.response import require_open as require_open_incident
from bot.talk.message import Address, Card, Choice, Incoming, Toast
from bot.talk.thing import thing_of
from bot.talk.work import Asked, Work
from handlers import notice_form as form
from handlers import signal
from handlers.notice_words import (
    audience_of,
    merged,
    moves,
    next_word_after,
    parts_of,
    proposed,
    until,
)
from handlers.sending import go_out
from handlers.standing import in_force

_STARTED = (NoticeKind.EVACUATION, NoticeKind.TYPHOON)
"""What /notice begins; the others follow on one of these."""


async def start(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:
    """/notice, or /notice 7 for an incident: the kinds to choose from, or at once the one its plan offers."""
    community = str(asked.facts.get("community", ""))
    incident = await work.incidents.get(asked.number) if asked.number is not None else None
    if asked.number is not None and (incident is None or person is None or not person.works_in(incident.community)):
        return Toast(template="no_such_incident", facts={"number": asked.number, "staff": True}, alert=True)
    if incident is not None:
        kind = await _offered(work, incident)
        if kind is not None:
            return await _begin(work, person, incoming, kind=kind, community=incident.community, incident=incident)
        community = incident.community
    assert person is not None  # the gate lets nobody else through
    communities = [community] if community else [*person.communities]
    number = incident.number if incident else None
    rows = tuple(_kinds(work, communities, place, incident=number) for place in range(len(communities)))
    return Card(template="notice/kinds", facts={"numbered": True}, rows=rows)


async def begin(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:
    """看通知, or a kind by its button."""
    incident = asked.incident
    if incident is None and isinstance(asked.facts.get("incident"), int):
        incident = await work.incidents.get(int(str(asked.facts["incident"])))
    community = incident.community if incident else str(asked.facts["community"])
    if person is None or not person.works_in(community):
        return Toast(template="refused_staff_only", alert=True)
    kind = NoticeKind(str(asked.facts["kind"]))
    return await _begin(work, person, incoming, kind=kind, community=community, incident=incident)


async def later(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:  # noqa: ARG001
    """先不发: it can be begun at any time."""
    return Toast(template="notice_later", facts={"number": asked.number})


async def fill(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:
    """The value of a field, pressed or typed; a time that is none is asked again in one sentence."""
    notice, by = both(asked, person)
    field = Field(str(asked.facts["field"]))
    words = asked.facts.get("words")
    value = str(asked.facts["value"]) if words is None else form.read_value(work, notice, field, str(words))
    if value is None:
        return Toast(template="notice_no_time", facts={"words": str(words)[:20]})
    given = {field.value: value}
    if field is Field.ORIGINAL:
        refused = signal.unfit(notice, value)
        if refused is not None:
            return refused
        given |= signal.source_of(work, notice, value)
    if field is Field.LEAVE_BY:
        given |= next_word_after(notice, value)
    changed = change(notice, given={**notice.given, **given}, buildings=notice.buildings, by=by.id)
    wrong = next(
        (flaw.wrong for flaw in lint(changed, moves=moves(work, changed), now=work.now) if flaw.field == field), None
    )
    if wrong is not None:
        return Toast(template=f"flaw_{wrong.value}", facts={"field": field.value, "most": MOST_WORDS})
    return await _keep(work, changed, incoming, by=by)


async def reword(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:
    """改文字: which part, then its new words."""
    notice, by = both(asked, person)
    require_open(notice)
    where = await place_of(work, by, incoming)
    if where is None:
        return Toast(template="write_me_first", alert=True)
    await form.show(work, notice, where, account=incoming.account, asks=str(asked.facts.get("field", "which")))
    return None


async def area(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:
    """改范围: a building on or off, or everybody."""
    notice, by = both(asked, person)
    require_open(notice)
    where = await place_of(work, by, incoming)
    if where is None:
        return Toast(template="write_me_first", alert=True)
    if "building" in asked.facts:
        number = str(asked.facts["building"])
        kept = [one for one in notice.buildings if one != number]
        buildings = () if not number else (*kept, *([] if number in notice.buildings else [number]))
        if number and not buildings:  # no building left would mean everybody
            return Toast(template="one_building_at_least", alert=True)
        if not await _reaches_all(work, notice, buildings):
            return Toast(template="all_who_were_told", facts={"name": notice.name}, alert=True)
        given = {**notice.given, Field.AREA.value: Field.AREA.value}
        notice = change(notice, given=given, buildings=buildings, by=by.id)
        await record(work, notice, by=by)
    await form.show(work, notice, where, account=incoming.account, asks="area")
    return None


async def preview(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:
    """Back to the text as it will go out."""
    notice, by = both(asked, person)
    where = await place_of(work, by, incoming) or incoming.where
    await form.show(work, notice, where, account=incoming.account)
    return None


async def submit(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:
    """提交: the words stand; another person approves them. What ends a notice needs only one who may approve."""
    notice, by = both(asked, person)
    require_open(notice)
    if asked.facts.get("seen", fingerprint(notice)) != fingerprint(notice):
        await _keep(work, notice, incoming, by=by)
        return Toast(template="notice_look_again", alert=True)
    audience = await audience_of(work, notice)
    if not audience.chats:
        raise Impossible("notice_nobody", name=notice.name, lost=len(audience.lost))
    flaws = lint(notice, moves=moves(work, notice), now=work.now)
    if flaws:
        where = await place_of(work, by, incoming) or incoming.where
        await form.show(work, notice, where, account=incoming.account, asks=flaws[0].field.value)
        return Toast(
            template=f"flaw_{flaws[0].wrong.value}",
            facts={"field": flaws[0].field.value, "most": MOST_WORDS},
            alert=True,
        )
    parts = await parts_of(work, notice, audience)
    long = too_long((part.text for part in parts), by_hand=by_hand(audience.chats) > 0)
    if long is not None:
        raise Impossible("notice_long", name=notice.name, units=long[0], most=long[1])
    notice = submitted(notice, parts=parts, until=until(notice, now=work.now), by=by.id, now=work.now)
    notice = await signal.begin_preparation(work, notice, by=by, incoming=incoming)
    await work.notices.put(notice)
    work.happened(NoticeSubmitted(**named(notice), by=by.id, digest=notice.digest))
    if notice.kind.ends and may(by, Action.ALLOW, await thing_of(work, notice)) is None:
        await go_out(work, notice, by=by)
        return Toast(template="notice_out_now", facts={"name": notice.name})
    return Toast(template="submitted", facts={"name": notice.name})


async def give_up(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:  # noqa: ARG001
    """不发."""
    notice, by = both(asked, person)
    await put_aside(work, notice, by=by)
    return Toast(template="notice_not_sent", facts={"name": notice.name})


def both(asked: Asked, person: Person | None) -> tuple[Notice, Person]:
    """The notice and who acts; `Impossible` when a report was named."""
    if not isinstance(asked.paper, Notice):
        raise Impossible("not_a_notice")
    assert person is not None  # the gate lets nobody else through
    if asked.facts.get("kind", asked.paper.kind) != asked.paper.kind:  # another draft has taken its place
        raise Impossible("notice_newer", name=asked.paper.name, version=asked.paper.version)
    return asked.paper, person


async def place_of(work: Work, person: Person, incoming: Incoming) -> Address | None:
    """Where somebody writes a notice: their private chat, also when they pressed in a group."""
    if incoming.private:
        return incoming.where
    for platform, account in person.accounts.items():
        known = await work.accounts.get(platform, account)
        if known is not None and known.chat:
            return Address(platform=platform, chat=known.chat)
    return None


async def _offered(work: Work, incident: Incident) -> NoticeKind | None:
    """The kind the plan of an incident offers."""
    steps = [step for lane in (await work.playbook(incident)).lanes for step in lane.steps if step.notice]
    return NoticeKind(steps[0].notice) if steps else None


def _kinds(work: Work, communities: Sequence[str], place: int, *, incident: int | None) -> tuple[Choice, ...]:
    """What can be begun in one of these communities; with its name where one has to choose."""
    home = work.roster.community(communities[place])
    name = home.name if home and len(communities) > 1 else ""
    facts = {"community": communities[place], "incident": incident, "name": name}
    return tuple(
        Choice(key=f"kind:{one}:{place}", label=f"kind_{one}", facts={**facts, "kind": one.value}) for one in _STARTED
    )


async def _begin(
    work: Work,
    person: Person | None,
    incoming: Incoming,
    *,
    kind: NoticeKind,
    community: str,
    incident: Incident | None,
) -> Card | Toast | None:
    """A new draft, or the one that is being written already: two people do not write two."""
    assert person is not None
    where = await place_of(work, person, incoming)
    if where is None:
        return Toast(template="write_me_first", alert=True)
    if incident is not None:
        require_open_incident(incident)
    if kind is NoticeKind.TYPHOON and incident is not None and incident.type != signal.TYPE:
        incident = None  # a signal is for the community, whatever else happens there
    same = [one for one in await work.notices.newest_of(community) if _is_same(one, kind, incident, person)]
    for one in same:
        out = await in_force(work, one)
        if out is not None and (incident is not None or kind is NoticeKind.TYPHOON):
            return Toast(template="notice_is_out", facts={"name": out.name}, alert=True)
    notice = next((one for one in same if one.state.open and one.kind is kind), None)
    if notice is None:
        notice = await _new(work, person, kind=kind, community=community, incident=incident)
        await record(work, notice, by=person)
    await form.show(work, notice, where, account=person.accounts[where.platform], fresh=True)
    return Toast(template="look_in_private") if not incoming.private else None


async def _reaches_all(work: Work, notice: Notice, buildings: tuple[str, ...]) -> bool:
    """Whoever read a version reads every later one: else somebody would stay away for ever."""
    before = await work.notices.version(notice.number, notice.replaces) if notice.replaces else None
    if before is None or not buildings:
        return True
    return bool(before.buildings) and set(before.buildings) <= set(buildings)


def _is_same(notice: Notice, kind: NoticeKind, incident: Incident | None, by: Person) -> bool:
    """Whether it tells of the same: one signal a community, one evacuation an incident; without incident one's own."""
    if kind is NoticeKind.TYPHOON:
        return notice.kind in (NoticeKind.TYPHOON, NoticeKind.LIFTED)
    if notice.kind not in (NoticeKind.EVACUATION, NoticeKind.ALL_CLEAR):
        return False
    return notice.incident == incident.number if incident else notice.incident is None and by.id in notice.authors


async def _new(work: Work, by: Person, *, kind: NoticeKind, community: str, incident: Incident | None) -> Notice:
    building = incident.place.building if incident else ""
    notice = Notice(
        number=await work.notices.next_number(),
        kind=kind,
        community=community,
        incident=incident.number if incident else None,
        buildings=(building,) if building else (),
        authors=(by.id,),
        drafted=work.now,
    )
    return merged(notice, await proposed(work, notice, incident))


async def _keep(work: Work, notice: Notice, incoming: Incoming, *, by: Person) -> Card | Toast | None:
    await record(work, notice, by=by)
    await form.show(work, notice, await place_of(work, by, incoming) or incoming.where, account=incoming.account)
    return None


async def put_aside(work: Work, notice: Notice, *, by: Person) -> None:
    """It is not sent; everybody who wrote it or was asked hears that."""
    await work.notices.put(drop(notice))
    work.happened(NoticeDropped(**named(notice), by=by.id))


async def record(work: Work, notice: Notice, *, by: Person) -> None:
    """Keeps a draft as somebody has left it."""
    await work.notices.put(notice)
    work.happened(NoticeDrafted(**named(notice), by=by.id, kind=notice.kind.value))
