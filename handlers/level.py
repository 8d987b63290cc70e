"""等级: one of the four levels, set by hand; raising is for whoever changes the plan, lowering for fewer."""

from __future__ import annotations

from bot.domain import level as levels
from bot.domain.incident import Incident
from bot.domain.people import Action, Person, may
from bot.domain.refused import Impossible
from bot.domain.response import require_open
from bot.domain.turned_down import Refused
from bot.talk.message import Card, Incoming, Toast
from bot.talk.work import Asked, Work
from handlers import change_card, ladder
from handlers.cards import button
from handlers.facts import head_of, name_of


async def set_level(work: Work, person: Person | None, incoming: Incoming, asked: Asked) -> Card | Toast | None:
    """等级 7 2: Ⅰ to Ⅳ, a reason may follow; without one its buttons are shown."""
    incident = asked.incident
    assert incident is not None
    assert person is not None  # the gate lets nobody else through
    require_open(incident)
    chosen = asked.facts.get("level")
    level, reason = (chosen, "") if isinstance(chosen, int) else levels.level_said(asked.rest)
    if level is None and not asked.rest:
        return await _choices(work, incident)
    if level is None or level not in levels.LEVELS:
        raise Impossible("level_which", number=incident.number)
    if levels.lowers(incident, level) and (refused := _not_lowered(work, incident, person)):
        return refused
    changed, events = levels.set_level(incident, level, reason=reason, by=person.id)
    await work.incidents.put(changed)
    changed = await ladder.answered(work, changed, person)
    work.happened(*events)
    await change_card.redraw(work, incoming, changed, await work.playbook(changed))
    return Toast(template="level_set", facts={"number": incident.number, "level": level})


def _not_lowered(work: Work, incident: Incident, person: Person) -> Toast | None:
    """Why somebody may not lower it; a refusal is kept on record."""
    refusal = may(person, Action.LOWER, incident.thing())
    if refusal is None:
        return None
    work.happened(Refused(by=person.id, action=Action.LOWER.value, reason=refusal.value, incident=incident.number))
    facts = {"number": incident.number, "commander": name_of(work.roster, incident.commander), "who": []}
    return Toast(template=f"refused_{refusal.value}", facts=facts, alert=True)


async def _choices(work: Work, incident: Incident) -> Card:
    rows = (
        tuple(button("level", incident.number, key=str(one), label="set_level", level=one) for one in levels.LEVELS),
    )
    return Card(template="incident/set_level", facts=await head_of(work, incident), rows=rows)
