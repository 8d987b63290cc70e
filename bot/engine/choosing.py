"""Cards that ask which incident, lane or person was meant; a press on one goes the way the words would have gone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.domain.incident import Incident
from bot.domain.people import Person
from bot.domain.playbook import Lane, Step
from bot.talk.message import Card, Choice
from bot.talk.route import Route, Tables
from bot.talk.work import Asked, Work


def press_of(route: Route, tables: Tables) -> str | None:
    """The action of a button that takes this row of the table; None when no button does."""
    return next((name for name, found in tables.presses.items() if found == route), None)


async def which_incident(work: Work, found: Sequence[Incident], asked: Asked, *, action: str) -> Card:
    """One button for each incident that may be meant."""
    rows = tuple(
        [
            (
                Choice(
                    key=f"{action}:{incident.number}",
                    label="incident",
                    facts={
                        **asked.facts,
                        **await head_of(work, incident),
                        "incident": incident.number,
                        "rest": asked.rest,
                    },
                ),
            )
            for incident in found
        ]
    )
    return Card(template="which_incident", facts={"numbered": True, "action": action}, rows=rows)


def which_lane(incident: Incident, found: Sequence[tuple[Lane, Step]], asked: Asked, *, action: str) -> Card:
    """One button for each lane whose next step is this person's."""
    rows = tuple(
        (
            Choice(
                key=f"{action}:{lane.id}",
                label="lane",
                facts={
                    **asked.facts,
                    "incident": incident.number,
                    "lane": lane.id,
                    "step": step.id,
                    "name": dict(lane.name),
                    "text": dict(step.text),
                    "rest": asked.rest,
                },
            ),
        )
        for lane, step in found
    )
    return Card(template="which_lane", facts={"numbered": True, "number": incident.number}, rows=rows)


def which_person(people: Sequence[Person], asked: Asked, *, number: int, action: str) -> Card:
    """One button for each person of that name."""
    rows = tuple(
        (
            Choice(
                key=f"{action}:{position}",
                label="person",
                facts={
                    **asked.facts,
                    "incident": number,
                    "rest": person.id,
                    "name": person.name,
                    "post": person.post,
                    "department": person.department.value,
                },
            ),
        )
        for position, person in enumerate(people, start=1)
    )
    return Card(template="which_person", facts={"numbered": True, "number": number, "name": people[0].name}, rows=rows)


async def head_of(work: Work, incident: Incident) -> Mapping[str, object]:
    """Number, type and place, as a group may read them: never the flat (rule 9)."""
    playbook = await work.playbook(incident)
    community = work.roster.community(incident.community)
    building = community.building(incident.place.building) if community and incident.place.building else None
    place = incident.place
    return {
        "number": incident.number,
        "icon": playbook.icon,
        "type": dict(playbook.names),
        "place": {
            "name": building.name if building else "",
            "building": place.building,
            "unit": place.unit,
            "floor": place.floor,
            "room": "",
            "spot": place.spot,
        },
    }
