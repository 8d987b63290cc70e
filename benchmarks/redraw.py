"""How long a live card takes to be drawn anew: that of the largest plan anybody may write, of a fire and of a lift.

A redraw is facts from the incident, kept as JSON and read again as the outbox finds them, drawn by the real templates.
The three take turns, so that what else the machine does falls on all.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from benchmarks.quiet import BEGAN, words, world
from benchmarks.table import at, row
from bot.domain.incident import Incident, Reporter, Responder, Stage, State, StepRecord, StepState
from bot.domain.places import Place
from bot.domain.playbook import Lane, Playbook, Step, When
from bot.domain.roster import Roster
from bot.platforms.telegram_text import TEXT_UNITS, units
from bot.platforms.wecom_card import change, write
from bot.platforms.wecom_text import MORE, MOST_TEXTS, plain
from bot.store.values import from_json, to_json
from bot.talk.message import Card, Choice, Drawn, Priority
from bot.words import LANGUAGES
from handlers.live import live_card

STEPS, LANES, PEOPLE = 60, 10, 10
REDRAWS = 200
EVIDENCE = ("维保说四十分钟到，车在路上了", "photo:AgACAgUAAxkBAAIB")


@dataclass(frozen=True, kw_only=True)
class Scene:
    """An incident on its plan, with everybody of the roster on it and half of the steps done."""

    name: str
    playbook: Playbook
    roster: Roster
    incident: Incident


def scene(name: str, playbook: Playbook, *, share: float = 0.5) -> Scene:
    """A fire or a lift at three in the morning; of each lane this share is done."""
    roster = _crowd(world().roster)
    people = tuple(
        Responder(person=one.id, department=one.department, stage=list(Stage)[number % 4], called=BEGAN)
        for number, one in enumerate(roster.people)
    )
    done = StepRecord(state=StepState.DONE, person="wang", at=BEGAN, evidence=EVIDENCE)
    incident = Incident(
        number=1234,
        community="anju",
        type=playbook.id,
        playbook="digest",
        urgency=playbook.urgency,
        level=2,
        state=State.RESPONDING,
        place=Place(building="3", unit="2", floor="7", room="702"),
        answers={question.id: question.answers[0].id for question in playbook.questions},
        reporter=Reporter(platform="telegram", chat="1004", account="1004", person="zhou"),
        commander="zhao",
        opened=BEGAN,
        event_at=BEGAN,
        due=BEGAN + timedelta(minutes=10),
        responders=people,
        steps={
            (lane.id, step.id): done for lane in playbook.lanes for step in lane.steps[: int(len(lane.steps) * share)]
        },
    )
    return Scene(name=name, playbook=playbook, roster=roster, incident=incident)


def largest() -> Playbook:
    """The fire plan with as many steps as ten lanes of six hold: its own, then the longest of the whole library."""
    library = world().playbooks
    others = sorted(_steps(*(one for one in library.values() if one.id != "fire")), key=_length, reverse=True)
    found = [*_steps(library["fire"]), *(replace(step, anybody=False) for step in others)][:STEPS]
    steps = [replace(step, id=f"s{number}", when=When()) for number, step in enumerate(found)]
    lanes = tuple(
        Lane(id=chr(ord("A") + number), name={"zh": f"疏散{number}线", "en": f"Strand {number}"}, steps=tuple(mine))
        for number, mine in enumerate(steps[start::LANES] for start in range(LANES))
    )
    return replace(library["fire"], lanes=lanes)


def redraw(one: Scene, *, language: str = "zh", platform: str = "telegram") -> Drawn:
    """The card as it goes out."""
    card = live_card(one.incident, one.playbook, one.roster)
    rows = [[{"key": it.key, "label": it.label, "facts": dict(it.facts)} for it in line] for line in card.rows]
    kept, buttons = from_json(to_json(dict(card.facts))), from_json(to_json(rows))
    found = tuple(tuple(Choice(**it) for it in line) for line in buttons)
    stored = Card(template=card.template, facts=kept, rows=found)
    return words().draw(stored, id="abcdefghij", language=language, platform=platform)


def longest(playbook: Playbook) -> tuple[int, int]:
    """Of all languages and states of a card: UTF-16 units on Telegram, texts before the card on WeCom; none is cut."""
    telegram, wecom = 0, 0
    for share in (0.0, 0.2, 0.34, 0.5, 0.67, 0.84, 1.0):
        for language in LANGUAGES:
            one = scene(playbook.id, playbook, share=share)
            telegram = max(telegram, units(redraw(one, language=language).text))
            drawn = replace(redraw(one, language=language, platform="wecom"), priority=Priority.EMERGENCY)
            texts = write(drawn, submit="提交").texts
            assert change(drawn, submit="提交") is not None, "too many choices for a card of WeCom"
            assert not texts[-1].endswith(MORE) or plain(drawn.text).endswith(MORE), "WeCom cuts words off"
            wecom = max(wecom, len(texts))
    return telegram, wecom


def _crowd(roster: Roster) -> Roster:
    """The sample's people, and as many more as make ten."""
    first = roster.people[0]
    more = (replace(first, id=f"guard{n}", name=f"保安{n}", accounts={}) for n in range(PEOPLE - len(roster.people)))
    return replace(roster, people=(*roster.people, *more))


def _steps(*playbooks: Playbook) -> Iterator[Step]:
    return (step for playbook in playbooks for lane in playbook.lanes for step in lane.steps)


def _length(step: Step) -> int:
    return sum(len(said) for said in step.text.values())


def main() -> int:
    """Prints one table; 0 when every card fits on both platforms, in every state."""
    library = world().playbooks
    plans = {f"{STEPS} steps, {LANES} lanes": largest(), "fire": library["fire"], "lift": library["elevator_trapped"]}
    scenes = [scene(name, playbook) for name, playbook in plans.items()]
    taken: dict[str, list[float]] = {one.name: [] for one in scenes}
    for one in scenes:
        redraw(one)  # the first compiles the template
    for _ in range(REDRAWS):
        for one in scenes:
            begin = time.perf_counter()
            redraw(one)
            taken[one.name].append(time.perf_counter() - begin)
    print(row("plan", "steps", "p50, p99 (ms)", "times the lift, p50, p99", "longest: Telegram units, WeCom texts"))
    print(row("---", "---", "---", "---", "---"))
    fits = True
    for one in scenes:
        mine, lift = _two(taken[one.name]), _two(taken["lift"])
        telegram, wecom = longest(one.playbook)
        fits = fits and telegram <= TEXT_UNITS and wecom <= MOST_TEXTS
        count = sum(len(lane.steps) for lane in one.playbook.lanes)
        ratios = ", ".join(f"{found / against:.2f}" for found, against in zip(mine, lift, strict=True))
        told = ", ".join(f"{found * 1000:.2f}" for found in mine)
        print(row(one.name, count, told, ratios, f"{telegram} of {TEXT_UNITS}, {wecom} of {MOST_TEXTS}"))
    return int(not fits)


def _two(seconds: list[float]) -> tuple[float, float]:
    return statistics.median(seconds), at(0.99, seconds)


if __name__ == "__main__":
    sys.exit(main())
