"""The course of R1 from the timeline: who came, what was done and said; nothing personal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from zoneinfo import ZoneInfo

from bot.domain.incident import Incident
from bot.domain.playbook import Playbook, Step
from bot.domain.roster import Roster
from bot.domain.second_plan import name_of_plan
from bot.talk.papers import Past
from handlers.facts import Json, answer_said, brief, is_file, iso, name_of

_WORDS = 120
"""Of what somebody said, in one line of the course."""
_PLAIN = frozenset(
    {
        "IncidentOpened", "IncidentVerified", "IncidentControlled", "IncidentClosed", "PersonWent", "PersonArrived",
        "PersonDeclined", "ArrivalOverdue", "CommandTaken", "CommandPassed", "CommandMoved",
    }
)  # fmt: skip
"""Events of the course that need no more than who and when."""
_UNDONE = {
    "ArrivalTakenBack": (frozenset({"PersonArrived"}), ("person",)),
    "StepTakenBack": (frozenset({"StepDone", "StepSkipped"}), ("lane", "step")),
}
"""What takes back which events, and by which of their facts."""
_PLAN = frozenset({"StepSkipped", "StepAdded", "StepMoved", "StepAssigned", "CallerNamed"})
_BARE: Json = {"text": "", "files": 0, "step": {}, "outside": False, "level": 0}


def course_lines(
    incident: Incident, playbook: Playbook, history: Sequence[Past], *, roster: Roster, zone: ZoneInfo
) -> list[Json]:
    """One line for each thing that counts, in order, without what was taken back."""
    day = incident.event_at.astimezone(zone).date()
    lines = []
    for past in _standing(history):
        more = _more(playbook, past)
        if more is None:
            continue
        later = past.at.astimezone(zone).date() != day
        who = name_of(roster, str(past.facts.get("person") or "") or past.person)
        lines.append({**_BARE, "kind": past.kind, "at": iso(past.at), "later": later, "who": who, **more})
    return lines


def _standing(history: Sequence[Past]) -> Iterable[Past]:
    """What was not taken back later: an arrival or a step pressed by mistake."""
    gone: list[tuple[frozenset[str], dict[str, object]]] = []
    kept: list[Past] = []
    for past in reversed(history):
        if past.kind in _UNDONE:
            kinds, names = _UNDONE[past.kind]
            gone.append((kinds, {name: past.facts[name] for name in names}))
            continue
        taken = next((one for one in gone if past.kind in one[0] and one[1].items() <= past.facts.items()), None)
        if taken is None:
            kept.append(past)
        else:
            gone.remove(taken)
    return reversed(kept)


def _more(playbook: Playbook, past: Past) -> Json | None:
    """What a line says besides who and when; None: it is no line of the course."""
    facts = past.facts
    if past.kind in _PLAIN:
        return None if past.kind == "ArrivalOverdue" and facts.get("round") else {}
    if past.kind == "StepDone":
        return _step(playbook, facts)
    if past.kind == "PlanAttached":
        return {"step": dict(name_of_plan(playbook, str(facts["type"])))}
    if past.kind == "QuestionAnswered":
        question = playbook.question(str(facts["question"]))
        answer = question.answer(str(facts["answer"])) if question else None
        if question is None or answer is None or answer.warn is None:
            return None
        return {"text": brief(question, answer.id) or answer_said(question, answer.id)}
    if past.kind == "NoteAdded":
        files = facts.get("files")
        return {
            "text": one_line(str(facts["text"]), most=_WORDS),
            "files": len(files) if isinstance(files, list) else 0,
            "outside": past.person is None,
        }
    if past.kind == "Escalated":
        return {"text": one_line(str(facts["reason"]), most=_WORDS)}
    if past.kind in _PLAN:
        return _changed(playbook, facts)
    if past.kind == "LevelSet":
        return {"text": one_line(str(facts["reason"]), most=_WORDS), "level": facts["level"]}
    if past.kind == "NoticeApproved":
        return {"text": f"N{facts['notice']}"}
    return None


def _changed(playbook: Playbook, facts: Mapping[str, object]) -> Json | None:
    """A step that was skipped, added, brought forward or given to somebody by who commands; or who made its call."""
    step = _step_of(playbook, facts)
    return (
        {"step": dict(step.text), "text": one_line(str(facts.get("reason") or facts.get("text") or ""), most=_WORDS)}
        if step
        else None
    )


def _step_of(playbook: Playbook, facts: Mapping[str, object]) -> Step | None:
    lane = playbook.lane(str(facts["lane"]))
    return lane.step(str(facts["step"])) if lane else None


def _step(playbook: Playbook, facts: object) -> Json | None:
    """A finished step with what it had to show; what is personal stays out."""
    assert isinstance(facts, dict)
    step = _step_of(playbook, facts)
    if step is None:
        return None
    shown = [str(one) for one in facts["evidence"]]
    words = "" if step.private else one_line(" ".join(one for one in shown if not is_file(one)), most=_WORDS)
    return {"step": dict(step.text), "text": words, "files": sum(is_file(one) for one in shown)}


def one_line(text: str, *, most: int) -> str:
    """Words of people on one line, and no more than there is room for."""
    words = " ".join(text.split())
    return words if len(words) <= most else f"{words[: most - 1]}…"
