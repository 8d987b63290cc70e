"""The shipped playbooks, a small staff and an incident for the tests of the rules."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.domain.incident import Incident, Reporter, State
from bot.domain.people import Department, Person, Role
from bot.domain.places import Building, Community, Place
from bot.domain.playbook import Playbook, Urgency
from bot.domain.recognise import Recognised
from bot.read.playbook import read_playbooks
from bot.read.recogniser import make_recogniser

NOW = datetime(2026, 11, 22, 2, 40, tzinfo=UTC)
TEMPLATES = Path(__file__).parents[2] / "templates"
PLAYBOOKS = read_playbooks(TEMPLATES / "playbooks")
RECOGNISER = make_recogniser(PLAYBOOKS.values(), TEMPLATES)
LIFT = PLAYBOOKS["elevator_trapped"]
OTHER = PLAYBOOKS["other"]
ANJU = Community(
    id="anju",
    name="安居苑",
    timezone="Asia/Shanghai",
    buildings=(Building(name="3号楼", number="3"), Building(name="B座", number="B")),
)


def person(id: str, department: Department = Department.SECURITY, *roles: Role, **more: Any) -> Person:
    """Staff of 安居苑, a responder unless said otherwise."""
    facts: dict[str, Any] = {"name": f"name of {id}", "phone": f"1380000{id}", "communities": ("anju",)} | more
    return Person(id=id, department=department, roles=frozenset(roles or {Role.RESPONDER}), **facts)


def incident(**more: Any) -> Incident:
    """#7, a lift entrapment that was just opened; `boss` commands and has not answered."""
    facts: dict[str, Any] = {
        "number": 7,
        "community": "anju",
        "type": "elevator_trapped",
        "playbook": "digest",
        "urgency": Urgency.EMERGENCY,
        "state": State.VERIFIED,
        "place": Place(building="3"),
        "reporter": Reporter(platform="telegram", chat="-1", account="11"),
        "commander": "boss",
        "opened": NOW,
        "event_at": NOW,
        "due": NOW + timedelta(minutes=10),
    }
    return Incident(**facts | more)


def recognise(text: str) -> Recognised:
    """What the shipped words make of a line."""
    return RECOGNISER.read(text)


def answers_in(text: str, playbook: Playbook) -> dict[str, str]:
    """The answers of a plan's card that a line gives."""
    return RECOGNISER.answers(text, playbook)
