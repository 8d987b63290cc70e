"""The form of R1, in private: one question at a time on one card, each part to be changed, nothing lost on the way."""

from __future__ import annotations

from bot.domain.deadline import Conversation
from bot.domain.people import Person
from bot.domain.recognise import FALLBACK
from bot.domain.refused import Impossible
from bot.domain.report import Report, Section, fingerprint, require_owed, sign, write
from bot.domain.report_form import (
    NO_PHOTO,
    PARTS,
    PHOTOS,
    PHOTOS_MOST,
    SIGNATURE,
    checked,
    first_missing,
    pictures,
    require_own_name,
)
from bot.talk.message import Address, Card, Choice, Facts, Incoming, Priority, Toast
from bot.talk.work import Asked, Work
from handlers.facts import Json
from handlers.filing_card import Rows, button, form_about, send_course
from handlers.filing_text import Draft, drafted, head_of_report, incident_of, language_of, text_facts
from handlers.further import first_of_album
from handlers.listening import listen

FORM = "filing"
WHICH = "which"
"""Asks which part is to be changed."""
_A_LINE = 40
"""Who calls for help writes a line; who writes a part writes more."""
_WITH_NOTHING = (Section.HURT, Section.LOSS)
"""Parts that may well be nothing, by a button."""
_IN_A_ROW = 3
_SHOWN = 120
"""Of what a part says now, and of why it was sent back, beside the question."""


async def show(
    work: Work, report: Report, person: Person, where: Address, *, asks: str | None = None, fresh: bool = False
) -> None:
    """The card as it stands: asks for the first missing part, or for `asks`, or offers 提交."""
    draft = await drafted(work, report, language=await language_of(work, person, platform=where.platform))
    part = asks if asks is not None else first_missing(report, draft.sections, draft.photos)
    facts = await _shown(work, report, draft, person, part)
    if facts["text"]:
        await send_course(work, report, draft, where, priority=Priority.ANSWER)
    card = Card(template="filing/form", facts=facts, rows=_rows(report, draft, part))
    work.live(where, card, about=form_about(report), priority=Priority.ANSWER, fresh=fresh)
    await listen(
        work,
        where,
        person.accounts[where.platform],
        form=FORM,
        facts={"report": report.number, "part": part},
        card=form_about(report),
    )


async def read_part(work: Work, incoming: Incoming, conversation: Conversation) -> Facts | None:
    """Words and pictures as the part that is asked for; not a call for help, nor what is said of something else."""
    number = conversation.facts["report"]
    assert isinstance(number, int)
    report = await work.reports.get(number)
    if report is None or not report.state.owed or not incoming.private:
        return None
    if incoming.reply_to:
        shown = await work.cards.of_message(incoming.where, incoming.reply_to)
        if shown is not None and shown.about != conversation.card:
            return None
    if await _calls_for_help(work, report, incoming.text) or await _called_since(work, report, incoming, conversation):
        return None
    return conversation.facts


