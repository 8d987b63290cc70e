"""The words of a notice and who gets them: the facts its templates draw from, one text for each kind of group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.audience import Audience, buildings_of, by_hand, groups_for, seconds_for, tagged
from bot.domain.incident import Incident
from bot.domain.moment import rounded_up
from bot.domain.notice import Notice, NoticeKind, Part
from bot.domain.notice_form import MOMENTS, Field, fields_of
from bot.domain.places import Building
from bot.domain.roster import Chat
from bot.talk.work import Work
from handlers.facts import Json, head_of, iso
from handlers.roll_facts import community_of
from handlers.standing import in_force
from handlers.tell_desk import in_charge

_SMOKY = ("fire", "explosion")
"""Types of incident with smoke on the stairs."""
OUTCOMES = ("out", "nothing")
"""Why an evacuation is over, as buttons: it is out, or there was nothing."""
_LEAVE_IN, _NEXT_AFTER, _NEXT_SIGNAL = timedelta(minutes=10), timedelta(minutes=5), timedelta(hours=6)
"""Proposed times: to leave, to hear again, and to hear of a signal again; the author may change each."""
_FIVE_MINUTES, _HOUR = timedelta(minutes=5), timedelta(hours=1)


async def audience_of(work: Work, notice: Notice) -> Audience:
    """The groups the notice is for, as they can be reached now."""
    groups = groups_for(work.roster, notice.community, notice.buildings)
    reached = [(chat, await work.reaches(chat)) for chat in groups]
    return Audience(
        chats=tuple(chat for chat, reaches in reached if reaches),
        lost=tuple(chat for chat, reaches in reached if not reaches),
    )


def moves(work: Work, notice: Notice) -> bool:
    """Whether it reaches buildings whose people leave before a storm."""
    return bool(tagged(buildings_of(community_of(work, notice), notice.buildings)))


async def parts_of(work: Work, notice: Notice, audience: Audience) -> tuple[Part, ...]:
    """The exact words, once for all groups that get the same, reached or not; the longest first."""
    texts: dict[str, Part] = {}
    for chat in (*audience.chats, *audience.lost):
        text, where = await text_for(work, notice, chat), (chat.platform, chat.id)
        part = texts.get(text, Part(chats=(), text=text))
        reached = chat in audience.chats
        texts[text] = replace(
            part,
            chats=(*part.chats, where) if reached else part.chats,
            lost=part.lost if reached else (*part.lost, where),
        )
    return tuple(sorted(texts.values(), key=lambda part: -len(part.text)))


async def text_for(work: Work, notice: Notice, chat: Chat) -> str:
    """What one group reads, in each language a block of its own; the station's words stand in the first."""
    company = work.company
    languages = dict.fromkeys(one for one in (company.language, company.second_language) if one)
    incident = await work.incidents.get(notice.incident) if notice.incident else None
    blocks = []
    for language in languages:
        facts = notice_facts(work, notice, chat)
        facts["hazard"] = await _hazard(work, notice, incident, language=language)
        facts["first"] = language == company.language
        facts["outcome"] = _outcome(work, notice, language)
        facts["others"] = await _staying(work, notice, facts["others"])
        facts["smoke"] = incident is None or incident.type in _SMOKY
        blocks.append(work.words.write(f"notice/words/{notice.kind.value}", facts, language))
    return "\n\n".join(blocks)


def notice_facts(work: Work, notice: Notice, chat: Chat | None) -> Json:
    """Everything a text of this notice may say to one group."""
    community = community_of(work, notice)
    here = buildings_of(community, notice.buildings)
    reached = [one for one in here if chat is None or not chat.buildings or one.number in chat.buildings]
    leader = next(iter(in_charge(work, notice.community)), None)
    return {
        **{field.value: _shown(work, notice, field) for field in Field if field is not Field.HAZARD},
        "buildings": [one.name for one in here] if notice.buildings else [],
        "others": [one.name for one in community.buildings if one not in here],
        "moving": [_moving(one) for one in tagged(reached)] if Field.MOVE_TO in notice.given else [],
        "company": work.company.name,
        "community": community.name,
        "who": leader.name if leader else "",
        "name": notice.name,
        "version": notice.version,
        "before": iso(notice.before),
        "replaces": notice.replaces,
        "zone": community.timezone,
    }


async def hazard(work: Work, incident: Incident, language: str) -> str:
    """What happens, as far as the incident says it."""
    seen = incident.answers.get("size") != "alarm"
    facts = {**await head_of(work, incident), "id": incident.type, "seen": seen}
    return work.words.write("notice/hazard", facts, language)


