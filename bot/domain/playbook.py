"""A playbook: what is asked, who is called and what is done for one type of incident. Data, never code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from bot.domain.people import Department, Role, Skill

Said = Mapping[str, str]
"""The same sentence in each language: {"zh": ..., "en": ...}."""
Answers = Mapping[str, str]
"""Question id to the id of the chosen answer, or to the free words given instead."""

UNSURE = "unsure"
"""The id every question's 不清楚 has."""
BOTH = "both"
"""The id of the answer that means two others of its question at once."""
EXTRA = "Z"
"""The lane of what is added to no lane of the plan while it runs; no other lane has this letter."""


HELP = ("119", "110", "120")
"""The numbers nobody may keep anybody from calling: fire service, police, ambulance (X-03)."""
EMERGENCY_NUMBERS = (*HELP, "122")
"""Public numbers a step may call besides the contacts of the roster; 122 is the traffic police."""


class Urgency(StrEnum):
    """The two tiers every incident has (D21 §1.1)."""

    GENERAL = "general"
    """The people on duty settle it and report afterwards."""
    EMERGENCY = "emergency"
    """Whoever commands is called now."""


class Group(StrEnum):
    """Under which of the menu's groups a type is found by who picks it by hand (D6 §2, and what D6 leaves out)."""

    WEATHER = "weather"
    SAFETY = "safety"
    EQUIPMENT = "equipment"
    ORDER = "order"
    MEDICAL = "medical"
    DISPUTE = "dispute"
    ENVIRONMENT = "environment"
    DESK = "desk"
    OTHER = "other"


class Evidence(StrEnum):
    """What a finished step has to show."""

    NONE = "none"
    PHOTO = "photo"
    NUMBER = "number"
    TEXT = "text"


@dataclass(frozen=True, kw_only=True)
class When:
    """A condition on answers: for each question named, one of the answers listed."""

    answers: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def holds(self, given: Answers) -> bool:
        """Whether the answers so far fulfil it; an open question fulfils nothing."""
        return all(given.get(question) in wanted for question, wanted in self.answers.items())


ALWAYS = When()
"""The condition that holds whatever is answered."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One button of a question and what it changes at once."""

    id: str
    text: Said
    urgency: Urgency | None = None
    level: int | None = None
    brief: Said | None = None
    """How it is told to others on cards and on the telephone; None: it goes without saying."""
    warn: Said | None = None
    """What the commander is told, with sound, in the moment of the answer."""
    tell: Said | None = None
    """What to tell the caller now."""
    done: str = ""
    """`A/call_119`: it says that this step of this lane is done already; several with a space between."""
    command: Role | None = None
    """Who commands from this answer on: the first of this role (X-01); None: whoever does."""
    attach: str = ""
    """The type whose plan is run beside this one from this answer on."""
    covers: tuple[str, ...] = ()
    """Requirements this answer fulfils; likewise of questions, steps and the playbook as a whole."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question of the question card."""

    id: str
    text: Said
    answers: tuple[Answer, ...]
    when: When = ALWAYS
    covers: tuple[str, ...] = ()
    number: bool = False
    """Whether it asks how many, so that a number is an answer."""
    private: bool = False
    """Its answers tell of a person what a group must not read: they stand on own cards only."""

    def answer(self, id: str) -> Answer | None:
        """The answer with this id; None for free words."""
        return next((answer for answer in self.answers if answer.id == id), None)

    @property
    def counts(self) -> bool:
        """Whether a number answers it; of copies made before `number` was known, the id says so."""
        return self.number or self.id == "count"

    def counted(self, many: int) -> str:
        """The answer that means this many."""
        known = (one for one in (str(many), "many" if many >= 10 else "more") if self.answer(one))
        return next(known, "more")

    def typed(self, text: str) -> str | None:
        """The answer that a bare number is; None where no number is asked for, and for a telephone number."""
        digits = text.strip()
        return self.counted(int(digits)) if self.counts and digits.isdecimal() and len(digits) <= 3 else None


