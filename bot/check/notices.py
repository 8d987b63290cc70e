"""Whether a notice can be written by one person, approved by another, and reach everybody it is for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.check.finding import Finding, doubtful, failed, place
from bot.domain.audience import groups_for
from bot.domain.people import Action, Person, Thing, may
from bot.domain.places import Building, Community
from bot.domain.roster import ChatKind, Roster, bare_phone
from bot.read.document import Document


def notices(roster: Roster, community: Community, *, document: Document, position: int) -> Iterable[Finding]:
    """What a community lacks for its notices; `position`: of the community in the file."""
    where = place(document, ("community", position))
    yield from _elements(community, where)
    yield from _two_persons(roster, community, where)
    yield from _groups(roster, community, document=document, position=position)
    yield from _flats(community, document=document, position=position)


def same_phones(people: Sequence[Person], document: Document) -> Iterable[Finding]:
    """Two entries with one telephone are one person; that is right only when they are."""
    first: dict[str, Person] = {}
    for position, person in enumerate(people):
        number = bare_phone(person.phone)
        other = first.setdefault(number, person) if number else person
        if other is not person:
            remedy = (
                f"{other.name} and {person.name} have one telephone and count as one person: neither approves what "
                "the other has written; correct the number, or make one entry of them"
            )
            yield doubtful("phone", place(document, ("person", position)), remedy)


def _elements(community: Community, where: str) -> Iterable[Finding]:
    """What stands in every notice and is asked each time when the roster does not say it."""
    for key, there, what in (
        ("phone", community.phone, "duty phone"),
        ("assembly", community.assembly, "place to gather"),
    ):
        if not there:
            yield doubtful("notice", where, f"{community.name} has no {what}: every notice asks for it; add {key}")


def _two_persons(roster: Roster, community: Community, where: str) -> Iterable[Finding]:
    """A notice that belongs to no incident is approved by its community's own people, so they have to be there."""
    staff = roster.staff(community.id)
    thing = Thing(community=community.id)
    writers = [one for one in staff if may(one, Action.DRAFT, thing) is None]
    approvers = [one for one in staff if may(one, Action.APPROVE, thing) is None]
    if not approvers:
        remedy = f"nobody may approve a notice in {community.name}; give somebody the role supervisor"
        yield failed("approval", where, remedy)
        return
    only = roster.same_people([approvers[0].id])
    if {one.id for one in approvers} - only:
        return
    name = approvers[0].name
    if {one.id for one in writers} - only:
        remedy = f"only {name} may approve a notice in {community.name}, and not their own; give the role to another"
        yield doubtful("approval", where, remedy)
    else:
        remedy = (
            f"only {name} may write or approve a notice in {community.name}, and it takes two persons; give somebody "
            "else the role duty_lead or supervisor"
        )
        yield failed("approval", where, remedy)


def _groups(roster: Roster, community: Community, *, document: Document, position: int) -> Iterable[Finding]:
    if not roster.chats_of(community.id, ChatKind.RESIDENT):
        where = place(document, ("community", position))
        remedy = (
            f'no group for residents of {community.name}: nobody gets a notice; add a [[chat]] with kind = "resident"'
        )
        yield doubtful("residents", where, remedy)
        return
    missed = [
        (index, missing)
        for index, building in enumerate(community.buildings)
        if (missing := _not_reached(roster, community, building))
    ]
    if missed:
        where = place(document, ("community", position, "building", missed[0][0]))
        names = ", ".join(name for _, name in missed)
        remedy = f"no group for {names}: people there get no evacuation notice; add a [[chat]] with buildings"
        yield doubtful("residents", where, remedy)


def _not_reached(roster: Roster, community: Community, building: Building) -> str:
    """The building, or those of its units, no group is for; empty when all of it is reached."""
    groups = groups_for(roster, community.id, [building.number])
    units = {unit for group in groups for unit in group.units}
    if not groups:
        return building.name
    if len(units) >= building.units or not all(group.units for group in groups):
        return ""
    left = [str(unit) for unit in range(1, building.units + 1) if str(unit) not in units]
    return f"{building.name} (units: {' '.join(left)})"


def _flats(community: Community, *, document: Document, position: int) -> Iterable[Finding]:
    unknown = [index for index, building in enumerate(community.buildings) if building.households is None]
    if unknown:
        where = place(document, ("community", position, "building", unknown[0]))
        names = ", ".join(community.buildings[index].name for index in unknown)
        remedy = f"the flats of {names} are not known, so who is silent can't be counted; add flats_per_floor or flats"
        yield doubtful("flats", where, remedy)
