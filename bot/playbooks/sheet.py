"""One playbook as facts for the sheet that people read on paper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from bot.domain.people import Role
from bot.domain.playbook import Answer, Call, Called, Lane, Playbook, Question, Said, Step, When
from bot.playbooks.listing import in_order
from bot.talk.message import Facts

_UNITS = ((3600, "h"), (60, "m"), (1, "s"))


def sheet(playbook: Playbook, *, names: Mapping[str, Said]) -> Facts:
    """Everything of it, in the order it is read; `names` says what other types are called."""
    return {
        "id": playbook.id,
        "name": playbook.names,
        "icon": playbook.icon,
        "urgency": playbook.urgency.value,
        "lowers": playbook.lowers,
        "all_hands": playbook.all_hands,
        "command": _role(playbook.command),
        "words": list(playbook.words.any_of),
        "yields_to": [names.get(one, one) for one in playbook.words.yields_to],
        "scene": [_called(one) for one in playbook.called if one.scene],
        "away": [_called(one) for one in playbook.called if not one.scene],
        "anyone": list(playbook.anyone),
        "questions": [_question(one, playbook, names) for one in playbook.questions],
        "lanes": [
            {
                "id": lane.id,
                "name": lane.name,
                "steps": [_step(one, playbook, lane=lane) for one in lane.steps],
            }
            for lane in playbook.lanes
        ],
        "closing": list(playbook.closing),
        "reports": list(playbook.reports),
        "sources": in_order(playbook.sources),
    }


def _question(question: Question, playbook: Playbook, names: Mapping[str, Said]) -> Facts:
    return {
        "text": question.text,
        "when": _when(question.when, playbook),
        "answers": [_answer(one, playbook, names) for one in question.answers],
    }


def _answer(answer: Answer, playbook: Playbook, names: Mapping[str, Said]) -> Facts:
    return {
        "text": answer.text,
        "urgency": answer.urgency.value if answer.urgency else "",
        "level": answer.level or 0,
        "command": _role(answer.command),
        "attach": names.get(answer.attach, answer.attach),
        "done": _numbers(answer.done, playbook),
        "tell": answer.tell or "",
        "warn": answer.warn or "",
    }


def _step(step: Step, playbook: Playbook, *, lane: Lane) -> Facts:
    numbers = {one.id: f"{lane.id}{at}" for at, one in enumerate(lane.steps, start=1)}
    return {
        "number": numbers[step.id],
        "after": numbers.get(step.after, ""),
        "text": step.text,
        "who": _called(step),
        "commander": step.commander,
        "limit": _limit(step.limit),
        "life": step.life,
        "anybody": step.anybody,
        "when": _when(step.when, playbook),
        "forbid": list(step.forbid),
        "evidence": step.evidence.value,
        "ask": step.ask or "",
        "private": step.private,
        "call": _call(step.call, playbook),
        "notice": step.notice,
        "sources": in_order(step.sources),
        "suggested": step.suggested,
    }


def _called(one: Called | Step) -> list[str]:
    """The department and the skill somebody is called or asked for by."""
    return [word.value for word in (one.department, one.skill) if word]


def _call(call: Call | None, playbook: Playbook) -> Facts | None:
    """The words to say, each blank that a question fills named by its question."""
    if call is None:
        return None
    asked = {one.id: {language: f"[{text}]" for language, text in one.text.items()} for one in playbook.questions}
    return {"to": call.to, "otherwise": call.otherwise, "say": call.say, "asked": asked}


def _when(when: When, playbook: Playbook) -> list[Facts]:
    found: list[Facts] = []
    for name, wanted in when.answers.items():
        question = playbook.question(name)
        answers = question.answers if question else ()
        asked = question.text if question else name
        found.append({"question": asked, "answers": [one.text for one in answers if one.id in wanted]})
    return found


def _numbers(done: str, playbook: Playbook) -> list[str]:
    """`A/call_119` as people count steps: A1."""
    numbers = {
        f"{lane.id}/{step.id}": f"{lane.id}{at}"
        for lane in playbook.lanes
        for at, step in enumerate(lane.steps, start=1)
    }
    return [numbers.get(one, one) for one in done.split()]


def _limit(limit: timedelta | None) -> Facts | None:
    if limit is None:
        return None
    seconds = round(limit.total_seconds())
    size, unit = next((size, unit) for size, unit in _UNITS if seconds % size == 0)
    return {"number": seconds // size, "unit": unit}


def _role(role: Role | None) -> str:
    return role.name.lower() if role else ""
