"""替家人报: an answer for a flat other people live in, given in private; an answer of its own, marked as such."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.deadline import Conversation
from bot.domain.flat import flat_in, units_open
from bot.domain.notice import Notice
from bot.domain.people import Person
from bot.domain.roll_call import Answer, Word
from bot.talk.message import Address, Card, Choice, Facts, Incoming, Priority, Toast
from bot.talk.work import Asked, Work
from handlers import roll_record as record
from handlers.facts import Json
from handlers.listening import listen, stop_listening
from handlers.roll_facts import community_of, held, holds, home_facts, own_facts
from handlers.roll_place import UNCLEAR, Rows, home_said, is_report, near_to, number_in, unit_rows

FORM = "family"
_LISTEN = timedelta(hours=2)


def about(notice: Notice) -> str:
    """What the private card for a family is about."""
    return f"{notice.name}/family"


async def show(
    work: Work,
    notice: Notice,
    where: Address,
    account: str,
    *,
    place: tuple[str, str] = ("", ""),
    fresh: bool = False,
    wrong: Json | None = None,
) -> None:
    """The card as it stands: which flat, which unit, safe or not, what is wrong there."""
    community = community_of(work, notice)
    answer = await work.roll_calls.get(notice.number, (where.platform, account), named(place)) if place[1] else None
    asks = _first_missing(answer, place, units_open(community.building(place[0]), place[1]))
    facts = await own_facts(work, notice, answer, place=place, asks=asks, wrong=wrong)
    rows = unit_rows(notice, community, place, action="family_unit") if asks == "unit" else _rows(notice, place)
    card = Card(template="roll/family", facts=facts, rows=rows)
    work.live(where, card, about=about(notice), priority=Priority.ANSWER, fresh=fresh)
    if answer is not None and answer.word is Word.SAFE:
        await stop_listening(work, where, account, card=about(notice))
    else:
        await _listen(work, notice, where, account, place=place, doubted=str(wrong["doubted"]) if wrong else "")


def named(place: tuple[str, str]) -> str:
    """How an answer for a family is told from others of the same person: building and flat."""
    return "/".join(part for part in place if part)


async def safe(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:
    """安全: the family is."""
    return await _answer(work, person, incoming, asked, word=Word.SAFE)


async def help(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:  # noqa: A001
    """需要帮助: told at once, like everybody's."""
    return await _answer(work, person, incoming, asked, word=Word.HELP)


async def choose_unit(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:  # noqa: ARG001
    """The unit by its button."""
    notice = await held(work, number_in(asked.facts))
    place = (str(asked.facts["building"]), str(asked.facts["flat"]))
    await show(work, notice, incoming.where, incoming.account, place=place)
    return None


async def read(work: Work, incoming: Incoming, conversation: Conversation) -> Facts | None:
    """The family's flat first, then what help they need."""
    number = number_in(conversation.facts)
    if not await holds(work, number) or work.now - conversation.at > _LISTEN:
        return None
    place = _place_in(conversation.facts)
    facts = {"notice": number, "building": place[0], "flat": place[1]}
    answer = await work.roll_calls.get(number, (incoming.where.platform, incoming.account), named(place))
    if place[1] and answer is not None and answer.word is Word.HELP:
        return facts if incoming.text or incoming.files else None
    said = flat_in(incoming.text)
    if not incoming.text or ((said is None or said.more) and is_report(work, incoming)):
        return None
    return facts


async def take(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:
    """What was said of the family: where, or what they need."""
    notice = await held(work, number_in(asked.facts))
    place = _place_in(asked.facts)
    answer = await work.roll_calls.get(notice.number, (incoming.where.platform, incoming.account), named(place))
    wrong: Json | None = None
    if place[1] and answer is not None and answer.word is Word.HELP:
        await record.need(work, notice, answer, incoming, person, words=incoming.text)
    elif flat_in(incoming.text) is None:
        wrong = UNCLEAR
    else:
        near = await near_to(work, notice, incoming.where, incoming.account)
        home, wrong = await home_said(work, notice, incoming, near=near, form=FORM)
        place = place if wrong else (home.building, home.flat)
    await show(work, notice, incoming.where, incoming.account, place=place, fresh=True, wrong=wrong)
    return None


async def _answer(
    work: Work, person: Person | None, incoming: Incoming, asked: Asked, *, word: Word
) -> Card | Toast | None:
    notice = await held(work, number_in(asked.facts))
    place = _place_in(asked.facts)
    given = Answer(
        notice=notice.number,
        platform=incoming.where.platform,
        account=incoming.account,
        family=named(place),
        word=word,
        building=place[0],
        flat=place[1],
        at=work.now,
    )
    changed = await record.answer(work, notice, given, person)
    await show(work, notice, incoming.where, incoming.account, place=place, fresh=asked.typed)
    facts = {"name": notice.name, "place": home_facts(community_of(work, notice), *place), "word": word.value}
    if asked.typed:
        return None
    return Toast(template="roll_noted" if changed else "roll_again", facts=facts)


def _first_missing(answer: Answer | None, place: tuple[str, str], units: tuple[str, ...]) -> str:
    if not place[1]:
        return "flat"
    if units:
        return "unit"
    if answer is None:
        return "word"
    return "need" if answer.word is Word.HELP and not answer.need else ""


def _place_in(facts: Facts) -> tuple[str, str]:
    return (str(facts.get("building", "")), str(facts.get("flat", "")))


def _rows(notice: Notice, place: tuple[str, str]) -> Rows:
    if not place[1]:
        return ()
    facts = {"notice": notice.number, "building": place[0], "flat": place[1]}
    again = Choice(key="family", label="family_other", facts={"notice": notice.number})
    return (
        (
            Choice(key="family_safe", label="family_safe", facts=facts),
            Choice(key="family_help", label="help", facts=facts),
        ),
        (again,),
    )


async def _listen(
    work: Work, notice: Notice, where: Address, account: str, *, place: tuple[str, str], doubted: str
) -> None:
    building, flat = place
    await listen(
        work,
        where,
        account,
        form=FORM,
        facts={"notice": notice.number, "building": building, "flat": flat, "doubted": doubted},
        card=about(notice),
    )
