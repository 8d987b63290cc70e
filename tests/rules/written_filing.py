"""Sample facts of reports: the form in all its states, the whole text at its longest, and the short answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.report import Report, ReportState, Section
from bot.domain.report_form import NO_PHOTO, PARTS, PHOTOS_MOST, REASON_MOST, most, pages
from bot.talk.message import Facts
from handlers.facts import Json, brief, iso, known
from handlers.filing_text import Draft, due_facts, text_facts
from tests.rules.samples import AT, COMMUNITY, HEADS, INCIDENT, LIFT, NASTY

_LONG = datetime(2026, 5, 4, 10, tzinfo=UTC)
_REPORT = Report(number=5, community=COMMUNITY.id, incident=7, author="wang", due=_LONG)
_COURSE = "\n".join([NASTY, *["10:02 有人到场了，后来又走了" for _ in range(200)]])
_FULL = {one: "字" * most(one.value) for one in Section} | {Section.COURSE: _COURSE}
_SHORT = dict.fromkeys(Section, NASTY) | {Section.LOSS: "", Section.MEASURES: f"{NASTY}\n{NASTY}"}
_SIGNED = replace(_REPORT, signature=NASTY, signed=AT, no_photo="黑" * REASON_MOST)
_TEXTS: list[Json] = [
    text_facts(_SIGNED, Draft(sections=_FULL, photos=())),
    text_facts(_SIGNED, Draft(sections=_SHORT, photos=("photo:1",))),
    text_facts(replace(_SIGNED, signed=None, no_photo=""), Draft(sections=_SHORT, photos=())),
    text_facts(_REPORT, Draft(sections=_SHORT, photos=())),
    {},
]
_DUE = [
    due_facts(_LONG + timedelta(days=days), now=_LONG, zone=ZoneInfo(COMMUNITY.timezone)) for days in (0, 1, -1, 5, -5)
]
_HEAD: Json = {**HEADS[0], "name": "R5", "kind": "R1", "progress": "owed", "by": _DUE[0], "who": NASTY, "private": []}
_STATES = [state.value for state in ReportState if state.owed]
_FORM: Json = {
    **_HEAD, "asks": "", "signer": NASTY, "text": {}, "now": "", "photos": 0, "missing": True, "reason": ""
}  # fmt: skip
_TOLD: Json = {
    **HEADS[0],
    "date": "2026-05-04",
    "at": iso(AT),
    "closed": None,
    "later": False,
    "home": COMMUNITY.name,
    "address": COMMUNITY.address,
    "words": NASTY,
    "known": known(INCIDENT.answers, LIFT),
    "lines": [],
    "steps": [{"text": dict(step.text), "at": iso(AT)} for lane in LIFT.lanes for step in lane.steps],
    "skipped": [{"text": dict(LIFT.lanes[0].steps[0].text), "why": NASTY}],
}
_LINE: Json = {
    "at": iso(AT), "later": False, "who": NASTY, "text": "", "files": 0, "step": {}, "outside": False, "level": 2
}  # fmt: skip
_KINDS = (
    "IncidentOpened", "IncidentVerified", "IncidentControlled", "IncidentClosed", "PersonWent", "PersonArrived",
    "PersonDeclined", "ArrivalOverdue", "CommandTaken", "CommandPassed", "CommandMoved", "PlanAttached",
    "StepDone", "CallerNamed", "StepSkipped", "StepAdded", "StepMoved", "StepAssigned", "LevelSet", "NoteAdded",
    "Escalated", "NoticeApproved", "SomethingElse",
)  # fmt: skip
_DID: Json = {**_LINE, "step": dict(LIFT.lanes[0].steps[0].text)}
_LEARNT: list[Json] = [
    {**_LINE, "kind": "QuestionAnswered", "text": brief(question, question.answers[0].id) or NASTY}
    for question in LIFT.questions
]
_LINES: list[Json] = [
    *[{**_DID, "kind": kind, "text": text, "files": files} for kind in _KINDS for text, files in (("", 0), (NASTY, 2))],
    *_LEARNT,
    {**_LINE, "kind": "IncidentOpened", "who": ""},
    {**_LINE, "kind": "NoteAdded", "outside": True, "later": True, "text": NASTY},
]  # fmt: skip

FILING: Mapping[str, Sequence[Facts]] = {
    "filing/offer": [{**_HEAD, "by": by} for by in _DUE],
    "filing/overdue": [
        {**_HEAD, "who": who, "own": own, "progress": progress, "over": over, "late": late}
        for who, own in ((NASTY, True), (NASTY, False), ("", False))
        for progress in _STATES
        for over, late in ((-3600.0, 0), (0.0, 0), (1800.0, 0), (90_000.0, 86_000.0))
    ],
    "filing/form": [
        *(
            {**_FORM, "asks": asks, "progress": progress, "reason": reason, "now": now, "photos": photos}
            for asks in ("", "which", NO_PHOTO, "something_else", *PARTS)
            for progress, reason, now, photos in (("draft", "", "", 0), ("returned", NASTY, NASTY, 3))
        ),
        {**_FORM, "progress": "returned", "asks": "signature"},
        *(
            {**_FORM, "asks": "signature", "text": text, "reason": "字" * 120, "progress": "returned"}
            for text in _TEXTS
        ),
    ],
    "filing/handed_in": [{**_HEAD, "approver": approver} for approver in (NASTY, "")],
    "filing/approve": [
        {**_HEAD, "text": text, "progress": progress, "approver": approver, "reason": reason}
        for progress in ("submitted", "approved", "returned", "cancelled")
        for approver, reason in ((NASTY, "字" * 200), ("", ""))
        for text in _TEXTS
    ],
    "filing/photo": [_HEAD],
    "filing/returned": [
        {**_HEAD, "approver": approver, "reason": reason} for approver, reason in ((NASTY, NASTY * 90), ("", ""))
    ],
    "filing/cancelled": [_HEAD],
    "filing/whole_course": [
        {**_HEAD, "page": 1, "pages": number, "lines": pages([NASTY, *_COURSE.splitlines()])[0]} for number in (1, 2)
    ],
    "filing/approved": [{**_HEAD, "approver": approver} for approver in (NASTY, "")],
    "filing/nobody": [_HEAD],
    "filing/nothing": [{"part": part} for part in ("hurt", "loss")],
    "filing/when": [
        {**_TOLD, "closed": closed, "later": later}
        for closed, later in ((None, False), (iso(AT), False), (iso(AT), True))
    ],
    "filing/where": [_TOLD, {**_TOLD, "address": "", "home": ""}],
    "filing/what": [_TOLD, {**_TOLD, "words": "", "known": [], "level": None}],
    "filing/measures": [_TOLD],
    "filing/course": [{**_TOLD, "lines": _LINES}],
}

_PARTS: list[Facts] = [{"part": part, "has": 1234, "most": 600} for part in (*PARTS, NO_PHOTO)]
FILING_TOASTS: Mapping[str, Sequence[Facts]] = {
    **dict.fromkeys(("report_part_empty", "report_part_long", "report_missing"), _PARTS),
    "report_photos_full": [{"most": PHOTOS_MOST}],
    "report_handed_in": [{"approver": approver} for approver in ("欧阳震华", "")],
    "report_later": [{"due": iso(AT), "zone": COMMUNITY.timezone, "late": late} for late in (True, False)],
    "report_passed": [{"kind": "R1", "number": 7}],
    "report_returned": [{"kind": "R1", "number": 7, "who": who} for who in ("欧阳震华", "")],
}
FILING_LABELS: Mapping[str, Sequence[Facts]] = {"report_part": [{"part": part} for part in (*PARTS, NO_PHOTO)]}