@dataclass(frozen=True, kw_only=True)
class Call:
    """A telephone call that belongs to a step, with the words to say."""

    to: str
    """119, 110, 120, or the kind of a contact of the roster."""
    say: Said
    otherwise: str = ""
    """The public number where the roster has no such contact: 95598 for power."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing to do, by one department, by who has a skill, or by the commander."""

    id: str
    text: Said
    department: Department | None = None
    skill: Skill | None = None
    commander: bool = False
    """It is the commander's of this incident, whoever that is."""
    person: str = ""
    """Roster id of whom it was given to on this incident; no file names one."""
    limit: timedelta | None = None
    """From the moment it is next in its lane; None: `times.step`."""
    life: bool = False
    """Life safety: never waits for an approval or an unanswered question."""
    evidence: Evidence = Evidence.NONE
    private: bool = False
    """Its evidence holds names or phones: no group reads it (rule 9)."""
    ask: Said | None = None
    """What exactly the evidence has to say."""
    when: When = ALWAYS
    after: str = ""
    """The earlier step of its lane that has to be done before it; that one being skipped is not enough (X-30)."""
    forbid: tuple[Said, ...] = ()
    call: Call | None = None
    anybody: bool = False
    """A call anybody may make: everybody sees it with the words to say until one has; nothing in its lane waits."""
    notice: str = ""
    """The kind of notice to residents that it offers; empty: none."""
    suggested: str = ""
    """The public source of what no document of the company states."""
    sources: tuple[str, ...] = ()
    """Document and clause that ask for it: `D13 §1(2)1`."""
    covers: tuple[str, ...] = ()

    @property
    def calls_help(self) -> bool:
        """Whether it is a call to 119, 110 or 120."""
        return self.call is not None and self.call.to in HELP


@dataclass(frozen=True, kw_only=True)
class Lane:
    """A named strand of steps in order; lanes go side by side."""

    id: str
    name: Said
    steps: tuple[Step, ...]
    of: Said | None = None
    """What the plan is called that brought it, when that is not the first of its incident."""

    def step(self, id: str) -> Step | None:
        """The step with this id."""
        return next((step for step in self.steps if step.id == id), None)

    @property
    def full_name(self) -> Said:
        """The name with whose it is, where there is room for it: 燃气泄漏·关阀."""
        if self.of is None:
            return self.name
        whose = {key: f"{said}·" for key, said in self.of.items()}
        return {key: whose[key] + said.removeprefix(whose[key]) for key, said in self.name.items()}


@dataclass(frozen=True, kw_only=True)
class Called:
    """A department or skill that is called at opening; `scene`: it has to come to the place."""

    department: Department | None = None
    skill: Skill | None = None
    scene: bool = True


@dataclass(frozen=True, kw_only=True)
class Words:
    """What a report of this type says; patterns are written as bot/domain/recognise/pattern.py tells."""

    any_of: tuple[str, ...] = ()
    """Plain words, each of which is enough."""
    together: tuple[str, ...] = ()
    """Patterns, each of which is enough: `@lift + 困`."""
    hints: tuple[str, ...] = ()
    """Patterns that make the type likely and no more: enough to ask, not to believe."""
    none_of: tuple[str, ...] = ()
    """Patterns with which it is something else."""
    aside: tuple[str, ...] = ()
    """What only sounds like one of the words, such as 油烟 for smoke: the rest of the line is read without it."""
    yields_to: tuple[str, ...] = ()
    """Types that win where a report says both (playbooks.md §0.3)."""


@dataclass(frozen=True, kw_only=True)
class Playbook:
    """One plan, ready to be run; an incident keeps a copy of the one it started with."""

    id: str
    names: Said
    icon: str
    family: str
    urgency: Urgency
    lowers: bool
    """Whether the desk may lower its urgency (playbooks.md §0.2)."""
    words: Words
    marks: Mapping[str, Mapping[str, tuple[str, ...]]]
    """Question id to answer id to patterns of the report that already give this answer."""
    anyone: tuple[Said, ...]
    """What anybody on the spot does or leaves, on the card from the first second."""
    questions: tuple[Question, ...]
    called: tuple[Called, ...]
    lanes: tuple[Lane, ...]
    closing: tuple[Said, ...]
    reports: tuple[str, ...]
    covers: tuple[str, ...]
    sources: tuple[str, ...]
    all_hands: bool = False
    """Everybody on duty is called, not only the first of what `called` names."""
    group: Group = Group.OTHER
    command: Role | None = None
    """Who commands it from the first second (X-01); None: the first on duty of `command.order`."""
    attached: tuple[str, ...] = ()
    """The types whose plans were joined to it while it ran; no file names any."""

    @property
    def at_place(self) -> bool:
        """Whether anybody has to come to a place; else no arrival is waited for."""
        return self.all_hands or any(called.scene for called in self.called)

    def question(self, id: str) -> Question | None:
        """The question with this id."""
        return next((question for question in self.questions if question.id == id), None)

    def lane(self, id: str) -> Lane | None:
        """The lane with this id."""
        return next((lane for lane in self.lanes if lane.id == id), None)

    def next_question(self, given: Answers) -> Question | None:
        """The first question whose answer is missing and whose condition holds; there is no step number to store."""
        return next((q for q in self.questions if q.id not in given and q.when.holds(given)), None)
