"""An incident: one event with its place, its people and its run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.people import Department, Skill, Thing
from bot.domain.places import NOWHERE, Place
from bot.domain.playbook import Answers, Lane, Playbook, Step, Urgency


class State(StrEnum):
    """The life of an incident."""

    REPORTED = "reported"
    """Somebody said so; nobody of staff has seen it yet (待核实)."""
    VERIFIED = "verified"
    """A member of staff reported or confirmed it."""
    RESPONDING = "responding"
    """Somebody is on the way or there."""
    CONTROLLED = "controlled"
    """The commander says it is under control."""
    CLOSED = "closed"
    """The commander has ended the response."""
    FILED = "filed"
    """All reports owed are approved."""
    FALSE_ALARM = "false_alarm"
    """It was nothing; everybody was stood down, and it stays in the ledger."""

    @property
    def open(self) -> bool:
        """Whether people still work on it."""
        return self not in (State.CLOSED, State.FILED, State.FALSE_ALARM)


class Stage(StrEnum):
    """How far somebody who was called has come."""

    CALLED = "called"
    """Told, no answer yet."""
    HEARD = "heard"
    """收到."""
    GOING = "going"
    """出发."""
    THERE = "there"
    """到场."""
    LEFT = "left"
    """离场."""
    CANNOT = "cannot"
    """去不了."""

    @property
    def active(self) -> bool:
        """Whether this person still counts on this incident."""
        return self not in (Stage.LEFT, Stage.CANNOT)


class StepState(StrEnum):
    """What became of a step."""

    OPEN = "open"
    """Not done yet."""
    DONE = "done"
    """Done, with its evidence."""
    SKIPPED = "skipped"
    """Not done, and whoever commands said why."""


@dataclass(frozen=True, kw_only=True)
class Reporter:
    """Who reported, and where they hear of it: their account's conversation and, in a group, the message."""

    platform: str
    chat: str
    account: str
    thread: str = ""
    message: str = ""
    person: str | None = None
    """Roster id; None for residents and strangers."""
    caller: str = ""
    """On behalf of a caller: what was said of them, for the desk only."""


@dataclass(frozen=True, kw_only=True)
class Responder:
    """Somebody who was called to an incident."""

    person: str
    department: Department | None = None
    skill: Skill | None = None
    scene: bool = True
    """Whether they have to come to the place; the desk and the control room help from where they are."""
    stage: Stage = Stage.CALLED
    called: datetime
    heard: datetime | None = None
    went: datetime | None = None
    arrived: datetime | None = None
    left: datetime | None = None
    reason: str = ""
    instead_of: str = ""
    """Roster id of who should have come."""
    reminded: int = 0
    """How often they were called again because they had not answered."""


@dataclass(frozen=True, kw_only=True)
class StepRecord:
    """What is known of one step of the run."""

    state: StepState = StepState.OPEN
    person: str | None = None
    at: datetime | None = None
    evidence: tuple[str, ...] = ()
    """Words and `kind:id` of files; of a step that was skipped: why."""


