"""Stepping through the plan: 完成, and what a step has to show for it."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.domain import run
from bot.domain.deadline import Conversation
from bot.domain.incident import Incident, StepState
from bot.domain.people import Person
from bot.domain.playbook import Evidence, Lane, Step
from bot.domain.refused import Impossible
from bot.talk.message import Card, Choice, Facts, Incoming, Priority, Toast
from bot.talk.work import Asked, Work
from handlers import ladder, questions
from handlers.asking import still_asked
from handlers.facts import head, is_file
from handlers.listening import listen, stop_listening

FORM = "evidence"
_NOT_NEXT = {StepState.DONE: "step_done", StepState.SKIPPED: "step_skipped", StepState.OPEN: "button_gone"}
"""What a button says whose step is not the next of its lane any more."""
_NUMBER = re.compile(r"\d|[一二两三四五六七八九十]")


async def complete(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:
    """完成: the next step of the lane; when it has to show something, that is asked first."""
    incident, by = asked.incident, person
    assert incident is not None
    assert by is not None
    lane, step = run.current(incident, await work.playbook(incident), str(asked.facts["lane"]))
    if asked.facts.get("step", step.id) != step.id:
        state = incident.step(lane.id, str(asked.facts["step"])).state
        raise Impossible(_NOT_NEXT[state], number=incident.number, lane=lane.id)
    run.require_before(incident, lane, step)
    given = _given(step, asked.rest, incoming)
    if step.evidence is not Evidence.NONE and not given:
        await _ask(work, incident, lane, step, by=by, incoming=incoming)
        return None if asked.typed else Toast(template="show_first", facts={"ask": dict(step.ask or step.text)})
    return await finish(work, incident, (lane.id, step.id), given, by=by)


async def take_evidence(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:
    """The photo, number or words the step asked for."""
    incident, by = asked.incident, person
    assert incident is not None
    assert by is not None
    if asked.facts.get("unfit") and incoming.oversized:
        return None  # that the file is too big is said already
    if asked.facts.get("unfit"):
        return Toast(template=f"needs_{asked.facts['kind']}", facts={"number": incident.number})
    key = (str(asked.facts["lane"]), str(asked.facts["step"]))
    evidence = (*incoming.files, *([asked.rest] if asked.rest else ()))
    if incident.step(*key).state is StepState.DONE:
        changed, events = run.add_evidence(incident, key, evidence=evidence, person=by.id)
        await work.incidents.put(changed)
        work.happened(*events)
        return None
    if not incoming.album:
        await work.conversations.end(incoming.where, incoming.account)
        await questions.resume(work, incident)
    return await finish(work, incident, key, evidence, by=by)


async def without_picture(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:
    """No picture can be taken now: the step is done all the same, and the record says so."""
    incident, by = asked.incident, person
    assert incident is not None
    assert by is not None
    card = _asked_about(incident, str(asked.facts["lane"]), incoming.account)
    await stop_listening(work, incoming.where, incoming.account, card=card)
    return await finish(work, incident, (str(asked.facts["lane"]), str(asked.facts["step"])), (), by=by)


async def called(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:  # noqa: ARG001
    """已打120: anybody may call at once, so anybody of staff may say that it is done (X-03)."""
    incident, by = asked.incident, person
    assert incident is not None
    assert by is not None
    key = (str(asked.facts["lane"]), str(asked.facts["step"]))
    return await finish(work, incident, key, (), by=by)


async def read_evidence(work: Work, incoming: Incoming, conversation: Conversation) -> Facts | None:
    """What counts as the evidence asked for; something else said to the bot gets told what is needed."""
    if not await still_asked(work, incoming, conversation):
        return None
    kind = Evidence(str(conversation.facts["kind"]))
    shows = any(not file.startswith("sticker:") for file in incoming.files)
    if kind is Evidence.PHOTO and shows:
        return conversation.facts if await _album_of(work, conversation, incoming) else None
    if kind is Evidence.NUMBER and incoming.text.strip().isdigit():
        return conversation.facts
    if not (incoming.private or incoming.reply_to) or conversation.facts.get("album"):
        return None
    fits = {
        Evidence.PHOTO: False,
        Evidence.NUMBER: bool(_NUMBER.search(incoming.text)),
        Evidence.TEXT: bool(incoming.text) or shows,
    }
    return conversation.facts if fits.get(kind) else {**conversation.facts, "unfit": True}


async def _album_of(work: Work, conversation: Conversation, incoming: Incoming) -> bool:
    """The first picture always counts; later ones only when they belong to the same album."""
    album = conversation.facts.get("album")
    if album is None:
        if incoming.album:
            await work.conversations.put(replace(conversation, facts={**conversation.facts, "album": incoming.album}))
        return True
    return album == incoming.album


async def finish(
    work: Work, incident: Incident, key: tuple[str, str], evidence: tuple[str, ...], *, by: Person
) -> Toast:
    """A step is done, with what it has to show: the plan goes on, and what asks whether it is done is answered."""
    incident = await ladder.answered(work, incident, by)
    playbook = await work.playbook(incident)
    lane = playbook.lane(key[0])
    step = lane.step(key[1]) if lane else None
    if lane is not None and step is not None:
        run.require_before(incident, lane, step)
    done, events = run.complete(incident, key, evidence=evidence, person=by.id, now=work.now)
    changed, answers = run.answer_as_done(done, playbook, key, by=by.id)
    await work.incidents.put(changed)
    work.happened(*events, *answers)
    ladder.steps(work, changed, playbook, before=incident)
    await questions.go_on(work, changed, playbook, before=incident)
    return Toast(template="done", facts={"number": incident.number, "lane": key[0]})


def _asked_about(incident: Incident, lane: str, account: str) -> str:
    return f"{incident.number}/ask/{lane}/{account}"


async def _ask(work: Work, incident: Incident, lane: Lane, step: Step, *, by: Person, incoming: Incoming) -> None:
    about = _asked_about(incident, lane.id, incoming.account)
    what: dict[str, object] = {"incident": incident.number, "lane": lane.id, "step": step.id}
    facts = {
        **head(incident, await work.playbook(incident), work.roster, private=incoming.private),
        "lane": lane.id,
        "text": dict(step.text),
        "ask": dict(step.ask or step.text),
        "kind": step.evidence.value,
        "name": by.name,
        "private": incoming.private,
    }
    rows = ((Choice(key="nophoto", label="nophoto", facts=what),),) if step.evidence is Evidence.PHOTO else ()
    card = Card(
        template="incident/ask",
        facts=facts,
        rows=rows,
        reply_to=incoming.message if not incoming.private and incoming.press is None else "",
    )
    work.live(incoming.where, card, about=about, priority=Priority.ANSWER, fresh=True)
    await listen(
        work, incoming.where, incoming.account, form=FORM, facts={**what, "kind": step.evidence.value}, card=about
    )


def _given(step: Step, words: str, incoming: Incoming) -> tuple[str, ...]:
    """Evidence that came with the command itself: /done 7 B 2人，都好."""
    files = tuple(one for one in incoming.files if is_file(one))
    if step.evidence is Evidence.PHOTO:
        return files
    if step.evidence is Evidence.NUMBER:
        return (words,) if words.isdigit() else ()
    return (*files, *([words] if words else ()))
