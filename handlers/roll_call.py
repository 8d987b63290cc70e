"""我安全, 需要帮助, 替家人报: a press counts at once, whoever presses; the private chat asks for the rest."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.domain.notice import Notice
from bot.domain.people import Person
from bot.domain.places import Community
from bot.domain.roll_call import Answer, Resident, Word
from bot.domain.roster import ChatKind
from bot.talk.message import Address, Card, Incoming, Toast
from bot.talk.work import Asked, Work
from handlers import help as finding_help
from handlers import roll_family, roll_flat
from handlers import roll_record as record
from handlers.roll_facts import community_of, held, home_facts
from handlers.roll_place import number_in
from handlers.standing import standing

_MOST_WORDS = 300
"""Characters behind 需要帮助."""
_PAYLOAD = re.compile(r"n(\d{1,9})(f?)(?:-(\w{1,40}))?(?:-b(\w{1,16})(?:-([\w-]{1,32}))?)?", re.IGNORECASE)
"""What a link to the private chat carries: the number of the notice, whether it is for a family, what only those know
who have the notice before them, and the building, with its community, whose door or group bears the link."""
_DOOR = re.compile(r"b(\w{1,16})(?:-([\w-]{1,32}))?", re.IGNORECASE)
"""The building alone: a code beside its door. Older ones do not say the community."""


async def start(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:
    """/start; opened by the link of a roll call it goes on there, by that of a building it remembers it."""
    payload = f"{asked.name}{asked.rest}".strip()
    opened = _PAYLOAD.fullmatch(payload)
    if opened is None or not incoming.private:
        door = _DOOR.fullmatch(payload) if incoming.private else None
        building = await _come_in(work, incoming, door[1], community=door[2] or "") if door else ""
        return finding_help.greet(work, person, incoming, building=building)
    notice = await held(work, int(opened[1]))
    if not await _has_read(work, notice, incoming, token=opened[3] or ""):
        facts = {"name": notice.name, "phone": community_of(work, notice).phone}
        return Toast(template="roll_link", facts=facts, alert=True)
    if opened[4] and (opened[5] or notice.community).lower() == notice.community.lower():
        await _live_at(work, incoming, community_of(work, notice), number=opened[4])
    talk = roll_family if opened[2] else roll_flat
    await talk.show(work, notice, incoming.where, incoming.account, fresh=True)
    return None


async def _come_in(work: Work, incoming: Incoming, number: str, *, community: str) -> str:
    """Whoever came through the door of a building: its name, when only one community can be meant."""
    named = [one for one in work.roster.communities if community.lower() in ("", one.id.lower())]
    found = [one for one in named if one.building(number) is not None]
    return await _live_at(work, incoming, found[0], number=number) if len(found) == 1 else ""


async def _live_at(work: Work, incoming: Incoming, community: Community, *, number: str) -> str:
    """Remembered as a press in the group of that building would be; what is no building of theirs is not."""
    building = community.building(number)
    if building is None:
        return ""
    platform, account = incoming.where.platform, incoming.account
    home = await work.residents.get(platform, account, community.id)
    if home is None or (not home.flat and home.building != building.number):
        await work.residents.put(
            Resident(platform=platform, account=account, community=community.id, building=building.number, at=work.now)
        )
    return building.name


async def safe(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:
    """我安全."""
    return await _answer(work, person, incoming, asked, word=Word.SAFE)


async def help(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:  # noqa: A001
    """需要帮助: told at once, before any flat is known."""
    return await _answer(work, person, incoming, asked, word=Word.HELP)


async def family(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:  # noqa: ARG001
    """替家人报: which flat is asked in private."""
    notice = await held(work, number_in(asked.facts))
    if not incoming.private:
        return Toast(template="roll_family", start=await _link(work, notice, family=True))
    await roll_family.show(work, notice, incoming.where, incoming.account, fresh=True)
    return None


async def _answer(
    work: Work, person: Person | None, incoming: Incoming, asked: Asked, *, word: Word
) -> Card | Toast | None:
    number = number_in(asked.facts)
    over = await standing(work, number) if word is Word.HELP else None  # who needs help counts, whatever has ended
    notice = over or await held(work, number)
    given = await _given(work, notice, incoming, word)
    if word is Word.HELP and asked.typed and asked.rest:
        given = replace(given, need=asked.rest[:_MOST_WORDS])
    changed = await record.answer(work, notice, given, person)
    if incoming.private:
        await roll_flat.show(work, notice, incoming.where, incoming.account, fresh=asked.typed)
        return None if asked.typed else _noted(work, notice, given, changed=changed)
    if incoming.press is None:
        return Toast(template="roll_said", facts={"word": word.value})  # everybody reads it: no flat, and none asked
    if changed:
        await _follow_in_private(work, notice, incoming, asks=word is Word.HELP and bool(given.flat))
    start = "" if given.flat else await _link(work, notice)
    return replace(_noted(work, notice, given, changed=changed), start=start)


async def _has_read(work: Work, notice: Notice, incoming: Incoming, *, token: str) -> bool:
    """Whether somebody has the notice before them: the link says so, or they have pressed under it before."""
    if token and token.lower() == await work.notices.token(notice.number):
        return True
    return await work.roll_calls.get(notice.number, (incoming.where.platform, incoming.account)) is not None


async def _link(work: Work, notice: Notice, *, family: bool = False) -> str:
    """What opens the private chat carries, where the flat is asked."""
    return f"n{notice.number}{'f' if family else ''}-{await work.notices.token(notice.number)}"


async def _given(work: Work, notice: Notice, incoming: Incoming, word: Word) -> Answer:
    """With all that is known of where it comes from: the flat that was said once, else the building of the group."""
    platform, account = incoming.where.platform, incoming.account
    home = await work.residents.get(platform, account, notice.community)
    building, flat = (home.building, home.flat) if home else ("", "")
    group = _building_of(work, incoming)
    before = await work.roll_calls.get(notice.number, (platform, account))
    elsewhere = flat and building not in notice.buildings and (before is None or before.flat != flat)
    if elsewhere and group in notice.buildings:
        building, flat = group, ""  # at home elsewhere, but this notice is for where they press
    elif group and not flat and building != group:
        building = group
        await work.residents.put(
            Resident(platform=platform, account=account, community=notice.community, building=building, at=work.now)
        )
    return Answer(
        notice=notice.number,
        platform=platform,
        account=account,
        word=word,
        building=building,
        flat=flat,
        at=work.now,
    )


def _building_of(work: Work, incoming: Incoming) -> str:
    """The building of a residents' group, when it is one building's."""
    chat = work.roster.chat(incoming.where.platform, incoming.where.chat)
    one = chat is not None and chat.kind is ChatKind.RESIDENT and len(chat.buildings) == 1
    return chat.buildings[0] if chat is not None and one else ""


def _noted(work: Work, notice: Notice, given: Answer, *, changed: bool) -> Toast:
    """The short answer only the presser sees."""
    place = home_facts(community_of(work, notice), given.building, given.flat)
    facts = {"name": notice.name, "place": place, "word": given.word.value}
    return Toast(template="roll_noted" if changed else "roll_again", facts=facts)


async def _follow_in_private(work: Work, notice: Notice, incoming: Incoming, *, asks: bool) -> None:
    """The card of who has talked with the bot before says the same; who needs help is asked what is wrong (`asks`)."""
    account = await work.accounts.get(incoming.where.platform, incoming.account)
    if account is None or not account.chat:
        return
    where = Address(platform=incoming.where.platform, chat=account.chat)
    if asks or await work.cards.live(where, roll_flat.about(notice)) is not None:
        await roll_flat.show(work, notice, where, incoming.account, fresh=asks)
