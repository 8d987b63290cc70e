"""The question card: one question at a time to whoever reported; each answer counts at once."""

from __future__ import annotations

from dataclasses import replace

from bot.domain import run
from bot.domain.deadline import Conversation
from bot.domain.incident import Incident
from bot.domain.people import Person
from bot.domain.playbook import Answers, Playbook, Question
from bot.talk.message import Address, Card, Facts, Incoming, Priority, Toast
from bot.talk.work import Asked, Work
from handlers import attaching, duty_roll, ladder
from handlers.cards import question_card
from handlers.facts import Json, answer_said, head
from handlers.listening import listen
from handlers.told_now import newly, told_now

FORM = "question"
NOTHING: Answers = {}
_GIVES_WAY = (FORM, "intake", duty_roll.RING)


async def answer(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:  # noqa: ARG001
    """One answer, pressed or typed; a later one to the same question changes what is open, never what is done."""
    incident = asked.incident
    assert incident is not None
    playbook = await work.playbook(incident)
    question = playbook.question(str(asked.facts["question"]))
    if question is None:
        return Toast(template="button_gone", alert=True)
    chosen = str(asked.facts["answer"])
    same = incident.answers.get(question.id) == chosen
    changed = incident if same else await take(work, incident, playbook, question, chosen, person=person)
    before = {one: said for one, said in incident.answers.items() if one != question.id}
    await show_next(work, changed, await work.playbook(changed), after=question, before=before)
    return Toast(template="answered", facts={"answer": answer_said(question, chosen)}) if not asked.typed else None


async def take(
    work: Work, incident: Incident, playbook: Playbook, question: Question, chosen: str, *, person: Person | None
) -> Incident:
    """An answer, by whatever way it came: it opens and closes steps, and what it says to be done is done."""
    by = person.id if person else None
    incident = await ladder.answered(work, incident, person)
    answered, events = run.answer(incident, question, chosen, by=by)
    changed, done = run.do_as_answered(answered, question, by=by, now=work.now)
    await work.incidents.put(changed)
    work.happened(*events, *done)
    ladder.steps(work, changed, playbook, before=incident)
    return await attaching.by_answer(work, changed, question, chosen, by=person)


async def show_next(
    work: Work,
    incident: Incident,
    playbook: Playbook,
    *,
    after: Question | None = None,
    before: Answers = NOTHING,
    fresh: bool = False,
) -> None:
    """Asks the first question that has no answer yet, on the one card of the reporter; when all have one: thank you.

    `before`: the answers as they were; what the others say to do is told now.
    """
    where = await reporter_address(work, incident)
    question = playbook.next_question(incident.answers)
    told = _told(incident, after)
    tells = told_now(playbook, incident.answers, fresh=newly(incident.answers, before))
    if question is None:
        if after is not None or tells or await work.cards.live(where, about(incident)) is not None:
            facts = {**_done_facts(work, incident, playbook), "told": told, "tells": tells}
            card = Card(template="incident/questions_done", facts=facts)
            work.live(where, card, about=about(incident), priority=Priority.ANSWER)
        await _stop_asking(work, incident, where)
        return
    card = question_card(incident, playbook, question, work.roster, told=told, tells=tells)
    if where.chat == incident.reporter.chat:
        card = replace(card, reply_to=incident.reporter.message)
    work.live(where, card, about=about(incident), priority=Priority.ANSWER, fresh=fresh)
    await _listen(work, incident, where, question)


async def go_on(work: Work, incident: Incident, playbook: Playbook, *, before: Incident) -> None:
    """What was asked is known by other ways now, or more is asked: the card asks on, anew when it had nothing left."""
    was = (await work.playbook(before)).next_question(before.answers)
    learnt = newly(incident.answers, before.answers)
    tells = any(answer.tell for one in playbook.questions if (answer := one.answer(learnt.get(one.id, ""))))
    if tells or playbook.next_question(incident.answers) != was:
        await show_next(work, incident, playbook, before=before.answers, fresh=was is None)


async def resume(work: Work, incident: Incident) -> None:
    """Something else was asked meanwhile and is answered: the reporter's words count for the question again."""
    where = await reporter_address(work, incident)
    question = (await work.playbook(incident)).next_question(incident.answers)
    if question is not None and incident.state.open and await work.cards.live(where, about(incident)) is not None:
        await _listen(work, incident, where, question)


async def take_back(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:  # noqa: ARG001
    """改上一题: the question stands again. Its answer counts until there is another, unless it said a step is done."""
    incident = asked.incident
    assert incident is not None
    playbook = await work.playbook(incident)
    by = person.id if person else None
    question = playbook.question(str(asked.facts["question"]))
    known = question.answer(incident.answers.get(question.id, "")) if question else None
    if question is not None and known is not None and not known.done:
        await _ask_again(work, incident, playbook, question)
        return None
    changed, opened = run.undo_as_answered(incident, question, by=by) if question else (incident, ())
    changed, events = run.forget(changed, str(asked.facts["question"]), by=by)
    await work.incidents.put(changed)
    work.happened(*opened, *events)
    ladder.steps(work, changed, playbook, before=incident)
    await show_next(work, changed, playbook)
    return None


async def _ask_again(work: Work, incident: Incident, playbook: Playbook, question: Question) -> None:
    """The question with the answer it has: nothing goes from anybody's card before the new one is pressed."""
    where = await reporter_address(work, incident)
    tells = told_now(playbook, incident.answers, fresh={})
    card = question_card(incident, playbook, question, work.roster, told=_told(incident, question), tells=tells)
    work.live(where, card, about=about(incident), priority=Priority.ANSWER)
    await _listen(work, incident, where, question)


async def _listen(work: Work, incident: Incident, where: Address, question: Question) -> None:
    """The reporter's words are read as the answer, unless they are being asked for something else right now."""
    account = incident.reporter.account
    asked = await work.conversations.get(where, account) if account else None
    if not account or (asked is not None and asked.form not in _GIVES_WAY):
        return
    await listen(
        work,
        where,
        account,
        form=FORM,
        facts={"incident": incident.number, "question": question.id},
        card=about(incident),
    )


async def stop(work: Work, incident: Incident, playbook: Playbook) -> None:
    """The incident is over: nothing is asked any more."""
    where = await reporter_address(work, incident)
    if await work.cards.live(where, about(incident)) is not None:
        facts = {**_done_facts(work, incident, playbook), "told": None, "tells": []}
        card = Card(template="incident/questions_done", facts=facts)
        work.live(where, card, about=about(incident), priority=Priority.ROUTINE)
    await _stop_asking(work, incident, where)


async def read_words(work: Work, incoming: Incoming, conversation: Conversation) -> Facts | None:
    """Free words as an answer, when they mean one; all others are news for everybody, and the question stays."""
    number = conversation.facts["incident"]
    assert isinstance(number, int)
    incident = await work.incidents.get(number)
    if incident is None or not incident.state.open or not incoming.text:
        return None
    said = work.recognise(incoming.text)
    if said.type is not None and said.place.building:
        return None  # a report of its own
    playbook = await work.playbook(incident)
    question = playbook.question(str(conversation.facts["question"]))
    if question is None:
        return None
    meant = work.recogniser.answers(incoming.text, playbook).get(question.id) or question.typed(incoming.text)
    return {**conversation.facts, "answer": meant} if meant and not incoming.files else None


def about(incident: Incident) -> str:
    """What the question card of an incident is about."""
    return f"{incident.number}/question"


async def reporter_address(work: Work, incident: Incident) -> Address:
    """Where the reporter is asked and told: in private where they have started the bot, else where they reported."""
    reporter = incident.reporter
    account = await work.accounts.get(reporter.platform, reporter.account) if reporter.account else None
    if account is not None and account.chat:
        return Address(platform=reporter.platform, chat=account.chat)
    return Address(platform=reporter.platform, chat=reporter.chat, thread=reporter.thread)


def _done_facts(work: Work, incident: Incident, playbook: Playbook) -> Json:
    facts = head(incident, playbook, work.roster, private=False)
    return {**facts, "staff": incident.reporter.person is not None, "open": incident.state.open}


async def _stop_asking(work: Work, incident: Incident, where: Address) -> None:
    asked = await work.conversations.get(where, incident.reporter.account)
    if asked is not None and asked.form == FORM and asked.facts.get("incident") == incident.number:
        await work.conversations.end(where, incident.reporter.account)


def _told(incident: Incident, after: Question | None) -> Json | None:
    """What the last answer was, and what to tell the caller now."""
    if after is None:
        return None
    chosen = incident.answers[after.id]
    known = after.answer(chosen)
    return {
        "id": after.id,
        "question": dict(after.text),
        "answer": answer_said(after, chosen),
        "tell": dict(known.tell) if known and known.tell else None,
    }
