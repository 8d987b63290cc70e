"""Asking one person for words, a number or a picture: a card that names them, and a conversation that waits."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.deadline import Conversation
from bot.domain.people import Person
from bot.talk.message import Card, Facts, Incoming, Priority
from bot.talk.work import Work
from handlers.further import as_news, says_nothing_new
from handlers.listening import listen


async def ask(
    work: Work,
    person: Person | None,
    incoming: Incoming,
    *,
    form: str,
    facts: Facts,
    template: str,
    shown: Mapping[str, object],
) -> None:
    """Shows the question where the person is and waits for their answer there; asking again edits nothing."""
    about = asked_about(facts.get("incident", 0), incoming.account)
    card = Card(
        template=template,
        facts={**shown, "name": person.name if person else "", "private": incoming.private},
        reply_to="" if incoming.private else incoming.message,
    )
    work.live(incoming.where, card, about=about, priority=Priority.ANSWER, fresh=True)
    await listen(work, incoming.where, incoming.account, form=form, facts=facts, card=about)


def asked_about(incident: object, account: str) -> str:
    """What the card is about that asks somebody something of an incident."""
    return f"{incident}/ask/{account}"


async def read_words(work: Work, incoming: Incoming, conversation: Conversation) -> Facts | None:
    """Words as the answer: in a group only as a reply, because people there also talk."""
    said = incoming.text and (incoming.private or incoming.reply_to)
    return conversation.facts if said and await still_asked(work, incoming, conversation) else None


async def read_anything(work: Work, incoming: Incoming, conversation: Conversation) -> Facts | None:
    """Words or pictures as the answer."""
    said = (incoming.text or incoming.files) and (incoming.private or incoming.reply_to)
    return conversation.facts if said and await still_asked(work, incoming, conversation) else None


async def still_asked(work: Work, incoming: Incoming, conversation: Conversation) -> bool:
    """Not when the incident is over, and not when the words report something else."""
    number = conversation.facts["incident"]
    assert isinstance(number, int)
    incident = await work.incidents.get(number)
    if incident is None or not incident.state.open:
        return False
    said = as_news(work.recognise(incoming.text))
    return said.type is None or says_nothing_new(
        work, incident, await work.playbook(incident), said=said, text=incoming.text
    )
