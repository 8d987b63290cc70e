"""Words that say a call is made: 119打了, typed among people, is as good as the press (X-03)."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.call_made import says_called
from bot.domain.incident import Incident, StepState, next_steps, open_steps
from bot.domain.people import Person
from bot.domain.playbook import Evidence, Lane, Playbook, Question, Step
from bot.domain.recognise import Recognised
from bot.domain.roster import Roster
from bot.talk.message import Incoming, Toast
from bot.talk.work import Work
from handlers import playbook as steps
from handlers import questions
from handlers.further import answered_to

_LONGEST = 40
"""Letters of a message that may be only this; longer ones are read as what else they say."""


async def hear(work: Work, person: Person | None, incoming: Incoming, said: Recognised) -> Toast | None:
    """From staff, when exactly one open incident still waits for that call, and the words report nothing new."""
    if person is None or said.spoken or len(incoming.text) > _LONGEST:
        return None
    found = []
    for incident in await _meant(work, person, incoming):
        plan = await work.playbook(incident)
        given = work.recogniser.answers(incoming.text, plan)
        answers, calls = _answered(incident, plan, given), _made(incident, plan, incoming.text, work.roster)
        if answers or calls:
            found.append((incident, plan, answers, calls))
    if len(found) != 1:
        return None
    incident, plan, answers, calls = found[0]
    if not answers:
        return await _complete(work, incident, calls, incoming, by=person)
    question, chosen, lane = answers[0]
    changed = await questions.take(work, incident, plan, question, chosen, person=person)
    await questions.go_on(work, changed, plan, before=incident)
    return Toast(template="done", facts={"number": incident.number, "lane": lane})


async def _meant(work: Work, person: Person, incoming: Incoming) -> list[Incident]:
    """The incident whose card the words answer; else all that run where this person works."""
    if incoming.reply_to and (found := await answered_to(work, person, incoming)):
        return [one for one in found if one.state.open]
    chat = work.roster.chat(incoming.where.platform, incoming.where.chat)
    communities = [one for one in ((chat.community,) if chat else person.communities) if person.works_in(one)]
    return [one for community in communities for one in await work.incidents.open_of(community)]


async def _complete(
    work: Work, incident: Incident, calls: list[tuple[Lane, Step]], incoming: Incoming, *, by: Person
) -> Toast:
    """The steps are done; what they have to show is what was typed."""
    current = incident
    for lane, step in calls:
        evidence = () if step.evidence is Evidence.NONE else (*incoming.files, incoming.text)
        await steps.finish(work, current, (lane.id, step.id), evidence, by=by)
        current = await work.incidents.get(incident.number) or current
    return Toast(template="done", facts={"number": incident.number, "lane": calls[0][0].id})


def _answered(incident: Incident, playbook: Playbook, answers: Mapping[str, str]) -> list[tuple[Question, str, str]]:
    """The answers in these words that say that an open step is done, with its lane."""
    found = []
    for asked, chosen in answers.items():
        question = playbook.question(asked)
        answer = question.answer(chosen) if question else None
        lane, _, step = answer.done.partition("/") if answer else ("", "", "")
        if question and step and incident.step(lane, step).state is StepState.OPEN:
            found.append((question, chosen, lane))
    return found


def _made(incident: Incident, playbook: Playbook, text: str, roster: Roster) -> list[tuple[Lane, Step]]:
    """The open calls to the number these words say is called: all that anybody may make, else the first there is."""
    steps_open = open_steps(incident, playbook)
    named = [(lane, step) for lane, step in steps_open if says_called(text, _numbers(incident, step, roster))]
    now = [(lane, step) for lane, step in named if step in next_steps(incident, lane)]
    before = [
        step
        for lane in playbook.lanes
        for step in lane.steps
        if incident.step(lane.id, step.id).state is StepState.DONE
        and says_called(text, _numbers(incident, step, roster))
    ]
    again = [] if before else now[:1] or named[:1]  # 119 is called: telling them more is a step of its own
    return [pair for pair in now if pair[1].anybody] or again


def _numbers(incident: Incident, step: Step, roster: Roster) -> tuple[str, ...]:
    """Every number the call of a step may be known by; none where it is no call."""
    community = roster.community(incident.community)
    contact = community.contact(step.call.to) if community and step.call else None
    known = (step.call.to, step.call.otherwise, contact.phone if contact else "") if step.call else ()
    return tuple(one for one in known if one.isdigit())
