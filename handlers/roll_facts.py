"""What cards of a roll call are drawn from: the notice residents have, where somebody is, what help they need."""

from __future__ import annotations

from bot.domain.audience import buildings_of
from bot.domain.notice import Notice
from bot.domain.people import Person
from bot.domain.places import Community
from bot.domain.refused import Impossible
from bot.domain.roll_call import Answer, Word
from bot.talk.work import Account, Work
from handlers.facts import Json, is_file, iso, name_of
from handlers.standing import is_over, standing


def community_of(work: Work, notice: Notice) -> Community:
    """Where the notice is for; a community that left the roster meanwhile has nothing but its id."""
    known = work.roster.community(notice.community)
    return known or Community(id=notice.community, name="", timezone=work.company.timezone)


async def held(work: Work, number: int) -> Notice:
    """The notice people are called to answer; Impossible when it is over or was never sent: one friendly sentence."""
    notice = await standing(work, number)
    if notice is not None and not is_over(notice):
        return notice
    homes = [community_of(work, notice)] if notice else [*work.roster.communities]
    phone = homes[0].phone if len(homes) == 1 else ""
    raise Impossible("roll_over" if notice else "roll_unknown", name=f"N{number}", phone=phone)


async def holds(work: Work, number: int) -> bool:
    """Whether people are called to answer this notice."""
    notice = await standing(work, number)
    return notice is not None and not is_over(notice)


async def notice_head(work: Work, notice: Notice) -> Json:
    """What every message of a roll call begins with; `kind`: of the notice people answer to."""
    community = community_of(work, notice)
    first = await work.notices.version(notice.number, 1)
    return {
        "name": notice.name,
        "kind": (first or notice).kind.value,
        "buildings": [one.name for one in buildings_of(community, notice.buildings)] if notice.buildings else [],
        "community": community.name,
        "phone": community.phone,
        "zone": community.timezone,
    }


def home_facts(community: Community, building: str, flat: str) -> Json:
    """A building and a flat in it; `room` is never shown to a group (rule 9), `told` is whether it is known."""
    known = community.building(building) if building else None
    return {"name": known.name if known else "", "building": building, "room": flat, "told": bool(flat)}


def answer_facts(work: Work, community: Community, answer: Answer) -> Json:
    """One answer as those see it who have to help."""
    return {
        "place": home_facts(community, answer.building, answer.flat),
        "need": need_words(answer),
        "files": [one.partition(":")[0] for one in answer.need.splitlines() if is_file(one)],
        "helper": name_of(work.roster, answer.helper),
        "family": bool(answer.family),
        "helps": answer.word is Word.HELP,
    }


async def help_facts(work: Work, community: Community, answer: Answer) -> Json:
    """The same, with how much may still be written to who needs help; None where that is as much as is needed."""
    known = await work.accounts.get(answer.platform, answer.account)
    room = known.room if known and answer.word is Word.HELP else None
    reply = {"left": room.left, "until": iso(room.until)} if room else None
    return {**answer_facts(work, community, answer), "reply": reply}


async def reached(work: Work, platform: str, account: str) -> list[Account]:
    """The private chats of whoever has this account: of a person of the roster, all there are."""
    person = work.roster.account(platform, account)
    if person is not None:
        return await reached_person(work, person)
    known = await work.accounts.get(platform, account)
    return [known] if known is not None and known.chat else []


async def reached_person(work: Work, person: Person) -> list[Account]:
    """The private chats in which a person of the roster can be written to."""
    found = [await work.accounts.get(*account) for account in person.accounts.items()]
    return [one for one in found if one is not None and one.chat]


async def own_facts(
    work: Work, notice: Notice, answer: Answer | None, *, place: tuple[str, str], asks: str, wrong: Json | None
) -> Json:
    """The private card of whoever answers: what is known, what is asked next, and why the last words were no answer."""
    community = community_of(work, notice)
    return {
        **await notice_head(work, notice),
        **(answer_facts(work, community, answer) if answer else {"need": "", "files": [], "helper": ""}),
        "place": home_facts(community, *place),
        "word": answer.word.value if answer else "",
        "asks": asks,
        "numbered": asks == "unit",
        "wrong": wrong,
        "outside": _is_outside(notice, place[0]),
    }


def _is_outside(notice: Notice, building: str) -> bool:
    """Whether a building is none of those the notice is for."""
    return bool(building and notice.buildings) and building not in notice.buildings


def need_words(answer: Answer) -> str:
    """What help is needed, in their words."""
    return " ".join(one for one in answer.need.splitlines() if not is_file(one))
