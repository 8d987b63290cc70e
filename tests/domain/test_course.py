"""Random courses of one incident: what is never lost, never lowered and never taken back, whatever people press."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.domain import course, response, run
from bot.domain.events import AnswerTakenBack, ArrivalTakenBack, IncidentEvent, StepTakenBack
from bot.domain.incident import Incident, Responder, Stage, State, StepState
from bot.domain.people import Department, Person, Role
from bot.domain.playbook import Question, Urgency
from bot.domain.refused import Impossible
from tests.domain.estate import LIFT, NOW, incident, person

PEOPLE = (
    person("wang"),
    person("li", Department.ENGINEERING),
    person("zhou", Department.SERVICE),
    person("boss", Department.OFFICE, Role.COMMANDER),
)
STEPS = [(lane.id, step.id) for lane in LIFT.lanes for step in lane.steps]
_ORDER = [State.REPORTED, State.VERIFIED, State.RESPONDING, State.CONTROLLED]
_WHO = st.sampled_from(PEOPLE)


class Course(RuleBasedStateMachine):
    """One incident and everybody's fingers."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.incident = incident()
        self.arrivals: list[str] = []

    @initialize(
        commander=st.sampled_from(["boss", None]),
        unverified=st.booleans(),
        called=st.lists(_WHO, unique_by=lambda one: one.id),
    )
    def open(self, commander: str | None, unverified: bool, called: list[Person]) -> None:  # noqa: FBT001
        self.incident = incident(
            commander=commander,
            unverified=unverified,
            urgency=Urgency.GENERAL,
            state=State.REPORTED if unverified else State.VERIFIED,
            responders=tuple(Responder(person=p.id, department=p.department, called=NOW) for p in called),
        )

    @rule(seconds=st.integers(0, 90))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(who=_WHO, by=_WHO, move=st.sampled_from([response.hear, response.go, response.arrive, response.leave]))
    def moves(self, who: Person, by: Person, move: Callable[..., response.Change]) -> None:
        self.now += timedelta(seconds=1)
        before = self.incident
        self.change(lambda one: move(one, who, now=self.now, by=by.id))
        was, becomes = before.responder(who.id), self.incident.responder(who.id)
        if move is response.hear and was is not None and was.stage in (Stage.GOING, Stage.THERE):
            assert becomes == was, "收到 sets nobody back who is on the way or there"

    @rule(who=_WHO, reason=st.sampled_from(["", "发烧"]))
    def declines(self, who: Person, reason: str) -> None:
        self.change(lambda one: response.decline(one, who, reason=reason, now=self.now))

    @rule(who=_WHO)
    def takes_back(self, who: Person) -> None:
        before = self.incident
        events = self.change(lambda one: response.take_back(one, who, now=self.now))
        for event in events:
            if isinstance(event, StepTakenBack):
                record = before.step(event.lane, event.step)
                assert record.person == who.id
                assert record.at is not None
                assert self.now - record.at <= timedelta(seconds=60)
            else:
                assert isinstance(event, ArrivalTakenBack)
                there = before.responder(event.person)
                assert event.by == who.id in (event.person, before.entered.get(event.person))
                assert there is not None
                assert there.arrived is not None
                assert self.now - there.arrived <= timedelta(seconds=60)

    @rule(who=_WHO, key=st.sampled_from(STEPS[:6]), evidence=st.lists(st.just("photo:1"), max_size=2).map(tuple))
    def completes(self, who: Person, key: tuple[str, str], evidence: tuple[str, ...]) -> None:
        self.change(lambda one: run.complete(one, key, evidence=evidence, person=who.id, now=self.now))

    @rule(who=_WHO | st.none(), question=st.sampled_from(LIFT.questions), data=st.data())
    def answers(self, who: Person | None, question: Question, data: st.DataObject) -> None:
        chosen = data.draw(st.sampled_from([*(answer.id for answer in question.answers), "两三个吧"]))
        self.change(lambda one: run.answer(one, question, chosen, by=who.id if who else None))

    @rule(who=_WHO, question=st.sampled_from(LIFT.questions))
    def forgets(self, who: Person, question: Question) -> None:
        before = self.incident
        self.change(lambda one: run.forget(one, question.id, by=who.id))
        assert question.id not in self.incident.answers or not before.state.open
        assert (self.incident.urgency, self.incident.level) == (before.urgency, before.level)

    @rule(who=_WHO)
    def verifies(self, who: Person) -> None:
        self.change(lambda one: course.verify(one, by=who.id))

    @rule(who=_WHO)
    def controls(self, who: Person) -> None:
        self.change(lambda one: course.control(one, now=self.now, by=who.id))

    @rule(who=_WHO)
    def takes_command(self, who: Person) -> None:
        self.change(lambda one: course.take_command(one, who))
        assert not self.incident.state.open or (self.incident.commander, self.incident.commander_heard) == (
            who.id,
            True,
        )

    @precondition(lambda self: self.incident.state.open)
    @rule(to=_WHO | st.none())
    def command_passes(self, to: Person | None) -> None:
        if to is None or to.id != self.incident.commander:
            self.change(lambda one: course.pass_command(one, to, now=self.now))

    @precondition(lambda self: self.incident.state is State.CONTROLLED)
    @rule(who=_WHO, false=st.booleans())
    def ends(self, who: Person, false: bool) -> None:  # noqa: FBT001
        end = course.stand_down if false else course.close
        self.change(lambda one: end(one, now=self.now, by=who.id))
        assert not self.incident.state.open
        assert self.incident.closed == self.now

    @invariant()
    def first_arrival_is_the_earliest(self) -> None:
        arrived = [one.arrived for one in self.incident.responders if one.arrived is not None]
        assert (self.incident.arrived is None) == (not self.arrivals)
        assert all(self.incident.arrived is not None and self.incident.arrived <= moment for moment in arrived)

    @invariant()
    def everybody_stands_once_and_their_times_fit_their_stage(self) -> None:
        ids = [one.person for one in self.incident.responders]
        assert len(ids) == len(set(ids))
        for one in self.incident.responders:
            assert one.stage is not Stage.THERE or one.arrived is not None
            assert one.stage is not Stage.GOING or one.went is not None
            assert one.stage in (Stage.CALLED, Stage.CANNOT) or one.heard is not None
            assert (one.left is not None) == (one.stage in (Stage.LEFT, Stage.CANNOT))

    def change(self, move: Callable[[Incident], response.Change]) -> list[IncidentEvent]:
        """Makes the move if it is possible, and holds what is true of every move."""
        before = self.incident
        copy = repr(before)
        try:
            self.incident, happened = move(before)
        except Impossible:
            assert repr(before) == copy
            return []
        assert before.state.open, "nothing moves on an incident that is over"
        assert happened, "every change leaves a row in the timeline"
        for event in happened:
            written = json.dumps(vars(event), ensure_ascii=False)
            assert event.incident == 7
            assert not any(one.name in written or one.phone in written for one in PEOPLE)
        self.hold(before, happened)
        return list(happened)

    def hold(self, before: Incident, happened: Sequence[IncidentEvent]) -> None:
        """What no move may do."""
        after = self.incident
        back = any(isinstance(event, StepTakenBack) for event in happened)
        for key, record in before.steps.items():
            assert after.steps[key] == record or back or record.state is StepState.OPEN
        assert after.urgency is Urgency.EMERGENCY or before.urgency is Urgency.GENERAL
        assert before.level is None or (after.level is not None and after.level <= before.level)
        assert not after.state.open or _ORDER.index(after.state) >= _ORDER.index(before.state)
        assert before.commander is None or after.commander is not None
        forgotten = {event.question for event in happened if isinstance(event, AnswerTakenBack)}
        assert set(before.answers) - forgotten <= set(after.answers)
        assert [one.person for one in after.responders][: len(before.responders)] == [
            one.person for one in before.responders
        ]
        self.count_arrivals(before)

    def count_arrivals(self, before: Incident) -> None:
        """Our own book of who has been there for good: in by 到场, out only when that was taken back."""
        for one in self.incident.responders:
            was = before.responder(one.person)
            came = one.stage is Stage.THERE and (was is None or was.stage is not Stage.THERE)
            if came:
                self.arrivals.append(one.person)
            elif (
                was is not None
                and was.stage is Stage.THERE
                and one.stage not in (Stage.THERE, Stage.LEFT, Stage.CANNOT)
            ):
                self.arrivals.remove(one.person)


TestCourse = Course.TestCase
TestCourse.settings = settings(max_examples=120, stateful_step_count=30, deadline=None)
