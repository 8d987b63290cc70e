"""A report moves from owed to approved, and every move that is not possible says why."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain import report as paper
from bot.domain.incident import Incident, Reporter, State
from bot.domain.people import Action, Department, Person, Refusal, Role, may
from bot.domain.playbook import Urgency
from bot.domain.refused import Impossible
from bot.domain.report import Report, ReportState, Section

NOW = datetime(2026, 5, 4, 3, tzinfo=UTC)
OWED = Report(number=5, community="anju", incident=7, author="wang", due=NOW + timedelta(hours=7))
WHOLE = {section: f"{section.value}: told" for section in Section}
INCIDENT = Incident(
    number=7,
    community="anju",
    type="elevator_trapped",
    playbook="digest",
    urgency=Urgency.EMERGENCY,
    state=State.CLOSED,
    reporter=Reporter(platform="telegram", chat="-1", account="1"),
    opened=NOW,
    event_at=NOW,
    due=NOW,
)


def person(id: str, *, role: Role = Role.RESPONDER, department: Department = Department.SECURITY) -> Person:
    return Person(id=id, name=id, department=department, roles=frozenset({role}), communities=("anju",))


def submitted(report: Report = OWED, *, by: str = "wang", now: datetime = NOW) -> Report:
    signed = paper.sign(report, name="王强", by=by)
    return paper.submit(signed, sections=WHOLE, photos=("photo:1",), by=by, now=now)


def refused(reason: str) -> pytest.RaisesExc[Impossible]:
    return pytest.raises(Impossible, check=lambda error: error.reason == reason)


def test_who_writes_at_it_is_its_author_and_nothing_written_before_is_lost() -> None:
    first = paper.write(OWED, by="wang", section=Section.HURT, text="没有")
    second = paper.write(first, by="zhou", section=Section.LOSS, text="没有", photos=("photo:1", "photo:1"))
    assert (second.state, second.authors) == (ReportState.DRAFT, ("wang", "zhou"))
    assert second.sections == {Section.HURT: "没有", Section.LOSS: "没有"}
    assert paper.write(second, by="wang", photos=("photo:1", "photo:2")).photos == ("photo:1", "photo:2")
    assert second.author == "wang"


def test_a_change_takes_the_signature_off() -> None:
    signed = paper.sign(OWED, name="王强", by="wang")
    assert signed.signature == "王强"
    assert paper.write(signed, by="wang", section=Section.LOSS, text="一扇门").signature == ""


@pytest.mark.covers("AFTER-07")
def test_what_is_handed_in_is_what_was_read() -> None:
    signed = paper.sign(OWED, name="王强", by="wang")
    seen = paper.fingerprint(signed, sections=WHOLE, photos=())
    assert seen == paper.fingerprint(replace(signed, due=NOW, author="li"), sections=dict(WHOLE), photos=())
    others = (
        paper.fingerprint(paper.unsign(signed), sections=WHOLE, photos=()),
        paper.fingerprint(replace(signed, no_photo="黑"), sections=WHOLE, photos=()),
        paper.fingerprint(signed, sections=WHOLE, photos=("photo:1",)),
        paper.fingerprint(signed, sections={**WHOLE, Section.COURSE: "10:04"}, photos=()),
    )
    assert len({seen, *others}) == len(others) + 1


@pytest.mark.covers("AFTER-11")
def test_it_is_submitted_once_and_approved_once() -> None:
    waiting = submitted()
    assert (waiting.state, waiting.signed) == (ReportState.SUBMITTED, NOW)
    with refused("report_submitted"):
        paper.write(waiting, by="wang", section=Section.HURT, text="一人")
    approved = paper.approve(waiting, digest=waiting.digest, by="zhu", now=NOW)
    assert (approved.state, approved.approver, approved.approved) == (ReportState.APPROVED, "zhu", NOW)
    with refused("report_approved"):
        paper.approve(approved, digest="", by="luo", now=NOW)
    with refused("report_approved"):
        paper.send_back(approved, reason="x")
    with refused("report_approved"):
        paper.sign(approved, name="王强", by="wang")


def test_an_approval_holds_only_for_what_was_seen() -> None:
    seen = submitted()
    back = paper.send_back(seen, reason="缺原因")
    assert (back.state, back.reason, back.signature, back.signed) == (ReportState.RETURNED, "缺原因", "", None)
    with refused("report_not_submitted"):
        paper.approve(back, digest=seen.digest, by="zhu", now=NOW)
    again = submitted(paper.write(back, by="wang", section=Section.LOSS, text="x"), now=NOW + timedelta(minutes=1))
    with refused("report_changed"):
        paper.approve(again, digest=seen.digest, by="zhu", now=NOW)
    with refused("report_changed"):
        paper.send_back(again, reason="x", digest=seen.digest)
    assert paper.approve(again, digest="", by="zhu", now=NOW).state is ReportState.APPROVED
    assert paper.send_back(again, reason="x", digest=again.digest).reason == "x"


def test_a_report_of_nothing_is_not_written() -> None:
    with refused("report_cancelled"):
        paper.write(paper.cancel(OWED), by="wang", section=Section.HURT, text="没有")
    with refused("report_not_submitted"):
        paper.approve(OWED, digest="", by="zhu", now=NOW)


def test_the_incident_is_put_away_when_it_is_over_and_every_report_is_approved() -> None:
    approved = paper.approve(submitted(), digest="", by="zhu", now=NOW)
    filed = paper.put_away(INCIDENT, [approved, paper.cancel(replace(OWED, number=6))], by="zhu")
    assert filed is not None
    assert (filed[0].state, filed[1].incident, filed[1].by) == (State.FILED, 7, "zhu")
    assert paper.put_away(INCIDENT, [], by=None) is not None
    for incident, report in ((replace(INCIDENT, state=State.CONTROLLED), approved), (INCIDENT, submitted())):
        assert paper.put_away(incident, [report], by="zhu") is None


def test_who_may_write_it_and_who_may_approve_it() -> None:
    thing = submitted(by="zhou").thing(same=frozenset({"wang", "zhou", "zhou2"}), commander="zhao")
    assert may(person("wang"), Action.FILE, thing) is None
    assert may(person("zhou", department=Department.SERVICE), Action.FILE, thing) is None
    assert may(person("zhao", role=Role.DUTY_LEAD), Action.FILE, thing) is None
    assert may(person("li"), Action.FILE, thing) is Refusal.REPORT_OF_ANOTHER
    assert may(person("zhao"), Action.APPROVE, thing) is None
    assert may(person("zhu", role=Role.SUPERVISOR), Action.APPROVE, thing) is None
    assert may(person("zhou2", role=Role.SUPERVISOR), Action.APPROVE, thing) is Refusal.OWN_PAPER
    assert may(person("li"), Action.APPROVE, thing) is Refusal.SUPERVISOR_OR_COMMANDER