async def proposed(work: Work, notice: Notice, incident: Incident | None) -> Mapping[str, str]:
    """What the incident, the roster and the clock give already: only what is missing is asked."""
    community = community_of(work, notice)
    wanted = fields_of(notice, moves=True)
    given: dict[str, str] = {}
    if Field.AREA in wanted and notice.buildings:
        given[Field.AREA] = Field.AREA.value
    if Field.HAZARD in wanted and incident is not None:
        given[Field.HAZARD] = await hazard(work, incident, work.company.language)
    if Field.ASSEMBLY in wanted and len(community.assembly) == 1:
        given[Field.ASSEMBLY] = community.assembly[0]
    if Field.PHONE in wanted and community.phone:
        given[Field.PHONE] = community.phone
    if Field.LEAVE_BY in wanted:
        leave = rounded_up(work.now + _LEAVE_IN, _FIVE_MINUTES)
        given |= {Field.LEAVE_BY: leave.isoformat(), Field.NEXT_AT: (leave + _NEXT_AFTER).isoformat()}
    elif Field.NEXT_AT in wanted:
        given[Field.NEXT_AT] = rounded_up(work.now + _NEXT_SIGNAL, _HOUR).isoformat()
    return given


def next_word_after(notice: Notice, leave_by: str) -> Mapping[str, str]:
    """The next word comes after everybody has to be out: moved when the time to leave is."""
    leave, known = datetime.fromisoformat(leave_by), notice.given.get(Field.NEXT_AT)
    if known and datetime.fromisoformat(known) > leave:
        return {}
    return {Field.NEXT_AT: (leave + _NEXT_AFTER).isoformat()}


def until(notice: Notice, *, now: datetime) -> datetime:
    """When it goes out late no more: at the next word; what ends a notice is right for a day."""
    next_at = notice.given.get(Field.NEXT_AT)
    return datetime.fromisoformat(next_at) if next_at else now + timedelta(days=1)


def seconds_of(work: Work, audience: Audience) -> int:
    """How long the sending takes, where nobody has to press send."""
    return seconds_for(len(audience.chats) - by_hand(audience.chats), per_second=work.company.per_second)


def homes_of(work: Work, notice: Notice) -> int:
    """Households in the buildings it is for; 0: the roster does not know."""
    buildings = buildings_of(community_of(work, notice), notice.buildings)
    homes = [one.households for one in buildings]
    return sum(one for one in homes if one) if all(homes) else 0


def names_of(work: Work, notice: Notice) -> list[str]:
    """The buildings it is for, as people call them; none: the whole community."""
    if not notice.buildings:
        return []
    return [one.name for one in buildings_of(community_of(work, notice), notice.buildings)]


def without_times(given: Mapping[str, str], fields: Iterable[Field]) -> Mapping[str, str]:
    """What holds on in a new version: times and these fields have to be given anew."""
    gone = {*(one.value for one in MOMENTS), *(one.value for one in fields)}
    return {field: value for field, value in given.items() if field not in gone}


def renewed(notice: Notice, kind: NoticeKind, *, version: int, by: str, now: datetime) -> Notice:
    """A new version of a notice that is out, which takes its place."""
    return Notice(
        number=notice.number,
        version=version,
        kind=kind,
        community=notice.community,
        incident=notice.incident,
        buildings=notice.buildings,
        authors=(by,),
        drafted=now,
        before=notice.approved,
        replaces=notice.version,
    )


async def _hazard(work: Work, notice: Notice, incident: Incident | None, *, language: str) -> str:
    """As the author wrote it; what was only proposed is said in each language."""
    given = notice.given.get(Field.HAZARD, "")
    if incident is not None and given == await hazard(work, incident, work.company.language):
        return await hazard(work, incident, language)
    return given


def outcome_words(work: Work, outcome: str, language: str) -> str:
    """Why it is over, in words."""
    return work.words.write("notice/outcome", {"outcome": outcome}, language)


def _outcome(work: Work, notice: Notice, language: str) -> str:
    """As it was written; what a button said is said in each language."""
    given = notice.given.get(Field.OUTCOME, "")
    pressed = [one for one in OUTCOMES if given == outcome_words(work, one, work.company.language)]
    return outcome_words(work, pressed[0], language) if pressed else given


async def _staying(work: Work, notice: Notice, others: object) -> list[str]:
    """The buildings whose people stay at home: not those another notice calls out at the same time."""
    community = community_of(work, notice)
    leaving: set[str] = set()
    for newest in await work.notices.newest_of(notice.community):
        other = await in_force(work, newest) if newest.number != notice.number else None
        if other is not None and other.kind is NoticeKind.EVACUATION:
            leaving |= {one.name for one in buildings_of(community, other.buildings)}
    return [name for name in others if name not in leaving] if isinstance(others, list) else []


def _shown(work: Work, notice: Notice, field: Field) -> object:
    """A field as templates take it: words, or a moment that says whether it is another day."""
    value = notice.given.get(field, "")
    if field not in MOMENTS or not value:
        return value
    zone = community_of(work, notice).zone
    moment = datetime.fromisoformat(value)
    return {"at": value, "day": moment.astimezone(zone).date() != work.now.astimezone(zone).date()}


def _moving(building: Building) -> Json:
    return {"name": building.name, "tags": [*building.tags]}


def merged(notice: Notice, given: Mapping[str, str]) -> Notice:
    """The same version with more known of it."""
    return replace(notice, given={**notice.given, **given})
