"""Typhoon signals: the station's own words are relayed; preparation begins with the notice, ends with its lifting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.domain.incident import Incident
from bot.domain.intake import Intake
from bot.domain.notice import Notice, NoticeKind
from bot.domain.notice_form import Field
from bot.domain.people import Person
from bot.domain.places import Place
from bot.domain.playbook import UNSURE
from bot.domain.station import issued_of, station_of
from bot.talk.message import Incoming, Toast
from bot.talk.work import Work
from handlers import questions
from handlers.opening import open_incident
from handlers.roll_facts import community_of

_SHORTEST = 12
_COLOURS = {
    "blue": ("蓝色", "blue"),
    "yellow": ("黄色", "yellow"),
    "orange": ("橙色", "orange"),
    "red": ("红色", "red signal", "red typhoon", "red warning"),
}
TYPE, QUESTION, LIFTED = "typhoon", "signal", "lifted"
"""The playbook of preparation, its question, and the answer that ends it."""


def source_of(work: Work, notice: Notice, text: str) -> Mapping[str, str]:
    """Station and time as far as the pasted text names them; what it does not name is asked."""
    given: dict[str, str] = {}
    if station := station_of(text):
        given[Field.STATION] = station
    if issued := issued_of(text, work.now, community_of(work, notice).zone):
        given[Field.ISSUED] = issued.isoformat()
    return given


def unfit(notice: Notice, text: str) -> Toast | None:
    """Why this is not the station's text of this signal: it names another colour only, or says next to nothing."""
    if len(text) < _SHORTEST:
        return Toast(template="signal_too_short")
    colour = notice.given.get(Field.COLOUR)
    named = [one for one, words in _COLOURS.items() if any(word in text.casefold() for word in words)]
    if colour is None or not named or colour in named:
        return None
    return Toast(template="signal_other_colour", facts={"said": named[0], "colour": colour})


async def begin_preparation(work: Work, notice: Notice, *, by: Person, incoming: Incoming) -> Notice:
    """Duty people prepare as soon as somebody in charge says there is a signal; only residents wait for approval."""
    colour = notice.given.get(Field.COLOUR, "")
    if notice.kind is not NoticeKind.TYPHOON or TYPE not in work.playbooks:
        return notice
    incident = await _running(work, notice)
    if incident is None:
        incident = await _open(work, notice, by=by, incoming=incoming)
    await _answer(work, incident, colour, by=by)
    return replace(notice, incident=incident.number)


async def end_preparation(work: Work, notice: Notice, *, by: Person) -> None:
    """The signal is lifted: what was not prepared need not be, cleaning up begins."""
    incident = await _running(work, notice)
    if notice.kind is NoticeKind.LIFTED and incident is not None:
        await _answer(work, incident, LIFTED, by=by)


async def _running(work: Work, notice: Notice) -> Incident | None:
    known = await work.incidents.get(notice.incident) if notice.incident else None
    if known is not None and known.state.open and known.type == TYPE:
        return known
    found = [one for one in await work.incidents.open_of(notice.community) if one.type == TYPE]
    return found[-1] if found else None


async def _open(work: Work, notice: Notice, *, by: Person, incoming: Incoming) -> Incident:
    intake = await work.intakes.put(
        Intake(
            platform=incoming.where.platform,
            chat=incoming.where.chat,
            thread=incoming.where.thread,
            account=incoming.account,
            private=incoming.private,
            person=by.id,
            community=notice.community,
            type=TYPE,
            place=Place(spot=community_of(work, notice).name),
            answers={**_not_asked(work), QUESTION: notice.given[Field.COLOUR]},
            words=notice.given[Field.ORIGINAL][:200],
            at=work.now,
        )
    )
    return await open_incident(work, intake, by=by)


def _not_asked(work: Work) -> dict[str, str]:
    """What else the plan would ask is about damage, of which nobody has spoken."""
    return {question.id: UNSURE for question in work.playbooks[TYPE].questions}


async def _answer(work: Work, incident: Incident, chosen: str, *, by: Person) -> None:
    """The colour decides which steps count, and is not asked any more."""
    playbook = await work.playbook(incident)
    question = playbook.question(QUESTION)
    if question is None or incident.answers.get(QUESTION) == chosen:
        return
    changed = await questions.take(work, incident, playbook, question, chosen, person=by)
    await questions.go_on(work, changed, playbook, before=incident)
