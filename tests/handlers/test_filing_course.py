"""The course of a report: what counts, in order; what was taken back or is personal stays out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.playbook import Evidence, Lane, Step
from bot.domain.second_plan import joined
from bot.talk.message import Facts
from bot.talk.papers import Past
from handlers.facts import Json
from handlers.filing_course import course_lines, one_line
from tests.rules.samples import AT, INCIDENT, LIFT, PLAYBOOKS, ROSTER

ZONE = ZoneInfo("Asia/Shanghai")


def past(kind: str, minutes: float = 0, *, by: str | None = "li", **facts: object) -> Past:
    given: Facts = facts
    return Past(kind=kind, facts=given, person=by, at=AT + timedelta(minutes=minutes))


def told(*history: Past) -> list[Json]:
    return course_lines(INCIDENT, LIFT, history, roster=ROSTER, zone=ZONE)


def arrival(person: str, minutes: float, *, by: str) -> Past:
    return past("PersonArrived", minutes, by=by, person=person, first=True)


def test_only_what_counts_is_a_line() -> None:
    lines = told(
        past("IncidentOpened", by="wang", intake=1),
        past("PersonCalled", 0, by=None, person="li", instead_of=None),
        past("CallHeard", 1, person="li"),
        past("PersonWent", 2, person="li", first=True),
        arrival("li", 6, by="zhou"),
        past("PersonArrived", 7, by="chen", person="chen", first=False),
        past("ArrivalOverdue", 10, by=None, round=0, late=0),
        past("ArrivalOverdue", 20, by=None, round=1, late=0),
        past("NoticeDelivered", 21, by=None, notice=1, version=1),
        past("NoticeApproved", 22, by="zhu", notice=1, version=1, digest="x", overridden=False),
        past("IncidentClosed", 25, by="zhao"),
    )
    assert [(line["kind"], line["who"]) for line in lines] == [
        ("IncidentOpened", "王强"),
        ("PersonWent", "李电"),
        ("PersonArrived", "李电"),
        ("PersonArrived", "陈工"),
        ("ArrivalOverdue", ""),
        ("NoticeApproved", "陈主管"),
        ("IncidentClosed", "赵班"),
    ]
    assert lines[5]["text"] == "N1"


def test_a_second_plan_and_a_command_that_moved_are_lines() -> None:
    both = joined(LIFT, PLAYBOOKS["fire"])
    history = (
        past("PlanAttached", 1, by="zhao", type="fire", because=""),
        past("CommandMoved", 2, by="zhou", person="luo", before="zhao", role="commander"),
    )
    plan, moved = course_lines(INCIDENT, both, history, roster=ROSTER, zone=ZONE)
    assert (plan["who"], plan["step"]) == ("赵班", PLAYBOOKS["fire"].names)
    assert (moved["kind"], moved["who"]) == ("CommandMoved", "罗经理")


@pytest.mark.covers("ORG-19")
def test_what_was_changed_of_the_plan_is_a_line_unless_it_was_taken_back() -> None:
    step: Json = {"lane": "B", "step": "firm"}
    lines = told(
        past("StepSkipped", 1, by="zhou", reason="维保在大堂", life=True, **step),
        past("StepTakenBack", 1.5, by="zhou", **step),
        past("StepSkipped", 2, by="zhao", reason="维保 \n 在大堂", life=True, **step),
        past("StepAssigned", 3, by="zhao", person="li", **step),
        past("StepMoved", 4, by="zhao", **step),
        past("StepAdded", 5, by="zhao", lane="B", step="gone_since"),
        past("LevelSet", 6, by="zhao", level=2, before=None, reason="五个人"),
    )
    assert [(line["kind"], line["who"], line["text"]) for line in lines] == [
        ("StepSkipped", "赵班", "维保 在大堂"),
        ("StepAssigned", "李电", ""),
        ("StepMoved", "赵班", ""),
        ("LevelSet", "赵班", "五个人"),
    ]
    assert lines[0]["step"] == dict(LIFT.lanes[1].steps[0].text)
    assert lines[3]["level"] == 2


def test_what_was_taken_back_did_not_happen_and_what_came_again_did() -> None:
    lines = told(
        arrival("li", 1, by="li"),
        past("ArrivalTakenBack", 1.5, person="li"),
        past("StepDone", 2, lane="B", step="firm", evidence=["十点到"]),
        past("StepTakenBack", 2.5, lane="B", step="firm"),
        past("StepDone", 3, lane="B", step="firm", evidence=["十点半到", "photo:1"]),
        arrival("chen", 4, by="chen"),
    )
    assert [(line["kind"], line["who"], line["text"]) for line in lines] == [
        ("StepDone", "李电", "十点半到"),
        ("PersonArrived", "陈工", ""),
    ]
    assert lines[0]["files"] == 1


def test_the_evidence_of_a_private_step_stays_out() -> None:
    step = Step(id="names", text={"zh": "登记", "en": "Register"}, evidence=Evidence.TEXT, private=True)
    playbook_lane = Lane(id="Z", name={"zh": "登记", "en": "Register"}, steps=(step,))
    history = [past("StepDone", 1, lane="Z", step="names", evidence=["李女士 13900000000"])]
    (line,) = course_lines(INCIDENT, replace(LIFT, lanes=(playbook_lane,)), history, roster=ROSTER, zone=ZONE)
    assert (line["step"], line["text"]) == ({"zh": "登记", "en": "Register"}, "")
    assert told(past("StepDone", 1, lane="Z", step="gone", evidence=[])) == []


def test_an_answer_stands_in_the_course_when_it_warned_somebody() -> None:
    warned = [(q.id, a.id) for q in LIFT.questions for a in q.answers if a.warn]
    calm = [(q.id, a.id) for q in LIFT.questions for a in q.answers if not a.warn]
    assert warned
    assert calm
    for question, answer in warned:
        assert told(past("QuestionAnswered", by="wang", question=question, answer=answer))[0]["text"]
    for question, answer in [*calm, ("gone", "yes"), ("count", "free words")]:
        assert told(past("QuestionAnswered", by="wang", question=question, answer=answer)) == []


def test_notes_stand_in_one_line_and_say_who_wrote_them() -> None:
    words = "门\n打不开 " * 60
    staff, outside = told(
        past("NoteAdded", 1, by="li", text=words, files=["photo:1", "voice:2"]),
        past("NoteAdded", 2, by=None, text="还在等", files=[]),
    )
    assert (staff["who"], staff["files"], staff["outside"]) == ("李电", 2, False)
    assert len(str(staff["text"])) == 120
    assert "\n" not in str(staff["text"])
    assert (outside["who"], outside["text"], outside["outside"]) == ("", "还在等", True)
    assert one_line("好", most=5) == "好"


def test_another_day_is_told_with_its_date() -> None:
    same, later = told(past("Escalated", 10, reason="要人手"), past("IncidentClosed", 24 * 60))
    assert (same["later"], later["later"]) == (False, True)
    assert same["text"] == "要人手"
