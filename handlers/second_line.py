"""A report told in two lines, one right behind the other: 着火了 / 4楼, 有人被困 / 电梯里, and the other way round."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.intake import Intake
from bot.domain.recognise import FALLBACK, Recognised, only_count, only_place
from bot.talk.message import Incoming
from bot.talk.work import Work
from handlers.facts import iso

SOON = timedelta(minutes=1)
"""So long the next line of somebody belongs to their line before without any sign of it."""
_SHORT = 30
_HALF = 12
"""Letters of two lines that say nothing alone and something together; in longer ones chance would find something."""
_LONGEST = 60


def sure_type(said: Recognised) -> str | None:
    """The type a line certainly says; where nothing but 其他 comes in question, that."""
    return said.type if not said.likely or said.likely == (FALLBACK,) else None


def gives_way(both: Recognised, kind: str | None, *, to: str) -> bool:
    """Whether of two types found together the one only belongs to the other: somebody hurt, to the fire."""
    return any(one.type == kind and to in one.gives_way for one in both.because)


def completed(work: Work, intake: Intake, incoming: Incoming) -> Recognised | None:
    """What both lines say together, when this one follows a report within a minute and adds to it."""
    text = incoming.text
    if not timedelta() <= incoming.at - intake.at <= SOON or not intake.words or not 0 < len(text) <= _SHORT:
        return None
    alone, first, both = work.recognise(text), work.recognise(intake.words), work.recognise(f"{intake.words} {text}")
    if alone.talk or not alone.place.may_lie_in(intake.place) or _is_its_own(alone, intake, both):
        return None
    kind = _better(intake, first, both)
    plan = work.playbooks.get(kind or "")
    answers = work.recogniser.answers(text if kind == intake.type else both.read, plan) if plan else {}
    new = {key for key, value in answers.items() if intake.answers.get(key) != value}
    says_more = bool(new) and (kind != intake.type or _only_answers(text, new, counted=_counting(work, kind)))
    if kind == intake.type and not says_more and not only_place(text):
        return None
    return replace(both, type=kind, likely=(), place=alone.place, answers=answers)


async def line_before(work: Work, incoming: Incoming, said: Recognised) -> str:
    """The line of this person here less than a minute ago that makes a report with this one; empty: there is none."""
    kept = await work.recall(_name(incoming))
    fit = 0 < len(incoming.text) <= _LONGEST and not (incoming.forwarded or incoming.hidden)
    if not isinstance(kept, dict) or not fit:
        return ""
    if not timedelta() <= incoming.at - datetime.fromisoformat(kept["at"]) <= SOON:
        return ""
    before = str(kept["text"])
    first, both = work.recognise(before), work.recognise(f"{before} {incoming.text}")
    if said.talk or both.talk or not said.place.may_lie_in(first.place):
        return ""
    if said.type is None:
        halves = max(len(before), len(incoming.text)) <= _HALF
        return before if halves and sure_type(both) else ""
    more_certain = sure_type(both) is not None and sure_type(both) != sure_type(said)
    return before if only_place(before) or only_count(before) or more_certain else ""


async def keep_line(work: Work, incoming: Incoming) -> None:
    """Remembers a line that is no report by itself, for as long as the next one may make it one."""
    plain = not (incoming.forwarded or incoming.hidden or incoming.files)
    if plain and incoming.account and 0 < len(incoming.text) <= _SHORT:
        await work.keep(_name(incoming), {"text": incoming.text, "at": iso(incoming.at)})


async def forget_line(work: Work, incoming: Incoming) -> None:
    """A report has come: what was said before it belongs to no later one."""
    if await work.recall(_name(incoming)) is not None:
        await work.keep(_name(incoming), None)


def _name(incoming: Incoming) -> str:
    return f"line:{incoming.where.platform}:{incoming.where.chat}:{incoming.account}"


def _is_its_own(alone: Recognised, intake: Intake, both: Recognised) -> bool:
    """Whether the second line certainly reports something else: another type, and neither gives way to the other."""
    kind = alone.type
    if kind is not None and alone.place.building and intake.ready:
        return True
    if kind is None or intake.type in (None, FALLBACK, kind):
        return False
    return not (gives_way(both, kind, to=intake.type) or gives_way(both, intake.type, to=kind))


def _better(intake: Intake, first: Recognised, both: Recognised) -> str | None:
    """The type of both lines, when it is certain and the type until now came from the words and from nobody's press."""
    by_words = intake.type is None or intake.type == sure_type(first)
    found = sure_type(both)
    return found if found and by_words and (intake.type is None or found != FALLBACK) else intake.type


def _only_answers(text: str, new: set[str], *, counted: str) -> bool:
    """Whether a line answers the card and nothing else: 我叫了3个人 is no number of people shut in."""
    return only_count(text) if new == {counted} else len(text) <= _HALF * 2


def _counting(work: Work, kind: str | None) -> str:
    plan = work.playbooks.get(kind or "")
    return next((one.id for one in plan.questions if one.counts), "") if plan else ""
