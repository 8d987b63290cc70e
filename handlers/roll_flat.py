"""The roll call in private: which flat, asked once; what help is needed; and the buttons to answer and to change."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain.deadline import Conversation
from bot.domain.flat import flat_in, units_open
from bot.domain.notice import Notice
from bot.domain.people import Person
from bot.domain.places import Community
from bot.domain.roll_call import Answer, Resident, Word, lives_at
from bot.talk.message import Address, Card, Choice, Facts, Incoming, Priority, Toast
from bot.talk.work import Asked, Work
from handlers import roll_record as record
from handlers.facts import Json
from handlers.listening import listen
from handlers.roll_facts import community_of, held, holds, own_facts
from handlers.roll_place import UNCLEAR, Rows, home_said, is_report, near_to, number_in, tells_of, unit_rows

FORM = "roll"
_LISTEN = timedelta(hours=2)
"""How long words in private belong to what was asked."""
_PATIENT = timedelta(minutes=30)
"""How long even words that are no answer do."""


def about(notice: Notice) -> str:
    """What the private card of a roll call is about."""
    return f"{notice.name}/me"


async def show(
    work: Work,
    notice: Notice,
    where: Address,
    account: str,
    *,
    fresh: bool = False,
    asks: str = "",
    wrong: Json | None = None,
) -> None:
    """The card as it stands, with the first missing fact as its question; `wrong`: why the last words were none."""
    answer = await work.roll_calls.get(notice.number, (where.platform, account))
    community = community_of(work, notice)
    home = await work.residents.get(where.platform, account, notice.community)
    place = (answer.building, answer.flat) if answer else (home.building, home.flat) if home else ("", "")
    asks = asks or first_missing(answer, community)
    facts = await own_facts(work, notice, answer, place=place, asks=asks, wrong=wrong)
    card = Card(template="roll/mine", facts=facts, rows=_rows(notice, community, place, asks))
    work.live(where, card, about=about(notice), priority=Priority.ANSWER, fresh=fresh)
    if not asks and (answer is None or answer.word is Word.SAFE):
        await _stop_listening(work, where, account)
    else:
        await _listen(work, notice, where, account, doubted=str(wrong["doubted"]) if wrong else "")


def first_missing(answer: Answer | None, community: Community) -> str:
    """The next question: are you safe, which flat, which unit, what is wrong; empty when all is known."""
    if answer is None:
        return "word"
    if not answer.flat:
        return "flat"
    if units_open(community.building(answer.building), answer.flat):
        return "unit"
    return "need" if answer.word is Word.HELP and not answer.need else ""


async def change(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:  # noqa: ARG001
    """改房号: asks again."""
    notice = await held(work, number_in(asked.facts))
    await show(work, notice, incoming.where, incoming.account, asks="flat")
    return None


async def choose_unit(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:
    """The unit by its button."""
    notice = await held(work, number_in(asked.facts))
    building, flat = str(asked.facts["building"]), str(asked.facts["flat"])
    await _live_in(work, notice, incoming, person, building=building, flat=flat)
    await show(work, notice, incoming.where, incoming.account)
    return None


async def read(work: Work, incoming: Incoming, conversation: Conversation) -> Facts | None:
    """Words and files as an answer: a flat, or what help is needed; a report of something else is none."""
    number = number_in(conversation.facts)
    if not await holds(work, number) or work.now - conversation.at > _LISTEN:
        return None
    answer = await work.roll_calls.get(number, (incoming.where.platform, incoming.account))
    if answer is not None and answer.building and tells_of(work, incoming) not in ("", answer.building):
        return None
    helping = answer is not None and answer.word is Word.HELP
    settled = helping and answer is not None and bool(answer.flat)
    said = flat_in(incoming.text)
    if said is not None and not (said.more and settled):
        if said.more and not helping and is_report(work, incoming):
            return None
        return {"notice": number, "flat": True, "need": helping and bool(said.more or incoming.files)}
    if helping:
        return {"notice": number, "flat": False, "need": True} if incoming.text or incoming.files else None
    if is_report(work, incoming) or not incoming.text or work.now - conversation.at > _PATIENT:
        return None
    return {"notice": number, "flat": False, "need": False}


async def take(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:
    """What was said in private: remembered, counted, and the next question."""
    notice = await held(work, number_in(asked.facts))
    wrong: Json | None = None
    if asked.facts["flat"]:
        wrong = await _settle(work, notice, incoming, person)
    elif not asked.facts["need"]:
        wrong = UNCLEAR
    answer = await work.roll_calls.get(notice.number, (incoming.where.platform, incoming.account))
    if asked.facts["need"] and answer is not None:
        said = flat_in(incoming.text) if asked.facts["flat"] and wrong is None else None
        words = said.more if said else incoming.text
        await record.need(work, notice, answer, incoming, person, words=words)
    await show(work, notice, incoming.where, incoming.account, fresh=True, wrong=wrong)
    return None


async def _settle(work: Work, notice: Notice, incoming: Incoming, person: Person | None) -> Json | None:
    near = await near_to(work, notice, incoming.where, incoming.account)
    home, wrong = await home_said(work, notice, incoming, near=near, form=FORM)
    if wrong is None:
        await _live_in(work, notice, incoming, person, building=home.building, flat=home.flat)
    return wrong


async def _live_in(
    work: Work, notice: Notice, incoming: Incoming, person: Person | None, *, building: str, flat: str
) -> None:
    """Remembered for every later notice, and for the answer to this one."""
    platform, account = incoming.where.platform, incoming.account
    await work.residents.put(
        Resident(
            platform=platform, account=account, community=notice.community, building=building, flat=flat, at=work.now
        )
    )
    answer = await work.roll_calls.get(notice.number, (platform, account))
    if answer is not None:
        moved = lives_at(replace(answer, building=building, flat=flat), answer)
        await record.more(work, notice, answer, moved, person)


async def _stop_listening(work: Work, where: Address, account: str) -> None:
    """Who is safe and whose flat is known is asked nothing more."""
    asked = await work.conversations.get(where, account)
    if asked is not None and asked.form == FORM:
        await work.conversations.end(where, account)


async def _listen(work: Work, notice: Notice, where: Address, account: str, *, doubted: str) -> None:
    """Words here are the answer."""
    await listen(
        work, where, account, form=FORM, facts={"notice": notice.number, "doubted": doubted}, card=about(notice)
    )


def _rows(notice: Notice, community: Community, place: tuple[str, str], asks: str) -> Rows:
    facts = {"notice": notice.number}
    last = [Choice(key="family", label="family", facts=facts)]
    if place[1] and asks != "flat":
        last.append(Choice(key="roll_flat", label="roll_flat", facts=facts))
    return (
        *(unit_rows(notice, community, place, action="roll_unit") if asks == "unit" else ()),
        (Choice(key="safe", label="safe", facts=facts), Choice(key="help", label="help", facts=facts)),
        tuple(last),
    )