@dataclass(frozen=True, kw_only=True)
class Incident:
    """Number, type, place and everything that has happened to it so far."""

    number: int
    community: str
    type: str
    playbook: str
    """Digest of the copy it started with."""
    urgency: Urgency
    level: int | None = None
    state: State
    unverified: bool = False
    """Reported by somebody outside, nobody has confirmed it yet (待核实); the response runs beside it (X-24)."""
    place: Place = NOWHERE
    words: str = ""
    """The report as it was written."""
    files: tuple[str, ...] = ()
    answers: Answers = field(default_factory=dict)
    reporter: Reporter
    commander: str | None = None
    commander_heard: bool = False
    passed: tuple[str, ...] = ()
    """Who had the command and did not answer."""
    commanded_at: datetime | None = None
    """When the commander was given the command; None: nobody has to wait for their answer."""
    commanded_before: str = ""
    """Who commanded until an answer or a plan moved the command; it goes back to them when nobody says 收到."""
    entered: Mapping[str, str] = field(default_factory=dict)
    """Whose 到场 somebody else typed, and who did."""
    opened: datetime
    event_at: datetime
    due: datetime
    """The first arrival is due."""
    awaited: datetime | None = None
    """Since when somebody has to come to the place; None: since the opening."""
    arrived: datetime | None = None
    controlled: datetime | None = None
    closed: datetime | None = None
    responders: tuple[Responder, ...] = ()
    steps: Mapping[tuple[str, str], StepRecord] = field(default_factory=dict)
    """(lane, step) to what is known; a step without a row is open."""

    @property
    def time_to_arrive(self) -> timedelta:
        """How long somebody has to come to the place, from their own call on."""
        return self.due - (self.awaited or self.opened)

    def responder(self, person: str) -> Responder | None:
        """This person's row, when they were called."""
        return next((responder for responder in self.responders if responder.person == person), None)

    def awaits(self, person: str) -> bool:
        """Whether something is waited for from this person: they were called, or they have the command."""
        responder = self.responder(person)
        return person == self.commander or (responder is not None and responder.stage.active)

    def with_responder(self, changed: Responder) -> Incident:
        """The same incident with one responder added or changed."""
        if self.responder(changed.person) is None:
            return replace(self, responders=(*self.responders, changed))
        return replace(self, responders=tuple(changed if r.person == changed.person else r for r in self.responders))

    def step(self, lane: str, step: str) -> StepRecord:
        """What is known of a step."""
        return self.steps.get((lane, step), StepRecord())

    def thing(
        self,
        *,
        account: tuple[str, str] = ("", ""),
        step: Step | None = None,
        doing: frozenset[str] = frozenset(),
        now: datetime | None = None,
        acknowledge: timedelta = timedelta(0),
    ) -> Thing:
        """What the gate for rights has to know of it; `account` is (platform, id) of who asks, `doing` whose step,
        `acknowledge` how long the commander has to answer."""
        by = self.commanded_at + acknowledge if self.commanded_at and not self.commander_heard else None
        asked = by is not None and now is not None and now < by
        return Thing(
            community=self.community,
            author=account == (self.reporter.platform, self.reporter.account),
            commander=self.commander,
            commander_heard=self.commander_heard or asked,
            command_free_at=by if asked else None,
            department=step.department if step else None,
            skill=step.skill if step else None,
            stands_in=doing,
        )


def steps_of(incident: Incident, lane: Lane) -> tuple[Step, ...]:
    """The steps of a lane that count: their condition holds, or they were settled while it held."""
    return tuple(
        step
        for step in lane.steps
        if step.when.holds(incident.answers) or incident.step(lane.id, step.id).state is not StepState.OPEN
    )


def next_step(incident: Incident, lane: Lane) -> Step | None:
    """The first open step of a lane, calls anybody may make last: no other waits for them. None: the lane is done."""
    return min(_open_in(incident, lane), key=lambda step: step.anybody, default=None)


def next_steps(incident: Incident, lane: Lane) -> tuple[Step, ...]:
    """Everything to be done in a lane right now: each call anybody may make, and the first of all other steps."""
    first = next_step(incident, lane)
    return tuple(step for step in _open_in(incident, lane) if step.anybody or step is first)


def step_after(incident: Incident, lane: Lane, done: str) -> Step | None:
    """What has become next in a lane by a step being done; nothing waited for a call anybody could make."""
    beside = any(step.anybody for step in lane.steps if step.id == done)
    step = next_step(incident, lane)
    return None if beside or step is None or step.anybody else step


def _open_in(incident: Incident, lane: Lane) -> tuple[Step, ...]:
    return tuple(s for s in steps_of(incident, lane) if incident.step(lane.id, s.id).state is StepState.OPEN)


def waits_for(incident: Incident, lane: Lane, step: Step) -> Step | None:
    """The earlier step without which this one may not be done: that it was skipped does not free it."""
    earlier = lane.step(step.after)
    done = earlier is not None and incident.step(lane.id, earlier.id).state is StepState.DONE
    return None if done else earlier


def open_steps(incident: Incident, playbook: Playbook) -> tuple[tuple[Lane, Step], ...]:
    """Everything that is still to do, lane by lane."""
    return tuple((lane, step) for lane in playbook.lanes for step in _open_in(incident, lane))
