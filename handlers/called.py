"""Words that say a call is made: 119打了, typed among people, is as good as the press (X-03)."""

from __future__ import annotations

from bot.domain.incident import Incident, StepState
from bot.domain.people import Person
from bot.domain.playbook import Playbook, Question
from bot.domain.recognise import Recognised, answers_in
from bot.talk.message import Incoming, Toast
from bot.talk.work import Work
from handlers import questions

_LONGEST = 40
"""Letters of a message that may be only this; longer ones are read as what else they say."""


async def hear(work: Work, person: Person | None, incoming: Incoming, said: Recognised) -> Toast | None:
    """From staff, when exactly one open incident still waits for that call, and the words report nothing new."""
    if person is None or said.type is not None or len(incoming.text) > _LONGEST:
        return None
    chat = work.roster.chat(incoming.where.platform, incoming.where.chat)
    communities = [one for one in ((chat.community,) if chat else person.communities) if person.works_in(one)]
    found = []
    for incident in [one for community in communities for one in await work.incidents.open_of(community)]:
        playbook = await work.playbook(incident)
        found += [(incident, playbook, *one) for one in _made(incident, playbook, incoming.text)]
    if len(found) != 1:
        return None
    incident, playbook, question, chosen, lane = found[0]
    changed = await questions.take(work, incident, playbook, question, chosen, person=person)
    await questions.go_on(work, changed, playbook, before=incident)
    return Toast(template="done", facts={"number": incident.number, "lane": lane})


def _made(incident: Incident, playbook: Playbook, text: str) -> list[tuple[Question, str, str]]:
    """The answers in these words that say that an open step is done, with its lane."""
    found = []
    for asked, chosen in answers_in(text, playbook).items():
        question = playbook.question(asked)
        answer = question.answer(chosen) if question else None
        lane, _, step = answer.done.partition("/") if answer else ("", "", "")
        if question and step and incident.step(lane, step).state is StepState.OPEN:
            found.append((question, chosen, lane))
    return found
