"""Sample facts written by hand: of a playbook as it is read on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.domain.people import Department, Role, Skill
from bot.domain.playbook import Answer, Call, Called, Evidence, Lane, Playbook, Question, Step, Urgency, When, Words
from bot.playbooks.sheet import sheet
from bot.talk.message import Facts
from tests.rules.samples import NASTY

_SAID = {"zh": NASTY, "en": NASTY}
_YES = Answer(
    id="yes", text=_SAID, urgency=Urgency.EMERGENCY, level=1, command=Role.COMMANDER, attach="fire", done="A/call",
    tell=_SAID, warn=_SAID,
)  # fmt: skip
_NO = Answer(id="no", text=_SAID)
_WHEN = When(answers={"first": frozenset({"yes", "no"}), "second": frozenset({"no"})})
_CALL = Step(
    id="call", text=_SAID, department=Department.SERVICE, limit=timedelta(seconds=90), life=True, anybody=True,
    when=_WHEN, forbid=(_SAID,), call=Call(to="119", say={"zh": "{place}，{first}。", "en": "{place}, {first}."}),
    suggested="our own practice, the minute",
)  # fmt: skip
_FIRM = Step(
    id="firm", text=_SAID, department=Department.ENGINEERING, skill=Skill.LIFT, limit=timedelta(hours=2),
    call=Call(to="lift_maintenance", say=_SAID, otherwise="96333"), sources=("D13 §2", "D2 §1"), suggested="S3",
    after="call",
)  # fmt: skip
_SHOWN = tuple(
    Step(id=kind, text=_SAID, commander=True, evidence=kind, ask=ask, private=ask is None, notice=notice)
    for kind, ask, notice in ((Evidence.PHOTO, _SAID, "evacuation"), (Evidence.TEXT, None, ""))
)
_SMALL = Playbook(
    id="other", names=_SAID, icon="❗", family="other", urgency=Urgency.GENERAL, lowers=True, words=Words(), marks={},
    anyone=(), questions=(), called=(Called(department=Department.SERVICE, scene=False),),
    lanes=(Lane(id="A", name=_SAID, steps=(Step(id="a", text=_SAID, skill=Skill.MEDIC, sources=("D1 §1",)),)),),
    closing=(_SAID,), reports=("R1",), covers=(), sources=("D1 §1",),
)  # fmt: skip
_WHOLE = replace(
    _SMALL,
    urgency=Urgency.EMERGENCY,
    lowers=False,
    all_hands=True,
    command=Role.COMMANDER,
    words=Words(any_of=(NASTY, "x"), yields_to=("fire", "flood")),
    anyone=(_SAID,),
    questions=(
        Question(id="first", text=_SAID, answers=(_YES, _NO)),
        Question(id="second", text=_SAID, answers=(_NO,), when=When(answers={"first": frozenset({"yes"})})),
    ),
    called=(Called(skill=Skill.LIFT), Called(department=Department.SECURITY)),
    lanes=(Lane(id="A", name=_SAID, steps=(_CALL, _FIRM, *_SHOWN)),),
    reports=("R1", "R4"),
)

SHEETS: Mapping[str, Sequence[Facts]] = {
    "playbook/sheet": [sheet(one, names={"fire": _SAID}) for one in (_SMALL, _WHOLE)],
}
