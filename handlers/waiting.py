"""What waits for the desk: a report nobody has pressed, and one from outside that nobody has confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.domain.deadline import Deadline
from bot.domain.events import IncidentOpened, IncidentVerified, IntakeDropped, IntakeRecorded
from bot.domain.intake import IntakeState
from bot.domain.people import Person
from bot.talk.message import Card, Priority
from bot.talk.work import Work
from handlers import intake as form
from handlers.cards import button
from handlers.facts import head
from handlers.tell_desk import desk_of, in_charge, page

INTAKE = "intake"
"""About `intake/5`: somebody has to press 上报 or 不是事件."""
VERIFY = "verify"
"""About `7/verify`: somebody has to press 属实 or 误报."""
LONGEST = timedelta(hours=1)


async def wait_for_press(work: Work, event: IntakeRecorded) -> None:
    """A report the desk was paged about is chased until it is an incident or none."""
    intake = await work.intakes.get(event.intake)
    if intake is not None and intake.paged:
        work.due(INTAKE, about=form.about(intake), at=work.now + work.company.times.acknowledge)


async def taken_up(work: Work, event: IntakeDropped | IncidentOpened) -> None:
    """It has become an incident, or nothing."""
    work.due(INTAKE, about=f"intake/{event.intake}", at=None)


async def wait_for_word(work: Work, event: IncidentOpened) -> None:
    """An incident from outside is chased until somebody has checked it; the response runs beside it (X-24)."""
    incident = await work.incidents.get(event.incident)
    if incident is not None and incident.unverified:
        work.due(VERIFY, about=f"{event.incident}/verify", at=work.now + work.company.times.step)


async def checked(work: Work, event: IncidentVerified) -> None:
    """Somebody stands for it now."""
    work.due(VERIFY, about=f"{event.incident}/verify", at=None)


async def unpressed(work: Work, deadline: Deadline) -> None:
    """Nobody has taken the report up: the desk again, and those in charge one after the other."""
    intake = await work.intakes.get(int(deadline.about.partition("/")[2]))
    if intake is None or intake.state is not IntakeState.OPEN:
        return
    leaders = in_charge(work, intake.community or "", all_of_them=True)
    await page(work, intake, fresh=True, also=leaders[: deadline.round + 1])
    again = min(work.company.times.acknowledge * 2**deadline.round, LONGEST)
    work.due(INTAKE, about=deadline.about, at=work.now + again, round=deadline.round + 1)


async def unverified(work: Work, deadline: Deadline) -> None:
    """待核实 for too long: the desk, the second time those in charge as well."""
    number = int(deadline.about.partition("/")[0])
    incident = await work.incidents.get(number)
    if incident is None or not incident.state.open or not incident.unverified:
        return
    readers: Sequence[Person] = desk_of(work, incident.community)
    if deadline.round > 0:
        readers = (*readers, *in_charge(work, incident.community))
    facts = head(incident, await work.playbook(incident), work.roster, private=True)
    rows = ((button("verify", number), button("false", number)),)
    for person in {one.id: one for one in readers}.values():
        key = f"{number}/unverified/{deadline.round}/{person.id}"
        card = Card(template="incident/unverified", facts=facts, rows=rows)
        work.send(person, card, key=key, priority=Priority.CHASE, about=str(number))
    again = min(work.company.times.step * 2**deadline.round, LONGEST)
    work.due(VERIFY, about=deadline.about, at=work.now + again, round=deadline.round + 1)
