"""Sample facts written by hand: of the cards, toasts and labels whose facts no pure function makes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.domain.people import Department
from bot.talk.message import Facts
from handlers.facts import Json, brief, iso, responder_facts
from tests.rules.samples import AT, BOTH, HEAD, HEADS, INCIDENT, LIFT, NASTY, PLAYBOOKS, ROSTER
from tests.rules.written_change import CHANGE_LABELS, CHANGE_TOASTS, CHANGED
from tests.rules.written_duty import DUTY, DUTY_TOASTS
from tests.rules.written_filing import FILING, FILING_LABELS, FILING_TOASTS
from tests.rules.written_hand_over import HAND_TOASTS, HANDED
from tests.rules.written_notice import NOTICE_LABELS, NOTICE_TOASTS, NOTICES
from tests.rules.written_playbook import SHEETS
from tests.rules.written_report import REPORTS
from tests.rules.written_roll import ROLL, ROLL_LABELS, ROLL_TOASTS
from tests.rules.written_second_plan import PLAN, PLAN_LABELS, PLAN_TOASTS
from tests.rules.written_staffing import STAFFING

_PEOPLE = [responder_facts(one, ROSTER) for one in INCIDENT.responders]
_QUESTION = LIFT.questions[0]
_NEWS = (
    "IncidentOpened", "PersonWent", "PersonArrived", "IncidentVerified", "IncidentControlled", "FalseAlarm",
    "IncidentClosed",
)  # fmt: skip
_SAID: Json = {"name": NASTY, "private": True, "form": "reason"}
_ASKED: Json = {
    **_SAID,
    "lane": "B",
    "text": {"zh": "放人", "en": "Release"},
    "ask": {"zh": "几个人？", "en": "How many?"},
    "kind": "photo",
}

WRITTEN: Mapping[str, Sequence[Facts]] = {
    **NOTICES,
    **STAFFING,
    **HANDED,
    **ROLL,
    **SHEETS,
    **FILING,
    **REPORTS,
    **CHANGED,
    **PLAN,
    "chat/block": [
        {"title": NASTY, "chat": "-1001", "community": "anju"},
        {"title": NASTY, "chat": "-1001", "community": "", "communities": ["anju", "xin"]},
    ],
    "chat/unknown": [{}],
    "chat/waiting": [{}],
    "help/help": [
        {
            "staff": staff,
            "name": NASTY,
            "role": role,
            "company": NASTY,
            "private": staff,
            "whole": whole,
            "building": at,
        }
        for role, staff in (("", False), ("responder", True), ("duty_lead", True), ("commander", True))
        for whole in (True, False)
        for at in ("", "3号楼", "Tower 3")
    ],
    "help/incidents": [
        {"incidents": HEADS, "more": 3},
        {"incidents": HEADS[:1], "more": 0},
        {"incidents": [], "more": 0},
    ],
    "help/language": [{}],
    "help/whoami": [
        {"account": "1001", "chat": chat, "name": name, "post": post, "known": is_known}
        for chat, name, post, is_known in (
            ("", NASTY, NASTY, True),
            ("", NASTY, "", True),
            ("-1001", "", "", True),
            ("", "", "", False),
        )
    ],
    "incident/arrival_due": [{**one, "due": iso(AT)} for one in HEADS],
    "incident/arrival_overdue": [
        {**HEAD, "due": iso(AT), "round": 0, "going": one, "heard": one, "silent": one, "late": late}
        for one, late in ((_PEOPLE, 0), ([], 720.0))
    ],
    "incident/ask": [
        {**HEAD, **_ASKED, "kind": kind, "private": private} for kind in ("photo", "number", "text") for private in BOTH
    ],
    "incident/command": [
        {**HEAD, "before": before, "now": NASTY, "taken": taken, "nobody_left": left, "declined": declined}
        for before, taken, left in (
            (NASTY, True, False),
            ("", True, False),
            (NASTY, False, False),
            (NASTY, False, True),
            ("", False, False),
            ("", False, True),
        )
        for declined in BOTH
    ],
    "incident/controlled": [{**HEAD, "who": NASTY}],
    "incident/escalated": [{**HEAD, "who": NASTY, "reason": NASTY * 90, "told": told} for told in ([NASTY, "罗"], [])],
    "incident/news": [
        {
            **one,
            "news": news,
            "who": NASTY,
            "at": iso(AT),
            "staff": staff,
            "anyone": [dict(said) for said in LIFT.anyone],
        }
        for one in (*HEADS[:2], {**HEAD, "free_calls": False})
        for news in (*_NEWS, "SomethingElse")
        for staff in BOTH
    ],
    "incident/no_substitute": [{**HEAD, "name": name} for name in (NASTY, "")],
    "incident/nobody_left": [{**HEAD, "silent": _PEOPLE}],
    "incident/note": [
        {**HEAD, "text": text, "who": who, "files": files}
        for text, who, files in ((NASTY * 90, NASTY, 0), ("", NASTY, 1), ("a", "", 0), ("", "", 0))
    ],
    "incident/person_overdue": [
        {**HEAD, "late": NASTY, "mine": mine, "next_name": name, "due": iso(AT)}
        for name in (NASTY, "")
        for mine in BOTH
    ],
    "incident/picture": [HEAD],
    "room/name": [{**one, "over": over} for one in HEADS for over in BOTH],
    "room/opened": HEADS,
    "incident/raised": [{**one, "urgency": "general"} for one in HEADS],
    "incident/say": [
        {**HEAD, **_SAID, "private": private, "form": form}
        for private in BOTH
        for form in ("reason", "note", "called_by")
    ],
    "incident/step_overdue": [
        {**HEAD, "lane": "B", "text": {"zh": "放人", "en": "Release"}, "to": to} for to in ("", "119")
    ],
    "incident/stood_down": [{**HEAD, "who": NASTY, "names": names} for names in ([NASTY, "李"], [])],
    "incident/unverified": [HEAD],
    "incident/verified": [{**HEAD, "who": NASTY}],
    "refused/edited": [{}],
    "refused/forwarded": [{}],
    "refused/no_note": [{"number": 7}],
    "refused/no_reason": [{"number": 7}],
    "refused/own_name": [{}],
    "refused/set_aside": [{}],
    "refused/too_big": [{}],
    "refused/unknown_command": [{"command": NASTY}],
    "trouble/chat_lost": [{"kind": kind, "community": NASTY} for kind in ("staff", "command", "resident")],
    "trouble/chat_moved": [{"chat": "-1", "moved_to": "-100"}],
    "trouble/restored": [
        {"last": iso(AT), "held": held, "notices": notices, "admin": admin, "unread": unread}
        for held, notices, admin, unread in ((3, 1, True, 2), (1, 0, False, 1), (0, 0, True, 0))
    ],
    **DUTY,
    "trouble/file_gone": [{}],
    "trouble/roster": [{"problem": NASTY}],
    "trouble/set_aside": [{"group": group, "message": "9"} for group in ("staff", "")],
    "trouble/failed": [HEAD, {"number": None}],
    "trouble/uncertain": [
        {**HEAD, "chat": "-1", "notice": ""},
        *({"number": None, "chat": "-1", "notice": notice} for notice in ("N3", "")),
    ],
    "trouble/not_reached": [
        {**place, "waits": waits, "zone": "Asia/Shanghai"}
        for waits in (True, False)
        for place in (
            {**HEAD, "notice": "", "home": None},
            {"number": None, "notice": "", "home": None},
            {"number": None, "notice": "N3", "home": None},
            {"number": None, "notice": "N3", "home": {"name": "3号楼", "building": "3", "room": "402", "told": True}},
        )
    ],
    "trouble/unreachable": [
        {"name": NASTY, "phone": phone, "number": number} for phone, number in (("1", 7), ("", None))
    ],
    "which_incident": [{"numbered": True}],
    "which_lane": [{"numbered": True, "number": 7}],
    "which_person": [{"numbered": True, "number": 7, "name": NASTY}],
}

_NUMBER: Json = {"number": 7, "name": "", "lane": "B", "lanes": "A B C D"}
_NAMES = ["欧阳震华", "司马相如", "诸葛孔明"]
TOASTS: Mapping[str, Sequence[Facts]] = {
    **NOTICE_TOASTS,
    **HAND_TOASTS,
    **DUTY_TOASTS,
    **ROLL_TOASTS,
    **CHANGE_TOASTS,
    **PLAN_TOASTS,
    **FILING_TOASTS,
    **{name: [{**_NUMBER, "name": "欧阳震华"}, _NUMBER] for name in ("heard", "going", "there", "left")},
    "answered": [{"answer": brief(one, answer.id)} for one in LIFT.questions for answer in one.answers],
    "show_first": [{"ask": dict(step.ask)} for lane in LIFT.lanes for step in lane.steps if step.ask],
    "declined_nobody": [{**_NUMBER, "commands": commands} for commands in BOTH],
    "refused_commander_asked": [{"commander": who, "free_at": iso(AT)} for who in ("欧阳震华", "")],
    "incident_over": [{**_NUMBER, "state": state} for state in ("closed", "false_alarm")],
    "no_such_incident": [{**_NUMBER, "staff": staff} for staff in BOTH],
    "nobody_named": [{"name": NASTY}],
    "refused_step_of_others": [{"department": one} for one in (*Department, "")],
    **{
        name: [{"commander": commander, "who": who} for commander in ("欧阳震华", "") for who in (_NAMES, [])]
        for name in (
            "refused_supervisor_or_commander", "refused_commander_controls", "refused_commander_closes",
            "refused_commander_there", "refused_own_paper", "refused_commander_role",
        )
    },
    "refused_report_of_another": [{"paper": paper} for paper in ("R5", "")],
    "which_paper": [{"names": names} for names in (["N123456", "N3", "R5"], [])],
    **{
        name: [{"name": "N123456", "version": 12, "minutes": 900.0}]
        for name in (
            "no_such_paper", "notice_newer", "notice_submitted", "notice_changed", "notice_stale", "notice_expired",
            "notice_out", "notice_dropped", "notice_not_submitted",
        )
    },
}  # fmt: skip
"""Those that have variants; every other toast is drawn with the number of an incident."""


def toast_facts(name: str) -> Sequence[Facts]:
    """The variants of a toast."""
    return TOASTS.get(name, [_NUMBER])


LABELS: Mapping[str, Sequence[Facts]] = {
    **NOTICE_LABELS,
    **ROLL_LABELS,
    **CHANGE_LABELS,
    **FILING_LABELS,
    **PLAN_LABELS,
    "type": [{"icon": one.icon, "said": dict(one.names)} for one in PLAYBOOKS.values()],
    "said": [
        {"said": dict(answer.text)} for one in PLAYBOOKS.values() for asked in one.questions for answer in asked.answers
    ],
    "done": [{"lane": "A"}],
    "called": [{"to": to, "mark": mark} for to, mark in (("120", "①"), ("119", ""), ("lift_maintenance", ""))],
    "incident": [{"number": 7, "type": dict(one.names)} for one in PLAYBOOKS.values()],
    "person": [
        {"name": person.name, "post": "", "department": person.department} for person in ROSTER.people
    ] + [{"name": "陈工", "post": "工程师", "department": "engineering"}],
    "lane": [{"lane": lane.id, "name": dict(lane.name)} for one in PLAYBOOKS.values() for lane in one.lanes],
}  # fmt: skip


def label_facts(name: str) -> Sequence[Facts]:
    """The variants of a label."""
    return LABELS.get(name, [{}])
