"""加预案: a second plan beside the one an incident runs, by a person's word or press."""

from __future__ import annotations

from bot.domain.deadline import Conversation
from bot.domain.incident import Incident
from bot.domain.people import Person
from bot.domain.playbook import Playbook
from bot.domain.recognise import FALLBACK
from bot.domain.refused import Impossible
from bot.domain.response import require_open
from bot.domain.type_named import type_alone, type_named
from bot.talk.message import Card, Choice, Facts, Incoming, Priority, Toast
from bot.talk.work import Asked, Work
from handlers import attaching, ladder, questions, type_menu
from handlers.cards import button
from handlers.facts import Json, head
from handlers.listening import listen, stop_listening

FORM = "second_plan"


def attach_button(number: int) -> Choice:
    """[加预案] on a card of incident `number`: asks which type."""
    return button("attach", number)


async def attach(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:
    """加预案: at once when the type is said; else it is asked, first its group."""
    incident = asked.incident
    assert incident is not None
    assert person is not None  # the gate lets nobody else through
    require_open(incident)
    chosen = str(asked.facts.get("type", ""))
    if not chosen and not asked.rest:
        await _ask(
            work, incident, incoming, group=str(asked.facts.get("group", "")), first=asked.typed or _first(asked)
        )
        return None if asked.typed or not _first(asked) else Toast(template="say_plan", facts=_number(incident))
    other = work.playbooks.get(chosen) or type_named(asked.rest, work.playbooks.values(), work.recogniser)
    if other is None:
        raise Impossible("no_such_plan", number=incident.number, words=asked.rest[:20])
    incident = await ladder.answered(work, incident, person)
    if other.id in (await work.playbook(incident)).attached:
        changed = await attaching.free(work, incident, other.id)
    else:
        changed = await attaching.attach(work, incident, other, by=person)
    plan = await work.playbook(changed)
    await questions.go_on(work, changed, plan, before=incident)
    await _chosen(work, changed, plan, incoming, other)
    return Toast(template="plan_attached", facts={**_number(changed), "type": dict(other.names)})


async def read_words(work: Work, incoming: Incoming, conversation: Conversation) -> Facts | None:
    """A type that is typed while the menu stands, and no place with it; in a group only as a reply."""
    number = conversation.facts["incident"]
    assert isinstance(number, int)
    incident = await work.incidents.get(number)
    spoken_to = incoming.private or bool(incoming.reply_to)
    if incident is None or not incident.state.open or not spoken_to:
        return None
    return {"incident": number} if type_alone(incoming.text, work.playbooks.values(), work.recogniser) else None


def _number(incident: Incident) -> Json:
    return {"number": incident.number}


def _first(asked: Asked) -> bool:
    """Whether it was [加预案] itself that was pressed, and not a button of the menu it opens."""
    return "group" not in asked.facts


def _about(incident: Incident, account: str) -> str:
    return f"{incident.number}/attach/{account}"


async def _ask(work: Work, incident: Incident, incoming: Incoming, *, group: str, first: bool) -> None:
    """The menu, without what runs already, on one card of its own."""
    plan = await work.playbook(incident)
    there = {plan.id, *plan.attached, FALLBACK}

    def choice(action: str, /, *, key: str, label: str, **facts: object) -> Choice:
        what = {"type": key} if action == "type" else {"group": key}
        return button("attach", incident.number, key=f"{action}:{key}", label=label, **{**facts, **what})

    others = [one for one in work.playbooks.values() if one.id not in there]
    card = Card(
        template="incident/which_plan",
        facts={**head(incident, plan, work.roster, private=incoming.private), "chosen": {}},
        rows=type_menu.menu(others, choice, group=group),
        reply_to="" if incoming.private or not first else incoming.message,
    )
    about = _about(incident, incoming.account)
    work.live(incoming.where, card, about=about, priority=Priority.ANSWER, fresh=first)
    await listen(work, incoming.where, incoming.account, form=FORM, facts={"incident": incident.number}, card=about)


async def _chosen(work: Work, incident: Incident, plan: Playbook, incoming: Incoming, other: Playbook) -> None:
    """The menu, when it stands there, says what was chosen and asks nothing any more."""
    about = _about(incident, incoming.account)
    if await work.cards.live(incoming.where, about) is not None:
        facts = {**head(incident, plan, work.roster, private=incoming.private), "chosen": dict(other.names)}
        card = Card(template="incident/which_plan", facts=facts)
        work.live(incoming.where, card, about=about, priority=Priority.ANSWER)
    await stop_listening(work, incoming.where, incoming.account, card=about)
