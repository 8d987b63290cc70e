"""One walk through a plan as its people take it: reported, asked, each step read and done with its evidence, closed."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.domain.people import Department, Role, Skill
from bot.domain.playbook import Answers, Call, Evidence, Lane, Playbook, Said, Step, Urgency
from bot.domain.standing_in import STANDS_IN
from bot.read.playbook import read_playbooks
from bot.sandbox.places import NotHeardError, Person
from bot.sandbox.seen import Message
from tests.domain.estate import answers_in
from tests.stories.town import ROOT, Town

LIBRARY = read_playbooks(ROOT / "templates" / "playbooks")
LEVELS = {"zh": ("Ⅰ级", "Ⅱ级", "Ⅲ级", "Ⅳ级"), "en": ("level I", "level II", "level III", "level IV")}

_BUTTONS = {
    "zh": {
        "open": "上报",
        "change": "修改",
        "controlled": "已控制",
        "close": "结案",
        "done": "完成",
        "did": "完成",
        "closed": "已结案",
        "call": "已打",
        "emergency": "紧急",
        "general": "一般",
    },
    "en": {
        "open": "Report",
        "change": "Change",
        "controlled": "Controlled",
        "close": "Close",
        "done": "Done",
        "did": "done",
        "closed": "closed",
        "call": "Called",
        "emergency": "emergency",
        "general": "general",
    },
}
_DEPARTMENTS = {
    Department.SECURITY: ("wang", "he"),
    Department.ENGINEERING: ("li", "chen"),
    Department.SERVICE: ("zhou",),
    Department.CONTROL: ("sun",),
    Department.PROPERTY: ("zhao", "zhu"),
    Department.OFFICE: ("luo",),
}
"""Who is in the departments of the sample roster."""
_SKILLS = {
    Skill.FIREFIGHTING: ("wang",),
    Skill.LIFT: ("li", "chen"),
    Skill.ELECTRICIAN: ("li",),
    Skill.FIRST_AID: ("zhou", "he"),
    Skill.MEDIC: (),
}


@dataclass(kw_only=True)
class Walk:
    """What one walk has given and seen; `claims` are the requirements it has gone past."""

    town: Town
    playbook: Playbook
    number: int
    language: str = "zh"
    answers: dict[str, str] = field(default_factory=dict)
    done: set[tuple[str, str]] = field(default_factory=set)
    claims: set[str] = field(default_factory=set)
    live: Message | None = None

    @property
    def words(self) -> Mapping[str, str]:
        """What stands on the buttons."""
        return _BUTTONS[self.language]

    def said(self, said: Said) -> str:
        """A sentence of the playbook in the language of this walk."""
        return said[self.language]

    async def open(self) -> None:
        """周敏 reports it in one line and 上报 calls the people; what the line already says is answered."""
        zhou, line = self.town.zhou, first_words(self.playbook)
        begun = await zhou.says(f"3号楼2单元{line}")
        draft = await zhou.heard(self.said(self.playbook.names), self.words["change"], after=begun)
        await zhou.presses(draft, self.words["open"])
        self.answers = answers_in(line, self.playbook)
        self.live = await self.town.staff.heard(f"#{self.number} {self.said(self.playbook.names)}", after=begun)
        for said in self.playbook.anyone:
            assert self.said(said) in self.live.text, "what everybody on the spot does, from the first second"

    async def answer(self, given: Answers) -> None:
        """Every question of the plan, pressed on the reporter's card; what an answer says to do now is told at once."""
        zhou, told = self.town.zhou, ""
        while question := self.playbook.next_question(self.answers):
            chosen = question.answer(given.get(question.id, question.answers[-1].id))
            assert chosen is not None
            card = await zhou.heard(f"#{self.number} {self.said(question.text)}", told, after=0)
            assert self.said(chosen.text) in card.labels
            await zhou.presses(card, self.said(chosen.text))
            self.answers[question.id] = chosen.id
            told = self.said(chosen.tell) if chosen.tell else ""
            self.claims.update(question.covers, chosen.covers)
            for key in chosen.done.split():
                lane, _, step = key.partition("/")
                self.done.add((lane, step))
            if chosen.warn:
                await self.commander.heard(self.said(chosen.warn), after=0)
        if told:
            await zhou.heard(told, after=0)
        await self._raised()

    async def _raised(self) -> None:
        """What the answers raise stands at the head of the group's card, and the plans they call for beside it."""
        given = [question.answer(self.answers.get(question.id, "")) for question in self.playbook.questions]
        chosen = [answer for answer in given if answer is not None]
        urgent = Urgency.EMERGENCY in (self.playbook.urgency, *(answer.urgency for answer in chosen))
        beside = [LIBRARY[answer.attach] for answer in chosen if answer.attach]
        urgent = urgent or any(plan.urgency is Urgency.EMERGENCY for plan in beside)
        levels = [answer.level for answer in chosen if answer.level is not None]
        shown = [self.words["emergency" if urgent else "general"], *(self.said(plan.names) for plan in beside)]
        if levels and not beside:  # a plan beside it may know more from the same line
            shown.append(f"{self.words['emergency' if urgent else 'general']} {LEVELS[self.language][min(levels) - 1]}")
        head = await self._shown(f"#{self.number} ", *shown)
        assert all(word in head.text.splitlines()[0] for word in shown), head

    async def _shown(self, *words: str) -> Message:
        """The group's card of this incident, as it stands, once it says all of this; it is edited ten times a minute at
        most, and the card of an incident before says the same."""
        assert self.live is not None
        for _ in range(20):
            mark = await self.town.settles()
            live = await self.town.staff.look(self.live)
            if not live.says(*words):
                with contextlib.suppress(NotHeardError):
                    await self.town.staff.heard(f"#{self.number} ", *words, after=mark, within=0.5)
                live = await self.town.staff.look(self.live)
            if live.says(*words):
                return live
        raise AssertionError(f"{words} not in {live}")

    @property
    def commander(self) -> Person:
        """Who commands after these answers: the leader of the shift, or whom plan or answer name."""
        chosen = [question.answer(self.answers.get(question.id, "")) for question in self.playbook.questions]
        named = {self.playbook.command, *(answer.command for answer in chosen if answer)}
        return (
            self.town.luo if Role.COMMANDER in named else self.town.zhu if Role.SUPERVISOR in named else self.town.zhao
        )

    async def do_everything(self) -> None:
        """Round by round the next step of each lane, read where its people read it and done with its evidence."""
        while nexts := self._nexts():
            await self.town.settles()
            for lane, step in nexts:
                await (self._call(lane, step) if step.anybody else self._do(lane, step))
                self.done.add((lane.id, step.id))
                self.claims.update(step.covers)
        assert self.steps <= self.done
        self.claims.update(self.playbook.covers)

    @property
    def steps(self) -> set[tuple[str, str]]:
        """The steps these answers open."""
        return {(lane.id, one.id) for lane in self.playbook.lanes for one in lane.steps if one.when.holds(self.answers)}

    def _nexts(self) -> list[tuple[Lane, Step]]:
        """Calls anybody may make, and the first other open step of each lane."""
        found = []
        for lane in self.playbook.lanes:
            held = (step for step in lane.steps if step.when.holds(self.answers))
            waiting = [step for step in held if (lane.id, step.id) not in self.done]
            calls = [step for step in waiting if step.anybody]
            found += [(lane, step) for step in (*calls, *[one for one in waiting if not one.anybody][:1])]
        return found

    async def _call(self, lane: Lane, step: Step) -> None:
        """A guard nobody asked has called, and says so on the card of the group."""
        assert step.call is not None
        assert self.live is not None
        label = f"{self.words['call']}{'' if self.language == 'zh' else ' '}{step.call.to}"
        for _ in range(4):
            live = await self._shown(self.said(step.text))
            self._says(step.call, live.text)
            mark = re.search(rf"{re.escape(self.said(step.text))}[ （(]+([①-⑨])", live.text)
            told = await self.town.he.presses(live, f"{label} {mark[1]}" if mark else label)
            if not told.alert:  # else a newer card came in that moment
                break
        assert told.text.startswith(f"#{self.number} {self.words['did']} {lane.id}"), told

    async def _do(self, lane: Lane, step: Step) -> None:
        """Whose step it is reads it with what not to do and the words to say, and presses 完成."""
        shown = [self.said(step.text), *(f"🚫 {self.said(no)}" for no in step.forbid)]
        people = self._people(step)
        person, card = await self._card(people, f"#{self.number} ", *shown)
        if step.call:
            self._says(step.call, card.text)
        await self._press([person], f"{self.words['done']} {lane.id}", *shown)
        if step.evidence is Evidence.NONE:
            return
        if step.evidence is Evidence.PHOTO:
            await person.sends(None, "photo")
        else:
            await person.says("3" if step.evidence is Evidence.NUMBER else "好了")
        await person.heard(f"#{self.number} {self.words['did']} {lane.id}")

    def _says(self, call: Call, text: str) -> None:
        """The number and the words to say stand there, each clause whose blanks are known."""
        assert "☎️ " in text
        assert "{" not in text
        for clause in re.split("[，。？,.?]", self.said(call.say)):
            assert "{" in clause or clause.strip() in text, clause

    async def _press(self, people: list[Person], label: str, *words: str) -> None:
        """A button of somebody's own card; when a newer card comes in that moment, of that one."""
        for _ in range(4):
            person, card = await self._card(people, f"#{self.number} ", *words, label)
            pressed = await person.presses(card, label)
            if not pressed.alert:
                return
            await self.town.settles()
        raise AssertionError(pressed.text)

    async def _card(self, people: list[Person], *words: str) -> tuple[Person, Message]:
        """Who of these has all of this on their own card, and the card."""
        for person in people:
            for message in reversed(await person.messages()):
                if message.bot and message.says(*words):
                    return person, message
        return people[0], await people[0].heard(*words, after=0)

    def _people(self, step: Step) -> list[Person]:
        if step.commander:
            return [self.commander]
        names = _SKILLS[step.skill] if step.skill else ()
        department = step.department
        while department is not None and not names:
            names = _DEPARTMENTS.get(department, ())
            department = STANDS_IN.get(department)
        return [self.town.people[name] for name in names]

    async def close(self) -> None:
        """已控制 shows what closing needs, 结案 ends it; nothing of the plan is left open."""
        await self.town.settles()
        await self._press([self.commander], self.words["controlled"])
        await self.town.settles()
        mark = await self.town.settles()
        await self._press([self.commander], self.words["close"], *(self.said(said) for said in self.playbook.closing))
        await self.town.staff.heard(f"#{self.number} {self.words['closed']}", after=mark)


def first_words(playbook: Playbook) -> str:
    """A recognise word that gives as few answers of the card as there is one."""
    return min(playbook.words.any_of, key=lambda word: (len(answers_in(word, playbook)), word.isascii()))