async def take(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:
    """A part as it was written, the name under it, or pictures; what can't be taken is said, and asked again.

    Words under a picture belong to the picture and are no part.
    """
    report, by = both(asked, person)
    require_owed(report)
    part, text, files = str(asked.facts["part"]), incoming.text.strip(), pictures(incoming.files)
    if not text and not files:
        return Toast(template="report_words")
    if not files and part in ("", WHICH):
        return Toast(template="report_press")
    if len({*report.photos, *files}) > PHOTOS_MOST:
        raise Impossible("report_photos_full", most=PHOTOS_MOST)
    report = write(report, by=by.id, photos=files) if files else _written(report, part, text, by=by)
    await work.reports.put(report)
    fresh = await first_of_album(work, incoming)
    await show(work, report, by, incoming.where, asks=part if part == WHICH else None, fresh=fresh)
    return None


async def nothing(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:
    """没有: nobody hurt, nothing lost."""
    report, by = both(asked, person)
    section = Section(str(asked.facts["part"]))
    language = await language_of(work, by, platform=incoming.where.platform)
    words = work.words.write("filing/nothing", {"part": section.value}, language)
    report = write(report, by=by.id, section=section, text=words)
    await work.reports.put(report)
    await show(work, report, by, incoming.where, fresh=asked.typed)
    return None


async def mend(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:
    """修改: the whole text and a button for each part; then that part is asked for. Also 没有照片: why?"""
    report, by = both(asked, person)
    require_owed(report)
    await show(work, report, by, incoming.where, asks=str(asked.facts.get("part", WHICH)), fresh=asked.typed)
    return None


def both(asked: Asked, person: Person | None) -> tuple[Report, Person]:
    """The report and who acts; `Impossible` when a notice was named."""
    if not isinstance(asked.paper, Report):
        raise Impossible("not_a_report")
    assert person is not None  # the gate lets nobody else through
    return asked.paper, person


def _written(report: Report, part: str, text: str, *, by: Person) -> Report:
    if part == SIGNATURE:
        require_own_name(text, by)
        return sign(report, name=by.name, by=by.id)
    if part in (PHOTOS, NO_PHOTO):
        return write(report, by=by.id, no_photo=checked(NO_PHOTO, text))
    return write(report, by=by.id, section=Section(part), text=checked(part, text))


async def _calls_for_help(work: Work, report: Report, text: str) -> bool:
    """One line that names a place and something else than what the report is about."""
    said = work.recognise(text)
    if len(text) > _A_LINE or said.type in (None, FALLBACK) or not said.place.building:
        return False
    incident = await incident_of(work, report)
    return said.type != incident.type or not said.place.may_lie_in(incident.place)


async def _called_since(work: Work, report: Report, incoming: Incoming, conversation: Conversation) -> bool:
    """Whoever has been called to something else meanwhile speaks of that."""
    person = work.roster.account(incoming.where.platform, incoming.account)
    if person is None:
        return False
    found = [one for community in person.communities for one in await work.incidents.open_of(community)]
    rows = [one.responder(person.id) for one in found if one.number != report.incident]
    return any(row is not None and row.stage.active and row.called > conversation.at for row in rows)


async def _shown(work: Work, report: Report, draft: Draft, person: Person, part: str) -> Json:
    text = text_facts(report, draft)
    given = {NO_PHOTO: report.no_photo, **{one.value: told for one, told in draft.sections.items()}}
    return {
        **await head_of_report(work, report, private=True),
        "asks": part,
        "signer": person.name,
        "text": text if part in ("", SIGNATURE, WHICH) else {},
        "now": given.get(part, "")[:_SHOWN] if part in given else "",
        "photos": len(draft.photos),
        "missing": first_missing(report, draft.sections, draft.photos) not in ("", SIGNATURE),
        "reason": report.reason[:_SHOWN],
        "private": ["text", "now", "reason"],
    }


def _rows(report: Report, draft: Draft, part: str) -> Rows:
    if part == WHICH:
        parts = [one for one in PARTS if one != SIGNATURE]
        choices = [button("part", report, label="report_part", key=one, part=one) for one in parts]
        rows = [tuple(choices[start : start + _IN_A_ROW]) for start in range(0, len(choices), _IN_A_ROW)]
        return (*rows, (button("file", report, label="back"), button("file_later", report)))
    end: tuple[Choice, ...] = (button("mend", report, label="change"), button("file_later", report))
    if part == "":
        seen = fingerprint(report, sections=draft.sections, photos=draft.photos)
        return ((button("hand_in", report, label="submit", seen=seen),), end)
    first: tuple[Choice, ...] = ()
    if part in _WITH_NOTHING:
        first = (button("nothing", report, key=part, part=part),)
    if part == PHOTOS:
        first = (button("part", report, label="no_photos", key=NO_PHOTO, part=NO_PHOTO),)
    rest = (*end, button("hand_in", report, label="submit"))
    return (first, rest) if first else (rest,)
