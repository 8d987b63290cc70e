"""What a message is about and whether its writer may do that; asked before any handler."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from bot.domain.incident import Incident, next_step, steps_of
from bot.domain.people import Person, Refusal, Thing, may
from bot.domain.playbook import Lane, Playbook, Step
from bot.domain.standing_in import does, doing
from bot.domain.turned_down import Refused
from bot.engine.choosing import press_of, which_incident, which_lane, which_person
from bot.engine.owed import owed_report
from bot.engine.papers import find
from bot.engine.wish import Stop, Wish
from bot.talk.message import Toast
from bot.talk.route import On, numbered, numbers_for
from bot.talk.thing import thing_of
from bot.talk.work import Asked

_OWN_REPORTS = timedelta(days=30)
"""How long somebody outside may speak of what they reported without its number."""

_MOST = 20
"""Incidents that are offered as buttons: the newest."""


async def admit(wish: Wish, asked: Asked) -> Asked:
    """What the handler gets: the thing is found and the right is there; else `Stop`."""
    if wish.route.on in (On.INCIDENT, On.STEP):
        return await _on_incident(wish, asked)
    if wish.route.on in (On.PAPER, On.REPORT):
        return await _on_paper(wish, asked)
    thing = Thing()
    if wish.route.on is On.COMMUNITY and len(wish.communities) == 1:
        thing = Thing(community=wish.communities[0])
        asked = replace(asked, facts={**asked.facts, "community": thing.community})
    if wish.route.on is On.INTAKE:
        thing = await _intake(wish, asked)
    _require(wish, thing)
    return asked


async def _intake(wish: Wish, asked: Asked) -> Thing:
    id = asked.facts.get("intake")  # noqa: A001 - as the fact is called
    intake = await wish.work.intakes.get(id) if isinstance(id, int) else None
    if intake is None:
        raise Stop(Toast(template="button_gone", alert=True))
    return intake.thing(account=wish.account)


async def _on_incident(wish: Wish, asked: Asked) -> Asked:
    incident = await _incident(wish, asked)
    asked = replace(numbered(asked, incident.number), incident=incident)
    step = None
    if wish.route.on is On.STEP:
        asked, step = await _step(wish, asked, incident)
    thing = _thing(wish, incident, step)
    if wish.route.for_another is not None and (asked.rest or wish.incoming.mentions):
        other = await _other(wish, asked, incident)
        if wish.person is None or other.id != wish.person.id:
            wish = replace(wish, route=replace(wish.route, action=wish.route.for_another))
        asked = replace(asked, facts={**asked.facts, "who": other.id})
    _require(wish, thing, number=incident.number)
    return asked


async def _on_paper(wish: Wish, asked: Asked) -> Asked:
    if wish.person is None and not asked.name:
        _require(wish, Thing())
    writes = wish.route.on is On.REPORT and not asked.name
    paper = await (owed_report(wish, asked) if writes else find(wish, asked))
    thing = await thing_of(wish.work, paper)
    _require(wish, thing, number=paper.incident, paper=paper.name)
    return replace(asked, name=paper.name, paper=paper)


def _thing(wish: Wish, incident: Incident, step: Step | None = None) -> Thing:
    people = doing(incident, step, wish.work.roster) if step else frozenset[str]()
    work = wish.work
    acknowledge = work.company.times.acknowledge
    return incident.thing(account=wish.account, step=step, doing=people, now=work.now, acknowledge=acknowledge)


async def _incident(wish: Wish, asked: Asked) -> Incident:
    if asked.number is None:
        return await _meant(wish, asked)
    incident = await wish.work.incidents.get(asked.number)
    if incident is None or not _concerns(wish, incident):
        facts = {"number": asked.number, "staff": wish.person is not None}
        raise Stop(Toast(template="no_such_incident", facts=facts, alert=True))
    return incident


def _concerns(wish: Wish, incident: Incident) -> bool:
    """Whether somebody may know of it: staff of its community, and who reported it."""
    if wish.person is not None and wish.person.works_in(incident.community):
        return True
    return bool(wish.incoming.account) and incident.thing(account=wish.account).author


async def _meant(wish: Wish, asked: Asked) -> Incident:
    """Without a number: the one they are waited for on or reply to, else the only one; several: asked with buttons."""
    found = await _candidates(wish)
    if not found:
        _require(wish, Thing())
        raise Stop(Toast(template="which_number", alert=True))
    if len(found) == 1:
        return found[0]
    action = press_of(wish.route, wish.tables)
    if action is None:
        raise Stop(Toast(template="which_number", alert=True))
    raise Stop(await which_incident(wish.work, found[-_MOST:], asked, action=action))


async def _candidates(wish: Wish) -> Sequence[Incident]:
    incidents = wish.work.incidents
    waited = [await incidents.get(number) for number in await numbers_for(wish.work, wish.incoming)]
    mine = [incident for incident in waited if incident and _concerns(wish, incident)]
    if mine:
        return mine
    if wish.person is None:
        since = wish.work.now - _OWN_REPORTS
        return [one for one in await incidents.recent_of(wish.account, since=since) if one.state.open]
    worked = [community for community in wish.communities if wish.person.works_in(community)]
    return [incident for community in worked for incident in await incidents.open_of(community)]


async def _step(wish: Wish, asked: Asked, incident: Incident) -> tuple[Asked, Step]:
    """The step that is meant: of the lane that is named, else the next one this person does."""
    playbook = await wish.work.playbook(incident)
    lane, rest = _named_lane(playbook, asked)
    if lane is None:
        lane = await _own_lane(wish, asked, incident, playbook)
    step = _step_of(incident, lane, asked)
    if step is None:
        raise Stop(Toast(template="no_step_of_yours", facts={"number": incident.number}, alert=True))
    return replace(asked, rest=rest, facts={**asked.facts, "lane": lane.id}), step


def _named_lane(playbook: Playbook, asked: Asked) -> tuple[Lane | None, str]:
    """The lane of the button, or the letter the words begin with, and what is left of the words."""
    given = asked.facts.get("lane")
    if isinstance(given, str):
        return playbook.lane(given), asked.rest
    letter, _, rest = asked.rest.partition(" ")
    lane = next((lane for lane in playbook.lanes if lane.id.casefold() == letter.casefold()), None)
    return lane, rest.strip() if lane else asked.rest


async def _own_lane(wish: Wish, asked: Asked, incident: Incident, playbook: Playbook) -> Lane:
    nexts = [(lane, next_step(incident, lane)) for lane in playbook.lanes]
    person, roster = wish.person, wish.work.roster
    own = [(lane, step) for lane, step in nexts if step and person and does(incident, person, step, roster=roster)]
    if len(own) == 1:
        return own[0][0]
    action = press_of(wish.route, wish.tables)
    if own and action is not None:
        _require(wish, _thing(wish, incident, own[0][1]), number=incident.number)
        raise Stop(which_lane(incident, own, asked, action=action))
    if person is None or not person.works_in(incident.community):
        _require(wish, _thing(wish, incident), number=incident.number)
    raise Stop(Toast(template="no_step_of_yours", facts={"number": incident.number}, alert=True))


def _step_of(incident: Incident, lane: Lane, asked: Asked) -> Step | None:
    """The step of the button, else the next; of a lane that is done the last, for the handler to say so."""
    given = next((step for step in lane.steps if step.id == asked.facts.get("step")), None)
    return given or next_step(incident, lane) or next(reversed(steps_of(incident, lane)), None)


async def _other(wish: Wish, asked: Asked, incident: Incident) -> Person:
    """Whom the words name: by mention, name or roster id."""
    roster, platform = wish.work.roster, wish.incoming.where.platform
    mentioned = [roster.account(platform, account) for account in wish.incoming.mentions]
    found = [person for person in mentioned if person and person.works_in(incident.community)]
    if not found:
        first = asked.rest.split()[0] if asked.rest else ""
        found = [*(roster.named(asked.rest, incident.community) or roster.named(first, incident.community))]
    if len(found) == 1:
        return found[0]
    _require(
        replace(wish, route=replace(wish.route, action=wish.route.for_another or wish.route.action)),
        _thing(wish, incident),
        number=incident.number,
    )
    action = press_of(wish.route, wish.tables)
    if found and action is not None:
        raise Stop(which_person(found, asked, number=incident.number, action=action))
    raise Stop(Toast(template="nobody_named", facts={"name": asked.rest[:32], "number": incident.number}, alert=True))


def _require(wish: Wish, thing: Thing, *, number: int | None = None, paper: str = "") -> None:
    action = wish.route.action
    refusal = may(wish.person, action, thing)
    if refusal is None:
        return
    by = wish.person.id if wish.person else None
    raise Stop(
        _no(wish, thing, refusal, number=None if paper else number, paper=paper),
        refused=Refused(by=by, action=action.value, reason=refusal.value, incident=number, paper=paper),
    )


def _no(wish: Wish, thing: Thing, refusal: Refusal, *, number: int | None, paper: str) -> Toast:
    """Why not, and for staff also who can: the same gate says so of everybody else."""
    roster = wish.work.roster
    commander = roster.person(thing.commander) if thing.commander and not paper else None
    staff = wish.person is not None and bool(wish.person.roles) and refusal is not Refusal.STAFF_ONLY
    who = [p.name for p in roster.staff(thing.community) if may(p, wish.route.action, thing) is None] if staff else []
    facts = {
        "number": number,
        "paper": paper,
        "commander": commander.name if commander and staff else "",
        "department": thing.department.value if thing.department else "",
        "who": who[:3],
        **({"free_at": thing.command_free_at.isoformat()} if thing.command_free_at else {}),
    }
    return Toast(template=f"refused_{refusal.value}", facts=facts, alert=True)
