"""A stage that is being played: who acts for whom, what is told, and how the page reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import yaml

from bot.demo.community import FRAME, Community
from bot.demo.script import COURSES
from bot.sandbox.wire import Json

PHONES = ("wang", "zhu", "wu")
"""Who is on the three phones at the beginning: a guard, a supervisor, a resident."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a clean stage is for: a course, or free play, in a language."""

    language: str
    course: str = ""


def read_courses(language: str) -> dict[str, str]:
    """What the courses are called in a language."""
    given = yaml.safe_load(FRAME.read_text(encoding="utf-8"))["courses"]
    return {course: given[course][language] for course in COURSES}


@dataclass(kw_only=True)
class Playing:
    """What the page has to know of the stage."""

    wanted: Wanted
    courses: Mapping[str, str]
    told: str
    course: str = ""
    busy: bool = True
    community: Community | None = None
    taken: set[int] = field(default_factory=set)
    """The people the visitor acts for."""

    def people(self, community: Community) -> None:
        """These are the people of the stage; in free play those on the phones are the visitor's."""
        self.community = community
        self.taken = set() if self.wanted.course else {community.people[name].id for name in PHONES}

    def name_of(self, person: int) -> str:
        """What somebody is called; nothing when nobody has this number."""
        people = self.community.people.values() if self.community else ()
        return next((one.name for one in people if one.id == person), "")

    def document(self) -> Json:
        """The stage as the page reads it."""
        people = self.community.people if self.community else {}
        parts = self.community.parts if self.community else {}
        return {
            "language": self.wanted.language,
            "zone": str(self.community.zone) if self.community else "",
            "busy": self.busy,
            "phones": [people[name].id for name in PHONES if name in people],
            "people": {
                str(one.id): {"part": parts[key], "played": one.id not in self.taken} for key, one in people.items()
            },
            "courses": [{"id": course, "name": name} for course, name in self.courses.items()],
            "course": self.course,
            "told": self.told,
        }
